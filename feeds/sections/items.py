"""Find the items of a section: the things it lists, each with a link or a few sentences of its own.

An item is an entry of a list, a numbered paragraph ("3、…"), a story under a sub-heading, or
a paragraph that begins with a lead-in in bold or has an anchor; a paragraph with links of
its own is an item where the author writes items that way. Blocks after an item belong to
it until the next one begins; blocks before the first item belong to none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from feeds.markup import Element, one_line
from feeds.sections.blocks import BOLD, Block, block_of, line_of
from feeds.sections.headlines import bare_headline, lead_in_of, title_of_heading
from feeds.sections.lists import blocks_in, entries_of, is_item_list, item_lists
from feeds.sections.outline import Recurs
from feeds.sections.pieces import Piece

_NUMBERED = re.compile(r"\s*[（(]?(\d{1,3})\s*[、．]\s*")
_MARK = re.compile(r"\s*(?:\[[^\]]{1,30}\]\s*|[^\w\s\[(\"'“‘«《#]+\s*)*")  # "[video] ", an emoji
_SHORT_TITLE = 60  # characters of a numbered paragraph that is only a title
_LABEL_WORDS = 3  # in the heading of a department
_WITHOUT_ITEMS = ("contents", "empty", "intro", "outro")


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemPiece:
    """A part of a piece that can be read by itself."""

    title: str  # "" where its words have none
    anchor: str
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class _Style:
    """How the author of an issue writes items."""

    in_paragraphs: bool
    repeated: frozenset[str]  # lead-ins that appear more than once: they begin parts of a story
    titles: Mapping[str, str]  # titles in the table of contents, by anchor


def find_items(pieces: Sequence[Piece], recurs: Recurs) -> list[list[ItemPiece]]:
    """Return the items of each of *pieces*; none for a piece that is one story.

    *recurs* returns whether other issues have a heading.
    """
    style = _style_of(pieces, recurs)
    stories = len(pieces) > 1 and all(piece.heading is None for piece in pieces)
    return [[] if stories or piece.role in _WITHOUT_ITEMS else _items_of(piece, style) for piece in pieces]


def _style_of(pieces: Sequence[Piece], recurs: Recurs) -> _Style:
    possible = [piece for piece in pieces if piece.role not in _WITHOUT_ITEMS]
    leads = Counter(lead for piece in possible for block in piece.blocks if (lead := lead_in_of(block)))
    return _Style(
        in_paragraphs=_is_in_paragraphs(possible, recurs),
        repeated=frozenset(lead for lead, times in leads.items() if times > 1),
        titles=_titles_in_contents(pieces),
    )


def _is_in_paragraphs(possible: Sequence[Piece], recurs: Recurs) -> bool:
    """Return whether the author writes items as paragraphs: more than in lists, most of them under labels."""
    blocks = [block.element for piece in possible for block in piece.blocks]
    listed = sum(len(block) for block in blocks if is_item_list(block))
    listed += sum(len(_numbered_paragraphs(piece.blocks)) for piece in possible)
    linking = sum(len(found) for piece in possible if len(found := _linking_paragraphs(piece.blocks)) > 1)
    return linking > listed and 3 * sum(_is_department(piece, recurs) for piece in possible) > 2 * len(possible)


def _titles_in_contents(pieces: Sequence[Piece]) -> dict[str, str]:
    """Return the titles in the table of contents of an issue, by anchor."""
    return {
        (anchor.get("href") or "").partition("#")[2]: line_of(anchor)
        for piece in pieces
        if piece.role == "contents"
        for block in piece.blocks
        for anchor in block.element.iter("a")
    }


def _is_department(piece: Piece, recurs: Recurs) -> bool:
    """Return whether the heading of *piece* is a label, as of a list of news, and not the headline of a story."""
    if piece.heading is None or piece.heading.has_link:
        return False
    return len(piece.heading.line.split()) <= _LABEL_WORDS or recurs(piece.heading.letters)


def _items_of(piece: Piece, style: _Style) -> list[ItemPiece]:
    numbered = _numbered_paragraphs(piece.blocks)
    lists = set() if numbered else set(item_lists(piece.blocks))
    starts = set(numbered or _starts(piece, style, bool(lists)))
    items: list[ItemPiece] = []
    behind: list[list[Block]] = []  # the blocks that follow each of them
    follows = False
    for block in piece.blocks:
        found: list[ItemPiece] = []
        if block in starts:
            found = [_item_at(block, style)]
        elif block in lists:
            found = [_item_of(entry) for entry in entries_of(block.element)]
        if found:
            items += found
            behind += [[] for _ in found]
            follows = True
        elif block.level or (not starts and block.is_bold_line):
            follows = False  # the next blocks lead into the next items
        elif follows:
            behind[-1].append(block)
    return [replace(item, blocks=(*item.blocks, *more)) for item, more in zip(items, behind, strict=True)]


def _starts(piece: Piece, style: _Style, lists: bool) -> list[Block]:
    """Return the blocks of *piece* that begin an item; *lists* is whether it has lists of items."""
    blocks = piece.blocks
    anchored = [block for block in blocks if block.tag == "p" and block.element.get("id")]
    if len(anchored) > 1 or (anchored and style.titles):
        return anchored
    stories = _headed_stories(blocks)
    if len(stories) > 1 or (stories and lists):
        return stories
    leads = [] if piece.heading is None else _lead_ins(blocks, style)
    if len(leads) > 1:
        return leads
    paragraphs = _linking_paragraphs(blocks) if style.in_paragraphs and not lists else []
    return paragraphs if len(paragraphs) > 1 else []


def _numbered_paragraphs(blocks: Sequence[Block]) -> list[Block]:
    """Return the paragraphs numbered 1, 2, 3…, as Chinese authors write them."""
    found: list[Block] = []
    for block in blocks:
        number = _NUMBERED.match(block.line) if block.tag == "p" else None
        if number and int(number[1]) == len(found) + 1:
            found.append(block)
    return found


def _headed_stories(blocks: Sequence[Block]) -> list[Block]:
    """Return the sub-headings with a story under them, and not a list, which has items of its own."""
    found = []
    for number, block in enumerate(blocks):
        if not block.level:
            continue
        end = next((n for n in range(number + 1, len(blocks)) if blocks[n].level), len(blocks))
        own = blocks[number + 1 : end]
        if own and not any(is_item_list(below.element) for below in own):
            found.append(block)
    return found


def _lead_ins(blocks: Sequence[Block], style: _Style) -> list[Block]:
    return [block for block in blocks if (lead := lead_in_of(block)) and lead not in style.repeated]


def _linking_paragraphs(blocks: Sequence[Block]) -> list[Block]:
    """Return the paragraphs with a link that no earlier paragraph has; none if most paragraphs have no link."""
    paragraphs = [block for block in blocks if block.tag == "p"]
    mostly = 5 * sum(block.has_link for block in paragraphs) >= 3 * len(paragraphs)
    if not mostly and not any(block.tag == "blockquote" for block in blocks):
        return []
    seen: set[str] = set()
    found = []
    for paragraph in paragraphs:
        links = {anchor.get("href") or "" for anchor in paragraph.element.iter("a")}
        if links - seen:
            found.append(paragraph)
        seen |= links
    return found


def _item_at(block: Block, style: _Style) -> ItemPiece:
    """Return the item that begins with *block*."""
    anchor = block.element.get("id") or ""
    if block.level:
        return ItemPiece(title=title_of_heading(block), anchor=anchor)
    return ItemPiece(title=style.titles.get(anchor) or _title_of(block), anchor=anchor, blocks=(block,))


def _item_of(entry: Element) -> ItemPiece:
    """Return the item that is an entry of a list."""
    blocks = tuple(map(block_of, blocks_in(entry)))
    return ItemPiece(title=_title_of(blocks[0]) if blocks else "", anchor=entry.get("id") or "", blocks=blocks)


def _title_of(block: Block) -> str:
    """Return the title of an item: the bold words or the link at its beginning; else ""."""
    words = block.line
    if (number := _NUMBERED.match(words)) and len(words) <= _SHORT_TITLE:
        return words[number.end() :]
    opening = _opening_of(block.element)
    if opening is None:
        return ""
    if opening.tag in BOLD or (opening.tag == "a" and opening.get("href")):
        words = one_line(line_of(opening)).rstrip(":：").rstrip()
        alone = words == block.line.rstrip(":：")
        words = bare_headline(words) if opening.tag in BOLD else words
        if alone or sum(character.isalpha() for character in words) >= 4:
            return words
    return ""


def _opening_of(block: Element) -> Element | None:
    """Return the element that *block* begins with, after marks such as "3、" and "[video] "; None if words do."""
    text = block.text or ""
    number = _NUMBERED.match(text)
    text = text[number.end() :] if number else text
    if _MARK.sub("", text, count=1).strip() or not len(block):
        return None
    first = block[0]
    if first.tag == "p":
        return _opening_of(first)
    if first.tag in ("em", "i", "span", *BOLD) and len(first) == 1 and not (first.text or "").strip():
        inner = first[0]
        return inner if inner.tag == "a" and not (inner.tail or "").strip() else first
    return first
