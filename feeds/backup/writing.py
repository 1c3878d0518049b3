"""Write a copy of the memory down."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import orjson

from feeds.backup.chain import BlockDigest
from feeds.backup.head import VERSION, id_of_part
from feeds.backup.values import Backup, KeptFeed, KeptSite
from feeds.model import RecoveredEntry, RecoveredIssue, Withdrawal

_ABOUT = "Ids and dates of everything that was published. If the memory is damaged, they are recovered from here."


class DigestedLines:
    """Lines of a copy to be gone through once, then one with a digest: of them, and of the digest that is before them.

    An archive of 20,000 issues has 30 MB of them, which are never in memory at once.
    """

    def __init__(self, lines: Iterable[bytes], after: str = "") -> None:
        self.end = after
        self.size = 0  # bytes
        self._lines = lines

    def __iter__(self) -> Iterator[bytes]:
        block = BlockDigest(self.end)
        for line in self._lines:
            block.add(line)
            self.size += len(line) + 1
            yield line + b"\n"
        self.end = block.end()
        yield _json({"end": self.end}) + b"\n"


def whole_lines(backup: Backup) -> Iterator[bytes]:
    """Yield the lines of a copy that begins with them: a description, and all of *backup*."""
    yield _json({"about": _ABOUT, "version": VERSION})
    yield site_line(backup.site)
    yield from changed_lines(backup.feeds, backup.issues)


def site_line(site: KeptSite) -> bytes:
    """Return the line about the *site* as a whole."""
    endings = {one.feed: {"name": one.name, "ended": one.moment} for one in site.endings}
    tag_topics = {one.key: {"slug": one.slug, "title": one.title} for one in site.tag_topics}
    return _json({"site": site.authority, "names": dict(site.names), "tag_topics": tag_topics, "endings": endings})


def changed_lines(feeds: Iterable[KeptFeed], issues: Iterable[RecoveredIssue]) -> Iterator[bytes]:
    """Yield a line for each of the *feeds* and *issues*."""
    for feed in feeds:
        yield _json({"feed": feed.path, **_feed_values(feed)})
    for issue in issues:
        yield _json({"issue": issue.key, **_issue_values(issue)})


def gone_lines(feeds: Iterable[str], issues: Iterable[str]) -> Iterator[bytes]:
    """Yield lines that take back those about the *feeds* with these paths and the *issues* with these keys."""
    for path in feeds:
        yield _json({"feed": path, "gone": True})
    for key in issues:
        yield _json({"issue": key, "gone": True})


def _json(value: Any) -> bytes:
    """Return *value* as JSON; moments, which are in UTC, as RFC 3339 has them."""
    return orjson.dumps(value, option=orjson.OPT_UTC_Z)


def _feed_values(feed: KeptFeed) -> dict[str, Any]:
    window = feed.window
    values: dict[str, Any] = {"entries": feed.carried}
    if window:
        cut = window.cut
        values |= {"updated": window.updated, "rules": window.rules}
        values |= {"ends": cut.published, "left": sorted(cut.left)} if cut else {}
    return values


def _issue_values(issue: RecoveredIssue) -> dict[str, Any]:
    values: dict[str, Any] = {"id": issue.id, "path": issue.path}
    values["entries"] = {one.key: _entry_values(one, issue.id) for one in issue.entries}
    if issue.withdrawn:
        values["withdrawn"] = {one.section_key: _withdrawal_values(one) for one in issue.withdrawn}
    return values


def _entry_values(entry: RecoveredEntry, issue_id: str) -> dict[str, Any]:
    """Return what is written of *entry*, without what follows from the rest."""
    values = {
        "id": "" if entry.id == id_of_part(issue_id, entry.key) else entry.id,
        "title": entry.title,
        "link": entry.first_link,
        "hash": entry.hash,
        "published": entry.published,
        "updated": "" if entry.updated == entry.published else entry.updated,
    }
    return {name: value for name, value in values.items() if value}


def _withdrawal_values(one: Withdrawal) -> dict[str, Any]:
    return {
        "moment": one.moment, "by_author": one.by_author, "permalink": one.permalink, "left": one.left,
    }  # fmt: skip
