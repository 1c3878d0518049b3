"""Volumes are written in one format, with content once; what was published in others goes on being served."""

from __future__ import annotations

import shutil
from datetime import timedelta

import feedparser
import pytest

from tests.archives import DEFAULT, is_volume, write_issues
from tests.folder import NOW, Folder, lose_memory

ROBOTS = "topics: [{slug: robots, words: [robot*]}]\n"
EXTRA = "extra: [{slug: chips, exclude: [robots]}, {slug: items, grain: item}]"
EVERYTHING = "archive: {formats: [rss, atom, json], content: always}"
ROOT = "https://weekly.example/"


def with_feeds(more: str) -> str:
    return DEFAULT.replace("days: 0", f"days: 0, {more}")


def volumes(site: Folder) -> dict[str, bytes]:
    return {path: content for path, content in site.tree().items() if is_volume(path)}


def written(site: Folder, volume: str) -> set[str]:
    return {path.rpartition("/")[2] for path in site.tree() if path.startswith(volume + "/") and is_volume(path)}


def test_a_volume_is_in_atom_and_all_feeds_link_to_it(site: Folder) -> None:
    site.configure(DEFAULT)
    write_issues(site, 40)
    site.build()
    assert {path.rpartition("/")[2] for path in volumes(site)} == {"atom.xml"}
    newest = ROOT + "archive/2025/atom.xml"
    for file in ("atom.xml", "rss.xml"):
        links = feedparser.parse((site.public / file).read_bytes()).feed.links
        assert [(one.href, one.type) for one in links if one.rel == "prev-archive"] == [
            (newest, "application/atom+xml")
        ]
    feed = site.json("feed.json")
    assert "next_url" not in feed  # it promises JSON Feed
    assert feed["_republisher"]["archive"] == newest


@pytest.mark.parametrize(
    ("formats", "expected"),
    [
        ("[json, rss]", {"rss.xml"}),
        ("[json]", {"feed.json"}),
        ("[rss, atom], archive: {formats: [rss, atom]}", {"rss.xml", "atom.xml"}),
    ],
)
def test_a_volume_is_in_the_preferred_format_of_the_feeds_or_in_those_asked_for(
    site: Folder, formats: str, expected: set[str]
) -> None:
    site.configure(with_feeds(f"formats: {formats}"))
    write_issues(site, 20)
    site.build()
    assert written(site, "archive/2024") == expected


def test_volumes_published_in_more_formats_stay_and_new_ones_follow_them(site: Folder) -> None:
    site.configure(with_feeds(EVERYTHING) + ROBOTS)
    write_issues(site, 40)
    site.build()
    before = volumes(site)
    site.configure(DEFAULT + ROBOTS)
    report = site.build(NOW + timedelta(days=1))
    assert volumes(site) == before
    assert not any(is_volume(path) for path in report.written)
    assert [(row.new, row.changed) for row in report.feeds] == [(0, 0)] * len(report.feeds)
    assert report.notices == ()
    assert site.json("feed.json")["next_url"] == ROOT + "archive/2025/feed.json"
    write_issues(site, 10, first=41)
    site.build(NOW + timedelta(days=30))
    after = volumes(site)
    assert {path: after[path] for path in before} == before
    assert {path.rpartition("/")[2] for path in after.keys() - before.keys()} == {"atom.xml"}
    newest = feedparser.parse(after["archive/2025-part-2/atom.xml"]).feed
    assert ROOT + "archive/2025/atom.xml" in [one.href for one in newest.links if one.rel == "prev-archive"]
    assert site.json("feed.json")["_republisher"]["archive"] == ROOT + "archive/2025-part-2/atom.xml"


