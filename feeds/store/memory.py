"""The memory of the program, in one file.

Two kinds of things are in the file. Memory (ids, dates, what was out) is what subscribers
rely on. The rest (parsed entries, topics, what was rendered) could be made again from the
posts and is kept so that work is proportional to change.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

from feeds.errors import BusyError
from feeds.store.archives import Archives
from feeds.store.copied import CopyMemory
from feeds.store.departures import Departures
from feeds.store.entries import EntryMemory
from feeds.store.forms import FormMemory
from feeds.store.habits import HabitMemory
from feeds.store.histories import Histories
from feeds.store.issues import IssueMemory
from feeds.store.listings import Listings
from feeds.store.loading import Loader
from feeds.store.log import begin_log, is_logged
from feeds.store.marks import Marks
from feeds.store.pings import PingQueue
from feeds.store.posts import PostMemory
from feeds.store.printed import PrintMemory
from feeds.store.published import PublishedMemory
from feeds.store.relations import Relations
from feeds.store.seal import break_seal
from feeds.store.topics import TopicMemory
from feeds.store.touched import TouchMemory
from feeds.store.web import Web


class Store:
    """The memory of one site, in parts by subject. Use `open_store`; everything happens in its transactions."""

    def __init__(self, connection: sqlite3.Connection, path: Path | None = None) -> None:
        """Read and write by *connection*; *path* is that of the file, if it has a seal."""
        self.connection, self._path = connection, path
        self.left = ""  # the mark of the file (`stillness.store_mark`) as the run left it, if nobody else was using it
        loader = Loader(connection)
        self.posts = PostMemory(connection)
        self.issues = IssueMemory(connection, loader)
        self.entries = EntryMemory(connection, loader)
        self.printed = PrintMemory(connection)
        self.published = PublishedMemory(connection)
        self.forms = FormMemory(connection)
        self.copied = CopyMemory(connection)
        self.archives = Archives(connection)
        self.web = Web(connection)
        self.departures = Departures(connection)
        self.habits = HabitMemory(connection)
        self.topics = TopicMemory(connection)
        self.touched = TouchMemory(connection)
        self.histories = Histories(connection)
        self.listings = Listings(connection)
        self.relations = Relations(connection)
        self.pings = PingQueue(connection)
        self.marks = Marks(connection)

    def keep(self) -> None:
        """Keep what is remembered so far, whatever becomes of the rest of the run.

        Raises:
            BusyError: another run wrote something in the meantime.
        """
        self._go_on(self._commit())

    def keep_in_file(self) -> bool:
        """Keep it, and return whether all of it is in the file itself, and nothing in the log beside it.

        A reader that began before can prevent that, or a seal that cannot be removed. If nothing did,
        `view_kept` reads the same from the file until the next change is kept.

        Raises:
            BusyError: another run wrote something in the meantime.
        """
        version = self._commit()
        is_moved = self._move_log()
        self._go_on(version)
        return is_moved

    def _commit(self) -> int:
        """Commit what was changed, and return the version that the file has then; a new file gets its log."""
        version = self._version()
        self.connection.execute("COMMIT")
        if is_logged(self.connection):
            return version
        begin_log(self.connection)
        return self._version()

    def _move_log(self) -> bool:
        """Have SQLite put the log into the file, and return whether all of it was."""
        try:
            if self._path:
                break_seal(self._path)
        except OSError:
            return False
        _, logged, moved = self.connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
        return bool(logged == moved)

    def _go_on(self, version: int) -> None:
        self.connection.execute("BEGIN IMMEDIATE")
        if self._version() != version:
            raise BusyError("another run is at work here", hint="wait until it is done, or end it")

    def _version(self) -> int:
        """Return a number that changes when another connection writes."""
        return int(self.connection.execute("PRAGMA data_version").fetchone()[0])

    def is_new(self) -> bool:
        """Return whether nothing is remembered: this is a first run, or the memory was lost."""
        return not any(
            self.connection.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone()  # noqa: S608 - names of ours
            for table in ("issues", "posts", "meta")
        )
