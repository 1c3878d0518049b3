"""Refuse changes that harm subscribers, unless the owner allows them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from feeds.changes import Change, Changes, FeedChanges
from feeds.errors import HarmError, Problem, Where

#: Losses that need no confirmation: up to this share of a feed, or so few that a share means little.
SHARE, FEW = 0.3, 3
#: Entries that are shown again without a confirmation, and with a warning: a heading that was rewritten.
FEW_AGAIN = 2
_EXAMPLES = 5  # in a refusal


def refuse_harm(changes: Changes, *, resurface: bool, shrink: bool) -> tuple[Problem, ...]:
    """Refuse *changes* that harm subscribers, unless the run may *resurface* entries or *shrink* feeds.

    Returns a warning of harm that is too small to be refused.

    Raises:
        HarmError: nothing may be written.
    """
    again = {change.id: change for feed in changes.feeds for change in feed.of("resurfaced")}
    if len(again) > FEW_AGAIN and not resurface:
        raise _refusal_to_resurface(again.values())
    if not shrink:
        _check_posts(changes)
        _check_ended(changes)
        for feed in changes.feeds:
            _check_shrunk(feed)
    return () if resurface else tuple(_warnings(changes.directory, again.values()))


def _refusal_to_resurface(again: Collection[Change]) -> HarmError:
    return HarmError(
        f"readers would be shown {_entries(len(again))} again; nothing was written",
        _examples(again),
        "see `feeds diff`; undo the change of their ids, or continue with `feeds build --allow-resurface`",
    )


def _warnings(directory: str, again: Iterable[Change]) -> Iterator[Problem]:
    for change in again:
        message = f"readers are shown {change.title!r} again: {change.reason}"
        yield Problem(Where(change.post or directory), message, change.remedy)


def _check_ended(changes: Changes) -> None:
    """Refuse to announce to subscribers that a feed has ended: its slug may have changed, or been mistyped."""
    if not changes.ended:
        return
    names = tuple(f"{path}: {name!r}" for path, name in changes.ended)
    more = len(names) - _EXAMPLES
    feeds, it = ("a feed has", "it") if len(names) == 1 else (f"{len(names)} feeds have", "them")
    raise HarmError(
        f"subscribers would be told that {feeds} ended, because the config no longer has {it}; nothing was written",
        (*names[:_EXAMPLES], f"and {more} more") if more > 0 else names,
        f"{_remedy_of_ending(changes)}; to end it, type `feeds retire {_slug_of(changes.ended[0][0])}`",
    )


def _remedy_of_ending(changes: Changes) -> str:
    """Return what is to be done if a feed that ends was to be renamed; the new one has the same entries."""
    path = changes.ended[0][0]
    old = _slug_of(path)
    if not path.startswith("topics/"):
        return f"put the feed {old!r} back into feeds.extra"
    new = next((_slug_of(new) for old_path, new in changes.moved if old_path == path), "")
    topic = f"the topic {new!r}" if new else "the topic with the new slug"
    return f"if its slug has changed, give {topic} `aliases: [{old}]`"


def _slug_of(path: str) -> str:
    """Return the slug of the feed at *path*.

    >>> _slug_of("topics/robots/")
    'robots'
    """
    return path.rstrip("/").rpartition("/")[2]


def _check_posts(changes: Changes) -> None:
    gone, before = changes.posts_gone, changes.posts_before
    if changes.no_posts and before:
        raise HarmError(
            f"{changes.directory}: there are no posts left; nothing was written",
            (),
            "mount or restore the folder; or, to withdraw everything, continue with `feeds build --allow-shrink`",
        )
    if _is_many(len(gone), before):
        raise HarmError(
            f"{len(gone)} of {before} issues are gone; nothing was written",
            tuple(gone[:_EXAMPLES]),
            "restore these posts, or mount their folder; "
            "or, to withdraw them, continue with `feeds build --allow-shrink`",
        )


def _check_shrunk(feed: FeedChanges) -> None:
    vanished, unfit = feed.of("vanished"), feed.of("unfit")
    emptied = feed.after == 0 and bool(vanished or unfit)
    if emptied or _is_many(len(vanished), feed.before):
        lost = [*vanished, *unfit]
        raise HarmError(
            f"the feed {feed.title!r} would lose {len(lost)} of {_entries(feed.before)}; nothing was written",
            _examples(lost),
            "see `feeds diff`; undo the change that left them out, or continue with `feeds build --allow-shrink`",
        )


def _is_many(gone: int, before: int) -> bool:
    return gone > FEW and gone > SHARE * before


def _examples(changes: Collection[Change]) -> tuple[str, ...]:
    first = [change_line(change) for change in list(changes)[:_EXAMPLES]]
    more = len(changes) - len(first)
    return (*first, f"and {more} more") if more > 0 else tuple(first)


def change_line(change: Change) -> str:
    """Return the place, the title and the reason of *change*, in a line."""
    place = f"{change.post}: " if change.post else ""
    return f"{place}{change.title!r}" + (f": {change.reason}" if change.reason else "")


def _entries(number: int) -> str:
    return f"{number} entr" + ("y" if number == 1 else "ies")
