"""Runs of "#": what flattened newsletters have in the place of a rule, and old ones before a heading."""

from __future__ import annotations

import re

from lxml import etree

from feeds.markup.nodes import Element, all_text, remove

_RUN = re.compile(r"#{10,}")
_TIGHT = re.compile(r"(#{2,6})(?=[^\W\d_])")
_LONGEST_HEADING = 120


def read_hashes(body: Element, source: str) -> None:
    """Make rules and headings of hashes in the paragraphs of *body*, which was made of *source*."""
    if "##########" in source:
        make_rules_of_runs(body)
    if "<p>##" in source:
        make_headings_of_tight_hashes(body)


def make_rules_of_runs(body: Element) -> None:
    """Put a rule (`hr` of class "run") in the place of each run of "#" in the paragraphs of *body*."""
    for block in list(body.iter("p", "div")):
        _split_at_runs(block)


def make_headings_of_tight_hashes(body: Element) -> None:
    """Make headings of lines such as `###Title`, which Markdown took for one before CommonMark asked for a blank.

    One "#" is left alone: a line that begins with a number or a tag is often wrapped so.
    """
    for paragraph in list(body.iter("p")):
        hashes = _TIGHT.match(paragraph.text or "")
        words = all_text(paragraph)
        if hashes and len(words) <= _LONGEST_HEADING and "\n" not in words.strip():
            paragraph.tag = f"h{len(hashes[1])}"
            paragraph.text = (paragraph.text or "")[hashes.end() :].rstrip("# ")


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
