"""Estimate the dates of issues without a date from their numbers and the dates of other issues.

Issues are compared within a series (`series`), where the order by number is the order by date. A
date that contradicts most of the others is ignored; then the gaps between dates are filled (`gaps`).
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from itertools import pairwise
from math import floor

from msgspec import Struct

from feeds.chains import in_longest_chain
from feeds.issues.dates import Span
from feeds.issues.gaps import EARLIEST, SeriesPlace, fill_gaps, neighbours
from feeds.issues.series import divide_into_series
from feeds.model import Numbered


class Estimate(Struct, frozen=True):
    """An estimated date, and in words how it was estimated."""

    published: datetime
    source: str


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
    latest = now.timestamp() - 1  # rounding must not reach *now*
    return {
        place.issue.path: Estimate(datetime.fromtimestamp(min(place.time, latest), UTC), place.source)
        for series in divide_into_series(sorted(issues, key=lambda issue: issue.path))
        if any(issue.published is None for issue in series)
        for place in _dated(series, now.timestamp())
        if place.issue.published is None and place.time is not None
    }


def _dated(series: Sequence[Numbered], now: float) -> list[SeriesPlace]:
    """Return the places of *series*, with times if these can be estimated."""
    places = _without_contradictions(_in_order(series, now), now)
    pace = _pace(places)
    fill_gaps(places, now, pace, bounded=True)
    fill_gaps(places, now, pace, bounded=False)
    return places


def _in_order(series: Sequence[Numbered], now: float) -> list[SeriesPlace]:
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
        places.append(SeriesPlace(issue, rank, _time(issue), span))
    for place in _between(others, places):
        places.insert(bisect_left([one.rank for one in places], place.rank), place)
    return places


def _between(others: Sequence[Numbered], places: Sequence[SeriesPlace]) -> list[SeriesPlace]:
    """Return places for issues without a number: at the end of their year or month, in the order of names."""
    ordered = sorted(others, key=lambda issue: (issue.within or (), issue.path))
    begins = [(place.span[0] if place.span else place.time, place.rank) for place in places]
    found = []
    for count, issue in enumerate(ordered, 1):
        span = _seconds(issue.within)
        assert span is not None
        base = max((rank for begin, rank in begins if begin is not None and begin < span[1]), default=-1.0)
        found.append(SeriesPlace(issue, base + (floor(base) + 1 - base) * count / (len(ordered) + 1), None, span))
    return found


def _time(issue: Numbered) -> float | None:
    return issue.published.timestamp() if issue.published else None


def _seconds(span: Span | None) -> tuple[float, float] | None:
    return (span[0].timestamp(), span[1].timestamp()) if span else None


def _without_contradictions(places: Sequence[SeriesPlace], now: float) -> list[SeriesPlace]:
    """Return *places* without the times and spans that contradict most others (outside the longest rising chain)."""
    rising = in_longest_chain([place.time for place in places])
    places = [place for place, kept in zip(places, rising, strict=True) if kept]
    before, after = neighbours(places)
    for place, lower, upper in zip(places, before, after, strict=True):
        first, last = _time(lower.issue) if lower else None, _time(upper.issue) if upper else None
        if place.span and (place.span[0] >= min(now, last or now) or place.span[1] <= (first or EARLIEST)):
            place.span = None
    middles = [sum(place.span) / 2 if place.span else None for place in places]
    for place, kept in zip(places, in_longest_chain(middles, strictly=False), strict=True):
        if not kept:
            place.span = None
    return places


def _pace(places: Sequence[SeriesPlace]) -> float | None:
    """Return the usual number of seconds between two consecutive numbers."""
    dated = [place for place in places if place.time is not None]
    steps = [
        ((after.time or 0.0) - (before.time or 0.0)) / (after.rank - before.rank) for before, after in pairwise(dated)
    ]
    from statistics import median  # with fractions and decimal, which few builds need

    return median(steps) if steps else None
