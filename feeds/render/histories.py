"""How much there was when, as pages show it: a sparkline for each topic, and all of them over the years."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import groupby

from msgspec import Struct

from feeds.model import History

#: The most columns of the table of years: more do not fit beside the names of topics, and a table of many is large.
_MOST_YEARS, _MOST_YEARS_OF_MANY = 12, 8
_MANY = 24
#: A newsletter that is younger has no sparklines: two or three bars show nothing.
_FEWEST_MONTHS = 6
#: The most bars of a sparkline: with more of them, each is of a quarter or a year.
_MOST_BARS = 36
_STEPS = (("month", 1), ("quarter", 3), ("year", 12))
_HEIGHT = 20
_SHADES = 4
#: A topic without an entry in the last twelve months of its newsletter is silent.
_SILENCE = 12


class Month(Struct, frozen=True, kw_only=True):
    """A month of the calendar."""

    year: int
    month: int


class Sparkline(Struct, frozen=True, kw_only=True):
    """Bars for how much there was in each month, quarter or year of the newsletter."""

    path: str  # of an SVG, two units a bar and `height` units high
    width: int
    height: int
    step: str  # "month", "quarter" or "year"
    most: int  # entries that the highest bar is for


class Overview(Struct, frozen=True, kw_only=True):
    """The history of a topic as its card shows it."""

    years: Mapping[int, int]  # entries by year

    entries: int
    first: Month
    last: Month
    is_silent: bool
    issues: int
    share: int  # per cent of the issues from the first to the last that have it
    line: Sparkline | None  # None where the newsletter is too young, or there was always as much


class Cell(Struct, frozen=True, kw_only=True):
    """How much there was of a topic in a year."""

    count: int
    shade: int  # 0 for none, up to 4


def make_overview(history: History, whole: History) -> Overview | None:
    """Return *history* within that of the *whole* newsletter, or None where there is none."""
    if not history.months:
        return None
    numbers = {one.number: one.entries for one in history.months}
    ends = _span(whole)
    first, last = min(numbers), max(numbers)
    return Overview(
        years=_by_year(numbers),
        entries=history.entries,
        first=_month(first),
        last=_month(last),
        is_silent=last <= ends.stop - 1 - _SILENCE,
        issues=history.issues,
        share=round(100 * history.issues / max(history.of, history.issues)),
        line=_draw(numbers, range(min(first, ends.start), max(last + 1, ends.stop))),
    )


def years_of(overviews: Sequence[Overview]) -> list[int]:
    """Return the years of *overviews*, the latest dozen, or fewer for a long table, the first one first."""
    years = [year for one in overviews for year in one.years]
    most = _MOST_YEARS if len(overviews) <= _MANY else _MOST_YEARS_OF_MANY
    return list(range(min(years), max(years) + 1))[-most:] if years else []


def make_row(overview: Overview, years: Sequence[int]) -> list[Cell]:
    """Return how much there was in each of *years*, shaded by the most that there was in one."""
    counts = [overview.years.get(year, 0) for year in years]
    most = max(overview.years.values())
    return [Cell(count=count, shade=-(-_SHADES * count // most)) for count in counts]


def _by_year(numbers: Mapping[int, int]) -> Counter[int]:
    counts: Counter[int] = Counter()
    for month, entries in numbers.items():
        counts[month // 12] += entries
    return counts


def _draw(numbers: Mapping[int, int], months: range) -> Sparkline | None:
    """Return bars for the entries of *months*, which *numbers* has, or None for few, or for equal ones."""
    if len(months) < _FEWEST_MONTHS:
        return None
    name, step = next((one for one in _STEPS if len(months) <= one[1] * _MOST_BARS), _STEPS[-1])
    start = months.start - months.start % step
    bars = [0] * ((months.stop - 1 - start) // step + 1)
    for month, entries in numbers.items():
        bars[(month - start) // step] += entries
    if min(bars) == (most := max(bars)):
        return None
    tops = [_HEIGHT - max(1, round(_HEIGHT * bar / most)) if bar else _HEIGHT for bar in bars]
    steps = ((top, len(list(equal))) for top, equal in groupby(tops))
    path = f"M0 {_HEIGHT}" + "".join(f"V{top}h{2 * number}" for top, number in steps) + f"V{_HEIGHT}z"
    return Sparkline(path=path, width=2 * len(bars), height=_HEIGHT, step=name, most=most)


def _span(whole: History) -> range:
    """Return the months of *whole*, as numbers."""
    months = whole.months  # in order
    return range(months[0].number, months[-1].number + 1) if months else range(0)


def _month(number: int) -> Month:
    return Month(year=number // 12, month=number % 12 + 1)
