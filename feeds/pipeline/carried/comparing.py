"""Compare the entries that each feed carried before with those that it would carry: the changes for subscribers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from feeds.changes import Change, Changes, FeedChanges, Knowledge, compare_feed, former_of
from feeds.model import EntryStatus, PrintedFeed, Slot
from feeds.pipeline.carried.archiving import Carried
from feeds.pipeline.carried.carrying import CarriedFeeds
from feeds.pipeline.updating import Update
from feeds.plans import farewell_id
from feeds.posts import shown_path
from feeds.store import Store


class _Comparison(Struct, frozen=True):
    store: Store
    known: Knowledge

    def of(self, carried: Carried, left: Mapping[str, datetime]) -> FeedChanges:
        past, plan = carried.past, carried.plan
        changes = () if carried.stays else self._changes(carried, left)
        return FeedChanges(
            path=plan.feed.path,
            title=plan.name,
            before=len(past.entries),
            after=len(carried.entries),
            changes=changes,
        )

    def _changes(self, carried: Carried, left: Mapping[str, datetime]) -> tuple[Change, ...]:
        past, plan = carried.past, carried.plan
        gone = past.entries.keys() - {one.id for one in carried.entries}
        fitting = {one.id for one in self.store.entries.candidates(gone) if plan.wants(one)}
        return compare_feed(past.entries, carried.entries, replace(self.known, fitting=fitting, left=left))


def compare(update: Update, carrying: CarriedFeeds, store: Store, now: datetime, directory: str) -> Changes:
    """Return what would change in the feeds that there were before; asked before anything is published.

    *directory* is what messages call the folder of posts.
    """
    before = [carrying.all[path] for path in carrying.before]
    selected = [one for one in before if not one.stays]
    come = {one.id for carried in selected for one in carried.entries if one.id not in carried.past.entries}
    statuses = store.departures.statuses(_changed_ids(selected), now)
    new = {id: statuses[id] for id in come if not statuses[id].out}
    known = Knowledge(
        now=now,
        statuses=_placed(statuses, directory),
        former=_placed(former_of(new, store.departures.gone_at(now)), directory) if new else {},
        restored=update.effect.restored,
        cut_anew=update.cut_anew,
        edited=update.edited,
    )
    ended_before = {one.feed for one in store.topics.endings()} | {
        path for path, one in carrying.all.items() if _says_so(one)
    }
    comparison, left = _Comparison(store, known), store.departures.leavers(come)
    return Changes(
        feeds=tuple(comparison.of(carried, left.get(carried.plan.feed.path, {})) for carried in before),
        moved=tuple(_moved(store, carrying)),
        ended=tuple((one.feed, one.name) for one in carrying.endings if one.feed not in ended_before),
        unwritten=tuple((one.plan.feed.path, one.plan.name) for one in before if one.past.is_unwritten),
        posts_before=update.live,
        posts_gone=tuple(shown_path(directory, path) for path in sorted(update.lost)),
        no_posts=not update.found,
        directory=directory,
    )


def _placed(statuses: Mapping[str, EntryStatus], directory: str) -> dict[str, EntryStatus]:
    """Return *statuses* with the paths of their posts as messages name them: with the folder of posts."""
    return {id: replace(one, path=shown_path(directory, one.path)) if one.path else one for id, one in statuses.items()}


def _says_so(carried: Carried) -> bool:
    """Return whether a feed that has ended says so already: a lost memory may have forgotten it."""
    plan = carried.plan
    return bool(plan.ended) and any(id.startswith(farewell_id(plan, "")) for id in carried.past.entries)


def _changed_ids(before: Iterable[Carried]) -> set[str]:
    changed: set[str] = set()
    for carried in before:
        past, now = carried.past.entries, {one.id: one.revision for one in carried.entries}
        changed.update(id for id in past.keys() | now.keys() if past.get(id) != now.get(id))
    return changed


def _moved(store: Store, carrying: CarriedFeeds) -> Iterator[tuple[str, str]]:
    """Yield the old and the new address of what is now at another: readers may know an entry by feed and id."""
    before = store.marks.root()
    if before is not None and before != carrying.root:
        yield before, carrying.root
    if not carrying.added:
        return
    made = carrying.before
    gone = {path: past for path, past in store.printed.feeds().items() if path not in made}
    for path, chosen in carrying.added.items():
        old = max(gone, key=lambda other: _common(gone[other], chosen), default=None)
        if old is not None and chosen and _common(gone[old], chosen) * 2 > len(chosen):
            yield old, path


def _common(past: PrintedFeed, chosen: Iterable[Slot]) -> int:
    return sum(one.id in past.entries for one in chosen)
