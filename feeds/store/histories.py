"""How much was published on each topic over the years, whether or not feeds still carry it.

Counts are kept, so a run counts the topics that it has changed and no others: to count all of 20,000 posts
takes 0.17 s. Triggers of SQLite (`migrations`) delete the row of a topic whenever an entry is added to it, removed
or dated otherwise, whoever does that.
"""

from __future__ import annotations

import sqlite3
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TypeVar

from msgspec import Struct, json

from feeds.digests import digest_of
from feeds.model import History, MonthCount
from feeds.store.packing import to_seconds

_DAY = 86400
_ALL = ""  # the name under which the counts of all issues are kept: no topic has it
#: A count is kept until the next entry is due, and for the time from which it was made.
_KEPT = "SELECT counts FROM histories WHERE topic = :topic AND since <= :now AND (until IS NULL OR :now < until)"
_KEEP = "INSERT OR REPLACE INTO histories VALUES (:topic, :now, :until, :counts)"
_ISSUES = """
    SELECT strftime('%Y-%m', published, 'unixepoch'), published FROM entries INDEXED BY entries_newest
    WHERE grain = 'issue' AND withdrawn IS NULL AND dropped = 0 AND (published <= :now OR out = 1 OR due <= :now)
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
    ) GROUP BY month ORDER BY month
"""
_NEXT_SECTION = """
    SELECT min(e.due) FROM topics t JOIN entries e ON e.issue = t.issue AND e.section = t.section
    WHERE t.topic = :topic AND t.published > :now AND e.out = 0 AND e.due > :now
"""


class _Issues(Struct, frozen=True):
    """The counts of all issues."""

    months: tuple[MonthCount, ...]
    days: list[int]  # on which they were published, since 1970, in order


class _Topic(Struct, frozen=True):
    """The counts of a topic."""

    months: tuple[MonthCount, ...]
    issues: int
    first: int  # day
    last: int


_Counts = TypeVar("_Counts", _Issues, _Topic)


class Histories:
    """`store.histories`: the numbers of issues and sections by month."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def of_issues(self, now: datetime) -> History:
        """Return how many issues were published in each month, up to *now*."""
        issues, mark = self._issues(now)
        return History(months=issues.months, issues=len(issues.days), of=len(issues.days), mark=mark)

    def of_topics(self, topics: Iterable[str], now: datetime) -> dict[str, History]:
        """Return how many sections each of *topics* had in each month, up to *now*, by slug; none that had none."""
        days, found = self._issues(now)[0].days, {topic: self._topic(topic, now) for topic in topics}
        return {topic: _history(one, mark, days) for topic, (one, mark) in found.items() if one.months}

    def _issues(self, now: datetime) -> tuple[_Issues, str]:
        """Return the counts of all issues, and a mark of them."""
        if kept := self._kept(_ALL, now, _Issues):
            return kept
        rows = self._db.execute(_ISSUES, {"now": to_seconds(now)}).fetchall()
        moments: dict[str, list[int]] = {}
        for month, published in rows:
            moments.setdefault(month, []).append(published)
        months = tuple(MonthCount(month, len(found), sum(found)) for month, found in moments.items())
        issues = _Issues(months, [published // _DAY for _, published in rows])
        return issues, self._keep(_ALL, now, _NEXT_ISSUE, issues)

    def _topic(self, topic: str, now: datetime) -> tuple[_Topic, str]:
        """Return the counts of a *topic*, and a mark of them."""
        if kept := self._kept(topic, now, _Topic):
            return kept
        rows = self._db.execute(_TOPIC, {"topic": topic, "now": to_seconds(now)}).fetchall()
        first, last = (rows[0][3] // _DAY, rows[-1][4] // _DAY) if rows else (0, 0)
        months = tuple(MonthCount(row[0], row[1], row[5]) for row in rows)
        found = _Topic(months, sum(row[2] for row in rows), first, last)
        return found, self._keep(topic, now, _NEXT_SECTION, found)

    def _kept(self, topic: str, now: datetime, kind: type[_Counts]) -> tuple[_Counts, str] | None:
        row = self._db.execute(_KEPT, {"topic": topic, "now": to_seconds(now)}).fetchone()
        return (json.decode(row[0], type=kind), digest_of(row[0])) if row else None

    def _keep(self, topic: str, now: datetime, next_due: str, counts: _Issues | _Topic) -> str:
        """Keep *counts*, and return the mark of them."""
        values, kept = {"topic": topic, "now": to_seconds(now)}, json.encode(counts)
        (until,) = self._db.execute(next_due, values).fetchone()
        self._db.execute(_KEEP, {**values, "until": until, "counts": kept})
        return digest_of(kept)


def _history(topic: _Topic, mark: str, days: Sequence[int]) -> History:
    """Return the history of a *topic* with this *mark*, where issues were published on *days*."""
    of = bisect_right(days, topic.last) - bisect_left(days, topic.first)
    return History(months=topic.months, issues=topic.issues, of=of, mark=f"{mark} {of}")
