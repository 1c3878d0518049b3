"""Lists: which of them list items, and their entries."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy

from lxml import etree

from feeds.markup import Element
from feeds.markup.nodes import wrap_loose_text
from feeds.sections.blocks import BOLD, LISTS, Block, has_link, has_words, is_address, length_of, line_of, opens_in_bold
from feeds.sections.tables import is_item_table, row_entries

_TOLD = 80  # characters; a list entry of this length is an item even without a link
_SHORT_LABEL = 60  # characters of a list entry that is only a label of a nested list


def item_lists(blocks: Sequence[Block]) -> list[Block]:
    """Return the lists of items among *blocks*; none if they only add details to the text around them."""
    lists = [block for block in blocks if is_item_list(block.element)]
    return lists if lists and 4 * length_of(lists) >= length_of(blocks) else []


def is_item_list(block: Element) -> bool:
    """Return whether *block* lists items: most entries have a link, a lead-in or a sentence."""
    if block.tag == "table":
        return is_item_table(block)
    if block.tag not in LISTS:
        return False
    if block.tag == "dl":
        terms = [child for child in _parts_of(block) if child.tag == "dt"]
        said = [_tells(entry) or _opens_in_bold(term) for entry, term in zip(_terms_of(block), terms, strict=True)]
        return 2 * sum(said) >= max(1, len(said))
    entries = list(block.iterchildren("li"))
    return 2 * sum(map(_says_something, entries)) >= max(1, len(entries))


def _says_something(entry: Element) -> bool:
    return _opens_in_bold(entry) or _tells(entry)


def _tells(entry: Element) -> bool:
    return has_link(entry) or len(line_of(entry)) >= _TOLD


def mostly_links(block: Element) -> bool:
    """Return whether most entries of the list *block* have a link."""
    entries = list(block.iterchildren("li"))
    return 2 * sum(map(has_link, entries)) > len(entries)


def _opens_in_bold(entry: Element) -> bool:
    first = entry[0] if len(entry) and not (entry.text or "").strip() else None
    return first is not None and (first.tag in BOLD or opens_in_bold(first))


def entries_of(block: Element) -> Iterator[Element]:
    """Yield the entries of a list, or the rows of a table, that are not empty.

    Where they are labels of nested lists, they are the entries of those.
    """
    if block.tag in ("dl", "table"):
        yield from _terms_of(block) if block.tag == "dl" else row_entries(block)
        return
    waiting = [block]
    while waiting:
        element = waiting.pop()
        if element.tag == "li":
            yield element
            continue
        entries = [entry for entry in element.iterchildren("li") if has_words(entry)]
        groups = {entry for entry in entries if is_group(entry)}
        opened = groups if 2 * len(groups) > len(entries) else set()
        parts = [part for entry in entries for part in (_lists_in(entry) if entry in opened else [entry])]
        waiting += reversed(parts)


def is_group(entry: Element) -> bool:
    """Return whether a list entry is only a label, without a link, above a list of items.

    Bare addresses are the links of the entry that they are in.
    """
    below = _lists_in(entry)
    own = len(line_of(entry)) - sum(len(line_of(child)) for child in below)
    links = sum(len(list(child.iter("a"))) for child in below)
    if not below or own > _SHORT_LABEL or len(list(entry.iter("a"))) != links:
        return False
    if any(is_address(line_of(inner)) for child in below for inner in child):
        return False
    after = [below[-1], *below[-1].itersiblings()]
    return not any((element.tail or "").strip() for element in after) and not any(map(line_of, after[1:]))


def _lists_in(entry: Element) -> list[Element]:
    return [child for child in entry if child.tag in ("ul", "ol") and is_item_list(child)]


def _terms_of(block: Element) -> list[Element]:
    """Return the terms of a definition list as entries, each with its definition."""
    terms: list[Element] = []
    for child in _parts_of(block):
        if child.tag == "dt":
            terms.append(etree.Element("li"))
            terms[-1].append(_as_lead_in(child))
        elif terms:
            terms[-1].extend(blocks_in(child))
    return terms


def _parts_of(block: Element) -> Iterator[Element]:
    """Yield the terms and definitions of a definition list, which HTML allows to be grouped by `div`."""
    for child in block:
        if child.tag == "div":
            yield from child
        else:
            yield child


def _as_lead_in(term: Element) -> Element:
    """Return a paragraph of the words of *term*, in bold."""
    paragraph = etree.Element("p")
    strong = etree.SubElement(paragraph, "strong")
    strong.extend(deepcopy(list(term)))
    strong.text = term.text
    return paragraph


def blocks_in(entry: Element) -> list[Element]:
    """Return the blocks in a list entry; loose text between them becomes paragraphs."""
    entry = deepcopy(entry)
    wrap_loose_text(entry)
    blocks = list(entry)
    for block in blocks:
        block.tail = "\n"
    return blocks
