"""An issue as rows of the tables that hold it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from msgspec import Struct

from feeds.digests import digest_of
from feeds.model import Entry, Link, StampedIssue
from feeds.store.packing import pack, pack_issue, pack_origin, pack_whole, to_seconds
from feeds.urls import host

Row = tuple[Any, ...]  # of numbers and texts: sqlite3 looks for an adapter of None and of truth values, in 3 µs each

NEVER = ""  # when most entries expire


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
    def ids(self) -> Sequence[str]:
        """The ids of the issue and of its parts."""
        return [row[2] for row in self.entries]


def issue_rows(issue: StampedIssue) -> IssueRows:
    """Return the rows of *issue*."""
    packed = {key: pack(part) for key, part in issue.parts.items()}
    common, own = pack_origin(issue.whole.origin), pack_whole(issue.whole)
    sections = {key: part for key, part in issue.parts.items() if "/" not in key}
    revisions = {key: _revision(part, common, packed[key]) for key, part in issue.parts.items()}
    of_sections = "".join([f"{key} {revisions[key]}," for key in sections])  # it has their content and their links
    revision = _revision(issue.whole, common, own + of_sections.encode())
    hosts = {key: _hosts_in(part.links) for key, part in issue.parts.items()}
    sizes = {key: len(part.content.encode()) for key, part in issue.parts.items()}
    lines = [size for key, part in sections.items() for size in (len(part.heading.encode()), sizes[key]) if size]
    size = sum(lines) + len("\n") * max(0, len(lines) - 1)
    shared = _Shared(
        key=issue.key,
        dates=(to_seconds(issue.whole.published), to_seconds(issue.expires) if issue.expires else NEVER),
        authors="\n".join([author.name for author in issue.whole.origin.authors]),
        language=issue.whole.origin.language,
    )
    return IssueRows(
        issue=(
            issue.key,
            issue.whole.id,
            issue.path,
            issue.digest,
            issue.title,
            to_seconds(issue.published),
            pack_issue(common, own, packed),
        ),
        entries=[
            _entry_row(shared, "", issue.whole, revision, {one for key in sections for one in hosts[key]}, size),
            *[
                _entry_row(shared, key, part, revisions[key], hosts[key], sizes[key])
                for key, part in issue.parts.items()
            ],
        ],
        tags=[(issue.key, tag) for tag in dict.fromkeys(issue.whole.origin.tags)],
        topics=topic_rows(issue.key, issue.parts),
    )


class _Shared(Struct, frozen=True, kw_only=True):
    """The values that the rows of all entries of an issue have in common."""

    key: str  # of the issue
    dates: tuple[int | None, int | str | None]  # when it was published, and expires: NEVER, mostly
    authors: str
    language: str


def _revision(entry: Entry, common: bytes, packed: bytes) -> str:
    """Return digits that change with what feeds show of *entry*, but for its topics and dates, which may be put back.

    That is what is *common* to its issue, and what it has of its own, *packed*; of a whole issue also the revisions of
    its sections.
    """
    return digest_of(b"%b%b %b %d" % (common, packed, entry.role.encode(), entry.dropped), 16)


def _entry_row(shared: _Shared, key: str, entry: Entry, revision: str, hosts: Iterable[str], size: int) -> Row:
    """Return the row of *entry* for `statements.SAVE_ENTRY`; *revision* is that of it without its topics.

    It links to *hosts*, and its content has a *size* in bytes.
    """
    published, topics = to_seconds(entry.published), " ".join(entry.topics)
    return (
        shared.key,
        key,
        entry.id,
        entry.role,
        int(entry.dropped),
        entry.position,
        entry.title,
        entry.links[0].href if entry.links else "",
        entry.hash,
        published,
        published if entry.updated is entry.published else to_seconds(entry.updated),
        *shared.dates,
        revision + topics_mark(entry.topics),
        size,
        topics,
        shared.authors,
        _written(hosts),
        entry.kind,
        int(entry.kind == "item" or (entry.kind == "section" and not entry.has_items)),
        entry.completion,
        shared.language,
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
    return _written(_hosts_in(entry.links))


def _hosts_in(links: Iterable[Link]) -> set[str]:
    return {host(link.leads_to) for link in links}


def _written(hosts: Iterable[str]) -> str:
    return " ".join(sorted(hosts))


def topics_mark(topics: Sequence[str]) -> str:
    """Return the part of a revision that depends on the topics."""
    return " ".join(["", *topics])
