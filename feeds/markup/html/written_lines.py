"""Keep the lines of text whose style shows them as written (`white-space: pre-wrap`), as plain mails have it."""

from __future__ import annotations

import re

from lxml import etree

from feeds.markup.nodes import BLOCKS, Element, all_text
from feeds.regex import regex

_STYLE = regex(r"white-space:\s*+pre-(?:wrap|line)", re.IGNORECASE)
_BLANK_LINES = regex(r"\n[ \t]*+(?:\n[ \t]*+)++")
_HOLDERS = ("div", "p", "td", "blockquote")


def keep_written_lines(body: Element) -> None:
    """Make paragraphs and line breaks of the lines in elements of *body* with such a style."""
    for element in list(body.iter(*_HOLDERS, "span")):
        if _STYLE.search(element.get("style") or ""):
            for holder in [one for one in element.iter(*_HOLDERS, "span") if one is element or one.tag != "span"]:
                _keep_lines(holder)


def _keep_lines(holder: Element) -> None:
    """Divide *holder* at blank lines into paragraphs, unless it holds blocks; other line breaks become `br`."""
    if any(child.tag in BLOCKS for child in holder) or "\n" not in all_text(holder).strip():
        return
    if holder.tag == "span":
        _break_lines(holder)
        return
    paragraphs = _paragraphs_of(holder)
    for paragraph in paragraphs:
        _break_lines(paragraph)
    holder.text = None
    holder.extend(paragraphs)
    if holder.tag == "p":
        holder.tag = "div"


def _paragraphs_of(holder: Element) -> list[Element]:
    """Return what is in *holder* as paragraphs, divided at its blank lines."""
    paragraphs = [etree.Element("p")]
    children = list(holder)
    for child, text in [(None, holder.text), *((child, child.tail) for child in children)]:
        if child is not None:
            child.tail = None
            paragraphs[-1].append(child)
        first, *others = _BLANK_LINES.split(text or "")
        _append(paragraphs[-1], first)
        for words in others:
            paragraphs.append(etree.Element("p"))
            _append(paragraphs[-1], words)
    return [one for one in paragraphs if len(one) or (one.text or "").strip()]


def _append(paragraph: Element, words: str) -> None:
    if len(paragraph):
        paragraph[-1].tail = words
    else:
        paragraph.text = words


def _break_lines(line: Element) -> None:
    """Insert `br` at the line breaks in *line*, except those at its ends."""
    children = list(line)
    line.text = (line.text or "").lstrip("\n")
    if children:
        children[-1].tail = (children[-1].tail or "").rstrip()
    else:
        line.text = line.text.rstrip()
    for child in children:
        first, *others = (child.tail or "").split("\n")
        child.tail = first
        for words in reversed(others):
            child.addnext(_break(words))
    first, *others = line.text.split("\n")
    line.text = first
    for words in reversed(others):
        line.insert(0, _break(words))


def _break(words: str) -> Element:
    element = etree.Element("br")
    element.tail = words
    return element
