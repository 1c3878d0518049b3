"""Move footnotes to the sections that cite them."""

from __future__ import annotations

from feeds.markup.nodes import Element, all_text, parent_of, remove


def gather_footnotes(body: Element) -> None:
    """Move the footnotes of *body* below the blocks that cite them, in order.

    So a section keeps its notes wherever the issue is divided. A reference becomes plain
    `[1]`, because a feed has no page for it to lead to.
    """
    notes = _take_notes(body)
    if not notes:
        return
    for block, references in _references(body).items():
        last = block
        for address, label in references:
            note = notes.pop(address, None)  # a note is moved at its first citation only
            if note is not None:
                last.addnext(note)
                _label_note(note, label)
                last = note
    body.extend(notes.values())  # notes without a citation


def _take_notes(body: Element) -> dict[str, Element]:
    """Remove the notes from *body* and return them by the address of their citations."""
    notes = {}
    for note in body.xpath('.//div[@class="footnote-definition"]'):
        label = note.find("sup")
        if label is not None:
            remove(label)
        notes["#" + note.get("id", "")] = note
        remove(note)
    return notes


def _references(body: Element) -> dict[Element, list[tuple[str, str]]]:
    """Make references plain and return the address and label of each, by the block of *body* around it."""
    found: dict[Element, list[tuple[str, str]]] = {}
    for anchor in list(body.xpath('.//sup[@class="footnote-reference"]/a')):
        label, sup = all_text(anchor), parent_of(anchor)
        sup.text = f"[{label}]"
        sup.remove(anchor)
        block = sup
        while parent_of(block) is not body:
            block = parent_of(block)
        found.setdefault(block, []).append((anchor.get("href", ""), label))
    return found


def _label_note(note: Element, label: str) -> None:
    first = note.find("p")
    target = note if first is None else first
    target.text = f"[{label}] " + (target.text or "").lstrip()
