"""`feeds watch`: saved posts are in the feeds within a second, and SIGTERM ends it."""

from __future__ import annotations

import os
import re
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger
from pytest_httpserver import HTTPServer

from feeds.pipeline.run import Leave
from feeds.schedule import BuildOrders, Watcher, trigger_of
from feeds.store import open_store
from tests.command import run
from tests.folder import CONFIG, ISSUE, Folder
from tests.settings import read_config
from tests.waiting import LIMIT, wait_for
from tests.watching import watching


def save(path: Path, text: str) -> None:
    """Save as careful editors do: beside the file, then over it."""
    beside = path.with_name("." + path.name + ".swp")
    beside.write_text(text, encoding="utf-8")
    os.replace(beside, path)


def test_a_saved_post_is_in_the_feeds_though_no_build_is_due_and_sigterm_ends_it(site: Folder) -> None:
    site.configure(CONFIG + "schedule: {every: 1d}\n")
    site.issue("a.md", "A", "2026-05-01")
    with watching(site, "--verbose") as watch:
        wait_for(lambda: watch.has_said("Files are watched."))
        wait_for(lambda: (site.public / "rss.xml").exists())
        for number in range(3):
            save(site.posts / f"{number}.md", ISSUE.format(title=f"Saved {number}", date="2026-05-02"))
            wait_for(lambda n=number: f"Saved {n}" in (site.public / "rss.xml").read_text())  # type: ignore[misc]
        (site.posts / "0.md").unlink()
        wait_for(lambda: "Withdrawn" in (site.public / "rss.xml").read_text())
        watch.end()


def test_a_config_that_breaks_is_reported_once_and_the_last_good_one_stays(site: Folder) -> None:
    site.issue("a.md", "A", "2026-05-01")
    site.configure(CONFIG + "schedule: {every: 1s}\n")
    fault = "config.yaml:1:1: site must be a block of settings (indent its settings below it)"
    with watching(site, "--quiet") as watch:
        wait_for(lambda: (site.public / "rss.xml").exists())
        site.configure("site: nothing\n")
        wait_for(lambda: watch.has_said(fault))
        site.issue("b.md", "Saved meanwhile", "2026-05-02")
        wait_for(lambda: "Saved meanwhile" in (site.public / "rss.xml").read_text())
        site.configure(CONFIG.replace("The Weekly", "The Monthly") + "schedule: {every: 1s}\n")
        wait_for(lambda: "The Monthly" in (site.public / "rss.xml").read_text())
        watch.end()
        assert watch.lines == [fault]


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


def test_a_config_that_is_broken_at_the_start_ends_it(site: Folder) -> None:
    site.configure("nothing")
    with watching(site) as watch:
        assert watch.process.wait(LIMIT) == 2


@pytest.mark.parametrize(
    ("schedule", "kind"), [({"every": "30s"}, IntervalTrigger), ({"cron": "0 7 * * 1-5"}, CronTrigger)]
)
def test_the_timetable_is_that_of_the_config(schedule: dict[str, str], kind: type) -> None:
    site = {"title": "x", "url": "https://a.example/", "timezone": "Europe/Berlin"}
    trigger = trigger_of(read_config({"site": site, "schedule": schedule}))
    assert isinstance(trigger, kind)
    if isinstance(trigger, CronTrigger):
        saturday = datetime(2026, 5, 2, 12, tzinfo=UTC)
        assert trigger.get_next_fire_time(None, saturday) == datetime(2026, 5, 4, 5, 0, tzinfo=UTC)


def test_a_refusal_is_reported_once_and_watching_continues(site: Folder) -> None:
    for number in range(9):
        site.issue(f"{'old' if number < 5 else 'new'}/{number}.md", f"Issue {number}", f"2026-05-0{number + 1}")
    site.configure(CONFIG + "schedule: {every: 1s}\n")
    site.build(datetime.now(UTC).replace(microsecond=0))
    with watching(site, "--verbose") as watch:
        wait_for(lambda: watch.has_said("Files are watched."))
        (site.posts / "old").rename(site.path / "aside")  # all at once: builds go on meanwhile
        wait_for(lambda: watch.has_said("5 of 9 issues are gone; nothing was written"))
        wait_for(lambda: watch.has_said("The problem remains (build).", 2))
        assert "Withdrawn" not in (site.public / "rss.xml").read_text()
        (site.path / "aside").rename(site.posts / "old")
        site.issue("later.md", "Saved later", "2026-05-20")
        wait_for(lambda: "Saved later" in (site.public / "rss.xml").read_text())
        watch.end()
    assert watch.log_file.read_text(encoding="utf-8").count("5 of 9 issues are gone") == 1


