"""Recognise a damaged store, and set it aside."""

from __future__ import annotations

import sqlite3
from datetime import date
from pathlib import Path

from feeds.errors import DamagedError, Problem, StoreError, Where
from feeds.store.seal import break_seal

_CODES = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
#: Messages of SQLite about a damaged name in the schema, or damaged text in a row.
_SAYINGS = ("no such table", "no such column", "Could not decode to UTF-8", "malformed JSON")
_LOGS = ("", "-wal", "-shm")  # what SQLite appends to the name of the file and of those beside it
_HINT = "`feeds build` sets it aside, and recovers ids and dates from .feeds/memory.json and the published feeds"


class ImpossibleValueError(sqlite3.DatabaseError):
    """A value in the store is none that this program has written."""


def is_damage(error: sqlite3.Error) -> bool:
    """Return whether SQLite, or one who reads what it has stored, found the file damaged."""
    if isinstance(error, ImpossibleValueError):
        return True
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the rest says more about a kind of error
    return code in _CODES or any(saying in str(error) for saying in _SAYINGS)


def damaged(path: Path, fault: str) -> DamagedError:
    """Return the error that the store at *path* is damaged, and by which *fault* that shows."""
    return DamagedError(f"is damaged: {fault}", Where(str(path)), _HINT, file=file_number(path))


def file_number(path: Path) -> int:
    """Return the number by which the file system knows the file at *path*, or 0 if there is none."""
    try:
        return path.stat().st_ino
    except OSError:
        return 0


def set_aside(path: Path, error: DamagedError, day: date) -> Problem:
    """Move the damaged store at *path* out of the way, and return a notice of it.

    Nothing is moved if the damaged file is no longer there: another run has set it aside.

    Raises:
        StoreError: it cannot be moved.
    """
    fault = error.problem.message
    if file_number(path) != error.file:
        return error.problem
    target = move_away(path, "damaged", day)
    return Problem(error.problem.where, f"{fault}; it was moved to {target.name}", "ids and dates are recovered")


def move_away(path: Path, why: str, day: date) -> Path:
    """Give the store at *path* a name that says *why* it is not used any more, and return its new path.

    Raises:
        StoreError: it cannot be moved.
    """
    target = _free(path, f"{path.name}.{why}-{day:%Y-%m-%d}")
    try:
        break_seal(path)
        for end in _LOGS:
            file = path.with_name(path.name + end)
            if file.exists():
                file.rename(target.with_name(target.name + end))
    except OSError as error:
        hint = "check the permissions of its folder"
        raise StoreError(f"cannot be moved: {error.strerror}", Where(str(path)), hint) from error
    return target


def _free(path: Path, name: str) -> Path:
    """Return a path beside *path* that does not exist, with *name* or with a number after it."""
    target, number = path.with_name(name), 1
    while target.exists():
        number += 1
        target = path.with_name(f"{name}-{number}")
    return target
