"""`feeds watch` as a service: it notifies the service manager, rebuilds on SIGHUP, and outlasts what disappears."""

from __future__ import annotations

import gc
import json
import os
import re
import signal
import socket
import sys
import urllib.error
import urllib.request
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from feeds.schedule import Watcher
from feeds.schedule.mounts import kind_of
from tests.command import run
from tests.conftest import need
from tests.folder import CONFIG, Folder
from tests.managing import managing
from tests.waiting import LIMIT, wait_for
from tests.watching import Watching, watching

EVERY_DAY = CONFIG + "schedule: {every: 1d}\n"


def health(site: Folder) -> dict[str, Any]:
    try:
        values: dict[str, Any] = json.loads((site.path / ".feeds/health.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {"ok": None, "last_build": None, "last_error": None}
    return values


def faketime() -> str:
    """Return the library that lets a process see another clock, or skip the test."""
    need("faketime")
    (library,) = Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1")
    return str(library)


def test_a_service_manager_hears_of_the_start_signs_of_life_and_the_end(
    site: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.issue()
    site.configure(EVERY_DAY)
    monkeypatch.setenv("WATCHDOG_USEC", "400000")
    with managing(monkeypatch, str(tmp_path / "notify")) as manager, watching(site, "--offline") as watch:
        wait_for(lambda: manager.has_heard("READY=1"))
        wait_for(lambda: manager.has_heard("WATCHDOG=1", 3))
        watch.end()
        assert manager.has_heard("STOPPING=1")


def test_a_socket_may_have_no_file_and_without_a_watchdog_there_are_no_signs_of_life(
    site: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.issue()
    with managing(monkeypatch, f"@feeds-test-{os.getpid()}") as manager, watching(site, "--offline") as watch:
        wait_for(lambda: manager.has_heard("READY=1"))
        watch.end()
        assert manager.has_heard("STOPPING=1")
        assert "WATCHDOG=1" not in manager.heard


def test_a_service_manager_that_is_gone_ends_nothing(
    site: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.issue()
    monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "nobody"))
    with watching(site, "--offline") as watch:
        wait_for(lambda: (site.public / "rss.xml").exists())
        watch.end()


def test_sighup_reads_every_post_again(site: Folder) -> None:
    site.issue("a.md", "A", "2026-05-01")
    site.issue("b.md", "B", "2026-05-02")
    site.configure(EVERY_DAY)
    with watching(site, "--offline") as watch:
        for times in (1, 2, 3):
            wait_for(lambda n=times: watch.has_said("2 of 2 posts read", n))  # type: ignore[misc]
            watch.process.send_signal(signal.SIGHUP)
        wait_for(lambda: watch.has_said("2 of 2 posts read", 4))
        watch.end()


def test_a_post_directory_that_comes_back_is_watched_again(site: Folder) -> None:
    outside = site.path.parent / "elsewhere"
    site.configure(EVERY_DAY + "posts: {directory: ../elsewhere}\n")
    site.issue("a.md", "A", "2026-05-01")
    site.posts.rename(outside)
    with watching(site, "--offline", "--verbose") as watch:
        wait_for(lambda: watch.has_said("Files are watched."))
        wait_for(lambda: (site.public / "rss.xml").exists())
        outside.rename(site.path.parent / "aside")
        wait_for(lambda: watch.has_said("the post directory cannot be read"))
        wait_for(lambda: health(site)["ok"] is False)
        wait_for(lambda: watch.has_said("Files are watched.", 2))
        (site.path.parent / "aside").rename(outside)
        wait_for(lambda: watch.has_said("Files are watched.", 3))
        site.posts = outside
        site.issue("b.md", "Saved later", "2026-05-02")
        wait_for(lambda: "Saved later" in (site.public / "rss.xml").read_text())
        wait_for(lambda: health(site)["ok"] is True)
        watch.end()


def test_a_post_directory_that_the_config_names_later_is_watched(site: Folder) -> None:
    site.configure(EVERY_DAY)
    site.issue("a.md", "A", "2026-05-01")
    with watching(site, "--offline", "--verbose") as watch:
        wait_for(lambda: watch.has_said("Files are watched."))
        site.posts = site.path.parent / "elsewhere"
        site.issue("a.md", "A", "2026-05-01")
        site.configure(EVERY_DAY + "posts: {directory: ../elsewhere}\n")
        wait_for(lambda: watch.has_said("Files are watched.", 2))
        site.issue("b.md", "Saved later", "2026-05-02")
        wait_for(lambda: "Saved later" in (site.public / "rss.xml").read_text())
        watch.end()


def test_files_that_nothing_reports_are_polled(site: Folder) -> None:
    site.configure(CONFIG + "schedule: {every: 1d, poll: always}\n")
    site.issue("a.md", "A", "2026-05-01")
    with watching(site, "--offline", "--verbose") as watch:
        wait_for(lambda: watch.has_said("Files are watched."))
        wait_for(lambda: (site.public / "rss.xml").exists())
        site.issue("b.md", "Saved later", "2026-05-02")
        wait_for(lambda: "Saved later" in (site.public / "rss.xml").read_text())
        site.configure(CONFIG.replace("The Weekly", "The Monthly") + "schedule: {every: 1d, poll: always}\n")
        wait_for(lambda: "The Monthly" in (site.public / "rss.xml").read_text())
        watch.end()


@pytest.mark.parametrize(
    ("path", "kind"),
    [("/srv/posts", "ext4"), ("/srv/a b/posts", "nfs4"), ("/srv/a bc", "ext4"), ("/work/x", "fuse.sshfs")],
)
def test_the_kind_of_a_drive_is_that_of_the_last_and_deepest_mount(path: str, kind: str) -> None:
    mounts = (
        "22 1 8:1 / / rw,noatime shared:1 - ext4 /dev/sda1 rw\n"
        "30 22 0:40 / /srv/a\\040b rw shared:2 master:1 - nfs4 host:/posts rw\n"
        "31 22 0:41 / /work rw - tmpfs tmpfs rw\n"
        "32 22 0:42 / /work rw - fuse.sshfs host: rw\n"
    )
    assert kind_of(path, mounts) == kind
    assert kind_of(path, "what is this\n\n") == ""


def test_health_has_the_last_build_the_last_error_and_what_is_due_next(site: Folder) -> None:
    site.configure(EVERY_DAY)
    site.issue("a.md", "A", "2026-05-01")
    with watching(site, "--offline") as watch:
        wait_for(lambda: health(site)["last_build"] is not None)
        now = health(site)
        assert (now["pid"], now["ok"], now["last_error"]) == (watch.process.pid, True, None)
        assert now["last_build"]["posts"] == 1
        assert datetime.fromisoformat(now["next_due"]) > datetime.fromisoformat(now["last_build"]["at"])
        site.configure("site: nothing\n")
        wait_for(lambda: health(site)["ok"] is False)
        error = health(site)["last_error"]
        assert (error["source"], error["lasts"]) == ("config", True)
        assert error["message"].startswith("config.yaml:1:1: site")
        site.configure(EVERY_DAY)
        wait_for(lambda: health(site)["ok"] is True)
        assert health(site)["last_error"] == {**error, "lasts": False, "at": health(site)["last_error"]["at"]}
        watch.end()


def ask(watch: Watching, path: str = "/health", host: str = "") -> tuple[int, Any]:
    """Return the status and the values of the answer to a request for *path*."""
    (address,) = re.findall(r"http://127\.0\.0\.1:\d+", watch.log_file.read_text(encoding="utf-8"))
    request = urllib.request.Request(address + path, headers={"Host": host} if host else {})
    try:
        with urllib.request.urlopen(request, timeout=LIMIT) as response:
            return response.status, json.load(response)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.load(error)


def test_monitoring_that_asks_is_answered_with_200_or_503(site: Folder) -> None:
    site.configure("site: nothing\n")
    site.configure(EVERY_DAY)
    site.issue("a.md", "A", "2026-05-01")
    with watching(site, "--offline", "--health", "0") as watch:
        wait_for(lambda: watch.has_said("Health is reported at"))
        wait_for(lambda: ask(watch)[0] == 200)
        assert ask(watch)[1] == health(site)
        site.configure("site: nothing\n")
        wait_for(lambda: ask(watch)[0] == 503)
        assert ask(watch)[1]["last_error"]["source"] == "config"
        site.configure(EVERY_DAY)
        wait_for(lambda: ask(watch)[0] == 200)
        assert ask(watch, "/") == (404, {})
        assert ask(watch, host="evil.example") == (421, {})
        watch.end()


def test_a_watcher_is_not_well_before_its_first_build_and_when_builds_are_late(site: Folder) -> None:
    site.configure(CONFIG + "schedule: {cron: 0 7 * * 1}\n")
    site.issue("a.md", "A", "2026-05-01")
    watcher = Watcher(site.config, offline=True)
    assert (watcher.find_health().ok, watcher.find_health().late) == (False, False)
    watcher._build()
    assert watcher.find_health().ok
    watcher._sign.moment -= timedelta(days=8)
    assert watcher.find_health().ok  # the clock was set
    watcher._sign.steady -= 8 * 86400
    assert (watcher.find_health().ok, watcher.find_health().late) == (False, True)
    watcher._go_on("Reading posts")  # a build that takes long is not late
    assert watcher.find_health().ok


def test_a_port_for_health_that_is_taken_is_named(site: Folder) -> None:
    site.issue()
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = run(site, "watch", "--offline", "--health", str(port))
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1].startswith(f"127.0.0.1:{port}: cannot be used: ")
    assert run(site, "watch", "--health", "70000").returncode == 2


def test_sigterm_during_a_build_lets_it_end(site: Folder) -> None:
    site.configure(CONFIG + "publish: {after: 'touch begun; while test -e slow; do sleep 0.05; done; touch ended'}\n")
    site.issue()
    (site.path / "slow").touch()
    with watching(site, "--offline") as watch:
        wait_for(lambda: (site.path / "begun").exists())
        watch.process.send_signal(signal.SIGTERM)
        (site.path / "slow").unlink()
        assert watch.process.wait(LIMIT) == 0
    assert (site.path / "ended").exists()
    assert run(site, "build", now=datetime.now(UTC).timestamp()).returncode == 0
    assert not watch.has_said("publish.after failed")


def test_a_clock_that_is_set_back_delays_no_build(
    site: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (clock := tmp_path / "clock").write_text("+0")
    for name, value in {
        "LD_PRELOAD": faketime(),
        "FAKETIME_TIMESTAMP_FILE": str(clock),
        "FAKETIME_NO_CACHE": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        "WATCHDOG_USEC": "1000000",
        "NOTIFY_SOCKET": str(tmp_path / "nobody"),
    }.items():
        monkeypatch.setenv(name, value)
    site.configure(CONFIG + "schedule: {every: 1s, poll: never}\n")
    site.issue("a.md", "A", "2026-05-01")
    with watching(site, "--offline", "--verbose") as watch:
        wait_for(lambda: watch.has_said("Nothing changed", 2))
        (tmp_path / "later").write_text("-2h")
        os.replace(tmp_path / "later", clock)
        wait_for(lambda: watch.has_said("The clock was set back"))
        seen = watch.log_file.read_text().count("Nothing changed")
        wait_for(lambda: watch.has_said("Nothing changed", seen + 3))
        watch.end()


def test_memory_does_not_grow_with_builds(site: Folder) -> None:
    """Figures of 10,000 builds are in docs/performance.md."""
    site.configure(EVERY_DAY)
    watcher, counts = Watcher(site.config, offline=True), []
    for number in range(45):
        site.issue(f"{number % 3}.md", f"Issue {number}", "2026-05-01")
        watcher._build()
        if number in (14, 44):
            gc.collect()
            counts.append((len(gc.get_objects()), sys.getallocatedblocks()))
    (objects, blocks), (objects_then, blocks_then) = counts
    assert objects_then - objects < 15
    assert blocks_then - blocks < 30 * 15  # Python and libraries fill caches that have a limit


def test_a_build_that_failed_is_tried_again_by_itself(site: Folder) -> None:
    site.configure(EVERY_DAY)
    site.issue()
    (site.public / "index.html").mkdir(parents=True)
    with watching(site, "--offline") as watch:
        wait_for(lambda: watch.has_said("public/index.html: cannot be written"))
        wait_for(lambda: health(site)["ok"] is False)
        (site.public / "index.html").rmdir()
        wait_for(lambda: health(site)["ok"] is True)
        assert (site.public / "index.html").is_file()
        watch.end()
