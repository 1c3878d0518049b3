"""Paragraphs in one element that empty lines set apart, as editors of mail and old weblogs write them."""

from __future__ import annotations

from collections.abc import Collection
from itertools import pairwise

from lxml import etree

from feeds.markup.nodes import Element, remove
from feeds.regex import regex

_TWO = regex(rb"(?i)<br\b[^<>]{0,40}>\s*+<br\b")


def divide_at_empty_lines(body: Element, source: bytes) -> None:
    """Divide the paragraphs of *body*, parsed from *source*, where two line breaks have nothing between them."""
    if b"<br" not in source or _TWO.search(source) is None:
        return
    for paragraph in list(body.iter("p")):
        if dividers := _dividers_in(paragraph):
            _divide(paragraph, dividers)


def _dividers_in(paragraph: Element) -> set[Element]:
    """Return the line breaks right in *paragraph* that are next to another one."""
    found = set[Element]()
    for child, behind in pairwise(paragraph):
        if child.tag == behind.tag == "br" and not (child.tail or "").strip():
            found |= {child, behind}
    return found


def _divide(paragraph: Element, dividers: Collection[Element]) -> None:
    """Move what is behind *dividers*, which go, into paragraphs of its own behind *paragraph*."""
    part, is_empty = paragraph, not (paragraph.text or "").strip()
    for child in list(paragraph):
        if child in dividers:
            if not is_empty:
                following = etree.Element("p")
                part.addnext(following)
                part = following
            part.text = (child.tail or "").lstrip()
            is_empty = not part.text
            paragraph.remove(child)
            continue
        is_empty = False
        if part is not paragraph:
            part.append(child)
    if is_empty and part is not paragraph:
        remove(part)
