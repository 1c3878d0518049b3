"""The one tree: whatever a body was written in, this is what gets cut.

Links are absolute, characters fit for XML, and what feed readers cannot show (frames,
forms, drawings, scripts) is turned into what they can, before the sections are cut.
"""

from __future__ import annotations

import re

from lxml import etree

from feeds.markup.addresses import link_addresses
from feeds.markup.characters import clean
from feeds.markup.elements import normalise_elements
from feeds.markup.footnotes import gather_footnotes
from feeds.markup.kramdown import place_anchors
from feeds.markup.mail import make_rules_of_marks, read_mail
from feeds.markup.markdown import render_markdown
from feeds.markup.nodes import BLOCKS, VOID, WRAPPERS, Element, wrap_loose_text
from feeds.markup.runs import read_hashes
from feeds.markup.telling import Tell, tell_nobody
from feeds.markup.templates import Context, resolve_html
from feeds.model import Markup

_NOTHING = Context()
_PLAIN_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]*\Z")


def render_body(
    text: str,
    *,
    markup: Markup,
    base: str,
    context: Context = _NOTHING,
    tell: Tell = tell_nobody,
    mdx: bool = False,
) -> Element:
    """Return the body of a post as a tree: a `body` element whose children are blocks.

    *base* is the address that relative links of the post are relative to, *context* what
    its templates may name. The tree never depends on anything but the arguments; what the
    author should mend is told by *tell*. *mdx* is Markdown with components in it.

    Raises:
        ValueError: it is nested deeper than a parser goes (2,048 elements, fewer in reStructuredText).
    """
    source = clean(text)
    if markup == "markdown":
        source = render_markdown(source, context, tell, mdx=mdx)
    elif markup == "rst":
        from feeds.markup.rst import render_rst  # docutils takes a while to import, and few posts need it

        source = clean(render_rst(source, tell))
    elif "{%" in source or "{{" in source:
        source = resolve_html(source, context, tell)
    body = _parse(source)
    if "&#" in text:  # numeric references are the one way in for what was cleaned above
        _clean_again(body, unknown="" if "\ufffd" in text else "\ufffd")
    wrap_loose_text(body)
    if markup != "rst":
        read_mail(body, source)
    if "data-anchor" in source:
        place_anchors(body)
    normalise_elements(body, base)
    if "footnote-" in source:
        gather_footnotes(body)
    _open_wrappers(body)
    read_hashes(body, source)
    make_rules_of_marks(body)
    if "://" in source:
        link_addresses(body)
    _finish(body)
    return body


def _parse(source: str) -> Element:
    parser = etree.HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True)
    body = etree.fromstring(f"<html><body>{source}</body></html>", parser).find("body")
    if any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log):
        raise ValueError("its HTML is nested too deeply")  # the parser left out what is deeper
    return etree.Element("body") if body is None else body  # None: a frameset, or nothing a parser knows


def _open_wrappers(body: Element) -> None:
    """Make paragraphs of what stands between the blocks of wrappers: readers drop `div`, and the break with it."""
    for wrapper in body.iterdescendants(*WRAPPERS):
        if any(child.tag in BLOCKS for child in wrapper):
            wrap_loose_text(wrapper)
        else:
            wrapper.tag = "p"


def _clean_again(body: Element, unknown: str) -> None:
    """Clean what references gave; *unknown* is what the parser puts for those that name nothing."""
    for element in body.iter():
        element.text = clean((element.text or "").replace(unknown, "") if unknown else element.text or "") or None
        element.tail = clean((element.tail or "").replace(unknown, "") if unknown else element.tail or "") or None
        for name, value in element.attrib.items():
            element.set(name, clean(value))


def _finish(body: Element) -> None:
    """Bring the tree into the form that canonical HTML is written from."""
    for element in body.iterdescendants():
        tag = element.tag
        if any("<" in name for name in element.attrib):  # of a tag that was never closed; it would be written so
            _keep_plain_attributes(element)
        if tag in BLOCKS or tag == "br":
            tail = element.tail
            if not tail:
                element.tail = "\n"
            elif tail[0] != "\n":
                element.tail = "\n" + tail
        if element.text is None and tag not in VOID and len(element) == 0:
            element.text = ""  # so that it is written <em></em>, which HTML5 reads as XML does


def _keep_plain_attributes(element: Element) -> None:
    plain = {name: value for name, value in element.attrib.items() if _PLAIN_NAME.match(name)}
    element.attrib.clear()
    element.attrib.update(plain)
