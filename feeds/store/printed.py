"""The memory of rendered feeds: the entries that each of them carried, and the documents there are."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Mapping

import orjson

from feeds.model import PrintedFeed
from feeds.store import feed_statements
from feeds.store.packing import load_json


class PrintMemory:
    """The part of a store that `store.printed` is."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def feed(self, path: str) -> PrintedFeed | None:
        """Return what was rendered of the feed at *path*."""
        query = "SELECT fingerprint, entries, size, frame, page FROM feeds WHERE path = ?"
        row = self._db.execute(query, (path,)).fetchone()
        if row is None:
            return None
        return PrintedFeed(fingerprint=row[0], entries=load_json(row[1]), size=row[2], frame=row[3], page=row[4])

    def feeds(self) -> dict[str, PrintedFeed]:
        """Return what was rendered of every feed, by path."""
        return {path: self.feed(path) or PrintedFeed() for path in self.paths()}

    def paths(self) -> list[str]:
        """Return the paths of all feeds that were rendered, in order."""
        return [path for (path,) in self._db.execute("SELECT path FROM feeds ORDER BY path")]

    def shows_items(self) -> bool:
        """Return whether any feed carries items."""
        return bool(self._db.execute(feed_statements.SHOWS_ITEMS).fetchone()[0])

    def save_feed(self, path: str, feed: PrintedFeed) -> None:
        entries = orjson.dumps(dict(feed.entries)).decode()
        values = (path, feed.fingerprint, entries, feed.size, feed.frame, feed.page)
        self._db.execute("INSERT OR REPLACE INTO feeds VALUES (?, ?, ?, ?, ?, ?)", values)

    def forget_feeds(self, keep: Collection[str]) -> None:
        """Forget every rendered feed that is not at one of the paths *keep*."""
        gone = [path for (path,) in self._db.execute("SELECT path FROM feeds") if path not in keep]
        self._db.executemany("DELETE FROM feeds WHERE path = ?", [(path,) for path in gone])

    def documents(self) -> dict[str, str]:
        """Return the documents that were published: path to the mark of the file."""
        return dict(self._db.execute("SELECT path, mark FROM documents"))

    def marks_of(self, paths: Collection[str]) -> dict[str, str]:
        """Return the marks of those documents at *paths* that were published, by path."""
        query = "SELECT path, mark FROM documents WHERE path IN (SELECT value FROM json_each(?))"
        return dict(self._db.execute(query, (json.dumps([*paths]),)))

    def save_documents(self, marks: Mapping[str, str], before: Mapping[str, str]) -> None:
        """Remember that *marks* are the documents there are; only what differs from those *before* is written."""
        self._db.executemany("DELETE FROM documents WHERE path = ?", [(path,) for path in before.keys() - marks.keys()])
        changed = [(path, mark) for path, mark in marks.items() if before.get(path) != mark]
        self._db.executemany("INSERT OR REPLACE INTO documents VALUES (?, ?)", changed)
