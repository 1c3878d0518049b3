"""Write a copy of the memory down."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

import orjson

from feeds.backup.head import VERSION, id_of_part
from feeds.backup.values import Backup, KeptFeed
from feeds.digests import digest_of
from feeds.model import RecoveredEntry, RecoveredIssue, Withdrawal

_ABOUT = "Ids and dates of everything that was published. If the memory is damaged, they are recovered from here."


def dump(backup: Backup, mark: str) -> bytearray:
    """Return *backup* as JSON; *mark* is what `mark_of` returns of that.

    It is made in one place: of 20,000 issues it has 30 MB, and copies of that would be the peak of a build.
    """
    written = bytearray()
    for line in _lines(backup):
        written += line
        written += b"\n"
    del written[-1:]
    head = {"about": _ABOUT, "version": VERSION, "mark": mark, "digest": digest_of(written)}
    written[:0] = _json(head)[:-1] + b",\n"
    return written


def _lines(backup: Backup) -> Iterator[bytes]:
    endings = {one.feed: {"name": one.name, "ended": _written(one.moment)} for one in backup.endings}
    tag_topics = {one.key: {"slug": one.slug, "title": one.title} for one in backup.tag_topics}
    yield b'"authority": %b,' % _json(backup.authority)
    yield b'"names": %b,' % _json(dict(backup.names))
    yield b'"tag_topics": %b,' % _json(tag_topics)
    yield b'"endings": %b,' % _json(endings)
    yield b'"feeds": {'
    yield from _members((one.path, _feed_values(one)) for one in backup.feeds)
    yield b'"issues": {'
    yield from _members(((one.key, _issue_values(one)) for one in backup.issues), end=b"}}")


def _members(values: Iterable[tuple[str, Any]], end: bytes = b"},") -> Iterator[bytes]:
    """Yield the lines of an object; the values of 20,000 issues at once would take 100 MB."""
    before = b""
    for key, value in values:
        if before:
            yield before + b","
        before = b"%b: %b" % (_json(key), _json(value))
    if before:
        yield before
    yield end


def _json(value: Any) -> bytes:
    return orjson.dumps(value)


def _feed_values(feed: KeptFeed) -> dict[str, Any]:
    window = feed.window
    values: dict[str, Any] = {"entries": feed.carried}
    if window:
        cut = window.cut
        values |= {"updated": _written(window.updated), "rules": window.rules}
        values |= {"ends": _written(cut.published), "left": sorted(cut.left)} if cut else {}
    return values


def _issue_values(issue: RecoveredIssue) -> dict[str, Any]:
    values: dict[str, Any] = {"id": issue.id, "path": issue.path}
    values["entries"] = {one.key: _entry_values(one, issue.id) for one in issue.entries}
    if issue.withdrawn:
        values["withdrawn"] = {one.section_key: _withdrawal_values(one) for one in issue.withdrawn}
    return values


def _entry_values(entry: RecoveredEntry, issue_id: str) -> dict[str, str]:
    """Return what is written of *entry*, without what follows from the rest."""
    values = {
        "id": "" if entry.id == id_of_part(issue_id, entry.key) else entry.id,
        "title": entry.title,
        "link": entry.first_link,
        "hash": entry.hash,
        "published": _written(entry.published),
        "updated": "" if entry.updated == entry.published else _written(entry.updated),
    }
    return {name: value for name, value in values.items() if value}


def _withdrawal_values(one: Withdrawal) -> dict[str, Any]:
    return {
        "moment": _written(one.moment), "by_author": one.by_author, "permalink": one.permalink, "left": one.left,
    }  # fmt: skip


def _written(moment: datetime) -> str:
    """Return *moment*, which is in UTC, as RFC 3339 has it."""
    return moment.isoformat().replace("+00:00", "Z")
