"""How much was published on each topic over the years, whether or not feeds still carry it.

Counts are kept, so a run counts the months that it has changed and no others: to count all of 20,000 posts
takes 0.17 s. Triggers of SQLite (`migrations`) note the month of a topic whenever an entry is added to it, removed
or dated otherwise, by any statement.
"""

from __future__ import annotations

import sqlite3
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from itertools import chain
from typing import Any, TypeVar

from msgspec import Struct, json

from feeds.digests import digest_of
from feeds.model import History, MonthCount
from feeds.store.packing import to_seconds

_DAY = 86400
_ALL = ""  # the name under which the counts of all issues are kept: no topic has it
#: Counts are kept until the next entry is due, and for the time from which they were made.
_KEPT = "SELECT counts FROM histories WHERE topic = :topic AND since <= :now AND (until IS NULL OR :now < until)"
_KEEP = "INSERT OR REPLACE INTO histories VALUES (:topic, :now, :until, :counts)"
_CHANGED = "SELECT month FROM recounts WHERE topic = :topic ORDER BY month"
_COUNTED = "DELETE FROM recounts WHERE topic = :topic"
_ISSUES = """
    SELECT strftime('%Y-%m', published, 'unixepoch'), published FROM entries INDEXED BY entries_newest
    WHERE grain = 'issue' AND withdrawn IS NULL AND dropped = 0 AND (published <= :now OR out = 1 OR due <= :now) {}
    ORDER BY published
"""
_NEXT_ISSUE = """
    SELECT min(due) FROM entries INDEXED BY entries_newest
    WHERE grain = 'issue' AND withdrawn IS NULL AND dropped = 0 AND published > :now AND out = 0 AND due > :now
"""
#: Of each month how many sections of a topic (items are parts of them), in how many issues, from when to when.
#: Those of a new issue without a date are dated some seconds after it, and published with it.
_TOPIC = """
    SELECT strftime('%Y-%m', published, 'unixepoch') AS month, count(*), count(DISTINCT issue),
        min(published), max(published), sum(published)
    FROM topics t WHERE topic = :topic AND instr(section, '/') = 0 AND (
        published <= :now
        OR (SELECT out = 1 OR due <= :now FROM entries e WHERE e.issue = t.issue AND e.section = t.section)
    ) {} GROUP BY month ORDER BY month
"""
_NEXT_SECTION = """
    SELECT min(e.due) FROM topics t JOIN entries e ON e.issue = t.issue AND e.section = t.section
    WHERE t.topic = :topic AND t.published > :now AND e.out = 0 AND e.due > :now
"""
#: One month; `unixepoch` as a function is newer than SQLite 3.38.
_IN_MONTH = """
    AND published >= CAST(strftime('%s', :month || '-01') AS INTEGER)
    AND published < CAST(strftime('%s', :month || '-01', '+1 month') AS INTEGER)
"""


class _Issues(Struct, frozen=True, array_like=True):
    """The issues of a month."""

    number: int  # of the month
    moments: int  # the sum of when they were published, in seconds since 1970
    days: tuple[int, ...]  # on which they were published, since 1970, in order


_Month = TypeVar("_Month", _Issues, MonthCount)


class Histories:
    """`store.histories`: the numbers of issues and sections by month."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def of_all(self, topics: Iterable[str], now: datetime) -> tuple[History, dict[str, History]]:
        """Return how many issues were published in each month, up to *now*, and how many sections each of *topics* had.

        The latter are by slug, without topics that had none.
        """
        issues, mark_of_issues = self._issues(now)
        days = list(chain.from_iterable(month.days for month in issues))
        found = {topic: self._topic(topic, now) for topic in topics}
        whole = History(months=tuple(map(_counted, issues)), issues=len(days), of=len(days), mark=mark_of_issues)
        return whole, {topic: _history(months, mark, days) for topic, (months, mark) in found.items() if months}

    def _issues(self, now: datetime) -> tuple[list[_Issues], str]:
        """Return the issues by month, and a mark of that."""
        return self._count(_ALL, now, _Issues, _ISSUES, _group, _NEXT_ISSUE)

    def _topic(self, topic: str, now: datetime) -> tuple[list[MonthCount], str]:
        """Return the sections of a *topic* by month, and a mark of that."""
        return self._count(topic, now, MonthCount, _TOPIC, _as_they_are, _NEXT_SECTION)

    def _count(
        self,
        topic: str,
        now: datetime,
        kind: type[_Month],
        query: str,
        months_of: Callable[[Iterable[Sequence[Any]]], list[_Month]],
        next_due: str,
    ) -> tuple[list[_Month], str]:
        """Return the months of a *topic* as they are kept, and a mark of them; those that have changed are counted."""
        values = {"topic": topic, "now": to_seconds(now)}
        row = self._db.execute(_KEPT, values).fetchone()
        changed = [month for (month,) in self._db.execute(_CHANGED, values)]
        if row is None:
            months = months_of(self._db.execute(query.format(""), values))
            return months, self._keep(values, next_due, months)
        months = json.decode(row[0], type=list[kind])  # type: ignore[valid-type]
        if not changed:
            return months, digest_of(row[0])
        by_number = {one.number: one for one in months}
        for month in changed:
            by_number.pop(_number_of(month), None)
            rows = self._db.execute(query.format(_IN_MONTH), {**values, "month": month})
            by_number |= {one.number: one for one in months_of(rows)}
        months = [by_number[number] for number in sorted(by_number)]
        return months, self._keep(values, next_due, months)

    def _keep(self, values: Mapping[str, Any], next_due: str, months: Sequence[_Issues | MonthCount]) -> str:
        """Keep *months*, and return the mark of them."""
        kept = json.encode(months)
        (until,) = self._db.execute(next_due, values).fetchone()
        self._db.execute(_KEEP, {**values, "until": until, "counts": kept})
        self._db.execute(_COUNTED, values)
        return digest_of(kept)


def _group(rows: Iterable[Sequence[Any]]) -> list[_Issues]:
    """Return the months of issues in *rows*, each of a month and a moment, in order."""
    moments: dict[str, list[int]] = {}
    for month, published in rows:
        moments.setdefault(month, []).append(published)
    return [
        _Issues(_number_of(month), sum(found), tuple(one // _DAY for one in found)) for month, found in moments.items()
    ]


def _as_they_are(rows: Iterable[Sequence[Any]]) -> list[MonthCount]:
    return [MonthCount(_number_of(month), *counts) for month, *counts in rows]


def _number_of(month: str) -> int:
    """Return the number of a *month* such as "2026-04", as in `MonthCount`; -1 for "", which no date has."""
    year, _, number = month.partition("-")
    return 12 * int(year) + int(number) - 1 if month else -1


def _counted(month: _Issues) -> MonthCount:
    count, first, last = len(month.days), _DAY * month.days[0], _DAY * month.days[-1]
    return MonthCount(month.number, count, count, first, last, month.moments)


def _history(months: Sequence[MonthCount], mark: str, days: Sequence[int]) -> History:
    """Return the history of a topic that has *months* with this *mark*, where issues were published on *days*."""
    first, last = months[0].first // _DAY, months[-1].last // _DAY
    of = bisect_right(days, last) - bisect_left(days, first)
    return History(
        months=tuple(months),
        issues=sum(one.issues for one in months),
        of=of,
        mark=f"{mark} {of}",
    )
