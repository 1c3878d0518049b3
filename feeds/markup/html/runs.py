"""Read runs of "#": rules in flattened newsletters, and headings in old ones."""

from __future__ import annotations

from lxml import etree

from feeds.markup.nodes import Element, all_text, parent_of, remove
from feeds.regex import regex

_LEAST = "#" * 10
_RUN = regex(_LEAST + r"#*+")  # it begins with plain characters, because `re` searches for those first
_TIGHT = regex(r"(#{2,6})(?=[^\W\d_])")
_LONGEST_HEADING = 120


def read_hashes(body: Element, source: bytes) -> None:
    """Turn hashes in paragraphs of *body*, which was parsed from *source*, into rules and headings."""
    if b"#" not in source:  # one sign is found in no time
        return
    if _LEAST.encode() in source:
        make_rules_of_runs(body)
    if b"<p>##" in source:
        make_headings_of_tight_hashes(body)


def make_rules_of_runs(body: Element) -> None:
    """Replace each run of "#" in the paragraphs of *body* by a rule (`hr` of class "run")."""
    for block in list(body.iter("p", "div")):
        _split_at_runs(block)


def make_headings_of_tight_hashes(body: Element) -> None:
    """Turn lines such as `###Title` into headings, as Markdown did before CommonMark required a space.

    A single "#" is left as it is, because it often begins a number or a tag.
    """
    for paragraph in list(body.iter("p")):
        hashes = _TIGHT.match(paragraph.text or "")
        words = all_text(paragraph) if hashes else ""
        if hashes and len(words) <= _LONGEST_HEADING and "\n" not in words.strip():
            paragraph.tag = f"h{len(hashes[1])}"
            paragraph.text = (paragraph.text or "")[hashes.end() :].rstrip("# ")


def _split_at_runs(block: Element) -> None:
    """Replace runs of "#" in the text of *block*, as in flattened newsletters, by rules.

    A run of ten or more is not a heading of Markdown. There may be no space between it and
    the word before it or the headline after it.
    """
    begin = block.text or ""
    if _LEAST not in begin and not (len(block) and any(_LEAST in (one.tail or "") for one in block)):
        return
    parent = parent_of(block)  # a piece is made in its tree, because to move elements into another takes long
    current = etree.SubElement(parent, "p")
    pieces: list[Element] = []

    def add_text(text: str) -> None:
        nonlocal current
        parts = _RUN.split(text)
        for number, part in enumerate(parts):
            if number:
                pieces.extend([current, etree.SubElement(parent, "hr", {"class": "run"})])
                current = etree.SubElement(parent, "p")
                part = part.lstrip()
            if number < len(parts) - 1:
                part = part.rstrip()
            if len(current):
                current[-1].tail = part
            else:
                current.text = part

    add_text(begin)
    for child in list(block):
        tail, child.tail = child.tail, None
        current.append(child)
        add_text(tail or "")
    pieces.append(current)
    for piece in pieces:
        if piece.tag == "hr" or len(piece) or (piece.text or "").strip():
            block.addprevious(piece)
        else:
            parent.remove(piece)
    remove(block)
