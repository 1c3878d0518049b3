"""Which documents have to be rendered: of feeds whose entries changed, and of files that are missing.

Decided from what feeds carry (`carrying`) and from marks of what was rendered before;
`rendering` makes the documents, and `remembering` keeps what was rendered once it is published.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from datetime import datetime
from itertools import chain

from msgspec import Struct
from msgspec.structs import replace

from feeds.config import Config
from feeds.model import History
from feeds.pipeline.carried.carrying import CarriedFeeds
from feeds.pipeline.carried.staying import with_candidates
from feeds.pipeline.documents.archive_pages import ArchivePages, PlannedArchivePage, plan_archive_pages
from feeds.pipeline.documents.common_documents import CommonPlan, common_inputs, common_paths, plan_common
from feeds.pipeline.documents.feed_plans import FeedPrint, paths_of, plan_feed
from feeds.pipeline.documents.intact import WrittenDocuments
from feeds.pipeline.documents.paging import IssuePages, PlannedPage, plan_pages, relate_pages
from feeds.pipeline.documents.searchable import SearchPlan, plan_search
from feeds.pipeline.documents.shelves import find_archive
from feeds.pipeline.documents.volume_plans import PrintedVolume, archived_paths, intact_documents, unprinted_volumes
from feeds.render.formats import Format, formats_of
from feeds.render.withdrawn import WITHDRAWN
from feeds.store import Store
from feeds.store.marks import rendering_mark

#: A document or group of documents that can be rendered by itself.
Print = PlannedPage | PlannedArchivePage | PrintedVolume | FeedPrint
_PAGES = PlannedPage | PlannedArchivePage


class PrintPlan(Struct, frozen=True, kw_only=True):
    """The documents to render."""

    formats: tuple[Format, ...]
    feeds: tuple[FeedPrint, ...]  # all of them, in the order of the index
    volumes: tuple[PrintedVolume, ...]
    pages: IssuePages
    archive_pages: ArchivePages
    search: SearchPlan
    common: CommonPlan  # those that belong to no feed
    lists_withdrawn: bool
    paths: tuple[str, ...]  # of all documents that there are then
    polled: tuple[str, ...]  # those among them that readers poll: all but archives
    before: WrittenDocuments  # those that there were
    missing: frozenset[str]  # documents that are not as they were written
    histories: Mapping[str, History]  # how much there was when, by the path of the feed of all issues, or of a topic
    standing: tuple[str, ...]  # those of them in whose place there is a file

    @property
    def prints(self) -> tuple[Print, ...]:
        """The documents to render, each by itself; pages and archives come before the feeds that link to them."""
        return (
            *self.pages.changed(self.missing),
            *self.archive_pages.changed(self.missing),
            *self.volumes,
            *(one for one in self.feeds if one.changed),
        )

    @property
    def has_any(self) -> bool:
        """Whether there is any document to render."""
        return bool(self.prints or self.common.changed or self.search.changed or self.lists_withdrawn)

    @property
    def load(self) -> int:
        """How much there is to render, in feeds and volumes whose entries are all made.

        A page, or a feed that mostly stays as it is, takes some quarter of the time of one.
        """
        prints = self.prints
        small = sum(isinstance(one, _PAGES) or (isinstance(one, FeedPrint) and one.mostly_stays) for one in prints)
        return len(prints) - small + small // 4

    @property
    def rendered(self) -> int:
        """How many feeds have to be rendered."""
        return sum(one.changed for one in self.feeds)


def plan_printing(
    config: Config,
    store: Store,
    now: datetime,
    carrying: CarriedFeeds,
    before: WrittenDocuments,
    mark_of: Callable[[str], str],
    digest_of: Callable[[str], str],
) -> PrintPlan:
    """Return what has to be rendered of what feeds carry, where there are the documents of *before*.

    *mark_of* returns the mark of the file at a path of the output directory, *digest_of* the
    digest of its content.
    """
    formats = formats_of(config.feeds.formats)
    pages = plan_pages(config, store, now, carrying.listed)
    settings, histories = _settings_mark(config, carrying), _histories(carrying, store, now)
    archive_pages = plan_archive_pages(config, store, now, carrying, histories, settings, before.intact)
    lists_withdrawn = bool(store.departures.all()) or store.marks.withdrawn() is not None
    current = [path for carried in carrying.shown for path in paths_of(carried, formats)]
    common = common_paths(config, carrying)
    withdrawn = [WITHDRAWN] if lists_withdrawn else []
    current += [*chain(*common.values()), *withdrawn, *pages.paths, *archive_pages.paths]
    archived = [path for carried in carrying.shown for path in archived_paths(carried)]
    missing = _missing(carrying, current, archived, before.intact, digest_of)
    inputs = common_inputs(config, store, carrying, histories, settings)
    volumes = [one for carried in carrying.shown for one in unprinted_volumes(carried, missing)]
    return PrintPlan(
        formats=tuple(formats),
        feeds=tuple(_planned_feeds(carrying, settings, formats, missing, histories, store)),
        volumes=tuple(sorted(volumes, key=lambda one: one.volume.name)),  # most of their entries are in several
        pages=relate_pages(pages, store, now, missing),
        archive_pages=archive_pages,
        search=plan_search(config, store, now, before),
        common=plan_common(inputs, common, missing),
        lists_withdrawn=lists_withdrawn,
        paths=(*current, *archived),
        polled=tuple(current),
        before=before,
        missing=missing,
        histories=histories,
        standing=tuple(path for path in (*current, *archived) if path in missing and mark_of(path)),
    )


def _planned_feeds(
    carrying: CarriedFeeds,
    settings: str,
    formats: Sequence[Format],
    missing: frozenset[str],
    histories: Mapping[str, History],
    store: Store,
) -> Iterator[FeedPrint]:
    """Yield each feed; one that has to be rendered, with all that this needs to know."""
    for carried in carrying.shown:
        archive = find_archive(carried, carrying)
        one = plan_feed(carried, settings, formats, missing, histories.get(carried.feed.path), archive)
        yield replace(one, carried=with_candidates(one.carried, store)) if one.changed else one


def _missing(
    carrying: CarriedFeeds,
    current: Sequence[str],
    archived: Sequence[str],
    intact: Set[str],
    digest_of: Callable[[str], str],
) -> frozenset[str]:
    """Return the documents that are not *intact*; those *archived* may be so all the same, by their bytes."""
    missing = frozenset(path for path in (*current, *archived) if path not in intact)
    if missing.isdisjoint(archived):
        return missing
    return missing.difference(intact_documents(carrying.shown, missing, digest_of))


def shown_topics(config: Config, carrying: CarriedFeeds) -> dict[str, str]:
    """Return the names, by slug, of the topics that have a feed."""
    names = {rule.slug: rule.name for rule in config.topics}
    return {one.feed.topic: names[one.feed.topic] for one in carrying.shown if one.feed.topic}


def _settings_mark(config: Config, carrying: CarriedFeeds) -> str:
    """Return what every feed depends on beside its entries."""
    names = {rule.slug: rule.name for rule in config.topics}
    return repr((rendering_mark(config), names, shown_topics(config, carrying)))


def _histories(carrying: CarriedFeeds, store: Store, now: datetime) -> dict[str, History]:
    paths = {carried.feed.topic: carried.feed.path for carried in carrying.shown if carried.feed.topic}
    whole, topics = store.histories.of_all(paths, now)
    return {carrying.whole.path: whole} | {paths[topic]: one for topic, one in topics.items()}
