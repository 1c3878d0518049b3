"""Read JSON Feed, and what this program adds to it in the member `_republisher`."""

from __future__ import annotations

import html
import json
from collections.abc import Mapping
from typing import Any

from feeds.errors import FeedsError, Where
from feeds.model import Cut
from feeds.past.values import PastEntry, PastFeed, moment_of, plain


def load_json(content: bytes, where: str) -> dict[str, Any]:
    """Return the object in *content*, which was found at *where*; {} if it is another value.

    Raises:
        FeedsError: it is not valid JSON.
    """
    try:
        values = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise FeedsError(f"is not valid JSON: {error}", Where(where)) from error
    return _mapping(values)


def read_json(values: dict[str, Any], where: str) -> PastFeed:
    """Return the feed in *values*, which were found at *where*.

    Raises:
        FeedsError: they are not a JSON Feed.
    """
    if "jsonfeed.org/version/" not in plain(values.get("version")):
        raise FeedsError("is JSON, but not a JSON Feed", Where(where), "name the feed that people subscribe to")
    own = _mapping(values.get("_republisher"))
    return PastFeed(
        where=where,
        format="json",
        title=plain(values.get("title")),
        id=plain(own.get("id")),
        address=plain(values.get("feed_url")),
        next_address=plain(values.get("next_url")) or plain(own.get("archive")),
        updated=moment_of(own.get("updated")),
        ours=bool(own),
        cut=_cut(_mapping(own.get("cut"))),
        entries=items_of(values.get("items")),
    )


def _cut(values: Mapping[str, Any]) -> Cut | None:
    published = moment_of(values.get("published"))
    return Cut(published=published, left=frozenset(_texts(values.get("left")))) if published else None


def items_of(values: object) -> tuple[PastEntry, ...]:
    """Return the entries in *values*, the list of items; those without an id are left out."""
    items = (_item(_mapping(value)) for value in (values if isinstance(values, list) else ()))
    return tuple(item for item in items if item.id)


def _item(values: Mapping[str, Any]) -> PastEntry:
    own = _mapping(values.get("_republisher"))
    id = values.get("id")
    text = plain(values.get("content_text"))
    return PastEntry(
        id=str(id) if isinstance(id, int | float) else plain(id) or plain(values.get("url")),
        title=plain(values.get("title")),
        link=plain(values.get("url")) or plain(values.get("external_url")),
        published=moment_of(values.get("date_published")),
        updated=moment_of(values.get("date_modified")),
        content=plain(values.get("content_html")) or (f"<p>{html.escape(text)}</p>" if text else ""),
        first_link=plain(values.get("external_url")),
        kind=plain(own.get("kind")),
        key=plain(own.get("key")),
        issue_id=plain(own.get("issue")),
        source=plain(own.get("source")),
        hash=plain(own.get("hash")),
        withdrawn=moment_of(own.get("withdrawn")),
        by_author=own.get("by_author") is True,
        left=tuple(_texts(own.get("left"))),
    )


def _texts(value: object) -> list[str]:
    return [text for text in map(plain, value) if text] if isinstance(value, list) else []


def _mapping(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
