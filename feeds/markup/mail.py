"""What mail has for structure: tables that only lay out, styles for headings, lines of marks for rules."""

from __future__ import annotations

import re

from lxml import etree

from feeds.markup.nodes import BLOCKS, Element

_LAYOUT = ("table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption", "center")
_MARKS = re.compile(r"[*·•∙~_=\-–—─━═＝＊※◇◆■□▪☆★#+.\s]+\Z")
_FEWEST_MARKS = 3
_LOUD_STYLE = re.compile(
    r"font-weight:\s*(?:bold|[6-9]00)|font:\s*(?:bold|[6-9]00)\b|text-transform:\s*uppercase", re.IGNORECASE
)
_LONGEST_LOUD = 120


def open_layout_tables(body: Element) -> None:
    """Make plain wrappers of tables that lay out a mail: tables that hold tables, headings or several blocks a cell."""
    for table in list(body.iter("table")):
        if _lays_out(table):
            for element in [table, *_own_parts(table)]:
                element.tag = "div"


def _lays_out(table: Element) -> bool:
    if (table.get("role") or "").lower() == "presentation":
        return True
    if next(table.iterdescendants("table", "h1", "h2", "h3", "h4", "h5", "h6", "hr"), None) is not None:
        return True
    if next(table.iterdescendants("th", "thead", "caption"), None) is not None:
        return False
    cells = list(table.iterdescendants("td"))
    return len(cells) < 2 or sum(_is_laid_out(cell) for cell in cells) * 2 > len(cells)


def _is_laid_out(cell: Element) -> bool:
    """Return whether a cell holds blocks, as a cell of data seldom does."""
    return any(child.tag in BLOCKS for child in cell)


def _own_parts(table: Element) -> list[Element]:
    """Return the rows and cells of *table* itself, not of tables within it."""
    parts, waiting = list[Element](), [table]
    while waiting:
        for child in waiting.pop():
            if child.tag in _LAYOUT and child.tag != "table":
                parts.append(child)
                waiting.append(child)
    return parts


def embolden_loud_styles(body: Element) -> None:
    """Make bold what a style sets in bold or in capitals on a line of its own: it is the heading of mails."""
    for block in list(body.iter("div", "p", "td", "span")):
        if not _LOUD_STYLE.search(block.get("style") or ""):
            continue
        words = "".join(block.itertext()).strip()
        if not 0 < len(words) <= _LONGEST_LOUD or any(child.tag in BLOCKS for child in block):
            continue
        if block.tag == "span":
            block.tag = "strong"
            continue
        strong = etree.Element("strong")
        strong.text, block.text = block.text, None
        strong.extend(list(block))
        block.append(strong)


def make_rules_of_marks(body: Element) -> None:
    """Put a rule in the place of a paragraph that is nothing but marks ("* * *", "━━━━━")."""
    for paragraph in list(body.iter("p")):
        first = (paragraph.text or "").lstrip()[:1]
        if not first or not _MARKS.match(first) or any(child.tag != "br" for child in paragraph):
            continue
        words = "".join(paragraph.itertext())
        if _MARKS.match(words) and sum(not mark.isspace() for mark in words) >= _FEWEST_MARKS and words.strip(". "):
            paragraph.tag, paragraph.text = "hr", None
            for child in list(paragraph):
                paragraph.remove(child)
