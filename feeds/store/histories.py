"""How much was published on each topic over the years, whether or not feeds still carry it."""

from __future__ import annotations

import sqlite3
from bisect import bisect_left, bisect_right
from collections import defaultdict
from datetime import datetime

from feeds.model import History, MonthCount
from feeds.store.packing import to_seconds

_DAY = 86400
_ISSUES = """
    SELECT strftime('%Y-%m', published, 'unixepoch'), published FROM entries INDEXED BY entries_newest
    WHERE grain = 'issue' AND withdrawn IS NULL AND dropped = 0 AND published <= ? ORDER BY published
"""
#: Of each topic and month how many sections (items are parts of them), in how many issues, from when to when.
_TOPICS = """
    SELECT topic, strftime('%Y-%m', published, 'unixepoch') AS month, count(*), count(DISTINCT issue),
        min(published), max(published)
    FROM topics WHERE published <= ? AND instr(section, '/') = 0 GROUP BY topic, month ORDER BY topic, month
"""


class Histories:
    """`store.histories`: what there was when."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def of_issues(self, now: datetime) -> History:
        """Return how many issues were published in each month, up to *now*."""
        months: dict[str, int] = defaultdict(int)
        for month, _ in self._issues(now):
            months[month] += 1
        total = sum(months.values())
        return History(months=_counts(months), issues=total, of=total)

    def of_topics(self, now: datetime) -> dict[str, History]:
        """Return how many sections each topic had in each month, up to *now*, by slug."""
        days = [published // _DAY for _, published in self._issues(now)]
        rows: dict[str, list[tuple[str, int, int, int, int]]] = defaultdict(list)
        for topic, *row in self._db.execute(_TOPICS, (to_seconds(now),)):
            rows[topic].append(tuple(row))
        return {topic: _history(months, days) for topic, months in rows.items()}

    def _issues(self, now: datetime) -> list[tuple[str, int]]:
        return self._db.execute(_ISSUES, (to_seconds(now),)).fetchall()


def _history(rows: list[tuple[str, int, int, int, int]], days: list[int]) -> History:
    """Return the history of a topic from its months; *days* are those of all issues, in order."""
    first, last = rows[0][3] // _DAY, rows[-1][4] // _DAY
    return History(
        months=_counts({month: count for month, count, *_ in rows}),
        issues=sum(issues for _, _, issues, *_ in rows),
        of=bisect_right(days, last) - bisect_left(days, first),
    )


def _counts(months: dict[str, int]) -> tuple[MonthCount, ...]:
    return tuple(MonthCount(month, count) for month, count in months.items())
