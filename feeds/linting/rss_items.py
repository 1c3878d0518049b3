"""Check the items of RSS 2.0."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from email.utils import parsedate_to_datetime

from feeds.linting import extensions, values
from feeds.linting.findings import Finding, quoted
from feeds.linting.links import LINK
from feeds.linting.shapes import CheckContext, Element, Shape, children_of, found, key_of, label, text, text_of
from feeds.linting.texts import html_text, plain, plain_text

#: Elements of an item, and what says the same in an extension.
_ITEM_TWINS = (
    ("author", "dc:creator"), ("category", "dc:subject"), ("pubDate", "dc:date"), ("guid", "atom:id"),
    ("source", "dc:source"), ("pubDate", "atom:published"),
)  # fmt: skip


def said_twice(element: Element, pairs: Sequence[tuple[str, str]], context: CheckContext) -> Iterator[Finding]:
    """Yield a finding for each of *pairs* of which both are in *element*."""
    there = children_of(element, context.own)
    for core, extension in pairs:
        if core in there and extension in there:
            yield found("said-twice", there[extension][0], f"<{core}> and <{extension}> say the same")


def _item(item: Element, context: CheckContext) -> Iterator[Finding]:
    there = children_of(item, context.own)
    if "title" not in there and "description" not in there:
        yield found("item-text", item, "<item> has neither <title> nor <description>")
    if "guid" not in there and _is_new(item):
        yield found("no-guid", item, "<item> has no <guid>")
    if "link" not in there and not any(_is_permalink(guid) for guid in there.get("guid", ())):
        yield found("no-link", item, "<item> has no <link>")
    if len(there.get("enclosure", ())) > 1:
        yield found("enclosures", there["enclosure"][1], "<item> has more than one <enclosure>")
    yield from _dates(item, there, context)
    yield from _order(item, context)
    yield from said_twice(item, _ITEM_TWINS, context)
    yield from _permalink(there)


def _is_new(item: Element) -> bool:
    return str(item.getroottree().getroot().get("version", "")).startswith("2.")


def _dates(item: Element, there: Mapping[str, list[Element]], context: CheckContext) -> Iterator[Finding]:
    if "pubDate" in there:
        yield from _ahead(there["pubDate"][0], context)
    elif "dc:date" in there:
        yield found("dc-date-only", there["dc:date"][0], "<item> has its date only in <dc:date>")
    else:
        yield found("no-date", item, "<item> has no <pubDate>")


def _ahead(element: Element, context: CheckContext) -> Iterator[Finding]:
    try:
        moment = parsedate_to_datetime(text_of(element))
    except (ValueError, TypeError, OverflowError):
        return
    if moment.tzinfo and values.is_ahead(moment, context.now):
        yield found("future-date", element, f"{label(element)} is in the future: {quoted(text_of(element))}")


def _order(item: Element, context: CheckContext) -> Iterator[Finding]:
    keys = [key_of(child, context.own) for child in item.iterchildren("*")]
    if "content:encoded" in keys and "description" not in keys[: keys.index("content:encoded")]:
        yield found("description-first", item, "<content:encoded> has no <description> before it")


def _is_permalink(guid: Element) -> bool:
    return guid.get("isPermaLink", "true") == "true"


def _permalink(item: Mapping[str, list[Element]]) -> Iterator[Finding]:
    """Yield a finding if the guid of *item* is an address, and not its link."""
    guid, link = (next(iter(item.get(key, ())), None) for key in ("guid", "link"))
    if guid is None or not _is_permalink(guid) or not text_of(link):
        return
    name = text_of(guid)
    if name != text_of(link) and not list(values.full_address(name)) and not _is_name(name):
        yield found("guid-differs", guid, f"<guid> is a permalink, {quoted(name)}, and not the <link>")


def _is_name(text: str) -> bool:
    """Return whether *text* names something, and is the address of nothing."""
    return text.lower().startswith(("tag:", "urn:uuid:"))


def _guid(guid: Element, context: CheckContext) -> Iterator[Finding]:
    name = text_of(guid)
    if not name:
        yield found("empty", guid, "<guid> is empty")
    if not _is_permalink(guid):
        if len(name) < 9 and name.isdigit():
            yield found("weak-guid", guid, f"<guid> is a short number: {quoted(name)}")
        return
    if _is_name(name):
        yield found("guid", guid, f"<guid> is taken for an address, and is none: {quoted(name)}")
        return
    for fault in values.full_address(name):
        yield found("guid" if fault.rule == "address" else fault.rule, guid, f"<guid> {fault.text}")


ITEM = Shape(
    checks=(_item,),
    children={
        **extensions.OF_ENTRY,
        **extensions.OF_EPISODE,
        "title": plain_text(required=True),
        "link": text(values.full_address),
        "description": html_text(),
        "author": Shape(text=True, checks=(plain, *text(values.contact).checks)),
        "category": plain_text(required=True, attributes={"domain": None}),
        "comments": text(values.full_address),
        "enclosure": Shape(
            attributes={"url": values.web_address, "length": values.whole_number, "type": values.media_type},
            needs=("url", "length", "type"),
        ),
        "guid": Shape(text=True, checks=(_guid,), attributes={"isPermaLink": values.true_or_false}),
        "pubDate": text(values.rfc822_date),
        "source": Shape(text=True, checks=(plain,), attributes={"url": values.full_address}, needs=("url",)),
        "content:encoded": html_text(),
        "atom:link": LINK,
        "dc:date": text(values.w3c_date),
    },
    many=extensions.MANY | {"category", "atom:link", "dc:date", "enclosure"},
)
