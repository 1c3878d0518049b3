"""Tell what a build would change for subscribers: as text for people, as JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict

from feeds.changes import KINDS, Change, Changes, Kind, check, tell_change
from feeds.errors import GuardError

_WORDS: Mapping[Kind, str] = {"resurfaced": "again", "vanished": "vanishes", "unfit": "vanishes"}
_QUIET: tuple[Kind, ...] = ("touched", "left")  # a count is enough
_MOST = 20  # entries of a kind that are named

#: Which readers show an entry twice, or not at all, by what happens to it.
_READERS: Mapping[Kind, str] = {
    "resurfaced": "shown twice by every reader: each knows an entry by its id, and some forget it when it has "
    "left the feed for 30 days (NetNewsWire)",
    "edited": "marked as unread again by FreshRSS where that is asked for; others change it silently",
    "touched": "marked as unread again by FreshRSS where that is asked for; others change it silently",
    "older": "new in this feed with its old date: mail services such as FeedMail pass over it",
    "left": "made room for others; readers keep what they have",
    "unfit": "stays with readers that have it already; nobody gets it anew",
    "restored": "shown again by readers that forgot it meanwhile (NetNewsWire: after 30 days)",
}
_MOVED = "another address: shown twice by readers that know an entry by feed and id (NetNewsWire, Feedbin)"


def refusal_of(changes: Changes) -> str:
    """Return why a build would not make *changes*, or ""."""
    try:
        check(changes, resurface=False, shrink=False)
    except GuardError as error:
        return str(error)
    return ""


def to_json(changes: Changes) -> str:
    """Return *changes* for programs."""
    values = {**asdict(changes), "refused": refusal_of(changes)}
    return json.dumps(values, ensure_ascii=False, indent=2)


def diff_lines(changes: Changes) -> Iterator[str]:
    """Yield *changes* for people: each feed in a line, each entry once, and what readers make of it."""
    for feed in changes.feeds:
        if feed.changes:
            counts = ", ".join(f"{len(feed.of(kind))} {kind}" for kind in KINDS if feed.of(kind))
            yield f"{feed.title} ({feed.path or './'}): {counts}"
    for path, name in changes.ended:
        yield f"{name} ({path}): ends, and gets a last entry that says so"
    for kind in KINDS:
        found = _of(changes, kind)
        if not found:
            continue
        yield ""
        yield f"{_WORDS.get(kind, kind)}: {_READERS[kind]}" if kind in _READERS else _WORDS.get(kind, kind)
        if kind not in _QUIET:
            yield from (f"  {tell_change(change)}" for change in found[:_MOST])
            if len(found) > _MOST:
                yield f"  and {len(found) - _MOST} more"
    for old, new in changes.moved:
        yield ""
        yield f"{old or './'} is now {new or './'}: {_MOVED}"


def _of(changes: Changes, kind: Kind) -> list[Change]:
    """Return the changes of *kind*, each entry once."""
    return list({change.id: change for feed in changes.feeds for change in feed.of(kind)}.values())
