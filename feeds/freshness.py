"""Note what a run has left, so that the next one finds out with one scan that nothing has changed."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from feeds import __version__
from feeds.digests import digest_of
from feeds.files import read_file, replace_file
from feeds.memories import MEMORY, NOTE, OWNER, STATE, folder_of, likely_owner, owner_of
from feeds.report import Report, from_values, to_json
from feeds.stillness import SeenPosts, marks_of, recall, scan_mark, store_mark


def memory_of(config_path: Path) -> Path:
    """Return the folder of the memory of the config at *config_path*."""
    return Path(folder_of(str(config_path)))


def claim_memory(config_path: Path) -> None:
    """Note in `.feeds` which config it belongs to, before a run of the config at *config_path* writes to a memory."""
    folder = config_path.parent / MEMORY
    known = owner_of(str(folder))
    owner = config_path.name if memory_of(config_path) == folder else known or likely_owner(str(config_path))
    if known != owner:
        with contextlib.suppress(OSError):  # the run reports what it cannot write
            folder.mkdir(exist_ok=True)
            replace_file(folder / OWNER, f"{owner}\n".encode())


def notes_beside(config_path: Path) -> dict[str, Mapping[str, Any]]:
    """Return what the last runs of the other configs in the folder of *config_path* noted, by the names of these."""
    top = config_path.parent / MEMORY
    names = {owner_of(str(top)), *_folders_of(top)} - {"", config_path.name}
    paths = (config_path.with_name(name) for name in sorted(names))
    return {path.name: note for path in paths if path.is_file() and (note := _note_of(path))}


def _folders_of(top: Path) -> list[str]:
    try:
        with os.scandir(top) as entries:
            return [entry.name for entry in entries if entry.is_dir()]
    except OSError:  # the run reports that it cannot read its memory
        return []


def _note_of(config_path: Path) -> Mapping[str, Any]:
    try:
        note = json.loads(read_file(memory_of(config_path) / NOTE))
    except (OSError, ValueError):
        return {}
    return note if isinstance(note, dict) else {}


def recall_still(config_path: Path, now: float) -> tuple[Report | None, SeenPosts | None]:
    """Return the report of the last run if nothing has changed since, by *now* (seconds since 1970); and the posts.

    They are None if something else changed, so that they were not scanned.
    """
    values, seen = recall(str(config_path), now)
    return from_values(values) if values else None, seen


class Left(Struct, frozen=True, kw_only=True):
    """What a run left behind: what it was made from, and what there is now."""

    config_path: Path
    memory: Path  # the folder of the memory
    url: str  # of the site
    config_bytes: bytes  # and of the files beside it that settings are from
    beside: Sequence[str]  # these files, relative to the config
    posts: str  # the directory, relative to the config
    ignore: Sequence[str]
    join: Sequence[str]
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
        "url": left.url,
        "posts": left.posts,
        "ignore": list(left.ignore),
        "join": list(left.join),
        "follow": list(left.follow),
        "posts_mark": scan_mark(left.found),
        "output": left.output,
        "documents": list(left.documents),
        "documents_mark": marks_of(base / left.output, left.documents),
        "state": store_mark(left.memory / STATE),
        "next_due": report.next_due,
        "report": json.loads(to_json(report.as_still())),
    }
    with contextlib.suppress(OSError):  # without the file, the next run is a full one
        replace_file(left.memory / NOTE, json.dumps(note).encode())
