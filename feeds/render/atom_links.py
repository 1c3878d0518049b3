"""The links of Atom, in the order that readers need."""

from __future__ import annotations

from msgspec import Struct

from feeds.model import PublishedEntry


class AtomLink(Struct, frozen=True):
    """An Atom link."""

    rel: str
    type: str  # "" for a hub, which is not a document
    href: str
    length: int = 0  # of a file, in bytes; 0: unknown

    def attributes(self) -> dict[str, str]:
        """Return the attributes of the element, without those that have no value."""
        values = {"rel": self.rel, "type": self.type, "href": self.href, "length": str(self.length or "")}
        return {name: value for name, value in values.items() if value}


def entry_links(entry: PublishedEntry) -> list[AtomLink]:
    """Return the links of *entry*: the permalink first, then the related page and its enclosures.

    Some readers take the first link as the permalink, ruby-feedparser the last one, whatever
    its `rel`. So other links are followed by the permalink once more, as `via`. If the
    permalink is a page of ours, `via` is the original.
    """
    links = [AtomLink("alternate", "text/html", entry.permalink)]
    if entry.related:
        links.append(AtomLink("related", "text/html", entry.related))
    links += [AtomLink("enclosure", one.type, one.url, one.length) for one in entry.enclosures]
    if len(links) > 1 or entry.via:
        links.append(AtomLink("via", "text/html", entry.via or entry.permalink))
    return links
