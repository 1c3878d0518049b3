"""Which documents have to be rendered: of feeds whose entries changed, and of files that are missing.

Decided from what feeds carry (`carrying`) and from marks of what was rendered before;
`rendering` makes the documents, and `apply_printing` remembers them once they are published.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence, Set
from datetime import datetime
from itertools import chain

from msgspec import Struct
from msgspec.structs import replace

from feeds import render
from feeds.config import Config
from feeds.errors import Problem, Where
from feeds.model import Candidate, FeedState, History, PrintedFeed, Volume, VolumeLink
from feeds.output.documents import Published
from feeds.pipeline.carried.archiving import Carried
from feeds.pipeline.carried.carrying import CarriedFeeds
from feeds.pipeline.documents.archive_pages import ArchivePages, PlannedArchivePage, plan_archive_pages
from feeds.pipeline.documents.common_documents import CommonPlan, common_inputs, common_paths, plan_common
from feeds.pipeline.documents.intact import WrittenDocuments, marks_now
from feeds.pipeline.documents.paging import IssuePages, PlannedPage, plan_pages, relate_pages
from feeds.pipeline.documents.searchable import SearchPlan, files_of, plan_search
from feeds.regex import regex
from feeds.render import Format
from feeds.report import FeedRow
from feeds.store import Store
from feeds.store.marks import rendering_mark

_ARCHIVED = regex(r"((?:.*/)?archive/)[^/]+/([^/]+)\Z")
_UNPRINTED = "unprinted"  # the mark of what is yet to be rendered


class PrintedVolume(Struct, frozen=True, kw_only=True):
    """A volume of an archive of which documents are to be written."""

    carried: Carried
    volume: Volume
    folder: str
    previous: VolumeLink | None  # the volume before it
    next: VolumeLink | None
    formats: tuple[Format, ...]  # those to be written


class FeedPrint(Struct, frozen=True, kw_only=True):
    """A feed, and what it looks like."""

    carried: Carried
    fingerprint: str
    frame: str  # what all its entries depend on beside themselves; "" where that is not all there is
    same: frozenset[str]  # the ids of the entries whose elements stay as they are in its documents
    changed: bool  # whether it has to be rendered

    @property
    def entries(self) -> dict[str, str]:
        """The revisions of its entries, by id."""
        return {one.id: one.revision for one in self.carried.entries}


#: A document or group of documents that can be rendered by itself.
Print = PlannedPage | PlannedArchivePage | PrintedVolume | FeedPrint


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
    formats = render.formats_of(config.feeds.formats)
    pages = plan_pages(config, store, now, carrying.listed)
    settings, histories = _settings_mark(config, carrying), _histories(carrying, store, now)
    archive_pages = plan_archive_pages(config, store, now, carrying, histories, settings, before.intact)
    lists_withdrawn = bool(store.departures.all()) or store.marks.withdrawn() is not None
    current = [path for carried in carrying.shown for path in _paths_of(carried, formats)]
    common = common_paths(config, carrying)
    withdrawn = [render.WITHDRAWN] if lists_withdrawn else []
    current += [*chain(*common.values()), *withdrawn, *pages.paths, *archive_pages.paths]
    archived = [path for carried in carrying.shown for path in _archived(carried)]
    missing = _missing(carrying, current, archived, before.intact, digest_of)
    feeds = tuple(
        _feed_print(carried, settings, formats, missing, histories.get(carried.feed.path)) for carried in carrying.shown
    )
    inputs = common_inputs(config, store, carrying, histories, settings)
    volumes = [one for carried in carrying.shown for one in _unprinted(carried, missing)]
    return PrintPlan(
        formats=tuple(formats),
        feeds=feeds,
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


def _missing(
    carrying: CarriedFeeds,
    current: Sequence[str],
    archived: Sequence[str],
    intact: Set[str],
    digest_of: Callable[[str], str],
) -> frozenset[str]:
    """Return the documents that are not *intact*; those *archived* may be so all the same, by their bytes."""
    missing = frozenset(path for path in (*current, *archived) if path not in intact)
    return missing if missing.isdisjoint(archived) else missing.difference(_intact(carrying.shown, missing, digest_of))


def apply_entries(store: Store, printing: PrintPlan, now: datetime) -> None:
    """Remember what feeds carry from now on, what leaves them, and that they are yet to be rendered."""
    for one in printing.feeds:
        if one.changed:
            past, entries = one.carried.past.entries, one.entries
            gone, come = past.keys() - entries.keys(), entries.keys() - past.keys()
            path, size = one.carried.plan.feed.path, one.carried.past.size
            store.departures.save_leavers(path, gone, come, now)
            store.printed.save_feed(path, PrintedFeed(fingerprint=_UNPRINTED, entries=entries, size=size))
    pages = printing.pages.changed(printing.missing)
    store.relations.save({one.key: one.related for one in pages})
    store.marks.save_pages({one.key: _UNPRINTED for one in pages})
    store.listings.save_marks(dict.fromkeys(printing.archive_pages.marks(printing.missing), _UNPRINTED))


def apply_printing(
    store: Store, printing: PrintPlan, published: Sequence[Published], marks: Mapping[str, str]
) -> tuple[FeedRow, ...]:
    """Remember what was rendered and is *published*, and the *marks* of all documents; return each feed's figures."""
    by_path = {one.path: one for one in published}
    for volume in printing.volumes:
        digests = dict(volume.volume.digests)
        digests |= {format.key: by_path[volume.folder + format.file].digest for format in volume.formats}
        store.archives.save_digests(volume.carried.plan.feed.path, volume.volume.number, digests)
    rows = []
    for one in printing.feeds:
        path, size = one.carried.plan.feed.path, one.carried.past.size
        if one.changed:
            size = sum(by_path[path + format.file].size for format in printing.formats)
            printed = PrintedFeed(fingerprint=one.fingerprint, entries=one.entries, size=size, frame=one.frame)
            store.printed.save_feed(path, printed)
        rows.append(_row(one, size))
    store.printed.forget_feeds({one.carried.plan.feed.path for one in printing.feeds})
    store.marks.save_pages({one.key: one.mark for one in printing.pages.changed(printing.missing)})
    store.listings.save_marks(printing.archive_pages.marks(printing.missing))
    store.marks.save_common(printing.common.marks)
    if render.WITHDRAWN in by_path:
        store.marks.save_withdrawn(by_path[render.WITHDRAWN].digest)
    store.marks.save_search(printing.search.mark)
    store.printed.save_documents(marks, printing.before.marks)
    return tuple(rows)


