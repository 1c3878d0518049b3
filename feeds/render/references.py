"""The addresses and names that a document of a feed refers to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from feeds.model import Feed, FeedContent


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """The feeds of a site, as each of their documents refers to them."""

    root: str  # the address that every document is served below
    topics: Mapping[str, str]  # names by slug
    whole: Feed  # the feed of whole issues: the source of the entries of the others


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The feed that an entry is from, in the same format."""

    title: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class References:
    """The addresses and names that one document of a feed refers to."""

    self_url: str
    topics_url: str
    topics: Mapping[str, str]  # names by slug
    history: Mapping[str, str]  # addresses of the other documents of the feed, by link relation (RFC 5005)
    source: Source | None  # None for the feed of whole issues itself


def references_of(content: FeedContent, file: str, publication: Publication) -> References:
    """Return the references of the document *file* with this *content*; other documents have the same file name."""
    root, whole, feed = publication.root, publication.whole, content.feed
    paths = {"prev-archive": content.previous, "next-archive": content.next}
    history = {rel: root + path + file for rel, path in paths.items() if path}
    if content.is_volume:
        history["current"] = root + feed.path + file
    return References(
        self_url=root + content.path + file,
        topics_url=f"{root}topics/",
        topics=publication.topics,
        history=history,
        source=None if feed.id == whole.id else Source(title=whole.title, url=root + whole.path + file),
    )
