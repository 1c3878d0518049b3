"""Where items begin in a section: the first of the ways to write items that it shows."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from msgspec import Struct

from feeds.sections.blocks import Block, length_of
from feeds.sections.headlines import lead_in_of
from feeds.sections.item_shapes import (
    bold_headlines,
    cards,
    has_story,
    headlines_above_lists,
    is_headline,
    lines_above_addresses,
    linking_paragraphs,
    numbered_paragraphs,
    subheads,
    titles_above_addresses,
)
from feeds.sections.item_style import Style, is_department
from feeds.sections.lines import linking_lines
from feeds.sections.lists import item_lists
from feeds.sections.pieces import Piece
from feeds.sections.titled import is_title_alone, is_titled


class Starts(Struct, frozen=True):
    """The blocks of a piece that begin items, and its lists whose entries are items."""

    blocks: Sequence[Block] = ()
    lists: Sequence[Block] = ()


def find_starts(piece: Piece, style: Style) -> Starts:
    """Return what begins the items of *piece*: the first of the ways to write items that it shows."""
    blocks = piece.blocks
    if numbered := numbered_paragraphs(blocks):
        return Starts(numbered)
    lists = item_lists(blocks)
    anchored = [block for block in blocks if block.tag == "p" and block.element.get("id")]
    if len(anchored) > 1 or (anchored and style.titles):
        return Starts(anchored, lists)
    stories = [] if _is_long_story(piece, style) else _headed_stories(blocks, style)
    if len(stories) > 1 or (stories and (lists or style.under_subheads)):
        return Starts(stories, lists)
    if headlines := bold_headlines(blocks, style.repeated):
        return Starts(headlines, lists)
    if headlines := _headlines(piece, style):
        return Starts(headlines, [block for block in lists if not _is_below(block, headlines, blocks)])
    leads = [] if piece.heading is None else _lead_ins(blocks, style)
    if len(leads) > 1:
        return Starts(leads, lists)
    if lists:
        return Starts(_lined(piece, style) or titles_above_addresses(blocks), lists)
    return Starts(next(filter(None, (way(piece, style) for way in _WITHOUT_LISTS)), ()))


def _headed_stories(blocks: Sequence[Block], style: Style) -> list[Block]:
    """Return the sub-headings that begin a story; one inside a story begins none."""
    found: list[Block] = []
    level = 7  # of the story
    heads = set(subheads(blocks))
    for number, block in enumerate(blocks):
        if not block.level or block.level > level:
            continue
        is_story = number in heads and (style.under_subheads or has_story(blocks, number))
        level = block.level if is_story else 7
        found += [block] * is_story
    return found


def _is_long_story(piece: Piece, style: Style) -> bool:
    """Return whether *piece* is a story with sub-headings: above them is as much text of its own as below one."""
    heads = [block for block in piece.blocks if block.level]
    if piece.heading is None or not heads or is_department(piece, style.recurs):
        return False
    if any(block.has_link or style.recurs(block.letters) for block in heads):
        return False
    lead = list(takewhile(lambda block: not block.level, piece.blocks))
    below = length_of(piece.blocks) - length_of(lead) - length_of(heads)
    return bool(lead) and len(heads) * length_of(lead) >= below


def _headlines(piece: Piece, style: Style) -> list[Block]:
    """Return the paragraphs of *piece* that begin items with lists below them, where the author writes so."""
    first = next((block for block in piece.blocks if block.line and not block.level), None)
    if not style.above_lists or first is None or not is_headline(first):
        return []
    headlines = [block for block in piece.blocks if is_headline(block)]
    return headlines if headlines_above_lists(piece.blocks) or len(headlines) > 1 else []


def _is_below(block: Block, headlines: Sequence[Block], blocks: Sequence[Block]) -> bool:
    """Return whether *block* is right below one of *headlines*."""
    number = blocks.index(block)
    return number > 0 and blocks[number - 1] in headlines


def _lead_ins(blocks: Sequence[Block], style: Style) -> list[Block]:
    return [block for block in blocks if (lead := lead_in_of(block)) and lead not in style.repeated]


def _lined(piece: Piece, style: Style) -> list[Block]:
    """Return the paragraphs of *piece* that have a link in each of their lines, if they are half of its text."""
    lined = [block for block in piece.blocks if linking_lines(block)]
    return lined if 2 * length_of(lined) >= length_of(piece.blocks) else []


def _titled(piece: Piece, style: Style) -> list[Block]:
    """Return the paragraphs of *piece* that open with a linked title, if it is made of them; one must be its first."""
    worded = [block for block in piece.blocks if block.line and not block.level]
    paragraphs = [block for block in worded if block.tag == "p"]
    titled = [block for block in paragraphs if is_titled(block)]
    if piece.role == "archive" or worded[:1] != paragraphs[:1]:
        return []
    if len(titled) > 1:
        share = 5 if len(titled) > 2 and titled[0] is worded[0] else 2  # else they may be references below a story
        return titled if share * len(titled) >= len(paragraphs) else []
    alone = titled == worded[:1] and is_department(piece, style.recurs)
    return titled if alone and not any(block.level for block in piece.blocks) else []


def _titles_alone(piece: Piece, style: Style) -> list[Block]:
    """Return the paragraphs of *piece* that are nothing but a linked title, if the first is one, with text below."""
    worded = [block for block in piece.blocks if block.line and not block.level]
    if not worded or not is_title_alone(worded[0]):
        return []
    alone = [block for block in worded if is_title_alone(block)]
    return alone if len(alone) > 1 and 2 * len(alone) <= len(worded) else []


def _in_paragraphs(piece: Piece, style: Style) -> list[Block]:
    paragraphs = linking_paragraphs(piece.blocks) if style.in_paragraphs else []
    return paragraphs if len(paragraphs) > 1 and is_department(piece, style.recurs) else []


def _cards(piece: Piece, style: Style) -> list[Block]:
    return cards(piece.blocks)


def _above_addresses(piece: Piece, style: Style) -> list[Block]:
    return titles_above_addresses(piece.blocks)


def _lines_above_addresses(piece: Piece, style: Style) -> list[Block]:
    return lines_above_addresses(piece.blocks)


#: The ways to write items without lists and sub-headings, the most certain first.
_WITHOUT_LISTS = (_titles_alone, _in_paragraphs, _titled, _cards, _above_addresses, _lined, _lines_above_addresses)
