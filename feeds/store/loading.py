"""Load what the store has of whole issues; those that were loaded last are kept for the rest of the run."""

from __future__ import annotations

import sqlite3

from msgspec.json import decode

from feeds.model import StoredIssue
from feeds.recent import Recent
from feeds.store import statements
from feeds.store.damage import ImpossibleValueError
from feeds.store.packing import StampRow, unpack_issue

_MOST_KEPT = 500


class Loader:
    """Loads issues for one run; a change of one in the store must be forgotten here."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection
        self._kept: Recent[str, StoredIssue] = Recent(_MOST_KEPT)

    def load(self, key: str) -> StoredIssue:
        """Return the issue with *key*.

        Raises:
            ImpossibleValueError: the stored values are not those of an issue.
        """
        known = self._kept.get(key)
        if known is None:
            try:
                known = self._kept[key] = self._unpack(key)
            except (KeyError, IndexError, TypeError, ValueError, AttributeError) as error:
                raise ImpossibleValueError(f"the issue {key} cannot be read ({error!r})") from error
        return known

    def _unpack(self, key: str) -> StoredIssue:
        path, data = self._db.execute("SELECT path, CAST(data AS BLOB) FROM issues WHERE key = ?", (key,)).fetchone()
        stamps = {section: StampRow(*stamp) for section, *stamp in self._db.execute(statements.STAMPS, (key,))}
        return unpack_issue(key, path, decode(data), stamps)

    def forget(self, key: str) -> None:
        """Have the issue with *key* loaded again."""
        self._kept.pop(key, None)
