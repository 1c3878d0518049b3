"""Give pieces their roles: a story, an introduction, a sponsor, a sign-off.

A role follows from the position of a piece, its links, its heading, and whether it recurs
in other issues. A sign-off without a heading, or a sponsor between two rules, becomes a
piece of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import islice, takewhile

from msgspec.structs import replace

from feeds.model import Role
from feeds.regex import regex
from feeds.sections.blocks import Block, has_link, length_of, letters_of
from feeds.sections.lists import is_item_list
from feeds.sections.pieces import Piece
from feeds.sections.vocabulary import any_is_sponsored, asks_for_help, is_sign_off, is_sponsored, roles_said

Returns = Callable[[str], bool]  # from a trait of `closings_of` to whether other issues have it

_SHORTEST_SIGN_OFF = 25  # characters; less is only a mark of the end,
_SHORTEST_KNOWN = 15  # unless it begins with words of a sign-off
_LONGEST_SIGN_OFF = 600
_LONGEST_LABEL = 60
_SHORT_NOTE = 150
_LAST_BLOCKS = 6
_PLAIN = ("p", "hr", "footer", "div", "section")  # blocks that a sign-off consists of; `div` in mails
_LAST_PARAGRAPHS = 2  # that are looked up in other issues; earlier ones may belong to the last section
_LAST_ASIDES = 4
_LIST = 3  # entries with links
_OPENING_WORDS = 4
_LETTER = regex(r"[^\W_]")  # or a digit
_LABELS: tuple[Role, ...] = ("sponsor", "jobs", "archive")


def closings_of(blocks: Sequence[Block]) -> list[str]:
    """Return the traits of the last paragraphs of *blocks*, by which they are recognised in other issues.

    A trait is `closing:` and the letters of the first words; it is `aside:` for a paragraph
    that is all in italics or in small print.
    """
    last = takewhile(lambda block: block.tag in ("p", "hr"), reversed(blocks))
    paragraphs = list(islice((block for block in last if block.tag == "p" and block.line), _LAST_ASIDES))
    closings = [f"closing:{_opening_of(block)}" for block in paragraphs[:_LAST_PARAGRAPHS]]
    return closings + [f"aside:{_opening_of(block)}" for block in paragraphs if _is_aside(block)]


def _opening_of(block: Block) -> str:
    tokens = block.line.split(" ", 2 * _OPENING_WORDS)[: 2 * _OPENING_WORDS]
    words = filter(_LETTER.search, tokens)  # others are dashes, colons and emoji
    return letters_of("".join(islice(words, _OPENING_WORDS)))


def _is_aside(block: Block) -> bool:
    element = block.element
    if len(element) == 0 or (element.text or "").strip():
        return False
    return all(child.tag in ("em", "i", "small", "br") and not (child.tail or "").strip(" \n.!") for child in element)


def set_apart(pieces: list[Piece], returns: Returns) -> list[Piece]:
    """Return *pieces* with sponsors between rules, and the sign-off after the last section, as pieces of their own."""
    if len(pieces) < 2:
        return pieces
    if any_is_sponsored([block.line for piece in pieces for block in piece.blocks]):
        pieces = [part for piece in pieces for part in _sponsors_apart(piece)]
    return _sign_off_apart(pieces, returns)


def _sponsors_apart(piece: Piece) -> list[Piece]:
    """Return *piece* and, apart from it, the sponsors in it: between rules, or under a line that names them."""
    if piece.role != "content" or not any_is_sponsored([block.line for block in piece.blocks]):
        return [piece]
    starts: list[tuple[int, Role]] = [(0, "content")]
    for number, block in enumerate(piece.blocks):
        words = block.line
        after_a_rule = number > 0 and piece.blocks[number - 1].is_rule
        if is_sponsored(words) and (after_a_rule or len(words) <= _LONGEST_LABEL):
            starts.append((number, "sponsor"))
        elif block.is_rule and starts[-1][1] == "sponsor":
            starts.append((number, "content"))
    ends = [*(start for start, _ in starts[1:]), len(piece.blocks)]
    parts = [Piece(role=role, blocks=piece.blocks[start:end]) for (start, role), end in zip(starts, ends, strict=True)]
    parts[0] = replace(parts[0], heading=piece.heading, above=piece.above)
    return [part for part in parts if part.heading is not None or any(block.line for block in part.blocks)]


def _sign_off_apart(pieces: list[Piece], returns: Returns) -> list[Piece]:
    closing = len(pieces)
    while closing > 1 and _takes_leave(pieces[closing - 1]):
        closing -= 1
    last = pieces[closing - 1]
    start = _start_of_sign_off(last, returns)
    if not start:
        return pieces
    outro = Piece(blocks=last.blocks[start:], role="outro")
    return [*pieces[: closing - 1], replace(last, blocks=last.blocks[:start]), outro, *pieces[closing:]]


def _takes_leave(piece: Piece) -> bool:
    """Return whether *piece* has the heading of a sign-off, and does not list people or tasks below it.

    A short one that begins as a sign-off below another heading, such as "Finally", is one, too.
    """
    if piece.heading is None:
        return False
    if is_sign_off(piece.heading.line) or (piece.blocks and _is_sign_off(piece.blocks)):
        return True
    if "outro" not in roles_said(piece.heading.line):
        return False
    return not asks_for_help(piece.heading.line) or not _lists_links(piece)


def _is_sign_off(blocks: Sequence[Block]) -> bool:
    return is_sign_off(blocks[0].line) and length_of(blocks) <= _LONGEST_SIGN_OFF


def _lists_links(piece: Piece) -> bool:
    lists = [block for block in piece.blocks if is_item_list(block.element)]
    return sum(has_link(entry) for block in lists for entry in block.element) >= _LIST


def _start_of_sign_off(piece: Piece, returns: Returns) -> int:
    """Return the index of the block that begins the sign-off at the end of *piece*, or 0."""
    blocks = piece.blocks
    first = max(1, len(blocks) - _LAST_BLOCKS)
    while first < len(blocks) and any(block.tag not in _PLAIN for block in blocks[first:]):
        first += 1

    def comes_back(number: int) -> bool:
        last = [block.tag for block in blocks[number:]].count("p")
        is_aside = last <= _LAST_ASIDES and _is_aside(blocks[number])
        if not is_aside and last > _LAST_PARAGRAPHS:
            return False
        opening = _opening_of(blocks[number])
        if is_aside and returns(f"aside:{opening}"):
            return True
        return last <= _LAST_PARAGRAPHS and returns(f"closing:{opening}")

    for number in range(first, len(blocks)):
        length = length_of(blocks[number:])
        if length > _LONGEST_SIGN_OFF:
            continue
        if blocks[number].is_rule and not any(block.is_rule for block in blocks[:number]):
            return number if length else 0
        known = length >= _SHORTEST_KNOWN and is_sign_off(blocks[number].line)
        if known or (length >= _SHORTEST_SIGN_OFF and comes_back(number)):
            return number
    return 0


def with_roles(pieces: Sequence[Piece], page: str, hrefs: Sequence[str]) -> list[Piece]:
    """Return *pieces*, each with its role; *page* is the address of the issue, *hrefs* are those of its links."""
    if len(pieces) < 2:
        return list(pieces)
    own = page.partition("#")[0].rstrip("/")
    has_contents = sum([_leads_into(href, own) for href in hrefs if "#" in href]) > 1  # in few issues
    roles = [_role_of(piece, own if has_contents else None, first=number == 0) for number, piece in enumerate(pieces)]
    for number in reversed(range(len(pieces))):
        if roles[number] == "content":
            is_note = number > 1 and _is_short_note(pieces[number]) and _takes_leave(pieces[number - 1])
            if not is_note and not _takes_leave(pieces[number]):
                break
            roles[number] = "outro"
    return [
        piece if piece.role == role else replace(piece, role=role) for piece, role in zip(pieces, roles, strict=True)
    ]


def _is_short_note(piece: Piece) -> bool:
    """Return whether *piece* is a line or two without links, such as a legend below the sign-off."""
    return length_of(piece.blocks) <= _SHORT_NOTE and not any(block.has_link for block in piece.blocks)


def _role_of(piece: Piece, own: str | None, *, first: bool) -> Role:
    """Return the role of *piece*; *own* is the page of its issue if a list of contents may link to places on it."""
    if piece.role != "content" or piece.heading is None:
        return piece.role
    said = roles_said(piece.heading.line)
    if first and "intro" in said:
        return "intro"
    if "contents" in said or (own is not None and _lists_places(piece, own)):
        return "contents"
    return next((role for role in _LABELS if role in said), "content") if said else "content"


def _leads_into(href: str, own: str) -> bool:
    """Return whether *href* leads to a place on the page *own*."""
    address, mark, _ = href.partition("#")
    return mark != "" and address.rstrip("/") == own


def _lists_places(piece: Piece, own: str) -> bool:
    """Return whether *piece* is a list of links to places on its own page, *own*."""
    anchors = [anchor for block in piece.blocks if not block.is_bare for anchor in block.element.iter("a")]
    leading = all(_leads_into(anchor.get("href") or "", own) for anchor in anchors)
    return leading and len(anchors) > 1 and not any(block.level for block in piece.blocks)
