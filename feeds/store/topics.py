"""The memory of topics: the tags of issues, the slugs of topics that tags made, and feeds that have ended."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import Any

from feeds.model import Ending, TagTopic
from feeds.store import statements
from feeds.store.packing import to_seconds, to_time

_ROW = "topic = ? AND published = ? AND position = ? AND issue = ? AND section = ?"


def replace_topics(connection: sqlite3.Connection, key: str, rows: Iterable[tuple[Any, ...]]) -> None:
    """Remember the topics of the issue with *key*.

    Rows that stay are not written, so the topics in them are not counted again (`histories`).
    """
    before = connection.execute("SELECT * FROM topics WHERE issue = ? ORDER BY topic, position", (key,)).fetchall()
    after = dict.fromkeys(rows)
    connection.executemany(f"DELETE FROM topics WHERE {_ROW}", [row for row in before if row not in after])  # noqa: S608
    connection.executemany(statements.ADD_TOPIC, [row for row in after if row not in before])


class TopicMemory:
    """`store.topics`: the tags of issues, the topics that tags made, and the feeds that have ended."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    # -- tags

    def tag_counts(self) -> dict[str, int]:
        """Return how many issues that were not withdrawn have each tag, as it is written."""
        query = (
            "SELECT t.tag, COUNT(*) FROM tags t JOIN issues i ON i.key = t.issue"
            " WHERE i.withdrawn IS NULL GROUP BY t.tag ORDER BY t.tag"
        )
        return dict(self._db.execute(query))

    def tag_topics(self) -> list[TagTopic]:
        """Return every topic that a tag ever made, by key."""
        rows = self._db.execute("SELECT key, slug, title FROM tag_topics ORDER BY key")
        return [TagTopic(key=key, slug=slug, title=title) for key, slug, title in rows]

    def save_tag_topics(self, topics: Iterable[TagTopic]) -> None:
        """Remember the *topics* that tags made, besides those that are remembered already."""
        rows = [(topic.key, topic.slug, topic.title) for topic in topics]
        self._db.executemany("INSERT OR IGNORE INTO tag_topics VALUES (?, ?, ?)", rows)

    # -- feeds that have ended

    def endings(self) -> tuple[Ending, ...]:
        """Return the feeds that config.yaml no longer asks for, by path."""
        rows = self._db.execute("SELECT feed, title, moment FROM endings ORDER BY feed")
        return tuple(Ending(feed=feed, name=title, moment=to_time(moment)) for feed, title, moment in rows)

    def save_endings(self, endings: Iterable[Ending]) -> None:
        """Remember that these feeds have ended, and no others."""
        self._db.execute("DELETE FROM endings")
        rows = [(one.feed, one.name, to_seconds(one.moment)) for one in endings]
        self._db.executemany("INSERT INTO endings VALUES (?, ?, ?)", rows)
