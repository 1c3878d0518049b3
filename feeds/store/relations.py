"""Related sections: those that a page may lead to, and those that were chosen for it.

To choose takes topics and hosts, which are columns of entries: no issue is unpacked for it.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from msgspec import Struct

from feeds.model import ListedSection, SectionKey
from feeds.store import listing_statements
from feeds.store.listings import to_listed
from feeds.store.packing import to_seconds


class Relatable(Struct, frozen=True):
    """A section with what it may have in common with others."""

    key: SectionKey
    moment: int  # when it was published, in seconds
    topics: tuple[str, ...]
    hosts: frozenset[str]  # those it links to


class Relations:
    """`store.relations`: which sections lead to which."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    # -- to choose from

    def relating(self, issues: Iterable[str], now: datetime) -> list[Relatable]:
        """Return the sections of *issues* that have a topic, issue by issue, in reading order."""
        values = {"issues": json.dumps(list(issues)), "now": to_seconds(now)}
        return [_relatable(row) for row in self._db.execute(listing_statements.RELATING, values)]

    def all_of(self, topic: str, now: datetime) -> list[Relatable]:
        """Return the sections of a *topic* that do not expire, newest first."""
        rows = self._db.execute(listing_statements.RELATABLE, {"topic": topic, "now": to_seconds(now)})
        return [_relatable(row) for row in rows]

    def last_of(self, topic: str, before: int, now: datetime, most: int) -> list[Relatable]:
        """Return the *most* of these that were published last *before* a moment, newest first."""
        values = {"topic": topic, "before": before, "now": to_seconds(now), "most": most}
        return [_relatable(row) for row in self._db.execute(listing_statements.LAST_RELATABLE, values)]

    # -- what was chosen

    def save(self, related: Mapping[str, Mapping[str, Collection[SectionKey]]]) -> None:
        """Remember which sections the page of an issue leads to, by the keys of issue and section."""
        rows = [
            (issue, json.dumps({name: [[one.issue, one.section] for one in found] for name, found in sections.items()}))
            for issue, sections in related.items()
        ]
        self._db.executemany("INSERT OR REPLACE INTO related VALUES (?, ?)", rows)

    def leading_to(self, issues: Iterable[str]) -> frozenset[str]:
        """Return the keys of the issues whose page leads to a section of one of *issues*."""
        query = "SELECT r.issue FROM json_each(?) j CROSS JOIN related r ON instr(r.sections, j.value)"
        rows = self._db.execute(query, (json.dumps([f"[{json.dumps(key)}, " for key in sorted(issues)]),))
        return frozenset(key for (key,) in rows)

    def listed(self, keys: Collection[SectionKey], now: datetime) -> dict[SectionKey, ListedSection]:
        """Return the sections with these *keys* as lists show them; none that was withdrawn or has expired."""
        values = {"sections": json.dumps([[one.issue, one.section] for one in keys]), "now": to_seconds(now)}
        found = (to_listed(row) for row in self._db.execute(listing_statements.LED_TO, values))
        return {SectionKey(one.issue.key, one.key): one for one in found}


def _relatable(row: tuple[Any, ...]) -> Relatable:
    issue, section, moment, topics, hosts = row
    return Relatable(SectionKey(issue, section), moment, tuple(topics.split()), frozenset(hosts.split()))
