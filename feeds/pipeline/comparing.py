"""What a run would change for subscribers: what each feed carried before, and what it would carry."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from feeds.changes import Changes, FeedChanges, Knowledge, compare_feed, twins_of
from feeds.model import Candidate, PrintedFeed
from feeds.pipeline.carrying import Carrying
from feeds.pipeline.reading import Reading
from feeds.store import Store


@dataclass(frozen=True, slots=True)
class _Comparison:
    store: Store
    carrying: Carrying
    known: Knowledge

    def of(self, path: str, past: PrintedFeed, come: Mapping[str, Mapping[str, datetime]]) -> FeedChanges:
        chosen = self.carrying.of(path).entries
        gone = past.entries.keys() - {one.id for one in chosen}
        plan = self.carrying.plan(path)
        fitting = {one.id for one in self.store.candidates(gone) if plan.wants(one)}
        known = replace(self.known, fitting=fitting, left=come.get(path, {}))
        return FeedChanges(
            path=path,
            title=plan.name,
            before=len(past.entries),
            after=len(chosen),
            changes=compare_feed(past.entries, chosen, known),
        )


def compare(reading: Reading, carrying: Carrying, store: Store, now: datetime) -> Changes:
    """Return what would change in the feeds that there were before; asked before anything is marked as out."""
    before = carrying.before
    come = _new_in(before, carrying)
    statuses = store.departures.statuses(_changed_ids(before, carrying), now)
    new = {id: statuses[id] for id in come if not statuses[id].out}
    known = Knowledge(
        now=now,
        statuses=statuses,
        twins=twins_of(new, store.departures.gone_at(now)) if new else {},
        restored=reading.put_back,
        cut_anew=reading.edits.cut_anew,
        edited=reading.edits.edited,
    )
    comparison, left = _Comparison(store, carrying, known), store.departures.leavers(come)
    return Changes(
        feeds=tuple(comparison.of(path, past, left) for path, past in before.items()),
        moved=tuple(_moved(store, carrying, reading.config.root)),
        ended=tuple((plan.feed.path, plan.name) for plan in carrying.plans if plan.ended == now),
        posts_before=reading.live,
        posts_gone=tuple(sorted(reading.lost_posts)),
        no_posts=not reading.found,
        directory=reading.directory,
    )


def _new_in(before: Mapping[str, PrintedFeed], carrying: Carrying) -> set[str]:
    return {one.id for path, past in before.items() for one in carrying.of(path).entries if one.id not in past.entries}


def _changed_ids(before: Mapping[str, PrintedFeed], carrying: Carrying) -> set[str]:
    changed: set[str] = set()
    for path, past in before.items():
        now = {one.id: one.revision for one in carrying.of(path).entries}
        changed.update(id for id in past.entries.keys() | now.keys() if past.entries.get(id) != now.get(id))
    return changed


def _moved(store: Store, carrying: Carrying, root: str) -> Iterable[tuple[str, str]]:
    """Yield the old and the new address of what is at another: readers may know an entry by feed and id."""
    before = store.recall("root")
    if before not in (None, root):
        yield str(before), root
    made = carrying.before
    gone = {path: past for path, past in store.printed.feeds().items() if path not in made}
    for path, chosen in carrying.added.items():
        old = max(gone, key=lambda other: _common(gone[other], chosen), default=None)
        if old is not None and chosen and _common(gone[old], chosen) * 2 > len(chosen):
            yield old, path


def _common(past: PrintedFeed, chosen: Iterable[Candidate]) -> int:
    return sum(one.id in past.entries for one in chosen)
