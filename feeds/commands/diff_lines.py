"""The output of `feeds diff`: the changes of a build as text for people, as JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from msgspec import to_builtins

from feeds.changes import KINDS, Change, Changes, Kind
from feeds.errors import HarmError
from feeds.harm import change_line, refuse_harm

_QUIET: tuple[Kind, ...] = ("touched", "left")  # a count is enough
_MOST = 20  # entries of a kind that are named

#: How feed readers treat an entry, by the change.
_READERS: Mapping[Kind, str] = {
    "resurfaced": "shown twice by every reader: an entry is known by its id, and some readers drop it when it has "
    "been out of the feed for 30 days (NetNewsWire)",
    "edited": "marked as unread by FreshRSS if its user wants that; others update it silently",
    "touched": "marked as unread by FreshRSS if its user wants that; others update it silently",
    "older": "new in this feed, with its old date: mail services such as FeedMail skip it",
    "left": "replaced by newer entries; readers keep the entries that they have",
    "unfit": "stays in readers that have it; subscribers will not see it again",
    "restored": "shown again by readers that have dropped it (NetNewsWire: after 30 days)",
}
_MOVED = "another address: entries are shown twice by readers that know an entry by feed and id (NetNewsWire, Feedbin)"


def refusal_of(changes: Changes) -> str:
    """Return why a build would refuse to make *changes*, or ""."""
    try:
        refuse_harm(changes, resurface=False, shrink=False)
    except HarmError as error:
        return str(error)
    return ""


def to_json(changes: Changes) -> str:
    """Return *changes* as JSON, for programs."""
    values = {**to_builtins(changes), "refused": refusal_of(changes)}
    return json.dumps(values, ensure_ascii=False, indent=2)


def diff_lines(changes: Changes) -> Iterator[str]:
    """Yield *changes* for people: a line for each feed, each entry once, and how readers treat it.

    The kinds of changes have the same names in each line and in JSON.
    """
    if not changes:
        yield "Nothing would change for subscribers."
    yield from _unwritten_lines(changes)
    for feed in changes.feeds:
        if feed.changes:
            counts = ", ".join(f"{len(feed.of(kind))} {kind}" for kind in KINDS if feed.of(kind))
            yield f"{feed.title} ({feed.path or './'}): {counts}"
    for path, name in changes.ended:
        yield f"{name} ({path}): ends, with a last entry that says so"
    for kind in KINDS:
        found = _of(changes, kind)
        if not found:
            continue
        yield ""
        yield f"{kind}: {_READERS[kind]}" if kind in _READERS else kind
        if kind not in _QUIET:
            yield from (f"  {change_line(change)}" for change in found[:_MOST])
            if len(found) > _MOST:
                yield f"  and {len(found) - _MOST} more"
            yield from dict.fromkeys(f"  ({change.remedy})" for change in found[:_MOST] if change.remedy)
    for old, new in changes.moved:
        yield ""
        yield f"{old or './'} is now {new or './'}: {_MOVED}"


def _unwritten_lines(changes: Changes) -> Iterator[str]:
    """Yield the feeds that an earlier run decided on: what is new in them is not known as new any more."""
    if changes.unwritten:
        yield "Not written yet, because the last build failed or was stopped; the next one writes:"
        yield from (f"  {name} ({path or './'})" for path, name in changes.unwritten)


def _of(changes: Changes, kind: Kind) -> list[Change]:
    """Return the changes of *kind*, each entry once."""
    return list({change.id: change for feed in changes.feeds for change in feed.of(kind)}.values())
