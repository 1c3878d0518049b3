"""The links of Atom, in the order that readers need."""

from __future__ import annotations

from dataclasses import dataclass

from feeds.model import PublishedEntry


@dataclass(frozen=True, slots=True)
class AtomLink:
    """An Atom link."""

    rel: str
    type: str
    href: str


def entry_links(entry: PublishedEntry) -> list[AtomLink]:
    """Return the links of *entry*: the permalink first, then the related page.

    Some readers take the first link as the permalink, ruby-feedparser the last one, whatever
    its `rel`. So a related link is followed by the permalink once more, as `via`. If the
    permalink is a page of ours, `via` is the original.
    """
    links = [AtomLink("alternate", "text/html", entry.permalink)]
    if entry.related:
        links.append(AtomLink("related", "text/html", entry.related))
    if entry.related or entry.via:
        links.append(AtomLink("via", "text/html", entry.via or entry.permalink))
    return links
