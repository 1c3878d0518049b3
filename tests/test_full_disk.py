"""Commands that cannot write a file whole, as on a full disk: what was there stays, and nothing half-written does."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.command import run, run_process
from tests.conftest import need
from tests.folder import Folder

SHARED_BY_READERS = 40_000  # bytes: the file in which SQLite has readers share a log takes 32 kB


def room_for(size: int) -> tuple[str, ...]:
    """Return the words before a command that let it write no file of more than *size* bytes."""
    return need("prlimit"), f"--fsize={size}"


@pytest.mark.parametrize(("source", "room"), [("memory.json", 1000), ("state.sqlite3", SHARED_BY_READERS)])
def test_a_copy_that_finds_no_room_does_not_replace_the_memory(
    site: Folder, tmp_path: Path, source: str, room: int
) -> None:
    site.issue()
    site.build()
    saved = str(shutil.copy(site.path / ".feeds" / source, tmp_path))
    before = site.state()
    done = run_process(site, "restore", saved, before=room_for(room))
    assert (done.returncode, done.stderr) == (
        2,
        f".feeds/{source}: cannot be written: File too large (check the permissions and the space on the disk, and "
        "type it again)\n",
    )
    assert site.state() == before
    assert run(site, "restore", saved).returncode == 0


def test_links_that_find_no_room_leave_the_file_of_the_last_export(site: Folder) -> None:
    site.issue()
    site.build()
    lines = "".join(
        f'{{"link":"https://a.example/{n}","to":"https://b.example/{n}","kind":"permanent","checked":"2026-05-01"}}\n'
        for n in range(1000)
    )
    (site.path / "links.jsonl").write_text(lines, encoding="utf-8")
    assert run(site, "links", "--import", "links.jsonl").returncode == 0
    (site.path / "links.jsonl").write_text("before\n", encoding="utf-8")
    done = run_process(site, "links", "--export", "links.jsonl", before=room_for(SHARED_BY_READERS))
    assert (done.returncode, done.stderr) == (
        2, "links.jsonl: cannot be written: File too large (check the permissions and the space on the disk)\n",
    )  # fmt: skip
    assert (site.path / "links.jsonl").read_text(encoding="utf-8") == "before\n"
    assert not (site.path / "links.jsonl.tmp").exists()


def test_links_are_exported_to_standard_output_and_through_a_link(site: Folder, tmp_path: Path) -> None:
    site.issue()
    site.build()
    (site.path / "links.jsonl").symlink_to(tmp_path / "elsewhere.jsonl")
    assert run_process(site, "links", "--export", "/dev/stdout").returncode == 0
    assert run(site, "links", "--export", "links.jsonl").returncode == 0
    assert (site.path / "links.jsonl").is_symlink()
    assert (tmp_path / "elsewhere.jsonl").exists()


def test_a_config_that_finds_no_room_is_not_left_half_written(site: Folder) -> None:
    site.issue()
    site.config.unlink()
    done = run_process(site, "init", "--yes", "--no-topics", before=room_for(50))
    assert (done.returncode, done.stderr.splitlines()[-1]) == (
        2, "feeds.yaml: cannot be written: File too large (check its folder and permissions)",
    )  # fmt: skip
    assert not (site.path / "feeds.yaml").exists()
    assert run(site, "init", "--yes", "--no-topics").returncode == 0
