"""Find out whether anything has changed by scanning directories, before anything slow is imported.

A run saves its report in `.feeds/still.json`, with marks of the config, the posts, the
documents and the store. If none of them has changed, there is nothing to do.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from feeds import __version__
from feeds.digests import digest_of
from feeds.files import read_file, replace_file
from feeds.layouts import read_beside, settings_bytes
from feeds.posts import scan
from feeds.report import Report, from_values, to_json

STATE = ".feeds/state.sqlite3"
_NOTE = ".feeds/still.json"


def recall_still(config_path: Path, now: float) -> Report | None:
    """Return the report of the last run if nothing has changed since, else None.

    *now* is in seconds since 1970: an issue with a future date makes a run necessary when
    it is due.
    """
    base = config_path.parent
    try:
        note: dict[str, Any] = json.loads((base / _NOTE).read_text(encoding="utf-8"))
        if note["version"] != __version__:
            return None
        if note["config"] != digest_of(settings_bytes(read_file(config_path), read_beside(base, note["beside"]))):
            return None
        if note["next_due"] is not None and now >= note["next_due"]:
            return None
        if note["documents_mark"] != marks_of(base / note["output"], note["documents"]):
            return None
        if note["state"] != marks_of(base, [STATE]):
            return None
        follow = [str(base / place) for place in note["follow"]]
        if note["posts_mark"] != _scan_mark(scan(str(base / note["posts"]), note["ignore"], follow)):
            return None
        return from_values(note["report"])
    except Exception:  # noqa: BLE001 - the full run reports whatever is wrong
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """What a run left behind: what it was made from, and what there is now."""

    config_path: Path
    config_bytes: bytes  # and of the files beside it that settings are from
    beside: Sequence[str]  # these files, relative to the config
    posts: str  # the directory, relative to the config
    ignore: Sequence[str]
    follow: Sequence[str]  # where links may lead to, relative to the config
    found: Mapping[str, str]  # the posts: path to fingerprint
    output: str  # the directory, relative to the config
    documents: Sequence[str]  # the files, and folders of files, below it


def note_still(left: Left, report: Report) -> None:
    """Note that *report* is what there is to say until something changes of what a run has *left*."""
    base = left.config_path.parent
    note = {
        "version": __version__,
        "config": digest_of(left.config_bytes),
        "beside": list(left.beside),
        "posts": left.posts,
        "ignore": list(left.ignore),
        "follow": list(left.follow),
        "posts_mark": _scan_mark(left.found),
        "output": left.output,
        "documents": list(left.documents),
        "documents_mark": marks_of(base / left.output, left.documents),
        "state": marks_of(base, [STATE]),
        "next_due": report.next_due,
        "report": json.loads(to_json(report.as_still())),
    }
    with contextlib.suppress(OSError):  # without the file, the next run is a full one
        replace_file(base / _NOTE, json.dumps(note).encode())


def mark_of(path: str | os.PathLike[str]) -> str:
    """Return a mark that changes when the file at *path* is written, or "" if it does not exist."""
    try:
        stat = os.stat(path)
    except OSError:
        return ""
    return f"{stat.st_mtime_ns}.{stat.st_size}.{stat.st_ino}"


def marks_of(directory: Path, paths: Iterable[str]) -> str:
    """Return one mark for the files at *paths* below *directory*."""
    return digest_of("\n".join(mark_of(os.path.join(directory, path)) for path in paths))


def _scan_mark(found: Mapping[str, str]) -> str:
    return digest_of("\n".join(f"{path} {mark}" for path, mark in found.items()).encode("utf-8", "backslashreplace"))
