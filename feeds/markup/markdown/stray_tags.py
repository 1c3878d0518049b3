"""Tags that are named in prose (`the <script> tag`): an HTML parser would take the rest of the issue for their content.

GFM disallows the same tags ("Disallowed Raw HTML").
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from itertools import islice

from feeds.markup.nodes import BLOCKS, Element
from feeds.markup.templates.code_blocks import code_blocks
from feeds.regex import regex

_NAMES = "title|textarea|style|xmp|iframe|noembed|noframes|script|plaintext|math|svg"
_PLAIN_NAMES = "template|noscript|select|button|object|video|audio|canvas|datalist"  # which are used with attributes
_EMPTY = "base|link|meta|input|img|embed|source|track|area"  # without attributes they show nothing
_TAG = regex(rf"<(/?)((?:{_PLAIN_NAMES})(?=>)|(?:{_NAMES}|p|li|h[1-6]|td|th|dt|dd)(?=[\s/>]))[^<>]*+>", re.IGNORECASE)
_PARTS = "li|td|th|tr|frameset|body|head|html|option|dialog|slot"  # of something that Markdown does not begin in a line
_NAMED = regex(rf"<(?:(?:{_NAMES})[\s/>]|(?:{_PLAIN_NAMES}|{_EMPTY}|{_PARTS})>)", re.IGNORECASE)
_NAMED_PART = regex(rf"<(?<=[^>\n]<)({_PARTS})>", re.IGNORECASE)
_NAMED_EMPTY = regex(rf"<(?=(?:{_EMPTY})>)", re.IGNORECASE)
# These begin a block of HTML that ends with their end tag, or not before the text does (CommonMark, 4.6).
_OPENING_LINE = regex(  # it begins plainly, because `re` searches for that first
    r"(<(?:(?<=^<)|(?<=^ <)|(?<=^  <)|(?<=^   <))(script|style|textarea)(?=[\s>]))", re.IGNORECASE | re.MULTILINE
)
_PLAIN = frozenset(f"{_NAMES}|{_PLAIN_NAMES}".split("|"))
_MOST_PARTS = 100
_WITHOUT_MEANING = ("span", "font")


def names_tags(text: str) -> bool:
    """Return whether one of the tags begins in *text*.

    >>> names_tags("the <script> tag"), names_tags("the <em>tag</em>")
    (True, False)
    """
    return _NAMED.search(text) is not None


def escape_opening_lines(text: str) -> str:
    """Return Markdown with the tags at the beginning of a line that have no end tag as text."""
    openings = list(_OPENING_LINE.finditer(text))
    lower = text.lower() if openings else ""
    last = {name: lower.rfind(f"</{name}") for name in {found[2].lower() for found in openings}}
    stray = [found.start(1) for found in openings if last[found[2].lower()] < found.start()]
    code = code_blocks(text) if stray else []
    return _escaped(text, (place for place in stray if not _is_inside(code, place)))


def _is_inside(blocks: list[tuple[int, int]], place: int) -> bool:
    """Return whether *place* is in one of *blocks*, which are in order."""
    before = bisect_right(blocks, (place, place)) - 1
    return before >= 0 and place < blocks[before][1]


def escape_in_prose(html: str) -> str:
    """Return rendered *html* with the tags that have no end tag in their paragraph as text.

    One that begins a line is a block of its own, whose end tag may be anywhere below it.
    """
    stray: list[int] = []
    boundary, ends = len(html), dict[str, int]()
    for tag in reversed(list(_TAG.finditer(html))):
        name = tag[2].lower()
        if name not in _PLAIN:
            boundary = tag.start()
        elif tag[1]:
            ends[name] = tag.start()
        else:
            alone = tag.start() == 0 or html[tag.start() - 1] == "\n"
            if ends.get(name, len(html)) >= (len(html) if alone else boundary):
                stray.append(tag.start())
    html = _NAMED_EMPTY.sub("&lt;", _escaped(html, reversed(stray)))
    parts = islice(_NAMED_PART.finditer(html), _MOST_PARTS)
    return _escaped(html, [part.start() for part in parts if _is_in_paragraph(part)])


def _is_in_paragraph(part: re.Match[str]) -> bool:
    """Return whether *part* is named in a paragraph, which does not end it."""
    html, at = part.string, part.start()
    begin = html.rfind("<p>", 0, at)
    above = html[begin:at].lower()
    if begin < 0 or any(tag in above for tag in ("</p>", "<ul", "<ol", "<table", "<select")):
        return False
    return f"</{part[1].lower()}>" not in html[at : html.find("</p>", at)].lower()


def _escaped(text: str, places: Iterable[int]) -> str:
    """Return *text* with the "<" at each of *places*, in order, escaped."""
    parts, done = list[str](), 0
    for place in places:
        parts += [text[done:place], "&lt;"]
        done = place + 1
    return "".join([*parts, text[done:]])


def open_stray(body: Element) -> None:
    """Turn inline elements of *body* without a meaning that hold blocks, because no tag ended them, into wrappers."""
    for element in reversed(list(body.iter(*_WITHOUT_MEANING))):
        if any(child.tag in BLOCKS for child in element):
            element.tag = "div"
