"""What is remembered of entries that left feeds, or were taken back."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from datetime import datetime

from feeds.errors import Where
from feeds.model import Departure, Entry, Origin, Standing, Withdrawal
from feeds.store import statements
from feeds.store.packing import to_seconds, to_time


class Departures:
    """The part of a store that `store.departures` is."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    # -- what authors took back

    def withdraw(self, rows: Iterable[tuple[str, str]], now: datetime) -> None:
        """Remember that authors withdrew entries at *now*: (id, permalink)."""
        values = [(id, to_seconds(now), permalink) for id, permalink in rows]
        self._db.executemany("INSERT OR IGNORE INTO withdrawals VALUES (?, ?, ?)", values)

    def put_back(self, issue: str) -> frozenset[str]:
        """Forget that what the issue with this key has was ever withdrawn; return the ids that were."""
        query = "SELECT w.id FROM entries e JOIN withdrawals w ON w.id = e.id WHERE issue = ? AND withdrawn IS NULL"
        back = self._db.execute(query, (issue,)).fetchall()
        self._db.executemany("DELETE FROM withdrawals WHERE id = ?", back)
        return frozenset(id for (id,) in back)

    def withdrawals(self, since: datetime) -> list[Withdrawal]:
        """Return what authors withdrew after *since*, by id."""
        return [
            Withdrawal(
                id=id, grain=grain, issue_key=issue, section_key=section, position=position, title=title,
                permalink=permalink, published=to_time(published), moment=to_time(moment),
            )
            for id, grain, issue, section, position, title, permalink, published, moment in self._db.execute(
                statements.WITHDRAWALS, (to_seconds(since),)
            )
        ]  # fmt: skip

    # -- everything that was taken back

    def all(self) -> list[tuple[Entry, Departure]]:
        """Return what was out and was taken back, without its words, and how, by key."""
        rows = self._db.execute(statements.WITHDRAWN).fetchall()
        left: dict[str, list[str]] = {}
        for feed, ids in self.leavers([row[0] for row in rows]).items():
            for id in ids:
                left.setdefault(id, []).append(feed)
        return [
            (
                Entry(
                    id=id, issue_id=issue_id, key=f"{key}/{section}" if section else key, kind=grain, position=0,
                    title="", permalink="", origin=Origin(title="", permalink="", where=Where(path)),
                    published=to_time(published), updated=to_time(updated), hash=digest,
                ),
                Departure(moment=to_time(moment), by_author=bool(by_author), feeds=tuple(sorted(left.get(id, ())))),
            )
            for id, issue_id, key, section, grain, published, updated, digest, path, moment, by_author in rows
        ]  # fmt: skip

    def restore(self, id: str, issue: str, section: str, permalink: str, departure: Departure) -> None:
        """Remember of an entry in the store that it was taken back before the memory was lost."""
        moment = to_seconds(departure.moment)
        query = "UPDATE entries SET withdrawn = ? WHERE issue = ? AND section = ?"
        self._db.execute(query, (moment, issue, section))
        if departure.by_author:
            self.withdraw([(id, permalink)], departure.moment)
        for feed in departure.feeds:
            self.save_leavers(feed, [id], (), departure.moment)

    # -- where entries stand

    def standings(self, ids: Iterable[str], now: datetime) -> dict[str, Standing]:
        """Return what is known of the entries with *ids*, by id."""
        source = "json_each(:ids) j JOIN entries e ON e.id = j.value"
        return self._standings(source, {"now": to_seconds(now), "ids": json.dumps(sorted(ids))})

    def gone_at(self, now: datetime) -> dict[str, Standing]:
        """Return what was in feeds and is withdrawn since the run at *now*, by id."""
        source = "(SELECT * FROM entries WHERE withdrawn = :now AND out = 1 AND dropped = 0) e"
        return self._standings(source, {"now": to_seconds(now)})

    def _standings(self, source: str, values: Mapping[str, object]) -> dict[str, Standing]:
        rows = self._db.execute(statements.STANDINGS.format(source), values)
        return {
            id: Standing(
                id=id, grain=grain, title=title, issue_key=issue, path=path, first_link=first_link, hash=digest,
                out=bool(out), dropped=bool(dropped), expired=bool(expired), withdrawn=bool(withdrawn),
                by_author=bool(by_author),
            )
            for id, grain, title, issue, path, first_link, digest, out, dropped, expired, withdrawn, by_author in rows
        }  # fmt: skip

    # -- which feeds they left

    def leavers(self, ids: Iterable[str]) -> dict[str, dict[str, datetime]]:
        """Return from which feeds those of *ids* that left any have gone: feed to id to when."""
        found: dict[str, dict[str, datetime]] = {}
        query = "SELECT l.feed, l.id, l.moment FROM json_each(?) j JOIN leavers l ON l.id = j.value"
        for feed, id, moment in self._db.execute(query, (json.dumps(sorted(ids)),)):
            found.setdefault(feed, {})[id] = to_time(moment)
        return found

    def save_leavers(self, feed: str, gone: Iterable[str], come: Iterable[str], now: datetime) -> None:
        """Remember that entries have *gone* from the *feed*, or *come* (back) into it."""
        self._db.executemany("DELETE FROM leavers WHERE id = ? AND feed = ?", [(id, feed) for id in come])
        rows = [(id, feed, to_seconds(now)) for id in gone]
        self._db.executemany("INSERT OR IGNORE INTO leavers VALUES (?, ?, ?)", rows)
