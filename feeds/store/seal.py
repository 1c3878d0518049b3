"""The seal of the store: a checksum of the whole file, made when a run has closed it, and checked by the next one.

SQLite notices when the structure of its file is damaged, but not when a value in it is: a flipped bit in a date
would be published. The checksum is of the file and not of its rows, because a byte may also hide a row. It is in
`state.sqlite3.sum`, and only there while no run is writing: a run that was killed leaves none.

CRC-32 finds every damage of up to 32 bits in a row, and all but one in four thousand million others. It reads
some gigabytes a second, so a store of 2,000 posts (70 MB) takes 20 ms (SHA-256: 50 ms).
"""

from __future__ import annotations

import contextlib
import sqlite3
import zlib
from pathlib import Path
from typing import Literal

from feeds.files import read_file, replace_file

_CHUNK = 1 << 20
_LONGEST = 100  # bytes of a seal, and more

#: Whether a file is as it was closed; "unknown" if it was not closed, or another run is at work.
Verdict = Literal["whole", "damaged", "unknown"]


def check_seal(path: Path) -> Verdict:
    """Return whether the store at *path* is as the last run closed it. SQLite has not seen the file yet."""
    seal = _read_seal(path)
    if not seal or not path.exists() or _has_log(path):
        return "unknown"
    found = _sum_of(path)
    if _read_seal(path) != seal or _has_log(path):  # a run has begun in the meantime
        return "unknown"
    return "whole" if found == seal else "damaged"


def break_seal(path: Path) -> None:
    """Remove the seal of the store at *path*, which is about to be written to."""
    _seal_path(path).unlink(missing_ok=True)


def put_seal(connection: sqlite3.Connection, path: Path) -> None:
    """Seal the store at *path*, unless somebody else is using it: then another run, or none, seals it."""
    with contextlib.suppress(sqlite3.OperationalError, OSError):
        connection.execute("PRAGMA busy_timeout = 0")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("BEGIN IMMEDIATE")  # nobody writes while the file is read
        if not _has_log(path):
            replace_file(_seal_path(path), _sum_of(path))
        connection.execute("ROLLBACK")


def _seal_path(path: Path) -> Path:
    return path.with_name(path.name + ".sum")


def _read_seal(path: Path) -> bytes:
    """Return the seal of the store at *path*, or b"" if there is none."""
    try:
        return read_file(_seal_path(path), _LONGEST)
    except OSError:
        return b""


def _has_log(path: Path) -> bool:
    """Return whether there are changes beside the store at *path* that are not in it yet."""
    log = path.with_name(path.name + "-wal")
    return log.exists() and log.stat().st_size > 0


def _sum_of(path: Path) -> bytes:
    """Return the checksum and the size of the file at *path*, in a line."""
    total, size = 0, 0
    with open(path, "rb", buffering=0) as file:
        while chunk := file.read(_CHUNK):
            total, size = zlib.crc32(chunk, total), size + len(chunk)
    return b"%08x %d\n" % (total, size)
