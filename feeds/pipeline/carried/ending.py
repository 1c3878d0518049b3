"""Feeds that config.yaml no longer asks for: for a while they have a last entry that says so."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from html import escape

from feeds.config import Config
from feeds.languages import phrases_for
from feeds.model import Ending, PublishedEntry, Slot
from feeds.plans import Plan
from feeds.store import TOMBSTONE, Store

#: Of feeds that config.yaml may drop; the others always exist.
FOLDERS = ("topics/", "feeds/")


def find_endings(planned: Sequence[Plan], store: Store, now: datetime) -> tuple[Ending, ...]:
    """Return the feeds that were published and are not among the *planned* ones, by path.

    They end *now*, if they have not ended before; one that is asked for again goes on as if
    nothing had happened.
    """
    paths = {plan.feed.path for plan in planned}
    known = {one.feed: one for one in store.topics.endings()}
    names = store.marks.feed_names()
    endings = []
    for path in store.printed.paths():
        if path not in paths and is_named(path):
            slug = path.split("/")[1].replace("-", " ").capitalize()
            ending = known.get(path) or Ending(feed=path, name=names.get(path) or slug, moment=now)
            if now - ending.moment < TOMBSTONE:
                endings.append(ending)
    return tuple(endings)


def is_named(path: str) -> bool:
    """Return whether a person named the feed at *path*; other feeds are always there."""
    return path.startswith(FOLDERS)


def make_farewell(plan: Plan, slot: Slot, config: Config) -> PublishedEntry:
    """Return the last entry of the feed of *plan*, which says that the feed has ended and names the others."""
    from feeds.render.pieces import make_piece  # a run whose feeds have none does not need it

    root, site, say = config.root, config.site, phrases_for(config.site.language).say
    others = f'<a href="{escape(root)}">{say("its other feeds")}</a>'
    continues = say("{title} continues in {others}.", title=escape(site.title), others=others)
    return PublishedEntry(
        id=slot.id,
        key=slot.id.rpartition(":")[2],
        kind="section",
        title=say("{name}: this feed has ended", name=plan.name),
        permalink=root,
        published=slot.published,
        updated=slot.updated,
        authors=plan.feed.authors,
        language=site.language,
        summary=say("This feed has ended. {title} continues in its other feeds.", title=site.title),
        pieces=(make_piece(f"<p>{say('This feed has ended.')} {continues}</p>"),),
        issue_id=slot.id,
        source=plan.feed.path,
    )
