"""JSON Feed 1.1."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import orjson

from feeds.model import Author, Cut, Enclosure, FeedContent, PublishedEntry
from feeds.render.dates import rfc3339
from feeds.render.references import MEDIA_TYPES, Place, Publication, References

_INDENTED = orjson.OPT_INDENT_2
_START, _BETWEEN, _END = b"[\n", b",\n", b"\n  ]\n}\n"


def write_json(content: FeedContent, references: References, entries: Sequence[bytes]) -> bytes:
    """Return *content* as JSON Feed, with its *entries* as `write_json_entries` returns them.

    The extension `_republisher` has what identifies an entry: a lost memory is recovered
    from it (`feeds.past`). The key of an entry is in it if the id does not end in the key. It
    also has the address of older entries in another format, because `next_url` promises JSON Feed.
    """
    feed, older = content.feed, references.history.get("prev-archive")
    is_json = older is not None and older.media_type == MEDIA_TYPES["feed.json"]
    head = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.home_url,
        "feed_url": references.self_url,
        "next_url": older.url if older and is_json else "",
        "description": feed.subtitle,
        "icon": feed.icon or feed.logo,
        "favicon": feed.icon,
        "language": feed.language,
        "authors": [_author(author) for author in feed.authors],
        "hubs": [{"type": "WebSub", "url": references.hub}] if references.hub else [],
        "_republisher": {
            "about": "how feed-republisher identifies an entry: its issue, kind, post, and a hash of its text",
            "id": feed.id,
            "updated": rfc3339(content.updated),
            **({"archive": older.url} if older and not is_json else {}),
            **({"cut": _cut(content.cut)} if content.cut else {}),
        },
        "items": [],
    }
    written = orjson.dumps(_without_empty(head), option=_INDENTED).removesuffix(b"[]\n}")
    items = _START + _BETWEEN.join(entries) + _END if entries else b"[]\n}\n"
    return written + items


def cut_items(document: bytes) -> list[bytes]:
    """Return the members of `items` of a *document* as `write_json` was given them.

    Raises:
        ValueError: it is not such a document.
    """
    if b'\n  "items": []\n' in document:
        return []
    start = document.index(b'\n  "items": [\n') + len(b'\n  "items": [\n')
    first, *others = document[start:].removesuffix(_END).split(b"\n    },\n    {\n")
    pieces = [first, *(b"    {\n" + other for other in others)]
    return [*(piece + b"\n    }" for piece in pieces[:-1]), pieces[-1]]


def write_json_entries(entries: Iterable[PublishedEntry], place: Place, publication: Publication) -> list[bytes]:
    """Return each of *entries* as a member of the `items` of `write_json`.

    A line break within a text is written as "\\n", so those in the bytes are all of the layout.
    """
    written = (orjson.dumps(_item(entry, place, publication), option=_INDENTED) for entry in entries)
    return [b"    " + one.replace(b"\n", b"\n    ") for one in written]


def _item(entry: PublishedEntry, place: Place, publication: Publication) -> dict[str, Any]:
    return _without_empty(
        {
            "id": entry.id,
            "url": entry.permalink,
            "external_url": entry.related,
            "title": entry.title,
            "content_html": entry.content,
            "content_text": "" if entry.pieces else entry.summary or entry.title,  # one of the two is required
            "summary": entry.summary if entry.pieces else "",
            "image": entry.image,
            "attachments": [_attachment(one) for one in entry.enclosures],
            "date_published": rfc3339(entry.published),
            "date_modified": rfc3339(entry.updated),
            "authors": [_author(author) for author in entry.authors],
            "tags": [publication.topics.get(topic, topic) for topic in entry.topics],
            "language": entry.language if entry.language != place.language else "",
            "_republisher": _without_empty(
                {
                    "issue": entry.issue_id,
                    "original": entry.via,
                    "kind": entry.kind,
                    "key": "" if entry.id.endswith(":" + entry.key) else entry.key,
                    "source": entry.source,
                    "hash": entry.hash,
                    "withdrawn": rfc3339(entry.withdrawn) if entry.withdrawn else "",
                }
            ),
        }
    )


def _cut(cut: Cut) -> dict[str, Any]:
    return _without_empty({"published": rfc3339(cut.published), "left": sorted(cut.left)})


def _attachment(enclosure: Enclosure) -> dict[str, Any]:
    facts = {
        "url": enclosure.url,
        "mime_type": enclosure.type,
        "size_in_bytes": enclosure.length or "",
        "duration_in_seconds": enclosure.duration or "",
    }
    return _without_empty(facts)


def _author(author: Author) -> dict[str, str]:
    return _without_empty(
        {"name": author.name, "url": author.uri or (f"mailto:{author.email}" if author.email else "")}
    )


def _without_empty(values: dict[str, Any]) -> dict[str, Any]:
    """Return *values* without empty members; `items` stays, because it is required."""
    return {key: value for key, value in values.items() if value not in ("", [], {}) or key == "items"}
