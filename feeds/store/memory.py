"""What is recalled and remembered.

Two kinds of things are in the file. Memory (ids, dates, what was out) is what subscribers
rely on. The rest (parsed entries, topics, what was rendered) could be made anew from the
posts and is kept so that work is proportional to change.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from feeds.errors import FeedsError
from feeds.markup import to_text
from feeds.model import (
    Candidate,
    Dates,
    Entry,
    Grain,
    LostIssue,
    Memory,
    Remembered,
    Restored,
    StampedIssue,
)
from feeds.store import statements
from feeds.store.archives import Archives, to_candidate
from feeds.store.departures import Departures
from feeds.store.habits import HabitMemory
from feeds.store.marks import Marks
from feeds.store.packing import (
    StampRow,
    entry_row,
    hosts_of,
    pack,
    pack_origin,
    pack_whole,
    to_seconds,
    to_time,
    to_time_or_none,
    topics_mark,
    unpack_issue,
)
from feeds.store.posts import PostMemory
from feeds.store.printed import PrintMemory
from feeds.store.topics import TopicMemory
from feeds.store.web import Web

#: How long Atom says that an entry is deleted.
TOMBSTONE = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change of an issue in the store leads to."""

    issues: frozenset[str] = frozenset()  # keys of those that archives have to look at
    restored: frozenset[str] = frozenset()  # ids of entries that their author put back

    def __or__(self, other: Effect) -> Effect:
        return Effect(self.issues | other.issues, self.restored | other.restored)


@dataclass(frozen=True, slots=True)
class Holder:
    """An issue that has an id, for itself or for an entry of it."""

    id: str
    key: str
    path: str  # of its post


#: Where nothing changed.
NO_EFFECT = Effect()


