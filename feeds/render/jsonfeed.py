"""JSON Feed 1.1."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from feeds.model import Author, Cut, Document, Entry, Feed
from feeds.render.dates import rfc3339
from feeds.render.formats import JSON, history_of


def render_json(feed: Feed, topics: Mapping[str, str], root: str) -> Document:
    """Return *feed* as JSON Feed, to be served below *root*; *topics* are names by slug.

    The extension `_republisher` holds what the entry is known by: the memory, should it
    be lost, is recovered from it (`feeds.past`). The key of an entry stands there where its
    id does not hold it.
    """
    path = feed.path + JSON.file
    head = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.home_url,
        "feed_url": root + path,
        "next_url": history_of(feed, root, JSON).get("prev-archive", ""),
        "description": feed.subtitle,
        "language": feed.language,
        "authors": [_author(author) for author in feed.authors],
        "_republisher": {
            "about": "what feed-republisher knows an entry by: its issue, kind, post, and the hash of its words",
            "id": feed.id,
            "updated": rfc3339(feed.updated),
            **({"cut": _cut(feed.cut)} if feed.cut else {}),
        },
        "items": [_item(entry, feed, topics) for entry in feed.entries],
    }
    text = json.dumps(_without_empty(head), ensure_ascii=False, indent=2)
    return Document(path=path, content=(text + "\n").encode())


def _item(entry: Entry, feed: Feed, topics: Mapping[str, str]) -> dict[str, Any]:
    return _without_empty(
        {
            "id": entry.id,
            "url": entry.permalink,
            "external_url": entry.related,
            "title": entry.title,
            "content_html": entry.content,
            "summary": entry.summary,
            "image": entry.image,
            "date_published": rfc3339(entry.published),
            "date_modified": rfc3339(entry.updated),
            "authors": [_author(author) for author in entry.origin.authors],
            "tags": [topics.get(topic, topic) for topic in entry.topics],
            "language": entry.origin.language if entry.origin.language != feed.language else "",
            "_republisher": _without_empty(
                {
                    "issue": entry.issue_id,
                    "original": entry.via,
                    "kind": entry.kind,
                    "key": "" if entry.id.endswith(":" + entry.key) else entry.key,
                    "source": entry.origin.where.path,
                    "hash": entry.hash,
                    "withdrawn": rfc3339(entry.withdrawn) if entry.withdrawn else "",
                }
            ),
        }
    )


def _cut(cut: Cut) -> dict[str, Any]:
    return _without_empty({"published": rfc3339(cut.published), "left": sorted(cut.left)})


def _author(author: Author) -> dict[str, str]:
    return _without_empty(
        {"name": author.name, "url": author.uri or (f"mailto:{author.email}" if author.email else "")}
    )


def _without_empty(values: dict[str, Any]) -> dict[str, Any]:
    """Return *values* without members that say nothing; `items` stays, being required."""
    return {key: value for key, value in values.items() if value not in ("", [], {}) or key == "items"}
