"""The memory of windows and archives: where each feed ends, and the entries of its volumes."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct

from feeds.model import Candidate, Cut, Grain, Loose, NewVolume, Shelved, Slot, Volume, Window
from feeds.store import feed_statements
from feeds.store.packing import load_json, load_texts, to_seconds, to_time, to_time_or_none

_UNWRITTEN = "(SELECT json_group_object(key, '') FROM json_each(digests))"  # every document is to be written


class Archived(Struct, frozen=True, kw_only=True):
    """An entry in a volume of the archive of a feed."""

    feed: str  # its path
    volume: int
    id: str


class Archives:
    """`store.archives`: the windows of feeds, and the volumes of their archives."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    # -- which issues archives have to look at

    def related(self, issue: str) -> frozenset[str]:
        """Return *issue*, and the issues that have, after it, the earliest item with a link of one of its items.

        Of items with the same first link a feed with `once` carries that of the earliest issue. So when
        *issue* changes, another issue may come to have it, or lose it.
        """
        return frozenset(
            key for (key,) in self._db.execute(feed_statements.RELATED, {"issue": issue}) if key is not None
        )

    def moved_by_time(self, now: datetime) -> frozenset[str]:
        """Return the issues of which something comes due at *now*, or has expired and is still in an archive."""
        return frozenset(key for (key,) in self._db.execute(feed_statements.MOVED_BY_TIME, {"now": to_seconds(now)}))

    def issues_of(self, ids: Iterable[str]) -> frozenset[str]:
        """Return the issues of the entries with *ids*."""
        query = "SELECT DISTINCT e.issue FROM json_each(?) j JOIN entries e ON e.id = j.value"
        return frozenset(key for (key,) in self._db.execute(query, (json.dumps(sorted(ids)),)))

    # -- windows

    def window(self, feed: str) -> Window | None:
        """Return what is remembered of the window of *feed*."""
        row = self._db.execute("SELECT rules, updated, cut, past FROM windows WHERE feed = ?", (feed,)).fetchone()
        if row is None:
            return None
        rules, updated, cut, left = row
        passed = None if cut is None else Cut(published=to_time(cut), left=frozenset(load_json(left)))
        return Window(rules=rules, updated=to_time(updated), cut=passed)

    def save_window(self, feed: str, window: Window) -> None:
        cut = window.cut
        values = (to_seconds(cut.published), json.dumps(sorted(cut.left))) if cut else (None, "[]")
        row = (feed, window.rules, to_seconds(window.updated), *values)
        self._db.execute("INSERT OR REPLACE INTO windows VALUES (?, ?, ?, ?, ?)", row)

    def start_over(self) -> None:
        """Forget where feeds ended, and all of their archives."""
        for table in ("windows", "volumes", "archived"):
            self._db.execute(f"DELETE FROM {table}")  # noqa: S608 - names of ours

    def visible(self, id: str, now: datetime) -> Candidate | None:
        """Return the entry with *id*, unless it is withdrawn, dropped, not due or expired."""
        row = self._db.execute(feed_statements.BY_ID, {"id": id, "now": to_seconds(now)}).fetchone()
        return to_candidate(row) if row else None

    # -- volumes

    def loose(
        self,
        feed: str,
        grain: Grain,
        now: datetime,
        until: datetime,
        topic: str,
        *,
        once: bool,
        issues: Collection[str] | None = None,
    ) -> Iterator[Candidate]:
        """Return what *feed* may have had up to *until* and its archive has not, oldest first.

        With *issues* only entries of these.
        """
        query = feed_statements.loose(grain, topic=bool(topic), once=once, some=issues is not None)
        values = {"feed": feed, "grain": grain, "now": to_seconds(now), "until": to_seconds(until), "topic": topic}
        some = {} if issues is None else {"issues": json.dumps(sorted(issues))}
        return map(to_candidate, self._db.execute(query, values | some))

    def all_loose(
        self, feed: str, grain: Grain, now: datetime, until: datetime, topic: str, *, once: bool
    ) -> Iterator[Loose]:
        """Return the same for a *feed* that takes all entries of the *grain*, or with *topic* all of these."""
        query = feed_statements.loose(grain, topic=bool(topic), once=once, few=True)
        values = {"feed": feed, "grain": grain, "now": to_seconds(now), "until": to_seconds(until), "topic": topic}
        return (Loose(id, to_time(published), size) for id, published, size in self._db.execute(query, values))

    def is_archived(self, feed: str, id: str) -> bool:
        """Return whether the archive of *feed* has the entry with *id*."""
        row = self._db.execute("SELECT 1 FROM archived WHERE id = ? AND feed = ?", (id, feed)).fetchone()
        return row is not None

    def add_volume(self, feed: str, new: NewVolume) -> None:
        """Add a *new* volume to the archive of *feed*."""
        number, ids = new.volume.number, json.dumps(new.ids)
        row = (feed, number, new.volume.name, json.dumps(dict(new.volume.digests)), ids)
        self._db.execute("INSERT INTO volumes VALUES (?, ?, ?, NULL, ?, ?)", row)
        self._db.execute("INSERT OR IGNORE INTO archived SELECT value, ?, ? FROM json_each(?)", (feed, number, ids))

    def volumes(self, feed: str) -> list[Volume]:
        """Return the volumes of the archive of *feed*, the first one first."""
        rows = self._db.execute(
            "SELECT number, name, updated, digests FROM volumes WHERE feed = ? ORDER BY number", (feed,)
        )
        return [
            Volume(number=number, name=name, updated=to_time_or_none(updated), digests=load_texts(digests))
            for number, name, updated, digests in rows
        ]

    def entries_of(self, feed: str, number: int, now: datetime) -> list[Shelved]:
        """Return what the volume *number* of the archive of *feed* holds, newest first."""
        values = {"feed": feed, "number": number, "now": to_seconds(now)}
        return [
            Shelved(id=id, issue_key=issue, section_key=section)
            for id, issue, section in self._db.execute(feed_statements.IN_VOLUME, values)
        ]

    def save_digests(self, feed: str, number: int, digests: Mapping[str, str]) -> None:
        """Remember *digests*, by format, of the documents that a volume was written down in."""
        row = (json.dumps(dict(digests)), feed, number)
        self._db.execute("UPDATE volumes SET digests = ? WHERE feed = ? AND number = ?", row)

    def outdated(self, issues: Collection[str], now: datetime) -> list[Archived]:
        """Return which entries of *issues* are in an archive though they are withdrawn, or have expired."""
        values = {"issues": json.dumps(sorted(issues)), "now": to_seconds(now)}
        rows = self._db.execute(feed_statements.OUTDATED_IN_ARCHIVES, values)
        return [Archived(feed=feed, volume=number, id=id) for feed, number, id in rows]

    def remove(self, entries: Iterable[Archived], now: datetime) -> None:
        """Take *entries* out of their volumes, which then have to be written again."""
        for one in entries:
            place = (one.feed, one.volume)
            (text,) = self._db.execute("SELECT ids FROM volumes WHERE feed = ? AND number = ?", place).fetchone()
            ids = json.dumps([id for id in load_json(text) if id != one.id])
            self._db.execute(
                f"UPDATE volumes SET ids = ?, updated = ?, digests = {_UNWRITTEN} WHERE feed = ? AND number = ?",  # noqa: S608
                (ids, to_seconds(now), *place),
            )
            self._db.execute("DELETE FROM archived WHERE id = ? AND feed = ?", (one.id, one.feed))

    def forget_digests(self) -> None:
        """Have every volume written again: its address has changed."""
        self._db.execute(f"UPDATE volumes SET digests = {_UNWRITTEN}")  # noqa: S608


def to_candidate(row: Sequence[Any]) -> Candidate:
    """Return the candidate in a *row* of a query for such."""
    id, issue, section, published, updated, revision, size, topics, authors, hosts, language, sections = row
    moment = to_time(published)
    return Candidate(
        id=id,
        issue_key=issue,
        section_key=section,
        published=moment,
        updated=moment if updated == published else to_time(updated),  # most were never edited
        revision=f"{updated} {published} {revision}",  # `to_slot` reads it
        size=size,
        language=language,
        topic_names=topics,
        author_names=authors,
        host_names=hosts,
        section_topics=sections,
    )


def to_slot(id: str, revision: str) -> Slot:
    """Return the entry with *id* as a feed has it that carries it as a candidate with this *revision*.

    Raises:
        ValueError: it is the revision of something else.
    """
    updated, published, _ = revision.split(" ", 2)
    moment = to_time(int(published))
    return Slot(
        id=id,
        published=moment,
        updated=moment if updated == published else to_time(int(updated)),
        revision=revision,
    )
