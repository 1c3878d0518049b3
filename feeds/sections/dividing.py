"""Find where an issue divides: by the evidence in it, and where that is thin, in other issues.

Runs of "#" come first, because authors use them only to divide; then headings; then rules
before headlines, lines in bold or in capitals, headlines glued to their text, linked titles,
bold words that lead in, labels above lists, and list entries that are stories. An issue with none of them is one piece.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise, starmap
from operator import attrgetter

from msgspec.structs import replace

from feeds.markup import Element
from feeds.model import Role
from feeds.sections.blocks import Block, block_of, length_of, line_of, numbered_entries, numbered_lines
from feeds.sections.headlines import ends_line, is_glued_headline, lead_in_of
from feeds.sections.labelled import split_at_labels
from feeds.sections.lists import blocks_in
from feeds.sections.outline import Divides, Recurs, by_itself, find_openings
from feeds.sections.pieces import Piece, Splitter, split_at, split_at_nothing, split_at_rules, split_where
from feeds.sections.titled import is_title_alone, is_titled, opening_of, opens_in_bold

_LONG_PIECE = 250  # characters under a lead-in; an issue with less is a list of short notes
_SHORT_PIECE = 120  # characters under a lead-in, if most pieces have a link
_FEWEST = 3
_LINE = 7  # the level of a line that serves as a heading


def split_at_bold(blocks: Sequence[Block]) -> list[Piece]:
    """Return the pieces under lines that are all bold, or where there are none, those that bold words lead into."""
    lines = split_where(blocks, attrgetter("is_bold_line"))
    return lines if any(piece.heading for piece in lines) else _split_before(blocks, opens_in_bold)


def split_at_pattern(pattern: str) -> Splitter:
    """Return a splitter at headings and lines in bold whose text matches *pattern*.

    Where none does, it cuts at linked titles and bold words that lead in.
    """
    compiled = re.compile(pattern)

    def matches(block: Block) -> bool:
        return (block.level > 0 or block.is_bold_line) and bool(compiled.search(block.line))

    def leads_in(block: Block) -> bool:
        return (is_titled(block) or bool(lead_in_of(block))) and bool(compiled.search(block.line))

    def split(blocks: Sequence[Block]) -> list[Piece]:
        return split_where(blocks, matches) if any(map(matches, blocks)) else _split_before(blocks, leads_in)

    return split


def split_by_evidence(blocks: Sequence[Block], recurs: Recurs, divides: Divides = by_itself) -> tuple[list[Piece], str]:
    """Return the pieces that the author of these *blocks* meant, and a description of what divides them.

    *recurs* returns whether other issues have a heading, *divides* whether they divide a chapter.
    """
    if any(block.is_run for block in blocks):
        return with_intro_apart(split_at_rules(blocks)), 'runs of "#"'
    openings = find_openings(blocks, attrgetter("level"), recurs, divides)
    if len(openings) > 1:
        return with_groups(split_at(blocks, _with_known_lines(openings, blocks, recurs, divides))), "headings"
    for divide, by in _OTHER_WAYS:
        pieces = divide(blocks)
        if len(pieces) > 1:
            return pieces, by
    return split_at(blocks, openings), "a heading" if openings else ""


def _with_known_lines(openings: list[int], blocks: Sequence[Block], recurs: Recurs, divides: Divides) -> list[int]:
    """Return *openings*, and lines in bold that are headings in other issues."""
    known = {block for block in blocks if block.is_bold_line and recurs(block.letters)}
    if not known:
        return openings
    top = min(block.level for block in blocks if block.level)
    return find_openings(blocks, lambda block: top if block in known else block.level, recurs, divides)


def with_groups(pieces: list[Piece]) -> list[Piece]:
    """Return *pieces*; a heading with only a deeper heading under it goes above the next piece."""
    kept: list[Piece] = []
    waiting: list[Block] = []
    for piece, following in zip(pieces, [*pieces[1:], None], strict=True):
        is_empty = _is_empty(piece)
        if is_empty and following is not None and _is_deeper(following, piece):
            waiting += [*piece.above, *([] if piece.heading is None else [piece.heading]), *piece.blocks]
            continue
        role: Role = "empty" if is_empty else piece.role
        changed = waiting or role != piece.role
        kept.append(replace(piece, above=(*waiting, *piece.above), role=role) if changed else piece)
        waiting = []
    return kept


def _is_empty(piece: Piece) -> bool:
    return piece.heading is not None and not any(block.has_words for block in piece.blocks)


def _is_deeper(piece: Piece, than: Piece) -> bool:
    if piece.heading is None or than.heading is None:
        return False
    return (piece.heading.level or _LINE) > (than.heading.level or _LINE)


def _at_ruled_headlines(blocks: Sequence[Block]) -> list[Piece]:
    """Cut at rules if most of the pieces after them begin with a headline."""
    pieces = split_at_rules(blocks)
    if len(pieces) < _FEWEST:
        return split_at_nothing(blocks)
    opened = [_opens_as_a_story(piece.blocks) for piece in pieces]
    if 2 * sum(opened[1:]) < len(pieces) - 1:
        return split_at_nothing(blocks)
    if not opened[0] and not any(block.opens_in_bold for block in pieces[0].blocks):
        pieces[0] = replace(pieces[0], role="intro")
    return with_intro_apart(pieces)


def _opens_as_a_story(blocks: Sequence[Block]) -> bool:
    """Return whether *blocks* begin as a story does: with a headline or a quotation."""
    first = next(block for block in blocks if block.has_words)
    return (
        first.opens_in_bold
        or first.is_bold_line
        or first.tag == "blockquote"
        or first.level > 0
        or first.is_loud_line
        or is_glued_headline(first)
    )


def with_intro_apart(pieces: list[Piece]) -> list[Piece]:
    """Set apart the text before the first headline if most pieces begin with a headline in bold."""
    first, rest = (pieces or [Piece()])[0], pieces[1:]
    if not rest or 2 * sum(piece.blocks[0].opens_in_bold for piece in rest) < len(rest):
        return pieces
    start = next((number for number, block in enumerate(first.blocks) if block.opens_in_bold), 0)
    if start == 0:
        return pieces
    return [Piece(blocks=first.blocks[:start], role="intro"), Piece(blocks=first.blocks[start:]), *rest]


def _at_lines(blocks: Sequence[Block]) -> list[Piece]:
    """Cut at lines that are all bold, all capitals or numbered, if there are several with text under them.

    A heading among them opens a piece, too.
    """
    for is_line in (attrgetter("is_bold_line"), attrgetter("is_loud_line")):
        lines = [number for number, block in enumerate(blocks) if is_line(block)]
        if len(lines) > 1 and not any(following - line == 1 for line, following in pairwise(lines)):
            headings = [number for number, block in enumerate(blocks) if block.level]
            return with_groups(split_at(blocks, {*lines, *headings}))
    entries = numbered_entries(blocks)
    if len(entries) >= _FEWEST and not any(following - line == 1 for line, following in pairwise(entries)):
        return split_at(blocks, entries)
    lines = numbered_lines(blocks)
    return split_at(blocks, lines) if len(lines) > 1 else split_at_nothing(blocks)


def _at_glued_headlines(blocks: Sequence[Block]) -> list[Piece]:
    pieces = _split_before(blocks, is_glued_headline)
    return pieces if sum(piece.role == "content" for piece in pieces) > 1 else split_at_nothing(blocks)


def _at_lead_ins(blocks: Sequence[Block]) -> list[Piece]:
    """Cut at bold words that lead in, if each begins a story and not a part of one."""
    often = Counter(lead for block in blocks if (lead := lead_in_of(block)))
    if often.total() < _FEWEST or often.most_common(1)[0][1] > 1:
        return split_at_nothing(blocks)
    pieces = _split_before(blocks, lambda block: bool(lead_in_of(block)))
    stories = [piece for piece in pieces if piece.role == "content"]
    return pieces if _are_stories(stories) else split_at_nothing(blocks)


def _are_stories(pieces: Sequence[Piece]) -> bool:
    """Return whether *pieces* under lead-ins are long, or have links and their lead-ins are in lines of their own.

    Short ones are stories, too, if their lead-ins are such lines, numbered from 1.
    """
    length = sum(length_of(piece.blocks) for piece in pieces)
    if length >= _LONG_PIECE * len(pieces) or all(starmap(_is_numbered, enumerate(pieces, start=1))):
        return True
    linked = sum(any(block.has_link for block in piece.blocks) for piece in pieces)
    apart = sum(ends_line(piece.blocks[0].element[0]) for piece in pieces)
    enough = 3 * apart >= 2 * len(pieces) or length >= _SHORT_PIECE * len(pieces)
    return enough and 3 * linked >= 2 * len(pieces)


def _is_numbered(number: int, piece: Piece) -> bool:
    """Return whether *piece* begins with words in bold that have this *number* and end their line."""
    bold = piece.blocks[0].element[0]
    return ends_line(bold) and line_of(bold).startswith((f"{number}.", f"{number})", f"{number}、"))


def _at_titled_lines(blocks: Sequence[Block]) -> list[Piece]:
    """Cut at paragraphs that open with a linked title, if several have text, and no longer text is above them."""
    titled = [number for number, block in enumerate(blocks) if is_titled(block)]
    if len(titled) < _FEWEST or 2 * length_of(blocks[: titled[0]]) > length_of(blocks):
        return split_at_nothing(blocks)
    ends = [*titled[1:], len(blocks)]
    bare = sum(is_title_alone(blocks[start]) and end - start == 1 for start, end in zip(titled, ends, strict=True))
    if 2 * bare > len(titled):
        return split_at_nothing(blocks)  # a list of links
    return _split_before(blocks, lambda block: block.level > 0 or is_titled(block))


def _at_told_entries(blocks: Sequence[Block]) -> list[Piece]:
    """Cut lists into their entries if most of these are stories of several sentences, and most of the issue.

    Entries that begin with a link are somebody else's stories: the items of a list.
    """
    lists = [block for block in blocks if block.tag in ("ul", "ol")]
    entries = [entry for block in lists for entry in block.element.iterchildren("li")]
    long = [entry for entry in entries if len(line_of(entry)) >= _LONG_PIECE and not _begins_with_link(entry)]
    if len(entries) < _FEWEST or 3 * len(long) < 2 * len(entries) or 2 * length_of(lists) < length_of(blocks):
        return split_at_nothing(blocks)
    pieces = [Piece(role="intro")]
    for block in blocks:
        if block in lists:
            own = block.element.iterchildren("li")
            pieces += [Piece(blocks=tuple(map(block_of, blocks_in(entry)))) for entry in own]
        else:
            pieces[-1] = replace(pieces[-1], blocks=(*pieces[-1].blocks, block))
    return [piece for piece in pieces if any(block.has_words for block in piece.blocks)]


def _begins_with_link(entry: Element) -> bool:
    opening = opening_of(entry)
    return opening is not None and opening.tag == "a"


def _split_before(blocks: Sequence[Block], begins: Callable[[Block], bool]) -> list[Piece]:
    """Return the pieces whose first paragraph is a block for which *begins* is true."""
    return [
        piece
        if piece.heading is None or piece.heading.level
        else replace(piece, heading=None, blocks=(piece.heading, *piece.blocks))
        for piece in split_where(blocks, begins)
    ]


def without_decoration(piece: Piece) -> Piece:
    """Return *piece* without the rules at its end, which only set it apart."""
    end = len(piece.blocks)
    while end and piece.blocks[end - 1].is_rule:
        end -= 1
    return piece if end == len(piece.blocks) else replace(piece, blocks=piece.blocks[:end])


#: The ways to divide an issue without headings, the most certain first.
_OTHER_WAYS = (
    (_at_ruled_headlines, "rules before headlines"),
    (_at_lines, "lines used as headings"),
    (_at_glued_headlines, "headlines glued to their text"),
    (_at_titled_lines, "linked titles"),
    (_at_lead_ins, "bold words that lead in"),
    (split_at_labels, "labels above lists"),
    (_at_told_entries, "list entries that are stories"),
)
