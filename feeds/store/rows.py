"""An issue as rows of the tables that hold it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from msgspec import Struct

from feeds.model import Entry, StampedIssue
from feeds.store.packing import pack, pack_origin, pack_whole, to_seconds
from feeds.urls import host

Row = tuple[Any, ...]


class IssueRows(Struct, frozen=True, kw_only=True):
    """All that the store holds of an issue and its parts."""

    issue: Row
    entries: Sequence[Row]
    tags: Sequence[Row]
    topics: Sequence[Row]

    @property
    def key(self) -> str:
        return str(self.issue[0])

    @property
    def titles(self) -> Sequence[str]:
        """The titles of the issue and of its parts."""
        return [row[6] for row in self.entries]

    @property
    def ids(self) -> frozenset[str]:
        """The ids of the issue and of its parts."""
        return frozenset(row[2] for row in self.entries)


def issue_rows(issue: StampedIssue) -> IssueRows:
    """Return the rows of *issue*."""
    packed = {key: pack(part) for key, part in issue.parts.items()}
    common, own = pack_origin(issue.whole.origin), pack_whole(issue.whole)
    pairs = {key: b"[%b,%b]" % (orjson.dumps(key), text) for key, text in packed.items()}
    sections = b",".join(pair for key, pair in pairs.items() if "/" not in key)
    return IssueRows(
        issue=(
            issue.key,
            issue.whole.id,
            issue.path,
            issue.digest,
            issue.title,
            to_seconds(issue.published),
            b"[%b,%b,[%b]]" % (common, own, b",".join(pairs.values())),
        ),
        entries=[
            _entry_row(issue, "", issue.whole, common + own + sections),
            *(_entry_row(issue, key, part, common + packed[key]) for key, part in issue.parts.items()),
        ],
        tags=[(issue.key, tag) for tag in dict.fromkeys(issue.whole.origin.tags)],
        topics=topic_rows(issue.key, issue.parts),
    )


def _entry_row(issue: StampedIssue, key: str, entry: Entry, packed: bytes) -> tuple[Any, ...]:
    """Return the row of *entry* for `statements.SAVE_ENTRY`; *packed* is all that feeds show of it except dates.

    The revision does not depend on the dates, because they may be put back when all posts are read.
    """
    shown = b"%b %b %d" % (packed, entry.role.encode(), entry.dropped)
    revision = hashlib.sha256(shown).hexdigest()[:16] + topics_mark(entry.topics)
    return (
        issue.key,
        key,
        entry.id,
        entry.role,
        entry.dropped,
        entry.position,
        entry.title,
        entry.links[0].href if entry.links else "",
        entry.hash,
        to_seconds(entry.published),
        to_seconds(entry.updated),
        to_seconds(issue.whole.published),
        to_seconds(issue.expires),
        revision,
        len(entry.content.encode()),
        " ".join(entry.topics),
        "\n".join(author.name for author in entry.origin.authors),
        hosts_of(entry),
        entry.kind,
        entry.kind == "item" or (entry.kind == "section" and not entry.has_items),
        entry.completion,
        entry.origin.language,
        entry.permalink,
    )


def topic_rows(key: str, parts: Mapping[str, Entry]) -> list[tuple[Any, ...]]:
    """Return the rows of the table of topics for the *parts* of the issue with *key*."""
    return [
        (topic, to_seconds(part.published), part.position, key, name)
        for name, part in parts.items()
        if not part.dropped
        for topic in part.topics
    ]


def hosts_of(entry: Entry) -> str:
    """Return the hosts that *entry* links to, as they are stored."""
    return " ".join(sorted({host(link.leads_to) for link in entry.links}))


def topics_mark(topics: Sequence[str]) -> str:
    """Return the part of a revision that depends on the topics."""
    return " ".join(["", *topics])
