"""Scan the post directory and read what is there."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatchcase

from feeds.errors import PostError, Where
from feeds.model import Post

MARKDOWN = (".md", ".markdown", ".mkdown", ".mkdn", ".mkd", ".txt")
HTML = (".html", ".htm")
_EXTENSIONS = MARKDOWN + HTML
_LARGEST = 20_000_000  # bytes; a post of that size is a mistake, and would stop the others for minutes


def scan(directory: str, ignore: Sequence[str] = ()) -> Mapping[str, str]:
    """Return the posts below *directory*: path (with "/") to fingerprint, sorted by path.

    No file is opened. A fingerprint changes whenever the file was written, moved into
    place or replaced; it is only ever compared with an earlier one. It begins with "?" where
    the file is so new that it could be written once more within the same tick of the file
    system's clock, and so is read again by the next run (git calls that racily clean). Hidden files, editor
    leftovers, list pages (`_index.md`) and what *ignore* names are passed over.

    Raises:
        PostError: *directory* is not there or cannot be listed.
    """
    found: dict[str, str] = {}
    now = time.time_ns()
    try:
        for entry in _walk(directory, set()):
            path = entry.path[len(directory) + 1 :].replace(os.sep, "/")
            path = path.encode("utf-8", "backslashreplace").decode()  # a name in no encoding: read() reports it
            if any(fnmatchcase(path, pattern) for pattern in ignore):
                continue
            try:
                stat = entry.stat()
            except OSError:
                found[path] = "unreadable"  # a broken link: read() says so
                continue
            settled = "" if _is_settled(stat.st_mtime_ns, now) else "?"
            found[path] = f"{settled}{stat.st_mtime_ns}.{stat.st_ctime_ns}.{stat.st_size}.{stat.st_ino}"
    except OSError as error:
        where = Where(error.filename or directory)
        raise PostError(
            f"the post directory cannot be read: {error.strerror}", where, "set posts.directory in config.yaml"
        ) from error
    return dict(sorted(found.items()))


def _is_settled(written: int, now: int) -> bool:
    """Return whether a file *written* then (ns) can no more change without another time stamp.

    Kernels stamp files by a clock that moves every few milliseconds; file systems that
    keep whole seconds are known by their zeros.
    """
    tick = 2_000_000_000 if written % 1_000_000_000 == 0 else 50_000_000
    return not now - tick <= written <= now + tick


def _walk(directory: str, above: set[tuple[int, int]]) -> Iterator[os.DirEntry[str]]:
    """Yield the post files below *directory*, following links to folders but never in a circle."""
    stat = os.stat(directory)
    here = (stat.st_dev, stat.st_ino)
    if here in above:
        return
    with os.scandir(directory) as entries:
        for entry in entries:
            name = entry.name
            if name[0] in ".#" or name.endswith("~"):
                continue
            if name.endswith(_EXTENSIONS) or name.lower().endswith(_EXTENSIONS):
                if not name.startswith("_index.") and not entry.is_dir():
                    yield entry
            elif entry.is_dir():
                yield from _walk(entry.path, above | {here})


def read(directory: str, path: str, shown: str) -> Post:
    """Return the post at *path* below *directory*; *shown* is how messages name the directory.

    Raises:
        PostError: the file cannot be read, is no UTF-8, or is absurdly big.
    """
    where = Where(f"{shown}/{path}")
    try:
        with open(f"{directory}/{path}", "rb") as file:
            raw = file.read(_LARGEST + 1)
    except OSError as error:
        raise PostError(
            f"cannot be read: {error.strerror}", where, "check that the file is there and its permissions"
        ) from error
    if len(raw) > _LARGEST:
        raise PostError(f"is bigger than {_LARGEST // 1_000_000} MB", where, "split it, or name it in posts.ignore")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise PostError(
            f"is not UTF-8: byte 0x{raw[error.start]:02X}", Where(where.path, line), "save it as UTF-8"
        ) from error
    return Post(path=path, text=text, digest=digest_of(raw), where=where)


def digest_of(raw: bytes) -> str:
    """Return what two equal files have in common and two others do not."""
    return hashlib.sha256(raw).hexdigest()[:32]
