"""Marks: the settings and versions of the last run, by which the next one sees what to make again.

A mark of settings names each setting that it depends on, so a setting that changes nothing
costs nothing. Settings that no mark names are either applied again by every run (`EVERY_RUN`) or
change no output (`NO_OUTPUT`); a test holds every setting to one of these lists.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from datetime import datetime
from operator import attrgetter

from feeds import __version__
from feeds.config import Config, TopicRule
from feeds.store.packing import to_seconds, to_time
from feeds.urls import short_hash

#: Posts are read and cut again when one of these changes.
READING = (
    "site.title",  # "The Weekly 42" has the number 42
    "site.url",
    "site.language",
    "site.timezone",
    "site.authors",
    "identity.authority",
    "identity.date",
    "posts.directory",  # it is part of each place that messages name
    "posts.layout",
    "posts.encoding",
    "posts.include",
    "posts.join",
    "posts.names",
    "posts.dates",
    "posts.taxonomies",
    "posts.permalink",
    "posts.permalink_translated",
    "posts.slugs",
    "posts.defaults",
    "sections.split",
    "sections.pattern",
    "sections.drop",
    "sections.overrides",
    "links.unwrap",
    "links.fragments",
)
#: An issue that is published is cut again when one of these changes. A new release alone does not cut it differently.
CUTTING = (
    "posts.layout",
    "posts.encoding",
    "sections.split",
    "sections.pattern",
    "sections.drop",
    "sections.overrides",
)
#: Posts that could not be read are read again when one of these changes.
BUDGET = ("posts.seconds", "posts.memory")
#: Topics are assigned again, to stored sections, when one of these changes; tags make rules, too.
TOPICS = ("topics", "from_tags.enabled", "from_tags.least", "from_tags.ignore")
#: What each feed carries is selected again when one of these changes.
SELECTING = ("feeds.limit", "feeds.days", "feeds.max_bytes", "feeds.extra", "feeds.archive", "topics")
#: Every issue is asked again which of its links are to be looked up, or lead elsewhere.
LINKS = (
    "site.url",
    "links.shorteners",
    "links.unwrap",
    "links.keep_tracking",
    "links.recover",
    "links.complete",
    "links.dead",
)
#: Feeds and pages are rendered again when one of these changes.
RENDERING = (
    "site.title",
    "site.url",
    "site.description",
    "site.logo",
    "site.icon",
    "site.colour",
    "site.language",
    "site.timezone",
    "site.authors",
    "identity.authority",
    "identity.date",
    "feeds.formats",
    "feeds.archive",
    "feeds.link",
    "feeds.attribution",
    "feeds.empty_topics",
    "pages.search",
    "withdrawals.text",
    "withdrawals.keep_title",
    "publish.url",
    "publish.hub",
    *(name for name in LINKS if name.startswith("links.")),
)
#: Settings that every run applies again; a change of them shows in the entries of a feed or in its archive.
EVERY_RUN = (
    "posts.ignore",
    "posts.held",
    "posts.follow",
    "feeds.complete_titles",
    "edits.most",
    "edits.max_age",
    "withdrawals.notice",
    "publish.directory",
    "publish.headers",
    "publish.compress",
)
#: These change no byte of the output: when a run starts, and how links are looked up.
NO_OUTPUT = (
    "links.resolve",
    "links.every",
    "links.lookups",
    "links.seconds",
    "links.pause",
    "links.allow",
    "links.ports",
    "links.proxy",
    "links.agent",
    "schedule.every",
    "schedule.cron",
    "schedule.poll",
    "publish.recover",
    "publish.after",
    "publish.after_timeout",
    "publish.generations",
)

_FEED_NAME, _PAGE, _COMMON = "name of ", "page ", "common "


def reading_mark(config: Config, *, items: bool) -> str:
    """Return the mark of `READING`, and of whether *items* are cut."""
    return _mark(_values(config, READING), items)


def cutting_mark(config: Config, *, items: bool) -> str:
    """Return the mark of `CUTTING`, and of whether *items* are cut; it is the same in every release."""
    return short_hash(repr((_values(config, CUTTING), items)))


def budget_mark(config: Config) -> str:
    """Return the mark of `BUDGET`."""
    return short_hash(repr(_values(config, BUDGET)))


def topics_mark(rules: Sequence[TopicRule]) -> str:
    """Return the mark of the *rules* of all topics, those that tags make too; their order means nothing."""
    return _mark(sorted(rules, key=lambda rule: rule.slug))


def selecting_mark(config: Config) -> str:
    """Return the mark of `SELECTING`."""
    return _mark(_values(config, SELECTING))


def links_mark(config: Config) -> str:
    """Return the mark of `LINKS`."""
    return _mark(_values(config, LINKS))


def rendering_mark(config: Config) -> str:
    """Return the mark of `RENDERING`."""
    return _mark(_values(config, RENDERING))


def _values(config: Config, names: Sequence[str]) -> list[object]:
    return list(attrgetter(*names)(config))


def _mark(*values: object) -> str:
    """Return a mark of *values* and of this release, which may treat them differently from the last one."""
    return short_hash(repr((__version__, *values)))


class Marks:
    """The memory of the last run besides posts, issues and feeds: one value under each name."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    # -- settings

    def reading(self) -> str | None:
        """The `reading_mark` by which posts were last read."""
        return self._recall("cut")

    def save_reading(self, mark: str) -> None:
        self._remember("cut", mark)

    def cutting(self) -> str | None:
        """The `cutting_mark` by which posts were last read; None where an earlier release read them."""
        return self._recall("cutting")

    def save_cutting(self, mark: str) -> None:
        self._remember("cutting", mark)

    def budget(self) -> str | None:
        """The `budget_mark` by which posts were last read; None where an earlier release read them."""
        return self._recall("budget")

    def save_budget(self, mark: str) -> None:
        self._remember("budget", mark)

    def topics(self) -> str | None:
        """The `topics_mark` by which topics were last assigned."""
        return self._recall("topics")

    def save_topics(self, mark: str) -> None:
        self._remember("topics", mark)

    def links(self) -> str | None:
        """The `links_mark` by which issues were last asked for their links; "" has them asked again."""
        return self._recall("links")

    def save_links(self, mark: str) -> None:
        self._remember("links", mark)

    # -- time

    def moment(self) -> datetime | None:
        """When the last run took place, by its clock."""
        seconds = self._recall("moment")
        return to_time(int(seconds)) if seconds else None

    def save_moment(self, moment: datetime) -> None:
        self._remember("moment", str(to_seconds(moment)))

    # -- addresses

    def authority(self) -> str | None:
        """The domain in ids, fixed by the first run."""
        return self._recall("authority")

    def save_authority(self, domain: str) -> None:
        self._remember("authority", domain)

    def root(self) -> str | None:
        """The public address of the output directory; feeds and volumes hold it."""
        return self._recall("root")

    def save_root(self, address: str) -> None:
        self._remember("root", address)

    # -- documents

    def common(self) -> dict[str, str]:
        """Return the marks of the documents that belong to no feed, by the name of their group."""
        return self._recall_all(_COMMON)

    def save_common(self, marks: Mapping[str, str]) -> None:
        """Remember the *marks* of the documents that belong to no feed, by the name of their group."""
        for name, mark in marks.items():
            self._remember(_COMMON + name, mark)

    def withdrawn(self) -> str | None:
        """The digest of the list of withdrawn entries; None: there has never been one."""
        return self._recall("withdrawn")

    def save_withdrawn(self, digest: str) -> None:
        self._remember("withdrawn", digest)

    def twins(self) -> tuple[str, ...]:
        """The endings of compressed twins that documents have."""
        return tuple((self._recall("twins") or "").split())

    def save_twins(self, endings: Sequence[str]) -> None:
        if tuple(endings) != self.twins():
            self._remember("twins", " ".join(endings))

    def search(self) -> str | None:
        """The mark of the full text that was last indexed."""
        return self._recall("search")

    def save_search(self, mark: str) -> None:
        self._remember("search", mark)

    def pages(self) -> dict[str, str]:
        """Return the mark of every page that was written for an issue, by the key of the issue."""
        return self._recall_all(_PAGE)

    def save_pages(self, marks: Mapping[str, str]) -> None:
        """Remember the *marks* of pages, by the key of their issue."""
        for key, mark in marks.items():
            self._remember(_PAGE + key, mark)

    def feed_names(self) -> dict[str, str]:
        """Return what feeds with a slug of their own are called, by path, for when they have ended."""
        return self._recall_all(_FEED_NAME)

    def save_feed_names(self, names: Mapping[str, str]) -> None:
        """Remember the *names* of feeds, by path."""
        for path, name in names.items():
            self._remember(_FEED_NAME + path, name)

    # -- the table

    def _recall(self, name: str) -> str | None:
        row = self._db.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return str(row[0]) if row else None

    def _recall_all(self, prefix: str) -> dict[str, str]:
        rows = self._db.execute("SELECT name, value FROM meta WHERE substr(name, 1, ?) = ?", (len(prefix), prefix))
        return {name[len(prefix) :]: value for name, value in rows}

    def _remember(self, name: str, value: str) -> None:
        self._db.execute(
            "INSERT INTO meta VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value"
            " WHERE value != excluded.value",
            (name, value),
        )
