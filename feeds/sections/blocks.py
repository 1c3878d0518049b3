"""Blocks: the elements a body is made of, and how to recognise them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from feeds.markup import Element, all_text
from feeds.markup.mail import LAYOUT
from feeds.markup.nodes import WRAPPERS

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
LISTS = ("ul", "ol", "dl")
BOLD = ("strong", "b")

_ABBREVIATED = re.compile(r"\b\w\.\Z")  # "D.", at the end of a name
_NO_LETTERS = re.compile(r"[\W_]+")
_ROMAN = re.compile(r"([IVX]{1,5})[.)]\s+\S")
_NUMERALS = "I II III IV V VI VII VIII IX X XI XII XIII XIV XV XVI XVII XVIII XIX XX".split()
_LONGEST_LOUD = 60
_LONGEST_LINE = 120  # of a headline in bold; a longer line is a sentence in bold


def blocks_of(body: Element) -> list[Element]:
    """Return the blocks of *body* in order; wrappers around headings or rules are opened."""
    blocks: list[Element] = []
    waiting = list(reversed(body))
    while waiting:
        block = waiting.pop()
        if block.tag in WRAPPERS and (block.get("class") == LAYOUT or _holds_divisions(block)):
            waiting += reversed(block)
        else:
            blocks.append(block)
    return blocks


def _holds_divisions(wrapper: Element) -> bool:
    if wrapper.tag == "aside":
        return False
    if next(wrapper.iter(*HEADINGS, "hr"), None) is not None:
        return True
    return any(is_bold_line(paragraph) for paragraph in wrapper.iter("p"))


def line_of(element: Element) -> str:
    """Return the words of *element* on one line."""
    return " ".join(all_text(element).split())


def letters_of(text: str) -> str:
    """Return the letters and digits of *text*, by which headings are compared.

    >>> letters_of("What's new?") == letters_of("Whats New")
    True
    """
    return _NO_LETTERS.sub("", text.casefold())


def length_of(blocks: Iterable[Element]) -> int:
    """Return the number of characters that a reader sees in *blocks*."""
    return sum(len(line_of(block)) for block in blocks)


def has_words(block: Element) -> bool:
    """Return whether *block* has text or an image."""
    return bool(line_of(block)) or next(block.iter("img"), None) is not None


def has_link(block: Element) -> bool:
    """Return whether *block* holds a link."""
    return next(block.iter("a"), None) is not None


def is_rule(block: Element) -> bool:
    """Return whether *block* is a rule."""
    return block.tag == "hr"


def is_run(block: Element) -> bool:
    """Return whether *block* is a rule made of a run of "#", which authors write only to divide."""
    return block.tag == "hr" and block.get("class") == "run"


def opens_in_bold(block: Element) -> bool:
    """Return whether *block* is a paragraph that begins with words in bold."""
    return block.tag == "p" and not (block.text or "").strip() and len(block) > 0 and block[0].tag in BOLD


def is_bold_line(block: Element) -> bool:
    """Return whether *block* is a headline in bold: a short line, all of it bold, that is not a sentence.

    An emoji may come before it, and a link may be inside it or around it.
    """
    if block.tag != "p" or len(block) == 0 or any(map(str.isalnum, block.text or "")):
        return False
    words = line_of(block)
    if not 2 <= len(words) <= _LONGEST_LINE or (words[-1] in ".!,;" and not _ABBREVIATED.search(words)):
        return False
    return all(child.tag == "br" or _is_bold(child) for child in block) and not any(
        any(map(str.isalnum, child.tail or "")) for child in block
    )


def _is_bold(element: Element) -> bool:
    """Return whether all of *element* is bold: it is a bold element, or a link around one."""
    while element.tag not in BOLD:
        if element.tag not in ("a", "em", "i", "span") or len(element) != 1:
            return False
        if (element.text or element[0].tail or "").strip():
            return False
        element = element[0]
    return True


def numbered_lines(blocks: Sequence[Element]) -> list[int]:
    """Return the indexes of the *blocks* that are short lines numbered with Roman numerals from I."""
    found: list[int] = []
    for number, block in enumerate(blocks):
        words = line_of(block) if block.tag == "p" else ""
        numeral = _ROMAN.match(words)
        if not numeral or len(words) > _LONGEST_LOUD or words[-1] in ".!,":
            continue
        if [numeral[1]] == _NUMERALS[len(found) : len(found) + 1]:
            found.append(number)
    return found


def is_loud_line(block: Element) -> bool:
    """Return whether *block* is a line in capitals or after a square, as plain text writes headings."""
    if block.tag != "p" or len(block):
        return False
    words = line_of(block)
    if not 3 <= len(words) <= _LONGEST_LOUD or words[-1] in ".!,;。！" or sum(c.isalpha() for c in words) < 3:
        return False
    return words.isupper() or words[0] in "■◆●▼▶◇□○★☆【"
