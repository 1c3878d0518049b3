"""The memory of what is always the same in documents, which takes longest to write."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from feeds.model import Form


class FormMemory:
    """`store.forms`: heads of feeds, and entries of each shape, with marks in place of what changes."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def get(self, name: str) -> Form | None:
        """Return the form of this *name*, if there is one."""
        row = self._db.execute("SELECT mark, written FROM forms WHERE name = ?", (name,)).fetchone()
        return Form(mark=row[0], written=row[1]) if row else None

    def save(self, forms: Mapping[str, Form]) -> None:
        """Remember *forms*, by name."""
        rows = [(name, one.mark, one.written) for name, one in forms.items()]
        self._db.executemany("INSERT OR REPLACE INTO forms VALUES (?, ?, ?)", rows)
