"""The page of an original issue: its text, its links and its anchors."""

from __future__ import annotations

from msgspec import Struct, field


class PageLink(Struct, frozen=True):
    """A link of a page, and where its words begin and end in the text of the page."""

    href: str
    start: int
    end: int


class Page(Struct):
    """The text of a page, and the positions of its elements in it."""

    text: str = ""
    links: list[PageLink] = field(default_factory=list)
    names: list[tuple[int, str]] = field(default_factory=list)  # positions and ids of elements with an id
    heads: list[tuple[int, int]] = field(default_factory=list)  # positions of headings: start and end
    breaks: list[int] = field(default_factory=list)  # positions of rules
