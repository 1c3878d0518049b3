"""Answers from the web: where short links lead, the pages of originals, what was recovered, what is dead."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime, timedelta

from feeds.model import KnownLink, KnownPage, LinkTally, RecoveredPage, Target
from feeds.store.packing import load_json, to_seconds, to_time, to_time_or_none

#: Short links of issues that are in feeds, those of the newest issue first, which are due to be asked for.
_WANTED = """
    SELECT u.url FROM uses u JOIN entries e ON e.issue = u.issue AND e.section = ''
        LEFT JOIN links l ON l.url = u.url
    WHERE e.withdrawn IS NULL AND (l.url IS NULL OR l.expires <= :now)
    GROUP BY u.url ORDER BY max(e.published) DESC, u.url
"""
_TALLIES = """
    SELECT t.* FROM tallies t JOIN entries e ON e.issue = t.issue AND e.section = ''
    WHERE e.withdrawn IS NULL ORDER BY e.published DESC, t.issue
"""
_IS_KNOWN = """
    SELECT EXISTS (SELECT 1 FROM uses u JOIN links l ON l.url = u.url WHERE u.issue = :issue AND l.final != '')
        OR EXISTS (SELECT 1 FROM recovered WHERE page = :page)
        OR EXISTS (SELECT 1 FROM better WHERE issue = :issue)
"""

_IS_ANY_KNOWN = """
    SELECT EXISTS (SELECT 1 FROM links WHERE final != '') OR EXISTS (SELECT 1 FROM recovered)
        OR EXISTS (SELECT 1 FROM better)
