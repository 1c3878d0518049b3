"""`feeds serve`: the output directory as a good host serves it, and pages that reload when a build changes them."""

from __future__ import annotations

import gzip
import http.client
import json
import os
import queue
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.browsing import chromium
from tests.command import run
from tests.folder import CONFIG, NOW, Folder
from tests.waiting import LIMIT, wait_for


@dataclass(frozen=True)
class Serving:
    """A running `feeds serve`."""

    process: subprocess.Popen[str]
    said: str  # its first line
    port: int
    log: Path

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def ask(self, target: str, method: str = "GET", **headers: str) -> http.client.HTTPResponse:
        """Return the response to a request, read; names of headers have `_` for `-`."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=LIMIT)
        connection.request(method, target, headers={name.replace("_", "-"): value for name, value in headers.items()})
        response = connection.getresponse()
        response.body = response.read()  # type: ignore[attr-defined]
        connection.close()
        return response

    def body(self, target: str) -> bytes:
        return bytes(self.ask(target).body)  # type: ignore[attr-defined]

    def end(self, number: int = signal.SIGINT) -> int:
        self.process.send_signal(number)
        return self.process.wait(LIMIT)


@contextmanager
def serving(site: Folder, *arguments: str) -> Iterator[Serving]:
    command = [sys.executable, "-m", "feeds", "serve", "--port", "0", "--verbose", *arguments]
    log = site.path.parent / "serve.log"
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(int(NOW.timestamp()))}
    with log.open("wb") as errors:
        process = subprocess.Popen(
            command, cwd=site.path, env=environment, stdout=subprocess.PIPE, stderr=errors, text=True
        )
    assert process.stdout
    try:
        said = process.stdout.readline()
        yield Serving(process=process, said=said, port=urlsplit(said.split()[3]).port or 0, log=log)
    finally:
        process.kill()
        process.wait(LIMIT)
        process.stdout.close()


@pytest.fixture
def served(site: Folder) -> Iterator[Serving]:
    site.issue()
    site.build()
    with serving(site) as one:
        yield one


def test_it_says_where_to_look_and_ends_on_ctrl_c(served: Serving) -> None:
    assert served.said == f"public is at http://127.0.0.1:{served.port}/ (Ctrl-C ends this)\n"
    assert served.ask("/").status == 200
    assert served.end() == 0


def test_each_file_has_its_type(served: Serving) -> None:
    for target, kind in {
        "/": "text/html; charset=utf-8",
        "/sections/": "text/html; charset=utf-8",
        "/atom.xml": "application/xml; charset=utf-8",
        "/sections/rss.xml?x=1": "application/xml; charset=utf-8",
        "/feed.json": "application/feed+json; charset=utf-8",
        "/feeds.opml": "text/x-opml; charset=utf-8",
    }.items():
        response = served.ask(target)
        assert (response.status, response.headers["Content-Type"]) == (200, kind)


def test_an_unchanged_file_is_not_sent_again(served: Serving, site: Folder) -> None:
    first = served.ask("/atom.xml")
    tag = first.headers["ETag"]
    assert tag.startswith('"')
    again = served.ask("/atom.xml", If_None_Match=f'"other", {tag}')
    assert (again.status, again.headers["ETag"], again.body) == (304, tag, b"")  # type: ignore[attr-defined]
    site.issue(title="Issue one")
    site.build()
    assert served.ask("/atom.xml", If_None_Match=tag).status == 200


def test_files_are_compressed_for_those_who_want_it(served: Serving, site: Folder) -> None:
    plain, small = served.ask("/atom.xml"), served.ask("/atom.xml", Accept_Encoding="br, gzip;q=0.5")
    content = (site.public / "atom.xml").read_bytes()
    assert (plain.body, gzip.decompress(small.body)) == (content, content)  # type: ignore[attr-defined]
    assert small.headers["Content-Encoding"] == "gzip"
    assert small.headers["Vary"] == plain.headers["Vary"] == "Accept-Encoding"
    assert small.headers["ETag"] != plain.headers["ETag"]
    assert served.ask("/atom.xml", Accept_Encoding="gzip", If_None_Match=small.headers["ETag"]).status == 304
    assert "Content-Encoding" not in served.ask("/atom.xml", Accept_Encoding="gzip;q=0").headers


def test_twins_are_sent_as_they_are(site: Folder) -> None:
    site.configure(CONFIG + "publish: {compress: [gz, br]}\n")
    site.issue()
    site.build()
    with serving(site) as one:
        for accepted, coding, ending in (("gzip, br", "br", "br"), ("gzip, br;q=0", "gzip", "gz"), ("*", "br", "br")):
            answer = one.ask("/atom.xml", Accept_Encoding=accepted)
            assert answer.headers["Content-Encoding"] == coding
            assert answer.body == (site.public / f"atom.xml.{ending}").read_bytes()  # type: ignore[attr-defined]
        os.utime(site.public / "atom.xml.br", (1, 1))  # it is out of date
        assert one.ask("/atom.xml", Accept_Encoding="br").headers["Content-Encoding"] is None
        assert b"EventSource" in gzip.decompress(one.ask("/", Accept_Encoding="gzip").body)  # type: ignore[attr-defined]


def test_a_head_request_has_the_same_headers_and_no_body(served: Serving) -> None:
    whole, head = served.ask("/atom.xml"), served.ask("/atom.xml", method="HEAD")
    assert head.body == b""  # type: ignore[attr-defined]
    assert head.headers["Content-Length"] == whole.headers["Content-Length"]
    assert served.ask("/atom.xml", method="POST").status == 501


def test_a_folder_without_a_slash_leads_to_the_one_with_it(served: Serving) -> None:
    response = served.ask("/sections")
    assert (response.status, response.headers["Location"]) == (301, "/sections/")


def test_a_page_that_is_not_there_leads_to_one_that_is(served: Serving, site: Folder) -> None:
    page = served.ask("/sections/<b>/x/")
    text = bytes(page.body).decode()  # type: ignore[attr-defined]
    assert (page.status, page.headers["Content-Type"]) == (404, "text/html; charset=utf-8")
    assert "<code>/sections/&lt;b&gt;/x/</code>" in text
    assert re.findall(r'<a href="([^"]+)"', text) == ["/sections/", "/"]
    style = re.findall(r'stylesheet" href="([^"]+)"', text)
    assert [served.ask(address).status for address in style] == [200]
    assert "EventSource" in text  # so it is loaded again once there is a page
    for folder in ("/assets", "/assets/"):
        assert served.ask(folder).status == 404
    for file in site.public.rglob("index.html"):
        file.unlink()
    assert b"run feeds build" in served.body("/")


def test_nothing_outside_the_output_directory_is_served(served: Serving, site: Folder) -> None:
    (site.public / "out").symlink_to(site.path)
    (site.public / "loop").symlink_to("loop")
    for target in (
        "/../config.yaml", "/%2e%2e/config.yaml", "/sections/../../config.yaml", "/..%2fconfig.yaml", "//etc/passwd",
        "/%2fetc/passwd", "/..\\config.yaml", "/%00", "/.nojekyll", "/nothing", "/out", "/out/config.yaml", "/%ff",
        "/loop", "/" + "a" * 5000, "http://127.0.0.1/../config.yaml",
    ):  # fmt: skip
        with socket.create_connection(("127.0.0.1", served.port), timeout=LIMIT) as connection:
            request = f"GET {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
            connection.sendall(request.encode("latin-1"))
            answer = b"".join(iter(lambda: connection.recv(65536), b""))
        assert answer.startswith(b"HTTP/1.1 404"), target
        assert b"weekly.example" not in answer


def test_a_name_that_leads_here_from_elsewhere_gets_nothing(served: Serving) -> None:
    assert served.ask("/", Host="evil.example").status == 421
    assert served.ask("/", Host=f"localhost:{served.port}").status == 200


def test_the_script_is_in_what_is_served_and_not_in_the_file(served: Serving, site: Folder) -> None:
    file = (site.public / "index.html").read_bytes()
    assert b"EventSource" not in file
    page = served.body("/")
    assert page.count(b"EventSource") == 1
    start, end = page.index(b"<script>new EventSource"), page.index(b"</body>")
    assert page[:start] + page[end:] == file
    assert b"EventSource" not in served.body("/atom.xml")


@contextmanager
def listening(served: Serving) -> Iterator[queue.Queue[list[str]]]:
    """Yield the events of the stream of changes, as they come."""
    events: queue.Queue[list[str]] = queue.Queue()
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=LIMIT)
    connection.request("GET", "/-/changes")
    response = connection.getresponse()
    assert response.headers["Content-Type"] == "text/event-stream"
    assert response.readline() == b": feeds serve\n"

    def read() -> None:
        for line in response:
            if line.startswith(b"data: "):
                events.put(json.loads(line.removeprefix(b"data: ")))

    threading.Thread(target=read, daemon=True).start()
    with closing(connection):
        yield events


def test_a_build_tells_which_pages_changed(served: Serving, site: Folder) -> None:
    with listening(served) as events:
        site.issue(title="Issue one")
        site.build()
        changed = set(events.get(timeout=LIMIT))
        while "/issues/index.html" not in changed or "/atom.xml" not in changed:
            changed |= set(events.get(timeout=LIMIT))
        assert "/issues/" in changed
        assert not any("/." in path for path in changed)
        assert served.end() == 0  # though somebody listens


def test_the_next_generation_tells_which_pages_changed(site: Folder) -> None:
    site.configure(CONFIG + "publish: {generations: 1}\n")
    site.issue()
    site.build()
    with serving(site) as one, listening(one) as events:
        for title in ("Issue one", "Issue uno", "Issue eins"):
            site.issue(title=title)
            site.build()
            changed = set(events.get(timeout=LIMIT))
            assert {"/issues/", "/atom.xml"} <= changed
            assert "/assets/feeds-pages.css" not in changed
            assert title.encode() in one.body("/atom.xml")


def test_with_watch_a_saved_post_is_in_what_is_served(site: Folder) -> None:
    site.issue()
    with serving(site, "--watch", "--offline") as one:
        wait_for(lambda: b"Robots" in one.body("/sections/"))
        site.write("b.md", "---\ntitle: Two\ndate: 2026-05-02\n---\n\n## Tides\n\nHigh and low, and high again.\n")
        wait_for(lambda: b"Tides" in one.body("/sections/"))
        assert one.end(signal.SIGTERM) == 0


def test_with_watch_it_has_the_options_of_watch(site: Folder) -> None:
    options = {name: set(re.findall(r"--[a-z-]+", run(site, name, "--help").stdout)) for name in ("serve", "watch")}
    assert options["watch"] <= options["serve"]
    for number in range(9):
        site.issue(f"{number}.md", f"Issue {number}", f"2026-05-0{number + 1}")
    site.build()
    for number in range(5):
        (site.posts / f"{number}.md").unlink()
    with serving(site, "--watch", "--offline", "--allow-shrink") as one:
        wait_for(lambda: "Withdrawn" in (site.public / "rss.xml").read_text())
        assert one.end(signal.SIGTERM) == 0


def test_there_is_nothing_to_serve_before_the_first_build(site: Folder) -> None:
    done = run(site, "serve")
    assert (done.returncode, done.stderr) == (
        2, "public: there is nothing to serve yet (run feeds build, or feeds serve --watch)\n",
    )  # fmt: skip
    for option in ("--offline", "--fresh", "--allow-shrink", "--health=0", "--wait=1"):
        name = option.partition("=")[0]
        assert run(site, "serve", option).stderr == f"{name} has no effect here (add --watch)\n"


def test_a_port_that_is_taken_is_named(served: Serving, site: Folder) -> None:
    done = run(site, "serve", "--port", str(served.port))
    assert done.returncode == 2
    assert done.stderr.startswith(f"127.0.0.1:{served.port}: cannot be used: ")
    assert done.stderr.endswith("(end what uses it, or choose another with --port)\n")
    assert run(site, "serve", "--port", "70000").returncode == 2


@pytest.mark.slow
@pytest.mark.parametrize("watched", [False, True], ids=["built", "watched"])
def test_a_browser_reloads_the_page_that_changed(site: Folder, tmp_path: Path, *, watched: bool) -> None:
    site.issue()
    site.build()
    with serving(site, *(("--watch", "--offline") if watched else ())) as served, showing(served, tmp_path) as seen:
        wait_for(lambda: "The Weekly" in seen(), every=0.1)
        wait_for(lambda: b"GET /-/changes" in served.log.read_bytes())
        site.configure(site.config_text.replace("The Weekly", "The Monthly"))
        if not watched:
            site.build()
        wait_for(lambda: "The Monthly" in seen(), every=0.1)


@contextmanager
def showing(served: Serving, folder: Path) -> Iterator[Callable[[], str]]:
    """Have chromium show a page within the block, or skip the test; yield a function that returns its title."""
    profile = folder / "profile"
    with chromium(f"{served.address}sections/", profile):
        port_file = profile / "DevToolsActivePort"
        wait_for(lambda: port_file.exists() and len(port_file.read_text().splitlines()) == 2)
        port = int(port_file.read_text().splitlines()[0])

        def title() -> str:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=LIMIT)
            connection.request("GET", "/json/list")
            pages = json.loads(connection.getresponse().read())
            connection.close()
            return " ".join(page["title"] for page in pages if page["type"] == "page")

        yield title
