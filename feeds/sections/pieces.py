"""Pieces: runs of blocks of the tree, and the ways to cut that config.yaml can ask for.

A splitter takes the blocks of a body and returns pieces that hold all of them, in order:
cutting loses no text.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from feeds.model import Role
from feeds.sections.blocks import Block


class Piece(Struct, frozen=True, kw_only=True):
    """Consecutive blocks, with the heading above them if they have one."""

    heading: Block | None = None
    above: tuple[Block, ...] = ()  # headings of groups that begin with this piece
    blocks: tuple[Block, ...] = ()
    role: Role = "content"


def with_notes_once(piece: Piece) -> Piece:
    """Return *piece* with each of its footnotes once, at its first citation."""
    named = [block.note for block in piece.blocks if block.note]
    if len(named) == len(set(named)):
        return piece
    seen: set[str] = set()
    kept = []
    for block in piece.blocks:
        if block.note not in seen:
            kept.append(block)
        seen.update([block.note] if block.note else [])
    return replace(piece, blocks=tuple(kept))


Splitter = Callable[[Sequence[Block]], list[Piece]]


def split_at_nothing(blocks: Sequence[Block]) -> list[Piece]:
    """Return all *blocks* as one piece, if there are any."""
    return [Piece(blocks=tuple(blocks))] if blocks else []


def split_at_level(level: int) -> Splitter:
    """Return a splitter at headings of *level* (1-6)."""
    return lambda blocks: split_where(blocks, lambda block: block.level == level)


def split_where(blocks: Sequence[Block], begins: Callable[[Block], bool]) -> list[Piece]:
    """Return the pieces under the blocks for which *begins* is true."""
    return split_at(blocks, {number for number, block in enumerate(blocks) if begins(block)})


def split_at(blocks: Sequence[Block], openings: Collection[int]) -> list[Piece]:
    """Return the pieces under the headings at the indexes *openings* of *blocks*.

    The blocks before the first are the intro, unless they show nothing: then they go above the first heading.
    """
    if not openings:
        return split_at_nothing(blocks)
    edges = [*sorted(openings), len(blocks)]
    headed = [
        Piece(heading=blocks[start], blocks=tuple(blocks[start + 1 : end])) for start, end in pairwise(edges)
    ]  # fmt: skip
    intro = tuple(blocks[: edges[0]])
    if any(block.has_words for block in intro):
        return [Piece(role="intro", blocks=intro), *headed]
    return [replace(headed[0], above=intro), *headed[1:]]


def split_at_rules(blocks: Sequence[Block]) -> list[Piece]:
    """Return the pieces between rules, and between runs of "#"."""
    edges = [-1, *(number for number, block in enumerate(blocks) if block.is_rule), len(blocks)]
    runs = [tuple(blocks[before + 1 : end]) for before, end in pairwise(edges)]
    return [Piece(blocks=run) for run in runs if any(block.has_words for block in run)]
