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
    anchors = find_anchors(passage.html)
    if not anchors and not original:
        return replace(passage, links=()) if passage.links else passage
    own, page = host(site_url), permalink.partition("#")[0]
    links: list[Link] = []
    if original and not is_on_site(original, site_url):
        links.append(_link(original, passage.title, unwrap(original)))
    for href, text in anchors:
        if not href.startswith("http") or href.partition("#")[0] == page:
            continue
        target = unwrap(href)
        # Few addresses have the name of the site anywhere, and that is seen in a third of the time.
        if own not in target.lower() or not is_on_site(target, site_url):
            links.append(_link(href, text, target))
    return replace(passage, links=tuple(links))


def _link(href: str, text: str, target: str) -> Link:
    return Link(href=href, text=text, target="" if target == href else target)
