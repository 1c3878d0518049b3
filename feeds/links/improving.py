"""Improve the links of an entry: unwrap, resolve and recover them, and remove tracking parameters."""

from __future__ import annotations

from collections.abc import Callable
from operator import ne

from msgspec.structs import replace

from feeds.links.finding import find_links
from feeds.links.findings import NOTHING, Findings, Rest, opening_of
from feeds.links.placing import find_places
from feeds.markup import find_anchors, flatten, link_places, replace_links
from feeds.model import Entry, Link
from feeds.urls import with_fragment

Lead = Callable[[str], str]  # from an address as written to where it leads
_DIRECTIVE = ":~:text="


def improve(entry: Entry, lead: Lead, *, site_url: str, findings: Findings = NOTHING, complete: bool = False) -> Entry:
    """Return a section or an item with links that lead to the originals.

    Words that *findings* have a link for become links; with *complete* a truncated text is
    completed. Id, dates and hash stay the same.
    """
    if findings is NOTHING and not _leads_elsewhere(entry, lead):
        return entry  # true of nine in ten entries
    content = entry.content
    if findings.links and (places := find_places(flat := flatten(content), findings.links)):
        content = link_places(content, flat, places)
    if complete and findings.rest.words:
        content = _completed(content, findings.rest)
    content, heading = replace_links(content, lead), replace_links(entry.heading, lead)
    permalink, origin = lead_permalink(entry.permalink, lead), lead_permalink(entry.origin.permalink, lead)
    if _DIRECTIVE in permalink and (name := findings.names.get(opening_of(entry))):
        permalink = with_fragment(permalink, name)
    if (content, heading, permalink, origin) == (
        entry.content, entry.heading, entry.permalink, entry.origin.permalink,
    ):  # fmt: skip
        return entry
    better = replace(
        entry, content=content, heading=heading, permalink=permalink, origin=replace(entry.origin, permalink=origin)
    )
    found = find_links(better, permalink=origin, site_url=site_url).links
    return replace(better, links=(*_about(entry, lead), *found))


def lead_permalink(permalink: str, lead: Lead) -> str:
    """Return *permalink* with its address resolved and its fragment unchanged."""
    address, mark, fragment = permalink.partition("#")
    better = lead(address)
    if better == address or not mark:
        return better if not mark else permalink
    return better.partition("#")[0] + mark + fragment


def _leads_elsewhere(entry: Entry, lead: Lead) -> bool:
    """Return whether a link of *entry*, or its own address, leads to another address."""
    hrefs = [entry.permalink.partition("#")[0], entry.origin.permalink, *[link.href for link in entry.links]]
    return any(map(ne, map(lead, hrefs), hrefs))


def _about(entry: Entry, lead: Lead) -> list[Link]:
    """Return the link that a post of one section is about, which comes before those in its text."""
    first = next((href for href, _ in find_anchors(entry.html)), "")
    if entry.links and entry.kind == "section" and entry.links[0].href == entry.origin.permalink != first:
        return [replace(entry.links[0], href=lead(entry.links[0].href), target="")]
    return []


def _completed(content: str, rest: Rest) -> str:
    """Return *content* with its *rest*, if it ends in the words before that and their tail."""
    flat = flatten(content)
    text = flat.text.rstrip()
    start = len(text) - len(rest.tail)
    if not rest.tail or not text.endswith(rest.words + rest.tail) or any(flat.closed[start : len(text)]):
        return content
    return content[: flat.starts[start]] + rest.html + content[flat.ends[len(text) - 1] :]
