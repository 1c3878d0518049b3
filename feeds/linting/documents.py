"""Check a document: find out what it is, and compare it with the rules of its format."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import Any

from lxml import etree
from msgspec import Struct

from feeds.linting import atom, opml, rdf, rss
from feeds.linting.findings import Finding, quoted
from feeds.linting.jsonfeed import check_json, is_json_feed
from feeds.linting.rules import found_at
from feeds.linting.shapes import ATOM, CheckContext, Element, Shape, found, label, meant_namespace, walk
from feeds.markup.html.attributes import MOST_ATTRIBUTES, has_many_xml_attributes
from feeds.regex import regex

_HEAD = 4000  # bytes, within which a document says what it is
_ROOT = regex(
    rb"<(?:\w{1,40}:)?(?:rss|feed|opml)[\s>]|xmlns=['\"](?:http://purl\.org/rss/1\.0/|http://(?:my|channel)\.netscape\.com/rdf/)"
)
_MOST_BYTES = 5_000_000
_MOST_FINDINGS = 5_000
_BOM = b"\xef\xbb\xbf"
_REPLACED = regex("[\x80-\x9f\ufffd]|[ÂÃ][\x80-\xbf]")  # the latter is UTF-8 that was read as Latin-1
_PLACE = regex(r", line \d++, column \d++.*\Z", re.DOTALL)  # in messages of libxml2
_ATOM_03 = "http://purl.org/atom/ns#"  # a draft, with other elements
_SHAPES = {
    "rss": ("RSS", "", rss.RSS),
    "feed": ("Atom", ATOM, atom.FEED),
    "entry": ("Atom", ATOM, atom.ENTRY),
    "opml": ("OPML", "", opml.OPML),
    "RDF": ("RSS", rdf.RDF, rdf.RSS),
}


class CheckedDocument(Struct, frozen=True, kw_only=True):
    """The findings in a document."""

    format: str  # "RSS", "Atom", "JSON Feed" or "OPML"; "" where it is none of them
    findings: tuple[Finding, ...]  # in the order of lines


def check_document(content: bytes, now: datetime, *, url: str = "") -> CheckedDocument:
    """Return what breaks the rules in the document *content*, which is published at *url*.

    Dates are compared with *now*.
    """
    start = content.removeprefix(_BOM).lstrip()[:1]
    checked = _check_json(content, url, now) if start in (b"{", b"[") else _check_xml(content, url, now)
    findings = [*checked.findings]
    if len(findings) == _MOST_FINDINGS:
        findings.append(found_at("many", findings[-1].line, f"{_MOST_FINDINGS:,} findings end here"))
    if checked.format and len(content) > _MOST_BYTES:
        findings.append(found_at("size", 0, f"the document has {len(content):,} bytes"))
    return CheckedDocument(format=checked.format, findings=tuple(sorted(findings, key=lambda one: one.line)))


def looks_like_feed(content: bytes) -> bool:
    """Return whether *content* is meant as a feed or a list of feeds, well-formed or not."""
    head = content[:_HEAD]
    if head.removeprefix(_BOM).lstrip().startswith(b"{"):
        return b"jsonfeed.org/version/" in head
    return bool(_ROOT.search(head))


def _check_json(content: bytes, url: str, now: datetime) -> CheckedDocument:
    try:
        values = json.loads(content.removeprefix(_BOM))
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 0)
        fault = f"it is not valid JSON: {_reason(error)}"
        return CheckedDocument(format="", findings=(found_at("well-formed", line, fault),))
    if not is_json_feed(values):
        return CheckedDocument(format="", findings=(found_at("kind", 0, "it is JSON, but not a JSON Feed"),))
    return CheckedDocument(format="JSON Feed", findings=_first(check_json(content, values, url, now)))


def _first(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the first of *findings*: a hostile document has a million, and nobody reads them."""
    return tuple(islice(findings, _MOST_FINDINGS))


def _reason(error: Exception) -> str:
    return str(getattr(error, "msg", "") or error)


def _check_xml(content: bytes, url: str, now: datetime) -> CheckedDocument:
    if has_many_xml_attributes(content):
        fault = f"an element has more than {MOST_ATTRIBUTES:,} attributes"
        return CheckedDocument(format="", findings=(found_at("well-formed", 0, fault),))
    parser = etree.XMLParser(remove_comments=True, remove_pis=True, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(content.lstrip(b" \t\r\n") and content, parser)
    except etree.XMLSyntaxError as error:
        return _broken(content, error)
    known = _SHAPES.get(etree.QName(root).localname)
    if known is None:
        fault = f"the root element is {label(root)}"
        return CheckedDocument(format="", findings=(found("kind", root, fault),))
    format, own, shape = known
    if own == rdf.RDF and rdf.namespace_of(root) is None:
        return CheckedDocument(format="", findings=(found("kind", root, "it is RDF, but not RSS"),))
    return CheckedDocument(format=format, findings=_first(_check_root(root, own, shape, content, url, now)))


def _broken(content: bytes, error: etree.XMLSyntaxError) -> CheckedDocument:
    """Return what is said of a document that is not XML: HTML is named, since the address of a page is often given."""
    head = content[:1000].lower()
    if b"<!doctype html" in head or b"<html" in head:
        return CheckedDocument(format="", findings=(found_at("kind", 0, "it is an HTML page"),))
    reason = _PLACE.sub("", error.msg or "it is empty")
    fault = f"it is not well-formed: {reason}"
    return CheckedDocument(format="", findings=(found_at("well-formed", error.lineno or 0, fault),))


def _check_root(root: Element, own: str, shape: Shape, content: bytes, url: str, now: datetime) -> Iterator[Finding]:
    namespace = str(etree.QName(root).namespace or "")
    if namespace != own:
        place = f"the namespace {namespace}" if namespace else "no namespace"
        yield found("namespace", root, f"{label(root)} is in {place}")
    if namespace == _ATOM_03:
        return
    inner = rdf.namespace_of(root) or "" if own == rdf.RDF else namespace
    context = CheckContext(own=inner, lines=content.split(b"\n"), url=url, now=now)
    yield from _namespaces(root)
    yield from walk(root, shape, context)
    yield from _replaced(root)


def _namespaces(root: Element) -> Iterator[Finding]:
    """Yield a finding for each namespace that is almost that of an extension; they are declared at the top."""
    seen: set[str | None] = {root.nsmap.get(root.prefix)}
    for element in (root, *root.iterchildren("*")):
        for prefix, namespace in element.nsmap.items():
            if namespace not in seen and (meant := meant_namespace(namespace)):
                fault = f"the prefix {prefix} has the namespace {quoted(namespace)}, and not {quoted(meant)}"
                yield found("extension-namespace", element, fault)
            seen.add(namespace)


def _replaced(root: Element) -> Iterator[Finding]:
    """Yield a finding for each element with characters that came of a wrong decoding."""
    for element in root.iter("*"):
        texts: tuple[Any, ...] = (element.text, element.tail, *element.attrib.values())
        if any(text and _REPLACED.search(str(text)) for text in texts):
            yield found(
                "replaced-characters", element, f"{label(element)} has a character that came of a wrong encoding"
            )