@pytest.mark.parametrize("lost", [False, True])
def test_an_entry_that_is_withdrawn_leaves_a_volume_in_every_format_that_was_published(
    site: Folder, *, lost: bool
) -> None:
    site.configure(with_feeds(EVERYTHING))
    write_issues(site, 40)
    site.build()
    site.configure(DEFAULT)
    site.build()
    if lost:
        lose_memory(site)
        assert not any(is_volume(path) for path in site.build().written)
    (site.posts / "3.md").unlink()
    report = site.build(NOW + timedelta(days=1))
    changed = {path for path in report.written if path.startswith("archive/") and is_volume(path)}
    assert changed == {f"archive/2024/{file}" for file in ("atom.xml", "rss.xml", "feed.json")}
    assert not any(b"Issue 3<" in volumes(site)[path] or b'"Issue 3"' in volumes(site)[path] for path in changed)


def test_a_volume_that_was_published_in_more_formats_is_served_on_where_the_output_is_empty(site: Folder) -> None:
    site.configure(with_feeds(EVERYTHING))
    write_issues(site, 40)
    site.build()
    before = volumes(site)
    site.configure(with_feeds("archive: {content: always}"))
    shutil.rmtree(site.public)  # as in a CI that keeps the memory alone
    site.build(NOW + timedelta(days=1))
    assert volumes(site) == before


def test_the_archive_of_a_topic_has_titles_summaries_and_links_and_that_of_sections_the_content(site: Folder) -> None:
    site.configure(with_feeds(EXTRA) + ROBOTS)
    write_issues(site, 40)
    site.build()
    whole = {one.id: one for one in feedparser.parse(volumes(site)["sections/archive/2024/atom.xml"]).entries}
    for feed in ("topics/robots", "feeds/chips"):
        entries = feedparser.parse(volumes(site)[f"{feed}/archive/2024/atom.xml"]).entries
        assert entries
        for entry in entries:
            assert "content" not in entry
            assert entry.title.startswith(("Robots", "Chips"))
            assert entry.summary.startswith("A ")
            assert (entry.link, entry.published) == (whole[entry.id].link, whole[entry.id].published)
            assert "<a href=" in whole[entry.id].content[0].value
    assert "content" in feedparser.parse(volumes(site)["feeds/items/archive/2024/atom.xml"]).entries[0]
    assert "content" in feedparser.parse((site.public / "topics/robots/atom.xml").read_bytes()).entries[0]


def test_archives_of_topics_have_content_on_request_and_in_any_format_a_valid_entry_without(site: Folder) -> None:
    site.configure(with_feeds("archive: {formats: [json, rss]}") + ROBOTS)
    write_issues(site, 40)
    site.build()
    item = site.items("topics/robots/archive/2024/feed.json")[0]
    assert item["content_text"].startswith("A robot")
    assert "content_html" not in item
    assert "summary" not in item
    rss = feedparser.parse(volumes(site)["topics/robots/archive/2024/rss.xml"]).entries[0]
    assert "content" not in rss
    assert rss.summary.startswith("A robot")
    shutil.rmtree(site.public)
    shutil.rmtree(site.path / ".feeds")
    site.configure(with_feeds(EVERYTHING) + ROBOTS)
    site.build()
    assert "<a href=" in site.items("topics/robots/archive/2024/feed.json")[0]["content_html"]


def test_a_lost_memory_is_recovered_with_the_content_that_one_archive_has(site: Folder) -> None:
    site.configure(with_feeds(EXTRA) + ROBOTS)
    write_issues(site, 40)
    site.build()
    before = site.tree()
    lose_memory(site)
    (site.posts / "3.md").rename(site.posts / "renamed.md")
    text = (site.posts / "renamed.md").read_text().replace("## Robots", "## Robots on legs")
    site.write("renamed.md", text)
    assert not [path for path in site.build(NOW + timedelta(days=1)).written if not path.endswith("archive/index.html")]
    site.configure(
        with_feeds(EXTRA.replace("extra: [", "extra: [{slug: all}, ")).replace("limit: 5", "limit: 999") + ROBOTS
    )
    site.build(NOW + timedelta(days=2))
    assert {path: text for path, text in site.tree().items() if is_volume(path) and path in before} == volumes(site)
    found = {item["id"]: item["title"] for item in site.items("feeds/all/feed.json")}
    (id,) = [id for id, title in found.items() if title == "Robots on legs"]
    assert f"<id>{id}</id>".encode() in before["sections/archive/2024/atom.xml"]
