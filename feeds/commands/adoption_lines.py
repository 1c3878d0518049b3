"""The output of `feeds adopt`: for people, and for programs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from feeds.adoption import Adoption
from feeds.past import Match, Ours, PastEntry
from feeds.report import counted


def adoption_lines(adoption: Adoption, *, dry: bool) -> Iterator[str]:
    """Yield a line for each entry that was taken over, each that was not, and advice on the next steps."""
    verb = "would be" if dry else "were"
    if not adoption.adopted:
        yield f"No ids and dates {verb} taken over."
    else:
        count = counted(len(adoption.adopted), "id")
        yield f"{count} and dates {verb} taken over, with the signs by which each entry was recognised:"
    for one in adoption.adopted:
        yield f"  {_day(one.old)}  {_short(one.old.title)}  {', '.join(one.signs)}"
        yield f"              {one.ours.key}: {one.old.id}"
    yield from _group("taken over by an earlier call", map(_pair_line, adoption.already))
    refused = "already published under an id of ours (--replace takes the old id)"
    yield from _group(refused, map(_pair_line, adoption.refused))
    yield from _group("in the old feed, but not certain to match a post", map(_old_line, adoption.unknown))
    new = "of ours, but not in the old feed: subscribers will see them as new"
    yield from _group(new, map(_our_line, adoption.new))
    yield from adoption.advice


def _group(title: str, lines: Iterable[str]) -> Iterator[str]:
    """Yield *lines* below their number and *title*, if there are any."""
    rows = list(lines)
    if rows:
        yield f"{len(rows)} {title}:"
        yield from rows


def adoption_as_json(adoption: Adoption) -> str:
    """Return *adoption* as JSON, for programs."""
    values = {
        "adopted": [_pair_values(one) for one in adoption.adopted],
        "already": [_pair_values(one) for one in adoption.already],
        "refused": [_pair_values(one) for one in adoption.refused],
        "unknown": [{"id": entry.id, "title": entry.title, "link": entry.link} for entry in adoption.unknown],
        "new": [{"key": one.key, "title": one.title} for one in adoption.new],
        "problems": [str(problem) for problem in adoption.problems],
        "advice": list(adoption.advice),
    }
    return json.dumps(values, ensure_ascii=False, indent=2)


def _pair_values(one: Match) -> dict[str, Any]:
    return {"key": one.ours.key, "id": one.old.id, "title": one.old.title, "by": list(one.signs)}


def _pair_line(one: Match) -> str:
    return f"  {_day(one.old)}  {_short(one.old.title)}  {one.ours.key}"


def _old_line(entry: PastEntry) -> str:
    return f"  {_day(entry)}  {_short(entry.title)}  {entry.link or entry.id}"


def _our_line(one: Ours) -> str:
    return f"  {one.published:%F}  {_short(one.title)}  {one.key}"


def _day(entry: PastEntry) -> str:
    date = entry.published or entry.updated
    return f"{date:%F}" if date else "no date   "


def _short(title: str) -> str:
    return f"{title if len(title) < 60 else title[:57] + '...':<60}".rstrip()
