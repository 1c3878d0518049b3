"""The memory of the habits of posts, and of the way these decided their cutting."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import lru_cache, partial

from feeds.model import Answer, opposite_of
from feeds.store import statements
from feeds.store.packing import load_json

_SHARED = "shared addresses"  # triggers of SQLite (`migrations`) delete it whenever a post gets or loses an address
_MOST_COUNTED = 1000  # traits
_MANY = 100  # traits: to look for as many takes as long as to go over those of thousands of posts


class HabitMemory:
    """The part of a store that `store.habits` is."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection
        #: All posts of a chunk ask for the same traits, and to count those of 2,000 posts takes 25 µs.
        self._counted = lru_cache(_MOST_COUNTED)(partial(_count, connection))

    def save_traits(self, traits: Mapping[str, Collection[str]]) -> set[str]:
        """Remember what posts have that may come back in others, by path; return what is new or gone."""
        past = set(self._db.execute(statements.TRAITS_OF, (json.dumps(list(traits)),)))
        now = {(path, trait) for path, own in traits.items() for trait in own}
        self._counted.cache_clear()
        self._db.executemany("DELETE FROM traits WHERE path = ? AND trait = ?", sorted(past - now))
        self._db.executemany("INSERT INTO traits VALUES (?, ?)", sorted(now - past))
        return {trait for _, trait in past ^ now}

    def issues_with(self, trait: str) -> int:
        """Return how many posts have *trait*."""
        return self._counted(trait)

    def counter(self, least: int, asked: int) -> Callable[[str], int]:
        """Return what counts posts as `issues_with` does, of so many traits to be *asked* for, until one is saved.

        Of many, those that fewer posts than *least* have count as 0 if there is no opposite: these are not habits.
        """
        if asked < _MANY:
            return self.issues_with
        common = self.common(least)
        return lambda trait: self.issues_with(trait) if opposite_of(trait) else common.get(trait, 0)

    def common(self, least: int) -> dict[str, int]:
        """Return the traits that *least* posts have or more, with how many have them."""
        rows = self._db.execute("SELECT trait, COUNT(*) FROM traits GROUP BY trait HAVING COUNT(*) >= ?", (least,))
        return {trait: int(count) for trait, count in rows}

    def shared_addresses(self) -> dict[str, list[str]]:
        """Return the paths of posts that have the same address, by that address."""
        kept = self._db.execute("SELECT value FROM meta WHERE name = ?", (_SHARED,)).fetchone()
        return load_json(kept[0]) if kept else self._find_shared()

    def keep_shared_addresses(self) -> dict[str, list[str]]:
        """Return the same, and keep it until a post gets another address: to compare all takes a while."""
        shared = self.shared_addresses()
        self._db.execute("INSERT OR IGNORE INTO meta VALUES (?, ?)", (_SHARED, json.dumps(shared)))
        return shared

    def _find_shared(self) -> dict[str, list[str]]:
        rows = self._db.execute(statements.SHARED_ADDRESSES)
        return {trait.partition(":")[2]: sorted(load_json(paths)) for trait, paths in rows}

    def save_asked(self, asked: Mapping[str, Iterable[Answer]]) -> None:
        """Remember which traits decided how posts were cut, by the path of the post."""
        past = set(self._db.execute(statements.ASKED_OF, (json.dumps(list(asked)),)))
        now = {(path, one.trait, one.enough, int(one.holds)) for path, answers in asked.items() for one in answers}
        gone = [(path, trait) for path, trait, *_ in past - now]
        self._db.executemany("DELETE FROM asked WHERE path = ? AND trait = ?", gone)
        self._db.executemany("INSERT INTO asked VALUES (?, ?, ?, ?)", sorted(now - past))

    def answers_for(self, issue: str) -> dict[str, bool]:
        """Return by which answers the issue with this key ("": a new one) is to be cut: trait to whether it is a habit.

        One that is out is cut as it was when it came out; for any other it is {}: by the
        habits of today.
        """
        rows = self._db.execute(statements.ANSWERS, (issue,)) if issue else ()
        return {trait: bool(answer) for trait, answer in rows}

    def cut_by_outdated(self, traits: Collection[str]) -> list[str]:
        """Return the posts that were cut by an answer about one of *traits*, or its opposite, that is another now."""
        both = {*traits, *filter(None, map(opposite_of, traits))}
        return [path for (path,) in self._db.execute(statements.OUTDATED, {"traits": json.dumps(sorted(both))})]


def _count(connection: sqlite3.Connection, trait: str) -> int:
    return int(connection.execute("SELECT COUNT(*) FROM traits WHERE trait = ?", (trait,)).fetchone()[0])
