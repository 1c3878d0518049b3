"""Which entries have changed since it was last decided what feeds carry, so that this is decided again only for some.

Triggers of SQLite (`migrations`) note an entry when any statement changes what decides which feeds carry it. They
forget the selection altogether if what a feed carried, or where it ends, is remembered otherwise than a run left it.
"""

from __future__ import annotations

import json
import sqlite3
from datetime import datetime

from msgspec import Struct

from feeds.model import Candidate
from feeds.store import feed_statements
from feeds.store.archives import to_candidate
from feeds.store.issues import NO_EFFECT, Effect
from feeds.store.packing import load_json, to_seconds, to_time

_NAME = "selected"
_LEFT = "effect of a command"
_MANY = 500  # entries, for which every feed is selected again


class Touched(Struct, frozen=True):
    """The entries that have changed since feeds were selected, and the issues that they are in."""

    ids: frozenset[str]  # that they have, or had
    candidates: tuple[Candidate, ...]  # those of them that are not withdrawn


class TouchMemory:
    """`store.touched`: what has changed since feeds were selected."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def since_selection(self, mark: str, now: datetime) -> Touched | None:
        """Return what has changed up to *now* since feeds were selected by the settings of *mark*.

        It is None where all feeds are to be selected: they never were, other settings count, much has changed, or the
        clock was set back.
        """
        row = self._db.execute("SELECT value FROM meta WHERE name = ?", (_NAME,)).fetchone()
        since, last = row[0].split(" ") if row else ("", "")
        if last != mark or to_time(int(since)) > now:
            return None
        times = {"since": int(since), "now": to_seconds(now), "most": _MANY}
        ids, count = self._db.execute(feed_statements.TOUCHED, times).fetchone()
        if count == _MANY:
            return None
        rows = self._db.execute(feed_statements.CANDIDATES, {"ids": ids})
        return Touched(frozenset(load_json(ids)), tuple(map(to_candidate, rows)))

    def save_selection(self, mark: str, now: datetime) -> None:
        """Remember that feeds were selected at *now* by the settings of *mark*."""
        self._db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (_NAME, f"{to_seconds(now)} {mark}"))
        self._db.execute("DELETE FROM touched")
        self._db.execute("DELETE FROM meta WHERE name = ?", (_LEFT,))

    def leave(self, effect: Effect) -> None:
        """Keep the *effect* of posts that a command has read for the next build, which finds nothing new in them."""
        both = effect | self.left()
        value = json.dumps([sorted(both.issues), sorted(both.restored), sorted(both.listed)])
        self._db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (_LEFT, value))

    def left(self) -> Effect:
        """Return the effect that commands have left since feeds were selected."""
        row = self._db.execute("SELECT value FROM meta WHERE name = ?", (_LEFT,)).fetchone()
        return Effect(*map(frozenset, load_json(row[0]))) if row else NO_EFFECT

    def forget_selection(self) -> None:
        """Have every feed selected again."""
        self._db.execute("DELETE FROM meta WHERE name = ?", (_NAME,))
