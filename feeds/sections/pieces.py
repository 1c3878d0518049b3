"""A piece: a run of blocks of the tree, and the ways to find where one ends.

A splitter takes the blocks of a body and returns pieces that hold all of them, in order:
splitting loses no text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from feeds.markup import Element
from feeds.markup.nodes import WRAPPERS
from feeds.model import Role

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


@dataclass(slots=True)
class Piece:
    """Some blocks in a row, with the heading above them if they have one."""

    heading: Element | None = None
    blocks: list[Element] = field(default_factory=list)
    role: Role = "content"


Splitter = Callable[[Sequence[Element]], list[Piece]]


def blocks_of(body: Element) -> list[Element]:
    """Return the blocks of *body* in order; wrappers around headings or rules are opened."""
    blocks: list[Element] = []
    waiting = list(reversed(body))
    while waiting:
        block = waiting.pop()
        if block.tag in WRAPPERS and block.tag != "aside" and _holds_divisions(block):
            waiting += reversed(block)
        else:
            blocks.append(block)
    return blocks


def _holds_divisions(wrapper: Element) -> bool:
    return next(wrapper.iter(*HEADINGS, "hr"), None) is not None


def split_at_nothing(blocks: Sequence[Element]) -> list[Piece]:
    """Return the one piece that all *blocks* make."""
    return [Piece(blocks=list(blocks))] if blocks else []


def split_at_level(level: int) -> Splitter:
    """Return a splitter at headings of *level* (1-6)."""
    return lambda blocks: _split_before(blocks, lambda block: block.tag == HEADINGS[level - 1])


def split_at_pattern(pattern: str) -> Splitter:
    """Return a splitter at headings whose text *pattern* matches."""
    compiled = re.compile(pattern)
    return lambda blocks: _split_before(
        blocks, lambda block: block.tag in HEADINGS and bool(compiled.search(text_of(block)))
    )


def split_by_evidence(blocks: Sequence[Element]) -> list[Piece]:
    """Split at what divides these *blocks*: runs of "#", headings, or rules before bold headlines.

    Runs of "#" are nobody's decoration, so they decide where there are any; plain rules
    divide only where what follows them opens with a headline in bold.
    """
    if any(block.tag == "hr" and block.get("class") == "run" for block in blocks):
        return _with_intro_apart(_split_at_rules(blocks))
    levels = Counter(block.tag for block in blocks if block.tag in HEADINGS)
    if levels:
        often = [tag for tag in HEADINGS if levels[tag] > 1] or [tag for tag in HEADINGS if levels[tag]]
        return _with_outro_apart(split_at_level(HEADINGS.index(often[0]) + 1)(blocks))
    pieces = _split_at_rules(blocks)
    if len(pieces) > 2 and all(opens_in_bold(piece.blocks[0]) for piece in pieces[1:]):
        return _with_intro_apart(pieces)
    return split_at_nothing(blocks)


def _split_before(blocks: Sequence[Element], begins: Callable[[Element], bool]) -> list[Piece]:
    pieces = [Piece(role="intro")]
    for block in blocks:
        if begins(block):
            pieces.append(Piece(heading=block))
        else:
            pieces[-1].blocks.append(block)
    if len(pieces) == 1:
        return split_at_nothing(blocks)
    return pieces if any(has_words(block) for block in pieces[0].blocks) else pieces[1:]


def _split_at_rules(blocks: Sequence[Element]) -> list[Piece]:
    pieces = [Piece()]
    for block in blocks:
        if block.tag == "hr":
            pieces.append(Piece())
        else:
            pieces[-1].blocks.append(block)
    return [piece for piece in pieces if piece.blocks]


def _with_intro_apart(pieces: list[Piece]) -> list[Piece]:
    """Set apart what stands before the first headline, where headlines are in bold."""
    first, rest = (pieces or [Piece()])[0], pieces[1:]
    if sum(opens_in_bold(piece.blocks[0]) for piece in rest) * 2 < len(rest) or not rest:
        return pieces
    start = next((n for n, block in enumerate(first.blocks) if opens_in_bold(block)), 0)
    if start == 0:
        return pieces
    return [Piece(blocks=first.blocks[:start], role="intro"), Piece(blocks=first.blocks[start:]), *rest]


def _with_outro_apart(pieces: list[Piece]) -> list[Piece]:
    """Set apart a short farewell that stands below a rule after the last section."""
    last = pieces[-1]
    rules = [n for n, block in enumerate(last.blocks) if block.tag == "hr"]
    if not rules or last.heading is None:
        return pieces
    farewell = last.blocks[rules[-1] + 1 :]
    words = " ".join(text_of(block) for block in farewell)
    if not words or len(words) > 400 or any(block.tag not in ("p", "hr") for block in farewell):
        return pieces
    return [*pieces[:-1], Piece(last.heading, last.blocks[: rules[-1]]), Piece(None, farewell, "outro")]


def text_of(element: Element) -> str:
    """Return the words of *element* on one line."""
    return " ".join("".join(element.itertext()).split())


def has_words(block: Element) -> bool:
    """Return whether *block* shows a reader anything."""
    return bool(text_of(block)) or next(block.iter("img"), None) is not None


def opens_in_bold(block: Element) -> bool:
    """Return whether *block* is a paragraph that begins with words in bold."""
    return block.tag == "p" and not (block.text or "").strip() and len(block) > 0 and block[0].tag in ("strong", "b")
