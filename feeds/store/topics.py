"""What is remembered of topics: the tags of issues, the slugs of topics that tags made, and feeds that have ended."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from datetime import datetime

from feeds.store.packing import to_seconds, to_time


class TopicMemory:
    """The part of a store that `store.topics` is."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    # -- tags

    def save_tags(self, issue: str, tags: Iterable[str]) -> None:
        """Remember the *tags* of the issue with that key."""
        self._db.execute("DELETE FROM tags WHERE issue = ?", (issue,))
        self._db.executemany("INSERT OR IGNORE INTO tags VALUES (?, ?)", [(issue, tag) for tag in tags])

    def tag_counts(self) -> dict[str, int]:
        """Return how many issues that were not withdrawn have each tag, as it is written."""
        query = (
            "SELECT t.tag, COUNT(*) FROM tags t JOIN issues i ON i.key = t.issue"
            " WHERE i.withdrawn IS NULL GROUP BY t.tag ORDER BY t.tag"
        )
        return dict(self._db.execute(query))

    def tag_topics(self) -> list[tuple[str, str, str]]:
        """Return (key, slug, title) of every topic that a tag ever made, by key."""
        return self._db.execute("SELECT key, slug, title FROM tag_topics ORDER BY key").fetchall()

    def save_tag_topics(self, topics: Iterable[tuple[str, str, str]]) -> None:
        """Remember the *topics* that tags made; what is remembered stays."""
        self._db.executemany("INSERT OR IGNORE INTO tag_topics VALUES (?, ?, ?)", topics)

    # -- feeds that have ended

    def endings(self) -> dict[str, tuple[str, datetime]]:
        """Return title and end of every feed that config.yaml asks for no more, by path."""
        rows = self._db.execute("SELECT feed, title, moment FROM endings ORDER BY feed")
        return {feed: (title, to_time(moment)) for feed, title, moment in rows}

    def save_endings(self, endings: Mapping[str, tuple[str, datetime]]) -> None:
        """Remember that these feeds have ended, and no others."""
        self._db.execute("DELETE FROM endings")
        rows = [(feed, title, to_seconds(moment)) for feed, (title, moment) in endings.items()]
        self._db.executemany("INSERT INTO endings VALUES (?, ?, ?)", rows)
