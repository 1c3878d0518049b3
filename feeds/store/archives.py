"""What is remembered of windows and archives: where each feed ends, and what its archive holds."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from feeds.model import Candidate, Cut, Grain, Volume, Window
from feeds.store import statements
from feeds.store.packing import to_seconds, to_time, to_time_or_none


class Archives:
    """The part of a store that `store.archives` is."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    # -- what changed

    def touch(self, issue: str) -> None:
        """Remember that something changed in *issue*: what it has may have to go into archives, or out of them."""
        self._db.execute(statements.TOUCH, {"issue": issue})

    def touch_ids(self, ids: Iterable[str]) -> None:
        """Remember that the entries with *ids* are in some feed no more."""
        rows = [(id,) for id in ids]
        self._db.executemany("INSERT OR IGNORE INTO touched SELECT issue FROM entries WHERE id = ?", rows)

    def settle(self) -> None:
        """Forget what changed: archives are as they should be."""
        self._db.execute("DELETE FROM touched")

    # -- windows

    def window(self, feed: str) -> Window | None:
        """Return what is remembered of the window of *feed*."""
        row = self._db.execute("SELECT rules, updated, cut, past FROM windows WHERE feed = ?", (feed,)).fetchone()
        if row is None:
            return None
        rules, updated, cut, left = row
        passed = None if cut is None else Cut(published=to_time(cut), left=frozenset(json.loads(left)))
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
        row = self._db.execute(statements.BY_ID, {"id": id, "now": to_seconds(now)}).fetchone()
        return to_candidate(row) if row else None

    # -- volumes

    def loose(
        self, feed: str, grain: Grain, now: datetime, until: datetime, topic: str, *, once: bool, touched: bool
    ) -> Iterator[Candidate]:
        """Return what *feed* may have had up to *until* and its archive has not, oldest first.

        With *touched* only entries of issues in which something changed.
        """
        query = statements.loose(grain, topic=bool(topic), once=once, touched=touched)
        values = {"feed": feed, "grain": grain, "now": to_seconds(now), "until": to_seconds(until), "topic": topic}
        return map(to_candidate, self._db.execute(query, values))

    def is_archived(self, feed: str, id: str) -> bool:
        """Return whether the archive of *feed* has the entry with *id*."""
        row = self._db.execute("SELECT 1 FROM archived WHERE id = ? AND feed = ?", (id, feed)).fetchone()
        return row is not None

    def add_volume(self, feed: str, period: str, ids: Sequence[str]) -> None:
        """Add a volume of *period* with the entries *ids*, newest first, to the archive of *feed*."""
        number, parts = self._db.execute(
            "SELECT coalesce(max(number), 0) + 1, total(name = :period OR name LIKE :parts) FROM volumes"
            " WHERE feed = :feed",
            {"feed": feed, "period": period, "parts": f"{period}-part-%"},
        ).fetchone()
        name = f"{period}-part-{int(parts) + 1}" if parts else period
        self._save_volume(feed, number, name, ids, {})

    def find_volume(self, feed: str, name: str, ids: Sequence[str], digests: Mapping[str, str]) -> None:
        """Add a volume that was published already, under its *name* and with the *digests* of its documents."""
        (count,) = self._db.execute("SELECT COUNT(*) FROM volumes WHERE feed = ?", (feed,)).fetchone()
        self._save_volume(feed, count + 1, name, ids, digests)

    def _save_volume(self, feed: str, number: int, name: str, ids: Sequence[str], digests: Mapping[str, str]) -> None:
        row = (feed, number, name, json.dumps(dict(digests)), json.dumps(list(ids)))
        self._db.execute("INSERT INTO volumes VALUES (?, ?, ?, NULL, ?, ?)", row)
        self._db.executemany("INSERT OR IGNORE INTO archived VALUES (?, ?, ?)", [(id, feed, number) for id in ids])

    def volumes(self, feed: str) -> list[Volume]:
        """Return the volumes of the archive of *feed*, the first one first."""
        rows = self._db.execute(
            "SELECT number, name, updated, digests FROM volumes WHERE feed = ? ORDER BY number", (feed,)
        )
        return [
            Volume(number=number, name=name, updated=to_time_or_none(updated), digests=json.loads(digests))
            for number, name, updated, digests in rows
        ]

    def entries_of(self, feed: str, number: int, now: datetime) -> list[Candidate]:
        """Return what the volume *number* of the archive of *feed* holds, newest first."""
        (ids,) = self._db.execute("SELECT ids FROM volumes WHERE feed = ? AND number = ?", (feed, number)).fetchone()
        found = (self.visible(id, now) for id in json.loads(ids))
        return [candidate for candidate in found if candidate]

    def save_digests(self, feed: str, number: int, digests: Mapping[str, str]) -> None:
        """Remember *digests*, by format, of the documents that a volume was written down in."""
        row = (json.dumps(dict(digests)), feed, number)
        self._db.execute("UPDATE volumes SET digests = ? WHERE feed = ? AND number = ?", row)

    def take_back(self, now: datetime) -> None:
        """Take what was withdrawn, or has expired, out of all archives; its volumes have to be written again."""
        for feed, number, id in self._db.execute(statements.TAKEN_BACK, {"now": to_seconds(now)}).fetchall():
            (text,) = self._db.execute(
                "SELECT ids FROM volumes WHERE feed = ? AND number = ?", (feed, number)
            ).fetchone()
            ids = json.dumps([one for one in json.loads(text) if one != id])
            self._db.execute(
                "UPDATE volumes SET ids = ?, updated = ?, digests = '{}' WHERE feed = ? AND number = ?",
                (ids, to_seconds(now), feed, number),
            )
            self._db.execute("DELETE FROM archived WHERE id = ? AND feed = ?", (id, feed))

    def rewrite_all(self) -> None:
        """Have every volume written again: its address is another."""
        self._db.execute("UPDATE volumes SET digests = '{}'")


def to_candidate(row: Sequence[Any]) -> Candidate:
    """Return the candidate in a *row* of a query for such."""
    id, issue, section, published, updated, revision, size, topics, authors, hosts, sections = row
    return Candidate(
        id=id,
        issue_key=issue,
        section_key=section,
        published=to_time(published),
        updated=to_time(updated),
        revision=f"{updated} {published} {revision}",
        size=size,
        topics=frozenset(topics.split()),
        authors=frozenset(authors.split("\n")),
        hosts=frozenset(hosts.split()),
        sections=() if sections is None else tuple(frozenset(names.split()) for names in sections.split("\n")),
    )