def test_links_are_looked_up_beside_the_builds_and_then_published(site: Folder, httpserver: HTTPServer) -> None:
    short = httpserver.url_for("/s/1")
    httpserver.expect_request("/s/1").respond_with_data(
        "", status=301, headers={"Location": "https://robots.example/9"}
    )
    rules = f"{{allow: [127.0.0.1], shorteners: ['127.0.0.1:{httpserver.port}'], pause: 0s}}"
    site.configure(CONFIG + f"schedule: {{every: 1d}}\nlinks: {rules}\n")
    site.write("a.md", f"---\ntitle: A\ndate: 2026-05-01\n---\n## One\n\nA [robot]({short}).\n")
    with watching(site) as watch:
        wait_for(lambda: (site.public / "sections/rss.xml").exists())
        wait_for(lambda: "https://robots.example/9" in (site.public / "sections/rss.xml").read_text())
        watch.end()
    assert len(httpserver.log) == 1


def test_what_is_allowed_holds_for_the_first_build_alone(site: Folder, caplog: pytest.LogCaptureFixture) -> None:
    site.issue("a.md", "One", "2026-05-01")
    watcher = Watcher(site.config, orders=BuildOrders(leave=Leave(shrink=True)))
    site.build()
    (site.posts / "a.md").unlink()
    watcher._build()
    site.issue("b.md", "Another", "2026-05-02")
    watcher._build()
    (site.posts / "b.md").unlink()
    watcher._build()
    assert caplog.text.count("there are no posts left") == 1
    assert "Another" in site.titles("feed.json")


def test_watch_has_the_options_of_a_build(site: Folder) -> None:
    options = {name: set(re.findall(r"--[a-z-]+", run(site, name, "--help").stdout)) for name in ("build", "watch")}
    assert options["build"] - options["watch"] == {"--dry-run", "--json", "--strict", "--profile"}


def test_a_failed_look_up_does_not_end_those_that_follow(site: Folder, caplog: pytest.LogCaptureFixture) -> None:
    site.configure(CONFIG + "links: {shorteners: ['127.0.0.1:1']}\n")
    site.write("a.md", "---\ntitle: A\ndate: 2026-05-01\n---\n## One\n\nA [robot](http://127.0.0.1:1/s).\n")
    site.build()
    with closing(sqlite3.connect(site.path / ".feeds/state.sqlite3")) as store, store:
        store.execute("UPDATE uses SET url = 'http://[x'")  # which is not foreseen
    (site.path / ".feeds/state.sqlite3.sum").unlink()
    Watcher(site.config)._look_up()
    assert "Traceback" in caplog.text


def test_links_of_a_new_post_are_looked_up_at_once(site: Folder, httpserver: HTTPServer) -> None:
    for number in (1, 2):
        target = f"https://robots.example/{number}"
        httpserver.expect_request(f"/s/{number}").respond_with_data("", status=301, headers={"Location": target})
    rules = f"{{allow: [127.0.0.1], shorteners: ['127.0.0.1:{httpserver.port}'], pause: 0s, every: 1d}}"
    site.configure(CONFIG + f"schedule: {{every: 1d}}\nlinks: {rules}\n")
    feed = site.public / "sections/rss.xml"
    with watching(site) as watch:
        for number in (1, 2):
            body = f"## One\n\nA [robot]({httpserver.url_for(f'/s/{number}')}).\n"
            save(site.posts / f"{number}.md", f"---\ntitle: A\ndate: 2026-05-0{number}\n---\n{body}")
            wait_for(lambda n=number: feed.exists() and f"robots.example/{n}" in feed.read_text())  # type: ignore[misc]
        watch.end()
    assert [request.path for request, _ in httpserver.log] == ["/s/1", "/s/2"]


