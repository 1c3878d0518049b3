"""Find out whether anything has changed by scanning directories, before anything slow is imported.

A run saves its report in `still.json` beside the store, with marks of the config, the posts, the
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
from feeds.files import CONFIGS, read_file, replace_file
from feeds.layouts import read_beside, settings_bytes
from feeds.posts import scan
from feeds.report import Report, from_values, to_json

_MEMORY = ".feeds"
STATE, _NOTE, _OWNER = "state.sqlite3", "still.json", "config"
_LONGEST_NAME = 255  # bytes


def memory_of(config_path: Path) -> Path:
    """Return the folder of the memory of the config at *config_path*: `.feeds` beside it.

    That of another config in the same folder is `.feeds/NAME`, so neither gives its ids to the other: `.feeds`
    belongs to the config that was built first, and to its successor where that one is renamed.
    """
    folder = config_path.parent / _MEMORY
    own = folder / config_path.name
    owner = _owner_of(folder) or _likely_owner(config_path)
    if owner == config_path.name or (not config_path.with_name(owner).is_file() and not own.is_dir()):
        return folder
    return own


def claim_memory(config_path: Path) -> None:
    """Note in `.feeds` which config it belongs to, before a run of the config at *config_path* writes to a memory."""
    folder = config_path.parent / _MEMORY
    owner = config_path.name if memory_of(config_path) == folder else _owner_of(folder) or _likely_owner(config_path)
    if _owner_of(folder) != owner:
        with contextlib.suppress(OSError):  # the run reports what it cannot write
            folder.mkdir(exist_ok=True)
            replace_file(folder / _OWNER, f"{owner}\n".encode())


def _likely_owner(config_path: Path) -> str:
    """Return the name of the config that a memory is of which does not say: of one that commands find by themselves."""
    found = (name for name in CONFIGS if config_path.with_name(name).is_file())
    is_made = (config_path.parent / _MEMORY / STATE).exists()
    return next(found, config_path.name) if is_made and config_path.name not in CONFIGS else config_path.name


def notes_beside(config_path: Path) -> dict[str, Mapping[str, Any]]:
    """Return what the last runs of the other configs in the folder of *config_path* noted, by the names of these."""
    top = config_path.parent / _MEMORY
    names = [_owner_of(top), *(folder.name for folder in top.iterdir() if folder.is_dir())] if top.is_dir() else []
    paths = (config_path.with_name(name) for name in names if name and name != config_path.name)
    return {path.name: note for path in paths if path.is_file() and (note := _note_of(path))}


def _note_of(config_path: Path) -> Mapping[str, Any]:
    try:
        note = json.loads(read_file(memory_of(config_path) / _NOTE))
    except (OSError, ValueError):
        return {}
    return note if isinstance(note, dict) else {}


def _owner_of(folder: Path) -> str:
    """Return the name of the config that the memory in *folder* belongs to, or "" if that is not known."""
    try:
        name = read_file(folder / _OWNER, _LONGEST_NAME).decode().strip()
    except (OSError, UnicodeDecodeError):
        return ""
    return name if name == os.path.basename(name) else ""


def recall_still(config_path: Path, now: float) -> Report | None:
    """Return the report of the last run if nothing has changed since, else None.

    *now* is in seconds since 1970: an issue with a future date makes a run necessary when
    it is due.
    """
    base = config_path.parent
    try:
        note: dict[str, Any] = json.loads(read_file(memory_of(config_path) / _NOTE))
        if note["version"] != __version__:
            return None
        if note["config"] != digest_of(settings_bytes(read_file(config_path), read_beside(base, note["beside"]))):
            return None
        if note["next_due"] is not None and now >= note["next_due"]:
            return None
        if note["documents_mark"] != marks_of(base / note["output"], note["documents"]):
            return None
        if note["state"] != mark_of(memory_of(config_path) / STATE):
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
    memory: Path  # the folder of the memory
    url: str  # of the site
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
        "url": left.url,
        "posts": left.posts,
        "ignore": list(left.ignore),
        "follow": list(left.follow),
        "posts_mark": _scan_mark(left.found),
        "output": left.output,
        "documents": list(left.documents),
        "documents_mark": marks_of(base / left.output, left.documents),
        "state": mark_of(left.memory / STATE),
        "next_due": report.next_due,
        "report": json.loads(to_json(report.as_still())),
    }
    with contextlib.suppress(OSError):  # without the file, the next run is a full one
        replace_file(left.memory / _NOTE, json.dumps(note).encode())


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
