"""Tables whose rows are stories: each row has a link, and often says something about it."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from itertools import zip_longest

from lxml import etree

from feeds.markup import Element
from feeds.markup.nodes import parent_of, wrap_loose_text
from feeds.regex import regex
from feeds.sections.blocks import has_link, has_words, is_address, line_of

_FEWEST = 2
_FIGURE = regex(r"[~≈+±$€£-]?\d++(?:[.,' ]\d{3})*+(?:[.,]\d++)?\s?(?:%|[^\W\d_]{1,2})?\Z")  # "1,200", "3.5 %"
_MOST_LINKED = 2  # cells of a row on average: with more, the table is one of addresses

Row = list[Element]  # its cells


def is_item_table(table: Element) -> bool:
    """Return whether the rows of *table* are items: two thirds have a link, and few have one in every cell.

    Columns of figures behind the first make it a table of data, whose rows say nothing by themselves.
    """
    rows = _rows_of(table)
    if _has_figures(rows):
        return False
    linked = [sum(map(has_link, row)) for row in rows]
    linking = sum(map(bool, linked))
    return len(rows) >= _FEWEST and 3 * linking >= 2 * len(rows) and sum(linked) <= _MOST_LINKED * linking


def row_entries(table: Element) -> list[Element]:
    """Return the rows of *table* as list entries, each cell a paragraph, that of the title first.

    In a table of three columns and more, the other cells are preceded by the names of their columns.
    """
    rows = _rows_of(table)
    title = _title_column(rows)
    names = _names_of_columns(table) if max(map(len, rows)) > 2 else []
    return [_entry_of(row, title, names) for row in rows]


def _rows_of(table: Element) -> list[Row]:
    """Return the rows of *table* that are not empty and not made of headings alone."""
    rows = (row for row in table.iter("tr") if parent_of(row).tag != "thead")
    return [list(row.iterchildren("td", "th")) for row in rows if _is_of_data(row) and has_words(row)]


def _is_of_data(row: Element) -> bool:
    return next(row.iterchildren("td"), None) is not None


def _names_of_columns(table: Element) -> list[str]:
    """Return the words above each column of *table*; none if it has no row of headings."""
    first = next(table.iter("tr"), None)
    if first is None or (parent_of(first).tag != "thead" and _is_of_data(first)):
        return []
    return [line_of(cell) for cell in first]


def _has_figures(rows: Sequence[Row]) -> bool:
    """Return whether a column of *rows*, which is not the first, has only figures."""
    columns = zip_longest(*(map(line_of, row[1:]) for row in rows), fillvalue="")
    return any(all(map(_FIGURE.match, filter(None, column))) and any(column) for column in columns)


def _title_column(rows: Sequence[Row]) -> int:
    """Return the number of the column that distinguishes the rows: by its links, or else by its words."""
    columns = range(max(map(len, rows)))
    linked = [_share_of(rows, column, linked=True) for column in columns]
    plain = [_share_of(rows, column, linked=False) for column in columns]
    return next((n for shares in (linked, plain) for n in columns if 3 * shares[n] >= 2 * len(rows)), 0)


def _share_of(rows: Sequence[Row], column: int, *, linked: bool) -> int:
    """Return how many of *rows* have words of their own in a *column*: in a link, or anywhere."""
    cells = [row[column] for row in rows if column < len(row)]
    words = [line_of(next(cell.iter("a"), cell)) if linked == has_link(cell) else "" for cell in cells]
    return len({word for word in words if any(map(str.isalpha, word)) and not is_address(word)})


def _entry_of(row: Row, title: int, names: Sequence[str]) -> Element:
    entry = etree.Element("li")
    if anchor := parent_of(row[0]).get("id"):
        entry.set("id", anchor)
    order = sorted(range(len(row)), key=lambda number: number != title)
    for number in order:
        name = names[number] if number < len(names) and number != title else ""
        if has_words(row[number]):
            entry.extend(_blocks_of(row[number], name))
    return entry


def _blocks_of(cell: Element, name: str) -> list[Element]:
    """Return what is in *cell* as blocks, the first of them behind the *name* of its column."""
    cell = deepcopy(cell)
    cell.tail = None
    wrap_loose_text(cell)
    blocks = list(cell)
    if name and blocks and blocks[0].tag == "p":
        blocks[0].text = f"{name}: {(blocks[0].text or '').lstrip()}"
    return blocks
