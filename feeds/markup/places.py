"""Find the places of words in canonical HTML, and turn words into links.

`flatten` returns the words as one text with the place of each character in the HTML;
`link_places` uses these places to insert links.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable

from msgspec import Struct

from feeds.markup.nodes import MATHML
from feeds.regex import regex

_PIECE = regex(r"<(?P<slash>/?)(?P<tag>[a-zA-Z][\w-]*+)[^<>]*+>|&(?:#?\w++);|[^<&]+|[<&]")
_HREF = regex(r'(<a(?:\s[^\s="<>]++="[^"]*+")*?\shref=")([^"]*)(")')
_TAG = regex(r"<(/?)([a-zA-Z][\w-]*+)[^<>]*?(/?)>")
_TAG_BEFORE = regex(r"<([a-zA-Z][\w-]*+)[^<>]*+>\Z")
_TAG_BEHIND = regex(r"</([a-zA-Z][\w-]*)>")
_CLOSED = frozenset({"a", "pre"})  # elements that cannot contain a link
_INLINE = MATHML.union(
    "abbr b bdi bdo big cite code del dfn em font i ins kbd mark q s samp small span strike strong sub sup time tt "
    "u var wbr".split()
)


class Flat(Struct, frozen=True):
    """The words of HTML. Character *n* of `text` is at `starts[n]` to `ends[n]` of the HTML."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    closed: bytes  # 1 for each character in a link or in code


class LinkPlace(Struct, frozen=True, order=True):
    """Where a link belongs in the text of a `Flat`."""

    start: int
    end: int
    href: str


def flatten(content: str) -> Flat:
    """Return the words of canonical HTML with their places, and line breaks between blocks."""
    text: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    closed = bytearray()
    depth = 0
    for piece in _PIECE.finditer(content):
        tag = (piece["tag"] or "").lower()
        if tag:
            if tag in _CLOSED:
                depth = max(depth + (-1 if piece["slash"] else 1), 0)
            if tag not in _INLINE and tag != "a":
                text.append("\n")
                starts.append(piece.start())
                ends.append(piece.start())
                closed.append(1)
            continue
        found = piece[0]
        if found[0] == "&" and len(found) > 1:
            plain = html.unescape(found)
            text.append(plain)
            starts += [piece.start()] * len(plain)
            ends += [piece.end()] * len(plain)
        else:
            text.append(found)
            starts += range(piece.start(), piece.end())
            ends += range(piece.start() + 1, piece.end() + 1)
            plain = found
        closed += bytes([depth > 0]) * len(plain)
    return Flat("".join(text), tuple(starts), tuple(ends), bytes(closed))


def link_places(content: str, flat: Flat, places: Iterable[LinkPlace]) -> str:
    """Return *content* with links at *places*; words that are already in a link stay as they are.

    Words that cross the border of an element become several links, one in each element.
    """
    pieces: list[LinkPlace] = []
    end_before = 0
    for place in sorted(places):
        if place.start >= end_before and not any(flat.closed[place.start : place.end]):
            end_before = place.end
            parts = _pieces(content, flat, place.start, place.end)
            pieces += [LinkPlace(start, end, place.href) for start, end in parts]
    linked: list[str] = []
    done = 0
    for piece in pieces:  # these are places in *content*
        opening = f'<a href="{html.escape(piece.href)}">'
        linked += [content[done : piece.start], opening, content[piece.start : piece.end], "</a>"]
        done = piece.end
    return "".join([*linked, content[done:]])


def _pieces(content: str, flat: Flat, start: int, end: int) -> list[tuple[int, int]]:
    """Return the parts of *content* for characters *start* to *end*: one part if it has whole elements only."""
    begin, stop = _grown(content, flat.starts[start], flat.ends[end - 1])
    if _is_whole(content[begin:stop]):
        return [(begin, stop)]
    pieces = []
    run = start
    for position in range(start + 1, end + 1):
        if position == end or flat.starts[position] != flat.ends[position - 1]:
            if flat.text[run:position].strip():
                pieces.append((flat.starts[run], flat.ends[position - 1]))
            run = position
    return pieces


def _grown(content: str, begin: int, stop: int) -> tuple[int, int]:
    """Return the part from *begin* to *stop*, extended by adjacent tags so that its elements are whole."""
    opened: list[str] = []
    for tag in _TAG.finditer(content, begin, stop):
        if tag[1]:
            before = None if opened else _TAG_BEFORE.search(content[max(begin - 200, 0) : begin])
            if opened:
                opened.pop()
            elif before and before[1] == tag[2]:
                begin -= len(before[0])
        elif not tag[3]:
            opened.append(tag[2])
    while opened and (behind := _TAG_BEHIND.match(content, stop)) and behind[1] == opened[-1]:
        opened.pop()
        stop = behind.end()
    return begin, stop


def _is_whole(part: str) -> bool:
    """Return whether *part* contains only text and whole inline elements."""
    opened: list[str] = []
    for slash, name, empty in _TAG.findall(part):
        if name not in _INLINE:
            return False
        if slash:
            if not opened or opened.pop() != name:
                return False
        elif not empty:
            opened.append(name)
    return not opened


def replace_links(content: str, better: Callable[[str], str]) -> str:
    """Return canonical HTML with each address replaced by the result of *better*.

    >>> replace_links('<a href="https://a.example/?x=1&amp;y=2">a</a>', lambda href: href.partition("?")[0])
    '<a href="https://a.example/">a</a>'
    """
    return _HREF.sub(lambda found: found[1] + html.escape(better(html.unescape(found[2]))) + found[3], content)
