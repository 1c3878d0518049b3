"""Search the page of an issue for everything that its post has lost."""

from __future__ import annotations

from collections.abc import Sequence

from feeds.digests import digest_of
from feeds.links.completing import rest_of
from feeds.links.findings import Findings, opening_of
from feeds.links.originals import read_page
from feeds.links.recovery import recover_links
from feeds.links.section_names import find_names
from feeds.markup import flatten
from feeds.model import Passage


def find(content: bytes, url: str, encoding: str, issue: str, sections: Sequence[Passage]) -> Findings:
    """Return what the page *content*, served from *url*, has for an *issue* (canonical HTML) of *sections*."""
    flat = flatten(issue)
    page = read_page(content, url, flat.text, encoding)
    openings = [opening for section in sections if (opening := opening_of(section))]
    return Findings(
        links=tuple(recover_links(flat, page)),
        names=find_names(openings, flat, page),
        rest=rest_of(flat, page),
    )


def findings_mark(issue: str, url: str) -> str:
    """Return a mark of the text of an *issue* and the address of its page; findings are for one such mark."""
    return digest_of(f"{url}\n{issue}", 24)
