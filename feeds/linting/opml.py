"""Check OPML 2.0, as subscription lists use it."""

from __future__ import annotations

from collections.abc import Iterator

from feeds.linting import values
from feeds.linting.findings import Finding, quoted
from feeds.linting.shapes import CheckContext, Element, Shape, found, label, text
from feeds.linting.texts import html_text

_VERSIONS = frozenset(("1.0", "1.1", "2.0"))
_FEED_VERSIONS = frozenset(("RSS", "RSS1", "RSS2", "scriptingNews"))
_OF_FEEDS = frozenset(("description", "htmlUrl", "language", "title", "version", "xmlUrl"))


def _outline(outline: Element, context: CheckContext) -> Iterator[Finding]:
    type = outline.get("type", "").lower()
    if type == "rss":
        if "xmlUrl" not in outline.attrib:
            yield found("outline-address", outline, "<outline> of the type rss has no xmlUrl")
        if "title" not in outline.attrib:
            yield found("outline-title", outline, "<outline> of the type rss has no title")
    elif type == "link" and "url" not in outline.attrib:
        yield found("outline-address", outline, "<outline> of the type link has no url")
    elif type and type != "link" and str(outline.getroottree().getroot().get("version", "")).startswith("1."):
        yield found("outline-type", outline, f"type of <outline> is not rss or link: {quoted(type)}")
    elif (
        "type" not in outline.attrib and len(outline.attrib) > 1 and not _OF_FEEDS.isdisjoint(map(str, outline.attrib))
    ):
        yield found("outline-type", outline, "<outline> has what a feed has, and no type")
    version = outline.get("version")
    if version is not None and version not in _FEED_VERSIONS:
        yield found("outline-version", outline, f"version of <outline> is not known: {quoted(version)}")


def _opml(opml: Element, context: CheckContext) -> Iterator[Finding]:
    version = opml.get("version")
    if version is not None and version not in _VERSIONS:
        yield found("opml-version", opml, f"version of {label(opml)} is not known: {quoted(version)}")


_OUTLINE = Shape(
    checks=(_outline,),
    attributes={
        "category": None, "created": values.rfc822_date, "description": None, "htmlUrl": values.full_address,
        "isBreakpoint": values.true_or_false_in_any_case, "isComment": values.true_or_false_in_any_case,
        "language": values.language, "text": None, "title": None, "type": None, "url": values.full_address,
        "version": None, "xmlUrl": None,
    },
    needs=("text",),
    itself=frozenset(("outline",)),
    many=frozenset(("outline",)),
)  # fmt: skip
_NUMBER = text(values.positive_number)
_HEAD = Shape(
    children={
        "title": html_text(),
        "dateCreated": text(values.rfc822_date),
        "dateModified": text(values.rfc822_date),
        "ownerName": html_text(),
        "ownerEmail": text(values.mail_address_or_named),
        "ownerId": text(values.web_address),
        "expansionState": text(values.line_numbers),
        "vertScrollState": _NUMBER,
        "windowTop": _NUMBER,
        "windowLeft": _NUMBER,
        "windowBottom": _NUMBER,
        "windowRight": _NUMBER,
    }
)
OPML = Shape(
    checks=(_opml,),
    attributes={"version": None},
    needs=("version",),
    children={
        "head": _HEAD,
        "body": Shape(children={"outline": _OUTLINE}, required=("outline",), many=frozenset(("outline",))),
    },
    required=("head", "body"),
)
