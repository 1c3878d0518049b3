"""Blocks: the elements a body is made of, and how to recognise them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from lxml import etree
from msgspec import Struct

from feeds.markup import Element, all_text, is_footnote, was_layout_table
from feeds.markup.apart import write_apart
from feeds.markup.canonical import without_empty_lines
from feeds.markup.nodes import WRAPPERS
from feeds.regex import regex
from feeds.text.plain_words import plain_words, plain_words_of
from feeds.text.words import BETWEEN, apart, lines_of, on_one_line, together

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
LISTS = ("ul", "ol", "dl")
BOLD = ("strong", "b")

_ABBREVIATED = regex(r"\b\w\.\Z")  # "D.", at the end of a name
_ADDRESS = regex(r"(?:https?://|www\.)\S++\Z", re.IGNORECASE)
_LOWER = bytes(range(128)).lower().ljust(256)
_SIGNS = bytes(code for code in range(128) if not chr(code).isalnum())  # the same in ASCII
_ROMAN = regex(r"([IVX]{1,5})[.)]\s+\S")
_NUMERALS = "I II III IV V VI VII VIII IX X XI XII XIII XIV XV XVI XVII XVIII XIX XX".split()
_BETWEEN = frozenset(f"{BETWEEN}\n")  # texts and their lines
_LEVELS = {tag: level for level, tag in enumerate(HEADINGS, start=1)}
_DIVISIONS = frozenset((*HEADINGS, "hr"))
_LONGEST_LOUD = 60
_LONGEST_LINE = 120  # of a headline in bold; a longer line is a sentence in bold


class Block(Struct, frozen=True, kw_only=True, eq=False):
    """An element that a body is made of, and what is asked of every one of them."""

    element: Element  # it must not change
    tag: str
    level: int  # of a heading (1-6), or 0
    html: str  # canonical, with what is behind it: a line break
    text: str  # as it is written, likewise: one line for each that is not empty
    line: str  # its words on one line
    words: str  # those of its text, as `plain_words` has them
    is_bare: bool  # it holds no other element, as most
    is_rule: bool
    is_run: bool  # it is a rule made of a run of "#", which authors write only to divide
    note: str  # the id of a footnote, or ""

    @property
    def letters(self) -> str:
        """The letters and digits of its words."""
        return letters_of(self.line)

    @property
    def has_words(self) -> bool:
        """Whether it has text or an image."""
        return bool(self.line) or (not self.is_bare and next(self.element.iter("img"), None) is not None)

    @property
    def has_link(self) -> bool:
        """Whether it holds a link."""
        return not self.is_bare and has_link(self.element)

    @property
    def opens_in_bold(self) -> bool:
        """Whether it is a paragraph that begins with words in bold."""
        return not self.is_bare and opens_in_bold(self.element)

    @property
    def is_bold_line(self) -> bool:
        """Whether it is a headline in bold: a short line, all of it bold, that is not a sentence.

        An emoji may come before it, and a link may be inside it or around it.
        """
        return not self.is_bare and self.tag == "p" and _is_headline(self.line) and _is_all_bold(self.element)

    @property
    def is_loud_line(self) -> bool:
        """Whether it is a line in capitals or after a square, as plain text writes headings."""
        if self.tag != "p" or not self.is_bare:
            return False
        words = self.line
        if not 3 <= len(words) <= _LONGEST_LOUD or words[-1] in ".!,;。！" or sum(c.isalpha() for c in words) < 3:
            return False
        return words.isupper() or words[0] in "■◆●▼▶◇□○★☆【"


class Body(Struct, frozen=True, kw_only=True):
    """The blocks of an issue, and what is asked of all of them at once."""

    blocks: list[Block]
    rare: str  # the `rare_characters` of their texts, each once, but for line breaks
    hrefs: list[str]  # the addresses of their links, in order


def block_of(element: Element, *, is_line: bool = False, words: str | None = None) -> Block:
    """Return *element* as a block; it must not change any more.

    *is_line*: its text is known to be on one line. *words* are those of its text, if they are known.
    """
    text = _text_of(element)
    line = text if is_line else on_one_line(text)
    return _made(element, _html_of(element), text, line, plain_words(text) if words is None else words)


def blocks_of(body: Element) -> list[Block]:
    """Return the blocks of *body* in order; wrappers around headings or rules are opened."""
    return read_body(body).blocks


def read_body(body: Element) -> Body:
    """Return the same blocks, and what is known of all of them."""
    children = list(body)
    elements = _opened(children)
    if elements == children:  # as in most
        written = write_apart(body, children)
        html, texts = written.html, apart(written.text)
    else:
        html, texts = list(map(_html_of, elements)), together(list(map(_text_of, elements)))
    return Body(
        blocks=list(map(_made, elements, html, texts.each, lines_of(texts), plain_words_of(texts))),
        rare="".join(set(texts.rare) - _BETWEEN),
        hrefs=[anchor.get("href", "") for anchor in body.iter("a")],
    )


def _opened(children: list[Element]) -> list[Element]:
    """Return the elements that are blocks of a body with these *children*, in order."""
    if WRAPPERS.isdisjoint([child.tag for child in children]):
        return children  # as most
    elements: list[Element] = []
    waiting = children[::-1]
    while waiting:
        element = waiting.pop()
        if element.tag in WRAPPERS and (was_layout_table(element) or _holds_divisions(element)):
            waiting += reversed(element)
        else:
            elements.append(element)
    return elements


def _html_of(element: Element) -> str:
    """Return *element* and what is behind it as canonical HTML."""
    return etree.tostring(element, encoding=str)


def _text_of(element: Element) -> str:
    """Return the text in *element* and behind it, without blanks around it."""
    if len(element) == 0:
        return f"{element.text or ''}{element.tail or ''}".strip()
    return etree.tostring(element, method="text", encoding=str).strip()


def _made(element: Element, html: str, text: str, line: str, words: str) -> Block:
    """Return *element*, this *html*, as a block of *text*, which is *line* on one line and has these plain *words*."""
    tag, behind = str(element.tag), element.tail
    is_rule = tag == "hr"
    return Block(
        element=element,
        tag=tag,
        level=_LEVELS.get(tag, 0),
        html=html,
        text=without_empty_lines(text) if "\n" in text else text,
        line=line if behind is None or behind.isspace() else line_of(element),
        words=words,
        is_bare=len(element) == 0,
        is_rule=is_rule,
        is_run=is_rule and element.get("class") == "run",
        note=element.get("id") or "" if tag == "div" and is_footnote(element) else "",
    )


def _holds_divisions(wrapper: Element) -> bool:
    if wrapper.tag == "aside":
        return False
    return any(  # most wrappers are notes: to look at their few elements takes less than to name all headings to lxml
        inner.tag in _DIVISIONS or (inner.tag == "p" and _is_all_bold(inner) and _is_headline(line_of(inner)))
        for inner in wrapper.iter()
    )


def html_of(blocks: Iterable[Block]) -> str:
    """Return *blocks* as canonical HTML."""
    return "".join([block.html for block in blocks]).strip()


def text_of(blocks: Iterable[Block]) -> str:
    """Return the text of *blocks*, one line for each: that of their HTML, without a pattern."""
    return "\n".join([block.text for block in blocks if block.text])


def words_of(blocks: Iterable[Block]) -> str:
    """Return the plain words of *blocks*; each ends in a line break, so no word goes from one into the next."""
    return " ".join([block.words for block in blocks if block.words])


def line_of(element: Element) -> str:
    """Return the words of *element* on one line."""
    return " ".join(all_text(element).split())


def letters_of(text: str) -> str:
    """Return the letters and digits of *text*, by which headings are compared.

    >>> letters_of("What's new?") == letters_of("Whats New")
    True
    """
    if text.isascii():
        return text.encode().translate(_LOWER, _SIGNS).decode()
    return "".join(filter(str.isalnum, text.casefold()))


def length_of(blocks: Iterable[Block]) -> int:
    """Return the number of characters that a reader sees in *blocks*."""
    return sum([len(block.line) for block in blocks])


def has_words(element: Element) -> bool:
    """Return whether *element* has text or an image."""
    return bool(line_of(element)) or next(element.iter("img"), None) is not None


def has_link(element: Element) -> bool:
    """Return whether *element* holds a link."""
    return next(element.iter("a"), None) is not None


def is_address(words: str) -> bool:
    """Return whether *words* are a web address, written out."""
    return _ADDRESS.match(words) is not None


def opens_in_bold(element: Element) -> bool:
    """Return whether *element* is a paragraph that begins with words in bold."""
    return element.tag == "p" and not (element.text or "").strip() and len(element) > 0 and element[0].tag in BOLD


def _is_headline(words: str) -> bool:
    """Return whether *words* are short, and no sentence."""
    if not 2 <= len(words) <= _LONGEST_LINE:
        return False
    return words[-1] not in ".!,;" or _ABBREVIATED.match(words, len(words) - 2) is not None


def _is_all_bold(paragraph: Element) -> bool:
    if len(paragraph) == 0 or any(map(str.isalnum, paragraph.text or "")):
        return False
    return all(child.tag == "br" or _is_bold(child) for child in paragraph) and not any(
        any(map(str.isalnum, child.tail or "")) for child in paragraph
    )


def _is_bold(element: Element) -> bool:
    """Return whether all of *element* is bold: it is a bold element, or a link or another style around one."""
    while element.tag not in BOLD:
        if element.tag not in ("a", "em", "i", "u", "span") or len(element) != 1:
            return False
        if (element.text or element[0].tail or "").strip():
            return False
        element = element[0]
    return True


def numbered_entries(blocks: Sequence[Block]) -> list[int]:
    """Return the indexes of the *blocks* that are numbered lists of one short entry each, numbered from 1.

    So Markdown reads "1. Title" above a paragraph.
    """
    found: list[int] = []
    for number, block in enumerate(blocks):
        if block.tag != "ol":
            continue
        if (
            len(block.element) != 1
            or not 1 < len(block.line) <= _LONGEST_LINE
            or len(block.element[0].findall("*//li"))
        ):
            return []
        if (block.element.get("start") or "1") != str(len(found) + 1):
            return []
        found.append(number)
    return found


def numbered_lines(blocks: Sequence[Block]) -> list[int]:
    """Return the indexes of the *blocks* that are short lines numbered with Roman numerals from I."""
    found: list[int] = []
    for number, block in enumerate(blocks):
        words = block.line if block.tag == "p" else ""
        numeral = _ROMAN.match(words)
        if not numeral or len(words) > _LONGEST_LOUD or words[-1] in ".!,":
            continue
        if [numeral[1]] == _NUMERALS[len(found) : len(found) + 1]:
            found.append(number)
    return found
