"""WebSub: feeds name a hub, and it is told of a change once the public address serves it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from lxml import etree
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from feeds.linting import check_document
from feeds.model import Ping
from feeds.pinging import MOST_TRIES, PingReport, ping
from feeds.pinging.policy import postpone
from feeds.site import open_site
from feeds.store import open_store, view_store
from tests.command import run
from tests.folder import LATER, NOW, Folder
from tests.hosting import rules_of
from tests.hubs import Host, OurHub, Reader, hub_in, listening, reader_in
from tests.waiting import wait_for
from tests.watching import watching

HUB = "https://hub.example/"
CONFIG = """\
site: {{title: The Weekly, url: "https://weekly.example/"}}
publish: {{url: "{root}", hub: "{hub}", headers: always}}
"""
START = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass
class Clock:
    """A clock that a test sets."""

    now: datetime = field(default_factory=lambda: START)

    def __call__(self) -> datetime:
        return self.now


def deploy(site: Folder, public: Path) -> None:
    """Publish what was built."""
    shutil.copytree(site.public, public, dirs_exist_ok=True)


# -- the feeds


@pytest.fixture
def named(site: Folder) -> Folder:
    site.configure(CONFIG.format(root="https://weekly.example/", hub=HUB))
    site.issue()
    site.build()
    return site


def test_every_format_names_the_hub(named: Folder) -> None:
    atom = etree.fromstring((named.public / "sections/atom.xml").read_bytes())
    links = [dict(link.attrib) for link in atom.iterchildren("{*}link")]
    assert [link["rel"] for link in links][:3] == ["alternate", "self", "hub"]
    assert links[2] == {"rel": "hub", "href": HUB}
    rss = etree.fromstring((named.public / "sections/rss.xml").read_bytes())
    hubs = [link.attrib for link in rss.iter("{http://www.w3.org/2005/Atom}link") if link.get("rel") == "hub"]
    assert [dict(one) for one in hubs] == [{"rel": "hub", "href": HUB}]
    assert named.json()["hubs"] == [{"type": "WebSub", "url": HUB}]
    for path, content in named.tree().items():
        if path.endswith((".xml", "feed.json")):
            assert check_document(content, NOW).findings == (), path


def test_headers_name_the_hub_and_the_feed(named: Folder) -> None:
    links = {path: headers.get("Link") for path, headers in rules_of(named.public).items()}
    own = '<https://weekly.example/feed.json>; rel="self"'
    assert links["/feed.json"] == f'<{HUB}>; rel="hub", {own}'
    assert links["/topics/:slug/feed.json"] == f'<{HUB}>; rel="hub"'
    assert links["/archive/:volume/atom.xml"] is None


def test_a_volume_of_an_archive_names_no_hub(site: Folder) -> None:
    site.configure(CONFIG.format(root="https://weekly.example/", hub=HUB) + "feeds: {limit: 2, days: 0}\n")
    for day in range(1, 8):
        site.issue(f"2026-05-0{day}-one.md", f"Issue {day}", f"2026-05-0{day} 09:00:00")
        site.build(NOW + timedelta(days=day))
    volumes = [content for path, content in site.tree().items() if "archive/" in path]
    assert volumes
    assert not any(HUB.encode() in content for content in volumes)


def test_without_a_hub_nothing_names_one_and_nothing_is_queued(site: Folder) -> None:
    site.issue()
    site.build()
    assert not any(b"hub" in content for path, content in site.tree().items() if path.endswith((".xml", ".json")))
    with view_store(site.path / ".feeds/state.sqlite3") as store:
        assert store.pings.all() == ()
    done = run(site, "ping")
    assert (done.returncode, done.stderr) == (
        2, "config.yaml: names no hub (add publish.hub, the address of a WebSub hub)\n",
    )  # fmt: skip


@pytest.mark.parametrize("hub", ["hub.example", "ftp://hub.example/", "https://"])
def test_a_mistake_in_the_address_of_the_hub_is_named(site: Folder, hub: str) -> None:
    site.configure(CONFIG.format(root="https://weekly.example/", hub=hub))
    assert f"{hub!r} is not the address of a hub" in run(site, "build").stderr


# -- the queue


def queued(site: Folder) -> list[str]:
    with view_store(site.path / ".feeds/state.sqlite3") as store:
        return [one.path for one in store.pings.all()]


def test_a_build_queues_the_feeds_that_changed_and_no_others(named: Folder) -> None:
    formats = ("atom.xml", "feed.json", "rss.xml")
    assert queued(named) == [*formats, *(f"sections/{file}" for file in formats)]
    with open_store(named.path / ".feeds/state.sqlite3") as store:
        for one in store.pings.all():
            store.pings.finish(one)
    named.build(fresh=True)
    assert queued(named) == []
    named.write("2026-05-02-two.md", "---\ntitle: Two\n---\n\nShort.\n")
    named.build(LATER)
    assert set(queued(named)) >= {"atom.xml", "feed.json", "rss.xml"}


def test_a_dry_build_queues_nothing(site: Folder) -> None:
    site.configure(CONFIG.format(root="https://weekly.example/", hub=HUB))
    site.issue()
    site.build(dry=True)
    assert not (site.path / ".feeds/state.sqlite3").exists()


def test_a_feed_that_changes_again_while_the_hub_is_told_stays_queued(named: Folder) -> None:
    path = named.path / ".feeds/state.sqlite3"
    with open_store(path) as store:
        before = next(one for one in store.pings.all() if one.path == "atom.xml")
        store.pings.add({"atom.xml": "0" * 32})
        store.pings.finish(before)
        store.pings.postpone(before)
    assert "atom.xml" in queued(named)


def test_delays_double_up_to_an_hour_and_end_after_about_a_day() -> None:
    one, now = Ping(path="a", digest="b", due=START), START
    delays = []
    while later := postpone(one, now):
        delays.append(later.due - now)
        one, now = later, later.due
    assert delays[:3] == [timedelta(seconds=seconds) for seconds in (5, 10, 20)]
    assert max(delays) == timedelta(hours=1)
    assert len(delays) == MOST_TRIES - 1
    assert timedelta(hours=20) < now - START < timedelta(hours=28)
    told = postpone(one, now, least=timedelta(days=400))
    assert told is None
    first = postpone(Ping(path="a", digest="b", due=START), START, least=timedelta(minutes=2))
    assert first is not None
    assert first.due == START + timedelta(minutes=2)


# -- a hub that answers as a test says


@dataclass
class Public:
    """A site, the folder that is published, and a server for that and for a hub."""

    site: Folder
    folder: Path
    server: HTTPServer
    clock: Clock = field(default_factory=Clock)

    def ping(self) -> PingReport:
        return ping(open_site(self.site.config), self.clock)

    @property
    def told(self) -> list[dict[str, str]]:
        """The forms that the hub was sent."""
        return [request.form.to_dict() for request, _ in self.server.log if request.path == "/hub"]


@pytest.fixture
def public(site: Folder, tmp_path: Path, httpserver: HTTPServer) -> Public:
    folder = tmp_path / "published"
    folder.mkdir()

    def serve(request: Request) -> Response:
        path = folder / request.path.lstrip("/")
        return Response(path.read_bytes()) if path.is_file() else Response(status=404)

    httpserver.expect_request("/atom.xml").respond_with_handler(serve)
    config = CONFIG.format(root=httpserver.url_for("/"), hub=httpserver.url_for("/hub"))
    site.configure(config + "feeds: {formats: [atom], attribution: ''}\nlinks: {resolve: false, recover: false}\n")
    site.write("a.md", "---\ntitle: One\ndate: 2026-05-01\n---\n\nAll there is.\n")
    site.build()
    with open_store(site.path / ".feeds/state.sqlite3") as store:
        for one in store.pings.all():
            if one.path != "atom.xml":
                store.pings.finish(one)
    return Public(site=site, folder=folder, server=httpserver)


def test_the_hub_is_told_once_the_address_serves_what_was_written(public: Public) -> None:
    public.server.expect_request("/hub", method="POST").respond_with_data(status=204)
    topic = public.server.url_for("/atom.xml")
    report = public.ping()
    assert [(one.topic, one.fault) for one in report.failures] == [(topic, "is not there yet")]
    (public.folder / "atom.xml").write_text("the old one", encoding="utf-8")
    public.clock.now += timedelta(seconds=5)
    report = public.ping()
    assert [one.fault for one in report.failures] == ["does not serve what was written yet"]
    assert (report.next_due, public.told) == (public.clock.now + timedelta(seconds=10), [])
    deploy(public.site, public.folder)
    assert public.ping().notified == ()  # it is not due yet
    public.clock.now += timedelta(seconds=10)
    assert public.ping() == PingReport(notified=(topic,))
    assert public.told == [{"hub.mode": "publish", "hub.url": topic, "hub.topic": topic}]
    assert public.ping() == PingReport()


def test_a_hub_that_fails_is_told_again_when_it_wants(public: Public) -> None:
    deploy(public.site, public.folder)
    answers = [Response(status=503), Response(status=429, headers={"Retry-After": "90"}), Response(status=202)]
    public.server.expect_request("/hub", method="POST").respond_with_handler(lambda request: answers.pop(0))
    report = public.ping()
    assert ([one.fault for one in report.failures], report.next_due) == (
        ["the hub answers 503"], START + timedelta(seconds=5),
    )  # fmt: skip
    public.clock.now += timedelta(seconds=5)
    assert public.ping().next_due == public.clock.now + timedelta(seconds=90)
    public.clock.now += timedelta(seconds=90)
    assert len(public.ping().notified) == 1


def test_a_hub_that_asks_for_a_pause_is_left_alone_by_every_run(public: Public) -> None:
    with open_store(public.site.path / ".feeds/state.sqlite3") as store:
        store.pings.add_again()
    queue = public.site.public
    public.server.expect_request("/rss.xml").respond_with_data((queue / "atom.xml").read_bytes())
    deploy(public.site, public.folder)
    when = f"{START + timedelta(hours=3):%a, %d %b %Y %H:%M:%S} GMT"
    answers = [Response(status=429, headers={"Retry-After": when}), Response(status=204)]
    public.server.expect_request("/hub", method="POST").respond_with_handler(lambda request: answers.pop(0))
    assert public.ping().next_due == START + timedelta(hours=3)
    for hour in (0, 2):
        public.clock.now = START + timedelta(hours=hour)
        report = ping(open_site(public.site.config), public.clock, early=True)
        assert "the hub has asked for a pause until" in report.failures[0].fault
    assert len(public.told) == 1
    public.clock.now = START + timedelta(hours=3, seconds=1)
    assert public.ping().notified


def test_after_a_day_a_ping_is_given_up(public: Public) -> None:
    for tries in range(1, MOST_TRIES + 1):
        report = public.ping()
        assert [one.given_up for one in report.failures] == [tries == MOST_TRIES]
        public.clock.now = report.next_due or public.clock.now
    assert public.ping() == PingReport()


def test_a_hub_in_a_private_network_behind_a_redirect_is_not_told(public: Public) -> None:
    deploy(public.site, public.folder)
    public.server.expect_request("/hub", method="POST").respond_with_data(
        status=307, headers={"Location": "http://10.0.0.1/"}
    )
    assert [one.fault for one in public.ping().failures] == ["the hub answers 307"]


def test_the_address_is_not_followed_into_a_private_network(public: Public) -> None:
    public.server.clear()
    public.server.expect_request("/atom.xml").respond_with_data(
        status=302, headers={"Location": "http://10.0.0.1/atom.xml"}
    )
    assert [one.fault for one in public.ping().failures] == ["10.0.0.1 is not public"]


def test_the_command_waits_until_it_is_served(public: Public) -> None:
    public.server.expect_request("/hub", method="POST").respond_with_data(status=204)
    topic = public.server.url_for("/atom.xml")
    done = run(public.site, "ping", "--wait", "0")
    assert (done.returncode, done.stderr) == (
        1, f"{topic}: is not there yet (run feeds ping again when it is published)\n",
    )  # fmt: skip
    deploy(public.site, public.folder)
    done = run(public.site, "ping")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"{topic}: the hub was notified\n", "")
    assert run(public.site, "ping").stdout == "No feed has changed since the hub was notified.\n"
    values = json.loads(run(public.site, "ping", "--all", "--wait", "0", "--json").stdout)
    assert values["notified"] == [topic]
    assert all(one["fault"] != "" and not one["given_up"] for one in values["failures"])


# -- a real hub, and a real subscriber


@dataclass
class Web:
    """A hub, its address, a subscriber, and the address of a host."""

    hub: OurHub
    hub_address: str
    reader: Reader
    root: str
    folder: Path


@pytest.fixture
def web(tmp_path: Path) -> Iterator[Web]:
    folder = tmp_path / "published"
    folder.mkdir()
    with hub_in(tmp_path) as (hub, address), reader_in(tmp_path) as reader, listening(Host(folder)) as root:
        yield Web(hub=hub, hub_address=address, reader=reader, root=f"{root}/", folder=folder)


def test_a_subscriber_is_sent_the_new_feed_by_a_real_hub(site: Folder, web: Web) -> None:
    site.configure(CONFIG.format(root=web.root, hub=web.hub_address))
    site.issue()
    site.build()
    deploy(site, web.folder)
    run(site, "ping")
    topics = [f"{web.root}atom.xml", f"{web.root}feed.json", f"{web.root}sections/rss.xml"]
    for topic in topics:
        web.reader.follow(topic)  # which finds the hub in the headers
    wait_for(lambda: sorted(web.reader.confirmed) == sorted(topics))
    web.hub.published.clear()
    site.write("2026-05-02-two.md", "---\ntitle: Two\ndate: 2026-05-02\n---\n\n## Tides\n\nHigh and low.\n")
    site.build(LATER)
    assert run(site, "ping", "--wait", "0").returncode == 1  # it is not published yet
    assert web.hub.published == []
    deploy(site, web.folder)
    assert run(site, "ping").returncode == 0
    assert sorted(web.hub.published) == sorted(f"{web.root}{path}" for path in PATHS)
    wait_for(lambda: web.reader.sent.keys() == set(topics))
    for topic in topics:
        assert web.reader.sent[topic] == (site.public / topic.removeprefix(web.root)).read_bytes()


PATHS = ("atom.xml", "feed.json", "rss.xml", "sections/atom.xml", "sections/feed.json", "sections/rss.xml")


def test_watch_tells_the_hub_when_the_host_serves_the_change(site: Folder, web: Web) -> None:
    site.configure(CONFIG.format(root=web.root, hub=web.hub_address))
    site.issue()
    with watching(site, "--verbose") as watch:
        wait_for(lambda: watch.has_said("atom.xml: is not there yet"))
        deploy(site, web.folder)
        wait_for(lambda: {one.removeprefix(web.root) for one in web.hub.published} == set(PATHS))
        wait_for(lambda: watch.has_said("The hub was notified of "))
        watch.end()
