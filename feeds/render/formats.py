"""The formats a feed is written in: their names for people, their files, their media types."""

from __future__ import annotations

from dataclasses import dataclass

from feeds.config import FeedFormat
from feeds.model import Feed


@dataclass(frozen=True, slots=True)
class Format:
    key: FeedFormat  # as in config.yaml
    name: str
    file: str
    media_type: str


#: The preferred one first: for people, for autodiscovery and for the subscription list.
ATOM = Format("atom", "Atom", "atom.xml", "application/atom+xml")
RSS = Format("rss", "RSS", "rss.xml", "application/rss+xml")
JSON = Format("json", "JSON Feed", "feed.json", "application/feed+json")
FORMATS = (ATOM, RSS, JSON)


def formats_of(keys: tuple[str, ...]) -> tuple[Format, ...]:
    """Return the formats that the config names, the preferred one first.

    >>> [format.file for format in formats_of(("rss", "atom"))]
    ['atom.xml', 'rss.xml']
    """
    return tuple(format for format in FORMATS if format.key in keys)


def history_of(feed: Feed, root: str, format: Format) -> dict[str, str]:
    """Return the addresses of the other documents of *feed*, by the link relations of RFC 5005."""
    paths = {"prev-archive": feed.previous, "next-archive": feed.next}
    links = {rel: root + path + format.file for rel, path in paths.items() if path}
    return links if feed.current is None else links | {"current": root + feed.current + format.file}
