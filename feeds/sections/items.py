"""Find the items of a section: the things it lists, each with a link or a few sentences of its own.

An item is an entry of a list, a row of a table, a numbered paragraph ("3、…"), a story under a
sub-heading or a line in bold, a headline with a list or an address below it, a card of a site
generator, or a paragraph that begins with a lead-in in bold, with a linked title, or has an
anchor; a paragraph with links of its own is an item where the author writes items that way.
Pictures above headlines belong to these. Blocks after an item belong to it until the next one begins; blocks
before the first item, and between a label and the items under it, are the lead of the section.
So each link of a section is in one of its items or in its lead.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from feeds.markup import Element
from feeds.sections.blocks import Block, block_of
from feeds.sections.headlines import title_of_heading
from feeds.sections.item_starts import find_starts
from feeds.sections.item_style import WITHOUT_ITEMS, Style, style_of
from feeds.sections.item_titles import title_of_item
from feeds.sections.lines import linking_lines
from feeds.sections.lists import blocks_in, entries_of
from feeds.sections.outline import Recurs
from feeds.sections.pictures import pictures_above
from feeds.sections.pieces import Piece


class ItemPiece(Struct, frozen=True, kw_only=True):
    """A part of a piece that can be read by itself."""

    title: str  # "" where it has no words
    anchor: str
    heading: Block | None = None  # the sub-heading that it is under
    blocks: tuple[Block, ...] = ()


def find_items(pieces: Sequence[Piece], recurs: Recurs) -> list[list[ItemPiece]]:
    """Return the items of each of *pieces*; none for a piece that is one story.

    *recurs* returns whether other issues have a heading.
    """
    style = style_of(pieces, recurs)
    stories = len(pieces) > 1 and all(piece.heading is None for piece in pieces)
    return [[] if stories or piece.role in WITHOUT_ITEMS else _items_of(piece, style) for piece in pieces]


def _items_of(piece: Piece, style: Style) -> list[ItemPiece]:
    found = find_starts(piece, style)
    starts, lists = set(found.blocks), set(found.lists)
    labels = {block for block, below in pairwise(piece.blocks) if below in lists and _leads_into_list(block)}
    pictures = pictures_above(piece.blocks, starts)
    items: list[ItemPiece] = []
    behind: list[list[Block]] = []  # the blocks that follow each of them
    above: list[Block] = []  # pictures of the next item
    follows, story = False, 0  # the level of the sub-heading above
    first = None if piece.heading else next((block for block in piece.blocks if block.line), None)
    for block in piece.blocks:
        own: list[ItemPiece] = []
        if block in starts:
            lines = [] if block is first else linking_lines(block)  # the headline is taken off the first as a whole
            own, story = [_item_at(line, style) for line in lines or [block]], block.level
            own[0], above = replace(own[0], blocks=(*above, *own[0].blocks)), []
        elif block in lists and not (story and follows):
            own = [_item_of(entry) for entry in entries_of(block.element)]
        if own:
            items += own
            behind += [[] for _ in own]
            follows = True
        elif block in pictures:
            above.append(block)
        elif block in labels or (block.level and not block.level > story > 0) or (not starts and block.is_bold_line):
            follows = False  # the next blocks lead into the next items
        elif follows:
            behind[-1].append(block)
    return [_with_more(item, more) for item, more in zip(items, behind, strict=True)]


def _leads_into_list(block: Block) -> bool:
    return block.tag == "p" and block.line[-1:] in (":", "：") and not block.has_link


def _item_at(block: Block, style: Style) -> ItemPiece:
    """Return the item that begins with *block*."""
    anchor = block.element.get("id") or ""
    if block.level:
        return ItemPiece(title=title_of_heading(block), anchor=anchor, heading=block)
    title = style.titles.get(anchor) or (title_of_heading(block) if block.is_bold_line else "")
    return ItemPiece(title=title, anchor=anchor, blocks=(block,))


def _item_of(entry: Element) -> ItemPiece:
    """Return the item that is an entry of a list."""
    return ItemPiece(title="", anchor=entry.get("id") or "", blocks=tuple(map(block_of, blocks_in(entry))))


def _with_more(item: ItemPiece, more: Sequence[Block]) -> ItemPiece:
    """Return *item* with *more* blocks and a title."""
    blocks = (*item.blocks, *more)
    title = item.title or title_of_item(blocks)
    return ItemPiece(title=title, anchor=item.anchor, heading=item.heading, blocks=blocks)
