"""Where items begin: by what their author writes, in one section and in the whole issue."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise

from msgspec import Struct

from feeds.sections.blocks import Block, length_of, line_of
from feeds.sections.headlines import lead_in_of
from feeds.sections.lines import linking_lines
from feeds.sections.lists import is_item_list, item_lists, mostly_links
from feeds.sections.outline import Recurs
from feeds.sections.pieces import Piece
from feeds.sections.titled import NUMBERED, is_titled

WITHOUT_ITEMS = ("contents", "empty", "intro", "outro")
_LABEL_WORDS = 3  # in the heading of a department
_LISTS = ("ul", "ol")


class Style(Struct, frozen=True, kw_only=True):
    """How the author of an issue writes items."""

    in_paragraphs: bool
    under_subheads: bool  # with or without lists in them
    above_lists: bool  # as a headline with a link; the list below it says more
    repeated: frozenset[str]  # lead-ins that appear more than once: they begin parts of a story
    titles: Mapping[str, str]  # titles in the table of contents, by anchor
    recurs: Recurs  # from the letters of a heading to whether other issues have it


class Starts(Struct, frozen=True):
    """The blocks of a piece that begin items, and its lists whose entries are items."""

    blocks: Sequence[Block] = ()
    lists: Sequence[Block] = ()


def style_of(pieces: Sequence[Piece], recurs: Recurs) -> Style:
    """Return how the author of *pieces* writes items."""
    possible = [piece for piece in pieces if piece.role not in WITHOUT_ITEMS]
    leads = Counter(lead for piece in possible for block in piece.blocks if (lead := lead_in_of(block)))
    return Style(
        in_paragraphs=_is_in_paragraphs(possible, recurs),
        under_subheads=_is_under_subheads(possible),
        above_lists=sum(len(_headlines_above_lists(piece.blocks)) for piece in possible) > 1,
        repeated=frozenset(lead for lead, times in leads.items() if times > 1),
        titles=_titles_in_contents(pieces),
        recurs=recurs,
    )


def _is_in_paragraphs(possible: Sequence[Piece], recurs: Recurs) -> bool:
    """Return whether the author writes items as paragraphs: more than in lists, most of them under labels."""
    blocks = [block.element for piece in possible for block in piece.blocks]
    listed = sum(len(block) for block in blocks if is_item_list(block))
    listed += sum(len(numbered_paragraphs(piece.blocks)) for piece in possible)
    linking = sum(len(found) for piece in possible if len(found := _linking_paragraphs(piece.blocks)) > 1)
    return linking > listed and 3 * sum(_is_department(piece, recurs) for piece in possible) > 2 * len(possible)


def _is_under_subheads(possible: Sequence[Piece]) -> bool:
    """Return whether most sub-headings have a story under them, and not a list: then all are stories."""
    stories = [_has_story(piece.blocks, number) for piece in possible for number in _subheads(piece.blocks)]
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


def _is_department(piece: Piece, recurs: Recurs) -> bool:
    """Return whether the heading of *piece* is a label, as of a list of news, and not the headline of a story."""
    if piece.heading is None or piece.heading.has_link:
        return False
    return len(piece.heading.line.split()) <= _LABEL_WORDS or recurs(piece.heading.letters)


def find_starts(piece: Piece, style: Style) -> Starts:
    """Return what begins the items of *piece*: the first of the ways to write items that it shows."""
    blocks = piece.blocks
    if numbered := numbered_paragraphs(blocks):
        return Starts(numbered)
    lists = item_lists(blocks)
    anchored = [block for block in blocks if block.tag == "p" and block.element.get("id")]
    if len(anchored) > 1 or (anchored and style.titles):
        return Starts(anchored, lists)
    stories = _headed_stories(blocks, style)
    if len(stories) > 1 or (stories and (lists or style.under_subheads)):
        return Starts(stories, lists)
    if headlines := _headlines(piece, style):
        return Starts(headlines, [block for block in lists if not _is_below(block, headlines, blocks)])
    leads = [] if piece.heading is None else _lead_ins(blocks, style)
    if len(leads) > 1:
        return Starts(leads, lists)
    if lists:
        return Starts(_lined(piece), lists)
    return Starts(_in_paragraphs(blocks, style) or _titled(piece, style) or _lined(piece))


def numbered_paragraphs(blocks: Sequence[Block]) -> list[Block]:
    """Return the paragraphs numbered 1, 2, 3…, as Chinese authors write them."""
    found: list[Block] = []
    for block in blocks:
        number = NUMBERED.match(block.line) if block.tag == "p" else None
        if number and int(number[1]) == len(found) + 1:
            found.append(block)
    return found


def _subheads(blocks: Sequence[Block]) -> list[int]:
    """Return the numbers of the headings among *blocks* that have something of their own below them."""
    heads = [number for number, block in enumerate(blocks) if block.level]
    return [number for number, end in zip(heads, [*heads[1:], len(blocks)], strict=False) if end > number + 1]


def _has_story(blocks: Sequence[Block], number: int) -> bool:
    """Return whether a story is below the heading with *number*, and not a list, which has items of its own."""
    for below in blocks[number + 1 :]:
        if below.level:
            break
        if is_item_list(below.element):
            return False
    return True


def _headed_stories(blocks: Sequence[Block], style: Style) -> list[Block]:
    """Return the sub-headings that begin a story; one inside a story begins none."""
    found: list[Block] = []
    level = 7  # of the story
    heads = set(_subheads(blocks))
    for number, block in enumerate(blocks):
        if not block.level or block.level > level:
            continue
        is_story = number in heads and (style.under_subheads or _has_story(blocks, number))
        level = block.level if is_story else 7
        found += [block] * is_story
    return found


def _headlines_above_lists(blocks: Sequence[Block]) -> list[Block]:
    """Return the paragraphs with a link right above a list that says more about it: most of its entries have none."""
    return [
        block
        for block, below in pairwise(blocks)
        if _is_headline(block) and below.tag in _LISTS and not mostly_links(below.element)
    ]


def _is_headline(block: Block) -> bool:
    """Return whether *block* is a paragraph with a link; one that ends with a colon only leads into what follows."""
    return block.tag == "p" and block.line[-1:] not in (":", "：") and block.has_link


def _headlines(piece: Piece, style: Style) -> list[Block]:
    """Return the paragraphs of *piece* that begin items with lists below them, where the author writes so."""
    first = next((block for block in piece.blocks if block.line and not block.level), None)
    if not style.above_lists or first is None or not _is_headline(first):
        return []
    headlines = [block for block in piece.blocks if _is_headline(block)]
    return headlines if _headlines_above_lists(piece.blocks) or len(headlines) > 1 else []


def _is_below(block: Block, headlines: Sequence[Block], blocks: Sequence[Block]) -> bool:
    """Return whether *block* is right below one of *headlines*."""
    number = blocks.index(block)
    return number > 0 and blocks[number - 1] in headlines


def _lead_ins(blocks: Sequence[Block], style: Style) -> list[Block]:
    return [block for block in blocks if (lead := lead_in_of(block)) and lead not in style.repeated]


def _lined(piece: Piece) -> list[Block]:
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
    alone = titled == worded[:1] and _is_department(piece, style.recurs)
    return titled if alone and not any(block.level for block in piece.blocks) else []


def _in_paragraphs(blocks: Sequence[Block], style: Style) -> list[Block]:
    paragraphs = _linking_paragraphs(blocks) if style.in_paragraphs else []
    return paragraphs if len(paragraphs) > 1 else []


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
