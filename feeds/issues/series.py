"""Divide issues into series, within which the order by number is the order by date.

A series has one language and one folder, regardless of folders of years and months
(`weekly/2019/issue-150.md` and `weekly/2020/issue-200.md` are in one series) and of archives.
If numbers start again every year, each year is a series.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from msgspec.structs import replace

from feeds.chains import in_longest_chain
from feeds.issues.dates import Span
from feeds.issues.names import read_name
from feeds.model import Numbered
from feeds.regex import regex

LONGEST_MONTH = 40 * 86400.0  # seconds: a span that is longer is a year
PAST = regex(r"(?:archives?|old|past|previous)\Z", re.IGNORECASE)  # of issues like those beside it
_YEAR = regex(r"(?:19|20)\d{2}([-_]\d{1,2})?\Z")
_MONTH = regex(r"\d{1,2}\Z")
_NUMBER_OF_YEAR = regex(r"(?<!\d)((?:19|20)\d{2})[-_.](\d{2})(?!\d)")  # 2026-17 is the 17th issue of 2026


def divide_into_series(issues: Sequence[Numbered]) -> list[list[Numbered]]:
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
    if span[1] - span[0] > timedelta(seconds=LONGEST_MONTH):
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
