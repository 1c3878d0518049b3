"""Remember which documents of feeds changed since the hub was notified: a queue that survives a kill.

A document stays in it after the hub was notified, with its digest: so one that was written by a run that was
killed before it could queue it is found by the next run.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from feeds.model import Ping
from feeds.store.packing import to_seconds, to_time


class PingQueue:
    """The part of a store that `store.pings` is."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def add(self, digests: Mapping[str, str]) -> None:
        """Queue the documents whose *digests*, by path, are neither queued nor those of which the hub was notified."""
        self._db.executemany(
            "INSERT INTO pings VALUES (?, ?, 0, 0) ON CONFLICT (path) DO UPDATE"
            " SET digest = excluded.digest, due = 0, tries = 0 WHERE digest != excluded.digest",
            digests.items(),
        )

    def all(self) -> tuple[Ping, ...]:
        """Return what is queued, in the order of paths."""
        rows = self._db.execute("SELECT path, digest, due, tries FROM pings WHERE due IS NOT NULL ORDER BY path")
        return tuple(Ping(path=path, digest=digest, due=to_time(due), tries=tries) for path, digest, due, tries in rows)

    def add_again(self) -> None:
        """Queue every document that was ever queued."""
        self._db.execute("UPDATE pings SET due = 0, tries = 0")

    def finish(self, ping: Ping) -> None:
        """Note that the hub was notified, or never will be; not if the document has changed again meanwhile."""
        self._db.execute("UPDATE pings SET due = NULL WHERE path = ? AND digest = ?", (ping.path, ping.digest))

    def postpone(self, ping: Ping) -> None:
        """Keep *ping* as it is now, unless the document has changed again meanwhile."""
        values = (to_seconds(ping.due), ping.tries, ping.path, ping.digest)
        self._db.execute("UPDATE pings SET due = ?, tries = ? WHERE path = ? AND digest = ?", values)
