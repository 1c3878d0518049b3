"""Rendered feeds, read back by independent parsers."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from msgspec.structs import replace

from feeds.markup import one_line, to_text
from feeds.model import Author, Entry
from feeds.render.cadence import cadence
from feeds.render.content import finish_entry
from feeds.render.formats import ATOM, JSON, RSS
from feeds.render.hosting import render_headers
from feeds.render.opml import render_opml
from feeds.render.press import Press
from tests.entries import entries_of
from tests.parsing import BODIES, CONFIG, cut
from tests.rendering import CHIPS, ENTRY, PUBLICATION, ROOT, WHOLE, content_of

ATOM_NS = "{http://www.w3.org/2005/Atom}"


def atom(*entries: Entry) -> bytes:
    return Press(PUBLICATION).make(ATOM, content_of(CHIPS, *entries)).content


def rss(*entries: Entry) -> bytes:
    return Press(PUBLICATION).make(RSS, content_of(CHIPS, *entries)).content


def json_feed(*entries: Entry) -> Any:
    return json.loads(Press(PUBLICATION).make(JSON, content_of(CHIPS, *entries)).content)


def test_atom_contains_everything() -> None:
    found = feedparser.parse(atom(ENTRY))
    assert not found.bozo
    assert found.feed.id == WHOLE.id + "/chips"
    assert found.feed.title == "The Weekly: Chips"
    assert {(link.rel, link.href) for link in found.feed.links} == {
        ("alternate", ROOT),
        ("self", ROOT + "topics/chips/atom.xml"),
    }
    assert found.feed.updated == "2026-05-02T09:00:00Z"
    (entry,) = found.entries
    assert (entry.id, entry.title, entry.author) == (ENTRY.id, "A title", "Ada & Bo")
    assert (entry.published, entry.updated) == ("2026-05-01T09:00:00Z", "2026-05-02T09:00:00Z")
    assert [(tag.term, tag.label) for tag in entry.tags] == [("chips", "Chips & hardware")]
    assert entry.summary == ENTRY.summary
    assert 'href="https://a.example/?a=1&amp;b=2"' in entry.content[0].value
    assert entry.content[0].value.endswith(f'<p>From <a href="{ENTRY.origin.permalink}">Issue 1</a>.</p>')


def test_the_links_of_an_atom_entry_begin_and_end_with_its_permalink() -> None:
    entry = etree.fromstring(atom(ENTRY)).find(f"{ATOM_NS}entry")
    assert entry is not None
    links = [(link.get("rel"), link.get("href")) for link in entry.findall(f"{ATOM_NS}link")]
    assert links == [
        ("alternate", ENTRY.permalink),
        ("related", "https://a.example/?a=1&b=2"),
        ("via", ENTRY.permalink),
    ]
    assert entry.find(f"{ATOM_NS}source") is None


def test_rss_contains_everything() -> None:
    content = rss(ENTRY)
    found = feedparser.parse(content)
    assert not found.bozo
    assert (found.feed.title, found.feed.link, found.feed.language) == ("The Weekly: Chips", ROOT, "en")
    (entry,) = found.entries
    assert (entry.id, entry.link, entry.title, entry.author) == (ENTRY.id, ENTRY.permalink, "A title", "Ada & Bo")
    assert not entry.guidislink
    assert entry.source == {"href": ROOT + "rss.xml", "title": "The Weekly"}
    item = etree.fromstring(content).find("channel/item")
    assert item is not None
    names = [etree.QName(child).localname for child in item]
    assert names.index("description") < names.index("encoded")
    assert item.findtext("pubDate") == "Fri, 01 May 2026 09:00:00 GMT"
    assert item.findtext("category") == "Chips & hardware"
    assert b"<lastBuildDate>Sat, 02 May 2026 09:00:00 GMT</lastBuildDate>" in content


def test_rss_titles_are_escaped_as_the_profile_asks() -> None:
    content = rss(replace(ENTRY, title="Vec<T> & R&D"))
    assert b"<title>Vec&#x3C;T&#x3E; &#x26; R&#x26;D</title>" in content
    assert b"<description>News &#x26; &#x3C;more&#x3E;</description>" in content


def test_the_feed_of_whole_issues_names_no_source() -> None:
    content = Press(PUBLICATION).make(RSS, content_of(WHOLE, ENTRY)).content
    assert b"<source" not in content


def test_json_feed_contains_everything() -> None:
    found = json_feed(ENTRY)
    assert next(iter(found)) == "version"
    assert found["feed_url"] == ROOT + "topics/chips/feed.json"
    (item,) = found["items"]
    assert item["id"] == ENTRY.id
    assert (item["url"], item["external_url"]) == (ENTRY.permalink, "https://a.example/?a=1&b=2")
    assert (item["date_published"], item["date_modified"]) == ("2026-05-01T09:00:00Z", "2026-05-02T09:00:00Z")
    assert item["authors"] == [{"name": "Ada & Bo"}]
    assert item["tags"] == ["Chips & hardware"]
    assert item["_republisher"]["kind"] == "section"


def test_an_empty_feed_is_valid() -> None:
    assert json_feed()["items"] == []
    assert not feedparser.parse(atom()).bozo
    assert not feedparser.parse(rss()).bozo


def test_a_language_of_its_own_is_written() -> None:
    entry = replace(ENTRY, origin=replace(ENTRY.origin, language="ja"))
    assert b'xml:lang="ja"' in atom(entry)
    assert b"<dc:language>ja</dc:language>" in rss(entry)
    assert json_feed(entry)["items"][0]["language"] == "ja"
    assert (
        b'xml:lang="en"'
        not in atom(replace(ENTRY, origin=replace(ENTRY.origin, language="en"))).partition(b"<entry")[2]
    )


def test_a_summary_that_repeats_the_content_is_omitted() -> None:
    entry = replace(ENTRY, content="<p>All there is.</p>", summary="All there is.")
    assert "summary" not in json_feed(entry)["items"][0]
    assert b"<content:encoded" not in rss(entry)
    assert b"All there is." in rss(entry)


@given(BODIES, st.integers(0, 40))
def test_a_summary_goes_only_if_it_is_all_there_is(body: str, more: int) -> None:
    for section in entries_of(f"---\ntitle: x\n---\n{body}"):
        text = " ".join(to_text(section.content).split())
        for summary in (text, text[:more], text + "…", section.summary):
            entry = replace(section, title="A title", summary=summary)
            assert finish_entry(entry, b"").summary == ("" if summary == text else summary)


def test_a_link_post_without_text_has_its_link_as_content() -> None:
    entry = finish_entry(replace(ENTRY, content="", kind="issue"), b"")
    assert entry.content == '<p><a href="https://a.example/?a=1&amp;b=2">A title</a></p>'


def test_an_issue_of_several_sections_has_no_related_link() -> None:
    assert (
        json_feed(replace(ENTRY, kind="issue", single=True))["items"][0]["external_url"] == "https://a.example/?a=1&b=2"
    )
    assert "external_url" not in json_feed(replace(ENTRY, kind="issue", single=False))["items"][0]


def test_the_subscription_list_names_one_format() -> None:
    content = render_opml("feeds.opml", "Feeds", [WHOLE, CHIPS], ENTRY.updated, ROOT, ATOM).content
    outlines = etree.fromstring(content).findall(".//outline[@xmlUrl]")
    assert [(o.get("type"), o.get("xmlUrl"), o.get("version")) for o in outlines] == [
        ("rss", ROOT + "atom.xml", None),
        ("rss", ROOT + "topics/chips/atom.xml", None),
    ]
    assert b'version="RSS2"' in render_opml("feeds.opml", "Feeds", [WHOLE], ENTRY.updated, ROOT, RSS).content


def test_hosts_learn_the_types_in_a_constant_number_of_rules() -> None:
    headers = render_headers(CONFIG)
    text = headers.content.decode()
    assert "/topics/:slug/feed.json\n  Content-Type: application/feed+json; charset=utf-8\n" in text
    assert sum(line.startswith("/") for line in text.splitlines()) < 100
    in_a_folder = render_headers(CONFIG, "/feeds").content.decode()
    assert in_a_folder == text.replace("\n/", "\n/feeds/").replace("/", "/feeds/", 1)


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ((1, 2, 3, 4), "about 1 a day"),
        ((1, 8, 15), "about 1 a week"),
        ((1, 4, 8, 11, 15), "about 2 a week"),
        ((1, 2), ""),
        ((1, 1, 1, 8, 8, 8, 15, 15, 15), "about 3 a week"),
        ((1, 15, 29), "about 2 a month"),
    ],
)
def test_the_cadence_of_a_feed_is_shown(days: tuple[int, ...], expected: str) -> None:
    assert cadence([datetime(2026, 5, day, tzinfo=UTC) for day in days]) == expected


def test_a_long_pause_does_not_count_for_the_cadence() -> None:
    before = [datetime(2022, 5, 1, tzinfo=UTC) + timedelta(weeks=week) for week in range(20)]
    after = [datetime(2026, 5, 1, tzinfo=UTC) + timedelta(weeks=week) for week in range(8)]
    assert cadence(before + after) == "about 1 a week"


def test_an_issue_every_other_year_has_its_sections_counted_by_the_year() -> None:
    issues = [datetime(year, 5, 1, tzinfo=UTC) for year in (2020, 2022, 2024)]
    assert cadence(issues) == "less than 1 a year"
    assert cadence(issues * 8) == "about 4 a year"


PLAIN = st.text(max_size=80).map(one_line).filter(lambda text: bool(text.strip()))


@given(PLAIN, PLAIN, st.text(max_size=200))
def test_rendered_feeds_read_back_the_same(title: str, author: str, text: str) -> None:
    (section,) = cut("---\ntitle: x\n---\nx", "x.html", split="none")
    (section,) = cut(f"<p>{text.replace('<', '&lt;')}</p>", "x.html", split="none") or (section,)
    origin = replace(ENTRY.origin, authors=(Author(name=author),))
    entry = replace(ENTRY, title=title, origin=origin, content=section.content)
    item = json_feed(entry)["items"][0]
    assert (item["title"], item["authors"][0]["name"]) == (title, author)
    for content in (atom(entry), rss(entry)):
        root = etree.fromstring(content)
        node = root.find("channel/item") if root.tag == "rss" else root.find(f"{ATOM_NS}entry")
        assert node is not None
        texts = [child.text for child in node.iter()]
        assert title in texts
        assert author in texts
        assert item["content_html"] in texts
