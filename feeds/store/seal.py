"""The seal of the store: checksums of the whole file, made when a run has closed it, and checked by the next one.

SQLite notices when the structure of its file is damaged, but not when a value in it is: a flipped bit in a date
would be published. The checksums are of the file and not of its rows, because a byte may also hide a row. They are in
`state.sqlite3.sum`.

A run writes into the log beside the file, whose pages have checksums of SQLite. So the seal remains in force, also
after a kill, until SQLite puts the log into the file: at the end of a run, before several processes render, or when
the last connection is closed. The seal is broken before that; a kill between that and the next seal leaves none.

CRC-32 finds every damage of up to 32 bits in a row, and all but one in four thousand million others. It reads some
gigabytes a second, so all of a store of 2,000 posts (50 MB) takes 12 ms, of 20,000 posts 100 ms. So a run sums up
again only the blocks that SQLite has changed (`log`), and checks the others only if the file system says that the
file was written to since it was sealed, or once a day: the time of a change (`st_ctime`) is set by every write, and
no program can set it back. Changes of the disk below the file system are found within that day.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import time
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from feeds.files import read_file, replace_file, without_waiting
from feeds.flushing import flush_folder
from feeds.scanning import is_stable
from feeds.stillness import store_mark
from feeds.store.log import begin_log, changed_pages, has_log

_BLOCK = 1 << 16  # bytes with a checksum of their own
_SUM = 4  # bytes of a checksum
_LONGEST = 1 << 24  # bytes of a seal, and more
_DAY = 86_400 * 1_000_000_000

#: Whether a file is as it was sealed; "unknown" if it has no seal, or another run is putting its log into it.
Verdict = Literal["whole", "damaged", "unknown"]


class Seal(Struct, frozen=True, kw_only=True):
    """The state of a store when it was closed."""

    mark: str  # what the file system says of the file
    checked: int  # when all of it was last read, in ns since 1970
    sums: bytes  # of its blocks, one after the other


def check_seal(path: Path) -> tuple[Verdict, Seal | None]:
    """Return whether the store at *path* is as it was sealed, and its seal if it is; SQLite is not asked."""
    seal = _read_seal(path)
    if not seal or not path.exists():
        return "unknown", None
    if not _is_untouched(path, seal):
        found = _sum_up(path)
        if _read_seal(path) != seal:  # a run has put its log into the file in the meantime
            return "unknown", None
        if found.sums != seal.sums:
            return "damaged", None
        seal = replace(seal, checked=found.checked)
    return "whole", seal


def is_in_force(path: Path, known: Seal) -> bool:
    """Return whether the store at *path* still has the seal that is *known*: no other run has come in between."""
    found = _read_seal(path)
    return found is not None and found.sums == known.sums


def break_seal(path: Path) -> None:
    """Remove the seal of the store at *path*, whose file is about to be changed.

    It is gone from the disk, too: after a power failure, one that came back would say that the changed file is damaged.

    Raises:
        OSError: it can be neither removed nor emptied.
    """
    seal = _seal_path(path)
    try:
        seal.unlink()
    except FileNotFoundError:
        return
    except OSError:
        os.truncate(seal, 0)
    flush_folder(seal.parent)


def break_seal_of_log(path: Path) -> None:
    """Remove the seal of the store at *path* if it has a log: SQLite puts it into the file when the last one closes it.

    It is not an error if it cannot be removed: then SQLite cannot change the file either.
    """
    with contextlib.suppress(OSError):
        if has_log(path):
            break_seal(path)


def put_seal(connection: sqlite3.Connection, path: Path, past: Seal | None) -> str:
    """Seal the store at *path*, and return its mark (`stillness.store_mark`).

    If somebody else is using it, another run, or none, seals it; then the mark is "".
    *past* is the seal from before the run, or None if that is not known to be true.
    """
    mark = ""
    with contextlib.suppress(sqlite3.OperationalError, OSError):
        connection.execute("PRAGMA busy_timeout = 0")
        version = _version(connection)
        pages = changed_pages(path) if past else None
        break_seal(path)
        begin_log(connection)  # if nothing was kept yet: to do so later would change the sealed file
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("BEGIN IMMEDIATE")  # nobody writes while the file is read
        if not has_log(path):
            is_known = past and pages is not None and _version(connection) == version
            seal = _sum_up_again(path, past, pages) if past and pages is not None and is_known else _sum_up(path)
            mark = store_mark(path)  # nobody else can have changed it yet
            _write_seal(path, seal)
        connection.execute("ROLLBACK")
    return mark


def _version(connection: sqlite3.Connection) -> int:
    """Return a number that changes when another connection writes."""
    return int(connection.execute("PRAGMA data_version").fetchone()[0])


def _is_untouched(path: Path, seal: Seal) -> bool:
    """Return whether the file at *path* was not written to since it got its *seal*, and all of it was read today."""
    now, changed = time.time_ns(), path.stat().st_ctime_ns
    return _mark_of(path) == seal.mark and is_stable(changed, now) and 0 <= now - seal.checked < _DAY


def _mark_of(path: Path) -> str:
    facts = path.stat()
    return f"{facts.st_mtime_ns}.{facts.st_ctime_ns}.{facts.st_size}.{facts.st_dev}.{facts.st_ino}"


def _sum_up(path: Path) -> Seal:
    """Return the seal of the file at *path*, all of which is read."""
    with open(path, "rb", buffering=0, opener=without_waiting) as file:
        count = -(-os.fstat(file.fileno()).st_size // _BLOCK)  # a device has no end
        sums = b"".join(_sum_of(file.read(_BLOCK)) for _ in range(count))
    return Seal(mark=_mark_of(path), checked=time.time_ns(), sums=sums)


def _sum_up_again(path: Path, past: Seal, pages: Iterable[tuple[int, int]]) -> Seal:
    """Return the seal of the file at *path*, of which *pages* (from where to where) have changed since *past*."""
    count = -(-path.stat().st_size // _BLOCK)
    known = len(past.sums) // _SUM
    changed = {place // _BLOCK for page in pages for place in page} | {known - 1, count - 1} | {*range(known, count)}
    sums = bytearray(past.sums[: count * _SUM].ljust(count * _SUM))
    with open(path, "rb", buffering=0, opener=without_waiting) as file:
        for number in changed & {*range(count)}:
            file.seek(number * _BLOCK)
            sums[number * _SUM : (number + 1) * _SUM] = _sum_of(file.read(_BLOCK))
    return Seal(mark=_mark_of(path), checked=past.checked, sums=bytes(sums))


def _sum_of(block: bytes) -> bytes:
    return zlib.crc32(block).to_bytes(_SUM)


def _seal_path(path: Path) -> Path:
    return path.with_name(path.name + ".sum")


def _read_seal(path: Path) -> Seal | None:
    """Return the seal of the store at *path*, or None if there is none, one of another release, or a part of one."""
    try:
        head, _, sums = read_file(_seal_path(path), _LONGEST).partition(b"\n")
        mark, checked, own = head.decode("ascii").split(" ")
        return Seal(mark=mark, checked=int(checked), sums=sums) if int(own) == zlib.crc32(sums) else None
    except (OSError, ValueError):
        return None


def _write_seal(path: Path, seal: Seal) -> None:
    """Write the *seal* of the store at *path*, with a sum of its own: a power failure may leave a part of it."""
    replace_file(_seal_path(path), f"{seal.mark} {seal.checked} {zlib.crc32(seal.sums)}\n".encode() + seal.sums)
