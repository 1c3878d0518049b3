"""Check RSS 2.0 and its best practices profile."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from feeds.linting import extensions, values
from feeds.linting.findings import Finding, quoted
from feeds.linting.links import LINK, history_findings, self_findings
from feeds.linting.rss_items import ITEM, said_twice
from feeds.linting.shapes import CheckContext, Element, Shape, children_of, found, key_of, label, text, text_of
from feeds.linting.texts import plain, plain_text

_MOST_ITEMS = 100
_DAYS = frozenset(("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"))
_PICTURES = frozenset(("jpg", "jpeg", "gif", "png"))
_VERSIONS = frozenset(("2.0", "0.91", "0.92"))
#: Elements of the channel, and what says the same in an extension.
_CHANNEL_TWINS = (
    ("managingEditor", "dc:creator"), ("webMaster", "dc:publisher"), ("category", "dc:subject"),
    ("pubDate", "dc:date"), ("language", "dc:language"), ("copyright", "dc:rights"),
    ("lastBuildDate", "dcterms:modified"),
)  # fmt: skip


def _channel(channel: Element, context: CheckContext) -> Iterator[Finding]:
    there = children_of(channel, context.own)
    links = there.get("atom:link", [])
    if channel.getroottree().getroot().get("version", "2.0") == "2.0":
        yield from self_findings(channel, links, context)
    yield from history_findings(channel, links, complete="fh:complete" in there, archive="fh:archive" in there)
    if "textInput" in there:
        yield found("text-input", there["textInput"][0], "<textInput> is shown by no reader")
    if "image" in there:
        yield from _same_image(there, context)
    yield from said_twice(channel, _CHANNEL_TWINS, context)
    yield from _items(there.get("item", []), context)
    yield from extensions.podcast_findings(channel, there.get("item", []), context.own)
    if len(there.get("item", ())) > _MOST_ITEMS and "fh:archive" not in there:
        yield found("entries", channel, f"the feed has {len(there['item'])} items")


def _items(items: Sequence[Element], context: CheckContext) -> Iterator[Finding]:
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


def _same_image(channel: Mapping[str, list[Element]], context: CheckContext) -> Iterator[Finding]:
    """Yield a finding for what the image of *channel* is called other than the channel."""
    there = children_of(channel["image"][0], context.own)
    for key in ("title", "link"):
        theirs = text_of(next(iter(channel.get(key, ())), None))
        if key in there and theirs not in ("", text_of(there[key][0])):
            yield found("image-differs", there[key][0], f"<{key}> of the image is not that of the channel")


def _picture(url: Element, context: CheckContext) -> Iterator[Finding]:
    ending = text_of(url).rpartition(".")[2].lower()
    if re.match(r"\w++\Z", ending) and ending not in _PICTURES:
        yield found("image-format", url, f"<url> of the image ends in .{ending}")


def _skipped(element: Element, context: CheckContext) -> Iterator[Finding]:
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
        "item": ITEM,
        "atom:link": LINK,
        "dc:date": text(values.w3c_date),
        "dc:language": text(values.language),
        "dc:rights": text(),
    },
    required=("title", "link", "description"),
    many=extensions.MANY | {"item", "category", "atom:link"},
)


def _version(rss: Element, context: CheckContext) -> Iterator[Finding]:
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
