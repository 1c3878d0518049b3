"""Paragraphs that open with a linked title: `[**Title**](u) (5 minutes)`, `[Title](u) - text`, or the link alone."""

from __future__ import annotations

import re
from copy import deepcopy

from lxml import etree

from feeds.markup import Element
from feeds.markup.nodes import WRAPPERS
from feeds.regex import regex
from feeds.sections.blocks import BOLD, Block, block_of, is_address, line_of
from feeds.urls import host

_NUMBERED = regex(r"\s*+[（(]?(?:(?P<digits>\d{1,3})\s*+[、．]|(?P<circled>[①-⑳]))\s*+")
_NUMBER = regex(
    r"\s*+(?:[（(]?\d{1,3}\s*+[、．.)）]|[①-⑳]|\d\uFE0F?\u20E3)\s*+"
)  # or a key of a telephone, before a link or words in bold
_MARK = regex(r"\s*(?:\[[^\]]{1,30}\]\s*|[^\w\s\[(\"'“‘«《#]+\s*)*")  # "[video] ", an emoji
_JOINT = regex(r"\s*[-–—:：|(（\[·•]|\s*\n")  # between a title and what is said about it
_DASH = regex(r"\s*+(?:[-–—:：|·•]\s++|[:：]\s*+)?+")
_AROUND = WRAPPERS | {"p", "figcaption", "summary"}
_COLONS = ":： "  # inside words in bold, behind the link in them
_ENDS = (":", "：")
_PLAY = "▶ "  # the mark of something that was embedded


def numbering_of(text: str) -> re.Match[str] | None:
    """Return the number that *text* begins with, as Chinese authors number paragraphs ("3、…", "③…")."""
    return _NUMBERED.match(text)


def number_of(numbered: re.Match[str]) -> int:
    """Return the number that was found by `numbering_of`."""
    return int(numbered["digits"] or ord(numbered["circled"]) - ord("①") + 1)


def opening_of(block: Element) -> Element | None:
    """Return the element that *block* begins with, after marks such as "3、", "[video] " and "●"; None if words do."""
    text = block.text or ""
    number = _NUMBER.match(text)
    text = text[number.end() :] if number else text
    for child in block:
        if _MARK.sub("", text, count=1).strip():
            return None
        if child.tag in _AROUND:
            return opening_of(child)
        if child.tag != "br" and any(map(str.isalnum, line_of(child))):
            return _inner(child)
        text = child.tail or ""  # a picture, or a sign that is a link
    return None


def _inner(first: Element) -> Element:
    """Return the link that is all of *first*, or *first*."""
    if first.tag in ("em", "i", "span", *BOLD) and len(first) == 1 and not (first.text or "").strip():
        inner = first[0]
        return inner if inner.tag == "a" and not (inner.tail or "").strip() else first
    return first


def is_titled(block: Block) -> bool:
    """Return whether *block* is a paragraph that opens with a linked title: in bold, alone, or before a dash."""
    if block.tag != "p" or not block.has_link:
        return False
    title = _title_in(block.element)
    if title is None:
        return False
    bold = title.tag in BOLD or next(title.iter(*BOLD), None) is not None
    return bold or _is_apart(title)


def is_title_alone(block: Block) -> bool:
    """Return whether *block* is a paragraph that has no words but a linked title."""
    title = _title_in(block.element) if block.tag == "p" and block.has_link else None
    return title is not None and line_of(title) == block.line


def title_is_apart(block: Block) -> bool:
    """Return whether the title that *block* opens with is not the beginning of a sentence that goes on behind it."""
    title = _title_in(block.element)
    return title is not None and _is_apart(title)


def _is_apart(title: Element) -> bool:
    if title.tag != "a" and line_of(title).endswith(_ENDS):
        return True
    tail, behind = title.tail or "", title.getnext()
    ends_line = not tail.strip() and (behind is None or behind.tag == "br")
    return ends_line or _JOINT.match(tail) is not None


def without_dash(text: str) -> str:
    """Return *text* without the dash or colon that leads from a title to it.

    >>> without_dash(" – It hums."), without_dash("It hums.")
    ('It hums.', 'It hums.')
    """
    dash = _DASH.match(text)
    return text[dash.end() :] if dash else text


def opens_in_bold(block: Block) -> bool:
    """Return whether *block* is a paragraph that opens with words in bold, which may be in or around a link."""
    opening = opening_of(block.element) if block.tag == "p" else None
    return opening is not None and (opening.tag in BOLD or _inner(opening).tag in BOLD or _holds_only_bold(opening))


def _holds_only_bold(anchor: Element) -> bool:
    return anchor.tag == "a" and len(anchor) == 1 and anchor[0].tag in BOLD and line_of(anchor) == line_of(anchor[0])


def _title_in(paragraph: Element) -> Element | None:
    """Return the child of *paragraph* that it begins with, if that is a link, with words that are not an address."""
    opening = opening_of(paragraph)
    if opening is None:
        return None
    anchor = opening if opening.tag == "a" else next(opening.iter("a"), None)
    if anchor is None or not anchor.get("href") or len(line_of(anchor)) < len(line_of(opening).rstrip(_COLONS)):
        return None
    words = line_of(anchor)
    if is_address(words) or words.strip(_PLAY) == host(anchor.get("href") or ""):
        return None
    while opening is not None and opening.getparent() is not paragraph:
        opening = opening.getparent()
    return opening


def title_apart(block: Block) -> tuple[Block, Block]:
    """Return the title that *block*, which is titled, opens with as a heading, and a copy of the block without it."""
    paragraph = deepcopy(block.element)
    title = _title_in(paragraph)
    assert title is not None
    heading, rest = etree.Element("h2"), title.tail or ""
    heading.text, heading.tail = paragraph.text, "\n"
    for child in [*reversed(list(title.itersiblings(preceding=True))), title]:
        heading.append(child)
    title.tail = None
    paragraph.text = without_dash(rest)
    while len(paragraph) and paragraph[0].tag == "br" and not (paragraph.text or "").strip():
        paragraph.text = (paragraph[0].tail or "").lstrip()
        paragraph.remove(paragraph[0])
    return block_of(heading), block_of(paragraph)
