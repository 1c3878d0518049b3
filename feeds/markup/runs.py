"""Runs of "#": what flattened newsletters have in the place of a rule."""

from __future__ import annotations

import re

from lxml import etree

from feeds.markup.nodes import Element, remove

_RUN = re.compile(r"#{10,}")


def make_rules_of_runs(body: Element) -> None:
    """Put a rule (`hr` of class "run") in the place of each run of "#" in the paragraphs of *body*."""
    for block in list(body.iter("p", "div")):
        _split_at_runs(block)


def _split_at_runs(block: Element) -> None:
    """Make rules of runs of "#" in the text of *block*, as flattened newsletters have them.

    A run of ten and more is no Markdown heading; it stands alone, glued to the last word
    before it or to the headline after it.
    """
    if not any(_RUN.search(text) for text in [block.text or "", *(child.tail or "" for child in block)]):
        return
    current = etree.Element("p")
    pieces: list[Element] = []

    def add_text(text: str) -> None:
        nonlocal current
        parts = _RUN.split(text)
        for number, part in enumerate(parts):
            if number:
                pieces.extend([current, etree.Element("hr", {"class": "run"})])
                current = etree.Element("p")
                part = part.lstrip()
            if number < len(parts) - 1:
                part = part.rstrip()
            if len(current):
                current[-1].tail = (current[-1].tail or "") + part
            else:
                current.text = (current.text or "") + part

    add_text(block.text or "")
    for child in list(block):
        tail, child.tail = child.tail, None
        current.append(child)
        add_text(tail or "")
    pieces.append(current)
    for piece in pieces:
        if piece.tag == "hr" or len(piece) or (piece.text or "").strip():
            block.addprevious(piece)
    remove(block)
