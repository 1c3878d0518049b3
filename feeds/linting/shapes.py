"""The shapes of XML elements, and the walk that compares a document with them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from lxml import etree
from msgspec import Struct, field

from feeds.linting import values
from feeds.linting.findings import Finding
from feeds.linting.rules import found_at
from feeds.linting.values import Fault
from feeds.regex import regex

Element = etree._Element
ATOM = "http://www.w3.org/2005/Atom"
XHTML = "http://www.w3.org/1999/xhtml"
_PARSE_TYPE = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}parseType"  # whose content is "Literal" is XML of any kind
_XML = "http://www.w3.org/XML/1998/namespace"
#: Namespaces whose elements are looked at, by the prefix that shapes know them by.
_PREFIXES = {
    ATOM: "atom",
    "http://geourl.org/rss/module/": "geourl",
    "http://madskills.com/public/xml/rss/module/trackback/": "trackback",
    "http://postneo.com/icbm": "icbm",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "http://purl.org/rss/1.0/modules/content/": "content",
    "http://purl.org/rss/1.0/modules/slash/": "slash",
    "http://purl.org/rss/1.0/modules/syndication/": "sy",
    "http://purl.org/syndication/history/1.0": "fh",
    "http://purl.org/syndication/thread/1.0": "thr",
    "http://search.yahoo.com/mrss/": "media",
    "http://wellformedweb.org/CommentAPI/": "wfw",
    "http://www.georss.org/georss": "georss",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
    "http://www.opengis.net/gml": "gml",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf",
    "http://www.w3.org/2003/01/geo/wgs84_pos#": "geo",
    "https://podcastindex.org/namespace/1.0": "podcast",
}


class CheckContext(Struct, frozen=True, kw_only=True):
    """The document and the moment in which an element is checked."""

    own: str  # the namespace of the format
    lines: Sequence[bytes]  # of the document
    url: str  # where it is published, or ""
    now: datetime


ElementCheck = Callable[[Element, CheckContext], Iterator[Finding]]


class Shape(Struct, frozen=True, kw_only=True):
    """The text, attributes and elements that an element may have."""

    text: bool = False  # text, and no elements
    anything: bool = False  # whatever it likes
    checks: tuple[ElementCheck, ...] = ()
    attributes: Mapping[str, values.Check | None] = field(default_factory=dict)
    needs: tuple[str, ...] = ()  # attributes
    children: Mapping[str, Shape] = field(default_factory=dict)  # by name, with a prefix for other namespaces
    required: tuple[str, ...] = ()  # children
    many: frozenset[str] = frozenset()  # children that may be given more than once
    itself: frozenset[str] = frozenset()  # names of children that have this same shape


_PLAIN = regex(r"\Ahttps?://(?:www\.)?|[/#]\Z")
_BY_PLAIN_NAME = {_PLAIN.sub("", one.lower()): one for one in _PREFIXES}


def meant_namespace(namespace: str) -> str | None:
    """Return the namespace that is known, and that *namespace* differs from in letters without a meaning; or None.

    >>> meant_namespace("http://search.yahoo.com/mrss")
    'http://search.yahoo.com/mrss/'
    """
    meant = _BY_PLAIN_NAME.get(_PLAIN.sub("", namespace.lower()))
    return None if meant == namespace else meant


def found(rule: str, element: Element, fault: str) -> Finding:
    """Return the finding that *element* breaks the rule with this id."""
    return found_at(rule, element.sourceline or 0, fault)


def found_in(element: Element, faults: Iterable[Fault]) -> Iterator[Finding]:
    """Yield the finding for each of *faults* of *element*."""
    for fault in faults:
        yield found(fault.rule, element, f"{label(element)} {fault.text}")


def text_of(element: Element | None) -> str:
    """Return the text of *element*, without blanks around it; "" if there is no element."""
    return "" if element is None else "".join(element.itertext()).strip()


def key_of(element: Element, own: str) -> str:
    """Return the name of *element*; with a prefix in another namespace that is known, "" in one that is not."""
    namespace, _, name = str(element.tag).rpartition("}")
    if namespace[1:] == own:
        return name
    prefix = _PREFIXES.get(namespace[1:])
    return f"{prefix}:{name}" if prefix else ""


def _known_name(tag: str) -> str:
    """Return the name of an attribute with the prefix of its namespace; "" if that is not known."""
    namespace, _, name = tag.rpartition("}")
    prefix = _PREFIXES.get(namespace[1:]) if namespace else ""
    return f"{prefix}:{name}" if prefix else "" if namespace else name


def label(element: Element) -> str:
    """Return the name of *element* for messages."""
    name = etree.QName(element).localname
    return f"<{element.prefix}:{name}>" if element.prefix else f"<{name}>"


def children_of(element: Element, own: str) -> dict[str, list[Element]]:
    """Return the children of *element* by name."""
    found: dict[str, list[Element]] = {}
    for child in element.iterchildren(tag=etree.Element):
        found.setdefault(key_of(child, own), []).append(child)
    return found


def walk(element: Element, shape: Shape, context: CheckContext) -> Iterator[Finding]:
    """Yield the findings of *element* and of all that is in it."""
    yield from _attributes(element, shape, context)
    if element.get(_PARSE_TYPE) == "Literal":
        return
    for check in shape.checks:
        yield from check(element, context)
    if shape.anything:
        return
    if not shape.text:
        yield from stray_text(element)
    yield from _children(element, shape, context)


def _attributes(element: Element, shape: Shape, context: CheckContext) -> Iterator[Finding]:
    for name, value in element.attrib.items():
        key, text = str(name), str(value)
        if key == f"{{{_XML}}}lang" and text:
            yield from _of_attribute(element, "xml:lang", values.language(text))
        if key == f"{{{_XML}}}base":
            yield from _of_attribute(element, "xml:base", values.iri(text))
        if key.startswith("{"):
            key = _known_name(key)
            if key not in shape.attributes:
                continue
        if key not in shape.attributes:
            yield found("unknown-attribute", element, f"{label(element)} has no attribute {key}")
        elif check := shape.attributes[key]:
            yield from _of_attribute(element, key, check(text))
    there = {_known_name(str(name)) for name in element.attrib} if shape.needs else set()
    for key in shape.needs:
        if key not in there:
            yield found("missing-attribute", element, f"{label(element)} has no {key}")


def _of_attribute(element: Element, name: str, faults: Iterable[Fault]) -> Iterator[Finding]:
    for fault in faults:
        yield found(fault.rule, element, f"{name} of {label(element)} {fault.text}")


def stray_text(element: Element) -> Iterator[Finding]:
    """Yield a finding if there is text between the children of *element*."""
    texts = [element.text, *(child.tail for child in element)]
    if any(text and text.strip() for text in texts):
        yield found("stray-text", element, f"there is text between the elements of {label(element)}")


def _children(element: Element, shape: Shape, context: CheckContext) -> Iterator[Finding]:
    counts: Counter[str] = Counter()
    for child in element.iterchildren(tag=etree.Element):
        key = key_of(child, context.own)
        counts[key] += 1
        inner = shape if key in shape.itself else shape.children.get(key)
        if inner:
            if counts[key] == 2 and key not in shape.many:
                yield found("twice", child, f"{label(element)} has {label(child)} more than once")
            yield from walk(child, inner, context)
        elif (key and ":" not in key) or shape.text:
            yield found("unknown-element", child, f"{label(element)} has no element {label(child)}")
    for key in shape.required:
        if not counts[key]:
            yield found("missing-element", element, f"{label(element)} has no <{key}>")


def text(*checks: values.Check, attributes: Mapping[str, values.Check | None] | None = None) -> Shape:
    """Return the shape of an element whose text passes *checks*."""
    return Shape(text=True, checks=tuple(of_text(check) for check in checks), attributes=attributes or {})


def of_text(check: values.Check) -> ElementCheck:
    """Return the check of elements that applies *check* to their text."""

    def check_text(element: Element, context: CheckContext) -> Iterator[Finding]:
        yield from found_in(element, check(text_of(element)))

    return check_text


def tight(element: Element, context: CheckContext) -> Iterator[Finding]:
    """Yield a finding if there are blanks around the text of *element*."""
    whole = "".join(element.itertext())
    if whole != whole.strip():
        yield found("blanks", element, f"{label(element)} has blanks around its text")
