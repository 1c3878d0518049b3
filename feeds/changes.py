"""The changes that a build would make for subscribers, and the decision whether it may.

A reader identifies an entry by its id and keeps the entries that it has. So changes are found
by id: new and edited entries, those that would be shown again under another id or after
readers forgot them, and those that would vanish though their author did not withdraw them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Literal, get_args

from msgspec import Struct, field

from feeds.errors import GuardError, Problem, Where
from feeds.model import EntryStatus, Notice, Slot

Kind = Literal[
    "new",  # never published before
    "older",  # published before, and new in this feed
    "edited",  # `updated` has moved
    "touched",  # its content changes, `updated` does not
    "restored",  # by its author, who had withdrawn it or edited it so that no feed carried it
    "withdrawn",  # by its author
    "left",  # made room for newer ones, expired, or was edited so that it does not belong any more
    "unfit",  # does not belong any more by other rules
    "vanished",  # from every feed, by other rules
    "resurfaced",  # would be shown again
]
KINDS: tuple[Kind, ...] = get_args(Kind)

#: The least time for which readers remember an entry that left a feed (NetNewsWire).
REMEMBERED = timedelta(days=30)
#: Losses that need no confirmation: up to this share of a feed, or so few that a share means little.
SHARE, FEW = 0.3, 3
#: Entries that are shown again without a confirmation, and with a warning: a heading that was rewritten.
FEW_AGAIN = 2
_EXAMPLES = 5  # in a refusal

#: Remedies for entries that are shown again.
_ANCHOR = "an anchor in its heading, such as {#robots}, keeps the id of a section that is rewritten"
_STAY = "a section keeps its id only in its own issue: move it back; another issue can link to it"
_CUT = "to have the ids back that readers know, undo the change of the settings"
_RULES = "undo the change of the rules or the limit of the feed, if it is not meant to have old entries"


class Change(Struct, frozen=True, kw_only=True):
    """The change of an entry in a feed."""

    kind: Kind
    id: str
    title: str
    post: str  # with the folder of posts; "" where it has none
    reason: str = ""
    remedy: str = ""  # what its author can do, if it is harm


class FeedChanges(Struct, frozen=True, kw_only=True):
    """The changes of a feed."""

    path: str
    title: str
    before: int  # entries
    after: int
    changes: tuple[Change, ...]

    def of(self, *kinds: Kind) -> list[Change]:
        """Return the changes of some *kinds*."""
        return [change for change in self.changes if change.kind in kinds]


class Changes(Struct, frozen=True, kw_only=True):
    """The changes of all feeds that there were before."""

    feeds: tuple[FeedChanges, ...] = ()
    moved: tuple[tuple[str, str], ...] = ()  # addresses, or paths below the output directory: old and new
    ended: tuple[tuple[str, str], ...] = ()  # paths and names of feeds that get their last entry
    unwritten: tuple[tuple[str, str], ...] = ()  # paths and names of feeds that an earlier run could not write
    posts_before: int = 0  # issues
    posts_gone: tuple[str, ...] = ()  # with the folder of posts
    no_posts: bool = False  # in the directory, any more
    directory: str = ""

    def __bool__(self) -> bool:
        return bool(self.moved or self.ended or self.unwritten) or any(feed.changes for feed in self.feeds)


class Knowledge(Struct, frozen=True, kw_only=True):
    """Everything but the entries before and after that decides what a change is."""

    now: datetime
    statuses: Mapping[str, EntryStatus]  # of entries that come, go or change, by id
    fitting: Collection[str] = ()  # ids of entries that belong in the feed, if it had room
    left: Mapping[str, datetime] = field(default_factory=dict)  # when entries left this feed, by id
    twins: Mapping[str, EntryStatus] = field(default_factory=dict)  # departed entries with the same text, by new id
    restored: Collection[str] = ()  # ids of entries that their author put back
    cut_anew: Collection[str] = ()  # keys of published issues whose post has not changed
    edited: Collection[str] = ()  # keys of issues whose post has changed


def compare_feed(before: Mapping[str, str], after: Sequence[Slot], known: Knowledge) -> tuple[Change, ...]:
    """Return what happens to the entries of a feed that had those *before* (id to revision)."""
    revisions = {one.id: one.revision for one in after}
    edge = min((one.published for one in after if one.id in before), default=None)
    changes = []
    for one in after:
        if one.id not in before:
            changes.append(_come(one, edge, known))
        elif before[one.id] not in ("", one.revision):  # "" where what it was is not known
            changes.append(_change(known.statuses[one.id], _stayed(before[one.id], one)))
    changes += [_gone(known.statuses[id], known) for id in before if id not in revisions and id in known.statuses]
    return tuple(changes)


def twins_of(come: Mapping[str, EntryStatus], gone: Mapping[str, EntryStatus]) -> dict[str, EntryStatus]:
    """Return for entries that *come* the ones with the same text that are *gone*, by the id of the former."""
    said: dict[tuple[str, ...], EntryStatus] = {}
    for one in gone.values():
        for mark in _marks(one):
            said.setdefault(mark, one)
    found = ((id, next((said[mark] for mark in _marks(one) if mark in said), None)) for id, one in come.items())
    return {id: twin for id, twin in found if twin}


def _marks(one: EntryStatus) -> list[tuple[str, ...]]:
    """Return the marks that identify an entry: its text and links; within its issue, its title or first link.

    In another issue a title or a link is not enough: "Jobs" is in every issue.
    """
    marks: list[tuple[str, ...]] = [(one.grain, one.hash)]
    if one.first_link:
        marks.append((one.grain, one.issue_key, "link", one.first_link))
    return [*marks, (one.grain, one.issue_key, "title", one.title.casefold())]


def _come(one: Slot, edge: datetime | None, known: Knowledge) -> Change:
    status = known.statuses[one.id]
    if not status.out:
        if twin := known.twins.get(one.id):
            was = f"has another id than before, when it was in {twin.path or 'a post'}"
            return _change(status, "resurfaced", was, _ANCHOR if twin.issue_key == status.issue_key else _STAY)
        if status.issue_key in known.cut_anew:
            return _change(status, "resurfaced", "its issue was out already, and is cut differently now", _CUT)
        return _change(status, "new")
    left = known.left.get(one.id)
    if one.id in known.restored or (left and status.issue_key in known.edited):
        return _change(status, "restored")
    if left and known.now - left >= REMEMBERED and not (edge and one.published < edge):
        return _change(status, "resurfaced", f"left this feed on {left:%Y-%m-%d}, and would come back", _RULES)
    return _change(status, "older")


def _stayed(before: str, one: Slot) -> Kind:
    if isinstance(one, Notice):
        return "withdrawn"
    if before.endswith(" withdrawn"):
        return "restored"
    return "edited" if before.partition(" ")[0] != one.revision.partition(" ")[0] else "touched"


def _gone(one: EntryStatus, known: Knowledge) -> Change:
    if one.absence == "withdrawn":
        return _change(one, "withdrawn")
    if one.absence == "recut":
        return _change(one, "vanished", "its issue is cut differently now")
    if one.absence == "expired":
        return _change(one, "left", "it has expired")
    if one.absence == "dropped":
        kind: Kind = "vanished" if one.issue_key in known.cut_anew else "left"
        return _change(one, kind, "it is one of the kinds that sections.drop leaves out")
    if one.id in known.fitting:
        return _change(one, "left")
    return _change(
        one, "left" if one.issue_key in known.edited else "unfit", "it does not belong in this feed any more"
    )


def _change(one: EntryStatus, kind: Kind, reason: str = "", remedy: str = "") -> Change:
    return Change(kind=kind, id=one.id, title=one.title, post=one.path, reason=reason, remedy=remedy)


def check(changes: Changes, *, resurface: bool, shrink: bool) -> tuple[Problem, ...]:
    """Refuse *changes* that harm subscribers, unless the run may *resurface* entries or *shrink* feeds.

    Returns a warning of harm that is too small to be refused.

    Raises:
        GuardError: nothing may be written.
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


def _refusal_to_resurface(again: Collection[Change]) -> GuardError:
    return GuardError(
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
    raise GuardError(
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
        raise GuardError(
            f"{changes.directory}: there are no posts left; nothing was written",
            (),
            "mount or restore the folder; or, to withdraw everything, continue with `feeds build --allow-shrink`",
        )
    if _is_many(len(gone), before):
        raise GuardError(
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
        raise GuardError(
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