"""

_LONGEST_WAIT = timedelta(days=15)  # hosts are left alone for 14 days at most


class Web:
    """`store.web`: short links, pages and targets, and what follows from them for issues."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    # -- short links

    def link(self, url: str) -> KnownLink | None:
        """Return what is known of where *url* leads."""
        row = self._db.execute("SELECT * FROM links WHERE url = ?", (url,)).fetchone()
        return _to_link(row) if row else None

    def links(self) -> Iterator[KnownLink]:
        """Yield what is known of every link, by address."""
        return map(_to_link, self._db.execute("SELECT * FROM links ORDER BY url"))

    def final_of(self, url: str) -> str:
        """Return where *url* leads, or "" if that was never known."""
        row = self._db.execute("SELECT final FROM links WHERE url = ?", (url,)).fetchone()
        return str(row[0]) if row else ""

    def save_link(self, link: KnownLink) -> None:
        """Remember *link*; issues that use it are looked at again if it leads elsewhere now."""
        if link.final != self.final_of(link.url):
            self._db.execute("INSERT OR IGNORE INTO stale SELECT issue FROM uses WHERE url = ?", (link.url,))
        row = (link.url, link.final, link.kind, link.status, json.dumps(link.hops), link.fault,
               to_seconds(link.checked), to_seconds(link.expires), link.fails)  # fmt: skip
        self._db.execute("INSERT OR REPLACE INTO links VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)

    def wanted(self, now: datetime) -> list[str]:
        """Return the short links to be asked for at *now*, those of the newest issues first."""
        return [url for (url,) in self._db.execute(_WANTED, {"now": to_seconds(now)})]

    def add_uses(self, uses: Iterable[tuple[str, str]]) -> None:
        """Remember short links of issues that had none: (link, issue) each."""
        self._db.executemany("INSERT INTO uses VALUES (?, ?)", uses)

    def set_uses(self, issue: str, urls: Iterable[str]) -> None:
        """Remember which short links *issue* has."""
        self._db.execute("DELETE FROM uses WHERE issue = ?", (issue,))
        self.add_uses((url, issue) for url in urls)

    def waits(self, now: datetime) -> dict[str, datetime]:
        """Return the hosts that want to be left alone at *now*, and until when.

        A pause that is too long to be one was saved by a clock that was ahead, and does not count.
        """
        between = (to_seconds(now), to_seconds(now + _LONGEST_WAIT))
        rows = self._db.execute("SELECT host, until FROM waits WHERE until > ? AND until <= ?", between)
        return {host: to_time(until) for host, until in rows}

    def save_wait(self, host: str, until: datetime) -> None:
        self._db.execute("INSERT OR REPLACE INTO waits VALUES (?, ?)", (host, to_seconds(until)))

    # -- pages, and what was recovered from them

    def page(self, url: str) -> KnownPage | None:
        """Return what is known of the page at *url*."""
        row = self._db.execute(
            "SELECT url, final, status, fault, encoding, content, checked, expires, fails FROM pages WHERE url = ?",
            (url,),
        ).fetchone()
        if row is None:
            return None
        url, final, status, fault, encoding, content, checked, expires, fails = row
        return KnownPage(
            url=url, final=final, status=status, fault=fault, encoding=encoding,
            content=zlib.decompress(content) if content else b"", checked=to_time(checked), expires=to_time(expires),
            fails=fails,
        )  # fmt: skip

    def pages_here(self) -> set[str]:
        """Return the addresses of the pages whose content is here."""
        return {url for (url,) in self._db.execute("SELECT url FROM pages WHERE length(content) > 0")}

    def pages_to_wait_for(self, now: datetime) -> set[str]:
        """Return the addresses of the pages that could not be fetched, and are not asked for at *now*."""
        query = "SELECT url FROM pages WHERE length(content) = 0 AND expires > ?"
        return {url for (url,) in self._db.execute(query, (to_seconds(now),))}

    def save_page(self, page: KnownPage) -> None:
        """Remember *page*, compressed."""
        content = zlib.compress(page.content, 6) if page.content else b""
        row = (page.url, page.final, page.status, page.fault, page.encoding, content, to_seconds(page.checked),
               to_seconds(page.expires), page.fails)  # fmt: skip
        self._db.execute("INSERT OR REPLACE INTO pages VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)

    def recovered(self, page: str) -> RecoveredPage | None:
        """Return what was recovered from *page*, or None if it was never searched."""
        row = self._db.execute("SELECT * FROM recovered WHERE page = ?", (page,)).fetchone()
        return _to_recovered(row) if row else None

    def any_recovered(self) -> bool:
        """Return whether there is a page from which something was recovered."""
        return self._db.execute("SELECT 1 FROM recovered LIMIT 1").fetchone() is not None

    def all_recovered(self) -> Iterator[RecoveredPage]:
        """Yield what was recovered from every page, by address."""
        return map(_to_recovered, self._db.execute("SELECT * FROM recovered ORDER BY page"))

    def save_recovered(self, page: RecoveredPage) -> None:
        row = (page.url, page.digest, page.findings, to_seconds(page.checked))
        self._db.execute("INSERT OR REPLACE INTO recovered VALUES (?, ?, ?, ?)", row)

    def recovered_counts(self) -> dict[str, int]:
        """Return how many links were recovered from every page that was searched, by its address."""
        return dict(self._db.execute("SELECT page, json_array_length(data, '$.links') FROM recovered"))

    def save_tallies(self, tallies: Iterable[LinkTally]) -> None:
        """Remember how many links issues have."""
        rows = [
            (one.issue, one.page, one.letters, one.links, one.bare, json.dumps(one.few), one.named) for one in tallies
        ]
        self._db.executemany("INSERT OR REPLACE INTO tallies VALUES (?, ?, ?, ?, ?, ?, ?)", rows)

    def tallies(self) -> list[LinkTally]:
        """Return how many links each issue has, the newest first."""
        return list(map(_to_tally, self._db.execute(_TALLIES)))

    # -- targets

    def target(self, url: str) -> Target | None:
        """Return what *url* was like when somebody last looked."""
        row = self._db.execute("SELECT * FROM targets WHERE url = ?", (url,)).fetchone()
        return _to_target(row) if row else None

    def save_target(self, target: Target) -> None:
        row = (target.url, target.status, target.fault, to_seconds(target.checked), to_seconds(target.since),
               target.fails)  # fmt: skip
        self._db.execute("INSERT OR REPLACE INTO targets VALUES (?, ?, ?, ?, ?, ?)", row)

    def dead(self) -> dict[str, Target]:
        """Return the targets that are dead, by address."""
        rows = self._db.execute("SELECT * FROM targets WHERE since IS NOT NULL ORDER BY url")
        return {row[0]: _to_target(row) for row in rows}

    # -- what follows for issues

    def with_news(self, pages: Mapping[str, str]) -> list[str]:
        """Return the issues of whose links anything is known, or was until now; *pages* are theirs, by key.

        Before links are looked up for the first time, that is asked once for all.
        """
        if not (pages and self._db.execute(_IS_ANY_KNOWN).fetchone()[0]):
            return []
        values = ({"issue": issue, "page": page} for issue, page in pages.items())
        return [one["issue"] for one in values if self._db.execute(_IS_KNOWN, one).fetchone()[0]]

    def add_to_queue(self, issues: Collection[str]) -> None:
        """Have the next build look at *issues* again, because their links may lead elsewhere."""
        self._db.executemany("INSERT OR IGNORE INTO stale VALUES (?)", [(issue,) for issue in issues])

    def queue(self) -> list[str]:
        """Return the issues that look-ups have put into the queue for the next build, by key."""
        query = "SELECT s.issue FROM stale s JOIN issues i ON i.key = s.issue ORDER BY s.issue"
        return [issue for (issue,) in self._db.execute(query)]

    def empty_queue(self) -> None:
        """Forget which issues were to be looked at again."""
        self._db.execute("DELETE FROM stale")

    def improved(self) -> set[str]:
        """Return the issues in which the web has changed something."""
        return {issue for (issue,) in self._db.execute("SELECT DISTINCT issue FROM better")}

    def set_better(self, issue: str, marks: Mapping[str, str]) -> None:
        """Remember by section key what the web has changed in the entries of *issue*, as a mark of it."""
        self._db.execute("DELETE FROM better WHERE issue = ?", (issue,))
        self._db.executemany("INSERT INTO better VALUES (?, ?, ?)", [(issue, key, mark) for key, mark in marks.items()])


def _to_recovered(row: tuple[str, str, str, int]) -> RecoveredPage:
    url, digest, findings, checked = row
    return RecoveredPage(url=url, digest=digest, findings=findings, checked=to_time(checked))


def _to_link(row: tuple[str, str, str, int, str, str, int, int, int]) -> KnownLink:
    url, final, kind, status, hops, fault, checked, expires, fails = row
    return KnownLink(
        url=url, final=final, kind=kind, status=status, hops=tuple(load_json(hops)), fault=fault,
        checked=to_time(checked), expires=to_time(expires), fails=fails,
    )  # fmt: skip


def _to_tally(row: tuple[str, str, int, int, int, str, int]) -> LinkTally:
    issue, page, letters, links, bare, few, named = row
    return LinkTally(
        issue=issue, page=page, letters=letters, links=links, bare=bare, few=tuple(json.loads(few)), named=bool(named)
    )


def _to_target(row: tuple[str, int, str, int, int | None, int]) -> Target:
    url, status, fault, checked, since, fails = row
    return Target(
        url=url, status=status, fault=fault, checked=to_time(checked), since=to_time_or_none(since), fails=fails
    )
