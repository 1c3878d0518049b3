"""JSON Feed 1.1."""

from __future__ import annotations

import json
from typing import Any

from feeds.model import Author, Cut, Feed, FeedContent, PublishedEntry
from feeds.render.dates import rfc3339
from feeds.render.references import References


def write_json(content: FeedContent, references: References) -> bytes:
    """Return *content* as JSON Feed.

    The extension `_republisher` has what identifies an entry: a lost memory is recovered
    from it (`feeds.past`). The key of an entry is in it if the id does not end in the key.
    """
    feed = content.feed
    head = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.home_url,
        "feed_url": references.self_url,
        "next_url": references.history.get("prev-archive", ""),
        "description": feed.subtitle,
        "language": feed.language,
        "authors": [_author(author) for author in feed.authors],
        "_republisher": {
            "about": "how feed-republisher identifies an entry: its issue, kind, post, and a hash of its text",
            "id": feed.id,
            "updated": rfc3339(content.updated),
            **({"cut": _cut(content.cut)} if content.cut else {}),
        },
        "items": [_item(entry, feed, references) for entry in content.entries],
    }
    text = json.dumps(_without_empty(head), ensure_ascii=False, indent=2)
    return (text + "\n").encode()


def _item(entry: PublishedEntry, feed: Feed, references: References) -> dict[str, Any]:
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
            "authors": [_author(author) for author in entry.authors],
            "tags": [references.topics.get(topic, topic) for topic in entry.topics],
            "language": entry.language if entry.language != feed.language else "",
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


def _author(author: Author) -> dict[str, str]:
    return _without_empty(
        {"name": author.name, "url": author.uri or (f"mailto:{author.email}" if author.email else "")}
    )


def _without_empty(values: dict[str, Any]) -> dict[str, Any]:
    """Return *values* without empty members; `items` stays, because it is required."""
    return {key: value for key, value in values.items() if value not in ("", [], {}) or key == "items"}
