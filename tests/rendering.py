"""A feed, an entry for it, and how they are published, for tests of what is rendered."""

from __future__ import annotations

from datetime import UTC, datetime

from msgspec.structs import replace

from feeds.model import Author, Entry, Feed, FeedContent, Link
from feeds.render.content import attribute_to, finish_entry
from feeds.render.references import Publication
from tests.entries import entries_of

ROOT = "https://weekly.example/"
TOPICS = {"chips": "Chips & hardware"}

(SECTION,) = entries_of("---\ntitle: x\n---\nSome *text* with a [link](https://a.example/?a=1&b=2).")
ENTRY = replace(
    SECTION,
    id="tag:weekly.example,2026-01-01:one/x",
    title="A title",
    origin=replace(SECTION.origin, title="Issue 1", authors=(Author(name="Ada & Bo"),)),
    published=datetime(2026, 5, 1, 9, tzinfo=UTC),
    updated=datetime(2026, 5, 2, 9, tzinfo=UTC),
    topics=("chips",),
    links=(Link(href="https://a.example/?a=1&b=2", text="link"),),
    summary="Some text that is no more than a part.",
)
WHOLE = Feed(
    id="tag:weekly.example,2026-01-01:feed/issues",
    path="",
    page_path="issues/index.html",
    title="The Weekly",
    subtitle="News & <more>",
    home_url=ROOT,
    language="en",
    authors=(Author(name="Ada"),),
    group="The newsletter",
)
PUBLICATION = Publication(root=ROOT, topics=TOPICS, whole=WHOLE)


CHIPS = replace(WHOLE, id=WHOLE.id + "/chips", path="topics/chips/", title="The Weekly: Chips")


def content_of(feed: Feed, *entries: Entry) -> FeedContent:
    finished = tuple(finish_entry(entry, attribute_to(entry.origin, "From {issue}.")) for entry in entries)
    return FeedContent(feed=feed, path=feed.path, updated=ENTRY.updated, entries=finished)
