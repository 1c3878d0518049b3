"""Check Atom (RFC 4287)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from lxml import etree

from feeds.linting import extensions, values
from feeds.linting.findings import Finding, quoted
from feeds.linting.html import UNSAFE, attribute_faults, markup_in_text
from feeds.linting.links import LINK, history_findings, relation_of, self_findings
from feeds.linting.shapes import (
    XHTML,
    CheckContext,
    Element,
    Shape,
    children_of,
    found,
    found_in,
    key_of,
    label,
    stray_text,
    text,
    text_of,
    tight,
)
from feeds.linting.texts import blank, html, plain, plain_text

_MOST_ENTRIES = 100
_TYPES = frozenset(("text", "html", "xhtml"))
_DIV = f"{{{XHTML}}}div"
_HEAD = frozenset(
    ("author", "category", "contributor", "generator", "icon", "id", "link", "logo", "rights", "subtitle", "title",
     "updated")
)  # fmt: skip

# -- texts


def _text_construct(element: Element, context: CheckContext) -> Iterator[Finding]:
    """Yield the findings of a title, a summary and the like (RFC 4287, section 3.1)."""
    type = element.get("type", "text")
    if not type:
        yield found("empty-attribute", element, f"type of {label(element)} is empty")
    elif "/" in type:
        yield found("text-type", element, f"type of {label(element)} is not text, html or xhtml: {quoted(type)}")
    elif type not in _TYPES:
        yield found("media-type", element, f"type of {label(element)} is not known: {quoted(type)}")
    yield from _by_type(element, type, context)
    yield from blank(element, context)


def _title(element: Element, context: CheckContext) -> Iterator[Finding]:
    written = text_of(element)
    if element.get("type") == "html" and ("<" in written or "&" in written):
        yield found("html-title", element, f"{label(element)} of the type html: {quoted(written)}")


def _by_type(element: Element, type: str, context: CheckContext) -> Iterator[Finding]:
    if type == "xhtml":
        yield from _xhtml(element)
        return
    if not type.endswith(("+xml", "/xml")):
        yield from _inside(element, "is not of the type xhtml")
    if type in ("html", "text/html"):
        yield from html(element, context)
    elif type in ("text", "") or type.startswith("text/"):
        yield from plain(element, context)


def _inside(element: Element, reason: str) -> Iterator[Finding]:
    """Yield the findings of *element*, which for this *reason* has no elements."""
    for child in element.iterchildren("*"):
        yield found("unknown-element", child, f"{label(element)} {reason}, and has {label(child)}")
    if len(element):
        yield from stray_text(element)


def _xhtml(element: Element) -> Iterator[Finding]:
    children = list(element.iterchildren("*"))
    outside = [element.text, *(child.tail for child in children)]
    if [child.tag for child in children] != [_DIV] or any(one and one.strip() for one in outside):
        yield found("xhtml-div", element, f"{label(element)} is not one <div> of XHTML")
    for inner in element.iterdescendants("*"):
        if etree.QName(inner).namespace is None:
            yield found("namespace", inner, f"{label(inner)} in {label(element)} has no namespace")
        if inner.tag in {f"{{{XHTML}}}{name}" for name in UNSAFE}:
            yield found("unsafe-html", inner, f"{label(element)} has a {label(inner)}")
        for name, value in inner.attrib.items():
            for fault in attribute_faults(str(name).lower(), str(value)):
                yield found(fault.rule, inner, f"{label(element)} {fault.text}")


def _content(element: Element, context: CheckContext) -> Iterator[Finding]:
    """Yield the findings of the content of an entry (RFC 4287, section 4.1.3)."""
    type, is_elsewhere = element.get("type", "" if "src" in element.attrib else "text"), "src" in element.attrib
    if "type" in element.attrib and not type:
        yield found("empty-attribute", element, f"type of {label(element)} is empty")
    elif type and (is_elsewhere or type not in _TYPES) and (list(values.media_type(type)) or "multipart" in type):
        yield found("media-type", element, f"type of {label(element)} is not a media type: {quoted(type)}")
    if type == "xhtml":
        yield found("xhtml", element, f"{label(element)} is of the type xhtml")
    if is_elsewhere:
        yield from _inside(element, "is elsewhere")
        return
    yield from _by_type(element, type, context)
    if _is_binary(type):
        yield from found_in(element, values.base64_text(text_of(element)))
    yield from blank(element, context)


def _is_binary(type: str) -> bool:
    return "/" in type and not type.endswith(("+xml", "/xml")) and not type.startswith("text/")


_TEXT = Shape(anything=True, checks=(_text_construct,), attributes={"type": None})
_TITLE = Shape(anything=True, checks=(_text_construct, _title), attributes={"type": None})

# -- people, dates, ids


def _date(element: Element, context: CheckContext) -> Iterator[Finding]:
    if values.is_ahead(values.moment_of(text_of(element)), context.now):
        yield found("future-date", element, f"{label(element)} is in the future: {quoted(text_of(element))}")


_PERSON = Shape(
    children={
        "name": plain_text(required=True),
        "uri": Shape(text=True, checks=(tight, *text(values.iri).checks, *text(values.not_blank).checks)),
        "email": text(values.mail_address),
    },
    required=("name",),
)
_DATE = Shape(text=True, checks=(tight, _date, *text(values.rfc3339_date()).checks))
_ID = Shape(text=True, checks=(tight, blank, *text(values.full_address).checks))
_CATEGORY = Shape(
    anything=True,
    attributes={"term": values.not_blank, "scheme": values.full_address, "label": markup_in_text},
    needs=("term",),
)

# -- an entry


def _entry(entry: Element, context: CheckContext) -> Iterator[Finding]:
    there = children_of(entry, context.own)
    if entry.getparent() is None:
        yield from _author(entry, context)
    yield from _content_needs(entry, there)
    yield from _links(entry, there.get("link", []))
    if "source" in there:
        yield found("entry-source", there["source"][0], "<entry> has a <source>")


def _author(entry: Element, context: CheckContext) -> Iterator[Finding]:
    """Yield a finding if *entry*, of a feed without author, has none either."""
    there = children_of(entry, context.own)
    sources = [child for source in there.get("source", ()) for child in children_of(source, context.own)]
    if "author" not in there and "author" not in sources:
        yield found("missing-element", entry, "<entry> has no <author>, and neither has the feed")


def _content_needs(entry: Element, there: Mapping[str, list[Element]]) -> Iterator[Finding]:
    """Yield a finding if an entry has nothing to show, or only what readers cannot."""
    if "content" not in there:
        if not any(relation_of(link) == "alternate" for link in there.get("link", ())):
            yield found("content-or-link", entry, "<entry> has neither <content> nor an alternate <link>")
        return
    content = there["content"][0]
    if "summary" not in there and ("src" in content.attrib or _is_binary(content.get("type", ""))):
        yield found("summary-needed", content, "<content> is not in the feed as text, and there is no <summary>")


def _links(element: Element, links: Sequence[Element]) -> Iterator[Finding]:
    """Yield the findings of the *links* of a feed or an entry together."""
    seen = set()
    for link in links:
        kind = (link.get("type", ""), link.get("hreflang", ""))
        if relation_of(link) == "alternate":
            if kind in seen:
                yield found("alternates", link, f"{label(element)} has two alternate links of one type and language")
            seen.add(kind)
    if seen and (relation_of(links[0]) != "alternate" or "rel" not in links[0].attrib):
        yield found("link-order", links[0], f"the first link of {label(element)} is not its alternate with a rel")


_COMMON = {
    "author": _PERSON,
    "category": _CATEGORY,
    "contributor": _PERSON,
    "id": _ID,
    "link": LINK,
    "rights": _TEXT,
    "title": _TITLE,
    "updated": _DATE,
}
_MANY = extensions.MANY | {"author", "category", "contributor", "link", "entry"}
_ADDRESS = Shape(text=True, checks=(tight, *text(values.address, values.not_blank).checks))
_FEED_CHILDREN = _COMMON | {
    "generator": plain_text(required=True, attributes={"uri": values.address, "version": None}),
    "icon": _ADDRESS,
    "logo": _ADDRESS,
    "subtitle": _TEXT,
}
ENTRY = Shape(
    checks=(_entry,),
    children=_COMMON
    | extensions.OF_ENTRY
    | {
        "content": Shape(anything=True, checks=(_content,), attributes={"type": None, "src": values.address}),
        "published": _DATE,
        "source": Shape(children=_FEED_CHILDREN, many=_MANY),
        "summary": _TEXT,
    },
    required=("title", "id", "updated"),
    many=_MANY,
)

# -- the feed


def _feed(feed: Element, context: CheckContext) -> Iterator[Finding]:
    there = children_of(feed, context.own)
    links, entries = there.get("link", []), there.get("entry", [])
    if feed.prefix:
        yield found("prefix", feed, f"the elements of Atom have the prefix {quoted(feed.prefix)}")
    yield from self_findings(feed, links, context)
    yield from history_findings(feed, links, complete="fh:complete" in there, archive="fh:archive" in there)
    yield from _links(feed, links)
    if len(entries) > _MOST_ENTRIES and "fh:archive" not in there:
        yield found("entries", feed, f"the feed has {len(entries)} entries")
    for entry in () if "author" in there else entries:
        yield from _author(entry, context)
    yield from _same_ids(entries, context)
    late = [one for one in (entries[0].itersiblings("*") if entries else ()) if key_of(one, context.own) in _HEAD]
    if late:
        yield found("head-first", late[0], f"{label(late[0])} comes after an <entry>")


def _same_ids(entries: Sequence[Element], context: CheckContext) -> Iterator[Finding]:
    seen: set[str] = set()
    for entry in entries:
        for id in children_of(entry, context.own).get("id", ()):
            name = text_of(id)
            if name and name in seen:
                yield found("duplicate-id", id, f"two entries have the id {quoted(name)}")
            seen.add(name)


FEED = Shape(
    checks=(_feed,),
    children=_FEED_CHILDREN | extensions.OF_FEED | {"entry": ENTRY},
    required=("title", "id", "updated"),
    many=_MANY,
)
