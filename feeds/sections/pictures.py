"""Pictures above the headings they belong to, as in mails."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import pairwise

from msgspec.structs import replace

from feeds.sections.blocks import Block
from feeds.sections.pieces import Piece
from feeds.sections.titled import is_titled


def with_pictures_below(pieces: list[Piece]) -> list[Piece]:
    """Return *pieces*, each with the picture that is above its heading, if the author puts pictures there.

    This is so if one is above the first heading and above most of the others, and none is
    below the last: then they cannot belong to what is above them.
    """
    if not _are_above(pieces):
        return pieces
    counts = [_pictures_at_end(piece) for piece in pieces[:-1]]
    moved = [()] + [piece.blocks[len(piece.blocks) - count :] for piece, count in zip(pieces, counts, strict=False)]
    kept = [piece.blocks[: len(piece.blocks) - count] for piece, count in zip(pieces, [*counts, 0], strict=True)]
    whole = [
        replace(piece, blocks=(*above, *own)) if above or len(own) < len(piece.blocks) else piece
        for piece, above, own in zip(pieces, moved, kept, strict=True)
    ]
    return [piece for piece in whole if piece.heading is not None or piece.blocks]


def _are_above(pieces: Sequence[Piece]) -> bool:
    if len(pieces) < 2 or not _has_headline(pieces[-1]) or _pictures_at_end(pieces[-1]):
        return False
    headed = [_pictures_at_end(before) > 0 for before, piece in pairwise(pieces) if _has_headline(piece)]
    first = next(number for number, piece in enumerate(pieces) if _has_headline(piece))
    return first > 0 and headed[0] and len(headed) > 1 and 3 * sum(headed) >= 2 * len(headed)


def _has_headline(piece: Piece) -> bool:
    """Return whether *piece* has a heading, or begins with the headline that it was cut at."""
    return piece.heading is not None or (piece.role == "content" and is_titled(piece.blocks[0]))


def pictures_above(blocks: Sequence[Block], starts: Collection[Block]) -> set[Block]:
    """Return the pictures right above those of *blocks* that start items, if the author puts pictures there."""
    if not starts or not any(map(is_picture, blocks)):
        return set()
    shown = [block for block in blocks if block.has_words]
    above = {block for block, below in pairwise(shown) if below in starts and is_picture(block)}
    if not above or shown[0] not in above or is_picture(shown[-1]) or 3 * len(above) < 2 * len(starts):
        return set()
    return above


def _pictures_at_end(piece: Piece) -> int:
    """Return how many of the last blocks of *piece* show a picture and no words."""
    count = 0
    while count < len(piece.blocks) and is_picture(piece.blocks[-1 - count]):
        count += 1
    return count


def is_picture(block: Block) -> bool:
    """Return whether *block* shows a picture and no words."""
    return not block.line and not block.level and block.has_words