def find_marks(printing: PrintPlan, published: Sequence[Published], mark_of: Callable[[str], str]) -> Mapping[str, str]:
    """Return the marks of all documents that there are once what is to be rendered is *published*, by path."""
    paths = (*printing.paths, *files_of(printing.search, [one.path for one in published]))
    return marks_now(printing.before, paths, {one.path for one in published if one.changed}, mark_of)


def topics_in(printing: PrintPlan, published: Sequence[Published]) -> dict[str, str]:
    """Return the digests, by path, of the documents among those *published* that subscribers follow: no volumes."""
    paths = {one.carried.feed.path + format.file for one in printing.feeds for format in printing.formats}
    return {one.path: one.digest for one in published if one.path in paths}


def find_retired(config: Config, printing: PrintPlan) -> list[Problem]:
    """Return a notice for each file that is not made any more: its readers hear nothing new.

    Nobody follows the list of topics; where the last topic went, its feed says so.
    """
    directory, hint = config.publish.directory, "delete it, or put its feed or format back into the config"
    past = printing.before.marks.keys() - {render.TOPICS, *printing.paths, *printing.search.known}
    if not past:
        return []
    archives = {found[1] for path in printing.paths if (found := _ARCHIVED.match(path))}
    gone = sorted({_retired(path, archives) for path in past})
    return [Problem(Where(f"{directory}/{path}"), "is no longer written, and stays as it is", hint) for path in gone]


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
    topics = store.histories.of_topics(paths, now)
    return {carrying.whole.path: store.histories.of_issues(now)} | {paths[topic]: one for topic, one in topics.items()}


