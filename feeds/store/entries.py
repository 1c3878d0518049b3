"""The memory of entries: their text, which of them feeds may carry, and when that changes by itself."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from feeds.model import Candidate, Dates, Entry, Grain, Stored, StoredIssue
from feeds.store import feed_statements
from feeds.store.archives import to_candidate
from feeds.store.loading import Loader
from feeds.store.packing import to_seconds, to_time, to_time_or_none
from feeds.store.rows import hosts_of, topic_rows, topics_mark
from feeds.store.topics import replace_topics

#: How long Atom says that an entry is deleted.
TOMBSTONE = timedelta(days=90)
_YOUNG = timedelta(days=1)  # how long it is remembered when an issue was published
_MANY = 1000  # entries
_WITH_IT = timedelta(hours=1)  # parts are a second apart, and there are at most some hundreds


class Late(Struct, frozen=True, kw_only=True):
    """Entries that changed after some moment."""

    path: str  # of the post of the last one
    updated: datetime  # when that one changed
    count: int


class RecurringTitle(Struct, frozen=True, kw_only=True):
    """A title that an earlier issue has, too, of an entry that is about to be published."""

    issue: str  # key
    section: str  # key
    title: str
    issue_title: str
    number: int | None  # of the issue


class EntryMemory:
    """`store.entries`: the entries of issues, and what feeds may carry of them."""

    def __init__(self, connection: sqlite3.Connection, loader: Loader) -> None:
        self._db, self._loader = connection, loader

    # -- whole entries

    def of_issue(self, key: str) -> StoredIssue:
        """Return the issue with *key* and its parts."""
        return self._loader.load(key)

    def load(self, stored: Stored) -> Entry:
        """Return the entry that is *stored*, whole."""
        return self._loader.load(stored.issue_key).entry(stored.section_key)

    def all(self, now: datetime) -> Iterator[StoredIssue]:
        """Yield each issue that is out at *now*, newest first."""
        for candidate in list(self.newest_first("issue", now)):
            yield self._loader.load(candidate.issue_key)

    # -- what feeds carry

    def newest_first(self, grain: Grain, now: datetime, topic: str = "", *, once: bool = False) -> Iterator[Candidate]:
        """Return what a feed may carry at *now*, newest first, in reading order within an issue.

        As items come the sections that have none, too; with *once* no item whose first
        link an item of an earlier issue has.
        """
        values = {"now": to_seconds(now), "topic": topic, "grain": grain}
        rows = self._db.execute(feed_statements.newest_first(grain, topic=bool(topic), once=once), values)
        return map(to_candidate, rows)

    def candidates(self, ids: Iterable[str]) -> list[Candidate]:
        """Return what selection needs to know of the entries with *ids*, but for those that are gone."""
        return list(map(to_candidate, self._db.execute(feed_statements.CANDIDATES, {"ids": json.dumps(sorted(ids))})))

    def next_moment(self, now: datetime, notice: timedelta) -> datetime | None:
        """Return when after *now* something comes or goes by itself, or None.

        That is an issue, a *notice*, which is shown for so long, or the tombstone that follows it in Atom.
        """
        periods = {"notice": int(notice.total_seconds()), "tombstone": int(TOMBSTONE.total_seconds())}
        row = self._db.execute(feed_statements.NEXT_MOMENT, {"now": to_seconds(now), **periods}).fetchone()
        return to_time_or_none(row[0])

    def last_changed_after(self, moment: datetime) -> Late | None:
        """Return what is out and changed after *moment*, or None if nothing is."""
        path, updated, count = self._db.execute(feed_statements.CHANGED_AFTER, (to_seconds(moment),)).fetchone()
        return Late(path=path, updated=to_time(updated), count=count) if count else None

    def recurring_titles(self, now: datetime) -> list[RecurringTitle]:
        """Return the titles of what is due at *now* and was never published, as far as an earlier issue has them."""
        many = self._publishes_many_first(now)
        query = feed_statements.RECURRING_TITLES_OF_MANY if many else feed_statements.RECURRING_TITLES
        rows = self._db.execute(query, {"now": to_seconds(now)})
        return [
            RecurringTitle(issue=issue, section=section, title=title, issue_title=issue_title, number=number)
            for issue, section, title, issue_title, number in rows
        ]

    # -- changes

    @contextmanager
    def filled(self, *, from_nothing: bool) -> Iterator[None]:
        """Have entries and traits added in the block; *from_nothing* where nothing is known, and nothing was counted.

        Then their indexes are made at its end, all at once: of 15,000 entries that takes a third of the time of
        adding each to nine of them. Only the one by id is needed before. So are triggers, which have nothing to do
        before anything is kept that they change: to add a row takes half as long without them.
        """
        if from_nothing:
            with self._made_later(feed_statements.MADE_LATER):
                yield
        else:
            yield

    @contextmanager
    def _made_later(self, query: str) -> Iterator[None]:
        """Make the indexes and triggers that *query* finds again after the block, in which they do nothing."""
        later = self._db.execute(query).fetchall()
        for kind, name, _ in later:
            self._db.execute(f"DROP {kind} {name}")
        yield
        for _, _, statement in later:
            self._db.execute(statement)

    def set_completions(self, completions: Mapping[tuple[str, str], str]) -> None:
        """Have feeds show *completions* behind the titles of sections and items, by (issue, section) key."""
        for issue, _ in completions:
            self._loader.forget(issue)
        query = "UPDATE entries SET completion = ? WHERE issue = ? AND section = ?"
        self._db.executemany(query, [(completion, *place) for place, completion in completions.items()])

    def freeze_due(self, now: datetime) -> None:
        """Remember that what is due at *now* is published, which freezes its dates."""
        moment = to_seconds(now)
        self._db.execute(
            "INSERT OR IGNORE INTO young SELECT issue, ? FROM entries"
            " WHERE out = 0 AND due <= ? AND withdrawn IS NULL AND section = ''",
            (moment, moment),
        )
        if self._publishes_many_first(now):
            self._db.execute(feed_statements.NOTE_UNCOPIED, (moment,))
            with self._made_later(feed_statements.MADE_OF_PUBLISHED):
                self._db.execute(feed_statements.PUBLISH_DUE, (moment,))
        else:
            self._db.execute(feed_statements.PUBLISH_DUE, (moment,))
        self._db.execute("DELETE FROM young WHERE moment <= ?", (to_seconds(now - _YOUNG),))

    def _publishes_many_first(self, now: datetime) -> bool:
        """Return whether many entries are due at *now*, and none was published before."""
        return bool(self._db.execute(feed_statements.PUBLISHES_MANY_FIRST, (to_seconds(now), _MANY)).fetchone()[0])

    def shown_since(self, key: str) -> datetime | None:
        """Return when the issue with *key* was published, if that is not long ago."""
        row = self._db.execute("SELECT moment FROM young WHERE issue = ?", (key,)).fetchone()
        return to_time_or_none(row[0]) if row else None

    def redate(self, key: str, published: datetime) -> bool:
        """Give the issue with *key* and the parts published with it another date; return whether it had one.

        Parts keep the seconds between them. Those that came later stay.
        """
        query = "SELECT section, published, updated FROM entries WHERE issue = ? AND out = 1"
        dates = {section: (to_time(at), to_time(changed)) for section, at, changed in self._db.execute(query, (key,))}
        if "" not in dates or dates[""][0] == published:
            return False
        before = dates[""][0]
        moved = {name: one for name, one in dates.items() if timedelta(0) <= one[0] - before < _WITH_IT}
        self.set_dates(key, {name: _moved(*one, published - before) for name, one in moved.items()})
        return True

    def set_dates(self, key: str, dates: Mapping[str, Dates]) -> None:
        """Give the entries of the issue with *key* other *dates*, by section key."""
        self._loader.forget(key)
        rows = [(to_seconds(one.published), to_seconds(one.updated), key, name) for name, one in dates.items()]
        self._db.executemany("UPDATE entries SET published = ?, updated = ? WHERE issue = ? AND section = ?", rows)
        self._db.executemany(
            "UPDATE topics SET published = ? WHERE issue = ? AND section = ?",
            [(published, key, name) for published, _, key, name in rows],
        )

    def set_topics(self, key: str, whole: Entry, parts: Mapping[str, Entry]) -> None:
        """Remember other topics of the issue with *key* and of its *parts* by their keys, and to whom they link.

        Entries stay as they are written, whatever links they are given with.
        """
        self._loader.forget(key)
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
        replace_topics(self._db, key, topic_rows(key, parts))


def _moved(published: datetime, updated: datetime, by: timedelta) -> Dates:
    """Return dates moved *by* a time; an entry is not updated before it is published."""
    return Dates(published + by, published + by if updated == published else max(updated, published + by))
