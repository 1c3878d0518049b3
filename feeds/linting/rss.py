"""Check RSS 2.0 and its best practices profile."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from email.utils import parsedate_to_datetime

from feeds.linting import extensions, values
from feeds.linting.findings import Finding, quoted
from feeds.linting.links import LINK, history_findings, self_findings
from feeds.linting.shapes import (
    Context,
    Element,
    Shape,
    children_of,
    found,
    key_of,
    label,
    text,
    text_of,
)
from feeds.linting.texts import html_text, plain, plain_text

_MOST_ITEMS = 100
_DAYS = frozenset(("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"))
_PICTURES = frozenset(("jpg", "jpeg", "gif", "png"))
_VERSIONS = frozenset(("2.0", "0.91", "0.92"))
#: Elements of the channel, or of an item, and what says the same in an extension.
_CHANNEL_TWINS = (
    ("managingEditor", "dc:creator"), ("webMaster", "dc:publisher"), ("category", "dc:subject"),
    ("pubDate", "dc:date"), ("language", "dc:language"), ("copyright", "dc:rights"),
    ("lastBuildDate", "dcterms:modified"),
)  # fmt: skip
_ITEM_TWINS = (
    ("author", "dc:creator"), ("category", "dc:subject"), ("pubDate", "dc:date"), ("guid", "atom:id"),
    ("source", "dc:source"), ("pubDate", "atom:published"),
)  # fmt: skip


def _twins(element: Element, pairs: Sequence[tuple[str, str]], context: Context) -> Iterator[Finding]:
    """Yield a finding for each of *pairs* of which both are in *element*."""
    there = children_of(element, context.own)
    for core, extension in pairs:
        if core in there and extension in there:
            yield found("said-twice", there[extension][0], f"<{core}> and <{extension}> say the same")


# -- an item


def _item(item: Element, context: Context) -> Iterator[Finding]:
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
    yield from _twins(item, _ITEM_TWINS, context)
    yield from _permalink(there)


def _is_new(item: Element) -> bool:
    return str(item.getroottree().getroot().get("version", "")).startswith("2.")


def _dates(item: Element, there: Mapping[str, list[Element]], context: Context) -> Iterator[Finding]:
    if "pubDate" in there:
        yield from _ahead(there["pubDate"][0], context)
    elif "dc:date" in there:
        yield found("dc-date-only", there["dc:date"][0], "<item> has its date only in <dc:date>")
    else:
        yield found("no-date", item, "<item> has no <pubDate>")


def _ahead(element: Element, context: Context) -> Iterator[Finding]:
    try:
        moment = parsedate_to_datetime(text_of(element))
    except (ValueError, TypeError, OverflowError):
        return
    if moment.tzinfo and values.is_ahead(moment, context.now):
        yield found("future-date", element, f"{label(element)} is in the future: {quoted(text_of(element))}")


def _order(item: Element, context: Context) -> Iterator[Finding]:
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


def _guid(guid: Element, context: Context) -> Iterator[Finding]:
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


_ITEM = Shape(
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

# -- the channel


def _channel(channel: Element, context: Context) -> Iterator[Finding]:
    there = children_of(channel, context.own)
    links = there.get("atom:link", [])
    if channel.getroottree().getroot().get("version", "2.0") == "2.0":
        yield from self_findings(channel, links, context)
    yield from history_findings(channel, links, complete="fh:complete" in there, archive="fh:archive" in there)
    if "textInput" in there:
        yield found("text-input", there["textInput"][0], "<textInput> is shown by no reader")
    if "image" in there:
        yield from _same_image(there, context)
    yield from _twins(channel, _CHANNEL_TWINS, context)
    yield from _items(there.get("item", []), context)
    yield from extensions.podcast_findings(channel, there.get("item", []), context.own)
    if len(there.get("item", ())) > _MOST_ITEMS and "fh:archive" not in there:
        yield found("entries", channel, f"the feed has {len(there['item'])} items")


def _items(items: Sequence[Element], context: Context) -> Iterator[Finding]:
    seen: set[str] = set()
    for item in items:
        for guid in item.iterchildren(f"{{{context.own}}}guid" if context.own else "guid"):
            name = text_of(guid)
            if name and name in seen:
                yield found("duplicate-id", guid, f"two items have the guid {quoted(name)}")
            seen.add(name)
    after = items[0].itersiblings() if items else ()
    late = [one for one in after if isinstance(one.tag, str) and key_of(one, context.own) not in ("item", "")]
    late = [one for one in late if ":" not in key_of(one, context.own) or key_of(one, context.own) == "atom:link"]
    if late:
        yield found("items-last", late[0], f"{label(late[0])} comes after an <item>")


def _same_image(channel: Mapping[str, list[Element]], context: Context) -> Iterator[Finding]:
    """Yield a finding for what the image of *channel* is called other than the channel."""
    there = children_of(channel["image"][0], context.own)
    for key in ("title", "link"):
        theirs = text_of(next(iter(channel.get(key, ())), None))
        if key in there and theirs not in ("", text_of(there[key][0])):
            yield found("image-differs", there[key][0], f"<{key}> of the image is not that of the channel")


def _picture(url: Element, context: Context) -> Iterator[Finding]:
    ending = text_of(url).rpartition(".")[2].lower()
    if re.match(r"\w++\Z", ending) and ending not in _PICTURES:
        yield found("image-format", url, f"<url> of the image ends in .{ending}")


def _skipped(element: Element, context: Context) -> Iterator[Finding]:
    """Yield the findings of skipHours or skipDays."""
    seen: set[str] = set()
    for child in element.iterchildren("hour", "day"):
        value = text_of(child)
        is_valid = value in _DAYS if label(child) == "<day>" else bool(re.match(r"[01]?[0-9]\Z|2[0-3]\Z", value))
        if not is_valid:
            yield found("skip", child, f"{label(child)} is not valid: {quoted(value)}")
        if value in seen:
            yield found("skip", child, f"{label(child)} is given twice: {quoted(value)}")
        seen.add(value)


_IMAGE = Shape(
    children={
        "url": Shape(text=True, checks=(*text(values.full_address).checks, _picture)),
        "title": plain_text(required=True),
        "link": text(values.full_address),
        "width": text(values.image_side(144)),
        "height": text(values.image_side(400)),
        "description": plain_text(),
    },
    required=("url", "title", "link"),
)
_INPUT = Shape(
    children={"title": plain_text(), "description": text(), "name": text(), "link": text(values.full_address)},
    required=("title", "description", "name", "link"),
)
_CLOUD = ("domain", "port", "path", "registerProcedure", "protocol")
_CHANNEL = Shape(
    checks=(_channel,),
    children={
        **extensions.OF_FEED,
        **extensions.OF_SHOW,
        "title": plain_text(required=True),
        "link": text(values.full_address),
        "description": plain_text(),
        "language": text(values.language),
        "copyright": plain_text(),
        "managingEditor": Shape(text=True, checks=(plain, *text(values.contact).checks)),
        "webMaster": Shape(text=True, checks=(plain, *text(values.contact).checks)),
        "pubDate": text(values.rfc822_date),
        "lastBuildDate": text(values.rfc822_date),
        "category": plain_text(attributes={"domain": None}),
        "generator": text(),
        "docs": text(values.full_address),
        "cloud": Shape(attributes=dict.fromkeys(_CLOUD) | {"port": values.positive_number}, needs=_CLOUD),
        "ttl": text(values.positive_number),
        "image": _IMAGE,
        "rating": text(),
        "textInput": _INPUT,
        "skipHours": Shape(
            checks=(_skipped,), children={"hour": text()}, required=("hour",), many=frozenset(("hour",))
        ),
        "skipDays": Shape(checks=(_skipped,), children={"day": text()}, required=("day",), many=frozenset(("day",))),
        "item": _ITEM,
        "atom:link": LINK,
        "dc:date": text(values.w3c_date),
        "dc:language": text(values.language),
        "dc:rights": text(),
    },
    required=("title", "link", "description"),
    many=extensions.MANY | {"item", "category", "atom:link"},
)


def _version(rss: Element, context: Context) -> Iterator[Finding]:
    version = rss.get("version")
    if version is not None and version not in _VERSIONS:
        yield found("rss-version", rss, f"version of <rss> is not known: {quoted(version)}")


RSS = Shape(
    checks=(_version,),
    attributes={"version": None},
    needs=("version",),
    children={"channel": _CHANNEL},
    required=("channel",),
)
