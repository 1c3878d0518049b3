"""Feeds of one language, and feeds of summaries."""

from __future__ import annotations

import feedparser
import pytest

from tests.folder import CONFIG, LATER, NOW, Folder, lose_memory

LONG = "The tern that nobody expected came back to the pier in the night, " * 9


def write(site: Folder, name: str, language: str, words: str = LONG) -> None:
    front = f"lang: {language}\n" if language else ""
    text = f"## Terns {name}\n\n{words}\n\n## Piers {name}\n\n{words}\n"
    site.write(f"{name}.md", f"---\ntitle: Issue {name}\ndate: 2026-05-01\n{front}---\n{text}")


@pytest.fixture
def many(site: Folder) -> Folder:
    """A site with issues in four languages, one of which is the language of the site."""
    for name, language in (("a", ""), ("b", "fr"), ("c", "pt-BR"), ("d", "pt")):
        write(site, name, language)
    site.write(
        "e.de.md", "---\ntitle: Issue e\ndate: 2026-05-01\n---\n## Seeschwalben\n\nSie kamen.\n\n## Pier\n\nLeer.\n"
    )
    return site


def feeds(*blocks: str) -> str:
    return CONFIG + "feeds:\n  extra:\n" + "".join(f"  - {{{block}}}\n" for block in blocks)


@pytest.mark.parametrize(
    ("language", "titles"),
    [
        ("en", {"Terns a", "Piers a"}),
        ("fr", {"Terns b", "Piers b"}),
        ("pt", {"Terns c", "Piers c", "Terns d", "Piers d"}),
        ("PT-br", {"Terns c", "Piers c"}),
        ("de", {"Seeschwalben", "Pier"}),
        ("ja", set()),
    ],
)
def test_a_feed_of_a_language_has_the_entries_in_it_and_says_so(many: Folder, language: str, titles: set[str]) -> None:
    many.configure(feeds(f"slug: tongue, language: {language}", "slug: issues, grain: issue, language: fr"))
    many.build()
    assert set(many.titles("feeds/tongue/feed.json")) == titles
    assert many.json("feeds/tongue/feed.json")["language"] == language
    parsed = feedparser.parse((many.public / "feeds/tongue/rss.xml").read_bytes())
    assert parsed.feed.language == language
    assert many.titles("feeds/issues/feed.json") == ["Issue b"]


def test_an_entry_names_its_language_where_it_is_not_that_of_the_feed(many: Folder) -> None:
    many.configure(feeds("slug: french, language: fr"))
    many.build()
    by_title = {item["title"]: item.get("language") for item in many.items("sections/feed.json")}
    assert (by_title["Terns a"], by_title["Terns b"]) == (None, "fr")
    assert [item.get("language") for item in many.items("feeds/french/feed.json")] == [None, None]
    assert (many.public / "sections/atom.xml").read_text().count('xml:lang="fr"') == 2
    assert (many.public / "sections/rss.xml").read_text().count("<dc:language>fr</dc:language>") == 2


def test_an_issue_whose_language_changes_moves_to_the_feed_of_that(many: Folder) -> None:
    many.configure(feeds("slug: french, language: fr", "slug: danish, language: da"))
    many.build()
    write(many, "b", "da")
    many.build(LATER)
    assert many.titles("feeds/danish/feed.json") == ["Terns b", "Piers b"]
    assert "Terns b" not in many.titles("feeds/french/feed.json")


def test_a_feed_of_a_language_survives_the_loss_of_the_memory(many: Folder) -> None:
    many.configure(feeds("slug: french, language: fr, content: summary"))
    many.build()
    before = many.marks()
    lose_memory(many)
    assert many.build(LATER).written == ()
    assert many.marks() == before


@pytest.mark.parametrize("grain", ["issue", "section", "item"])
def test_a_feed_of_summaries_has_no_content(many: Folder, grain: str) -> None:
    many.configure(feeds(f"slug: short, grain: {grain}, content: summary", f"slug: long, grain: {grain}"))
    many.build()
    short, long = many.items("feeds/short/feed.json"), many.items("feeds/long/feed.json")
    assert [item["id"] for item in short] == [item["id"] for item in long]
    assert all("content_html" not in item and item["content_text"] for item in short)
    assert all(item["content_html"] for item in long)
    assert max(len(item["content_text"]) for item in short) <= 301
    parsed = feedparser.parse((many.public / "feeds/short/rss.xml").read_bytes())
    assert all("content" not in entry and entry.summary for entry in parsed.entries)
    atom = feedparser.parse((many.public / "feeds/short/atom.xml").read_bytes())
    assert not atom.bozo
    assert all("content" not in entry and entry.link for entry in atom.entries)


def test_full_and_summarised_feeds_are_rendered_again_when_that_changes(many: Folder) -> None:
    many.configure(feeds("slug: some"))
    many.build()
    many.configure(feeds("slug: some, content: summary"))
    report = many.build(NOW)
    assert {path for path in report.written if path.endswith(".json")} == {"feeds/some/feed.json"}


def test_a_feed_of_summaries_has_room_for_more_entries(site: Folder) -> None:
    for number in range(9):
        write(site, str(number), "", LONG * 10)
    site.configure(feeds("slug: short, content: summary", "slug: long") + "  max_bytes: 20KB\n  archive: none\n")
    site.build()
    assert len(site.items("feeds/short/feed.json")) == 18
    assert len(site.items("feeds/long/feed.json")) < 9
