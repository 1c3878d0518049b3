"""The formats of feeds: name, file and media type of each; `writers` has what writes them."""

from __future__ import annotations

from msgspec import Struct

from feeds.config import FeedFormat
from feeds.render.references import MEDIA_TYPES

#: Chromium shows Atom and RSS of their own types as plain text, and this with its style sheet. Every reader accepts it.
_XML = "application/xml"


class Format(Struct, frozen=True, kw_only=True):
    """A format of feeds."""

    key: FeedFormat  # as in config.yaml
    name: str
    file: str
    media_type: str  # by which links name it
    sent_as: str  # the media type with which hosts send it


ATOM = Format(key="atom", name="Atom", file="atom.xml", media_type=MEDIA_TYPES["atom.xml"], sent_as=_XML)
RSS = Format(key="rss", name="RSS", file="rss.xml", media_type=MEDIA_TYPES["rss.xml"], sent_as=_XML)
JSON = Format(
    key="json",
    name="JSON Feed",
    file="feed.json",
    media_type=MEDIA_TYPES["feed.json"],
    sent_as=MEDIA_TYPES["feed.json"],
)
#: The preferred one first: for people, for autodiscovery and for the subscription list.
FORMATS = (ATOM, RSS, JSON)


def formats_of(keys: tuple[str, ...]) -> tuple[Format, ...]:
    """Return the formats that the config names, the preferred one first.

    >>> [format.file for format in formats_of(("rss", "atom"))]
    ['atom.xml', 'rss.xml']
    """
    return tuple(format for format in FORMATS if format.key in keys)
