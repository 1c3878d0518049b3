"""Find the original links in a section."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from msgspec.structs import replace

from feeds.markup import find_anchors
from feeds.model import Link, Passage
from feeds.urls import host, is_on_site

P = TypeVar("P", bound=Passage)


def _itself(href: str) -> str:
    return href


def find_links(
    passage: P, *, permalink: str, original: str = "", site_url: str, unwrap: Callable[[str], str] = _itself
) -> P:
    """Return *passage* with the links of its heading and content, in order.

    Links to the newsletter's own site and back to the issue, which is read at *permalink*,
    are not originals. *original* is the address that a post of one section is about (`link`
    in its front matter), or ""; it comes first, because such a post was written for it.
    *unwrap* returns where a link leads that carries its target; an address is kept as it is
    written all the same.
    """

    def link(href: str, text: str) -> Link:
        target = unwrap(href)
        return Link(href=href, text=text, target="" if target == href else target)

    own, page = host(site_url), permalink.partition("#")[0]
    anchors = find_anchors(passage.html)
    if not anchors and not original:
        return replace(passage, links=()) if passage.links else passage
    found = [link(href, text) for href, text in anchors]
    links = [one for one in found if one.href.startswith("http")]
    # Few addresses have the name of the site anywhere, and that is seen in a third of the time.
    links = [one for one in links if own not in one.leads_to.lower() or not is_on_site(one.leads_to, site_url)]
    links = [one for one in links if one.href.partition("#")[0] != page]
    if original and not is_on_site(original, site_url):
        links.insert(0, link(original, passage.title))
    return replace(passage, links=tuple(links))
