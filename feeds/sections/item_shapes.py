"""Shapes of items beside lists: numbered paragraphs, stories under sub-headings, headlines, cards, and others."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import pairwise

from feeds.markup.nodes import WRAPPERS
from feeds.sections.blocks import Block, is_address, length_of
from feeds.sections.lists import is_item_list, mostly_links
from feeds.sections.titled import number_of, numbering_of

_LISTS = ("ul", "ol")
_FEWEST = 2
_LONGEST_TITLE = 200  # characters above an address


def cards(blocks: Sequence[Block]) -> list[Block]:
    """Return the wrappers and figures among *blocks* that each hold a link, if they are half of the text.

    Site generators and mail editors write one for each story.
    """
    found = [block for block in blocks if _may_be_card(block) and block.has_link]
    worded = [block for block in blocks if _may_be_card(block) and block.has_words]
    enough = len(found) >= _FEWEST and 3 * len(found) >= 2 * len(worded)
    figures = any(block.tag == "figure" for block in found)
    return found if enough and (figures or 2 * length_of(found) >= length_of(blocks)) else []


def _may_be_card(block: Block) -> bool:
    return block.tag == "figure" or (block.tag in WRAPPERS and block.tag not in ("aside", "footer", "nav"))


def bold_headlines(blocks: Sequence[Block], repeated: Collection[str]) -> list[Block]:
    """Return the lines in bold that are headlines of stories: one comes first, and most stories have a link.

    A line that is *repeated* in an issue begins a part of a story, and one above a list is a label.
    """
    if not any(block.tag == "p" and block.is_bold_line for block in blocks):
        return []
    worded = [block for block in blocks if block.has_words]
    lines = [block for block in worded if block.is_bold_line]
    if len(lines) < _FEWEST or lines[0] is not worded[0] or any(block.level for block in worded):
        return []
    if any(line.letters in repeated for line in lines) or len({line.letters for line in lines}) < len(lines):
        return []
    ends = [*(worded.index(line) for line in lines[1:]), len(worded)]
    stories = [worded[worded.index(line) : end] for line, end in zip(lines, ends, strict=True)]
    complete = [story for story in stories if len(story) > 1 and not is_item_list(story[1].element)]
    linked = [story for story in complete if any(block.has_link for block in story)]
    return lines if len(complete) == len(lines) and 2 * len(linked) > len(lines) else []


def titles_above_addresses(blocks: Sequence[Block]) -> list[Block]:
    """Return the short paragraphs without a link that have one below them that is only an address, if several do."""
    worded = [block for block in blocks if block.line]
    found = [
        block
        for block, below in pairwise(worded)
        if _is_address(below) and block.tag == "p" and len(block.line) <= _LONGEST_TITLE and not block.has_link
    ]
    return found if len(found) >= _FEWEST else []


def lines_above_addresses(blocks: Sequence[Block]) -> list[Block]:
    """Return the paragraphs of a short line and an address in a line of its own below it, if most are such."""
    paragraphs = [block for block in blocks if block.tag == "p" and block.line]
    found = [block for block in paragraphs if _ends_in_address(block)]
    return found if len(found) >= _FEWEST and 2 * len(found) >= len(paragraphs) else []


def _ends_in_address(block: Block) -> bool:
    above, _, last = block.text.rpartition("\n")
    return (
        0 < len(above) <= _LONGEST_TITLE
        and is_address(last)
        and not is_address(above)
        and len(list(block.element.iter("a"))) == 1
    )


def _is_address(block: Block) -> bool:
    return (
        block.tag == "p"
        and is_address(block.line.partition(" ")[0])
        and block.has_link
        and all(map(is_address, block.line.split()))
    )


def numbered_paragraphs(blocks: Sequence[Block]) -> list[Block]:
    """Return the paragraphs numbered 1, 2, 3…, as Chinese authors write them."""
    found: list[Block] = []
    for block in blocks:
        number = numbering_of(block.line) if block.tag == "p" else None
        if number and number_of(number) == len(found) + 1:
            found.append(block)
    return found


def subheads(blocks: Sequence[Block]) -> list[int]:
    """Return the numbers of the headings among *blocks* that have something of their own below them."""
    heads = [number for number, block in enumerate(blocks) if block.level]
    return [number for number, end in zip(heads, [*heads[1:], len(blocks)], strict=False) if end > number + 1]


def has_story(blocks: Sequence[Block], number: int) -> bool:
    """Return whether a story is below the heading with *number*, and not a list, which has items of its own."""
    for below in blocks[number + 1 :]:
        if below.level:
            break
        if is_item_list(below.element):
            return False
    return True


def headlines_above_lists(blocks: Sequence[Block]) -> list[Block]:
    """Return the paragraphs with a link right above a list that says more about it: most of its entries have none."""
    return [
        block
        for block, below in pairwise(blocks)
        if is_headline(block) and below.tag in _LISTS and not mostly_links(below.element)
    ]


def is_headline(block: Block) -> bool:
    """Return whether *block* is a paragraph with a link; one that ends with a colon only leads into what follows."""
    return block.tag == "p" and block.line[-1:] not in (":", "：") and block.has_link


def linking_paragraphs(blocks: Sequence[Block]) -> list[Block]:
    """Return the paragraphs with a link that no earlier paragraph has; none if most paragraphs have no link."""
    paragraphs = [block for block in blocks if block.tag == "p"]
    mostly = 5 * sum(block.has_link for block in paragraphs) >= 3 * len(paragraphs)
    if not mostly and not any(block.tag == "blockquote" for block in blocks):
        return []
    seen: set[str] = set()
    found = []
    for paragraph in paragraphs:
        links = {href for anchor in paragraph.element.iter("a") if (href := anchor.get("href"))}
        if links - seen:
            found.append(paragraph)
        seen |= links
    return found
