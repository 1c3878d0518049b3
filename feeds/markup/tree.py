"""Make one tree of a body in any markup; sections are cut from the tree.

In it, links are absolute and characters are valid in XML. Elements that feed readers do not show
(frames, forms, drawings, scripts) are replaced or removed.
"""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from feeds.markup.characters import clean, may_bring_back
from feeds.markup.html.addresses import link_addresses
from feeds.markup.html.attributes import MOST_ATTRIBUTES, has_many_attributes
from feeds.markup.html.boxes import has_rendered_boxes, read_rendered_boxes
from feeds.markup.html.breaks import divide_at_empty_lines
from feeds.markup.html.components import open_components
from feeds.markup.html.elements import SPEAKING, normalise_elements
from feeds.markup.html.footnotes import gather_footnotes
from feeds.markup.html.formulas import has_formulas, read_formulas
from feeds.markup.html.headings import unlink_headings
from feeds.markup.html.mail import make_rule_of_marks, read_mail
from feeds.markup.html.mailings import remove_merge_marks, remove_tokens
from feeds.markup.html.notes import has_rendered_notes, read_rendered_notes
from feeds.markup.html.numbered_code import drop_line_numbers
from feeds.markup.html.runs import read_hashes
from feeds.markup.html.survey import Survey, survey
from feeds.markup.markdown.cjk import has_soft_breaks, join_lines
from feeds.markup.markdown.kramdown import place_anchors
from feeds.markup.markdown.rendering import render_markdown
from feeds.markup.markdown.signs import Seen, look_at
from feeds.markup.markdown.stray_tags import open_stray
from feeds.markup.nodes import BLOCKS, VOID, WRAPPERS, Element, encoded_text, wrap_loose_text
from feeds.markup.templates import Context
from feeds.markup.warning import Warn, ignore_warning
from feeds.model import Markup
from feeds.regex import regex

_NOTHING = Context()
_MOST_ELEMENTS = 50_000  # a newsletter has hundreds; each of them costs time
_BROKEN_AFTER = BLOCKS | {"br"}  # elements with a line break after them
# It is made once, which takes as long as reading a short post, and looks for no elements by their ids.
_PARSER = etree.HTMLParser(
    huge_tree=True, remove_comments=True, remove_pis=True, encoding="utf-8", collect_ids=False, default_doctype=False
)
_PLAIN_NAME = regex(r"[A-Za-z][A-Za-z0-9-]*\Z")


def render_body(
    text: str,
    *,
    markup: Markup,
    base: str,
    context: Context = _NOTHING,
    warn: Warn = ignore_warning,
    mdx: bool = False,
    seen: Seen | None = None,
) -> Element:
    """Return the body of a post as a tree: a `body` element whose children are blocks.

    Relative links are resolved against *base*; *context* has the values that templates may
    use. The tree depends on the arguments only. Problems are reported by *warn*. With *mdx*,
    the Markdown may contain components. *seen* is what was seen of *text*, if it was looked at.

    Raises:
        ValueError: it has too many elements (50,000), or is nested too deeply for a parser (2,048
            elements, fewer in reStructuredText).
    """
    seen = seen or look_at(text)
    cleaned = clean(text, seen.rare)
    clear = seen if cleaned is text else look_at(cleaned)
    source = _html_of(cleaned, clear, markup, context, warn, mdx=mdx)
    body = _parse(source)
    made_of = survey(body)
    _check_size(len(made_of.elements))
    if "&#" in seen.signs and may_bring_back(text):  # what was removed above
        _clean_again(body, unknown="" if "\ufffd" in seen.rare else "\ufffd")
        made_of = survey(body)
    has_notes = _read_rendered(body, source, made_of)
    _make_blocks(body, source, made_of)
    if markup != "rst":
        read_mail(body, source, made_of)
    if made_of.has_any("span"):
        place_anchors(body)
    said = encoded_text(body)
    remove_merge_marks(body, said, made_of.addresses)
    if "#" in "".join(made_of.addresses):
        unlink_headings(body, base)
    normalise_elements(body, base, made_of)
    if has_notes or "footnote-" in made_of.classes:
        gather_footnotes(body)
    _open_wrappers(body, made_of)
    if made_of.has_any("br"):
        divide_at_empty_lines(body, source)
    read_hashes(body, source)
    if (b"/" in said and b"://" in said) or (made_of.has_any(*SPEAKING) and b"://" in encoded_text(body)):
        link_addresses(body)
    remove_tokens(body)
    _finish(body, made_of)
    return body


