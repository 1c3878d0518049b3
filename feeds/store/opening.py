"""Open the memory of a site: one SQLite file, one writer at a time, any number of readers, forward migrations.

The file is in WAL mode (https://sqlite.org/wal.html): while a run writes, readers see the
memory as the last run left it, and nobody waits for a reader. SQLite puts the log back into
the file when the last connection is closed, so between runs one file can be copied or cached.

A new file gets its log when something is kept for the first time: until then a rollback empties it, so each page is
written once, into its place, and not into the log first. The journal that SQLite needs for that is beside it.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from feeds.errors import BusyError, FeedsError, StoreError, Where
from feeds.store.damage import damaged, is_damage
from feeds.store.log import begin_log, is_being_filled
from feeds.store.memory import Store
from feeds.store.migrations import MIGRATIONS, statements_of
from feeds.store.seal import Seal, break_seal_of_log, check_seal, is_in_force, put_seal

PATIENCE = 10.0  # seconds that a run waits for another by default


@contextmanager
def open_store(path: Path, *, patience: float = PATIENCE) -> Iterator[Store]:
    """Yield the memory in the file at *path*, to read and to write.

    It is kept when the block ends well. After an exception, or a kill, the file is as it
    was. Only one run at a time has it; another waits *patience* seconds.

    Raises:
        BusyError: another run has the file.
        DamagedError: the file is damaged.
        StoreError: the file is of a newer release or of another program, or cannot be written.
    """
    where = Where(str(path))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"cannot be made: {error.strerror}", where, "check the permissions") from error
    seal = _check(path)
    with _translated(path), _closing_file(_connect_to_write(path, patience), path) as connection:
        connection.execute("BEGIN IMMEDIATE")
        past = seal if seal and is_in_force(path, seal) else None
        if not seal:
            _check_structure(connection, path)
        _migrate(connection, where)
        store = Store(connection, path)
        try:
            yield store
        except FeedsError:  # the run could not go on; the file is what it was
            connection.execute("ROLLBACK")
            put_seal(connection, path, past)
            raise
        connection.execute("COMMIT")
        store.left = put_seal(connection, path, past)


@contextmanager
def view_store(path: Path) -> Iterator[Store]:
    """Yield the memory in the file at *path*, to read: as the last run left it, whether or not one is at work.

    If it is not there, or of an older release, the result is an empty or a migrated copy.

    Raises:
        DamagedError: the file is damaged.
        StoreError: the file is of a newer release or of another program, or cannot be read.
    """
    where = Where(str(path))
    if not _exists(path) or is_being_filled(path):
        with new_store() as store:
            yield store
        return
    _check(path)
    with _translated(path), _closing_file(_connect_to_read(path), path) as connection:
        connection.execute("BEGIN")
        if _version(connection, where) == len(MIGRATIONS):
            yield Store(connection)
            return
        with _copy(connection) as own:
            connection.execute("COMMIT")  # a run that fills a new file would have to wait for its readers
            yield own


@contextmanager
def view_kept(path: Path) -> Iterator[Store]:
    """Yield the memory in the file at *path* as `Store.keep_in_file` left it there, for a fork of the run.

    SQLite opens the file as one that nothing can change, so it neither locks it nor looks for a log: a fork
    has no part in the locks of its run, though SQLite remembers them there.
    """
    address = f"file:{quote(str(path.absolute()))}?mode=ro&immutable=1"
    with _translated(path), _closing(sqlite3.connect(address, uri=True, isolation_level=None)) as connection:
        yield Store(connection)


def _exists(path: Path) -> bool:
    """Return whether there is a file at *path*; that its folder cannot be read does not mean that there is none."""
    try:
        return path.exists()
    except OSError as error:
        raise StoreError(f"cannot be read: {error.strerror}", Where(str(path)), "check the permissions") from error


def is_store(content: bytes) -> bool:
    """Return whether *content* begins like the file of a store."""
    return content.startswith(b"SQLite format 3\0")


@contextmanager
def new_store() -> Iterator[Store]:
    """Yield a memory of nothing, which is forgotten at the end."""
    with _closing(_connect_private()) as connection:
        _migrate(connection, Where(""))
        yield Store(connection)


@contextmanager
def copy_store(store: Store) -> Iterator[Store]:
    """Yield a copy of *store* to write to, which is forgotten at the end."""
    with _copy(store.connection) as own:
        yield own


@contextmanager
def _copy(connection: sqlite3.Connection) -> Iterator[Store]:
    with _closing(_connect_private()) as own:
        connection.backup(own)
        _migrate(own, Where(""))
        yield Store(own)


def _connect_private() -> sqlite3.Connection:
    """Return a connection to a database of its own, which SQLite keeps in memory and beyond that on the disk."""
    return sqlite3.connect("", isolation_level=None)


def _connect_to_write(path: Path, patience: float) -> sqlite3.Connection:
    """Return a connection that leaves the file at *path* as it is until the log is put into it on purpose.

    A new file, in which there is nothing, is filled without a log.
    """
    is_new = not (_exists(path) and path.stat().st_size)
    connection = sqlite3.connect(path, timeout=patience, isolation_level=None)
    try:
        connection.execute("PRAGMA synchronous = FULL")  # ids are on the disk before feeds that have them
        if not is_new:
            begin_log(connection)
        connection.execute("PRAGMA wal_autocheckpoint = 0")  # the seal would be wrong
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _connect_to_read(path: Path) -> sqlite3.Connection:
    """Return a connection that only reads the file at *path*.

    SQLite puts its log and an index of it beside the file, even to read. In a folder where
    that is not allowed, and where no run has left a log, nothing can change the file.
    """
    if os.access(path.parent, os.W_OK):
        connection = sqlite3.connect(path, isolation_level=None)
        connection.execute("PRAGMA query_only = ON")
        return connection
    is_fixed = not path.with_name(path.name + "-wal").exists()
    address = f"file:{quote(str(path.absolute()))}?mode=ro" + ("&immutable=1" if is_fixed else "")
    return sqlite3.connect(address, uri=True, isolation_level=None)


@contextmanager
def _closing(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    try:
        yield connection
    finally:
        connection.close()  # an open transaction is rolled back


@contextmanager
def _closing_file(connection: sqlite3.Connection, path: Path) -> Iterator[sqlite3.Connection]:
    """Close the *connection* to the store at *path*, whose log may thereby be put into the file."""
    with _closing(connection):
        try:
            yield connection
        finally:
            break_seal_of_log(path)


@contextmanager
def _translated(path: Path) -> Iterator[None]:
    """Raise what SQLite has against the file at *path* as a StoreError."""
    where = Where(str(path))
    try:
        yield
    except sqlite3.DatabaseError as error:
        if is_damage(error):
            raise damaged(path, str(error)) from error
        if "locked" in str(error):
            raise BusyError("another run is at work here", where, "wait until it is done, or end it") from error
        hint = "check the permissions and the space on the disk"
        raise StoreError(f"cannot be used: {error}", where, hint) from error


def _check(path: Path) -> Seal | None:
    """Return the seal of the file at *path* if that is known to be as it was sealed.

    Raises:
        DamagedError: it is not.
    """
    try:
        verdict, seal = check_seal(path)
    except OSError as error:
        raise StoreError(
            f"cannot be read: {error.strerror}", Where(str(path)), "check the file and its permissions"
        ) from error
    if verdict == "damaged":
        raise damaged(path, "it is not as the last run left it")
    return seal


def _check_structure(connection: sqlite3.Connection, path: Path) -> None:
    """Raise DamagedError if SQLite finds the file damaged; it reads all of it, so sealed files are not asked."""
    (fault,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
    if fault != "ok":
        raise damaged(path, fault.splitlines()[-1])


def _migrate(connection: sqlite3.Connection, where: Where) -> None:
    version = _version(connection, where)
    for script in MIGRATIONS[version:]:
        for statement in statements_of(script):
            connection.execute(statement)
    if version < len(MIGRATIONS):
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")


def _version(connection: sqlite3.Connection, where: Where) -> int:
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if version > len(MIGRATIONS):
        raise StoreError("was written by a newer release", where, "update feed-republisher")
    is_empty = connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone() is None
    if version < 0 or (version == 0) != is_empty:
        hint = "move it elsewhere; ids and dates are then recovered from the published feeds"
        raise StoreError("is not a database of feed-republisher", where, hint)
    return version
