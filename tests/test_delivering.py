"""`publish.after`: a command is handed the files that a build wrote, until it succeeds."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from feeds.freshness import report_of
from feeds.stillness import recall
from tests.command import run, run_process
from tests.folder import CONFIG, NOW, Folder
from tests.managing import managing
from tests.waiting import LIMIT, wait_for
from tests.watching import watching

LOOK_UP = """
from pathlib import Path
from feeds.store import open_store
with open_store(Path(".feeds/state.sqlite3")) as store:
    store.web.add_to_queue(["one"])
"""
NOTE = "cat >> handed.txt; echo . >> runs.txt"


def configure(site: Folder, command: str, more: str = "") -> None:
    site.configure(CONFIG + f"publish: {{after: {json.dumps(command)}}}\n{more}")


def handed(site: Folder) -> list[str]:
    """Return the lines that the command was handed so far, and forget them."""
    file = site.path / "handed.txt"
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    file.unlink(missing_ok=True)
    return lines


def files(site: Folder) -> list[str]:
    return sorted(path.relative_to(site.public).as_posix() for path in site.public.rglob("*") if path.is_file())


def test_a_command_is_handed_the_files_that_a_build_wrote(site: Folder) -> None:
    configure(site, NOTE)
    site.issue()
    assert site.build().delivered
    assert handed(site) == files(site)
    site.issue("b.md", "Second", "2026-05-08")
    report = site.build()
    assert handed(site) == sorted(report.written)
    site.build(fresh=True)
    assert handed(site) == []
    assert (site.path / "runs.txt").read_text() == ".\n.\n"


def test_a_command_that_fails_is_reported_and_handed_the_same_files_again(site: Folder) -> None:
    configure(site, "test -e ready || { echo no route to host; exit 7; }; " + NOTE)
    site.issue()
    for _ in range(2):
        done = run(site, "build", "--quiet")
        assert done.returncode == 1
        assert "config.yaml: publish.after failed: exit code 7: no route to host (the next build" in done.stderr
    site.issue("b.md", "Second", "2026-05-08")
    assert run(site, "build").returncode == 1
    (site.path / "ready").touch()
    done = run(site, "build", "--quiet")
    assert (done.returncode, done.stderr) == (0, "")
    assert handed(site) == files(site)
    assert run(site, "build").returncode == 0
    assert handed(site) == []


def test_files_of_a_run_that_was_killed_are_handed_over_by_the_next_one(site: Folder) -> None:
    configure(site, "test -e ready || { kill -9 $PPID; exit; }; " + NOTE)
    site.issue()
    assert run_process(site, "build").returncode == -signal.SIGKILL
    (site.path / "ready").touch()
    assert run(site, "build").returncode == 0
    assert handed(site) == files(site)


def test_files_of_a_run_that_could_not_write_all_are_handed_over(site: Folder) -> None:
    configure(site, NOTE)
    site.issue()
    (site.public / "index.html").mkdir(parents=True)
    assert run(site, "build").returncode == 2
    (site.public / "index.html").rmdir()
    assert run(site, "build").returncode == 0
    assert handed(site) == files(site)


def test_a_dry_run_hands_nothing_over(site: Folder) -> None:
    configure(site, NOTE)
    site.issue()
    site.build(dry=True)
    assert handed(site) == []


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"paths": 5, "writing": false}'])
def test_a_note_that_is_damaged_hands_everything_over(site: Folder, damage: str) -> None:
    site.issue()
    site.build()
    (site.path / ".feeds/after.json").write_text(damage)
    configure(site, NOTE)
    site.build()
    assert handed(site) == files(site)


def test_what_a_command_prints_is_no_output_of_a_build(site: Folder) -> None:
    configure(site, "cat; echo done >&2")
    site.issue()
    done = run_process(site, "build", "--json")
    assert json.loads(done.stdout)["delivered"] is True
    assert done.stderr == ""


def test_watch_tries_again_and_its_health_says_so(site: Folder) -> None:
    configure(site, f"test -e ready || exit 3; {NOTE}", "schedule: {every: 1s}\n")
    site.issue()
    with watching(site, "--offline") as watch:
        wait_for(lambda: watch.has_said("publish.after failed: exit code 3"))
        health = site.path / ".feeds/health.json"
        wait_for(lambda: health.exists() and not json.loads(health.read_text())["ok"])
        (site.path / "ready").touch()
        wait_for(lambda: (site.path / "runs.txt").exists())
        wait_for(lambda: json.loads(health.read_text())["ok"])
        watch.end()
    assert handed(site) == files(site)


def test_a_command_runs_in_the_folder_of_the_config(site: Folder) -> None:
    configure(site, "pwd > where.txt")
    site.issue()
    site.build()
    assert os.path.samefile((site.path / "where.txt").read_text().strip(), site.path)


def is_running(pid: int) -> bool:
    """Return whether process *pid* is alive; one that nobody waits for is not."""
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii") as file:
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.mark.parametrize("trap", ["", "trap '' TERM; "])
def test_a_command_that_takes_too_long_ends_with_all_that_it_started(site: Folder, trap: str) -> None:
    command = f"test -e ready || {{ {trap}sleep 600 & echo $! $$ > pids; echo connecting; wait; sleep 600; }}; {NOTE}"
    site.configure(CONFIG + f"publish: {{after: {json.dumps(command)}, after_timeout: 1s}}\n")
    site.issue()
    done = run(site, "build", "--quiet")
    assert (done.returncode, done.stderr.count("publish.after failed: ended after 1 seconds: connecting")) == (1, 1)
    pids = [int(pid) for pid in (site.path / "pids").read_text().split()]
    wait_for(lambda: not any(map(is_running, pids)))
    (site.path / "ready").touch()
    assert run(site, "build").returncode == 0
    assert handed(site) == files(site)


def test_a_command_that_leaves_a_process_behind_is_done_when_it_ends_itself(site: Folder) -> None:
    configure(site, "sleep 600 & echo $! > pid; echo started")
    site.issue()
    assert site.build().delivered
    os.kill(int((site.path / "pid").read_text()), signal.SIGKILL)


def test_an_interrupted_build_ends_its_command(site: Folder) -> None:
    configure(site, "echo $$ > pid; exec sleep 600")
    site.issue()
    with subprocess.Popen([sys.executable, "-m", "feeds", "build"], cwd=site.path) as build:
        wait_for(lambda: (site.path / "pid").exists() and (site.path / "pid").read_text().endswith("\n"))
        build.send_signal(signal.SIGINT)
        build.wait(LIMIT)
    assert not is_running(int((site.path / "pid").read_text()))


def test_a_service_manager_sees_that_a_command_goes_on(
    site: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    configure(site, "test -e ready || { touch begun; while ! test -e ready; do sleep 0.05; done; }")
    site.issue()
    monkeypatch.setenv("WATCHDOG_USEC", "400000")
    with managing(monkeypatch, str(tmp_path / "notify")) as manager, watching(site, "--offline") as watch:
        wait_for(lambda: (site.path / "begun").exists())
        heard = manager.count("WATCHDOG=1")
        wait_for(lambda: manager.has_heard("WATCHDOG=1", heard + 3))
        (site.path / "ready").touch()
        watch.end()


@pytest.mark.parametrize("meanwhile", [True, False])
def test_links_that_were_looked_up_while_it_was_run_are_not_missed(site: Folder, meanwhile: bool) -> None:
    (site.path / "look.py").write_text(LOOK_UP)
    configure(site, f"test {int(meanwhile)} = 0 || {sys.executable} look.py")
    site.issue()
    assert site.build().delivered
    report = report_of(recall(str(site.config), NOW.timestamp()))
    assert (report is None) == meanwhile
