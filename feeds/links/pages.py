"""The page of an original issue, as recovery needs it: its text, its links, and what fragments lead to."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class PageLink:
    """A link of the page, and where its words stand in the page's text."""

    href: str
    start: int
    end: int


@dataclass(slots=True)
class Page:
    """What a page says."""

    text: str = ""
    links: list[PageLink] = field(default_factory=list)
    names: list[tuple[int, str]] = field(default_factory=list)  # where in the text elements with an id begin
    heads: list[tuple[int, int]] = field(default_factory=list)  # where headings stand
    breaks: list[int] = field(default_factory=list)  # where rules stand