def _read_rendered(body: Element, source: bytes, made_of: Survey) -> bool:
    """Read code, formulas and footnotes of *body* as generators render them; return whether there may be footnotes."""
    if made_of.has_any("pre", "table") and (b"<pre" in source or b"hljs-ln" in source):
        drop_line_numbers(body)
    if has_formulas(made_of, source):
        read_formulas(body)
    if has_notes := has_rendered_notes(made_of, source):
        read_rendered_notes(body)
    return has_notes


def _make_blocks(body: Element, source: bytes, made_of: Survey) -> None:
    """Make *body* a sequence of blocks."""
    if made_of.has_any("span", "font"):
        open_stray(body)
    open_components(body, made_of)
    if has_soft_breaks(source):
        join_lines(body)
    wrap_loose_text(body)
    if has_rendered_boxes(made_of.classes):
        read_rendered_boxes(body)


def _html_of(source: str, seen: Seen, markup: Markup, context: Context, warn: Warn, *, mdx: bool) -> bytes:
    """Return *source* as HTML in UTF-8, without half a character that a template may bring."""
    if markup == "markdown":
        return render_markdown(source, seen, context, warn, mdx=mdx)
    if markup == "rst":
        from feeds.markup.rst import render_rst  # docutils is slow to import, and few posts need it

        return clean(render_rst(source, warn)).encode(errors="ignore")
    if "{" in seen.signs and ("{%" in source or "{{" in source):
        from feeds.markup.templates.resolving import resolve_html

        source = resolve_html(source, context, warn)
    return source.encode(errors="ignore")


def _check_size(count: int) -> None:
    """Raise a ValueError if a body has more elements than can be processed soon."""
    if count > _MOST_ELEMENTS:
        raise ValueError(f"it has more than {_MOST_ELEMENTS:,} elements")


def _parse(source: bytes) -> Element:
    if has_many_attributes(source):
        raise ValueError(f"an element has more than {MOST_ATTRIBUTES:,} attributes")
    root = etree.fromstring(b"<html><body>%b</body></html>" % source, _PARSER)
    body = next((child for child in root if child.tag == "body"), None)  # in a fifth of lxml's time to find it
    if any(error.type_name == "ERR_RESOURCE_LIMIT" for error in _PARSER.error_log):
        raise ValueError("its HTML is nested too deeply")  # the parser left out deeper elements
    return etree.Element("body") if body is None else body  # None for a frameset or an empty document


def _open_wrappers(body: Element, made_of: Survey) -> None:
    """Wrap loose text in wrappers in paragraphs: readers drop `div`, and with it the break between blocks."""
    for wrapper in body.iterdescendants("div", *WRAPPERS.intersection(made_of.tags)):
        if direction := wrapper.get("dir"):
            _hand_down(wrapper, direction)
        if any(child.tag in BLOCKS for child in wrapper):
            wrap_loose_text(wrapper)
        else:
            wrapper.tag = "p"


def _hand_down(wrapper: Element, direction: str) -> None:
    """Set the *direction* of the words of *wrapper*, which readers drop, on its blocks."""
    for child in wrapper:
        if child.tag in BLOCKS and child.get("dir") is None:
            child.set("dir", direction)


def _clean_again(body: Element, unknown: str) -> None:
    """Clean the characters that came from references; *unknown* is the parser's replacement for invalid ones."""
    for element in body.iter():
        element.text = clean((element.text or "").replace(unknown, "") if unknown else element.text or "") or None
        element.tail = clean((element.tail or "").replace(unknown, "") if unknown else element.tail or "") or None
        for name, value in element.attrib.items():
            element.set(name, clean(value))


def _finish(body: Element, made_of: Survey) -> None:
    """Prepare the tree, *made_of* this, for `to_html`.

    Raises:
        ValueError: it has too many elements.
    """
    elements = list(body.iterdescendants())
    _check_size(len(elements))
    if "<" in "".join(made_of.attributes):  # of a tag that was never closed
        _keep_plain_attributes(elements)
    for element in elements:
        tag = element.tag
        if tag in _BROKEN_AFTER:
            tail = element.tail
            if not tail:
                element.tail = "\n"
            elif tail[0] != "\n":
                element.tail = "\n" + tail
        if tag == "p" and (text := element.text):  # lxml makes a text of it each time, so it is asked for it once
            if not text[0].isalnum():  # as that of few
                make_rule_of_marks(element, text)
        elif tag not in VOID and len(element) == 0 and element.text is None:
            element.text = ""  # it is then written as <em></em>, which HTML5 and XML read alike


def _keep_plain_attributes(elements: Iterable[Element]) -> None:
    """Remove attributes that are none from each of *elements* that has one with a "<" in its name."""
    for element in elements:
        if "<" in "".join(element.keys()):
            plain = {name: value for name, value in element.attrib.items() if _PLAIN_NAME.match(name)}
            element.attrib.clear()
            element.attrib.update(plain)
