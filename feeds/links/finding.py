"""Where the author sends the reader: the links in a section."""

from __future__ import annotations

from dataclasses import replace

from feeds.markup import find_anchors
from feeds.model import Entry, Link
from feeds.urls import host


def find_links(section: Entry, *, original: str, site_url: str) -> Entry:
    """Return *section* with the links of its heading and content, in order.

    Links to the newsletter's own site and back to the issue are no originals. *original*
    is the address a post of one piece is about (its front matter's `link`), or ""; it
    comes first, because it is what such a post is for.
    """
    own = host(site_url)
    found = [Link(href=href, text=text) for href, text in find_anchors(f"{section.heading}\n{section.content}")]
    links = [link for link in found if link.href.startswith("http") and host(link.href) != own]
    links = [link for link in links if link.href.partition("#")[0] != section.issue_permalink.partition("#")[0]]
    if original and host(original) != own:
        links.insert(0, Link(href=original, text=section.title))
    return replace(section, links=tuple(links))
