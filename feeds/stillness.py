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
    from collections.abc import Iterable, Mapping
    from typing import Any


def recall(config_path: str, now: float) -> Mapping[str, Any] | None:
    """Return the values of the report of the last run if nothing has changed since, else None.

    *now* is in seconds since 1970: an issue with a future date makes a run necessary when
    it is due.
    """
    try:
        memory = folder_of(config_path)
        note: dict[str, Any] = json.loads(read_file(os.path.join(memory, NOTE)))
        return note["report"] if _is_true(note, config_path, memory, now) else None
    except Exception:  # noqa: BLE001 - the full run reports whatever is wrong
        return None


def _is_true(note: Mapping[str, Any], config_path: str, memory: str, now: float) -> bool:
    """Return whether all that *note* says is so still; the marks that cost least come first."""
    base = os.path.dirname(config_path)
    if note["version"] != __version__ or (note["next_due"] is not None and now >= note["next_due"]):
        return False
    if note["config"] != digest_of(settings_bytes(read_file(config_path), read_beside(base, note["beside"]))):
        return False
    if note["documents_mark"] != marks_of(os.path.join(base, note["output"]), note["documents"]):
        return False
    if note["state"] != mark_of(os.path.join(memory, STATE)):
        return False
    follow = [os.path.join(base, place) for place in note["follow"]]
    found = scan(os.path.join(base, note["posts"]), note["ignore"], follow)
    return bool(note["posts_mark"] == scan_mark(found))


def mark_of(path: str | os.PathLike[str]) -> str:
    """Return a mark that changes when the file at *path* is written, or "" if it does not exist."""
    try:
        stat = os.stat(path)
    except OSError:
        return ""
    return f"{stat.st_mtime_ns}.{stat.st_size}.{stat.st_ino}"


def marks_of(directory: str | os.PathLike[str], paths: Iterable[str]) -> str:
    """Return one mark for the files at *paths* below *directory*."""
    return digest_of("\n".join(mark_of(os.path.join(directory, path)) for path in paths))


def scan_mark(found: Mapping[str, str]) -> str:
    """Return a mark of the posts that were *found*: path to fingerprint."""
    return digest_of("\n".join(f"{path} {mark}" for path, mark in found.items()).encode("utf-8", "backslashreplace"))
