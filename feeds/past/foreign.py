"""Read RSS and Atom that anybody may have written, by feedparser."""

from __future__ import annotations

import calendar
import io
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from feeds.errors import FeedsError, Where
from feeds.past.values import PastEntry, PastFeed, identity_of, plain

_GENERATOR = "feed-republisher"


def parse_foreign(content: bytes, where: str) -> PastFeed:
    """Return the feed in *content*, in XML that anybody may have written; some texts take minutes.

    Raises:
        FeedsError: it is not a feed.
    """
    import feedparser

    # As a stream, because feedparser opens a text that could be a file name.
    parsed = feedparser.parse(io.BytesIO(content), sanitize_html=False, resolve_relative_uris=False)
    version = str(parsed.get("version") or "")
    if not version.startswith(("rss", "atom", "cdf")):
        raise FeedsError("is not a feed", Where(where), "name a file or an address of RSS, Atom or JSON Feed")
    head = parsed.feed
    return PastFeed(
        where=where,
        format="atom" if version.startswith("atom") else "rss",
        title=plain(head.get("title")),
        id=plain(head.get("id")),
        address=_link(head, "self"),
        next_address=_link(head, "prev-archive") or _link(head, "next"),
        updated=_date(head, "updated_parsed"),
        complete="fh_complete" in head,
        ours=plain(head.get("generator")) == _GENERATOR,
        entries=tuple(entry for entry in map(_entry, parsed.entries) if entry.id),
    )


def _entry(values: Mapping[str, Any]) -> PastEntry:
    """Return an entry of RSS or Atom; readers identify one without an id by its link, so the link is its id.

    Where our archives in Atom have a URI in place of its id, the id is in `dc:identifier`.
    """
    uri = plain(values.get("id")) or plain(values.get("link"))
    id, key = identity_of(uri, plain(values.get("dc_identifier")))
    return PastEntry(
        id=id,
        key=key,
        title=plain(values.get("title")),
        link=plain(values.get("link")),
        published=_date(values, "published_parsed"),
        updated=_date(values, "updated_parsed"),
        content=_content(values),
        first_link=_link(values, "related"),
    )


def _content(values: Mapping[str, Any]) -> str:
    found = [plain(part.get("value")) for part in values.get("content", ())]
    return next((text for text in found if text), plain(values.get("summary")))


def _link(values: Mapping[str, Any], rel: str) -> str:
    links: Iterable[Mapping[str, Any]] = values.get("links", ())
    return next((plain(link.get("href")) for link in links if link.get("rel") == rel), "")


def _date(values: Mapping[str, Any], name: str) -> datetime | None:
    if name not in values or not values[name]:  # `get` would return another date, with a warning
        return None
    try:
        return datetime.fromtimestamp(calendar.timegm(values[name]), UTC)
    except (ValueError, OverflowError, OSError):
        return None
