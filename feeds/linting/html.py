"""Check HTML in content: what readers remove, and addresses that they cannot resolve."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.entities import name2codepoint
from typing import cast

from lxml import etree

from feeds.linting.findings import quoted
from feeds.linting.values import Fault
from feeds.markup.html.attributes import has_many_attributes
from feeds.regex import regex

#: Elements that readers remove, some with all that is in them.
UNSAFE = frozenset(
    "applet base basefont embed frame frameset iframe link meta noframes object param plaintext script style "
    "title xmp".split()
)
_ADDRESSES = ("href", "src")
_SCHEME = regex(r"[A-Za-z][0-9A-Za-z+.\-]*+:")
_CLOSING = regex(
    r"</(?:a|abbr|acronym|address|article|aside|b|big|blockquote|button|caption|center|cite|code|dd|del|details|dfn|"
    r"div|dl|dt|em|figcaption|figure|font|footer|form|h[1-6]|header|i|iframe|ins|kbd|label|li|main|mark|nav|ol|p|pre|"
    r"q|s|samp|script|section|select|small|span|strike|strong|style|sub|summary|sup|table|tbody|td|textarea|tfoot|th|"
    r"thead|title|tr|tt|u|ul|var|video)>",
    re.IGNORECASE,
)
_REFERENCE = regex(r"&(?:#\w++|[A-Za-z]\w*+)")


def html_faults(text: str) -> Iterator[Fault]:
    """Yield the faults of *text*, a piece of HTML."""
    if "<" not in text:
        return
    for element in _parse(text):
        if element.tag in UNSAFE:
            yield Fault("unsafe-html", f"has a <{element.tag}>")
        for name, value in element.attrib.items():
            yield from attribute_faults(str(name).lower(), str(value))


def attribute_faults(name: str, value: str) -> Iterator[Fault]:
    """Yield the faults of an attribute in HTML."""
    if name.startswith("on"):
        yield Fault("unsafe-html", f"has an attribute {quoted(name)}")
    if name in _ADDRESSES and value.strip().lower().startswith("javascript:"):
        yield Fault("unsafe-html", f"has an address that is a script: {quoted(value)}")
    if name in _ADDRESSES and not _SCHEME.match(value.strip()):
        yield Fault("relative-link", f"has an address that is not in full: {quoted(value)}")


def markup_in_text(text: str) -> Iterator[Fault]:
    """Yield the fault of *text*, which is to be plain, if it has tags or references to characters."""
    found = _CLOSING.search(text) or _reference_in(text)
    if found:
        yield Fault("markup-in-text", f"is plain text, and has markup: {quoted(found[0])}")


def _reference_in(text: str) -> re.Match[str] | None:
    for found in _REFERENCE.finditer(text):
        name = found[0][1:]
        if name in name2codepoint or name == "apos" or name.startswith("#"):
            return found
    return None


def _parse(text: str) -> list[etree._Element]:
    """Return the elements of *text*, without those that the parser puts around it; none if it would take minutes."""
    if has_many_attributes(text):
        return []
    parser = etree.HTMLParser(remove_comments=True, remove_pis=True)
    return list(etree.fromstring(f"<div>{text.translate(_CONTROLS)}</div>", parser).iter("*"))


_FEED_TYPES = frozenset(("application/atom+xml", "application/rss+xml", "application/feed+json"))
_CONTROLS = {code: " " for code in range(32) if code not in (9, 10, 13)}


def feeds_of_page(content: bytes) -> list[str]:
    """Return the addresses of the feeds that the page *content* names, as it writes them (autodiscovery).

    A page that would keep the parser busy for minutes names none.
    """
    if has_many_attributes(content.decode("latin-1")):  # whatever its encoding, tags are written in ASCII
        return []
    page = cast("etree._Element | None", etree.fromstring(content or b"<p>", etree.HTMLParser()))
    links = () if page is None else page.iter("link")  # there is none where *content* is blank
    return [
        str(link.get("href"))
        for link in links
        if "alternate" in str(link.get("rel", "")).lower().split()
        and str(link.get("type", "")).lower() in _FEED_TYPES
        and link.get("href")
    ]
