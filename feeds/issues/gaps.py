"""Give dates to issues between dated ones, in proportion to their numbers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import pairwise
from math import floor

from msgspec import Struct
from msgspec.structs import replace

from feeds.issues.series import LONGEST_MONTH
from feeds.model import Numbered

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC).timestamp()  # before there were newsletters on the web
_WEEK = 7 * 86400.0  # between two issues if nothing is known; most newsletters are weekly
_LONGEST_WEEK = 10 * 86400.0


class SeriesPlace(Struct):
    """An issue in the order of numbers within its series; times are in seconds."""

    issue: Numbered
    rank: float  # its number, plus a fraction if several issues have that number
    time: float | None = None
    span: tuple[float, float] | None = None
    source: str = ""

    def __str__(self) -> str:
        day = f" ({datetime.fromtimestamp(self.time, UTC):%Y-%m-%d})" if self.time is not None else ", the newest"
        return (str(self.issue.number) if self.issue.number is not None else self.issue.path) + day


class _Gap(Struct, frozen=True):
    """Consecutive places without a date, and the dated places around them."""

    places: Sequence[SeriesPlace]
    before: SeriesPlace | None  # the dated neighbours
    after: SeriesPlace | None
    low: float  # the times between which they must lie
    high: float
    over: str = ""  # the year or month that they belong to, in words


def neighbours(places: Sequence[SeriesPlace]) -> tuple[list[SeriesPlace | None], list[SeriesPlace | None]]:
    """Return for each place the nearest dated places before and after it."""
    sides = []
    for ordered in (places, places[::-1]):
        nearest: SeriesPlace | None = None
        side: list[SeriesPlace | None] = []
        for place in ordered:
            side.append(nearest)
            nearest = place if place.time is not None else nearest
        sides.append(side)
    return sides[0], sides[1][::-1]


def fill_gaps(places: Sequence[SeriesPlace], now: float, pace: float | None, *, bounded: bool) -> None:
    """Date the places between two dated ones; with *bounded* only those with a span, one span at a time."""
    _, after = neighbours(places)
    before: SeriesPlace | None = None
    keys = [_key(place, bounded=bounded) for place in places]
    start = 0
    for end in range(1, len(places) + 1):
        if end < len(places) and keys[end] == keys[start]:
            continue
        group = places[start:end]
        if keys[start]:
            _fill(group, before, after[end - 1], now, pace, group[0].span if bounded else None)
        before = next((place for place in reversed(group) if place.time is not None), before)
        start = end


def _key(place: SeriesPlace, *, bounded: bool) -> object:
    """Return the key that all places of one gap share, or None if the place is dated."""
    if place.time is not None:
        return None
    return place.span if bounded else "undated"


def _fill(
    places: Sequence[SeriesPlace],
    before: SeriesPlace | None,
    after: SeriesPlace | None,
    now: float,
    pace: float | None,
    span: tuple[float, float] | None,
) -> None:
    low, high = span or (EARLIEST, now)
    if after is None and high >= now:  # the newest is dated when it is seen, which is now
        after, places = replace(places[-1], span=(now, now)), places[:-1]
    end = _end(after)
    before = before if before and before.time is not None and before.time >= low else None
    after = after if after and end is not None and end <= high else None
    low = before.time if before and before.time is not None else low
    high = end if after and end is not None else high
    if len(places) == 1 and not before and not after and span and high - low < LONGEST_MONTH:
        places[0].time, places[0].source = low, f"{_own(places[0])} in {_words(span)}"  # "May 2026" is 1 May
    elif places and low < high:
        _spread(_Gap(places, before, after, low, high, _words(span)), pace)


def _end(after: SeriesPlace | None) -> float | None:
    """Return the time of the place after a gap; for the newest, which has no date yet, it is now."""
    return None if after is None else after.time if after.time is not None else after.span[1] if after.span else None


def _spread(gap: _Gap, pace: float | None) -> None:
    """Set the times of *gap*: in proportion between two neighbours, by *pace* beside one, evenly in a span."""
    first, last = gap.places[0].rank, gap.places[-1].rank
    start, stop = first - 0.5, last + 0.5
    if gap.before and gap.after:
        start, stop = gap.before.rank, gap.after.rank
    elif gap.before:
        start, stop = gap.before.rank, last + 1
    elif gap.after:
        start, stop = first - 1, gap.after.rank
    step = (gap.high - gap.low) / (stop - start)
    times = [gap.low + step * (place.rank - start) for place in gap.places]
    steady = pace or (None if gap.over else _WEEK)
    if steady is not None and steady < step:
        if gap.before and not gap.after:
            times = [gap.low + steady * (place.rank - start) for place in gap.places]
        elif gap.after and not gap.before:
            times = [gap.high - steady * (stop - place.rank) for place in gap.places]
    guess = ", as if weekly" if pace is None and gap.after and not (gap.before or gap.over) else ""
    whole = [float(floor(time)) for time in times]
    limits = [gap.low, *whole, gap.high]
    if all(one < other for one, other in pairwise(limits)):
        times = whole
    for place, time in zip(gap.places, times, strict=True):
        place.source = _reason(place, gap) + guess
        place.time = time


def _reason(place: SeriesPlace, gap: _Gap) -> str:
    own = _own(place)
    if gap.before and gap.after:
        return f"{own}, between {gap.before} and {gap.after}"
    if gap.before:
        return f"{own}, after {gap.before} in {gap.over}"
    if gap.after:
        return f"{own}, before {gap.after}" + (f" in {gap.over}" if gap.over else "")
    return f"{own} in {gap.over}"


def _own(place: SeriesPlace) -> str:
    return f"its number {place.issue.number}" if place.issue.number is not None else "its place"


def _words(span: tuple[float, float] | None) -> str:
    """Return the year, month or week of *span* in words, by its middle: its ends depend on the time zone."""
    if span is None:
        return ""
    middle = datetime.fromtimestamp(sum(span) / 2, UTC)
    if span[1] - span[0] < _LONGEST_WEEK:
        return f"{middle:%G-W%V}"
    return f"{middle:%Y-%m}" if span[1] - span[0] < LONGEST_MONTH else f"{middle:%Y}"
