"""Changes that the copy of the memory lacks: triggers of SQLite (`migrations`) note changed issues and feeds."""

from __future__ import annotations

import sqlite3

from msgspec import Struct

_NAME = "copied"


class Copied(Struct, frozen=True, kw_only=True):
    """The copy of the memory, as it was left."""

    end: str  # the digest in its last line
    whole: int  # how many bytes it had when it was last written as a whole
    site: str  # the digest of its last line about the site


class Uncopied(Struct, frozen=True, kw_only=True):
    """The changes since the copy was left."""

    issues: tuple[str, ...]  # keys
    feeds: tuple[str, ...]  # paths


class CopyMemory:
    """`store.copied`: the state of the copy of the memory."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def last(self) -> Copied | None:
        """Return the copy as it was left, or None if this memory never had one."""
        row = self._db.execute("SELECT value FROM meta WHERE name = ?", (_NAME,)).fetchone()
        if row is None:
            return None
        end, whole, site = row[0].split(" ")
        return Copied(end=end, whole=int(whole), site=site)

    def missing(self) -> Uncopied:
        """Return the changes that it lacks."""
        rows = self._db.execute("SELECT kind, name FROM uncopied ORDER BY kind, name").fetchall()
        return Uncopied(
            issues=tuple(name for kind, name in rows if kind == "issue"),
            feeds=tuple(name for kind, name in rows if kind == "feed"),
        )

    def save(self, copied: Copied) -> None:
        """Remember that the copy is *copied*, and lacks nothing."""
        value = f"{copied.end} {copied.whole} {copied.site}"
        self._db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (_NAME, value))
        self._db.execute("DELETE FROM uncopied")
