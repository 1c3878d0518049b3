"""Check RSS 1.0 (https://web.resource.org/rss/1.0/spec), and 0.90 before it, which are written in RDF."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from feeds.linting import extensions, values
from feeds.linting.findings import Finding, quoted
from feeds.linting.links import LINK
from feeds.linting.shapes import CheckContext, Element, Shape, children_of, found, key_of, label, text
from feeds.linting.texts import html_text, plain_text

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RSS_1 = "http://purl.org/rss/1.0/"
_ALL = (RSS_1, "http://my.netscape.com/rdf/simple/0.9/", "http://channel.netscape.com/rdf/simple/0.9/")
_ABOUT = f"{{{RDF}}}about"
_MOST_ITEMS = 100
_NAMED: Mapping[str, values.Check | None] = {"rdf:about": values.address}


def namespace_of(root: Element) -> str | None:
    """Return the namespace of RSS in the document of *root*, an element of RDF; None: it is not a feed."""
    there = {str(one.tag).rpartition("}")[0].removeprefix("{") for one in root.iterchildren("*")}
    return next((one for one in _ALL if one in there), None)


def _rdf(root: Element, context: CheckContext) -> Iterator[Finding]:
    """Yield the findings of things that are named twice, or not at all."""
    seen: set[str] = set()
    for child in root.iterchildren("*"):
        name = child.get(_ABOUT)
        if name is None:
            if context.own == RSS_1 and key_of(child, context.own) in ("channel", "image", "item", "textinput"):
                yield found("missing-attribute", child, f"{label(child)} has no rdf:about")
        elif name in seen:
            yield found("duplicate-id", child, f"two elements have the rdf:about {quoted(str(name))}")
        seen.add(str(name))
    items = children_of(root, context.own).get("item", ())
    if len(items) > _MOST_ITEMS:
        yield found("entries", root, f"the feed has {len(items)} items")


def _channel(channel: Element, context: CheckContext) -> Iterator[Finding]:
    if context.own == RSS_1 and "items" not in children_of(channel, context.own):
        yield found("missing-element", channel, "<channel> has no <items>")


def _item(item: Element, context: CheckContext) -> Iterator[Finding]:
    if context.own == RSS_1 and "dc:date" not in children_of(item, context.own):
        yield found("no-date", item, "<item> has no <dc:date>")


_LINK = text(values.full_address)
_REFERENCE = Shape(attributes={"rdf:resource": values.address}, needs=("rdf:resource",))
_SYNTAX = frozenset(
    f"{{{RDF}}}{name}" for name in ("ID", "about", "datatype", "nodeID", "parseType", "resource", "type")
)


def _attributes(li: Element, context: CheckContext) -> Iterator[Finding]:
    for name in map(str, li.attrib):
        if name.startswith(f"{{{RDF}}}") and name not in _SYNTAX:
            yield found("unknown-attribute", li, f"{label(li)} has no attribute rdf:{name.partition('}')[2]}")


_LI = Shape(checks=(_attributes,), attributes={"resource": values.address, "rdf:resource": values.address})
_SEQ = Shape(children={"rdf:li": _LI}, many=frozenset(("rdf:li",)))
_DC = {"dc:date": text(values.w3c_date), "dc:language": text(values.language)}
_MANY = extensions.MANY | {"atom:link"}
_CHANNEL = Shape(
    checks=(_channel,),
    attributes=_NAMED,
    children={
        **extensions.OF_FEED,
        **_DC,
        "title": plain_text(required=True),
        "link": _LINK,
        "description": plain_text(),
        "image": _REFERENCE,
        "items": Shape(children={"rdf:Seq": _SEQ}),
        "textinput": _REFERENCE,
        "atom:link": LINK,
    },
    required=("title", "link", "description"),
    many=_MANY,
)
_ITEM = Shape(
    checks=(_item,),
    attributes=_NAMED,
    children={
        **extensions.OF_ENTRY,
        **_DC,
        "title": plain_text(required=True),
        "link": _LINK,
        "description": html_text(),
        "content:encoded": html_text(),
        "trackback:ping": _REFERENCE,
        "trackback:about": _REFERENCE,
        "atom:link": LINK,
    },
    required=("title", "link"),
    many=_MANY | {"dc:date", "trackback:about"},
)
_IMAGE = Shape(
    attributes=_NAMED,
    children={"title": plain_text(), "link": _LINK, "url": _LINK},
    required=("title", "link", "url"),
)
_INPUT = Shape(
    attributes=_NAMED,
    children={"title": plain_text(), "description": text(), "name": text(), "link": _LINK},
    required=("title", "description", "name", "link"),
)
RSS = Shape(
    checks=(_rdf,),
    children={"channel": _CHANNEL, "image": _IMAGE, "item": _ITEM, "textinput": _INPUT},
    required=("channel",),
    many=frozenset(("item",)),
)
