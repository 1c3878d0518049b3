"""Read code that highlighters print with the numbers of its lines: tables and spans of Pygments, Rouge, Chroma."""

from __future__ import annotations

from lxml import etree

from feeds.markup.nodes import Element, all_text, replace_all
from feeds.regex import regex

_NUMBERS = regex(r"[\d\s]*+\Z")
_TABLE = regex(r"(?:\A|\s)(?:lntable|rouge-table|highlighttable|hljs-ln|linenotable|codehilitetable)(?=\s|\Z)")
_NUMBER = regex(r"(?:\A|\s)(?:linenos?|linenum|line-?numbers?|ln|lnt|gutter|hljs-ln-numbers|hljs-ln-n)(?=\s|\Z)")


def drop_line_numbers(body: Element) -> None:
    """Turn each table of code and line numbers in *body* into its code, and remove numbers within code."""
    replace_all(body, [(line_break, "\n") for code in _outermost(body) for line_break in code.iter("br")])
    for table in list(body.iter("table")):
        lines = _lines_of(table)
        if lines is not None:
            _make_code(table, lines)
    spans = [span for code in _outermost(body) for span in code.iter("span", "a") if _is_number(span)]
    replace_all(body, [(span, "") for span in spans])


def _outermost(body: Element) -> list[Element]:
    """Return the blocks of code in *body* that are in no other."""
    return [code for code in body.iter("pre") if next(code.iterancestors("pre"), None) is None]


def _lines_of(table: Element) -> list[str] | None:
    """Return the lines of code in *table*, or None if it is not a table of code beside line numbers."""
    of_code = _TABLE.search(table.get("class") or "") is not None
    lines: list[str] = []
    numbered = False
    for row in table.iter("tr"):
        cells = row.findall("td")
        if len(cells) != 2 or not _NUMBERS.match(all_text(cells[0])):
            return None
        named = _NUMBER.search(cells[0].get("class") or "") is not None
        if not of_code and not named and next(cells[0].iter("pre"), None) is None:
            return None
        numbered = numbered or named or bool(all_text(cells[0]).strip())
        lines.append(all_text(cells[1]).strip("\n"))
    return lines if numbered else None


def _make_code(table: Element, lines: list[str]) -> None:
    around = next(table.iterancestors("pre"), table)
    around.clear(keep_tail=True)
    around.tag = "pre"
    etree.SubElement(around, "code").text = "\n".join(lines) + "\n"


def _is_number(span: Element) -> bool:
    return bool(_NUMBER.search(span.get("class") or "")) and _NUMBERS.match(all_text(span)) is not None
