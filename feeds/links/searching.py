"""Search the page of an issue for all that its post has lost."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from feeds.links.completing import rest_of
from feeds.links.findings import Findings, opening_of
from feeds.links.originals import read_page
from feeds.links.recovery import find_names, recover_links
from feeds.markup import flatten
from feeds.model import Passage


def find(content: bytes, url: str, encoding: str, issue: str, sections: Sequence[Passage]) -> Findings:
    """Return what the page *content*, served from *url*, has for an *issue* (canonical HTML) of *sections*."""
    flat = flatten(issue)
    page = read_page(content, url, flat.text, encoding)
    openings = [(opening_of(section), opening_of(section)) for section in sections]
    return Findings(
        links=tuple(recover_links(flat, page)),
        names=find_names([pair for pair in openings if pair[0]], flat, page),
        rest=rest_of(flat, page),
    )


def digest_of(issue: str, url: str) -> str:
    """Return what tells whether findings are for this text of an issue, at that address."""
    return hashlib.sha256(f"{url}\n{issue}".encode()).hexdigest()[:24]
