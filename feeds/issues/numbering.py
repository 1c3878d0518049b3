"""Estimate the dates of issues without a date from their numbers and the dates of other issues.

Issues are compared within a series: those of one language in one folder, regardless of folders
of years and months (`weekly/2019/issue-150.md` and `weekly/2020/issue-200.md` are in one
series) and of archives. If numbers start again every year, each year is a series. Within a series the order by
number is the order by date; a date that contradicts most of the others is ignored.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from math import floor

from msgspec import Struct
from msgspec.structs import replace

from feeds.chains import in_longest_chain
from feeds.issues.dates import Span
from feeds.issues.names import read_name
from feeds.model import Numbered
from feeds.regex import regex

_WEEK = 7 * 86400.0  # between two issues if nothing is known; most newsletters are weekly
_LONGEST_WEEK, _LONGEST_MONTH = 10 * 86400.0, 40 * 86400.0
_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC).timestamp()  # before there were newsletters on the web
_YEAR = regex(r"(?:19|20)\d{2}([-_]\d{1,2})?\Z")
_MONTH = regex(r"\d{1,2}\Z")
PAST = regex(r"(?:archives?|old|past|previous)\Z", re.IGNORECASE)  # of issues like those beside it
_NUMBER_OF_YEAR = regex(r"(?<!\d)((?:19|20)\d{2})[-_.](\d{2})(?!\d)")  # 2026-17 is the 17th issue of 2026


class Estimate(Struct, frozen=True):
    """An estimated date, and in words how it was estimated."""

    published: datetime
    source: str


class _Place(Struct):
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

    places: Sequence[_Place]
    before: _Place | None  # the dated neighbours
    after: _Place | None
    low: float  # the times between which they must lie
    high: float
    over: str = ""  # the year or month that they belong to, in words


def estimate_dates(issues: Iterable[Numbered], now: datetime) -> Mapping[str, Estimate]:
    """Return the estimated dates of those *issues* that have none, by path, if an estimate is possible.

    Between two dated neighbours, dates are in proportion to the numbers. Before the oldest
    date and, within a past year, after the newest one, issues are as far apart as the others.
    If no issue of a year is dated, they are spread over the year. No date is later than
    *now*. The newest issue of a series gets no date unless its year or month is over: it is
    dated when it is first seen, and undated issues before it are placed between their
    neighbour and *now*.

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
                    when = datetime.fromtimestamp(
                        min(place.time, now.timestamp() - 1), UTC
                    )  # rounding must not reach *now*
                    found[place.issue.path] = Estimate(when, place.source)
    return found


def _series(issues: Sequence[Numbered]) -> list[list[Numbered]]:
    """Return *issues* by series; issues with neither a number nor a year are left out."""
    folders: dict[tuple[str, str], list[Numbered]] = defaultdict(list)
    for issue in issues:
        if issue.number is not None or issue.within is not None:
            folders[_series_of(issue.path)].append(issue)
    divided: list[list[Numbered]] = []
    for series in map(_with_numbers_of_years, folders.values()):
        by_year: dict[int, list[Numbered]] = defaultdict(list)
        for issue in series:
            by_year[_year_of(issue)].append(issue)
        divided += by_year.values() if _begins_anew(by_year) else [series]
    return divided


def _with_numbers_of_years(series: list[Numbered]) -> list[Numbered]:
    """Return *series* with `2026-05` as the fifth issue of 2026, if there is a `2026-17` too: it is no month then."""
    found = [_NUMBER_OF_YEAR.search(read_name(issue.path).full) if issue.within else None for issue in series]
    if not any(one and int(one[2]) > 12 for one in found):
        return series
    return [
        replace(issue, number=int(one[2]), within=_year_around(issue.within))
        if one and issue.number is None and issue.within
        else issue
        for issue, one in zip(series, found, strict=True)
    ]


def _year_around(span: Span) -> Span:
    """Return the year in which *span* is, in the same time zone."""
    if span[1] - span[0] > timedelta(seconds=_LONGEST_MONTH):
        return span
    middle = span[0] + (span[1] - span[0]) / 2
    offset = span[0] - datetime(middle.year, middle.month, 1, tzinfo=UTC)
    begin = datetime(middle.year, 1, 1, tzinfo=UTC) + offset
    return begin, datetime(middle.year + 1, 1, 1, tzinfo=UTC) + offset


def _series_of(path: str) -> tuple[str, str]:
    name = read_name(path)
    kept: list[str] = []
    after_year = False
    for part in name.folder.split("/"):
        is_year = _YEAR.match(part) is not None
        if not is_year and not PAST.match(part) and not (after_year and _MONTH.match(part)):
            kept.append(part)
        after_year = is_year
    return "/".join(kept), name.language


