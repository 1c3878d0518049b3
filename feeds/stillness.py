"""Find out whether anything has changed by scanning directories, before anything slow is imported.

A run saves its report in `still.json` beside the store (`feeds.freshness`), with marks of the config, the
posts, the documents and the store. If none of them has changed, there is nothing to do. That is most
runs under cron, so neither dataclasses nor pathlib nor typing is imported here: they would take half of the time.
"""

from __future__ import annotations

import json
import os

from feeds import __version__
from feeds.beside import read_beside, settings_bytes
from feeds.digests import digest_of
from feeds.files import read_file
from feeds.memories import NOTE, STATE, folder_of
from feeds.scanning import scan

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any


class SeenPosts:
    """The posts that were *found* by a look at what has changed: the run that follows need not scan for them again.

    *scanned* are the directory, and what to ignore, to follow and to join; the store had the mark *state*.
    """

    __slots__ = ("_scanned", "_state", "found")

    def __init__(
        self, found: Mapping[str, str], scanned: tuple[str, Sequence[str], Sequence[str], Sequence[str]], state: str
    ) -> None:
        self.found = found
        self._scanned, self._state = scanned, state

    def are_those(self, scanned: tuple[str, Sequence[str], Sequence[str], Sequence[str]], state: str) -> bool:
        """Return whether these would be found now, too.

        Another run, which the mark of the store would show, may have read newer ones in the meantime.
        """
        return self._scanned == scanned and self._state == state


def recall(config_path: str, now: float) -> tuple[Mapping[str, Any] | None, SeenPosts | None]:
    """Return the values of the report of the last run if nothing has changed since, and the posts.

    They are None if something else has changed: then they were not scanned.

    *now* is in seconds since 1970: an issue with a future date makes a run necessary when
    it is due.
    """
    try:
        memory = folder_of(config_path)
        note: dict[str, Any] = json.loads(read_file(os.path.join(memory, NOTE)))
        if not _is_true(note, config_path, memory, now):
            return None, None
        base = os.path.dirname(config_path)
        scanned = (
            os.path.join(base, note["posts"]),
            note["ignore"],
            [os.path.join(base, one) for one in note["follow"]],
            note["join"],
        )
        found = scan(*scanned)
        is_still = bool(note["posts_mark"] == scan_mark(found))
        return note["report"] if is_still else None, SeenPosts(found, scanned, note["state"])
    except Exception:  # noqa: BLE001 - the full run reports whatever is wrong
        return None, None


def _is_true(note: Mapping[str, Any], config_path: str, memory: str, now: float) -> bool:
    """Return whether all that *note* says beside the posts is so still; the marks that cost least come first."""
    base = os.path.dirname(config_path)
    if note["version"] != __version__ or (note["next_due"] is not None and now >= note["next_due"]):
        return False
    if note["config"] != digest_of(settings_bytes(read_file(config_path), read_beside(base, note["beside"]))):
        return False
    if note["documents_mark"] != marks_of(os.path.join(base, note["output"]), note["documents"]):
        return False
    return bool(note["state"] == store_mark(os.path.join(memory, STATE)))


def mark_of(path: str | os.PathLike[str]) -> str:
    """Return a mark that changes when the file at *path* is written, or "" if it does not exist."""
    try:
        stat = os.stat(path)
    except OSError:
        return ""
    return f"{stat.st_mtime_ns}.{stat.st_size}.{stat.st_ino}"


def store_mark(path: str | os.PathLike[str]) -> str:
    """Return a mark that changes when the store at *path* does, or "" if SQLite has a log of changes beside it."""
    try:
        has_log = os.stat(f"{os.fspath(path)}-wal").st_size > 0
    except OSError:
        has_log = False
    return "" if has_log else mark_of(path)


def marks_of(directory: str | os.PathLike[str], paths: Iterable[str]) -> str:
    """Return one mark for the files at *paths* below *directory*."""
    return digest_of("\n".join(mark_of(os.path.join(directory, path)) for path in paths))


def scan_mark(found: Mapping[str, str]) -> str:
    """Return a mark of the posts that were *found*: path to fingerprint."""
    return digest_of("\n".join(f"{path} {mark}" for path, mark in found.items()).encode("utf-8", "backslashreplace"))
