"""Cut an issue that is one list, whose entries are labels above lists of their own."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree
from msgspec.structs import replace

from feeds.markup import Element
from feeds.sections.blocks import Block, block_of, length_of
from feeds.sections.lists import blocks_in, is_group
from feeds.sections.pieces import Piece, split_at_nothing

_FEWEST = 3  # labels


def split_at_labels(blocks: Sequence[Block]) -> list[Piece]:
    """Return a piece for each label with a list below it, if most of the issue is written so."""
    lists = [block for block in blocks if block.tag in ("ul", "ol")]
    entries = [entry for block in lists for entry in block.element.iterchildren("li")]
    labelled = sum(map(is_group, entries))
    if labelled < _FEWEST or 4 * labelled < 3 * len(entries) or 2 * length_of(lists) < length_of(blocks):
        return split_at_nothing(blocks)
    pieces = [Piece(role="intro")]
    for block in blocks:
        if block in lists:
            pieces += map(_piece_of, block.element.iterchildren("li"))
        else:
            pieces[-1] = replace(pieces[-1], blocks=(*pieces[-1].blocks, block))
    return [piece for piece in pieces if any(block.has_words for block in piece.blocks)]


def _piece_of(entry: Element) -> Piece:
    """Return the piece that a list *entry* is; if it is a label, that is its heading."""
    first, *others = blocks_in(entry)
    if not is_group(entry):
        return Piece(blocks=tuple(map(block_of, (first, *others))))
    return Piece(heading=block_of(_in_bold(first)), blocks=tuple(map(block_of, others)))


def _in_bold(paragraph: Element) -> Element:
    """Return *paragraph* with all its words in bold."""
    bold = etree.Element("strong")
    bold.text, paragraph.text = paragraph.text, None
    bold.extend(list(paragraph))
    paragraph.append(bold)
    return paragraph
