"""After a power failure, ids are remembered and damage is known: each thing is on the disk before what relies on it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import pytest

from feeds.store.seal import check_seal
from tests.command import run_process
from tests.conftest import need
from tests.folder import LATER, Folder

_CALLS = "write,pwrite64,fsync,fdatasync,unlink,rename"
_LINE = re.compile(r"\d+ +(\w+)\((?:\d+<([^>]*)>|\"([^\"]*)\")")
STORE, LOG, SEAL, COPY = (
    f".feeds/{name}" for name in ("state.sqlite3", "state.sqlite3-wal", "state.sqlite3.sum", "memory.json")
)


class Call(NamedTuple):
    """A call to the file system."""

    name: str
    path: str  # of the file that it changes or flushes, relative to the site


@pytest.fixture
def changed(site: Folder) -> Folder:
    """A site that was built, and has a new post."""
    site.issue()
    site.build()
    site.write("undated.md", "# Notes\n\n## A walrus\n\nIt walks to the harbour.\n")
    return site


def calls_of_a_build(site: Folder) -> Sequence[Call]:
    """Build *site*, and return the calls in their order."""
    log = site.path / "calls.txt"
    trace = (need("strace"), "-f", "-y", "-e", f"trace={_CALLS}", "-o", str(log))
    done = run_process(site, "build", now=LATER.timestamp(), before=trace)
    assert done.returncode == 0, done.stderr
    found = filter(None, map(_LINE.match, log.read_text(errors="replace").splitlines()))
    return [Call(one[1], (one[2] or one[3]).removeprefix(f"{site.path}/")) for one in found]


def first(calls: Sequence[Call], name: str, path: str) -> int:
    """Return the place of the first call *name* on a path that, with "/" at its end, begins with *path*."""
    return next(place for place, one in enumerate(calls) if one.name == name and f"{one.path}/".startswith(path))


def is_flushed(calls: Sequence[Call], path: str) -> bool:
    """Return whether everything that *calls* write into the file at *path* is on the disk after them."""
    names = [one.name for one in calls if one.path == path]
    return any("sync" in name for name in names[-1:])


def test_ids_are_on_the_disk_before_a_document_has_them(changed: Folder) -> None:
    calls = calls_of_a_build(changed)
    assert is_flushed(calls[: first(calls, "rename", "public/")], LOG)


def test_the_seal_is_gone_from_the_disk_before_the_store_changes(changed: Folder) -> None:
    calls = calls_of_a_build(changed)
    before = calls[: first(calls, "pwrite64", f"{STORE}/")]
    assert Call("fsync", ".feeds") in before[first(before, "unlink", f"{SEAL}/") :]


@pytest.mark.parametrize("lost", [False, True])
def test_the_copy_of_the_memory_is_on_the_disk_when_the_run_ends(changed: Folder, lost: bool) -> None:
    """Whether lines are added to it, or it is written anew and gets its name then."""
    if lost:
        (changed.path / COPY).unlink()
    calls = calls_of_a_build(changed)
    written = COPY + ".tmp" * lost
    assert Call("write", written) in calls
    assert is_flushed(calls[: first(calls, "rename", f"{written}/")] if lost else calls, written)


@pytest.mark.parametrize("left", [0, 40, 100])
def test_a_seal_of_which_a_part_is_left_says_nothing_against_the_store(changed: Folder, left: int) -> None:
    changed.write("long.md", "---\ndate: 2026-05-09\n---\n" + "## A part\n\nwords of it\n\n" * 5_000)
    changed.build()
    seal, store = changed.path / SEAL, changed.path / STORE
    content = seal.read_bytes()
    assert len(content) > 100
    seal.write_bytes(content[:left])
    assert check_seal(store) == ("unknown", None)
    assert changed.build(LATER).notices == ()
