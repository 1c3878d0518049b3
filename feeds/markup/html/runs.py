"""Read runs of "#": rules in flattened newsletters, and headings in old ones."""

from __future__ import annotations

from collections.abc import Iterable

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
    pieces: list[Element] = []
    blank: set[Element] = set()  # paragraphs that begin with no words

    def begin_paragraph(text: str) -> None:
        paragraph = etree.SubElement(parent, "p")
        paragraph.text = text
        pieces.append(paragraph)
        if not text.strip():
            blank.add(paragraph)

    def add_parts(parts: Iterable[str]) -> None:
        for part in parts:
            rule = etree.SubElement(parent, "hr")
            rule.set("class", "run")  # in half the time of an element that is made with attributes
            pieces.append(rule)
            begin_paragraph(part)

    first, *others = _parts_of(begin)
    begin_paragraph(first)
    add_parts(others)
    for child in list(block):
        first, *others = _parts_of(child.tail or "")
        pieces[-1].append(child)
        child.tail = first
        add_parts(others)
    for piece in pieces:
        if len(piece) == 0 and piece in blank:
            parent.remove(piece)
        else:
            block.addprevious(piece)
    remove(block)


def _parts_of(text: str) -> list[str]:
    """Return the parts of *text* between runs of "#", without blanks beside a run."""
    first, *others = _RUN.split(text)
    if not others:
        return [first]
    *inner, last = others
    return [first.rstrip(), *map(str.strip, inner), last.lstrip()]