def _year_of(issue: Numbered) -> int:
    """Return the year of *issue*, or 0; for a span it is the year of its middle, whatever the time zone."""
    if issue.published:
        return issue.published.year
    return (issue.within[0] + (issue.within[1] - issue.within[0]) / 2).year if issue.within else 0


def _begins_anew(years: Mapping[int, Sequence[Numbered]]) -> bool:
    """Return whether numbers start again in each of *years*: many are repeated, or few rise with time."""
    counts = Counter(number for year in years.values() for number in {issue.number for issue in year} - {None})
    if 3 * sum(count > 1 for count in counts.values()) > len(counts):
        return len(years) > 1
    known = sorted((i.number, i.path, year) for year, issues in years.items() for i in issues if year and i.number)
    rising = sum(in_longest_chain([year for *_, year in known], strictly=False))
    return len(known) > 3 and 2 * rising <= len(known)


def _dated(series: Sequence[Numbered], now: float) -> list[_Place]:
    """Return the places of *series*, with times if these can be estimated."""
    places = _without_contradictions(_in_order(series, now), now)
    pace = _pace(places)
    _fill_gaps(places, now, pace, bounded=True)
    _fill_gaps(places, now, pace, bounded=False)
    return places


def _in_order(series: Sequence[Numbered], now: float) -> list[_Place]:
    """Return *series* in the order of numbers, then issues without a number by name.

    Issues with a future date are left out.
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
    """Return places for issues without a number: at the end of their year or month, in the order of names."""
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
    """Return *places* without the times and spans that contradict most others (outside the longest rising chain)."""
    rising = in_longest_chain([place.time for place in places])
    places = [place for place, kept in zip(places, rising, strict=True) if kept]
    before, after = _neighbours(places)
    for place, lower, upper in zip(places, before, after, strict=True):
        first, last = _time(lower.issue) if lower else None, _time(upper.issue) if upper else None
        if place.span and (place.span[0] >= min(now, last or now) or place.span[1] <= (first or _EARLIEST)):
            place.span = None
    middles = [sum(place.span) / 2 if place.span else None for place in places]
    for place, kept in zip(places, in_longest_chain(middles, strictly=False), strict=True):
        if not kept:
            place.span = None
    return places


def _neighbours(places: Sequence[_Place]) -> tuple[list[_Place | None], list[_Place | None]]:
    """Return for each place the nearest dated places before and after it."""
    sides = []
    for ordered in (places, places[::-1]):
        nearest: _Place | None = None
        side: list[_Place | None] = []
        for place in ordered:
            side.append(nearest)
            nearest = place if place.time is not None else nearest
        sides.append(side)
    return sides[0], sides[1][::-1]


def _pace(places: Sequence[_Place]) -> float | None:
    """Return the usual number of seconds between two consecutive numbers."""
    dated = [place for place in places if place.time is not None]
    steps = [
        ((after.time or 0.0) - (before.time or 0.0)) / (after.rank - before.rank) for before, after in pairwise(dated)
    ]
    from statistics import median  # with fractions and decimal, which few builds need

    return median(steps) if steps else None


def _fill_gaps(places: Sequence[_Place], now: float, pace: float | None, *, bounded: bool) -> None:
    """Date the places between two dated ones; with *bounded* only those with a span, one span at a time."""
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
    """Return the key that all places of one gap share, or None if the place is dated."""
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
    if len(places) == 1 and not before and not after and span and high - low < _LONGEST_MONTH:
        places[0].time, places[0].source = low, f"{_own(places[0])} in {_words(span)}"  # "May 2026" is 1 May
    elif places and low < high:
        _spread(_Gap(places, before, after, low, high, _words(span)), pace)


def _end(after: _Place | None) -> float | None:
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


def _reason(place: _Place, gap: _Gap) -> str:
    own = _own(place)
    if gap.before and gap.after:
        return f"{own}, between {gap.before} and {gap.after}"
    if gap.before:
        return f"{own}, after {gap.before} in {gap.over}"
    if gap.after:
        return f"{own}, before {gap.after}" + (f" in {gap.over}" if gap.over else "")
    return f"{own} in {gap.over}"


def _own(place: _Place) -> str:
    return f"its number {place.issue.number}" if place.issue.number is not None else "its place"


def _words(span: tuple[float, float] | None) -> str:
    """Return the year, month or week of *span* in words, by its middle: its ends depend on the time zone."""
    if span is None:
        return ""
    middle = datetime.fromtimestamp(sum(span) / 2, UTC)
    if span[1] - span[0] < _LONGEST_WEEK:
        return f"{middle:%G-W%V}"
    return f"{middle:%Y-%m}" if span[1] - span[0] < _LONGEST_MONTH else f"{middle:%Y}"
