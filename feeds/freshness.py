"""Note what a run has left, so that the next one finds out with one scan that nothing has changed."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from feeds import __version__
from feeds.files import read_file, replace_file
from feeds.memories import MEMORY, NOTE, OWNER, folder_of, likely_owner, owner_of
from feeds.report import Report, from_json, to_json
from feeds.stillness import LastState, dump_note, load_note, marks_part, part_of


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


class Neighbour(Struct, frozen=True, kw_only=True):
    """The note of the last run of another config in the same folder."""

    url: str  # of its site
    posts: str  # the directory, relative to the config
    output: str


def notes_beside(config_path: Path) -> dict[str, Neighbour]:
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


def _note_of(config_path: Path) -> Neighbour | None:
    try:
        note = load_note(read_file(memory_of(config_path) / NOTE))
        url, posts, output = (note[name].decode("utf-8", "surrogatepass") for name in ("url", "posts", "output"))
    except (OSError, ValueError):
        return None
    return Neighbour(url=url, posts=posts, output=output)


def report_of(recalled: LastState | None) -> Report | None:
    """Return the report of the last run if, by what was *recalled*, nothing has changed since."""
    return from_json(recalled.report) if recalled and recalled.report is not None else None


class Left(Struct, frozen=True, kw_only=True):
    """The state after a run: the files that it was made from, and those that there are now."""

    config_path: Path
    memory: Path  # the folder of the memory
    url: str  # of the site
    config_bytes: bytes  # and of the files beside it that settings are from
    beside: Sequence[str]  # these files, relative to the config
    posts: str  # the directory, relative to the config
    ignore: Sequence[str]
    join: Sequence[str]
    follow: Sequence[str]  # where links may lead to, relative to the config
    found: bytes  # the posts, as a part of a note
    state: str  # the mark of the store, or "" if that is not known
    output: str  # the directory, relative to the config
    marks: Mapping[str, str]  # of the files, and folders of files, below it, by path


def note_still(left: Left, report: Report) -> None:
    """Note that *report* is what there is to say until something changes of what a run has *left*.

    The store may have changed since the run has left it, while `publish.after` was run: links were looked up.
    """
    if not left.state:
        return
    still = report.as_still()
    note = {
        "version": __version__.encode(),
        "next_due": repr(report.next_due).encode() if report.next_due is not None else b"",
        "url": left.url.encode(),
        "posts": part_of([left.posts]),
        "output": part_of([left.output]),
        "state": left.state.encode(),
        "beside": part_of(left.beside),
        "ignore": part_of(left.ignore),
        "follow": part_of(left.follow),
        "join": part_of(left.join),
        "documents": part_of(left.marks),
        "settings": left.config_bytes,
        "marks": marks_part(left.marks.values()),
        "found": left.found,
        "said": "\n".join(map(str, still.problems)).encode("utf-8", "surrogatepass"),
        "report": to_json(still).encode("utf-8", "surrogatepass"),
    }
    with contextlib.suppress(OSError):  # without the file, the next run is a full one
        replace_file(left.memory / NOTE, dump_note(note))
