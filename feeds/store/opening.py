"""Open the memory of a site: one SQLite file, one run at a time, forward migrations."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from feeds.errors import BusyError, StoreError, Where
from feeds.store.memory import Store
from feeds.store.statements import MIGRATIONS


@contextmanager
def open_store(path: Path | None, *, keep: bool = True, patience: float = 10.0) -> Iterator[Store]:
    """Yield the memory in the file at *path* (None: an empty one that is forgotten).

    What is remembered is kept when the block ends well and *keep* is true; after an
    exception, or a kill, the file is as it was. Only one run at a time has it; another
    waits *patience* seconds.

    Raises:
        BusyError: another run has the file.
        StoreError: the file is damaged, of a newer release, or cannot be written.
    """
    where = Where(str(path))
    try:
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"cannot be made: {error.strerror}", where, "check the permissions") from error
    connection = None
    try:
        connection = sqlite3.connect(path or ":memory:", timeout=patience, isolation_level=None)
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("BEGIN IMMEDIATE")
        _migrate(connection, where)
        yield Store(connection)
        connection.execute("COMMIT" if keep else "ROLLBACK")
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            raise BusyError("another run is at work here", where, "wait until it is done, or end it") from error
        hint = "check the permissions and the space on the disk"
        raise StoreError(f"cannot be used: {error}", where, hint) from error
    except (sqlite3.DatabaseError, UnicodeDecodeError, json.JSONDecodeError) as error:
        hint = "restore it from a backup, or delete it: ids and dates are then recovered from the feeds that are out"
        raise StoreError(f"is damaged: {error}", where, hint) from error
    finally:
        if connection is not None:
            connection.close()  # an open transaction is rolled back


def _migrate(connection: sqlite3.Connection, where: Where) -> None:
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version > len(MIGRATIONS):
        raise StoreError("was written by a newer release", where, "update feed-republisher")
    for script in MIGRATIONS[version:]:
        for statement in script.split(";"):
            connection.execute(statement)
    if version < len(MIGRATIONS):
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
