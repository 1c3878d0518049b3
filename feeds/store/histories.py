"""How much was published on each topic over the years, whether or not feeds still carry it.

Counts are kept, so a run counts the months that it has changed and no others: to count all of 20,000 posts
takes 0.17 s. Triggers of SQLite (`migrations`) note the month of a topic whenever an entry is added to it, removed
or dated otherwise, whoever does that.
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

    month: str
    moments: int  # the sum of when they were published, in seconds since 1970
    days: tuple[int, ...]  # on which they were published, since 1970, in order


class _Sections(Struct, frozen=True, array_like=True):
    """The sections of a topic in a month."""

    month: str
    entries: int
    issues: int
    first: int  # when they were published, in seconds since 1970
    last: int
    moments: int  # the sum


_Month = TypeVar("_Month", _Issues, _Sections)


class Histories:
    """`store.histories`: the numbers of issues and sections by month."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def of_issues(self, now: datetime) -> History:
        """Return how many issues were published in each month, up to *now*."""
        found, mark = self._issues(now)
        months = tuple(MonthCount(one.month, len(one.days), one.moments) for one in found)
        issues = sum(one.entries for one in months)
        return History(months=months, issues=issues, of=issues, mark=mark)

    def of_topics(self, topics: Iterable[str], now: datetime) -> dict[str, History]:
        """Return how many sections each of *topics* had in each month, up to *now*, by slug; none that had none."""
        days = list(chain.from_iterable(month.days for month in self._issues(now)[0]))
        found = {topic: self._topic(topic, now) for topic in topics}
        return {topic: _history(months, mark, days) for topic, (months, mark) in found.items() if months}

    def _issues(self, now: datetime) -> tuple[list[_Issues], str]:
        """Return the issues by month, and a mark of that."""
        return self._count(_ALL, now, _Issues, _ISSUES, _group, _NEXT_ISSUE)

    def _topic(self, topic: str, now: datetime) -> tuple[list[_Sections], str]:
        """Return the sections of a *topic* by month, and a mark of that."""
        return self._count(topic, now, _Sections, _TOPIC, _as_they_are, _NEXT_SECTION)

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
        by_name = {one.month: one for one in months if one.month not in changed}
        for month in changed:
            rows = self._db.execute(query.format(_IN_MONTH), {**values, "month": month})
            by_name |= {one.month: one for one in months_of(rows)}
        months = [by_name[name] for name in sorted(by_name)]
        return months, self._keep(values, next_due, months)

    def _keep(self, values: Mapping[str, Any], next_due: str, months: Sequence[_Issues | _Sections]) -> str:
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
    return [_Issues(month, sum(found), tuple(one // _DAY for one in found)) for month, found in moments.items()]


def _as_they_are(rows: Iterable[Sequence[Any]]) -> list[_Sections]:
    return [_Sections(*row) for row in rows]


def _history(months: Sequence[_Sections], mark: str, days: Sequence[int]) -> History:
    """Return the history of a topic that has *months* with this *mark*, where issues were published on *days*."""
    first, last = months[0].first // _DAY, months[-1].last // _DAY
    of = bisect_right(days, last) - bisect_left(days, first)
    return History(
        months=tuple(MonthCount(one.month, one.entries, one.moments) for one in months),
        issues=sum(one.issues for one in months),
        of=of,
        mark=f"{mark} {of}",
    )
