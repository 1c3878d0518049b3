"""Footnotes: a section keeps the notes that it cites, wherever the issue is cut."""

from __future__ import annotations

from feeds.markup.nodes import Element, all_text, parent_of, remove


def gather_footnotes(body: Element) -> None:
    """Move the notes of a Markdown body next to what cites them: below their block, in order.

    So a section keeps its notes wherever it is cut. A reference becomes plain `[1]`,
    because a feed has no page for it to lead to.
    """
    notes = _take_notes(body)
    if not notes:
        return
    for block, references in _references(body).items():
        last = block
        for address, label in references:
            note = notes.pop(address, None)  # a note that is cited again stays where it is
            if note is not None:
                last.addnext(note)
                _label_note(note, label)
                last = note
    body.extend(notes.values())  # those that nothing cites


def _take_notes(body: Element) -> dict[str, Element]:
    """Take the notes out of *body* and return them by the address that cites them."""
    notes = {}
    for note in body.xpath('.//div[@class="footnote-definition"]'):
        label = note.find("sup")
        if label is not None:
            remove(label)
        notes["#" + note.get("id", "")] = note
        remove(note)
    return notes


def _references(body: Element) -> dict[Element, list[tuple[str, str]]]:
    """Make references plain and return, by the block of *body* they stand in, the address and label of each."""
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
