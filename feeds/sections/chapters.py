"""Chapters: the headings that sections are below, which distinguish sections with the same title."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from feeds.sections.blocks import Block
from feeds.sections.headlines import title_of_heading
from feeds.sections.pieces import Piece


def tell_apart(titles: Sequence[str], pieces: Sequence[Piece]) -> list[str]:
    """Return the *titles* of *pieces*; those that appear more than once are completed by the names of their chapters.

    "Releases" below "Firefox" becomes "Firefox: Releases" if there are other releases.
    """
    folded = [title.casefold() for title in titles]
    if len(set(folded)) == len(titles):
        return list(titles)
    often = Counter(folded)
    return [
        f"{chapter}: {title}" if chapter and often[title.casefold()] > 1 else title
        for title, chapter in zip(titles, _chapters_of(pieces), strict=True)
    ]


def _chapters_of(pieces: Sequence[Piece]) -> list[str]:
    """Return the title of the chapter that each of *pieces* is in, or ""."""
    chapters: list[str] = []
    above: list[Block] = []
    for piece in pieces:
        for heading in (*piece.above, *([] if piece.heading is None else [piece.heading])):
            if heading.level:
                above = [*(block for block in above if block.level < heading.level), heading]
        chapters.append(title_of_heading(above[-2]) if len(above) > 1 and piece.heading is above[-1] else "")
    return chapters
