"""Note the settings of a checked config, so that the next run neither parses nor checks it.

The note is beside the memory and holds data only: reading it makes settings, dates and periods, and runs
nothing. It counts while everything that the settings were made from is as it was; else, or if it is
damaged, the config is read. One that is recalled has the same `repr` as one that is read, so the marks
of the store are the same. Reading a config of 30 topics takes 30 ms of CPU, most of it the import of
the core of pydantic and the schema; recalling it takes 1 ms.
"""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from msgspec import Struct

from feeds import __version__
from feeds.beside import read_beside, settings_bytes
from feeds.config.choices import Choice
from feeds.config.clues import Clue
from feeds.config.settings import BLOCKS, Config, Mention
from feeds.config.settings.base import defaults_of
from feeds.digests import digest_of
from feeds.errors import Where
from feeds.files import read_file, replace_file
from feeds.layouts import SiteSurvey, survey

_KIND = "="  # the key of the name of a class; no setting has this name
_OTHERS: tuple[type[Struct], ...] = (Choice, Clue, Mention, Where)
_KINDS: Mapping[str, type[Any]] = {kind.__name__: kind for kind in (*BLOCKS, *_OTHERS)}


class LoadedConfig(Struct, frozen=True, kw_only=True):
    """A checked config, with the files around it that settings come from."""

    config: Config
    survey: SiteSurvey
    content: bytes  # of all these files, as `feeds.beside.settings_bytes` joins them
    included: tuple[str, ...]  # the files of topics, relative to config.yaml
    mentions: tuple[Mention, ...]  # where settings name topics; if tags make topics, only a run can check them


def recall_config(path: Path, note: Path) -> LoadedConfig | None:
    """Return the config at *path* as it was noted in the file *note*, or None if it has to be read."""
    try:
        noted = json.loads(read_file(note))
        mark = noted.pop("mark")
        around = survey(path.parent, noted["directory"], noted["layout"])
        included = tuple(noted["included"])
        content = settings_bytes(read_file(path), {**around.beside, **read_beside(path.parent, included)})
        if mark != _mark(path.name, content, around, noted):
            return None
        return LoadedConfig(
            config=from_plain(noted["config"]),
            survey=around,
            content=content,
            included=included,
            mentions=from_plain(noted["mentions"]),
        )
    except Exception:  # noqa: BLE001 - whatever is wrong with the note, the config itself is there
        return None


def note_config(path: Path, loaded: LoadedConfig, note: Path) -> None:
    """Note the *loaded* config at *path* in the file *note*; where that cannot be written, it is read each time."""
    noted = {
        "directory": loaded.survey.wanted_directory,
        "layout": loaded.survey.wanted_layout,
        "included": loaded.included,
        "config": to_plain(loaded.config),
        "mentions": to_plain(loaded.mentions),
    }
    text = json.dumps({"mark": _mark(path.name, loaded.content, loaded.survey, noted), **noted}).encode()
    with contextlib.suppress(OSError):
        if not note.exists() or read_file(note) != text:
            replace_file(note, text)


def _mark(name: str, content: bytes, around: SiteSurvey, noted: Mapping[str, Any]) -> str:
    """Return what changes when any setting may: the files, the layout that was found, this release, Python.

    What was *noted* of them counts, too: a disk may return other bytes.
    """
    makers = (__version__, sys.version, name, around.directory, around.found.name, around.found.folder)
    return digest_of(repr(makers).encode() + content + json.dumps(noted).encode())


def to_plain(value: Any) -> Any:
    """Return *value*, a setting or a block of them, as JSON can hold it; settings at their default are left out.

    >>> to_plain((Clue("robot*", 1.5), timedelta(days=14)))
    [{'=': 'Clue', 'written': 'robot*', 'points': 1.5}, {'=': 'timedelta', 'days': 14, 'seconds': 0}]
    """
    if isinstance(value, Struct):
        own = ((name, getattr(value, name), default) for name, default in defaults_of(type(value)))
        said = {name: to_plain(chosen) for name, chosen, default in own if chosen != default}
        return {_KIND: type(value).__name__, **said}
    if isinstance(value, tuple):
        return [to_plain(one) for one in value]
    if isinstance(value, timedelta):
        return {_KIND: "timedelta", "days": value.days, "seconds": value.seconds}
    if isinstance(value, date):
        return {_KIND: "date", "day": value.isoformat()}
    return {_KIND: "", "values": value} if isinstance(value, dict) else value


def from_plain(plain: Any) -> Any:
    """Return the value that `to_plain` wrote down."""
    if isinstance(plain, list):
        return tuple(from_plain(one) for one in plain)
    if not isinstance(plain, dict):
        return plain
    match plain[_KIND]:
        case "":
            return plain["values"]  # front matter, as it was read from YAML
        case "date":
            return date.fromisoformat(plain["day"])
        case "timedelta":
            return timedelta(days=plain["days"], seconds=plain["seconds"])
        case kind:
            return _KINDS[kind](**{name: from_plain(one) for name, one in plain.items() if name != _KIND})
