"""Recover lost links from the page of the original.

The words of the issue are aligned with those of the page, in order. If the words of a link on
the page are found in the issue, and the words around them confirm it, they become that link.
Uncertain matches are ignored.
"""

from __future__ import annotations

from feeds.links.alignment import align, split_words
from feeds.links.confirming import LinkFinder
from feeds.links.pages import Page, PageLink
from feeds.links.placing import CONTEXT, Recovered
from feeds.markup import Flat

_BEFORE, _BEHIND = "([{“‘\"'«", ")]}”’\"'»!?"


def recover_links(issue: Flat, page: Page) -> list[Recovered]:
    """Return the links of *page* that *issue* has lost, in order."""
    post, original = split_words(issue.text), split_words(page.text)
    matched = align(post.words, original.words)
    finder = LinkFinder(post, original, matched)
    found: list[Recovered] = []
    done = 0
    for link in sorted(page.links, key=lambda one: (one.start, one.end)):
        span = finder.find(link)
        if span is None or span[0] < done:
            continue
        start, end = finder.place(link, *span)
        start, end = _with_marks(issue.text, start, end, _shown(page, link))
        if start >= end or any(issue.closed[start:end]):
            continue
        done = span[1]
        found.append(_recovered(issue.text, start, end, link.href))
    return found


def _shown(page: Page, link: PageLink) -> str:
    return page.text[link.start : link.end].strip()


def _with_marks(text: str, start: int, end: int, shown: str) -> tuple[int, int]:
    """Return the place extended by the brackets and quotes that belong to the link on the page."""
    while start and text[start - 1] in _BEFORE and shown[:1] and not shown[0].isalnum():
        start, shown = start - 1, shown[1:]
    tail = shown
    while end < len(text) and text[end] in _BEHIND and tail and not tail[-1].isalnum():
        end, tail = end + 1, tail[:-1]
    return start, end


def _recovered(text: str, start: int, end: int, href: str) -> Recovered:
    return Recovered(text[start:end], text[max(start - CONTEXT, 0) : start], text[end : end + CONTEXT], href)
