"""The log in which SQLite writes pages down before they go into the file of the store (https://sqlite.org/wal.html)."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

_HEAD, _FRAME_HEAD = 32, 24  # bytes


def begin_log(connection: sqlite3.Connection) -> None:
    """Have changes go into a log from now on; nothing happens if they do.

    Raises:
        OperationalError: somebody else has the file.
    """
    connection.execute("PRAGMA journal_mode = WAL")


def is_logged(connection: sqlite3.Connection) -> bool:
    """Return whether changes go into a log."""
    return bool(connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal")


def is_being_filled(path: Path) -> bool:
    """Return whether the store at *path* is new, and a run fills it, or was killed: then there is nothing in it."""
    return path.with_name(path.name + "-journal").exists()


def has_log(path: Path) -> bool:
    """Return whether there are changes beside the store at *path* that are not in it yet."""
    log = _log_of(path)
    return log.exists() and log.stat().st_size > 0


def changed_pages(path: Path) -> set[tuple[int, int]] | None:
    """Return from which to which byte the log changes the store at *path*; None if the log does not have all changes.

    It has all since SQLite made it, unless SQLite has put them into the store and begun the log again, which it
    counts. The form of the log: https://sqlite.org/fileformat2.html#the_write_ahead_log.
    """
    with open(_log_of(path), "rb", buffering=0) as file:
        head, end = file.read(_HEAD), os.fstat(file.fileno()).st_size
        if not head:
            return set()  # nothing was written
        size, times_begun, salt = int.from_bytes(head[8:12]), int.from_bytes(head[12:16]), head[16:24]
        if times_begun:
            return None
        heads = []
        for place in range(_HEAD, end, _FRAME_HEAD + size):
            file.seek(place)
            heads.append(file.read(_FRAME_HEAD))
    numbers = [int.from_bytes(one[:4]) for one in heads if one[8:16] == salt]
    return {((number - 1) * size, number * size - 1) for number in numbers}


def _log_of(path: Path) -> Path:
    return path.with_name(path.name + "-wal")
