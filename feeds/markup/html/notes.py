"""Recognise footnotes that a generator rendered: lists with links back (of Hugo, Pandoc, Substack, WordPress…)."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from feeds.markup.html.survey import Survey
from feeds.markup.nodes import Element, all_text, parent_of, remove, replace_all
from feeds.regex import regex

_FRAMING = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "hr"))
_MARKS = (b'href="#fn', b'href="#user-content-fn', b'href="#footnote-', b"href='#fn", b"wp-block-footnotes")
_UUID = "[0-9a-f]{8}-[0-9a-f-]{27}"  # WordPress names notes so
_LENGTH = len("#") + 36  # of a link to such a note
_BEGINNINGS = ("#fn", "#user-content-fn", "#footnote-")
_ADDRESS = regex(rf"#(?:(?:user-content-)?(?:fn|footnote)(?!ref|-anchor)[\w:.-]*|{_UUID})\Z")
_LABEL = regex(r"[\[(]?(\w{1,4}|[*†‡§]{1,3})[\])]?\Z")
_BACK = regex(rf"#(?:(?:user-content-)?(?:fnref|footnote-anchor|footnote-ref)[\w:.-]*|{_UUID}-link)\Z")


def has_rendered_notes(made_of: Survey, source: bytes) -> bool:
    """Return whether a body *made_of* this, parsed from *source*, may have footnotes for `read_rendered_notes`."""
    inner = [address for address in made_of.addresses if address.startswith("#")]
    led = [address for address in inner if address.startswith(_BEGINNINGS) or len(address) == _LENGTH]
    return bool(led) and any(mark in source for mark in _MARKS)


def read_rendered_notes(body: Element) -> None:
    """Give the footnotes of *body* and the links to them the form that `gather_footnotes` knows."""
    notes = _notes(body)
    if not notes:
        return
    for link in list(body.iter("a")):
        address, label = link.get("href") or "", _LABEL.match(all_text(link).strip())
        if address in notes and label:
            _make_reference(link, label[1])
    for note in notes.values():
        _make_note(note)
    _take_out(body, list(notes.values()))


def _notes(body: Element) -> dict[str, Element]:
    """Return the elements that hold a footnote, by the address of links to them."""
    wanted = {
        address
        for link in body.iter("a")
        if _ADDRESS.match(address := link.get("href") or "") and _LABEL.match(all_text(link).strip())
    }
    found: dict[str, Element] = {}
    for element in body.iter("li", "div", "p", "a"):
        address = f"#{element.get('id', '')}"
        if address in wanted and address not in found:
            holder = element.getparent() if element.tag == "a" else element  # Substack marks the number in the note
            if holder is not None and holder is not body and holder not in found.values():
                found[address] = holder
    return found


def _make_reference(link: Element, label: str) -> None:
    above = parent_of(link)
    sup = above if above.tag == "sup" and len(above) == 1 and not (above.text or "").strip() else None
    if sup is None:
        sup = etree.Element("sup")
        sup.tail, link.tail = link.tail, None
        link.addprevious(sup)
        sup.append(link)
    sup.set("class", "footnote-reference")
    address = link.get("href") or ""
    for child in list(link):
        link.remove(child)
    link.attrib.clear()
    link.set("href", address)
    link.text = label


def _make_note(note: Element) -> None:
    backs = [link for link in note.iter("a") if _BACK.match(link.get("href") or "")]
    identity = note.get("id") or next((link.get("id") for link in backs if link.get("id")), "") or ""
    replace_all(note, [(link, "") for link in backs])
    note.tag = "div"
    note.attrib.clear()
    note.set("class", "footnote-definition")
    note.set("id", identity)


def _take_out(body: Element, notes: list[Element]) -> None:
    """Move *notes* to the end of *body*, and remove what was there to frame them: lists, rules and a heading."""
    around = {above: None for note in notes for above in note.iterancestors() if above is not body}
    for note in notes:
        note.tail = None
        body.append(note)
    for frame in around:  # the innermost first, because ancestors are listed upwards
        rest = [one for one in frame.iterdescendants() if one.tag not in _FRAMING]
        words = "".join(text for text in _texts(frame)).strip()
        if frame.getparent() is not None and not rest and not words:
            remove(frame)


def _texts(frame: Element) -> Iterator[str]:
    """Yield the texts of *frame* that are not in a heading."""
    yield frame.text or ""
    for child in frame:
        yield child.tail or ""
