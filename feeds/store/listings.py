"""The rows of archive pages: the issues of a period with their sections, and the sections of a topic.

They need titles and addresses, which are columns of entries: no issue is unpacked for them.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Mapping, Sequence, Set
from datetime import datetime
from typing import Any

from msgspec import Struct

from feeds.model import ListedIssue, ListedSection, Listing
from feeds.recent import Recent
from feeds.store import listing_statements
from feeds.store.packing import to_seconds, to_time

_MOST_KEPT = 2000  # issues


class Period(Struct, frozen=True):
    """A span of time from *start* up to, and without, *end*, as far as it is past at *now*."""

    start: datetime
    end: datetime
    now: datetime

    @property
    def values(self) -> dict[str, int | None]:
        """Its moments as queries take them."""
        return {"start": to_seconds(self.start), "end": to_seconds(self.end), "now": to_seconds(self.now)}


class WrittenPage(Struct, frozen=True):
    """An archive page that was written, or all pages of an archive."""

    mark: str  # of what it shows
    count: int = 0  # how many issues it lists, or sections of its topic


class Listings:
    """`store.listings`: the rows of archive pages."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection
        self._issues: Recent[str, ListedIssue] = Recent(_MOST_KEPT)  # that pages of topics list

    def issues(self, period: Period) -> list[ListedIssue]:
        """Return the issues published in *period*, newest first."""
        rows = self._db.execute(listing_statements.LISTED_ISSUES, period.values)
        return list(map(_issue, rows))

    def sections(self, issues: Sequence[ListedIssue], now: datetime) -> list[ListedSection]:
        """Return the sections of *issues*, in reading order within each."""
        by_key = {issue.key: issue for issue in issues}
        values = {"issues": json.dumps(list(by_key)), "now": to_seconds(now)}
        rows = self._db.execute(listing_statements.LISTED_SECTIONS, values)
        return [_section(row, by_key[issue]) for issue, *row in rows]

    def sections_of(self, topic: str, period: Period) -> list[ListedSection]:
        """Return the sections of a *topic* published in *period*, newest first."""
        rows = self._db.execute(listing_statements.LISTED_OF_TOPIC, {"topic": topic, **period.values}).fetchall()
        issues = self._with_keys({row[0] for row in rows})
        return [_section(row, issues[issue]) for issue, *row in rows]

    def _with_keys(self, keys: Set[str]) -> dict[str, ListedIssue]:
        """Return the issues with these *keys*, by key: those that other pages of this run list are here."""
        known = {key: self._issues[key] for key in keys if key in self._issues}
        if others := sorted(keys - known.keys()):
            rows = self._db.execute(listing_statements.LISTED_WITH, {"issues": json.dumps(others)})
            found = {row[0]: _issue(row) for row in rows}
            self._issues.update(found)
            known |= found
        return known

    def count(self, topic: str, period: Period) -> int:
        """Return how many sections of a *topic*, or with "" how many issues, were published in *period*."""
        query = listing_statements.COUNT_OF_TOPIC if topic else listing_statements.COUNT_ISSUES
        return int(self._db.execute(query, {"topic": topic, **period.values}).fetchone()[0])

    def has_any(self, topic: str, period: Period) -> bool:
        """Return whether sections of a *topic*, or with "" any issues, were published in *period*."""
        query = listing_statements.ANY_OF_TOPIC if topic else listing_statements.ANY_ISSUE
        return bool(self._db.execute(query, {"topic": topic, **period.values}).fetchone()[0])

    def has_more_sections(self, number: int, period: Period) -> bool:
        """Return whether more than *number* sections were published in *period*."""
        row = self._db.execute(listing_statements.SECTIONS_UP_TO, {"most": number + 1, **period.values}).fetchone()
        return int(row[0]) > number

    def listings_of(self, issues: Collection[str]) -> list[Listing]:
        """Return where *issues* and their sections are listed."""
        rows = self._db.execute(listing_statements.LISTINGS, {"issues": json.dumps(sorted(issues))})
        return [Listing(topic, to_time(published)) for topic, published in rows]

    def rows_of(self, issue: str) -> list[tuple[object, ...]]:
        """Return all that lists show of an *issue* and its sections, to see whether it changes."""
        rows: list[tuple[object, ...]] = self._db.execute(listing_statements.LISTED_OF_ISSUE, (issue,)).fetchall()
        return rows

    def count_expired(self, now: datetime) -> int:
        """Return how many entries have expired at *now*: they are in no list any more."""
        row = self._db.execute("SELECT count(*) FROM entries WHERE expires <= ?", (to_seconds(now),)).fetchone()
        return int(row[0])

    # -- pages

    def marks(self) -> dict[str, str]:
        """Return the mark of every archive page that was written, by its path."""
        return dict(self._db.execute("SELECT path, mark FROM archive_pages"))

    def counts(self, folder: str) -> dict[str, int]:
        """Return how much each archive page below *folder* lists, by its path, as it was written."""
        query = "SELECT path, count FROM archive_pages WHERE path > ? AND path < ?"
        return dict(self._db.execute(query, (folder, folder.removesuffix("/") + "0")))  # "0" follows "/"

    def save_pages(self, pages: Mapping[str, WrittenPage]) -> None:
        """Remember archive pages, by path."""
        rows = [(path, one.mark, one.count) for path, one in pages.items()]
        self._db.executemany("INSERT OR REPLACE INTO archive_pages VALUES (?, ?, ?)", rows)


def to_listed(row: Sequence[Any]) -> ListedSection:
    """Return the section of a *row* that has its issue first."""
    return _section(row[5:], _issue(row[:5]))


def _issue(row: Sequence[Any]) -> ListedIssue:
    key, title, permalink, language, published = row
    return ListedIssue(key=key, title=title, permalink=permalink, language=language, published=to_time(published))


def _section(row: Sequence[Any], issue: ListedIssue) -> ListedSection:
    key, title, permalink, published, topics = row
    return ListedSection(
        key=key,
        title=title,
        permalink=permalink,
        published=to_time(published),
        topics=tuple(topics.split()),
        issue=issue,
    )
