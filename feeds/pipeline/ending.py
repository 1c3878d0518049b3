"""Feeds that config.yaml no longer asks for: for a while they have a last entry that says so."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from html import escape

from feeds import selection
from feeds.config import Config
from feeds.model import Candidate, PublishedEntry
from feeds.selection import Plan
from feeds.store import TOMBSTONE, Store

_FOLDERS = ("topics/", "feeds/")  # of feeds that config.yaml may drop; the others always exist


def find_ended(
    planned: Sequence[Plan], config: Config, authority: str, store: Store, now: datetime
) -> tuple[Plan, ...]:
    """Return the plans of feeds that were published and are not *planned* any more, by path.

    They end *now*, unless they have ended before. One that is planned again continues as
    if it had never ended.
    """
    paths = {plan.feed.path for plan in planned}
    known = store.topics.endings()
    endings = {}
    for path in store.printed.feeds():
        if path not in paths and path.startswith(_FOLDERS):
            slug = path.split("/")[1].replace("-", " ").capitalize()
            name, moment = known.get(path, (store.recall(f"name of {path}") or slug, now))
            if now - moment < TOMBSTONE:
                endings[path] = (name, moment)
    return tuple(
        selection.plan_ended(path, name, moment, config, authority) for path, (name, moment) in sorted(endings.items())
    )


def remember_endings(plans: Sequence[Plan], store: Store) -> None:
    """Remember which of the feeds of *plans* have ended, and the names of those that may end."""
    endings = {plan.feed.path: (plan.name, plan.ended) for plan in plans if plan.ended}
    if endings != store.topics.endings():
        store.topics.save_endings(endings)
    for plan in plans:
        if not plan.ended and plan.feed.path.startswith(_FOLDERS):
            store.remember(f"name of {plan.feed.path}", plan.name)


def make_farewell(plan: Plan, candidate: Candidate, config: Config) -> PublishedEntry:
    """Return the last entry of the feed of *plan*, which says that the feed has ended and names the others."""
    root, site = config.root, config.site
    return PublishedEntry(
        id=candidate.id,
        key=candidate.id.rpartition(":")[2],
        kind="section",
        title=f"{plan.name}: this feed has ended",
        permalink=root,
        published=candidate.published,
        updated=candidate.updated,
        authors=plan.feed.authors,
        language=site.language,
        summary=f"Nothing will be added to it any more. {site.title} goes on in its other feeds.",
        content=f"<p>Nothing will be added to it any more. {escape(site.title)} goes on in "
        f'<a href="{escape(root)}">its other feeds</a>.</p>',
        issue_id=candidate.id,
        source=plan.feed.path,
    )
