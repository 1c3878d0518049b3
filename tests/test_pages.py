"""Pages for people: they can follow a feed with one click, find what they want, and see what there is."""

from __future__ import annotations

import html
import shutil
import subprocess
from pathlib import Path
from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup, Tag
from lxml import etree
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from tests.folder import CONFIG, Folder

TOPICS = """\
topics:
  - {slug: robots, title: Robots, headings: [Robots]}
  - {slug: chips, title: Chips, headings: [Chips]}
"""


@pytest.fixture
def topical(site: Folder) -> Folder:
    site.configure(CONFIG + TOPICS)
    site.issue()
    site.build()
    return site


def soup(site: Folder, path: str) -> BeautifulSoup:
    return BeautifulSoup((site.public / path).read_bytes(), "lxml")


def browse(site: Folder, server: HTTPServer, script: str, tmp_path: Path) -> dict[str, str]:
    """Return what *script* notes in `note`, run in chromium beside the index in a frame `page`, once it is loaded."""
    if not (chromium := shutil.which("chromium")):
        pytest.skip("chromium is not installed")

    def serve(request: Request) -> Response:
        types = {".html": "text/html", ".css": "text/css", ".js": "text/javascript"}
        path = site.public / (request.path.lstrip("/") or "index.html")
        return Response(path.read_bytes(), content_type=types.get(path.suffix, "application/xml"))

    server.expect_request("/probe").respond_with_data(
        '<!DOCTYPE html><iframe src="/" width="1000" height="900"></iframe><script>'
        'document.querySelector("iframe").onload = async event => {'
        "const page = event.target.contentDocument; const note = document.body.dataset;"
        f"{script} }}</script>",
        content_type="text/html",
    )
    for path in site.tree():
        server.expect_request("/" + path.removesuffix("index.html")).respond_with_handler(serve)
    command = [
        chromium, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync",
        f"--user-data-dir={tmp_path / 'profile'}", "--virtual-time-budget=5000", "--dump-dom", server.url_for("/probe"),
    ]  # fmt: skip
    done = subprocess.run(command, check=True, capture_output=True, timeout=60)
    body = BeautifulSoup(done.stdout, "lxml").body
    assert body is not None
    return {name.removeprefix("data-"): str(value) for name, value in body.attrs.items()}


# -- following


def test_each_feed_of_the_index_has_one_button_with_its_address(topical: Folder) -> None:
    cards = soup(topical, "index.html").select(".card")
    addresses = [card.select_one(".follow .address") for card in cards]
    assert [one.get_text() for one in addresses if one] == [
        f"https://weekly.example/{path}atom.xml" for path in ("", "sections/", "topics/robots/", "topics/chips/")
    ]
    assert all(len(card.select("summary")) == 1 for card in cards)


def test_the_page_of_a_feed_offers_readers_that_take_its_address(topical: Folder) -> None:
    links = [str(link["href"]) for link in soup(topical, "topics/robots/index.html").select(".readers a")]
    assert links[0] == "feed:https://weekly.example/topics/robots/atom.xml"
    assert len(links) == 5
    assert all(unquote(link).endswith("https://weekly.example/topics/robots/atom.xml") for link in links)


def test_the_script_offers_the_same_readers_on_the_index(
    topical: Folder, httpserver: HTTPServer, tmp_path: Path
) -> None:
    script = """
        const follow = page.querySelectorAll(".follow")[2];
        follow.addEventListener("toggle", () => {
            note.links = Array.from(follow.querySelectorAll(".readers a"), link => link.href).join(" ");
        });
        follow.open = true;
    """
    expected = [str(link["href"]) for link in soup(topical, "topics/robots/index.html").select(".readers a")]
    assert html.unescape(browse(topical, httpserver, script, tmp_path)["links"]).split() == expected


def test_pages_have_nothing_inline_that_a_strict_host_forbids(topical: Folder) -> None:
    for path in topical.public.rglob("*.html"):
        page = BeautifulSoup(path.read_bytes(), "lxml")
        assert not page.select("style, script:not([src]), [style], [onclick]")
    rules = (topical.public / "_headers").read_text()
    assert "/topics/:slug/\n  Content-Security-Policy: default-src 'none'; script-src 'self'" in rules


def test_pages_name_their_style_by_its_content(topical: Folder) -> None:
    link = soup(topical, "topics/robots/index.html").select_one("link[rel=stylesheet]")
    assert isinstance(link, Tag)
    assert str(link["href"]).startswith("../../assets/feeds-pages.css?")


@pytest.mark.parametrize("path", ["atom.xml", "sections/rss.xml", "topics/chips/atom.xml"])
def test_a_feed_is_shown_with_a_style_sheet_that_is_there(topical: Folder, path: str) -> None:
    root = etree.parse(topical.public / path)
    (style,) = root.xpath("/processing-instruction('xml-stylesheet')")
    address = style.attrib["href"]
    assert style.attrib["type"] == "text/css"
    assert ((topical.public / path).parent / address).resolve() == topical.public / "assets/feeds-xml.css"


# -- lists of feeds


def test_the_list_of_topics_has_each_topic_and_nothing_that_has_their_entries_again(topical: Folder) -> None:
    outlines = etree.parse(topical.public / "topics.opml").xpath("//outline[@xmlUrl]/@xmlUrl")
    assert outlines == [f"https://weekly.example/topics/{slug}/atom.xml" for slug in ("robots", "chips")]
    page = soup(topical, "index.html")
    assert [link["href"] for link in page.select("a[download]")] == ["topics.opml"]


def test_a_newsletter_without_topics_offers_no_list_of_them(site: Folder) -> None:
    site.issue()
    site.build()
    assert not (site.public / "topics.opml").exists()
    assert not soup(site, "index.html").select("a[download]")


# -- finding


def test_the_field_for_searching_hides_entries_without_the_words(
    site: Folder, httpserver: HTTPServer, tmp_path: Path
) -> None:
    topics = [f"  - {{slug: t{number}, title: Thème {number}, headings: [Robots]}}\n" for number in range(10)]
    site.configure(CONFIG + "topics:\n" + "".join(topics))
    site.issue()
    site.build()
    script = """
        const input = page.querySelector(".search input");
        note.before = page.querySelector(".search").hidden;
        input.value = "theme 7";
        input.dispatchEvent(new Event("input"));
        note.shown = Array.from(page.querySelectorAll(".card:not([hidden]) h3"), one => one.textContent).join();
        note.count = page.querySelector(".search [role=status]").textContent;
    """
    noted = browse(site, httpserver, script, tmp_path)
    assert noted == {"before": "false", "shown": "Whole issues,All sections,Thème 7", "count": "1 / 10"}
    assert "hidden" in str(soup(site, "index.html").select_one(".search"))  # where no script runs
