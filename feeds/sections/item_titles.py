"""Titles of items: the words in bold or the link that an item begins with, else its first words.

A bare address is no title where there are words: it is left out, with the dash before it.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy

from feeds.markup import Element, all_text, one_line
from feeds.markup.characters import CJK
from feeds.regex import regex
from feeds.sections.blocks import BOLD, Block, is_address, line_of
from feeds.sections.headlines import bare_headline, without_colon
from feeds.sections.summaries import shorten
from feeds.sections.titled import numbering_of, opening_of

_LEFT_OVER = regex(r"\(\s*\)|\[\s*\]")  # of an address in brackets
_LOOSE = " \t\n-–—|>»→,;:：·•"  # what leads to an address, or from it
_SENTENCE = regex(r".{6,160}?(?:\w{3}[^\w\s.]{0,3}[.!?][”’\"')»]?(?=\s+[^\W\d_a-zß-öø-ÿ]))")
_CJK_SENTENCE = regex(r".{3,160}?[。！？]")
_CJK = regex(f"[{CJK}]")
_COLON = regex(r"\s*+(?:[:：]|[-–—]\s)")  # behind a link: what it is called, and what it is
_SENTENCE_ENDS = (".", "!", "?", "…", "。", "！", "？")
_CLOSING = " ()[]（）→»>›"  # around a link behind a sentence
_FEWEST_LETTERS = 4  # of a link or bold words that begin a sentence: "It" is not a title
_SHORT_TITLE = 60  # characters of a numbered paragraph that is only a title
_WHOLE = 80  # characters of a line that is a title as it is, with "Soon!" and "A.I." in it
_LONGEST = 120


def title_of_item(blocks: Sequence[Block]) -> str:
    """Return the title of the item that is made of *blocks*: where they have no words, those in place of a picture."""
    worded = [block for block in blocks if block.line]
    if not worded:
        return next((words for block in blocks if (words := _words_for_picture(block))), "")
    return _opening_title(worded[0]) or _first_words(worded) or worded[0].line


def _words_for_picture(block: Block) -> str:
    return next((words for image in block.element.iter("img") if (words := one_line(image.get("alt") or ""))), "")


def _opening_title(block: Block) -> str:
    """Return the bold words or the link at the beginning of *block*; else ""."""
    opening, number = opening_of(block.element), numbering_of(block.line)
    is_link = opening is not None and opening.tag == "a" and bool(opening.get("href"))
    announces = is_link and opening is not None and _COLON.match(opening.tail or "") is not None
    if number and len(block.line) <= _SHORT_TITLE and not announces:
        return block.line[number.end() :]
    if opening is None or not (is_link or opening.tag in BOLD):
        return ""
    words = without_colon(one_line(_words_of_link(opening) if is_link else line_of(opening)))
    alone = announces or words == without_colon(block.line)
    words = words if is_link else bare_headline(words)
    if is_address(words) or not (alone or _count_letters(words) >= _FEWEST_LETTERS):
        return ""
    return words


def _words_of_link(anchor: Element) -> str:
    """Return the words of *anchor* and of the links right behind it to the same address.

    Some editors write one link as several, where a part of its words is bold.
    """
    last = _outermost(anchor)
    words, href = all_text(last), anchor.get("href")
    while not last.tail and (following := last.getnext()) is not None and _leads_to(following) == href:
        words, last = words + all_text(following), following
    return words


def _outermost(anchor: Element) -> Element:
    """Return the element that has no other words than *anchor*, such as the bold one around it."""
    around = anchor.getparent()
    if around is None or around.tag not in (*BOLD, "em", "i") or len(around) > 1 or around.text or anchor.tail:
        return anchor
    return _outermost(around)


def _leads_to(element: Element) -> str | None:
    """Return the address of *element*, a link, or of a link that is all of it."""
    if element.tag != "a" and len(element) == 1 and not element.text and not element[0].tail:
        return _leads_to(element[0])
    return element.get("href")


def _count_letters(words: str) -> int:
    """Return the number of letters in *words*; a character of a script without alphabet counts as two."""
    return sum(map(str.isalpha, words)) + len(_CJK.findall(words))


def _first_words(worded: Sequence[Block]) -> str:
    """Return the first line of the blocks that has other words than addresses, or its first sentence."""
    for block in worded:
        words = _without_closing_link(block, words_without_addresses(block))
        number = numbering_of(words)
        if words := words[number.end() :] if number else words:
            return _beginning_of(words)
    return ""


def _beginning_of(words: str) -> str:
    """Return *words* if they are short enough for a title, else their first sentence.

    >>> _beginning_of("28 May: A.I. and more! - Paris"), _beginning_of("小机器在走路。还有一台。")
    ('28 May: A.I. and more! - Paris', '小机器在走路。')
    """
    sentence = _CJK_SENTENCE.match(words)
    if sentence is None and len(words) <= _WHOLE:
        return words
    sentence = sentence or _SENTENCE.match(words)
    return sentence[0] if sentence else shorten(words, _LONGEST)


def _without_closing_link(block: Block, words: str) -> str:
    """Return the *words* of *block* without a link behind their last sentence, such as "Read more"."""
    links = list(block.element.iter("a"))
    end = line_of(links[-1]) if links else ""
    line = words.rstrip(_CLOSING)
    head = line.removesuffix(end.rstrip(_CLOSING)).rstrip(_CLOSING) if end.rstrip(_CLOSING) else line
    return head if head != line and head.endswith(_SENTENCE_ENDS) else words


def words_without_addresses(block: Block) -> str:
    """Return the words of *block* on one line, without addresses that are written out."""
    line = block.line
    if "://" in line or "www." in line:
        line = " ".join(word for word in _without_bare_links(block).split() if not is_address(word.strip("()[]<>,;")))
        line = _LEFT_OVER.sub("", line).strip(_LOOSE)
        return line if any(map(str.isalnum, line)) else ""
    return line


def _without_bare_links(block: Block) -> str:
    element = deepcopy(block.element)
    for anchor in element.iter("a"):
        if is_address(line_of(anchor)):
            anchor.text = ""
            for child in list(anchor):
                anchor.remove(child)
    return line_of(element)
