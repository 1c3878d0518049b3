"""`feeds watch`: saved posts are in the feeds within a second, and it ends when it is told to."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger
from pytest_httpserver import HTTPServer

from feeds.config import Config
from feeds.schedule import Watcher, timetable
from tests.folder import CONFIG, ISSUE, Folder
from tests.waiting import LIMIT, wait_for


@contextmanager
def watching(site: Folder) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "feeds", "watch"]
    with (site.path / "errors.txt").open("wb") as errors:
        process = subprocess.Popen(command, cwd=site.path, stdout=subprocess.DEVNULL, stderr=errors)
    try:
        yield process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            process.wait(LIMIT)


def errors_of(site: Folder) -> list[str]:
    """Return the lines that `feeds watch` has printed to standard error so far."""
    return (site.path / "errors.txt").read_text(encoding="utf-8").splitlines()


def wait_until_watched(site: Folder) -> None:
    """Save a post until that is noticed: the watcher of files starts some time after the first build."""

    def noticed() -> bool:
        save(site.posts / "probe.md", ISSUE.format(title="Noticed", date="2026-04-01"))
        return "Noticed" in (site.public / "rss.xml").read_text()

    wait_for(noticed, every=0.2)


def save(path: Path, text: str) -> None:
    """Save as careful editors do: beside the file, then over it."""
    beside = path.with_name("." + path.name + ".swp")
    beside.write_text(text, encoding="utf-8")
    os.replace(beside, path)


def test_saved_posts_are_in_the_feeds_within_a_second_and_sigterm_ends_it(site: Folder) -> None:
    site.issue("a.md", "A", "2026-05-01")
    with watching(site) as process:
        wait_for(lambda: (site.public / "rss.xml").exists())
        wait_until_watched(site)
        took = []
        for number in range(3):
            save(site.posts / f"{number}.md", ISSUE.format(title=f"Saved {number}", date="2026-05-02"))
            took.append(wait_for(lambda n=number: f"Saved {n}" in (site.public / "rss.xml").read_text()))  # type: ignore[misc]
        (site.posts / "0.md").unlink()
        took.append(wait_for(lambda: "Withdrawn" in (site.public / "rss.xml").read_text()))
        assert sorted(took)[1] < 1, took  # the machine may be busy once
        process.send_signal(signal.SIGTERM)
        assert process.wait(LIMIT) == 0


def test_a_config_that_breaks_is_told_once_and_the_last_good_one_stays(site: Folder) -> None:
    site.issue("a.md", "A", "2026-05-01")
    site.configure(CONFIG + "schedule: {every: 1s}\n")
    with watching(site) as process:
        wait_for(lambda: (site.public / "rss.xml").exists())
        site.configure("site: nothing\n")
        wait_for(lambda: errors_of(site) != [])
        site.issue("b.md", "Saved meanwhile", "2026-05-02")
        wait_for(lambda: "Saved meanwhile" in (site.public / "rss.xml").read_text())
        site.configure(CONFIG.replace("The Weekly", "The Monthly") + "schedule: {every: 1s}\n")
        wait_for(lambda: "The Monthly" in (site.public / "rss.xml").read_text())
        process.send_signal(signal.SIGTERM)
        assert process.wait(LIMIT) == 0
    assert errors_of(site) == ["config.yaml:1:1: site must be a block of settings (indent its settings below it)"]


@pytest.mark.slow
@pytest.mark.parametrize("built_before", [False, True])
def test_an_issue_that_comes_due_is_published_by_itself(site: Folder, built_before: bool) -> None:
    due = datetime.now(UTC) + timedelta(seconds=6)
    site.issue("a.md", "A", "2026-05-01")
    site.issue("b.md", "Due", due.strftime("%Y-%m-%d %H:%M:%S"))
    site.configure(CONFIG + "schedule: {every: 1d}\n")
    if built_before:
        site.build(datetime.now(UTC).replace(microsecond=0))
    with watching(site):
        wait_for(lambda: (site.public / "rss.xml").exists())
        wait_for(lambda: "Due" in (site.public / "rss.xml").read_text())
        assert datetime.now(UTC) >= due - timedelta(seconds=1)


def test_a_config_that_is_broken_to_begin_with_ends_it(site: Folder) -> None:
    site.configure("nothing")
    with watching(site) as process:
        assert process.wait(LIMIT) == 2


@pytest.mark.parametrize(
    ("schedule", "kind"), [({"every": "30s"}, IntervalTrigger), ({"cron": "0 7 * * 1-5"}, CronTrigger)]
)
def test_the_timetable_is_that_of_the_config(schedule: dict[str, str], kind: type) -> None:
    site = {"title": "x", "url": "https://a.example/", "timezone": "Europe/Berlin"}
    trigger = timetable(Config.model_validate({"site": site, "schedule": schedule}))
    assert isinstance(trigger, kind)
    if isinstance(trigger, CronTrigger):
        saturday = datetime(2026, 5, 2, 12, tzinfo=UTC)
        assert trigger.get_next_fire_time(None, saturday) == datetime(2026, 5, 4, 5, 0, tzinfo=UTC)


def test_what_is_refused_is_told_and_watching_goes_on(site: Folder) -> None:
    for number in range(8):
        site.issue(f"{number}.md", f"Issue {number + 1}", f"2026-05-0{number + 1}")
    site.configure(CONFIG + "schedule: {every: 1s}\n")
    site.build(datetime.now(UTC).replace(microsecond=0))
    with watching(site) as process:
        site.issue("8.md", "Issue 9", "2026-05-09")
        wait_for(lambda: "Issue 9" in (site.public / "rss.xml").read_text())
        gone = take_away_five(site)
        wait_for(lambda: any("5 of 9 issues are gone" in line for line in errors_of(site)))
        assert "Withdrawn" not in (site.public / "rss.xml").read_text()
        for path, content in gone.items():
            path.write_bytes(content)
        site.issue("later.md", "Saved later", "2026-05-20")
        wait_for(lambda: "Saved later" in (site.public / "rss.xml").read_text())
        process.send_signal(signal.SIGTERM)
        assert process.wait(LIMIT) == 0
    assert "\n".join(errors_of(site)).count("5 of 9 issues are gone; nothing was written") == 1


def test_what_is_refused_again_and_again_is_told_once(site: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    for number in range(9):
        site.issue(f"{number}.md", f"Issue {number + 1}", f"2026-05-0{number + 1}")
    site.build(datetime.now(UTC).replace(microsecond=0))
    take_away_five(site)
    watcher = Watcher(site.config, tell=lambda report: None)
    for _ in range(4):
        watcher._build()
    assert capsys.readouterr().err.count("5 of 9 issues are gone; nothing was written") == 1
    assert "Withdrawn" not in (site.public / "rss.xml").read_text()


def take_away_five(site: Folder) -> dict[Path, bytes]:
    """Remove five posts and return them."""
    gone = {path: path.read_bytes() for path in sorted(site.posts.iterdir())[:5]}
    for path in gone:
        path.unlink()
    return gone


def test_links_are_looked_up_beside_the_builds_and_get_better_by_themselves(
    site: Folder, httpserver: HTTPServer
) -> None:
    short = httpserver.url_for("/s/1")
    httpserver.expect_request("/s/1").respond_with_data(
        "", status=301, headers={"Location": "https://robots.example/9"}
    )
    rules = f"{{allow: [127.0.0.1], shorteners: ['127.0.0.1:{httpserver.port}'], pause: 0s}}"
    site.configure(CONFIG + f"schedule: {{every: 1d}}\nlinks: {rules}\n")
    site.write("a.md", f"---\ntitle: A\ndate: 2026-05-01\n---\n## One\n\nA [robot]({short}).\n")
    with watching(site) as process:
        wait_for(lambda: (site.public / "sections/rss.xml").exists())
        wait_for(lambda: "https://robots.example/9" in (site.public / "sections/rss.xml").read_text())
        process.send_signal(signal.SIGTERM)
        assert process.wait(LIMIT) == 0
    assert len(httpserver.log) == 1


def test_a_fault_of_one_look_for_links_does_not_end_those_that_follow(
    site: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    site.configure(CONFIG + "links: {shorteners: ['127.0.0.1:1']}\n")
    site.write("a.md", "---\ntitle: A\ndate: 2026-05-01\n---\n## One\n\nA [robot](http://127.0.0.1:1/s).\n")
    site.build()
    with closing(sqlite3.connect(site.path / ".feeds/state.sqlite3")) as store, store:
        store.execute("UPDATE uses SET url = 'http://[x'")  # which nobody foresees
    Watcher(site.config, tell=lambda report: None)._look_up()
    assert "Traceback" in capsys.readouterr().err


def test_links_of_a_new_post_are_looked_up_at_once(site: Folder, httpserver: HTTPServer) -> None:
    for number in (1, 2):
        target = f"https://robots.example/{number}"
        httpserver.expect_request(f"/s/{number}").respond_with_data("", status=301, headers={"Location": target})
    rules = f"{{allow: [127.0.0.1], shorteners: ['127.0.0.1:{httpserver.port}'], pause: 0s, every: 1d}}"
    site.configure(CONFIG + f"schedule: {{every: 1d}}\nlinks: {rules}\n")
    feed = site.public / "sections/rss.xml"
    with watching(site) as process:
        for number in (1, 2):
            body = f"## One\n\nA [robot]({httpserver.url_for(f'/s/{number}')}).\n"
            save(site.posts / f"{number}.md", f"---\ntitle: A\ndate: 2026-05-0{number}\n---\n{body}")
            wait_for(lambda n=number: feed.exists() and f"robots.example/{n}" in feed.read_text())  # type: ignore[misc]
        process.send_signal(signal.SIGTERM)
        assert process.wait(LIMIT) == 0
    assert [request.path for request, _ in httpserver.log] == ["/s/1", "/s/2"]
