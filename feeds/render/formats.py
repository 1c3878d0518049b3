"""The formats of feeds: name, file, media type and renderer of each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from feeds.config import FeedFormat
from feeds.model import Document, FeedContent
from feeds.render._feedgen import write_atom, write_rss
from feeds.render.jsonfeed import write_json
from feeds.render.references import Publication, References, references_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A format of feeds."""

    key: FeedFormat  # as in config.yaml
    name: str
    file: str
    media_type: str
    write: Callable[[FeedContent, References], bytes]

    def render(self, content: FeedContent, publication: Publication) -> Document:
        """Return *content* in this format, as a document of one of the feeds of *publication*."""
        written = self.write(content, references_of(content, self.file, publication))
        return Document(path=content.path + self.file, content=written)


ATOM = Format(key="atom", name="Atom", file="atom.xml", media_type="application/atom+xml", write=write_atom)
RSS = Format(key="rss", name="RSS", file="rss.xml", media_type="application/rss+xml", write=write_rss)
JSON = Format(key="json", name="JSON Feed", file="feed.json", media_type="application/feed+json", write=write_json)
#: The preferred one first: for people, for autodiscovery and for the subscription list.
FORMATS = (ATOM, RSS, JSON)


def formats_of(keys: tuple[str, ...]) -> tuple[Format, ...]:
    """Return the formats that the config names, the preferred one first.

    >>> [format.file for format in formats_of(("rss", "atom"))]
    ['atom.xml', 'rss.xml']
    """
    return tuple(format for format in FORMATS if format.key in keys)
