"""Footnotes: a section keeps the notes that it cites, wherever the issue is cut."""

from __future__ import annotations

from feeds.markup.nodes import Element, all_text, parent_of, remove


def gather_footnotes(body: Element) -> None:
    """Move the notes of a Markdown body next to what cites them: below their block, in order.

    So a section keeps its notes wherever it is cut. A reference becomes plain `[1]`,
    because a feed has no page for it to lead to.
    """
    notes = {}
    for note in body.xpath('.//div[@class="footnote-definition"]'):
        label = note.find("sup")
        if label is not None:
            remove(label)
        notes["#" + note.get("id", "")] = note
        remove(note)
    if not notes:
        return
    cited: dict[Element, list[tuple[str, str]]] = {}
    for anchor in list(body.xpath('.//sup[@class="footnote-reference"]/a')):
        href, sup = anchor.get("href", ""), parent_of(anchor)
        label = all_text(anchor)
        sup.text = f"[{label}]"
        sup.remove(anchor)
        if href in notes:
            block = sup
            while parent_of(block) is not body:
                block = parent_of(block)
            cited.setdefault(block, []).append((href, label))
    for block, references in cited.items():
        last = block
        for href, label in references:
            if href in notes:
                note = notes.pop(href)
                last.addnext(note)
                _label_note(note, label)
                last = note
    body.extend(notes.values())  # those that nothing cites


def _label_note(note: Element, label: str) -> None:
    first = note.find("p")
    target = note if first is None else first
    target.text = f"[{label}] " + (target.text or "").lstrip()
