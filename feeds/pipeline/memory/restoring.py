"""Go back to a copy of the memory: a `memory.json`, or a store that was set aside or saved elsewhere."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

from msgspec import Struct

from feeds.errors import BusyError, FeedsError, StoreError, Where
from feeds.files import read_given, write_beside
from feeds.pipeline.memory.safekeeping import read_copy
from feeds.site import Site
from feeds.store import is_store, move_away, open_store, view_store

_NAME = "name a memory.json, or a state.sqlite3 that was set aside"  # where a file cannot be read


class Restoring(Struct, frozen=True, kw_only=True):
    """The memory with which the next build begins."""

    source: Path
    issues: int
    replaced: Path | None  # where the memory is now that there was before


def restore(site: Site, source: Path, today: date) -> Restoring:
    """Have the next build of *site* begin with the memory in the file *source*; the present one is moved away.

    Raises:
        FeedsError: *source* is not a copy of the memory, or is damaged; nothing was changed.
        BusyError: a run is at work.
    """
    content, target = read_given(source, _NAME), site.copy
    if is_store(content):
        with view_store(source) as store:
            issues = len(store.issues.keys())
        content, target = read_given(source, _NAME), site.state  # it may have got the log that was beside it
    else:
        issues = len(tuple(read_copy(site.config, source).issues))
    try:
        beside = _write_beside(target, content)  # the present memory is not moved before there is another one
        replaced = _move_away(site.state, today, besides=source)
        os.replace(beside, target)
    except OSError as error:
        hint = "check the permissions and the space on the disk, and type it again"
        raise FeedsError(f"cannot be written: {error.strerror}", Where(str(target)), hint) from error
    return Restoring(source=source, issues=issues, replaced=replaced)


def _write_beside(target: Path, content: bytes) -> Path:
    target.parent.mkdir(parents=True, exist_ok=True)
    return write_beside(target, (content,), flush=True)


def _move_away(state: Path, today: date, *, besides: Path) -> Path | None:
    """Move the store at *state* away if there is one, and no run is using it."""
    if not state.exists():
        return None
    if state.samefile(besides):
        raise FeedsError("is the memory already", Where(str(besides)), "name a copy of it")
    try:
        with open_store(state):
            pass
    except BusyError:
        raise
    except StoreError:  # damaged, or nothing of ours
        pass
    return move_away(state, "replaced", today)
