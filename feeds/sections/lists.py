"""Lists: which of them list items, and their entries."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy

from lxml import etree

from feeds.markup import Element
from feeds.markup.nodes import wrap_loose_text
from feeds.sections.blocks import BOLD, LISTS, Block, has_link, has_words, is_address, length_of, line_of, opens_in_bold

_TOLD = 80  # characters; a list entry of this length is an item even without a link
_SHORT_LABEL = 60  # characters of a list entry that is only a label of a nested list


def item_lists(blocks: Sequence[Block]) -> list[Block]:
    """Return the lists of items among *blocks*; none if they only add details to the text around them."""
    lists = [block for block in blocks if is_item_list(block.element)]
    return lists if lists and 4 * length_of(lists) >= length_of(blocks) else []


def is_item_list(block: Element) -> bool:
    """Return whether *block* lists items: most entries have a link, a lead-in or a sentence."""
    if block.tag not in LISTS:
        return False
    entries = list(block.iterchildren("dt" if block.tag == "dl" else "li"))
    return 2 * sum(_says_something(entry) for entry in entries) >= max(1, len(entries))


def _says_something(entry: Element) -> bool:
    return has_link(entry) or _opens_in_bold(entry) or len(line_of(entry)) >= _TOLD


def mostly_links(block: Element) -> bool:
    """Return whether most entries of the list *block* have a link."""
    entries = list(block.iterchildren("li"))
    return 2 * sum(map(has_link, entries)) > len(entries)


def _opens_in_bold(entry: Element) -> bool:
    first = entry[0] if len(entry) and not (entry.text or "").strip() else None
    return first is not None and (first.tag in BOLD or opens_in_bold(first))


def entries_of(block: Element) -> Iterator[Element]:
    """Yield the entries of a list that are not empty; where they are labels of nested lists, the entries of those."""
    if block.tag == "dl":
        yield from _terms_of(block)
        return
    waiting = [block]
    while waiting:
        element = waiting.pop()
        if element.tag == "li":
            yield element
            continue
        entries = [entry for entry in element.iterchildren("li") if has_words(entry)]
        groups = {entry for entry in entries if _is_group(entry)}
        opened = groups if 2 * len(groups) > len(entries) else set()
        parts = [part for entry in entries for part in (_lists_in(entry) if entry in opened else [entry])]
        waiting += reversed(parts)


def _is_group(entry: Element) -> bool:
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
    for child in block:
        if child.tag == "dt":
            terms.append(etree.Element("li"))
            strong = etree.SubElement(etree.SubElement(terms[-1], "p"), "strong")
            strong.extend(deepcopy(list(child)))
            strong.text = child.text
        elif terms:
            terms[-1].extend(blocks_in(child))
    return terms


def blocks_in(entry: Element) -> list[Element]:
    """Return the blocks in a list entry; loose text between them becomes paragraphs."""
    entry = deepcopy(entry)
    wrap_loose_text(entry)
    blocks = list(entry)
    for block in blocks:
        block.tail = "\n"
    return blocks
