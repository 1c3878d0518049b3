"""The memory of issues: their keys, ids and files, and which of their entries are published or withdrawn."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime

import orjson
from msgspec import Struct

from feeds.errors import FeedsError
from feeds.markup import to_text
from feeds.model import LostIssue, Memory, RecoveredIssue, Remembered, StampedIssue
from feeds.store import statements
from feeds.store.archives import Archives
from feeds.store.departures import Departures
from feeds.store.listings import Listings
from feeds.store.loading import Loader
from feeds.store.packing import to_seconds, to_time, to_time_or_none
from feeds.store.recovered import stamp_recovered
from feeds.store.rows import IssueRows, issue_rows
from feeds.store.topics import replace_topics


class Effect(Struct, frozen=True):
    """The consequences of a change of an issue in the store."""

    issues: frozenset[str] = frozenset()  # keys of those that archives have to look at
    restored: frozenset[str] = frozenset()  # ids of entries that their author put back
    listed: frozenset[str] = frozenset()  # keys of issues that lists show, or showed, otherwise: not only other words

    def __or__(self, other: Effect) -> Effect:
        return Effect(self.issues | other.issues, self.restored | other.restored, self.listed | other.listed)


#: Where nothing changed.
NO_EFFECT = Effect()


def join_effects(effects: Iterable[Effect]) -> Effect:
    """Return all *effects* as one; added one by one, those of a first build would take quadratic time."""
    every = list(effects)
    return Effect(
        frozenset().union(*[one.issues for one in every]),
        frozenset().union(*[one.restored for one in every]),
        frozenset().union(*[one.listed for one in every]),
    )


class Holder(Struct, frozen=True):
    """An issue that has an id, for itself or for an entry of it."""

    id: str
    key: str
    path: str  # of its post


class IssueMemory:
    """`store.issues`: the issues that posts became, and what was published of them."""

    def __init__(self, connection: sqlite3.Connection, loader: Loader) -> None:
        self._db, self._loader = connection, loader
        self._archives, self._departures = Archives(connection), Departures(connection)
        self._listings = Listings(connection)

    # -- keys, files and ids

    def keys(self) -> set[str]:
        """Return every key that was ever given to an issue."""
        return {key for (key,) in self._db.execute("SELECT key FROM issues")}

    def key_of_path(self, path: str) -> str | None:
        """Return the key of the issue at *path*, the live one if two were there."""
        row = self._db.execute(
            "SELECT key FROM issues WHERE path = ? ORDER BY withdrawn IS NOT NULL, key", (path,)
        ).fetchone()
        return str(row[0]) if row else None

    def any(self) -> bool:
        """Return whether a key was ever given to an issue."""
        return self._db.execute("SELECT 1 FROM issues LIMIT 1").fetchone() is not None

    def has(self, key: str) -> bool:
        """Return whether *key* was ever given to an issue."""
        return self._db.execute("SELECT 1 FROM issues WHERE key = ?", (key,)).fetchone() is not None

    def count_live(self) -> int:
        """Return how many issues were not withdrawn."""
        return int(self._db.execute("SELECT count(*) FROM issues WHERE withdrawn IS NULL").fetchone()[0])

    def live(self) -> list[tuple[str, str]]:
        """Return (key, path) of every issue that was not withdrawn, by path."""
        return self._db.execute(statements.LIVE).fetchall()

    def without_post(self, among: Collection[str] | None = None) -> list[str]:
        """Return the paths of the issues that were not withdrawn and at whose paths no post was read, in order.

        Only those *among* some paths are looked at, if such are given.
        """
        query = statements.WITHOUT_POST if among is None else statements.WITHOUT_POST_AMONG
        rows = self._db.execute(query, {"paths": json.dumps(sorted(among or ()))}).fetchall()
        return [path for key, path in rows if self.key_of_path(path) == key]

    def lost(self, paths: Mapping[str, object], among: Collection[str] | None = None) -> list[LostIssue]:
        """Return the issues whose file is not among *paths*, by key.

        Those *among* some other paths, and those that were withdrawn before, are all there are, if such are given.
        """
        query = statements.PLACES if among is None else statements.PLACES_AMONG
        rows = self._db.execute(query, {"paths": json.dumps(sorted(among or ()))}).fetchall()
        return [self._lost(key) for key, path in rows if path not in paths]

    def _lost(self, key: str) -> LostIssue:
        key, digest, title, when, path, number = self._db.execute(statements.PLACED, (key,)).fetchone()
        return LostIssue(key=key, digest=digest, title=title, published=to_time_or_none(when), path=path, number=number)

    def title_of(self, key: str) -> str:
        """Return the title that the issue with *key* had when it was last saved."""
        return str(self._db.execute("SELECT title FROM issues WHERE key = ?", (key,)).fetchone()[0])

    def holder_of(self, id: str) -> Holder | None:
        """Return the issue that has, or once had, *id*."""
        row = self._db.execute("SELECT id, key, path FROM issues WHERE id = ?", (id,)).fetchone()
        return Holder(*row) if row else None

    def other_holder(self, ids: Collection[str], key: str) -> Holder | None:
        """Return the issue, other than that with *key*, that has the first of *ids* which another one has."""
        values = {"ids": orjson.dumps(list(ids)).decode(), "key": key}
        row = self._db.execute(statements.OTHER_HOLDER, values).fetchone()
        return Holder(*row) if row else None

    def behind(self, moments: Mapping[str, datetime]) -> set[str]:
        """Return the ids, of those with *moments*, of entries that are not known, or have last changed before that."""
        values = {"moments": json.dumps([[id, to_seconds(moment)] for id, moment in moments.items()])}
        return {id for (id,) in self._db.execute(statements.BEHIND, values)}

    # -- what was published

    def is_out(self, key: str) -> bool:
        """Return whether the issue with *key* was ever in a feed."""
        row = self._db.execute("SELECT out FROM entries WHERE issue = ? AND section = ''", (key,)).fetchone()
        return bool(row and row[0])

    def own_date(self, key: str) -> datetime | None:
        """Return the date of the issue with *key*, as its post said when it was last read."""
        row = self._db.execute("SELECT published FROM issues WHERE key = ?", (key,)).fetchone()
        return to_time_or_none(row[0]) if row else None

    def is_any_out(self) -> bool:
        """Return whether any section is published that was not withdrawn."""
        return self._db.execute(statements.ANY_SECTION).fetchone() is not None

    def published_with(self, digest: str, hashes: Sequence[str]) -> Iterator[str]:
        """Yield the paths of the published issues with these bytes, then of those with exactly these sections.

        *digest* is that of a post, and *hashes* are those of all sections of an issue, in order; with none, there is
        nothing to compare.
        """
        for key, path in self._db.execute(statements.OF_BYTES, (digest,)).fetchall():
            if self._hashes_of(key):
                yield path
        values = {"hashes": json.dumps(sorted(set(hashes)))}
        for key, path in self._db.execute(statements.OF_SECTIONS, values).fetchall() if hashes else ():
            if self._hashes_of(key) == list(hashes):
                yield path

    def _hashes_of(self, key: str) -> list[str]:
        """Return the hashes of the published sections of an issue, in order."""
        return [hash for (hash,) in self._db.execute(statements.SECTION_HASHES, (key,))]

    def withdrawn_at(self, key: str) -> datetime | None:
        """Return when the issue with *key* was withdrawn, or None."""
        row = self._db.execute("SELECT withdrawn FROM issues WHERE key = ?", (key,)).fetchone()
        return to_time_or_none(row[0]) if row else None

    def memory_of(self, key: str) -> Memory | None:
        """Return what is known of the issue with *key*, for `revisions.stamp_issue`."""
        row = self._db.execute("SELECT id, digest FROM issues WHERE key = ?", (key,)).fetchone()
        if row is None:
            return None
        entries = tuple(
            Remembered(
                key=section, id=id, title=title, first_link=first_link, hash=digest, published=to_time(published),
                updated=to_time(updated), out=bool(out), withdrawn=bool(withdrawn),
                dropped=bool(dropped), completion=completion,
            )
            for section, id, title, first_link, digest, published, updated, out, withdrawn, dropped, completion
            in self._db.execute(statements.REMEMBERED, (key,))
        )  # fmt: skip
        return Memory(key=key, id=row[0], digest=row[1], entries=entries, text=lambda name: self.text_of(key, name))

    def text_of(self, key: str, section: str = "") -> str:
        """Return the words of the issue with *key*, or of one section, as they last were."""
        issue = self._loader.load(key)
        if not section:
            return to_text(issue.content)
        entry = issue.parts.get(section)
        return to_text(entry.content) if entry else ""

    # -- changes

    def save(self, issue: StampedIssue, now: datetime, *, edited: bool = True) -> Effect:
        """Remember *issue*; the sections and items that it no longer has are withdrawn.

        If the post was *edited*, its author withdrew them. Otherwise the issue was only cut
        differently, and no notice takes their place. What is remembered just so is not written, and has no effect.
        """
        rows = issue_rows(issue)
        if self._has(rows):
            return NO_EFFECT
        before = self._archives.related(issue.key)  # its links may change
        listed = self._listings.rows_of(issue.key)
        if edited:
            self._take_back(issue.key, ["", *issue.parts], now)
        self._loader.forget(issue.key)
        self._db.execute(statements.SAVE_ISSUE, rows.issue)
        self._withdraw_entries(issue.key, now, ["", *issue.parts])
        self._db.execute("DELETE FROM tags WHERE issue = ?", (issue.key,))
        self._db.executemany("INSERT INTO tags VALUES (?, ?)", rows.tags)
        self._db.executemany(statements.SAVE_ENTRY, rows.entries)
        replace_topics(self._db, issue.key, rows.topics)
        restored = self._departures.put_back(issue.key)
        is_listed_otherwise = listed != self._listings.rows_of(issue.key)
        return Effect(
            before | self._archives.related(issue.key),
            frozenset(restored),
            frozenset({issue.key} if is_listed_otherwise else ()),
        )

    def _has(self, rows: IssueRows) -> bool:
        """Return whether *rows* are all that is remembered of an issue, but for what was withdrawn."""
        key = (rows.key,)
        return (
            self._db.execute(statements.ISSUE_ROW, key).fetchone() == rows.issue
            and {*self._db.execute(statements.ENTRY_ROWS, key)} == {*rows.entries}
            and {*self._db.execute("SELECT * FROM tags WHERE issue = ?", key)} == {*rows.tags}
            and {*self._db.execute("SELECT * FROM topics WHERE issue = ?", key)} == {*rows.topics}
        )

    def add(self, issues: Sequence[IssueRows]) -> None:
        """Remember *issues* whose keys were never given before, all at once: there is nothing to look up or replace."""
        self._db.executemany(statements.ADD_ISSUE, [one.issue for one in issues])
        self._db.executemany(statements.ADD_ENTRY, [row for one in issues for row in one.entries])
        self._db.executemany("INSERT INTO tags VALUES (?, ?)", [row for one in issues for row in one.tags])
        self._db.executemany(statements.ADD_TOPIC, [row for one in issues for row in one.topics])

    def withdraw(self, key: str, now: datetime) -> Effect:
        """Take the issue with *key* out of every feed, as its author did; its ids stay taken."""
        related = self._archives.related(key)
        self._take_back(key, [], now)
        self._db.execute("UPDATE issues SET withdrawn = coalesce(withdrawn, ?) WHERE key = ?", (to_seconds(now), key))
        self._withdraw_entries(key, now)
        self._db.execute("DELETE FROM topics WHERE issue = ?", (key,))
        return Effect(related, listed=frozenset({key}))

    def vacate(self, path: str, key: str, now: datetime) -> Effect:
        """Withdraw any issue at *path* but that with *key*: another post was moved over its file."""
        effect = Effect()
        for (other,) in self._db.execute("SELECT key FROM issues WHERE path = ? AND key != ?", (path, key)).fetchall():
            effect |= self.withdraw(other, now)
            self._loader.forget(other)
            self._db.execute("UPDATE issues SET path = '' WHERE key = ?", (other,))
        return effect

    def move(self, places: Mapping[str, str], now: datetime) -> Effect:
        """Give issues other *places*: by key, the paths where their posts are now, and no other issue any more.

        How they were cut goes with them.
        """
        places = {key: path for key, path in places.items() if self.key_of_path(path) != key}
        for key in places:
            self._loader.forget(key)
            for statement in statements.MOVE_OUT:
                self._db.execute(statement, {"key": key})
        effect = Effect()
        for key, path in places.items():
            effect |= self.vacate(path, key, now)
            for statement in statements.MOVE_IN:
                self._db.execute(statement, {"key": key, "path": path})
        return effect

    def restore(self, recovered: RecoveredIssue, now: datetime) -> Effect:
        """Remember an issue that our feeds carry as if an earlier run had published it."""
        key = recovered.key
        effect = self.save(stamp_recovered(recovered), now)
        out = [(key, entry.key) for entry in recovered.entries]
        self._db.executemany("UPDATE entries SET out = 1 WHERE issue = ? AND section = ?", out)
        for gone in recovered.withdrawn:
            self._departures.restore(gone)
        if recovered.is_withdrawn:
            moment = max(gone.moment for gone in recovered.withdrawn)
            self._db.execute("UPDATE issues SET withdrawn = ? WHERE key = ?", (to_seconds(moment), key))
            self._withdraw_entries(key, moment)
        return effect

    def set_id(self, key: str, id: str) -> bool:
        """Give the issue with *key*, which is not published, another *id*; return whether it had another."""
        changed = self._db.execute("UPDATE issues SET id = ? WHERE key = ? AND id != ?", (id, key, id)).rowcount > 0
        if changed:
            self._loader.forget(key)
            self._db.execute("UPDATE entries SET id = ? WHERE issue = ? AND section = ''", (id, key))
        return changed

    def adopt(self, key: str, id: str, published: datetime, updated: datetime) -> None:
        """Give the entry with *key* an id and dates that subscribers know it by; its post is to be read again.

        Raises:
            FeedsError: another entry has the id.
        """
        issue, _, section = key.partition("/")
        holder = self._db.execute("SELECT issue || '/' || section FROM entries WHERE id = ?", (id,)).fetchone()
        if holder and holder[0] != f"{issue}/{section}":
            raise FeedsError(f"{id} is the id of {holder[0].rstrip('/')} already, and cannot be that of {key}, too")
        self._loader.forget(issue)
        values = (id, to_seconds(published), to_seconds(updated), to_seconds(published), issue, section)
        self._db.execute(statements.ADOPT, values)
        if not section:
            self._db.execute("UPDATE issues SET id = ? WHERE key = ?", (id, issue))
        self._db.execute("DELETE FROM posts WHERE path = (SELECT path FROM issues WHERE key = ?)", (issue,))

    def _withdraw_entries(self, key: str, moment: datetime, stays: Sequence[str] = ()) -> None:
        """Take what is not withdrawn yet of the issue with *key* out of every feed, but for what *stays*."""
        values = {"moment": to_seconds(moment), "issue": key, "stays": json.dumps(stays)}
        self._db.execute(statements.WITHDRAW_ENTRIES, values)

    def _take_back(self, key: str, stays: Sequence[str], now: datetime) -> None:
        """Remember that the author of the issue with *key* withdrew what was out of it, but for what *stays*."""
        gone = self._db.execute(statements.LEAVING, {"issue": key, "stays": json.dumps(stays)}).fetchall()
        if gone:
            issue = self._loader.load(key)
            rows = [(id, issue.parts.get(section, issue.whole).permalink) for section, id in gone]
            self._departures.withdraw(rows, now)