def test_a_build_is_one_line_with_its_time_and_the_feeds_that_changed(site: Folder) -> None:
    site.issue("a.md", "A", "2026-05-01")
    site.configure(
        CONFIG + "schedule: {every: 1s}\ntopics: [{slug: chips, words: [chip*]}, {slug: tea, words: [tea]}]\n"
    )
    with watching(site) as watch:
        wait_for(lambda: watch.has_said("1 of 1 post read"))
        save(
            site.posts / "b.md", "---\ntitle: B\ndate: 2026-05-02\n---\n## Tea\n\nA cup of tea.\n\n## Milk\n\nWhite.\n"
        )
        wait_for(lambda: watch.has_said("1 of 2 posts read"))
        watch.end()
    times = [line[:19] for line in watch.log_file.read_text(encoding="utf-8").splitlines()]
    assert all(datetime.strptime(time, "%Y-%m-%d %H:%M:%S") for time in times)  # noqa: DTZ007
    start, first, second = (re.sub(r"\d+ files|\d+\.\d\d s", "N", line) for line in watch.lines)
    assert start == (
        "Watching posts/ and config.yaml: a build when a file is saved, and every second; feeds go to public/."
    )
    assert first == (
        "1 of 1 post read, 2 new sections, N changed, in N. Whole issues: 1 new; All sections: 2 new; Chips: 1 new"
    )
    assert second == (
        "1 of 2 posts read, 2 new sections, N changed, in N. Whole issues: 1 new; All sections: 2 new; Tea: 1 new"
    )


def test_a_first_run_that_finds_nothing_to_do_is_a_line(site: Folder) -> None:
    site.issue("a.md", "A", "2026-05-01")
    site.build()
    with watching(site, "--offline") as watch:
        wait_for(lambda: watch.has_said("Nothing changed in 1 post."))
        watch.end()
    assert len(watch.lines) == 2


def test_the_log_can_be_read_by_programs(site: Folder) -> None:
    site.issue("a.md", "A", "2026-05-01")
    site.write("b.md", "---\ntitle: [b\n---\n")
    with watching(site, "--log-format", "json", "--verbose") as watch:
        wait_for(lambda: watch.has_said("Files are watched."))
        wait_for(lambda: watch.has_said("Written: index.html"))
        watch.end()
    records = {record["message"].partition(":")[0]: record for record in watch.records}
    problem, (build,) = records["posts/b.md"], [record for record in watch.records if "feeds" in record]
    assert (problem["level"], problem["logger"], problem["path"], problem["line"]) == (
        "warning", "feeds.watch", "posts/b.md", 3,
    )  # fmt: skip
    assert (build["level"], build["posts"], build["read"]) == ("info", 2, 2)
    assert [(feed["path"], feed["new"]) for feed in build["feeds"]] == [("", 1), ("sections/", 2)]
    assert build["files"] == sum(record["message"].startswith("Written: ") for record in watch.records)
    assert all(datetime.fromisoformat(record["time"]).tzinfo for record in watch.records)


def test_a_problem_is_reported_once_while_it_lasts(site: Folder) -> None:
    site.write("b.md", "---\ntitle: [b\n---\n")
    site.configure(CONFIG + "schedule: {every: 1d}\n")
    with watching(site, "--verbose") as watch:
        wait_for(lambda: watch.has_said("Files are watched."))
        wait_for(lambda: watch.has_said("posts/b.md:3:"))  # by the first build, which would read what comes next, too
        for number in range(3):
            site.issue(f"{number}.md", f"Issue {number}", f"2026-05-0{number + 1}")
            wait_for(lambda n=number: watch.has_said(f"1 of {n + 2} posts read"))  # type: ignore[misc]
        assert watch.log_file.read_text(encoding="utf-8").count("posts/b.md:3:") == 1
        (site.posts / "b.md").write_text("---\ntitle: b\ndate: 2026-05-04\n---\nx\n", encoding="utf-8")
        wait_for(lambda: watch.has_said("Saved: b.md"))
        wait_for(lambda: "<title>b</title>" in (site.public / "rss.xml").read_text())
        (site.posts / "b.md").write_text("---\ntitle: [b\n---\n", encoding="utf-8")
        wait_for(lambda: watch.has_said("posts/b.md:3:", 2))  # it was solved, and is news again
        watch.end()


def test_another_run_at_work_is_reported_once_and_then_tried_again(site: Folder) -> None:
    site.configure(CONFIG + "schedule: {every: 1s}\n")
    site.issue("a.md", "A", "2026-05-01")
    site.build(datetime.now(UTC).replace(microsecond=0))
    with watching(site, "--verbose") as watch:
        wait_for(lambda: watch.has_said("Files are watched."))
        with open_store(site.path / ".feeds/state.sqlite3"):
            site.issue("b.md", "Saved meanwhile", "2026-05-02")
            wait_for(lambda: watch.has_said("another run is at work here"))
            wait_for(lambda: watch.has_said("The problem remains (build)."))
        wait_for(lambda: "Saved meanwhile" in (site.public / "rss.xml").read_text())
        watch.end()
    assert watch.log_file.read_text(encoding="utf-8").count("another run is at work here") == 1
