"""What a run decided, put into the store: the only place that does so.

What changes an issue returns its `Effect`: which issues the archives of feeds have to look
at, and which entries their author has put back.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from feeds.model import Dates
from feeds.pipeline.deciding import Decision
from feeds.pipeline.linking import LinkNeeds
from feeds.pipeline.reading import PostReading
from feeds.pipeline.recalling import Recalled
from feeds.store import NO_EFFECT, Effect, Store


def apply_recalled(store: Store, recalled: Recalled, now: datetime) -> Effect:
    """Remember what feeds told after the memory was lost."""
    effect = NO_EFFECT
    if recalled.authority:
        store.marks.save_authority(recalled.authority)
    for issue in recalled.issues.values():
        effect |= store.issues.restore(issue, now)
    for feed in recalled.feeds:
        store.printed.save_feed(feed.path, feed.printed)
        store.archives.save_window(feed.path, feed.window)
        for new in feed.volumes:
            store.archives.add_volume(feed.path, new)
    store.topics.save_tag_topics(recalled.tag_topics)
    return effect


def apply_reading(store: Store, reading: PostReading) -> set[str]:
    """Remember what a post has in common with others, and its own date; return the traits that are new or gone."""
    if reading.issue is None:
        return set()
    if not reading.issue.draft:
        store.posts.save_date(reading.issue)
    return store.habits.save_traits(reading.path, reading.traits)


def forget_post(store: Store, path: str) -> set[str]:
    """Forget that the post at *path* was read, and return its traits; what it published is remembered."""
    traits = store.habits.save_traits(path, ())
    store.posts.forget(path)
    return traits


def apply_decision(store: Store, decision: Decision, needs: LinkNeeds, now: datetime) -> Effect:
    """Remember what an issue is from now on, and what of it is to be looked up."""
    issue = decision.issue
    store.habits.save_asked(issue.path, decision.asked)
    effect = store.issues.vacate(issue.path, issue.key, now)
    effect |= store.issues.save(issue, now, edited=decision.edited)
    apply_needs(store, needs)
    return effect


def apply_needs(store: Store, needs: LinkNeeds) -> None:
    """Remember what is to be looked up for an issue."""
    store.web.set_uses(needs.issue, needs.short)
    store.web.set_lost(needs.issue, needs.page if needs.has_lost else "")


def apply_dates(store: Store, dates: Mapping[str, Mapping[str, Dates]]) -> None:
    """Give entries other *dates*, by issue and by section key."""
    for key, own in dates.items():
        store.entries.set_dates(key, own)
