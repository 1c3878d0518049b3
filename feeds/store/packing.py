"""How entries are stored: one row for each issue, its parts packed as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import orjson
from msgspec import Struct
from msgspec.json import decode
from msgspec.structs import replace

from feeds.errors import Problem, Where
from feeds.model import Author, Enclosure, Entry, Grain, Link, Origin, Role, StoredIssue, join_links
from feeds.store.damage import ImpossibleValueError


def pack(part: Entry) -> bytes:
    """Return the fields that only a section, or only an item, has."""
    fields = [
        part.permalink,
        part.anchor,
        part.summary,
        part.heading,
        part.content,
        [[link.href, link.text, *([link.target] if link.target else [])] for link in part.links],
        part.image,
        *([part.section, part.section_title] if part.kind == "item" else _pack_enclosures(part.enclosures)),
    ]
    return orjson.dumps(fields)


def pack_origin(origin: Origin) -> bytes:
    """Return the fields that the entries of an issue have in common."""
    authors = [[author.name, author.email, author.uri] for author in origin.authors]
    fields = [origin.title, origin.permalink, authors, origin.language, list(origin.tags), origin.where.path]
    return orjson.dumps(fields)


def pack_whole(whole: Entry) -> bytes:
    """Return the fields that only the entry of the whole issue has; its content is that of the sections."""
    return orjson.dumps([whole.summary, whole.image, *_pack_enclosures(whole.enclosures)])


def pack_issue(common: bytes, own: bytes, parts: Mapping[str, bytes]) -> bytes:
    """Return an issue of which all these are packed: the *common* fields, its *own* ones, and its *parts* by key."""
    pairs = [(key, orjson.Fragment(part)) for key, part in parts.items()]
    return orjson.dumps([orjson.Fragment(common), orjson.Fragment(own), pairs])


def _pack_enclosures(enclosures: Sequence[Enclosure]) -> list[Any]:
    """Return *enclosures* as one field, or no field if there are none, which is what older releases wrote."""
    return [[[one.url, one.type, one.length, one.duration] for one in enclosures]] if enclosures else []


def _unpack_enclosures(fields: Sequence[Any]) -> tuple[Enclosure, ...]:
    return tuple(
        Enclosure(url=url, type=type_, length=length, duration=duration)
        for packed in fields
        for url, type_, length, duration in packed
    )


class StampRow(Struct, frozen=True):
    """A row of `statements.STAMPS`, without the key of the entry."""

    id: str
    published: int
    updated: int
    topics: str
    position: int
    role: Role
    dropped: int
    title: str
    hash: str
    grain: Grain
    leaf: int  # whether a feed of items carries it
    completion: str  # of the title


def unpack_issue(key: str, path: str, data: Any, stamps: Mapping[str, StampRow]) -> StoredIssue:
    """Return the issue with *key* in *data*, whose post is at *path*; *stamps* are the ids and dates of its entries."""
    common, own, packed = data
    origin, issue_id = _unpack_origin(common), stamps[""].id
    alone = sum("/" not in name for name, _ in packed) == 1
    parts = {
        name: _unpack_part(f"{key}/{name}", fields, stamps[name], origin, issue_id, alone) for name, fields in packed
    }
    whole = _unpack_whole(key, own, stamps[""], origin, parts.values())
    return StoredIssue(path=path, whole=whole, parts=parts)


def _unpack_origin(fields: Sequence[Any]) -> Origin:
    title, permalink, authors, language, tags, path = fields
    return Origin(
        title=title,
        permalink=permalink,
        authors=tuple(Author(name=name, email=email, uri=uri) for name, email, uri in authors),
        language=language,
        tags=tuple(tags),
        where=Where(path),
    )


def _unpack_whole(key: str, fields: Sequence[Any], stamp: StampRow, origin: Origin, parts: Iterable[Entry]) -> Entry:
    summary, image, *enclosures = fields
    sections = [part for part in parts if part.kind == "section"]
    return Entry(
        id=stamp.id,
        issue_id=stamp.id,
        key=key,
        kind=stamp.grain,
        published=to_time(stamp.published),
        updated=to_time(stamp.updated),
        hash=stamp.hash,
        topics=tuple(stamp.topics.split()),
        origin=origin,
        position=stamp.position,
        role=stamp.role,
        dropped=bool(stamp.dropped),
        title=stamp.title,
        permalink=origin.permalink,
        summary=summary,
        links=join_links(sections),
        image=image,
        enclosures=_unpack_enclosures(enclosures),
        single=len(sections) == 1,
    )


def _unpack_part(key: str, fields: Sequence[Any], stamp: StampRow, origin: Origin, issue_id: str, alone: bool) -> Entry:
    permalink, anchor, summary, heading, content, links, image, *more = fields
    is_item, published = stamp.grain == "item", to_time(stamp.published)
    section, section_title = more if is_item else (None, "")
    entry = Entry(
        id=stamp.id,
        issue_id=issue_id,
        key=key,
        kind=stamp.grain,
        published=published,
        updated=published if stamp.updated == stamp.published else to_time(stamp.updated),  # most were never edited
        hash=stamp.hash,
        completion=stamp.completion,
        topics=tuple(stamp.topics.split()),
        origin=origin,
        position=stamp.position,
        role=stamp.role,
        dropped=bool(stamp.dropped),
        title=stamp.title,
        permalink=permalink,
    )
    return replace(
        entry,
        anchor=anchor,
        summary=summary,
        heading=heading,
        content=content,
        links=tuple([Link(href=href, text=text, target="".join(target)) for href, text, *target in links]),
        image=image,
        enclosures=() if is_item else _unpack_enclosures(more),
        single=alone and not is_item,
        has_items=stamp.grain == "section" and not stamp.leaf,
        section=section,
        section_title=section_title,
    )


def dump_problems(problems: Sequence[Problem]) -> str:
    """Return *problems* as JSON; nearly every post has none."""
    if not problems:
        return "[]"
    return json.dumps(
        [[p.where.path, p.where.line, p.message, p.hint] if p.where else ["", 0, p.message, p.hint] for p in problems]
    )


def load_problems(text: str) -> tuple[Problem, ...]:
    """Return the problems in the output of `dump_problems`."""
    if text == "[]":
        return ()
    return tuple(
        Problem(Where(path, line) if path else None, message, hint) for path, line, message, hint in load_json(text)
    )


def load_json(text: str) -> Any:
    """Return what the JSON in *text* says.

    Raises:
        ImpossibleValueError: it is not JSON.
    """
    try:
        return json.loads(text)
    except (TypeError, ValueError) as error:
        raise ImpossibleValueError(f"{str(text)[:40]!r} is not JSON") from error


def load_texts(text: str) -> dict[str, str]:
    """Return the texts by name in the JSON *text*; there are thousands of such.

    Raises:
        ImpossibleValueError: it is not JSON, or something else.
    """
    try:
        return decode(text)  # type: ignore[no-any-return]
    except (TypeError, ValueError) as error:
        raise ImpossibleValueError(f"{str(text)[:40]!r} is not JSON of texts by name") from error


def to_seconds(when: datetime | None) -> int | None:
    """Return *when* in seconds since 1970."""
    return int(when.timestamp()) if when else None


def to_time(seconds: int) -> datetime:
    """Return the moment *seconds* after the start of 1970, in UTC.

    Raises:
        ImpossibleValueError: it is not such a number.
    """
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (TypeError, ValueError, OverflowError, OSError) as error:
        raise ImpossibleValueError(f"{seconds!r} is not a date") from error


def to_time_or_none(seconds: int | None) -> datetime | None:
    """Return the moment, or None where there is none."""
    return None if seconds is None else to_time(seconds)
