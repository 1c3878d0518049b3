"""Put the decisions of a run into the store: the only place that does so.

Functions that change an issue return its `Effect`: which issues the archives of feeds have to look
at, and which entries their author has put back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from msgspec import Struct

from feeds.model import Answer, Dates, ReadPost
from feeds.pipeline.decisions.deciding import Decision
from feeds.pipeline.memory.recalling import Recalled
from feeds.pipeline.posts.reading import PostReading
from feeds.pipeline.surveying import LinkNeeds
from feeds.store import Effect, Store, join_effects
from feeds.store.rows import IssueRows, issue_rows

_FULL = 64  # posts


def apply_recalled(store: Store, recalled: Recalled, now: datetime) -> Effect:
    """Remember what was recovered of a lost memory; the posts of these issues are read again."""
    effects = list[Effect]()
    if recalled.authority:
        store.marks.save_authority(recalled.authority)
    for issue in recalled.issues.values():
        effects.append(store.issues.restore(issue, now))
        store.posts.read_anew(issue.path)
    for feed in recalled.feeds:
        store.printed.save_feed(feed.path, feed.printed)
        if feed.window:
            store.archives.save_window(feed.path, feed.window)
        for new in feed.volumes:
            store.archives.add_volume(feed.path, new)
    store.topics.save_tag_topics(recalled.tag_topics)
    if recalled.endings:
        store.topics.save_endings(recalled.endings)
    store.marks.save_feed_names(recalled.names)
    return join_effects(effects)


def apply_readings(store: Store, readings: Sequence[PostReading]) -> set[str]:
    """Remember what posts have in common with others, and their dates; return the traits that are new or gone."""
    issues = [reading.issue for reading in readings if reading.issue]
    store.posts.save_dates(issue for issue in issues if not issue.draft)
    traits = store.habits.save_traits({reading.path: reading.traits for reading in readings if reading.issue})
    for issue in issues:
        if issue.draft and store.issues.key_of_path(issue.path) is None:
            store.posts.forget(issue.path)  # it may have been held back as an issue
    return traits


def forget_post(store: Store, path: str) -> set[str]:
    """Forget that the post at *path* was read, and return its traits; its published entries are remembered."""
    traits = store.habits.save_traits({path: ()})
    store.posts.forget(path)
    return traits


class Batch:
    """Issues that were never seen before and posts that were read, put into *store* some dozen at a time.

    Code that looks for one of these issues in the store applies the batch first. On the first build of an
    archive this is one call of SQLite for three posts instead of 28 for each.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._issues: list[NewIssue] = []
        self._posts: dict[str, ReadPost] = {}
        self._ids: set[str] = set()

    def add_issue(self, new: NewIssue) -> Effect:
        """Take up a new issue."""
        self._issues.append(new)
        self._ids.update(new.rows.ids)
        key = frozenset({new.rows.key})
        return Effect(key, listed=key)

    def add_post(self, path: str, post: ReadPost) -> None:
        """Take up that the post at *path* was read; a batch that is full is applied."""
        self._posts[path] = post
        if len(self._posts) == _FULL:
            self.apply()

    def has_any(self, ids: Iterable[str]) -> bool:
        """Return whether an issue that is not yet in the store has one of *ids*."""
        return not self._ids.isdisjoint(ids)

    def apply_issues(self) -> None:
        """Put the issues into the store."""
        if self._issues:
            self._store.issues.add([one.rows for one in self._issues])
            self._store.habits.save_asked({one.path: one.asked for one in self._issues})
            needs = [one.needs for one in self._issues]
            self._store.web.add_uses((url, one.issue) for one in needs for url in one.short)
            self._store.web.save_tallies(one.tally for one in needs)
        self._issues.clear()
        self._ids.clear()

    def apply(self) -> None:
        """Put everything into the store."""
        self.apply_issues()
        self._store.posts.save(self._posts)
        self._posts.clear()


class NewIssue(Struct, frozen=True, kw_only=True):
    """An issue that was never seen before, as it is stored."""

    rows: IssueRows
    path: str
    asked: tuple[Answer, ...]  # what decided how it is cut
    needs: LinkNeeds


def make_new(decision: Decision, needs: LinkNeeds) -> NewIssue:
    """Return the new issue of *decision*, of which there is to be looked up what it *needs*.

    Raises:
        UnicodeEncodeError: SQLite would refuse half a character; the fault is that of this post alone.
    """
    new = NewIssue(rows=issue_rows(decision.issue), path=decision.issue.path, asked=decision.asked, needs=needs)
    # Packed parts were checked when they were packed.
    "".join([*new.rows.titles, *(one.trait for one in new.asked), *needs.short]).encode()
    return new


def apply_decision(store: Store, decision: Decision, needs: LinkNeeds, now: datetime) -> Effect:
    """Remember what an issue that was seen before is from now on, and what of it is to be looked up."""
    issue = decision.issue
    store.habits.save_asked({issue.path: decision.asked})
    effect = store.issues.vacate(issue.path, issue.key, now)
    effect |= store.issues.save(issue, now, edited=decision.edited)
    apply_needs(store, needs)
    return effect


def apply_needs(store: Store, needs: LinkNeeds) -> None:
    """Remember what is to be looked up for an issue."""
    store.web.set_uses(needs.issue, needs.short)
    store.web.save_tallies([needs.tally])


def apply_dates(store: Store, dates: Mapping[str, Mapping[str, Dates]]) -> None:
    """Give entries other *dates*, by issue and by section key."""
    for key, own in dates.items():
        store.entries.set_dates(key, own)
