"""Read the structure of mail: layout tables, large print as headings, lines of marks as rules."""

from __future__ import annotations

import re
from collections.abc import Iterator

from feeds.markup.html.survey import Survey
from feeds.markup.html.written_lines import keep_written_lines
from feeds.markup.nodes import BLOCKS, Element, all_text, parent_of, remove, replace_all, wrap_content
from feeds.regex import regex

_LAYOUT = "layout"  # the class of wrappers that were tables

_TABLE_PARTS = ("thead", "tbody", "tfoot", "tr", "td", "th", "caption", "center")
_LONG_CELL = 150  # characters; cells of data are shorter
_MARKS = regex(r"[*·•∙~_=\-–—─━═＝＊※◇◆■□▪☆★#+.\s]+\Z")
_FEWEST_MARKS = 3
_HIDDEN = regex(r"display:\s*none|visibility:\s*hidden|mso-hide:\s*all", re.IGNORECASE)
_BOLD_STYLE = regex(r"font-weight:\s*(?:bold|[6-9]00)|font:\s*(?:bold|[6-9]00)\b", re.IGNORECASE)
_CAPITALS_STYLE = regex(r"text-transform:\s*uppercase", re.IGNORECASE)
_FONT_SIZE = regex(r"font-size:\s*(\d{1,3})(?:\.\d+)?\s*(px|pt)", re.IGNORECASE)
_LARGE = {"px": 18, "pt": 14}
_LONGEST_HEADING = 100


def read_mail(body: Element, source: bytes, made_of: Survey) -> None:
    """Convert tables and styles of mail to elements of *body*, *made_of* this, which was parsed from *source*."""
    if made_of.has_any("table"):
        open_layout_tables(body)
    if "style" in made_of.attributes:
        if b"pre-" in source:
            keep_written_lines(body)
        drop_hidden(body)
        make_headings_of_loud_print(body)


def drop_hidden(body: Element) -> None:
    """Remove hidden elements, such as the text for previews."""
    elements = body.iter("div", "span", "p", "td", "tr", "table")
    replace_all(body, [(element, "") for element in elements if _HIDDEN.search(element.get("style") or "")])


def open_layout_tables(body: Element) -> None:
    """Turn layout tables into wrappers: tables that contain tables, headings, pictures or long texts."""
    for table in list(body.iter("table")):
        if _lays_out(table):
            for element in [table, *_own_parts(table)]:
                element.tag = "div"
                element.set("class", _LAYOUT)


def was_layout_table(wrapper: Element) -> bool:
    """Return whether *wrapper* was a layout table, whose cells may belong to different sections."""
    return wrapper.get("class") == _LAYOUT


def _lays_out(table: Element) -> bool:
    if (table.get("role") or "").lower() in ("presentation", "none"):
        return True
    if next(table.iterdescendants("table", "h1", "h2", "h3", "h4", "h5", "h6", "hr"), None) is not None:
        return True
    if next(table.iterdescendants("th", "thead", "caption"), None) is not None:
        return False
    cells = list(table.iterdescendants("td"))
    if all(cell.getprevious() is None and cell.getnext() is None for cell in cells):
        return True  # one column: data has a heading above it, or several
    return any(map(_is_long, cells)) or 2 * sum(map(_holds_blocks, cells)) > len(cells)


def _is_long(cell: Element) -> bool:
    return len(all_text(cell)) > _LONG_CELL


def _holds_blocks(cell: Element) -> bool:
    """Return whether a cell contains blocks or a picture, as cells of data rarely do."""
    return any(child.tag in BLOCKS for child in cell) or next(cell.iter("img"), None) is not None


def _own_parts(table: Element) -> list[Element]:
    """Return the rows and cells of *table*, without those of tables inside it."""
    parts, waiting = list[Element](), [table]
    while waiting:
        for child in waiting.pop():
            if child.tag in _TABLE_PARTS:
                parts.append(child)
                waiting.append(child)
    return parts


def make_headings_of_loud_print(body: Element) -> None:
    """Turn short lines in large print or capitals into headings, and bold styles into bold elements."""
    for element in list(_short_lines(body)):
        style = element.get("style") or ""
        if _is_large(style) or _CAPITALS_STYLE.search(style):
            _make_heading(element)
        elif _BOLD_STYLE.search(style):
            _embolden(element)


def _short_lines(body: Element) -> Iterator[Element]:
    for element in body.iter("div", "p", "td", "span"):
        if not element.get("style") or any(child.tag in BLOCKS for child in element):
            continue
        words = _text_up_to(element, 4 * _LONGEST_HEADING).strip()
        if 1 < len(words) <= _LONGEST_HEADING and words[-1] not in ".,;":
            yield element


def _text_up_to(element: Element, most: int) -> str:
    """Return the text of *element*, or its beginning of more than *most* characters; elements may be nested deeply."""
    parts: list[str] = []
    length = 0
    for text in element.itertext():
        parts.append(text)
        length += len(text)
        if length > most:
            break
    return "".join(parts)


def _is_large(style: str) -> bool:
    size = _FONT_SIZE.search(style)
    return size is not None and int(size[1]) >= _LARGE[size[2].lower()]


def _make_heading(element: Element) -> None:
    """Turn *element* into a heading if it is alone on its line."""
    if element.tag == "p":  # which cannot contain a heading
        element.tag = "h2"
        return
    if element.tag != "span":
        wrap_content(element, "h2")
        return
    if next(element.iterancestors("h1", "h2", "h3", "h4", "h5", "h6"), None) is not None:
        return
    parent, before, after = parent_of(element), element.getprevious(), element.getnext()
    begins = before.tag == "br" if before is not None else not (parent.text or "").strip()
    ends = after.tag == "br" if after is not None else True
    if not begins or not ends or (element.tail or "").strip():
        return
    element.tag = "h2"
    if parent.tag == "p" and before is None:  # a paragraph cannot contain a heading
        parent.addprevious(element)
        if after is not None:
            remove(after)


def _embolden(element: Element) -> None:
    if element.tag == "span":
        element.tag = "strong"
    else:
        wrap_content(element, "strong")


def make_rule_of_marks(paragraph: Element, text: str) -> None:
    """Replace *paragraph*, whose first text is *text*, by a rule if it consists of marks ("* * *", "━━━━━")."""
    first = text.lstrip()[:1]
    if not first or first.isalnum() or not _MARKS.match(first) or any(child.tag != "br" for child in paragraph):
        return
    words = all_text(paragraph)
    if _MARKS.match(words) and sum(not mark.isspace() for mark in words) >= _FEWEST_MARKS and words.strip(". "):
        paragraph.tag, paragraph.text = "hr", None
        for child in list(paragraph):
            paragraph.remove(child)
