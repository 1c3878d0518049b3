"""Turn bare addresses in the text into links."""

from __future__ import annotations

import re

from lxml import etree

from feeds.markup.nodes import LITERAL, Element, parent_of
from feeds.regex import regex
from feeds.urls import absolute

_BARE_URL = regex(r"\bhttps?://[^\s<>\"'`{}|\\^]+", re.IGNORECASE)
_TEXTS = etree.XPath(".//text()[contains(., '://')]")
_URL_TAIL = ".,;:!?*_~'\"”’»…"


def link_addresses(body: Element) -> None:
    """Turn addresses in the text of *body* into links, except in code and in links."""
    known: dict[Element, bool] = {}
    for text in _TEXTS(body):
        element = text.getparent()
        holder = parent_of(element) if text.is_tail else element
        if not _is_literal(holder, known):
            _link_in_text(holder, element if text.is_tail else None, str(text))


def _is_literal(element: Element, known: dict[Element, bool]) -> bool:
    """Return whether *element* is in code or in a link; *known* has the answers so far."""
    path = [element]
    while path[-1] not in known and path[-1].tag not in LITERAL and (parent := path[-1].getparent()) is not None:
        path.append(parent)
    answer = known.get(path[-1], path[-1].tag in LITERAL)
    known.update(dict.fromkeys(path, answer))
    return answer


def _link_in_text(parent: Element, after: Element | None, text: str) -> None:
    """Turn addresses in *text*, the first text of *parent* or the text after its child *after*, into links."""
    anchors: list[Element] = []
    before, end = "", 0
    for found in _BARE_URL.finditer(text):
        address = _trim_address(found[0])
        target = absolute(address, "")
        if not target:
            continue
        gap = text[end : found.start()]
        if anchors:
            anchors[-1].tail = gap
        else:
            before = gap
        anchor = etree.Element("a", href=target)
        anchor.text = address
        anchors.append(anchor)
        end = found.start() + len(address)
    if not anchors:
        return
    anchors[-1].tail = text[end:]
    if after is None:
        parent.text = before
        parent[0:0] = anchors
        return
    after.tail = None
    for anchor in reversed(anchors):
        after.addnext(anchor)
    after.tail = before


def _trim_address(address: str) -> str:
    """Return *address* without the punctuation of the sentence around it (GFM's rule)."""
    end = len(address)
    unclosed = address.count("(") - address.count(")")
    while end and (address[end - 1] in _URL_TAIL or (address[end - 1] == ")" and unclosed < 0)):
        end -= 1
        unclosed += address[end] == ")"
    return address[:end]
