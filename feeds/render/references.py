"""The addresses and names that a document of a feed refers to."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from feeds.model import Feed, FeedContent, VolumeLink
from feeds.render.assets import FEED_STYLE

#: The name of this program in documents.
GENERATOR = "feed-republisher"
#: The media types of documents, by the name of the file.
MEDIA_TYPES = {
    "atom.xml": "application/atom+xml",
    "rss.xml": "application/rss+xml",
    "feed.json": "application/feed+json",
}


class Publication(Struct, frozen=True, kw_only=True):
    """The feeds of a site, as each of their documents refers to them."""

    root: str  # the address that every document is served below
    topics: Mapping[str, str]  # names by slug
    whole: Feed  # the feed of whole issues: the source of the entries of the others
    hub: str = ""  # the address of a WebSub hub

    @property
    def topics_url(self) -> str:
        """The address below which topics are: the scheme of their names."""
        return f"{self.root}topics/"


class Source(Struct, frozen=True, kw_only=True):
    """The feed that an entry is from, in the same format."""

    title: str
    url: str


class Place(Struct, frozen=True, kw_only=True):
    """The facts that an entry takes from its document; where these are equal, it is written the same."""

    language: str  # of the feed
    authority: str  # what ids of the feed begin with
    source: Source | None  # None in the feed of whole issues itself


class Address(Struct, frozen=True):
    """The address of a document, and what it is."""

    url: str
    media_type: str


class References(Struct, frozen=True, kw_only=True):
    """The addresses that one document of a feed refers to."""

    self_url: str
    history: Mapping[str, Address]  # of the other documents of the feed, by link relation (RFC 5005)
    style: str  # the style sheet with which a browser shows it, relative to the document
    hub: str = ""  # that notifies subscribers of changes; a volume has none, because it does not change


def references_of(content: FeedContent, file: str, publication: Publication) -> References:
    """Return the references of the document *file* with this *content*.

    It leads to a volume in its own format, if there is one, else in another: RFC 5005 does not ask
    for one format, and readers that follow these links see from the document itself which it is.
    """
    root = publication.root
    links = {"prev-archive": content.previous, "next-archive": content.next}
    history = {rel: _address(content.feed, link, file, root) for rel, link in links.items() if link}
    if content.is_volume:
        history["current"] = Address(root + content.feed.path + file, MEDIA_TYPES[file])
    style = "../" * content.path.count("/") + FEED_STYLE
    hub = "" if content.is_volume else publication.hub
    return References(self_url=root + content.path + file, history=history, style=style, hub=hub)


def _address(feed: Feed, volume: VolumeLink, file: str, root: str) -> Address:
    name = volume.file_for(file)
    return Address(root + feed.folder_of(volume.name) + name, MEDIA_TYPES[name])


def place_in(feed: Feed, file: str, publication: Publication) -> Place:
    """Return what entries take from the document *file* of *feed*."""
    whole = publication.whole
    return Place(
        language=feed.language,
        authority=authority_of(feed),
        source=None if feed.id == whole.id else Source(title=whole.title, url=publication.root + whole.path + file),
    )


def authority_of(feed: Feed) -> str:
    """Return what the ids of *feed* and of its entries begin with."""
    return feed.id.partition(":feed/")[0]
