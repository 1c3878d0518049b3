"""Lines of a paragraph, divided by breaks: where each has a link they are as good as a list."""

from __future__ import annotations

from copy import deepcopy

from lxml import etree

from feeds.markup import Element
from feeds.sections.blocks import Block, block_of, is_address, line_of
from feeds.sections.titled import opening_of

_FEWEST = 2
_LONGEST = 200  # characters of a line that lists something


def linking_lines(block: Block) -> list[Block]:
    """Return the lines of the paragraph *block* as paragraphs, if they list things; else none.

    Then two thirds of them have a link, and all of these in the same place: a title at the
    beginning, or an address at the end. A line of addresses belongs to the one above it.
    """
    if block.tag != "p" or not block.has_link or next(block.element.iter("br"), None) is None:
        return []
    lines = [block_of(line) for line in _joined(_lines_of(block.element))]
    linking = [line for line in lines if line.has_link]
    if len(linking) < _FEWEST or 3 * len(linking) < 2 * len(lines) or any(len(line.line) > _LONGEST for line in lines):
        return []
    return lines if all(map(_opens_with_link, linking)) or all(map(_ends_with_address, linking)) else []


def _opens_with_link(line: Block) -> bool:
    opening = opening_of(line.element)
    return opening is not None and opening.tag == "a" and not is_address(line_of(opening))


def _ends_with_address(line: Block) -> bool:
    words = line.line.split()
    return len(words) > 1 and is_address(words[-1].strip("()[]<>,;."))


def _lines_of(paragraph: Element) -> list[Element]:
    """Return a copy of each line of *paragraph*; a break inside a link or emphasis divides nothing."""
    lines = [etree.Element("p")]
    lines[-1].text = paragraph.text
    for child in paragraph:
        if child.tag == "br":
            lines.append(etree.Element("p"))
            lines[-1].text = (child.tail or "").lstrip()
        else:
            lines[-1].append(deepcopy(child))
    return [line for line in lines if line_of(line) or len(line)]


def _joined(lines: list[Element]) -> list[Element]:
    """Return *lines*; one without words of its own is part of the one above it, behind a break."""
    joined: list[Element] = []
    for line in lines:
        if joined and all(map(is_address, line_of(line).split())):
            etree.SubElement(joined[-1], "br").tail = f"\n{line.text or ''}"
            joined[-1].extend(list(line))
        else:
            line.tail = "\n"
            joined.append(line)
    return joined
