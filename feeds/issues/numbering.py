"""Dates for issues that name none, estimated from their numbers and what is known around them.

Issues are compared within a series: those in one folder, years and months apart from it
(`weekly/2019/issue-150.md` and `weekly/2020/issue-200.md` are of one series), in one
language. Where numbers begin anew every year, each year is a series of its own. Within a
series the order by number is the order by date, always: a date that contradicts most of
the others is not built upon.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import pairwise
from math import floor
from statistics import median

from feeds.issues.dates import Span
from feeds.issues.names import read_name
from feeds.model import Numbered

_WEEK = 7 * 86400.0  # between two issues where nothing tells; most newsletters are weekly
_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC).timestamp()  # before there were newsletters on the web
_YEAR = re.compile(r"(?:19|20)\d{2}([-_]\d{1,2})?\Z")
_MONTH = re.compile(r"\d{1,2}\Z")


@dataclass(frozen=True, slots=True)
class Estimate:
    """A date, and in words what it was made of."""

    published: datetime
    source: str


@dataclass(slots=True)
class _Place:
    """An issue of a series in the order of numbers, times in seconds."""

    issue: Numbered
    rank: float  # its number; issues of one number are a fraction apart
    time: float | None = None
    span: tuple[float, float] | None = None
    source: str = ""

    def __str__(self) -> str:
        day = f" ({datetime.fromtimestamp(self.time, UTC):%Y-%m-%d})" if self.time is not None else ", the newest"
        return (str(self.issue.number) if self.issue.number is not None else self.issue.path) + day


@dataclass(frozen=True, slots=True)
class _Gap:
    """Undated places that follow each other, and what they lie between."""

    places: Sequence[_Place]
    before: _Place | None  # the dated neighbours
    after: _Place | None
    low: float  # the times between which they must lie
    high: float
    over: str = ""  # in words, the year or month that they are of


def estimate_dates(issues: Iterable[Numbered], now: datetime) -> Mapping[str, Estimate]:
    """Return by path a date for each of *issues* that names none, where there is something to make it of.

    Between two dated neighbours it is in proportion to the numbers; before the oldest and,
    within a year that is over, after the newest, as far apart as the others are; where no
    issue of a year is dated, they are spread over it. Never later than *now*. The newest of
    a series has no date unless its year or month is over: it is dated when it is first seen,
    and what is undated before it lies between its neighbour and *now*.

    The order of *issues* does not matter.

    >>> days = {1: datetime(2026, 1, 1, tzinfo=UTC), 2: None, 3: datetime(2026, 2, 1, tzinfo=UTC)}
    >>> three = [Numbered(path=f"{number}.md", number=number, published=day) for number, day in days.items()]
    >>> for path, estimate in estimate_dates(three, datetime(2026, 6, 1, tzinfo=UTC)).items():
    ...     print(path, estimate.published, estimate.source)
    2.md 2026-01-16 12:00:00+00:00 its number 2, between 1 (2026-01-01) and 3 (2026-02-01)
    """
    found: dict[str, Estimate] = {}
    for series in _series(sorted(issues, key=lambda issue: issue.path)):
        if any(issue.published is None for issue in series):
            for place in _dated(series, now.timestamp()):
                if place.issue.published is None and place.time is not None:
                    when = datetime.fromtimestamp(min(place.time, now.timestamp() - 1), UTC)  # rounding may reach it
                    found[place.issue.path] = Estimate(when, place.source)
    return found


def _series(issues: Sequence[Numbered]) -> list[list[Numbered]]:
    """Divide *issues* into series; those without number or year have no place in any."""
    folders: dict[tuple[str, str], list[Numbered]] = defaultdict(list)
    for issue in issues:
        if issue.number is not None or issue.within is not None:
            folders[_series_of(issue.path)].append(issue)
    divided: list[list[Numbered]] = []
    for series in folders.values():
        by_year: dict[int, list[Numbered]] = defaultdict(list)
        for issue in series:
            by_year[_year_of(issue)].append(issue)
        divided += by_year.values() if _begins_anew(by_year) else [series]
    return divided


def _series_of(path: str) -> tuple[str, str]:
    name = read_name(path)
    kept: list[str] = []
    after_year = False
    for part in name.folder.split("/"):
        is_year = _YEAR.match(part) is not None
        if not is_year and not (after_year and _MONTH.match(part)):
            kept.append(part)
        after_year = is_year
    return "/".join(kept), name.language


def _year_of(issue: Numbered) -> int:
    """Return the year of *issue*, or 0; of a span in another zone, the year in its middle."""
    if issue.published:
        return issue.published.year
    return (issue.within[0] + (issue.within[1] - issue.within[0]) / 2).year if issue.within else 0


def _begins_anew(years: Mapping[int, Sequence[Numbered]]) -> bool:
    """Return whether numbers begin anew in each of *years*: many come up again, or few rise with time."""
    counts = Counter(number for year in years.values() for number in {issue.number for issue in year} - {None})
    if 3 * sum(count > 1 for count in counts.values()) > len(counts):
        return len(years) > 1
    known = sorted((i.number, i.path, year) for year, issues in years.items() for i in issues if year and i.number)
    rising = sum(_rising([year for *_, year in known], strictly=False))
    return len(known) > 3 and 2 * rising <= len(known)


def _dated(series: Sequence[Numbered], now: float) -> list[_Place]:
    """Return the places of *series*, with times where they can be known."""
    places = _without_contradictions(_in_order(series, now), now)
    pace = _pace(places)
    _fill_gaps(places, now, pace, bounded=True)
    _fill_gaps(places, now, pace, bounded=False)
    return places


def _in_order(series: Sequence[Numbered], now: float) -> list[_Place]:
    """Return *series* by number; what has none stands behind what has, by name.

    What still waits for its day is no neighbour to build on.
    """
    numbered = [issue for issue in series if issue.number is not None and (_time(issue) or 0) <= now]
    numbered.sort(key=lambda issue: (issue.number or 0, issue.path))
    others = [issue for issue in series if issue.number is None and issue.published is None]
    ranks = Counter(issue.number for issue in numbered)
    seen: Counter[int | None] = Counter()
    places = []
    for issue in numbered:
        rank = (issue.number or 0) + seen[issue.number] / ranks[issue.number]
        seen[issue.number] += 1
        span = None if issue.published else _seconds(issue.within)
        places.append(_Place(issue, rank, _time(issue), span))
    for place in _between(others, places):
        places.insert(bisect_left([one.rank for one in places], place.rank), place)
    return places


def _between(others: Sequence[Numbered], places: Sequence[_Place]) -> list[_Place]:
    """Return places for issues without number: at the end of their span, in the order of names."""
    ordered = sorted(others, key=lambda issue: (issue.within or (), issue.path))
    begins = [(place.span[0] if place.span else place.time, place.rank) for place in places]
    found = []
    for count, issue in enumerate(ordered, 1):
        span = _seconds(issue.within)
        assert span is not None
        base = max((rank for begin, rank in begins if begin is not None and begin < span[1]), default=-1.0)
        found.append(_Place(issue, base + (floor(base) + 1 - base) * count / (len(ordered) + 1), None, span))
    return found


def _time(issue: Numbered) -> float | None:
    return issue.published.timestamp() if issue.published else None


def _seconds(span: Span | None) -> tuple[float, float] | None:
    return (span[0].timestamp(), span[1].timestamp()) if span else None


def _without_contradictions(places: Sequence[_Place], now: float) -> list[_Place]:
    """Return *places* without times and spans that most others contradict: the longest rising chain stays."""
    rising = _rising([place.time for place in places], strictly=True)
    places = [place for place, kept in zip(places, rising, strict=True) if kept]
    before, after = _neighbours(places)
    for place, lower, upper in zip(places, before, after, strict=True):
        first, last = _time(lower.issue) if lower else None, _time(upper.issue) if upper else None
        if place.span and (place.span[0] >= min(now, last or now) or place.span[1] <= (first or _EARLIEST)):
            place.span = None
    middles = [sum(place.span) / 2 if place.span else None for place in places]
    for place, kept in zip(places, _rising(middles, strictly=False), strict=True):
        if not kept:
            place.span = None
    return places


def _neighbours(places: Sequence[_Place]) -> tuple[list[_Place | None], list[_Place | None]]:
    """Return for each place the nearest dated one before it, and after it."""
    sides = []
    for ordered in (places, places[::-1]):
        nearest: _Place | None = None
        side: list[_Place | None] = []
        for place in ordered:
            side.append(nearest)
            nearest = place if place.time is not None else nearest
        sides.append(side)
    return sides[0], sides[1][::-1]


def _rising(values: Sequence[float | None], *, strictly: bool) -> list[bool]:
    """Return for each of *values* whether it is None or of a longest rising chain (patience sorting).

    >>> _rising([1.0, 9.0, None, 2.0, 3.0], strictly=True)
    [True, False, True, True, True]
    """
    tails: list[tuple[float, int]] = []  # the least end of a chain of each length, and where it is
    before: dict[int, int] = {}
    for index, value in enumerate(values):
        if value is None:
            continue
        position = bisect_left(tails, (value, -1 if strictly else index))
        if position:
            before[index] = tails[position - 1][1]
        tails[position : position + 1] = [(value, index)]
    chain = set()
    index_in_chain: int | None = tails[-1][1] if tails else None
    while index_in_chain is not None:
        chain.add(index_in_chain)
        index_in_chain = before.get(index_in_chain)
    return [value is None or index in chain for index, value in enumerate(values)]


def _pace(places: Sequence[_Place]) -> float | None:
    """Return the seconds from one number to the next, as they mostly are."""
    dated = [place for place in places if place.time is not None]
    steps = [
        ((after.time or 0.0) - (before.time or 0.0)) / (after.rank - before.rank) for before, after in pairwise(dated)
    ]
    return median(steps) if steps else None


def _fill_gaps(places: Sequence[_Place], now: float, pace: float | None, *, bounded: bool) -> None:
    """Date what lies between two dated places; with *bounded* only what has a span, each span by itself."""
    _, after = _neighbours(places)
    before: _Place | None = None
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


def _key(place: _Place, *, bounded: bool) -> object:
    """Return what the places of one gap have in common, or None of one that is in no gap."""
    if place.time is not None:
        return None
    return place.span if bounded else "undated"


def _fill(
    places: Sequence[_Place],
    before: _Place | None,
    after: _Place | None,
    now: float,
    pace: float | None,
    span: tuple[float, float] | None,
) -> None:
    low, high = span or (_EARLIEST, now)
    if after is None and high >= now:  # the newest is dated when it is seen, which is now
        after, places = replace(places[-1], span=(now, now)), places[:-1]
    end = _end(after)
    before = before if before and before.time is not None and before.time >= low else None
    after = after if after and end is not None and end <= high else None
    low = before.time if before and before.time is not None else low
    high = end if after and end is not None else high
    if places and low < high:
        _spread(_Gap(places, before, after, low, high, _words(span)), pace)


def _end(after: _Place | None) -> float | None:
    """Return the time of what follows a gap; of the newest, which is still undated, the present."""
    return None if after is None else after.time if after.time is not None else after.span[1] if after.span else None


def _spread(gap: _Gap, pace: float | None) -> None:
    """Give the places of *gap* times: by proportion between neighbours, by *pace* beside one, evenly in a span."""
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


def _reason(place: _Place, gap: _Gap) -> str:
    own = f"its number {place.issue.number}" if place.issue.number is not None else "its place"
    if gap.before and gap.after:
        return f"{own}, between {gap.before} and {gap.after}"
    if gap.before:
        return f"{own}, after {gap.before} in {gap.over}"
    if gap.after:
        return f"{own}, before {gap.after}" + (f" in {gap.over}" if gap.over else "")
    return f"{own} in {gap.over}"


def _words(span: tuple[float, float] | None) -> str:
    """Return the year or month of *span*, by its middle: its ends are those of a day in some zone."""
    if span is None:
        return ""
    middle = datetime.fromtimestamp(sum(span) / 2, UTC)
    return f"{middle:%Y}" if span[1] - span[0] > 40 * 86400 else f"{middle:%Y-%m}"
