"""Memory of entries that left feeds or were withdrawn."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import groupby
from operator import itemgetter

from feeds.model import EntryStatus, Withdrawal
from feeds.store import statements
from feeds.store.packing import to_seconds, to_time


class Departures:
    """Departed and withdrawn entries, as `store.departures`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    # -- withdrawn by authors

    def withdraw(self, rows: Iterable[tuple[str, str]], now: datetime) -> None:
        """Remember that authors withdrew entries at *now*; a row has id and permalink."""
        values = [(id, to_seconds(now), permalink) for id, permalink in rows]
        self._db.executemany("INSERT OR IGNORE INTO withdrawals VALUES (?, ?, ?)", values)

    def put_back(self, issue: str) -> tuple[str, ...]:
        """Forget the withdrawals of entries that the issue with this key has again, and return their ids."""
        query = "SELECT w.id FROM entries e JOIN withdrawals w ON w.id = e.id WHERE issue = ? AND withdrawn IS NULL"
        back = self._db.execute(query, (issue,)).fetchall()
        self._db.executemany("DELETE FROM withdrawals WHERE id = ?", back)
        return tuple(id for (id,) in back)

    def withdrawals(self, since: datetime) -> list[Withdrawal]:
        """Return the entries that authors withdrew after *since*, by id."""
        return self._withdrawals(statements.WITHDRAWN_BY_AUTHORS, {"since": to_seconds(since)})

    # -- withdrawn at all

    def all(self) -> list[Withdrawal]:
        """Return all published entries that were withdrawn, by key."""
        return self._withdrawals(statements.WITHDRAWN, {})

    def of_issues(self, keys: Iterable[str]) -> list[Withdrawal]:
        """Return the published entries of the issues with these *keys* that were withdrawn, by key."""
        return self._withdrawals(statements.WITHDRAWN_OF, {"issues": json.dumps(sorted(keys))})

    def _withdrawals(self, query: str, values: Mapping[str, object]) -> list[Withdrawal]:
        rows = self._db.execute(query, values).fetchall()
        left = self._feeds_left([row[0] for row in rows])
        return [
            Withdrawal(
                id=id, issue_id=issue_id, issue_key=key, section_key=section, grain=grain, title=title,
                permalink=permalink, published=to_time(published), updated=to_time(updated), hash=digest,
                moment=to_time(moment), by_author=bool(by_author), path=path, left=left.get(id, ()),
            )
            for id, issue_id, key, section, grain, title, permalink, published, updated, digest, moment, by_author, path
            in rows
        ]  # fmt: skip

    def _feeds_left(self, ids: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """Return the paths of the feeds that entries with *ids* have left, by id."""
        pairs = sorted((id, feed) for feed, moments in self.leavers(ids).items() for id in moments)
        return {id: tuple(feed for _, feed in own) for id, own in groupby(pairs, key=itemgetter(0))}

    def restore(self, gone: Withdrawal) -> None:
        """Remember that an entry in the store was withdrawn before the memory was lost."""
        query = "UPDATE entries SET withdrawn = ? WHERE issue = ? AND section = ?"
        self._db.execute(query, (to_seconds(gone.moment), gone.issue_key, gone.section_key))
        if gone.by_author:
            self.withdraw([(gone.id, gone.permalink)], gone.moment)
        for feed in gone.left:
            self.save_leavers(feed, [gone.id], (), gone.moment)

    # -- the status of entries

    def statuses(self, ids: Iterable[str], now: datetime) -> dict[str, EntryStatus]:
        """Return what is known of the entries with *ids*, by id."""
        source = "json_each(:ids) j JOIN entries e ON e.id = j.value"
        return self._statuses(source, {"now": to_seconds(now), "ids": json.dumps(sorted(ids))})

    def gone_at(self, now: datetime) -> dict[str, EntryStatus]:
        """Return what is known of the published entries that the run at *now* withdrew, by id."""
        source = "(SELECT * FROM entries WHERE withdrawn = :now AND out = 1 AND dropped = 0) e"
        return self._statuses(source, {"now": to_seconds(now)})

    def _statuses(self, source: str, values: Mapping[str, object]) -> dict[str, EntryStatus]:
        rows = self._db.execute(statements.STATUSES.format(source), values)
        return {
            id: EntryStatus(
                id=id, grain=grain, title=title, issue_key=issue, path=path, first_link=first_link, hash=digest,
                out=bool(out), absence=absence,
            )
            for id, grain, title, issue, path, first_link, digest, out, absence in rows
        }  # fmt: skip

    # -- departed from feeds

    def leavers(self, ids: Iterable[str]) -> dict[str, dict[str, datetime]]:
        """Return when entries with *ids* left feeds: by the path of the feed, then by id."""
        found: dict[str, dict[str, datetime]] = {}
        query = "SELECT l.feed, l.id, l.moment FROM json_each(?) j JOIN leavers l ON l.id = j.value"
        for feed, id, moment in self._db.execute(query, (json.dumps(sorted(ids)),)):
            found.setdefault(feed, {})[id] = to_time(moment)
        return found

    def save_leavers(self, feed: str, gone: Iterable[str], come: Iterable[str], now: datetime) -> None:
        """Remember that entries with the ids *gone* left the *feed*, and that those with the ids *come* are in it."""
        self._db.executemany("DELETE FROM leavers WHERE id = ? AND feed = ?", [(id, feed) for id in come])
        rows = [(id, feed, to_seconds(now)) for id in gone]
        self._db.executemany("INSERT OR IGNORE INTO leavers VALUES (?, ?, ?)", rows)
