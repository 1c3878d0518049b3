"""Tracking parameters, which identify a mailing or a reader and say nothing about the page."""

from __future__ import annotations

import re
from functools import cache

from feeds.links.tables import read_rows
from feeds.regex import regex
from feeds.urls import host

_SOURCES = frozenset({"ref", "source", "via", "referrer"})  # only if their value is the newsletter itself
_SIGNED = regex(r"(?:^|&)(?:x-amz-|x-goog-|signature=|sig=|hmac=|hash=|token=|policy=)", re.IGNORECASE)


def strip_tracking(url: str, site_url: str) -> str:
    """Return *url* without tracking parameters; the rest of its query stays byte for byte.

    A signed address is returned as it is, because its signature covers the parameters.

    >>> strip_tracking("https://tide.example/a?utm_source=x&b=%20c&flag", "https://weekly.example/")
    'https://tide.example/a?b=%20c&flag'
    """
    head, mark, query = url.partition("?")
    query, hash_mark, fragment = query.partition("#")
    if not query or "#" in head or _SIGNED.search(query):
        return url
    kept = [part for part in query.split("&") if not _tracks(part, site_url)]
    query = "&".join(kept)
    return head + (mark + query if query else "") + hash_mark + fragment


def _tracks(part: str, site_url: str) -> bool:
    name, _, value = part.partition("=")
    name = name.lower()
    if name in _SOURCES:
        own = host(site_url)
        return bool(own) and value.lower().removeprefix("www.") in (own, own.partition(".")[0])
    return name in _names() or name.startswith(_prefixes())


@cache
def _names() -> frozenset[str]:
    return frozenset(row for row in read_rows("tracking.txt") if not row.endswith("*"))


@cache
def _prefixes() -> tuple[str, ...]:
    return tuple(row.removesuffix("*") for row in read_rows("tracking.txt") if row.endswith("*"))
