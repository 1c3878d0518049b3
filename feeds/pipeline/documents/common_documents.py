"""The documents that belong to no feed: the index, the lists of feeds, and files that only settings change.

Each of these groups has a mark of what it shows. Other words in a section leave the index as it is, which takes
as long to render as four pages of feeds. `common_rendering` makes them.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime

from msgspec import Struct

from feeds.config import Config
from feeds.model import Candidate, History, Notice
from feeds.pipeline.carried.archiving import Carried
from feeds.pipeline.carried.carrying import CarriedFeeds
from feeds.pipeline.carried.staying import with_candidates
from feeds.pipeline.documents.paging import address_on_page
from feeds.pipeline.documents.shelves import find_archive
from feeds.render.assets import ASSETS
from feeds.render.full_text import SEARCH_PAGE, SEARCH_SCRIPT
from feeds.render.headlines import LatestEntry, latest_shown
from feeds.render.opml import SUBSCRIPTIONS, TOPICS
from feeds.store import Store
from feeds.store.marks import rendering_mark

INDEX, LISTS, FIXED = "index", "lists", "fixed"


class CommonGroup(Struct, frozen=True, kw_only=True):
    """A group of documents that are rendered together."""

    name: str
    mark: str  # of all that they show
    changed: bool  # whether they have to be rendered


class CommonInputs(Struct, frozen=True, kw_only=True):
    """The inputs on which these documents depend."""

    config: Config
    store: Store
    carrying: CarriedFeeds
    histories: Mapping[str, History]
    settings: str  # the mark of the settings on which all documents depend
    latest: Mapping[str, tuple[LatestEntry, ...]]  # by path, the newest entries of listed feeds, as the index has them

    @property
    def listed(self) -> tuple[Carried, ...]:
        """The feeds that are listed, in the order of the index."""
        return _listed(self.carrying)

    @property
    def updated(self) -> datetime:
        """When the newest change in a feed was made."""
        return max(one.state.updated for one in self.listed)


def common_inputs(
    config: Config, store: Store, carrying: CarriedFeeds, histories: Mapping[str, History], settings: str
) -> CommonInputs:
    """Return the inputs of these documents, with the entries that the index shows."""
    return CommonInputs(
        config=config,
        store=store,
        carrying=carrying,
        histories=histories,
        settings=settings,
        latest=_headlines(config, store, _listed(carrying)),
    )


class CommonPlan(Struct, frozen=True, kw_only=True):
    """The documents that belong to no feed."""

    inputs: CommonInputs
    groups: tuple[CommonGroup, ...]  # the index last: the files that it links to are there by then

    @property
    def changed(self) -> tuple[CommonGroup, ...]:
        """The groups that have to be rendered."""
        return tuple(group for group in self.groups if group.changed)

    @property
    def marks(self) -> dict[str, str]:
        """The marks of all groups, by name."""
        return {group.name: group.mark for group in self.groups}


def common_paths(config: Config, carrying: CarriedFeeds) -> dict[str, tuple[str, ...]]:
    """Return the paths of these documents, by the name of their group."""
    hosting = ("_headers", ".nojekyll") if config.has_headers else (".nojekyll",)
    has_topics = any(carried.feed.topic for carried in carrying.shown if carried.plan.listed)
    search = (SEARCH_PAGE, SEARCH_SCRIPT) if config.pages.search else ()
    return {
        LISTS: (SUBSCRIPTIONS, TOPICS) if has_topics else (SUBSCRIPTIONS,),
        FIXED: (*hosting, *ASSETS, *search),
        INDEX: ("index.html",),
    }


def plan_common(inputs: CommonInputs, paths: Mapping[str, tuple[str, ...]], missing: Collection[str]) -> CommonPlan:
    """Return which of these documents, those at *paths* by group, are to be rendered: also if they are *missing*."""
    known = inputs.store.marks.common()
    marks = {LISTS: _mark_of_lists(inputs), FIXED: rendering_mark(inputs.config), INDEX: _mark_of_index(inputs)}
    groups = []
    for name, text in marks.items():
        mark = hashlib.sha256(text.encode()).hexdigest()[:24]
        changed = known.get(name) != mark or any(path in missing for path in paths[name])
        groups.append(CommonGroup(name=name, mark=mark, changed=changed))
    return CommonPlan(inputs=inputs, groups=tuple(groups))


def _mark_of_lists(inputs: CommonInputs) -> str:
    return repr((inputs.settings, inputs.updated, [one.feed for one in inputs.listed]))


def _mark_of_index(inputs: CommonInputs) -> str:
    """Return all that the index shows, from which cards are made."""
    carrying = inputs.carrying
    cards = (
        (
            one.feed,
            one.plan.name,
            one.plan.moved_to,
            _history_mark(inputs, one),
            find_archive(one, carrying),
            [published.timestamp() for published in one.dates],
            inputs.latest[one.feed.path],
        )
        for one in inputs.listed
    )
    quiet = [(plan.name, plan.feed.subtitle) for plan in carrying.quiet]
    return repr((inputs.settings, inputs.histories[carrying.whole.path].mark, quiet, list(cards)))


def _history_mark(inputs: CommonInputs, one: Carried) -> str:
    history = inputs.histories.get(one.feed.path)
    return history.mark if history else ""


def _listed(carrying: CarriedFeeds) -> tuple[Carried, ...]:
    return tuple(one for one in carrying.shown if one.plan.listed)


def _headlines(config: Config, store: Store, listed: Sequence[Carried]) -> dict[str, tuple[LatestEntry, ...]]:
    """Return the newest few entries of each *listed* feed, by its path: as many as the index shows of it."""
    sizes = Counter(one.feed.group for one in listed)
    return {one.feed.path: tuple(_newest(config, store, one, latest_shown(sizes[one.feed.group]))) for one in listed}


def _newest(config: Config, store: Store, one: Carried, most: int) -> Iterator[LatestEntry]:
    entries = with_candidates(one, store, most).entries
    shown = [entry for entry in entries if not isinstance(entry, Notice)][:most]
    for candidate in (entry for entry in shown if isinstance(entry, Candidate)):
        entry = store.entries.load(candidate)
        page = address_on_page(candidate, config.root) if config.feeds.link == "page" else ""
        yield LatestEntry(title=entry.shown_title, url=page or entry.permalink, language=entry.origin.language)
