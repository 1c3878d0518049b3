"""Check JSON Feed 1.1."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from feeds.linting import values
from feeds.linting.findings import Finding, quoted
from feeds.linting.html import html_faults
from feeds.linting.rules import found_at
from feeds.linting.values import Fault

_ID = b'"id"'
_VERSIONS = ("https://jsonfeed.org/version/1", "https://jsonfeed.org/version/1.1")
_FEED = {
    "version": str, "title": str, "home_page_url": str, "feed_url": str, "description": str, "user_comment": str,
    "next_url": str, "icon": str, "favicon": str, "author": dict, "authors": list, "language": str, "expired": bool,
    "hubs": list, "items": list,
}  # fmt: skip
_ITEM = {
    "url": str, "external_url": str, "title": str, "content_html": str, "content_text": str, "summary": str,
    "image": str, "banner_image": str, "date_published": str, "date_modified": str, "author": dict, "authors": list,
    "tags": list, "language": str, "attachments": list,
}  # fmt: skip
_ADDRESSES = (
    "home_page_url",
    "feed_url",
    "next_url",
    "icon",
    "favicon",
    "url",
    "external_url",
    "image",
    "banner_image",
)
_DATES = ("date_published", "date_modified")
_NAMES = {str: "a string", dict: "an object", list: "a list", bool: "true or false", int: "a number"}


def is_json_feed(values: object) -> bool:
    """Return whether *values*, a document of JSON, is meant as a feed."""
    return isinstance(values, dict) and "items" in values and ("version" in values or "feed_url" in values)


def check_json(content: bytes, feed: Mapping[str, Any], url: str, now: datetime) -> Iterator[Finding]:
    """Yield the findings of *feed*, which was read from *content* and is published at *url*."""
    lines = _Lines(content)
    yield from _head(feed, url)
    items = feed.get("items")
    if not isinstance(items, list):
        yield found_at("json-missing", 1, "items is not a list")
        return
    seen: set[str] = set()
    for number, item in enumerate(items):
        place, line = f"items[{number}]", lines.of_item(item)
        if not isinstance(item, dict):
            yield found_at("json-type", line, f"{place} is not an object")
            continue
        yield from _item(item, place, line, now)
        id = str(item.get("id", ""))
        if id and id in seen:
            yield found_at("duplicate-id", line, f"{place} has the id of an item before it: {quoted(id)}")
        seen.add(id)


class _Lines:
    """The lines of items: each is found by its id, after the one before it."""

    def __init__(self, content: bytes) -> None:
        self._content, self._at, self._line = content, 0, 1

    def of_item(self, item: object) -> int:
        """Return the line of the id of *item*; where it is not found, that of the item before."""
        id = item.get("id") if isinstance(item, dict) else None
        forms = {json.dumps(id, ensure_ascii=ascii).encode("utf-8", "replace") for ascii in (False, True)}
        at = self._content.find(_ID, self._at) if id is not None else -1
        while at >= 0:
            value = self._content[at + len(_ID) : at + len(_ID) + 1000].lstrip(b" \t\r\n:")
            if any(value.startswith(form) for form in forms):
                self._line += self._content.count(b"\n", self._at, at)
                self._at = at
                return self._line
            at = self._content.find(_ID, at + 1)
        self._at = len(self._content)  # nothing is looked for again
        return self._line


def _head(feed: Mapping[str, Any], url: str) -> Iterator[Finding]:
    if feed.get("version") not in _VERSIONS:
        yield found_at("json-version", 1, f"version is not known: {quoted(str(feed.get('version')))}")
    if not feed.get("title"):
        yield found_at("json-missing", 1, "the feed has no title")
    yield from _members(feed, _FEED, "", 1)
    address = feed.get("feed_url")
    if not address:
        yield found_at("self-link", 1, "the feed does not name its own address")
    elif url and address != url:
        yield found_at("self-differs", 1, f"the feed names {address} as its address, and is at {url}")


def _item(item: Mapping[str, Any], place: str, line: int, now: datetime) -> Iterator[Finding]:
    id = item.get("id")
    if id in (None, ""):
        yield found_at("json-missing", line, f"{place} has no id")
    elif not isinstance(id, str):
        yield found_at("json-id", line, f"id of {place} is not a string: {quoted(str(id))}")
    if not item.get("content_html") and not item.get("content_text"):
        yield found_at("json-content", line, f"{place} has neither content_html nor content_text")
    if not item.get("url"):
        yield found_at("no-link", line, f"{place} has no url")
    yield from _members(item, _ITEM, f"{place}.", line)
    yield from _dates(item, place, line, now)
    if isinstance(item.get("content_html"), str):
        yield from _found_in(f"content_html of {place}", line, html_faults(item["content_html"]))
    yield from _attachments(item.get("attachments"), place, line)


def _dates(item: Mapping[str, Any], place: str, line: int, now: datetime) -> Iterator[Finding]:
    if "date_published" not in item:
        yield found_at("no-date", line, f"{place} has no date_published")
    for name in _DATES:
        text = item.get(name)
        if isinstance(text, str):
            faults = values.rfc3339_date("json-date")(text)
            yield from _found_in(f"{name} of {place}", line, (one for one in faults if one.rule == "json-date"))
            if values.is_ahead(values.moment_of(text), now):
                yield found_at("future-date", line, f"{name} of {place} is in the future: {quoted(text)}")


def _found_in(member: str, line: int, faults: Iterable[Fault]) -> Iterator[Finding]:
    """Yield the finding for each of *faults* of a *member*, which is at *line*."""
    for fault in faults:
        yield found_at(fault.rule, line, f"{member} {fault.text}")


def _members(object: Mapping[str, Any], types: Mapping[str, type], prefix: str, line: int) -> Iterator[Finding]:
    """Yield the findings of the members that feeds and items have in common."""
    for name, type in types.items():
        value = object.get(name)
        if value is not None and not isinstance(value, type):
            yield found_at("json-type", line, f"{prefix}{name} is not {_NAMES[type]}")
        elif name in _ADDRESSES and isinstance(value, str) and value:
            yield from _found_in(f"{prefix}{name}", line, values.full_iri(value))
    if isinstance(object.get("language"), str):
        yield from _found_in(f"{prefix}language", line, values.language(object["language"]))
    if "author" in object and "authors" not in object:
        yield found_at("json-author", line, f"{prefix}author is the form of version 1")
    for name, inner in (("authors", dict), ("tags", str)):
        listed = object.get(name)
        if isinstance(listed, list) and not all(isinstance(one, inner) for one in listed):
            yield found_at(
                "json-type", line, f"{prefix}{name} is not a list of {'objects' if inner is dict else 'strings'}"
            )


def _attachments(attachments: object, place: str, line: int) -> Iterator[Finding]:
    for number, one in enumerate(attachments if isinstance(attachments, list) else ()):
        name = f"attachments[{number}] of {place}"
        for key in ("url", "mime_type"):
            if not isinstance(one, dict) or not isinstance(one.get(key), str):
                yield found_at("json-missing", line, f"{name} has no {key}")
        if isinstance(one, dict) and isinstance(one.get("mime_type"), str):
            yield from _found_in(f"mime_type of {name}", line, values.media_type(one["mime_type"]))
