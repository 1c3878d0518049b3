"""How entries are written down: one row an issue, its sections packed as JSON."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from feeds.errors import Problem, Where
from feeds.model import Author, Entry, Link, StampedIssue, assemble
from feeds.urls import host


def entry_row(issue: StampedIssue, key: str, entry: Entry, packed: str) -> tuple[Any, ...]:
    """Return the row of *entry* for `statements.SAVE_ENTRY`; *packed* is all that feeds show of it but its dates.

    The dates are no part of the mark, because they may be put back when all posts are read.
    """
    revision = hashlib.sha256(f"{packed} {entry.role} {entry.dropped}".encode()).hexdigest()[:16] + topics_mark(
        entry.topics
    )
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
        "\n".join(author.name for author in entry.authors),
        hosts_of(entry),
        entry.kind,
        entry.kind == "item" or (entry.kind == "section" and not entry.has_items),
    )


def hosts_of(entry: Entry) -> str:
    """Return the hosts that *entry* links to, as they are stored."""
    return " ".join(sorted({host(link.leads_to) for link in entry.links}))


def topics_mark(topics: Sequence[str]) -> str:
    """Return the end of a revision, which changes with the topics."""
    return " ".join(["", *topics])


def pack(section: Entry) -> str:
    """Return what only a section, or only an item, has."""
    fields = [
        section.permalink,
        section.anchor,
        section.summary,
        section.heading,
        section.content,
        [[link.href, link.text, *([link.target] if link.target else [])] for link in section.links],
        section.image,
        *([section.section, section.section_title] if section.kind == "item" else []),
    ]
    return json.dumps(fields, ensure_ascii=False)


def pack_common(whole: Entry) -> str:
    """Return what the entries of an issue have in common."""
    authors = [[author.name, author.email, author.uri] for author in whole.authors]
    fields = [
        whole.issue_title,
        whole.issue_permalink,
        authors,
        whole.language,
        list(whole.tags),
        whole.where.path,
    ]
    return json.dumps(fields, ensure_ascii=False)


def pack_whole(whole: Entry) -> str:
    """Return what only the entry of the whole issue has; its content is that of the sections."""
    return json.dumps([whole.summary, whole.image], ensure_ascii=False)


def unpack_issue(key: str, data: Any, stamps: Mapping[str, Sequence[Any]]) -> tuple[Entry, dict[str, Entry]]:
    """Return the issue with *key* in *data*, and its parts by their keys; *stamps* are their ids and dates."""
    (title, permalink, authors, language, tags, path), (summary, image), packed = data
    common: dict[str, Any] = {
        "issue_id": stamps[""][0],
        "issue_title": title,
        "issue_permalink": permalink,
        "authors": tuple(Author(name=name, email=email, uri=uri) for name, email, uri in authors),
        "language": language,
        "tags": tuple(tags),
        "where": Where(path),
    }
    alone = sum("/" not in key for key, _ in packed) == 1
    parts = {name: _unpack_part(f"{key}/{name}", fields, stamps[name], common, alone) for name, fields in packed}
    whole = Entry(key=key, permalink=permalink, summary=summary, image=image, **_stamp(stamps[""]), **common)
    return assemble(whole, [part for part in parts.values() if part.kind == "section"]), parts


def _unpack_part(
    key: str, fields: Sequence[Any], stamp: Sequence[Any], common: Mapping[str, Any], alone: bool
) -> Entry:
    permalink, anchor, summary, heading, content, links, image, *within = fields
    section, section_title = within or (-1, "")
    return Entry(
        key=key,
        single=alone and not within,
        section=section,
        section_title=section_title,
        permalink=permalink,
        anchor=anchor,
        summary=summary,
        heading=heading,
        content=content,
        links=tuple(Link(href=href, text=text, target="".join(target)) for href, text, *target in links),
        image=image,
        **_stamp(stamp),
        **common,
    )


def _stamp(stamp: Sequence[Any]) -> dict[str, Any]:
    id, published, updated, topics, position, role, dropped, title, digest, grain, leaf = stamp
    return {
        "id": id,
        "published": to_time(published),
        "updated": to_time(updated),
        "topics": tuple(topics.split()),
        "position": position,
        "role": role,
        "dropped": bool(dropped),
        "title": title,
        "hash": digest,
        "kind": grain,
        "has_items": grain == "section" and not leaf,
    }


def dump_problems(problems: Sequence[Problem]) -> str:
    """Return *problems* as JSON."""
    return json.dumps(
        [[p.where.path, p.where.line, p.message, p.hint] if p.where else ["", 0, p.message, p.hint] for p in problems]
    )


def load_problems(text: str) -> tuple[Problem, ...]:
    """Return the problems that `dump_problems` wrote down."""
    return tuple(
        Problem(Where(path, line) if path else None, message, hint) for path, line, message, hint in json.loads(text)
    )


def to_seconds(when: datetime | None) -> int | None:
    """Return *when* in seconds since 1970."""
    return int(when.timestamp()) if when else None


def to_time(seconds: int) -> datetime:
    """Return the moment *seconds* after the start of 1970, in UTC."""
    return datetime.fromtimestamp(seconds, UTC)


def to_time_or_none(seconds: int | None) -> datetime | None:
    """Return the moment, or None where there is none."""
    return None if seconds is None else to_time(seconds)
