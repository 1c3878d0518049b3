"""Find the links in a section."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from feeds.markup import find_anchors
from feeds.model import Entry, Link
from feeds.urls import host


def _itself(href: str) -> str:
    return href


def find_links(section: Entry, *, original: str, site_url: str, unwrap: Callable[[str], str] = _itself) -> Entry:
    """Return *section* with the links of its heading and content, in order.

    Links to the newsletter's own site and back to the issue are left out. *original* is the
    `link` in the front matter of a post of one piece, or ""; it comes first, because it is
    the subject of such a post. *unwrap* returns the target of a link that contains it; the
    address is kept as written as well.
    """
    own = host(site_url)

    def link(href: str, text: str) -> Link:
        target = unwrap(href)
        return Link(href=href, text=text, target="" if target == href else target)

    found = [link(href, text) for href, text in find_anchors(f"{section.heading}\n{section.content}")]
    links = [one for one in found if one.href.startswith("http") and host(one.leads_to) != own]
    links = [one for one in links if one.href.partition("#")[0] != section.issue_permalink.partition("#")[0]]
    if original and host(original) != own:
        links.insert(0, link(original, section.title))
    return replace(section, links=tuple(links))