class Store:
    """The memory of one site. Use `open_store`; everything happens in its transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = self.connection = connection
        self._issues: dict[str, tuple[Entry, dict[str, Entry]]] = {}  # loaded in this run
        self.posts = PostMemory(connection)
        self.printed = PrintMemory(connection)
        self.archives = Archives(connection)
        self.web = Web(connection)
        self.departures = Departures(connection)
        self.habits = HabitMemory(connection)
        self.topics = TopicMemory(connection)
        self.marks = Marks(connection)

    # -- issues

    def issue_keys(self) -> set[str]:
        """Return every key that was ever given to an issue."""
        return {key for (key,) in self._db.execute("SELECT key FROM issues")}

    def key_of_path(self, path: str) -> str | None:
        """Return the key of the issue at *path*, the live one if two were there."""
        row = self._db.execute(
            "SELECT key FROM issues WHERE path = ? ORDER BY withdrawn IS NOT NULL, key", (path,)
        ).fetchone()
        return str(row[0]) if row else None

    def withdrawn_at(self, key: str) -> datetime | None:
        """Return when the issue with *key* was withdrawn, or None."""
        row = self._db.execute("SELECT withdrawn FROM issues WHERE key = ?", (key,)).fetchone()
        return to_time_or_none(row[0]) if row else None

    def key_exists(self, key: str) -> bool:
        """Return whether there is, or was, an issue with *key*."""
        return self._db.execute("SELECT 1 FROM issues WHERE key = ?", (key,)).fetchone() is not None

    def is_out(self, key: str) -> bool:
        """Return whether the issue with *key* was ever in a feed."""
        row = self._db.execute("SELECT out FROM entries WHERE issue = ? AND section = ''", (key,)).fetchone()
        return bool(row and row[0])

    def holder_of(self, id: str) -> Holder | None:
        """Return the issue that has, or once had, *id*."""
        row = self._db.execute("SELECT id, key, path FROM issues WHERE id = ?", (id,)).fetchone()
        return Holder(*row) if row else None

    def other_holder(self, ids: Collection[str], key: str) -> Holder | None:
        """Return the issue, other than that with *key*, that has the first of *ids* which another one has."""
        row = self._db.execute(statements.OTHER_HOLDER, {"ids": json.dumps(list(ids)), "key": key}).fetchone()
        return Holder(*row) if row else None

    def lost_issues(self, paths: Mapping[str, object]) -> list[LostIssue]:
        """Return the issues whose file is not among *paths*, by key."""
        return [
            LostIssue(
                key=key, digest=digest, title=title, published=to_time_or_none(when), path=path, number=number
            )
            for key, digest, title, when, path, number in self._db.execute(statements.PLACES)
            if path not in paths
        ]  # fmt: skip

    def memory_of(self, key: str) -> Memory | None:
        """Return what is known of the issue with *key*, for `revisions.stamp_issue`."""
        row = self._db.execute("SELECT id, digest FROM issues WHERE key = ?", (key,)).fetchone()
        if row is None:
            return None
        found = self._db.execute(
            "SELECT section, id, title, first_link, hash, published, updated, out, withdrawn IS NOT NULL"
            " FROM entries WHERE issue = ? ORDER BY position, section",
            (key,),
        )
        entries = tuple(
            Remembered(
                key=section, id=id, title=title, first_link=first_link, hash=digest, published=to_time(published),
                updated=to_time(updated), out=bool(out), withdrawn=bool(withdrawn),
            )
            for section, id, title, first_link, digest, published, updated, out, withdrawn in found
        )  # fmt: skip
        return Memory(key=key, id=row[0], digest=row[1], entries=entries, text=lambda name: self.text_of(key, name))

    def text_of(self, key: str, section: str = "") -> str:
        """Return the words of the issue with *key*, or of one section, as they last were."""
        whole, parts = self._load(key)
        entry = parts.get(section) if section else whole
        return to_text(entry.content) if entry else ""

    def save_issue(self, issue: StampedIssue, now: datetime, *, edited: bool = True) -> Effect:
        """Remember *issue*; the sections and items that it no longer has are withdrawn.

        If the post was *edited*, its author withdrew them. Otherwise the issue was only cut
        differently, and no notice takes their place.
        """
        before = self.archives.related(issue.key)  # its links may change
        if edited:
            self._take_back(issue.key, ["", *issue.parts], now)
        self._issues.pop(issue.key, None)
        packed = {key: pack(part) for key, part in issue.parts.items()}
        common, own = pack_origin(issue.whole.origin), pack_whole(issue.whole)
        parts = ",".join(f"[{json.dumps(key)},{text}]" for key, text in packed.items())
        sections = ",".join(f"[{json.dumps(key)},{text}]" for key, text in packed.items() if "/" not in key)
        row = (
            issue.key,
            issue.whole.id,
            issue.path,
            issue.digest,
            issue.title,
            to_seconds(issue.published),
            f"[{common},{own},[{parts}]]",
        )
        self._db.execute(statements.SAVE_ISSUE, row)
        self._db.execute(
            "UPDATE entries SET withdrawn = coalesce(withdrawn, ?) WHERE issue = ?", (to_seconds(now), issue.key)
        )
        self.topics.save_tags(issue.key, issue.whole.origin.tags)
        rows = [entry_row(issue, "", issue.whole, common + own + sections)]
        rows += [entry_row(issue, key, part, common + packed[key]) for key, part in issue.parts.items()]
        self._db.executemany(statements.SAVE_ENTRY, rows)
        restored = self.departures.put_back(issue.key)
        self._index_topics(issue.key, issue.parts)
        return Effect(before | self.archives.related(issue.key), restored)

    def set_dates(self, key: str, dates: Mapping[str, Dates]) -> None:
        """Give the entries of the issue with *key* other *dates*, by section key."""
        self._issues.pop(key, None)
        rows = [(to_seconds(one.published), to_seconds(one.updated), key, name) for name, one in dates.items()]
        self._db.executemany("UPDATE entries SET published = ?, updated = ? WHERE issue = ? AND section = ?", rows)
        self._db.executemany(
            "UPDATE topics SET published = ? WHERE issue = ? AND section = ?",
            [(published, key, name) for published, _, key, name in rows],
        )

    def restore(self, restored: Restored, now: datetime) -> Effect:
        """Remember an issue that our feeds told of; no post was read yet, so its digest is "".

        Where its post is not known, its key stands for the path.
        """
        issue = restored.issue
        effect = self.save_issue(issue if issue.path else replace(issue, path=issue.key), now)
        out = [(issue.key, key) for key in restored.out]
        self._db.executemany("UPDATE entries SET out = 1 WHERE issue = ? AND section = ?", out)
        entries = {"": issue.whole, **issue.parts}
        for key, departure in restored.withdrawn.items():
            self.departures.restore(entries[key].id, issue.key, key, entries[key].permalink, departure)
        if restored.gone:
            moment = to_seconds(max(departure.moment for departure in restored.withdrawn.values()))
            self._db.execute("UPDATE issues SET withdrawn = ? WHERE key = ?", (moment, issue.key))
            query = "UPDATE entries SET withdrawn = coalesce(withdrawn, ?) WHERE issue = ?"
            self._db.execute(query, (moment, issue.key))
        return effect

    def adopt(self, key: str, id: str, published: datetime, updated: datetime) -> None:
        """Give the entry with *key* an id and dates that subscribers know it by; its post is to be read again.

        Raises:
            FeedsError: another entry has the id.
        """
        issue, _, section = key.partition("/")
        holder = self._db.execute("SELECT issue || '/' || section FROM entries WHERE id = ?", (id,)).fetchone()
        if holder and holder[0] != f"{issue}/{section}":
            raise FeedsError(f"{id} is the id of {holder[0].rstrip('/')} already, and cannot be that of {key}, too")
        self._issues.pop(issue, None)
        values = (id, to_seconds(published), to_seconds(updated), to_seconds(published), issue, section)
        self._db.execute(
            "UPDATE entries SET id = ?, published = ?, updated = ?, due = min(due, ?), out = 1"
            " WHERE issue = ? AND section = ?",
            values,
        )
        if not section:
            self._db.execute("UPDATE issues SET id = ? WHERE key = ?", (id, issue))
        self._db.execute("DELETE FROM posts WHERE path = (SELECT path FROM issues WHERE key = ?)", (issue,))

    def is_new(self) -> bool:
        """Return whether nothing is remembered: this is a first run, or the memory was lost."""
        return not any(
            self._db.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone()  # noqa: S608 - names of ours
            for table in ("issues", "posts", "meta")
        )

    def withdraw_issue(self, key: str, now: datetime) -> Effect:
        """Take the issue with *key* out of every feed, as its author did; its ids stay taken."""
        related = self.archives.related(key)
        self._take_back(key, [], now)
        self._db.execute("UPDATE issues SET withdrawn = coalesce(withdrawn, ?) WHERE key = ?", (to_seconds(now), key))
        self._db.execute(
            "UPDATE entries SET withdrawn = coalesce(withdrawn, ?) WHERE issue = ?", (to_seconds(now), key)
        )
        self._db.execute("DELETE FROM topics WHERE issue = ?", (key,))
        return Effect(related)

    def _take_back(self, key: str, stays: Sequence[str], now: datetime) -> None:
        """Remember that the author of the issue with *key* withdrew what was out of it, but for what *stays*."""
        gone = self._db.execute(statements.LEAVING, {"issue": key, "stays": json.dumps(stays)}).fetchall()
        if gone:
            whole, parts = self._load(key)
            self.departures.withdraw([(id, parts.get(section, whole).permalink) for section, id in gone], now)

    def vacate(self, path: str, key: str, now: datetime) -> Effect:
        """Withdraw any issue at *path* but that with *key*: another post was moved over its file."""
        effect = Effect()
        for (other,) in self._db.execute("SELECT key FROM issues WHERE path = ? AND key != ?", (path, key)).fetchall():
            effect |= self.withdraw_issue(other, now)
            self._db.execute("UPDATE issues SET path = '' WHERE key = ?", (other,))
        return effect

    def live_issues(self) -> list[tuple[str, str]]:
        """Return (key, path) of every issue that was not withdrawn, by path."""
        return self._db.execute("SELECT key, path FROM issues WHERE withdrawn IS NULL ORDER BY path").fetchall()

    def whole_of(self, key: str) -> Entry:
        """Return the entry of the whole issue with *key*."""
        return self._load(key)[0]

    def issue_of(self, key: str) -> tuple[Entry, dict[str, Entry]]:
        """Return the issue with *key* as a whole, and its sections and then its items by their keys."""
        return self._load(key)

    def sections_of(self, key: str) -> dict[str, Entry]:
        """Return the sections of the issue with *key* by section key, in reading order."""
        return {name: part for name, part in self._load(key)[1].items() if part.kind == "section"}

    def parts_of(self, key: str) -> dict[str, Entry]:
        """Return the sections and then the items of the issue with *key* by their keys, in reading order."""
        return self._load(key)[1]

    def save_topics(self, key: str, whole: Entry, parts: Mapping[str, Entry]) -> None:
        """Remember other topics of the issue with *key* and of its *parts* by their keys, and to whom they link.

        Entries stay as they are written, whatever links they are given with.
        """
        self._issues.pop(key, None)
        linking = replace(whole, links=(*whole.links, *(link for part in parts.values() for link in part.links)))
        changes = [("", linking), *parts.items()]
        self._db.executemany(
            "UPDATE entries SET topics = ?, hosts = ?, revision = substr(revision, 1, 16) || ?"
            " WHERE issue = ? AND section = ?",
            [
                (" ".join(entry.topics), hosts_of(entry), topics_mark(entry.topics), key, section)
                for section, entry in changes
            ],
        )
        self._index_topics(key, parts)

    def _index_topics(self, key: str, parts: Mapping[str, Entry]) -> None:
        self._db.execute("DELETE FROM topics WHERE issue = ?", (key,))
        rows = [
            (topic, to_seconds(part.published), part.position, key, name)
            for name, part in parts.items()
            if not part.dropped
            for topic in part.topics
        ]
        if rows:
            self._db.executemany("INSERT INTO topics VALUES (?, ?, ?, ?, ?)", rows)

    # -- what feeds carry

    def freeze_due(self, now: datetime) -> None:
        """Remember that what is due at *now* is published, which freezes its dates."""
        query = "UPDATE entries SET out = 1 WHERE out = 0 AND due <= ? AND withdrawn IS NULL"
        self._db.execute(query, (to_seconds(now),))

    def next_moment(self, now: datetime, notice: timedelta) -> datetime | None:
        """Return when after *now* something comes or goes by itself, or None.

        That is an issue, a *notice*, which is shown for so long, or the tombstone that follows it in Atom.
        """
        periods = {"notice": int(notice.total_seconds()), "tombstone": int(TOMBSTONE.total_seconds())}
        row = self._db.execute(statements.NEXT_MOMENT, {"now": to_seconds(now), **periods}).fetchone()
        return to_time_or_none(row[0])

    def newest_first(self, grain: Grain, now: datetime, topic: str = "", *, once: bool = False) -> Iterator[Candidate]:
        """Return what a feed may carry at *now*, newest first, in reading order within an issue.

        As items come the sections that have none, too; with *once* no item whose first
        link an item of an earlier issue has.
        """
        values = {"now": to_seconds(now), "topic": topic, "grain": grain}
        rows = self._db.execute(statements.newest_first(grain, topic=bool(topic), once=once), values)
        return map(to_candidate, rows)

    def candidates(self, ids: Iterable[str]) -> list[Candidate]:
        """Return what selection needs to know of the entries with *ids*, but for those that are gone."""
        return list(map(to_candidate, self._db.execute(statements.CANDIDATES, {"ids": json.dumps(sorted(ids))})))

    def load(self, candidate: Candidate) -> Entry:
        """Return the entry of *candidate*, whole."""
        whole, parts = self._load(candidate.issue_key)
        return parts[candidate.section_key] if candidate.section_key else whole

    def all_entries(self, now: datetime) -> Iterator[tuple[str, Entry, tuple[Entry, ...]]]:
        """Yield each issue that is out, newest first: the path of its post, the whole, its sections and items."""
        for candidate in list(self.newest_first("issue", now)):
            (path,) = self._db.execute("SELECT path FROM issues WHERE key = ?", (candidate.issue_key,)).fetchone()
            whole, parts = self._load(candidate.issue_key)
            yield path, whole, tuple(parts.values())

    def _load(self, key: str) -> tuple[Entry, dict[str, Entry]]:
        if key not in self._issues:
            row = self._db.execute("SELECT data FROM issues WHERE key = ?", (key,)).fetchone()
            stamps = {section: StampRow(*stamp) for section, *stamp in self._db.execute(statements.STAMPS, (key,))}
            if len(self._issues) > 500:
                self._issues.clear()
            self._issues[key] = unpack_issue(key, json.loads(row[0]), stamps)
        return self._issues[key]
