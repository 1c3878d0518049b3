"""The memory of everything that was published, for a copy of it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator
from itertools import groupby
from operator import itemgetter

from feeds.model import RecoveredEntry, RecoveredIssue, Withdrawal
from feeds.store import statements
from feeds.store.departures import Departures
from feeds.store.packing import to_time


class PublishedMemory:
    """`store.published`: every entry that was ever in a feed, without its text."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def all(self, directory: str) -> Iterator[RecoveredIssue]:
        """Yield every issue with all that was published of it, by key; posts are in *directory*."""
        return _issues(self._db.execute(statements.PUBLISHED), Departures(self._db).all(), directory)

    def of_issues(self, keys: Collection[str], directory: str) -> Iterator[RecoveredIssue]:
        """Yield the same of the issues with these *keys*; one of which nothing was published is left out."""
        rows = self._db.execute(statements.PUBLISHED_OF, {"issues": json.dumps(sorted(keys))})
        return _issues(rows, Departures(self._db).of_issues(keys), directory)


def _issues(
    rows: Iterable[tuple[str, ...]], withdrawn: Iterable[Withdrawal], directory: str
) -> Iterator[RecoveredIssue]:
    gone = {key: tuple(own) for key, own in groupby(withdrawn, key=lambda one: one.issue_key)}
    for key, group in groupby(rows, key=itemgetter(0)):
        own = list(group)
        entries = [_entry(row[3:]) for row in own]
        path, issue_id = own[0][1], own[0][2]
        yield RecoveredIssue(
            key=key,
            id=issue_id,
            path=path,
            source=f"{directory}/{path}",
            published=entries[0].published,
            whole=next((one for one in entries if not one.key), None),
            parts=tuple(one for one in entries if one.key),
            withdrawn=gone.get(key, ()),
        )


def _entry(row: tuple[str, ...]) -> RecoveredEntry:
    section, id, grain, title, link, published, updated, digest = row
    moment = to_time(published)  # type: ignore[arg-type]
    return RecoveredEntry(
        key=section,
        id=id,
        kind=grain,  # type: ignore[arg-type]
        title=title,
        permalink="",
        published=moment,
        updated=moment if updated == published else to_time(updated),  # type: ignore[arg-type]
        hash=digest,
        content="",
        first_link=link,
    )
