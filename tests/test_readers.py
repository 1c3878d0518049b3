"""End to end: the real command, a real server on loopback, and independent readers."""

from __future__ import annotations

import functools
import http.server
import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin

import feedparser
import pytest
import requests
from bs4 import BeautifulSoup

from tests.conftest import REPOSITORY, need
from tests.folder import Folder

pytestmark = pytest.mark.slow  # servers, browsers and readers of feeds


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Folder]]:
    """The sample newsletter, built by the real command for the address where it is then served."""
    site = Folder(tmp_path_factory.mktemp("served") / "site")
    site.public.mkdir()
    handler = functools.partial(QuietHandler, directory=str(site.public))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/"
    config = (REPOSITORY / "config.yaml").read_text(encoding="utf-8")
    site.configure(config.replace("https://feeds.smallmachines.example/", address))
    shutil.copy(REPOSITORY / "topics-ai.yaml", site.path)
    for post in (REPOSITORY / "posts").iterdir():
        site.write(post.name, post.read_bytes())
    subprocess.run([sys.executable, "-m", "feeds", "build", "--strict"], cwd=site.path, check=True)
    yield address, site
    server.shutdown()
    server.server_close()


def get(url: str, **headers: str) -> requests.Response:
    response = requests.get(url, headers=headers, timeout=10)
    response.raise_for_status()
    return response


def test_a_person_finds_every_feed_and_every_feed_is_read(served: tuple[str, Folder]) -> None:
    address, _ = served
    index = BeautifulSoup(get(address).content, "lxml")
    discovered = [link["href"] for link in index.find_all("link", rel="alternate")]
    assert discovered[0] == address + "atom.xml"
    pages = {urljoin(address, str(link["href"])) for link in index.select("h3 a")}
    assert len(pages) == 12
    for page in pages:
        soup = BeautifulSoup(get(page).content, "lxml")
        titles = [heading.get_text() for heading in soup.select("article h2")]
        for link in soup.find_all("link", rel="alternate")[:3]:
            response = get(str(link["href"]))
            if str(link["href"]).endswith(".json"):
                shown = [item["title"] for item in response.json()["items"]]
            else:
                feed = feedparser.parse(response.content)
                assert not feed.bozo
                shown = [entry.title for entry in feed.entries]
            assert shown == titles


def test_an_unchanged_feed_costs_its_readers_nothing(served: tuple[str, Folder]) -> None:
    address, site = served
    first = get(address + "atom.xml")
    subprocess.run([sys.executable, "-m", "feeds", "build", "--fresh"], cwd=site.path, check=True)
    again = get(address + "atom.xml", **{"If-Modified-Since": first.headers["Last-Modified"]})
    assert again.status_code == 304


def test_every_link_of_every_page_leads_somewhere(served: tuple[str, Folder]) -> None:
    address, site = served
    for page in site.public.rglob("*.html"):
        url = address + page.relative_to(site.public).as_posix()
        soup = BeautifulSoup(page.read_bytes(), "lxml")
        for element in soup.select("a[href], link[href]"):
            target = urljoin(url, str(element["href"]))
            if target.startswith(address):
                get(target)


def test_newsboat_shows_every_entry_once(served: tuple[str, Folder], tmp_path: Path) -> None:
    newsboat, (address, site) = need("newsboat"), served
    cache = tmp_path / "cache.db"
    (tmp_path / "urls").write_text(address + "sections/rss.xml\n")
    command = [newsboat, "-u", str(tmp_path / "urls"), "-c", str(cache), "-C", "/dev/null", "-x", "reload"]
    for _ in range(2):
        subprocess.run(
            command, check=True, capture_output=True, env={**os.environ, "HOME": str(tmp_path), "LC_ALL": "C.UTF-8"}
        )
    with sqlite3.connect(cache) as database:
        shown = [title for (title,) in database.execute("SELECT title FROM rss_item ORDER BY pubDate DESC")]
    database.close()
    assert shown == site.titles()


def test_sfeed_shows_every_entry_with_its_link(served: tuple[str, Folder]) -> None:
    sfeed, (address, site) = need("sfeed"), served
    for path in ("sections/atom.xml", "sections/rss.xml"):
        done = subprocess.run([sfeed, address], input=get(address + path).content, capture_output=True, check=True)
        rows = [line.split("\t") for line in done.stdout.decode().splitlines()]
        assert [(row[1], row[2]) for row in rows] == [(item["title"], item["url"]) for item in site.items()]


PROBE = """<!DOCTYPE html><iframe src="/{path}" width="{width}" height="900"></iframe><script>
document.querySelector("iframe").onload = event => {{
  const page = event.target.contentDocument;
  document.body.dataset.width = page.documentElement.scrollWidth;
  document.body.dataset.title = page.querySelector("h1").innerText;
}}</script>"""


@pytest.mark.parametrize(("width", "path"), [(1200, ""), (390, ""), (390, "topics/robotics/"), (320, "sections/")])
def test_a_browser_shows_the_pages_without_a_sideways_scroll(
    served: tuple[str, Folder], tmp_path: Path, width: int, path: str
) -> None:
    chromium, (address, site) = need("chromium"), served
    (site.public / "probe.html").write_text(PROBE.format(path=path, width=width))
    command = [
        chromium, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync",
        f"--user-data-dir={tmp_path / 'profile'}", "--window-size=1400,1000", "--virtual-time-budget=5000",
        "--dump-dom", address + "probe.html",
    ]  # fmt: skip
    done = subprocess.run(command, check=True, capture_output=True, timeout=60)
    (site.public / "probe.html").unlink()
    body = BeautifulSoup(done.stdout, "lxml").body
    assert body is not None
    assert body["data-title"]
    assert int(str(body["data-width"])) <= width
