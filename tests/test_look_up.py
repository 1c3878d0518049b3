"""Links are resolved between two builds: politely, for good, and without being announced."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import feedparser
import pytest
from bs4 import BeautifulSoup
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from feeds.cli import main
from feeds.lookups import FailedAddress, LookUpReport, look_up
from feeds.lookups.tasks import LookUpBudget, gather_tasks
from feeds.pipeline.run import Leave
from feeds.site import open_site
from feeds.store import open_store, view_store
from tests.command import run, run_process
from tests.flattening import PAGE
from tests.folder import CONFIG, NOW, Folder
from tests.waiting import LIMIT, wait_for

ISSUE = """\
---
title: {title}
date: {date}
{link}---
## Robots

A [robot]({robot}) that walks, and [one](https://www.google.com/url?q=https://robots.example/two%3Fa%3D1) that does not.

## Chips

A [chip](https://chips.example/1?utm_source=weekly&b=%20) that sleeps.
"""


@pytest.fixture
def site(tmp_path: Path, httpserver: HTTPServer) -> Folder:
    return Folder(tmp_path / "site", config(httpserver))


def config(server: HTTPServer, more: str = "", links: str = "") -> str:
    rules = f"allow: [127.0.0.1], shorteners: ['127.0.0.1:{server.port}'], pause: 0s, ports: [80]"
    topics = "topics:\n- {slug: robots, headings: [Robots]}\n- {slug: chips, headings: [Chips]}\n"
    return f"{CONFIG}links: {{{rules}{links and ', ' + links}}}\n{topics}{more}"


def write(
    site: Folder, robot: str, name: str = "a.md", title: str = "A", date: str = "2026-05-01", link: str = ""
) -> None:
    site.write(name, ISSUE.format(title=title, date=date, robot=robot, link=f"link: {link}\n" if link else ""))


def look(site: Folder, now: object = NOW, **options: bool) -> LookUpReport:
    return look_up(open_site(site.config), now, **options)  # type: ignore[arg-type]


def lead(server: HTTPServer, path: str, to: str, status: int = 301) -> str:
    """Have the shortener lead from *path* to an address, and return the short link."""
    server.expect_request(path).respond_with_data("", status=status, headers={"Location": to})
    return server.url_for(path)


def item(site: Folder, title: str) -> dict[str, str]:
    return next(item for item in site.items() if item["title"] == title)


def test_a_build_after_a_look_up_has_the_originals_and_announces_nothing(site: Folder, httpserver: HTTPServer) -> None:
    write(site, lead(httpserver, "/s/1", "https://robots.example/one?utm_medium=mail"))
    site.build()
    before, marks = site.items(), site.marks()
    assert httpserver.log == []  # a build makes no requests
    assert item(site, "Robots")["external_url"] == httpserver.url_for("/s/1")
    assert "https://robots.example/two?a=1" in item(site, "Robots")["content_html"]
    assert item(site, "Chips")["external_url"] == "https://chips.example/1?b=%20"

    report = look(site)
    assert (report.asked, report.resolved, report.left) == (1, 1, 0)
    later = NOW + timedelta(days=1)
    site.build(later)
    robots = item(site, "Robots")
    assert robots["external_url"] == "https://robots.example/one"
    assert "/s/1" not in robots["content_html"]
    assert [(one["id"], one["date_published"], one["date_modified"]) for one in site.items()] == [
        (one["id"], one["date_published"], one["date_modified"]) for one in before
    ]
    changed = {path for path, mark in site.marks().items() if marks[path] != mark}
    assert "topics/robots/feed.json" in changed
    assert not any(path.startswith("topics/chips/") for path in changed)
    assert site.build(later).written == ()


def test_fresh_builds_and_stores_give_the_same_bytes(site: Folder, httpserver: HTTPServer, tmp_path: Path) -> None:
    write(site, lead(httpserver, "/s/1", "https://robots.example/one"))
    site.build()
    look(site)
    site.build()
    tree = site.tree()
    site.build(fresh=True)
    assert site.tree() == tree
    file = tmp_path / "links.jsonl"
    assert main(["links", "--export", str(file), "-c", str(site.config), "-q"]) == 0
    other = Folder(tmp_path / "other", site.config.read_text())
    write(other, httpserver.url_for("/s/1"))
    asked = len(httpserver.log)
    assert main(["links", "--import", str(file), "-c", str(other.config), "-q"]) == 0
    other.build()
    assert other.tree() == tree
    assert look(other).asked == 0
    assert len(httpserver.log) == asked
    again = tmp_path / "again.jsonl"
    assert main(["links", "--export", str(again), "-c", str(other.config), "-q"]) == 0
    assert again.read_bytes() == file.read_bytes()


@pytest.mark.parametrize(
    "text",
    [
        "x",
        "{}",
        '{"link": "a", "to": "javascript:x", "kind": "permanent", "checked": "2026-05-01"}',
        '{"page": "a", "digest": "", "found": {}, "checked": "2026-05-01"}',
    ],
)
def test_only_exported_files_are_imported(
    site: Folder, tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    (tmp_path / "x.jsonl").write_text("\n" + text + "\n")
    assert main(["links", "--import", str(tmp_path / "x.jsonl"), "-c", str(site.config)]) == 2
    assert "x.jsonl:2: is not a recorded link" in capsys.readouterr().err


def test_conflicting_options_are_refused_and_a_missing_file_is_named(
    site: Folder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):  # the export would have been written, the import passed over
        main(["links", "--export", str(tmp_path / "x"), "--import", str(tmp_path / "y"), "-c", str(site.config)])
    assert "not allowed with" in capsys.readouterr().err
    assert main(["links", "--import", str(tmp_path / "y"), "-c", str(site.config)]) == 2
    assert "y: cannot be read: No such file or directory (name a file" in capsys.readouterr().err


def test_many_links_get_a_row_each_and_a_second_run_makes_no_request(site: Folder, httpserver: HTTPServer) -> None:
    httpserver.expect_request(re.compile("/s/.*")).respond_with_handler(
        lambda request: Response("", 301, {"Location": f"https://t.example{request.path}"})
    )
    many = 120
    links = "\n".join(f"- [x{number}]({httpserver.url_for(f'/s/{number}')})" for number in range(many))
    site.configure(config(httpserver, links="lookups: 1000"))
    site.write("a.md", f"---\ntitle: A\ndate: 2026-05-01\n---\n## One\n\n{links}\n")
    site.build()
    assert look(site).resolved == many
    assert len(httpserver.log) == many
    with view_store(site.path / ".feeds/state.sqlite3") as store:
        assert len(list(store.web.links())) == many
    assert look(site) == LookUpReport()
    assert len(httpserver.log) == many


def test_a_budget_is_kept_and_the_newest_come_first(site: Folder, httpserver: HTTPServer) -> None:
    site.configure(config(httpserver, links="lookups: 1"))
    write(site, lead(httpserver, "/s/old", "https://r.example/old"), "a.md", "A", "2026-04-01")
    write(site, lead(httpserver, "/s/new", "https://r.example/new"), "b.md", "B", "2026-05-01")
    site.build()
    assert (look(site).left, [request.path for request, _ in httpserver.log]) == (1, ["/s/new"])
    assert look(site).left == 0


def test_unfinished_look_ups_are_reported(site: Folder, httpserver: HTTPServer) -> None:
    links = "".join(f"[{n}]({lead(httpserver, f'/s/{n}', 'https://tide.example/')}) " for n in range(6))
    site.write("a.md", f"---\ntitle: A\ndate: 2026-05-01\n---\n## One\n\n{links}\n")
    site.configure(site.config.read_text().replace("pause: 0s", "pause: 1s, seconds: 2s"))
    site.build()
    report = look(site)
    assert report.asked + report.left == 6
    assert 0 < report.asked < 6


def test_a_link_that_the_end_of_the_look_up_cut_off_is_no_failure(site: Folder, httpserver: HTTPServer) -> None:
    over = threading.Event()

    def hang(request: Request) -> Response:
        over.wait(LIMIT)
        return Response("", 301, {"Location": "https://robots.example/one"})

    httpserver.expect_request("/s/1").respond_with_handler(hang)
    write(site, httpserver.url_for("/s/1"))
    site.configure(site.config.read_text().replace("pause: 0s", "pause: 0s, seconds: 2s"))
    site.build()
    report = look(site)
    over.set()
    assert (report.left, report.faults) == (1, ())
    with view_store(site.path / ".feeds/state.sqlite3") as store:
        assert store.web.link(httpserver.url_for("/s/1")) is None


def test_a_known_target_survives_its_shortener(site: Folder, httpserver: HTTPServer) -> None:
    write(site, lead(httpserver, "/s/1", "https://robots.example/one", 302))
    site.build()
    look(site)
    for days, status in ((31, 500), (32, 404), (90, 410)):
        httpserver.clear()
        httpserver.expect_request("/s/1").respond_with_data("", status=status)
        now = NOW + timedelta(days=days)
        assert look(site, now).asked == 1
        site.build(now)
        assert item(site, "Robots")["external_url"] == "https://robots.example/one"
    httpserver.clear()
    assert look(site, NOW + timedelta(days=91)).asked == 0  # it is left alone for a month


def test_a_shortener_that_turns_to_private_addresses_is_refused(site: Folder, httpserver: HTTPServer) -> None:
    write(site, lead(httpserver, "/s/1", "http://192.168.0.1/admin?reboot=1"))
    site.build()
    report = look(site)
    assert report.refused == (
        FailedAddress(url=httpserver.url_for("/s/1"), message="redirects to 192.168.0.1, which is not public"),
    )
    site.build(NOW + timedelta(hours=1))
    assert item(site, "Robots")["external_url"] == httpserver.url_for("/s/1")


def test_failures_are_retried_at_growing_intervals(site: Folder, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/s/1").respond_with_data("", status=500)
    write(site, httpserver.url_for("/s/1"))
    site.build()
    asked = []
    for hour in range(30):
        if look(site, NOW + timedelta(hours=hour)).asked:
            asked.append(hour)
    assert asked == [0, 1, 5, 21]


def test_a_host_that_asked_for_a_pause_is_remembered(site: Folder, httpserver: HTTPServer) -> None:
    enough = httpserver.expect_oneshot_request("/s/1")
    enough.respond_with_data("", status=429, headers={"Retry-After": "7200"})
    write(site, lead(httpserver, "/s/1", "https://robots.example/one"), "a.md", "A", "2026-05-02")
    write(site, lead(httpserver, "/s/2", "https://robots.example/two"), "b.md", "B", "2026-05-01")
    site.build()
    report = look(site)
    assert (report.resolved, report.left) == (0, 1)
    assert look(site, NOW + timedelta(hours=1)).asked == 0
    assert len(httpserver.log) == 1
    assert look(site, NOW + timedelta(hours=3)).resolved == 2


def test_offline_makes_no_request(site: Folder, httpserver: HTTPServer) -> None:
    write(site, lead(httpserver, "/s/1", "https://robots.example/one"))
    site.build()
    assert look(site, offline=True).left == 1
    assert httpserver.log == []


@pytest.mark.parametrize(("setting", "requests"), [("resolve: false", 0), ("lookups: 0", 0), ("resolve: true", 1)])
def test_looking_up_can_be_turned_off(site: Folder, httpserver: HTTPServer, setting: str, requests: int) -> None:
    site.configure(config(httpserver, links=setting))
    write(site, lead(httpserver, "/s/1", "https://robots.example/one"))
    site.build()
    look(site)
    assert len(httpserver.log) == requests


def test_answers_from_before_a_kill_are_kept(site: Folder, httpserver: HTTPServer) -> None:
    killed = threading.Event()

    def handle(request: Request) -> Response:
        if request.path != "/s/0":
            killed.wait(LIMIT)
        return Response("", 301, {"Location": f"https://t.example{request.path}"})

    httpserver.expect_request(re.compile("/s/.*")).respond_with_handler(handle)
    links = "\n".join(f"[x]({httpserver.url_for(f'/s/{number}')})" for number in range(20))
    site.write("a.md", f"---\ntitle: A\ndate: 2026-05-01\n---\n## One\n\n{links}\n")
    site.build()
    command = [sys.executable, "-m", "feeds", "links", "-c", str(site.config)]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)

    def is_known() -> bool:
        with view_store(site.path / ".feeds/state.sqlite3") as store:
            return any(link.final for link in store.web.links())

    try:
        wait_for(is_known, every=0.1)
    finally:
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        killed.set()
    with view_store(site.path / ".feeds/state.sqlite3") as store:
        assert 1 <= len(list(store.web.links())) < 20
    site.build()
    assert "https://t.example/s/0" in site.items()[0]["content_html"]


LOST = """\
---
title: Issue 7
date: 2026-05-01
link: {link}
---
{text}
"""
TEXT = (
    "The water stood at the mark before the table said so, and nobody could explain it.Read more: The Tide: A Study of "
    "Eleven Minutes (Quay Press).Get the code to draw tides:Tide Tables (Ada, Hub).Via Bo Brand (Post)."
)


def serve_page(server: HTTPServer, path: str, page: str, robots: str = "") -> str:
    server.expect_request("/robots.txt").respond_with_data(robots, content_type="text/plain")
    server.expect_request(path).respond_with_data(f"<html><body>{page}</body></html>", content_type="text/html")
    return server.url_for(path)


@pytest.fixture
def other_server() -> Iterator[HTTPServer]:
    with HTTPServer(host="127.0.0.1", port=0) as server:
        yield server


def test_lost_links_are_recovered_if_the_issue_is_behind_a_short_link(
    site: Folder, httpserver: HTTPServer, other_server: HTTPServer, capsys: pytest.CaptureFixture[str]
) -> None:
    page = serve_page(other_server, "/issue/7", PAGE + '<p>Read more: <a href="/x">Of Gulls (Air).</a></p>')
    site.write("a.md", LOST.format(link=lead(httpserver, "/s/7", page), text=TEXT + " Read more: Of Terns (Air)."))
    site.build()
    (before,) = site.items()
    report = look(site)
    assert (report.resolved, report.pages, report.recovered) == (1, 1, 3)
    site.build(NOW + timedelta(days=1))
    (after,) = site.items()
    assert after["url"] == page
    assert '<a href="https://quay.example/t">The Tide: A Study' in after["content_html"]
    assert '<a href="https://hub.example/t">Tide Tables (Ada, Hub)</a>' in after["content_html"]
    assert after["date_modified"] == before["date_modified"]
    assert look(site, NOW + timedelta(days=40)).pages == 0  # once is enough

    capsys.readouterr()
    assert main(["links", "--unrecovered", "-c", str(site.config)]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "posts/a.md: Read more: Of Terns (Air), in 'Issue 7': the page has no link that is certainly this one"
    ]
    assert main(["explain", "a.md", "-c", str(site.config)]) == 0
    output = capsys.readouterr().out
    assert (
        "  recovered  https://quay.example/t  (The Tide: A Study of Eleven Minutes (Quay Press)), from the page"
        in output
    )
    assert f"  resolved   {page}  (permanent, asked at " in output

    site.write("a.md", LOST.format(link=httpserver.url_for("/s/7"), text="A word before. " + TEXT))
    site.build(NOW + timedelta(days=2))
    assert "https://quay.example/t" in site.items()[0]["content_html"]  # words that stay keep their link
    pages = len(other_server.log)
    look(site, NOW + timedelta(days=2))
    assert len(other_server.log) == pages


def lost_pages(site: Folder, now: datetime) -> list[str]:
    """Return the pages of the issues that a look-up would load."""
    opened = open_site(site.config)
    budget = LookUpBudget(opened.config.links)
    return [one.page for one in gather_tasks(opened, now, budget, check=False, offline=False).lost]


def test_issues_are_loaded_only_while_there_is_a_page_to_search(site: Folder, other_server: HTTPServer) -> None:
    page = other_server.url_for("/issue/7")
    site.write("a.md", LOST.format(link=page, text=TEXT))
    site.write("b.md", LOST.format(link="https://nobody.example/8", text=TEXT.replace("water", "tide")))
    site.build()
    assert lost_pages(site, NOW) == [page]
    assert look(site).faults
    assert lost_pages(site, NOW) == []
    serve_page(other_server, "/issue/7", PAGE)
    later = NOW + timedelta(hours=2)
    assert lost_pages(site, later) == [page]
    assert look(site, later).recovered == 3
    assert lost_pages(site, later) == []


def test_robots_txt_is_honoured_and_reported(site: Folder, httpserver: HTTPServer, other_server: HTTPServer) -> None:
    page = serve_page(other_server, "/issue/7", PAGE, "User-agent: *\nDisallow: /issue/\n")
    site.write("a.md", LOST.format(link=page, text=TEXT))
    site.build()
    assert look(site).faults == (FailedAddress(url=page, message="is disallowed by robots.txt"),)
    assert [request.path for request, _ in other_server.log] == ["/robots.txt"]


def asked_for(server: HTTPServer) -> list[str]:
    """Return the paths that *server* was asked for since the last call."""
    paths = [request.path for request, _ in server.log]
    server.clear_log()
    return paths


@pytest.mark.parametrize("after", ["7200", f"{NOW + timedelta(hours=2):%a, %d %b %Y %H:%M:%S} GMT"])
@pytest.mark.parametrize("limited", ["/robots.txt", "/issue/7"])
def test_a_host_of_pages_that_asks_for_a_pause_is_left_alone_by_the_next_runs(
    site: Folder, other_server: HTTPServer, limited: str, after: str
) -> None:
    other_server.expect_oneshot_request(limited).respond_with_data("", status=429, headers={"Retry-After": after})
    for number, name in ((7, "a.md"), (6, "b.md")):
        page = serve_page(other_server, f"/issue/{number}", PAGE)
        site.write(name, LOST.format(link=page, text=TEXT).replace("05-01", f"05-0{number}"))
    site.build()
    assert look(site).pages == 0
    assert asked_for(other_server)[-1] == limited
    for hours in (0, 1):
        assert look(site, NOW + timedelta(hours=hours)).left > 0
    assert asked_for(other_server) == []
    assert look(site, NOW + timedelta(hours=3)).pages == 2


def test_a_page_that_leads_to_a_host_that_asked_for_a_pause_is_not_followed_there(
    site: Folder, httpserver: HTTPServer, other_server: HTTPServer
) -> None:
    pause = {"Retry-After": "86400"}
    httpserver.expect_oneshot_request("/s/1").respond_with_data("", status=503, headers=pause)
    write(site, lead(httpserver, "/s/1", "https://robots.example/one"))
    site.build()
    look(site)
    assert asked_for(httpserver) == ["/s/1"]
    serve_page(other_server, "/", PAGE)
    moved = lead(other_server, "/issue/8", serve_page(httpserver, "/issue/7", PAGE))
    site.write("b.md", LOST.format(link=moved, text=TEXT))
    site.build()
    look(site, NOW + timedelta(hours=5))
    assert asked_for(httpserver) == []
    assert "/issue/8" in asked_for(other_server)
    assert look(site, NOW + timedelta(hours=25)).pages == 1


@pytest.mark.parametrize("after", ["", "9" * 4000, "Thu, 01 Jan 9999 00:00:00 GMT", "soon", "-1"])
def test_two_runs_of_the_command_ask_a_limiting_host_once(site: Folder, httpserver: HTTPServer, after: str) -> None:
    httpserver.expect_request("/s/1").respond_with_data("", status=429, headers={"Retry-After": after})
    write(site, httpserver.url_for("/s/1"))
    run(site, "build")
    for _ in range(2):
        assert run(site, "links").returncode == 0
    assert asked_for(httpserver) == ["/s/1"]


def test_a_pause_that_was_saved_by_a_clock_years_ahead_does_not_last(site: Folder, httpserver: HTTPServer) -> None:
    write(site, lead(httpserver, "/s/1", "https://robots.example/one"))
    site.build()
    with open_store(site.path / ".feeds/state.sqlite3") as store:
        store.web.save_wait(f"127.0.0.1:{httpserver.port}", NOW + timedelta(days=4000))
    assert look(site).resolved == 1


def test_a_target_that_asks_for_a_pause_is_not_dead(site: Folder, other_server: HTTPServer) -> None:
    other_server.expect_request("/x").respond_with_data("", status=429)
    other_server.expect_request("/").respond_with_data("", status=200)
    write(site, other_server.url_for("/x"))
    site.build()
    for day in range(5):
        assert look(site, NOW + timedelta(days=day * 20), check=True).dead == ()


def test_an_issue_that_has_its_links_has_no_page_fetched(site: Folder, other_server: HTTPServer) -> None:
    page = serve_page(other_server, "/issue/7", PAGE)
    write(site, "https://robots.example/1", link=page)
    site.build()
    look(site)
    assert other_server.log == []


def test_dead_links_are_reported_and_may_lead_to_the_archive(
    site: Folder, httpserver: HTTPServer, other_server: HTTPServer, capsys: pytest.CaptureFixture[str]
) -> None:
    other_server.expect_request("/there").respond_with_data("x")
    other_server.expect_request("/gone").respond_with_data("", status=410)
    other_server.expect_request("/ours").respond_with_data("", status=403)
    text = " ".join(f"[{name}]({other_server.url_for('/' + name)})" for name in ("there", "gone", "ours"))
    text += f" [part]({other_server.url_for('/gone')}?utm_source=x#part)"
    site.write("a.md", f"---\ntitle: A\ndate: 2026-05-01\n---\n## One\n\n{text}\n")
    site.build()
    dead = look(site, check=True).dead
    assert [one.url for one in dead] == [other_server.url_for("/gone")]
    capsys.readouterr()
    assert main(["links", "--check", "-q", "-c", str(site.config)]) == 0
    (line, part) = capsys.readouterr().out.splitlines()
    assert line.startswith(f"posts/a.md: {other_server.url_for('/gone')} answers 410, dead since 20")
    assert part.startswith(f"posts/a.md: {other_server.url_for('/gone')}?utm_source=x#part answers 410")
    site.build()
    assert "web.archive.org" not in site.items()[0]["content_html"]
    site.configure(config(httpserver, links="dead: archive"))
    site.build(NOW + timedelta(days=1))
    (entry,) = site.items()
    assert f"https://web.archive.org/web/20260501/{other_server.url_for('/gone')}" in entry["content_html"]
    assert f'/{other_server.url_for("/gone")}#part"' in entry["content_html"]
    assert f'href="{other_server.url_for("/ours")}"' in entry["content_html"]
    assert entry["date_modified"] == "2026-05-01T00:00:00Z"


def test_a_check_visits_no_link_with_an_effect(site: Folder, other_server: HTTPServer) -> None:
    redirect = {"Location": "/confirm?id=1"}
    other_server.expect_request("/there").respond_with_data("x")
    other_server.expect_request("/on").respond_with_data("", status=302, headers=redirect)
    links = {"/there": "there", "/unsubscribe?u=7": "here", "/vote/3": "robots", "/x?u=7": "Unsubscribe", "/on": "on"}
    text = " ".join(f"[{words}]({other_server.url_for(path)})" for path, words in links.items())
    site.write("a.md", f"---\ntitle: A\ndate: 2026-05-01\n---\n## One\n\n{text}\n")
    site.build()
    reports = [look(site, NOW + timedelta(days=days), check=True) for days in (0, 40, 80, 120)]
    assert {request.path for request, _ in other_server.log} == {"/there", "/on"}
    assert [report.dead for report in reports] == [()] * 4


def test_without_a_network_no_link_counts_as_dead(site: Folder) -> None:
    site.write(
        "a.md", "---\ntitle: A\ndate: 2026-05-01\n---\n## One\n\n[x](http://127.0.0.1:9/x) [y](http://127.0.0.1:9/y)\n"
    )
    site.build()
    for days in (0, 40, 80, 120):
        report = look(site, NOW + timedelta(days=days), check=True)
        assert (report.dead, report.checked) == ((), 0)


def test_a_target_that_fails_three_times_is_dead(site: Folder, other_server: HTTPServer) -> None:
    other_server.expect_request("/there").respond_with_data("x")
    site.write(
        "a.md",
        "---\ntitle: A\ndate: 2026-05-01\n---\n## One\n\n"
        f"[x]({other_server.url_for('/there')}) [y]({other_server.url_for('/no')})\n",
    )
    other_server.expect_request("/no").respond_with_data("", status=500)
    site.build()
    assert [len(look(site, NOW + timedelta(days=days), check=True).dead) for days in (0, 40, 80)] == [0, 0, 1]


def test_topics_and_feeds_of_hosts_match_the_target_in_a_link(site: Folder, httpserver: HTTPServer) -> None:
    more = "- {slug: walking, links: [robots.example]}\nfeeds: {extra: [{slug: r, links: [robots.example]}]}\n"
    site.configure(config(httpserver, more))
    write(site, "https://elsewhere.example/")
    site.build()
    assert site.titles("topics/walking/feed.json") == ["Robots"]
    assert site.titles("feeds/r/feed.json") == ["Robots"]


def test_topics_and_feeds_of_hosts_match_the_resolved_target(
    site: Folder, httpserver: HTTPServer, capsys: pytest.CaptureFixture[str]
) -> None:
    more = "- {slug: papers, links: [/abs/]}\nfeeds: {extra: [{slug: p, links: [papers.example]}]}\n"
    site.configure(config(httpserver, more))
    write(site, lead(httpserver, "/s/1", "https://papers.example/abs/1"))
    write(site, "https://other.example/", "b.md", "B")
    site.build()
    assert not (site.public / "topics/papers").exists()
    dates = {one["id"]: one["date_modified"] for one in site.items()}
    look(site)
    site.build()
    assert site.titles("topics/papers/feed.json") == site.titles("feeds/p/feed.json") == ["Robots"]
    assert {one["id"]: one["date_modified"] for one in site.items()} == dates
    assert main(["explain", "-c", str(site.config), "a.md#robots"]) == 0
    assert "link '/abs/' fits 'https://papers.example/abs/1': 2" in capsys.readouterr().out
    tree = site.tree()
    site.build(fresh=True)
    assert site.tree() == tree
    site.configure(config(httpserver, more.replace("/abs/", "/none/, papers.example")))
    assert site.build().read == 0
    assert site.titles("topics/papers/feed.json") == ["Robots"]
    site.configure(config(httpserver, more.replace("/abs/", "/none/")))
    site.build(leave=Leave(shrink=True))
    assert site.titles("topics/papers/feed.json") == []


def test_programs_get_originals_and_reports(
    site: Folder, httpserver: HTTPServer, capsys: pytest.CaptureFixture[str]
) -> None:
    write(site, lead(httpserver, "/s/1", "https://robots.example/one"))
    site.build()
    capsys.readouterr()
    assert main(["links", "--json", "-c", str(site.config)]) == 0
    assert json.loads(capsys.readouterr().out)["resolved"] == 1
    site.build()
    assert main(["entries", "--jsonl", "--grain", "section", "-c", str(site.config)]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert lines[0]["originals"] == ["https://robots.example/one", "https://robots.example/two?a=1"]
    assert lines[0]["links"][0] == httpserver.url_for("/s/1")


def test_sections_without_an_anchor_are_found_by_their_first_words(site: Folder) -> None:
    write(site, "https://robots.example/", link="https://original.example/7")
    site.build()
    assert {one["title"]: one["url"] for one in site.items()} == {
        "Robots": "https://original.example/7#:~:text=Robots",
        "Chips": "https://original.example/7#:~:text=Chips",
    }
    site.configure(site.config.read_text().replace("pause: 0s", "pause: 0s, fragments: false"))
    site.build()
    assert {one["url"] for one in site.items()} == {"https://original.example/7"}


def test_an_entry_may_lead_to_a_page_of_ours_with_the_original_as_via(site: Folder, httpserver: HTTPServer) -> None:
    site.configure(config(httpserver, "feeds: {link: page}\n"))
    write(site, lead(httpserver, "/s/1", "https://robots.example/one"), link="https://original.example/7")
    site.build()
    robots = item(site, "Robots")
    assert robots["url"] == "https://weekly.example/issues/a/#robots"
    atom = feedparser.parse((site.public / "sections/atom.xml").read_text())
    rels = {link.rel: link.href for link in atom.entries[0].links}
    assert rels["alternate"] == robots["url"]
    assert rels["via"] == "https://original.example/7#:~:text=Robots"
    assert 'href="https://original.example/7"' in robots["content_html"]
    page = site.public / "issues/a/index.html"
    soup = BeautifulSoup(page.read_text(), "lxml")
    assert "that walks" in soup.select_one("#robots").get_text()  # type: ignore[union-attr]
    assert [link["href"] for link in soup.select("head link[rel=canonical]")] == ["https://original.example/7"]
    (whole,) = site.items("feed.json")
    assert whole["url"] == "https://weekly.example/issues/a/"
    assert whole["content_html"].endswith('<p>From <a href="https://original.example/7">A</a>.</p>')
    marks = site.marks()
    look(site)
    site.build(NOW + timedelta(hours=1))
    assert "https://robots.example/one" in page.read_text()
    page.unlink()
    site.build(NOW + timedelta(hours=1))
    assert page.exists()
    marks = site.marks()  # a file that is written over gets a later second, which may not have begun
    write(site, httpserver.url_for("/s/1"), "b.md", "B", "2026-05-02")
    site.build(NOW + timedelta(hours=2))
    assert site.marks()["issues/a/index.html"] >= marks["issues/a/index.html"]
    (site.posts / "a.md").unlink()
    site.build(NOW + timedelta(hours=3), leave=Leave(shrink=True))
    assert "that walks" not in page.read_text()
    assert "Withdrawn by its author on 2026-06-01." in page.read_text()


def test_a_deleted_or_edited_page_is_made_again_by_the_next_build(site: Folder, httpserver: HTTPServer) -> None:
    site.configure(config(httpserver, "feeds: {link: page}\n"))
    write(site, "https://robots.example/one")
    page = site.public / "issues/a/index.html"
    build = ["build", "-q", "-c", str(site.config)]
    assert main(build) == 0
    words = page.read_text()
    page.unlink()
    assert main(build) == 0
    assert page.read_text() == words
    page.write_text(words.replace("</main>", "edited</main>"))
    assert main(build) == 0
    assert page.read_text() == words


def test_a_look_up_can_be_followed_by_programs(site: Folder, httpserver: HTTPServer) -> None:
    write(site, lead(httpserver, "/s/1", "https://robots.example/one") + f" [gone]({httpserver.url_for('/s/2')})")
    site.build()
    done = run(site, "links", "--log-format", "json", "--verbose")
    records = [json.loads(line) for line in done.stderr.splitlines()]
    answers = {record["url"]: (record["final"], record["fault"]) for record in records if record["level"] == "debug"}
    assert answers == {
        httpserver.url_for("/s/1"): ("https://robots.example/one", ""),
        httpserver.url_for("/s/2"): ("", "answers 500"),
    }
    (fault,) = [record for record in records if record["level"] == "warning"]
    assert (fault["url"], fault["fault"]) == (httpserver.url_for("/s/2"), "answers 500")
    assert (records[-1]["logger"], records[-1]["asked"], records[-1]["resolved"]) == ("feeds.lookups", 2, 1)
    assert (done.returncode, done.stdout) == (0, "")


def test_a_look_up_reports_results_and_failures(site: Folder, httpserver: HTTPServer) -> None:
    write(site, lead(httpserver, "/s/1", "https://robots.example/one") + f" [gone]({httpserver.url_for('/s/2')})")
    site.build()
    assert run_process(site, "links").stderr == (
        f"{httpserver.url_for('/s/2')}: answers 500\n"
        "2 short links asked, 1 resolved; 0 pages fetched, 0 lost links found.\n"
    )
    assert run(site, "links", "--quiet").stderr == ""