def _feed_print(
    carried: Carried, settings: str, formats: Sequence[Format], missing: Set[str], history: History | None
) -> FeedPrint:
    chosen = carried.entries
    abridged = (one.sections for one in chosen if isinstance(one, Candidate) and carried.plan.abridged)
    shown = [list(map(sorted, sections)) for sections in abridged]
    entries = (f"{one.id} {one.revision}" for one in chosen)
    look = "summarised" if carried.plan.summarised else ""
    facts = (carried.feed, _shown(carried.state), history and history.mark, shown)
    fingerprint = _hash(settings, *map(repr, facts), look, *entries)
    frame = "" if carried.plan.ended or carried.plan.abridged else _hash(settings, repr(carried.feed), look)
    is_intact = missing.isdisjoint(_paths_of(carried, formats))
    return FeedPrint(
        carried=carried,
        fingerprint=fingerprint,
        frame=frame,
        same=_same(carried) if is_intact and frame and frame == carried.past.frame else frozenset(),
        changed=carried.past.fingerprint != fingerprint or not is_intact,
    )


def _same(carried: Carried) -> frozenset[str]:
    """Return the ids of the entries that a feed had before and that have not changed."""
    past = carried.past.entries
    return frozenset(one.id for one in carried.entries if past.get(one.id) == one.revision)


def _shown(state: FeedState) -> FeedState:
    """Return *state* without what feeds do not show of it: a change of that is no change of the feed."""
    return replace(state, deletions=tuple(replace(one, path="", left=()) for one in state.deletions))


def _archived(carried: Carried) -> Iterator[str]:
    """Yield the paths of all documents in the archive of a feed, the newest volume first."""
    for link in carried.state.volumes:
        folder = carried.feed.folder_of(link.name)
        for file in link.files:
            yield folder + file


def _unprinted(carried: Carried, missing: Collection[str]) -> Iterator[PrintedVolume]:
    """Yield the volumes in the archive of a feed of which documents are new or *missing*."""
    around = [None, *reversed(carried.state.volumes), None]
    for place, volume in enumerate(carried.volumes):
        if not missing and "" not in volume.digests.values():
            continue
        folder = carried.feed.folder_of(volume.name)
        formats = render.formats_of(tuple(volume.digests))
        wanted = tuple(one for one in formats if not volume.digests[one.key] or folder + one.file in missing)
        if wanted:
            yield PrintedVolume(
                carried=carried,
                volume=volume,
                folder=folder,
                previous=around[place],
                next=around[place + 2],
                formats=wanted,
            )


def _intact(shown: Iterable[Carried], missing: Collection[str], digest_of: Callable[[str], str]) -> Iterator[str]:
    """Yield those of the *missing* documents of archives that are as they were written, whatever their marks.

    Documents of years ago could not always be written the same again.
    """
    for carried in shown:
        for volume in carried.volumes:
            for format in render.formats_of(tuple(volume.digests)):
                path = carried.feed.folder_of(volume.name) + format.file
                known = volume.digests[format.key]
                if path in missing and known and known == digest_of(path):
                    yield path


def _paths_of(carried: Carried, formats: Sequence[Format]) -> list[str]:
    return [*(carried.feed.path + format.file for format in formats), carried.feed.page_path]


def _row(one: FeedPrint, size: int) -> FeedRow:
    plan, past, entries = one.carried.plan, one.carried.past.entries, one.entries
    new = sum(id not in past for id in entries)
    changed = sum(past.get(id, "") not in ("", revision) for id, revision in entries.items())
    return FeedRow(path=plan.feed.path, title=plan.name, entries=len(entries), new=new, changed=changed, bytes=size)


def _retired(path: str, archives: Collection[str]) -> str:
    """Return *path*, or for one in an archive all that are like it; *archives* are the folders of those that go on."""
    found = _ARCHIVED.match(path)
    if not found:
        return path
    return f"{found[1]}*/{found[2]}" if found[1] in archives else found[1]


def _hash(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:24]
