"""How the author of an issue writes items: the whole issue decides questions that single sections leave open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from msgspec import Struct

from feeds.markup.characters import has_cjk
from feeds.sections.blocks import Block, line_of
from feeds.sections.headlines import lead_in_of
from feeds.sections.item_shapes import (
    has_story,
    headlines_above_lists,
    linking_paragraphs,
    numbered_paragraphs,
    subheads,
)
from feeds.sections.lists import is_item_list
from feeds.sections.outline import Recurs
from feeds.sections.pieces import Piece
from feeds.text.words import fold_words

WITHOUT_ITEMS = ("contents", "empty", "intro", "outro")
_LABEL_WORDS = 3  # in the heading of a department
_LABEL_CJK = 8  # characters in one without blanks between words
_FEWEST_LETTERS = 4  # of a word that a headline shares with its story: shorter ones are anywhere


class Style(Struct, frozen=True, kw_only=True):
    """How the author of an issue writes items."""

    in_paragraphs: bool
    under_subheads: bool  # with or without lists in them
    above_lists: bool  # as a headline with a link; the list below it says more
    repeated: frozenset[str]  # lead-ins and lines in bold that appear more than once: they begin parts of a story
    titles: Mapping[str, str]  # titles in the table of contents, by anchor
    recurs: Recurs  # from the letters of a heading to whether other issues have it


def style_of(pieces: Sequence[Piece], recurs: Recurs) -> Style:
    """Return how the author of *pieces* writes items."""
    possible = [piece for piece in pieces if piece.role not in WITHOUT_ITEMS]
    leads = Counter(lead for piece in possible for block in piece.blocks if (lead := _words_in_bold(block)))
    return Style(
        in_paragraphs=_is_in_paragraphs(possible, recurs),
        under_subheads=_is_under_subheads(possible),
        above_lists=sum(len(headlines_above_lists(piece.blocks)) for piece in possible) > 1,
        repeated=frozenset(lead for lead, times in leads.items() if times > 1),
        titles=_titles_in_contents(pieces),
        recurs=recurs,
    )


def _words_in_bold(block: Block) -> str:
    """Return the letters of the lead-in that *block* begins with, or of the line in bold that it is."""
    return lead_in_of(block) or (block.letters if block.opens_in_bold and block.is_bold_line else "")


def _is_in_paragraphs(possible: Sequence[Piece], recurs: Recurs) -> bool:
    """Return whether the author writes items as paragraphs: more than in lists, most of them under labels."""
    blocks = [block.element for piece in possible for block in piece.blocks]
    listed = sum(len(block) for block in blocks if is_item_list(block))
    listed += sum(len(numbered_paragraphs(piece.blocks)) for piece in possible)
    linking = sum(len(found) for piece in possible if len(found := linking_paragraphs(piece.blocks)) > 1)
    return linking > listed and 3 * sum(is_department(piece, recurs) for piece in possible) > 2 * len(possible)


def _is_under_subheads(possible: Sequence[Piece]) -> bool:
    """Return whether most sub-headings have a story under them, and not a list: then all are stories."""
    stories = [has_story(piece.blocks, number) for piece in possible for number in subheads(piece.blocks)]
    return len(stories) > 1 and 2 * sum(stories) > len(stories)


def _titles_in_contents(pieces: Sequence[Piece]) -> dict[str, str]:
    """Return the titles in the table of contents of an issue, by anchor."""
    links = (
        anchor
        for piece in pieces
        if piece.role == "contents"
        for block in piece.blocks
        for anchor in block.element.iter("a")
    )
    named = {(link.get("href") or "").partition("#")[2]: line_of(link) for link in links}
    return {anchor: title for anchor, title in named.items() if anchor}


def is_department(piece: Piece, recurs: Recurs) -> bool:
    """Return whether the heading of *piece* is a label, as of a list of news, and not the headline of a story."""
    if piece.heading is None or piece.heading.has_link:
        return False
    return recurs(piece.heading.letters) or (_is_short(piece.heading.line) and not _names_its_story(piece))


def _is_short(heading: str) -> bool:
    return len(heading) <= _LABEL_CJK if has_cjk(heading) else len(heading.split()) <= _LABEL_WORDS


def _names_its_story(piece: Piece) -> bool:
    """Return whether the text below the heading of *piece* begins by the words of it, as a story does."""
    first = next((block.line.casefold() for block in piece.blocks if block.line), "")
    words = fold_words("" if piece.heading is None else piece.heading.line)
    return any(len(word) >= _FEWEST_LETTERS and word in first for word in words)
