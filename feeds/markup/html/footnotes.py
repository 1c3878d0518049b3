"""Move footnotes to the sections that cite them."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from copy import deepcopy

from feeds.markup.nodes import WRAPPERS, Element, all_text, parent_of, remove

_DIVIDERS = ("h1", "h2", "h3", "h4", "h5", "h6", "hr")
_MOST_REPEATED = 100_000  # characters; somebody may cite a long note a thousand times
_CLASS, _REFERENCE = "footnote-definition", "footnote-reference"


def gather_footnotes(body: Element) -> None:
    """Copy the footnotes of *body* below the blocks that cite them, in order.

    So a section keeps its notes wherever the issue is divided. Where it may be divided between
    two citations, each has the note below it; `is_footnote` knows them, so that a section has each
    once. A reference becomes plain `[1]`, because a feed has no page for it to lead to.
    """
    notes = _take_notes(body)
    if not notes:
        return
    opened = {body, *_divided(body)}
    references_of = _references(body, opened)
    part_of = _parts(body, opened) if _repeat(references_of) else {}
    cited: dict[str, int] = {}  # by address, the part of the body in which the note was put last
    repeated = 0
    for block, references in references_of.items():
        last, part = block, part_of.get(block, 0)
        for address, label in references:
            note = notes.get(address)
            if note is None or cited.get(address) == part:
                continue
            if address in cited:
                repeated += len(all_text(note))
                if repeated > _MOST_REPEATED:
                    continue
                note = deepcopy(note)
            else:
                _label_note(note, label)
            cited[address] = part
            last.addnext(note)
            last = note
    body.extend(note for address, note in notes.items() if address not in cited)


def is_footnote(element: Element) -> bool:
    """Return whether *element* is a footnote."""
    return element.get("class") == _CLASS


def _repeat(references_of: Mapping[Element, Iterable[tuple[str, str]]]) -> bool:
    """Return whether a note is cited twice."""
    addresses = [address for references in references_of.values() for address, _ in references]
    return len(addresses) > len(set(addresses))


def _parts(body: Element, opened: Container[Element]) -> dict[Element, int]:
    """Return the number of the part of *body* in which each block is: parts are what a section may consist of.

    Blocks are the children of *body* and of other *opened* elements: wrappers that headings are in.
    """
    parts, number = {}, 0
    waiting = list(reversed(body))
    while waiting:
        block = waiting.pop()
        number += block.tag in _DIVIDERS or _may_divide(block)
        if block in opened:
            waiting += reversed(block)
        else:
            parts[block] = number
    return parts


def _divided(body: Element) -> set[Element]:
    """Return the wrappers in *body* that headings or rules divide."""
    divided: set[Element] = set()
    for divider in body.iter(*_DIVIDERS):
        wrapper = parent_of(divider)
        if wrapper is body:
            continue  # as that of most
        around: list[Element] = []
        while wrapper.tag in WRAPPERS and wrapper not in divided:
            around.append(wrapper)
            wrapper = parent_of(wrapper)
        if wrapper is body or wrapper in divided:
            divided.update(around)
    return divided


def _may_divide(block: Element) -> bool:
    """Return whether *block* may begin a section although it is not a heading: it begins in bold, or holds headings."""
    if block.tag == "p":
        return len(block) > 0 and block[0].tag in ("strong", "b") and not (block.text or "").strip()
    return block.tag in WRAPPERS


def _take_notes(body: Element) -> dict[str, Element]:
    """Remove the notes from *body* and return them by the address of their citations."""
    notes = {}
    for note in [div for div in body.iter("div") if div.get("class") == _CLASS]:
        label = next((child for child in note if child.tag == "sup"), None)
        if label is not None:
            remove(label)
        notes["#" + note.get("id", "")] = note
        remove(note)
    return notes


def _references(body: Element, opened: Container[Element]) -> dict[Element, list[tuple[str, str]]]:
    """Make references plain and return the address and label of each, by the block around it, right in one *opened*."""
    found: dict[Element, list[tuple[str, str]]] = {}
    references = [sup for sup in body.iter("sup") if sup.get("class") == _REFERENCE]
    for anchor in [child for sup in references for child in sup if child.tag == "a"]:
        label, sup = all_text(anchor) if len(anchor) else anchor.text or "", parent_of(anchor)
        sup.text = f"[{label}]"
        sup.remove(anchor)
        block = sup
        while (parent := parent_of(block)) not in opened:
            block = parent
        found.setdefault(block, []).append((anchor.get("href", ""), label))
    return found


def _label_note(note: Element, label: str) -> None:
    first = note[0] if len(note) and note[0].tag == "p" else next(note.iter("p"), None)  # mostly it is
    target = note if first is None else first
    target.text = f"[{label}] " + (target.text or "").lstrip()
