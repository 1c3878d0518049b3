"""The entries of all feeds after a run: decided from the store and the clock, and stored by `apply_carrying`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from feeds.config import Config
from feeds.model import Ending, Feed, Notice, PrintedFeed, Slot, Withdrawal
from feeds.pipeline.carried.archiving import ArchiveInputs, Carried, carry, keep, look_at_archives
from feeds.pipeline.carried.ending import find_endings, is_named
from feeds.pipeline.carried.staying import carry_on
from feeds.pipeline.carried.titling import complete_titles
from feeds.pipeline.posts.pending import authority_of
from feeds.plans import Plan, make_farewell, plan_ended, plan_feeds
from feeds.selection import make_notice
from feeds.store import TOMBSTONE, Archived, Effect, Store, Touched
from feeds.store.marks import selecting_mark


class CarriedFeeds(Struct, frozen=True, kw_only=True):
    """The entries that all feeds carry from now on, and the changes of the memory that follow."""

    all: Mapping[str, Carried]  # by path, the shown and the quiet ones
    whole: Feed  # of whole issues, which is where the entries of other feeds are from
    shown: tuple[Carried, ...]  # those that are published, in the order of the index
    quiet: tuple[Plan, ...]  # topics without a feed yet
    endings: tuple[Ending, ...]  # the feeds that config.yaml no longer asks for
    outdated: tuple[Archived, ...]  # what leaves archives
    root: str  # the public address that documents hold
    selecting: str  # the mark of the settings by which entries were selected
    listed: frozenset[str]  # keys of the issues that lists show otherwise from now on

    @property
    def before(self) -> dict[str, PrintedFeed]:
        """The feeds that there were before and that are still made, as they were rendered, by path."""
        return {path: one.past for path, one in self.all.items() if one.past.fingerprint and not one.plan.ended}

    @property
    def added(self) -> dict[str, tuple[Slot, ...]]:
        """The entries of the feeds that are made for the first time, by path."""
        return {path: one.entries for path, one in self.all.items() if not one.past.fingerprint}


class _FillInputs(Struct, frozen=True, kw_only=True):
    """The inputs on which all feeds depend."""

    config: Config
    store: Store
    now: datetime
    archives: ArchiveInputs
    withdrawn: Mapping[str, Withdrawal]
    touched: Touched | None  # None: all feeds are to be selected


def carry_feeds(config: Config, store: Store, now: datetime, effect: Effect) -> CarriedFeeds:
    """Return what all feeds carry at *now*, after changes of issues with this *effect*; nothing is written."""
    moved = store.archives.moved_by_time(now)
    withdrawn = {one.id: one for one in store.departures.withdrawals(now - TOMBSTONE)}
    authority = authority_of(config, store)
    planned = plan_feeds(config, authority)
    endings = find_endings(planned, store, now)
    plans = (*planned, *(plan_ended(one, config, authority) for one in endings))
    selecting = selecting_mark(config)
    filling = _FillInputs(
        config=config,
        store=store,
        now=now,
        archives=look_at_archives(config, store, now, effect.issues | moved),
        withdrawn=withdrawn,
        touched=store.touched.since_selection(selecting, now),
    )
    every = {plan.feed.path: _fill(plan, filling) for plan in plans}
    shown = tuple(one for one in every.values() if _is_shown(one, config))
    return CarriedFeeds(
        all=every,
        whole=planned[0].feed,
        shown=shown,
        quiet=tuple(one.plan for one in every.values() if one not in shown and one.plan.listed),
        endings=endings,
        outdated=filling.archives.outdated,
        root=config.root,
        selecting=selecting,
        listed=effect.listed | moved,
    )


def apply_carrying(config: Config, store: Store, carrying: CarriedFeeds, now: datetime) -> CarriedFeeds:
    """Remember the entries of feeds, where feeds end, and their archives; entries that are due are published.

    Returns *carrying* without the ids in new volumes, which are in the store from then on: of 20,000 posts they take
    26 MB, which every process that renders would have as well.
    """
    if store.marks.root() not in (None, carrying.root):
        store.archives.forget_digests()
    store.marks.save_root(carrying.root)
    store.archives.remove(carrying.outdated, now)
    for path, carried in carrying.all.items():
        if carried.window:
            store.archives.save_window(path, carried.window)
        for new in carried.new_volumes:
            store.archives.add_volume(path, new)
    if carrying.endings != store.topics.endings():
        store.topics.save_endings(carrying.endings)
    named = (one.plan for one in carrying.shown if not one.plan.ended and is_named(one.plan.feed.path))
    store.marks.save_feed_names({plan.feed.path: plan.name for plan in named})
    complete_titles(config, store, now)
    store.entries.freeze_due(now)
    every = {path: replace(one, new_volumes=()) for path, one in carrying.all.items()}
    return replace(carrying, all=every, shown=tuple(every[one.feed.path] for one in carrying.shown))


def _fill(plan: Plan, filling: _FillInputs) -> Carried:
    """Return what the feed of *plan* carries, with a notice for each entry that was withdrawn not long ago."""
    past = filling.store.printed.feed(plan.feed.path) or PrintedFeed()
    notices, deletions = _notices(past, filling), _deletions(plan.feed.path, past, filling)
    if not (plan.ended or deletions) and (stays := carry_on(plan, past, filling.touched, filling.archives)):
        return stays
    if plan.ended:
        last = _last_entries(plan, plan.ended, past, notices, filling)
        carried = keep(plan, past, plan.ended, last, filling.archives)
    else:
        carried = carry(plan, past, {gone.id: gone.moment for gone in deletions}, filling.archives)
        if notices:
            by_date = sorted((*carried.entries, *notices), key=lambda one: one.published, reverse=True)
            carried = replace(carried, entries=tuple(by_date))
    return replace(carried, state=replace(carried.state, deletions=deletions))


def _last_entries(
    plan: Plan, ended: datetime, past: PrintedFeed, notices: Sequence[Notice], filling: _FillInputs
) -> tuple[Slot, ...]:
    """Return what the feed of *plan* had when it ended, and the entry that says so."""
    live = [one for one in filling.store.entries.candidates(past.entries) if one.id not in filling.withdrawn]
    newest_first = sorted([*live, *notices], key=lambda one: (-one.published.timestamp(), one.id))
    return (make_farewell(plan, ended), *newest_first)


def _notices(past: PrintedFeed, filling: _FillInputs) -> list[Notice]:
    """Return a notice for each entry of a feed that was withdrawn not long ago."""
    since = filling.now - filling.config.withdrawals.notice
    recent = (one for one in filling.withdrawn.values() if one.moment > since and one.id in past.entries)
    return [make_notice(one) for one in recent]


def _deletions(path: str, past: PrintedFeed, filling: _FillInputs) -> tuple[Withdrawal, ...]:
    """Return the entries that were in the feed at *path* and are withdrawn, by id."""
    return tuple(one for one in filling.withdrawn.values() if one.id in past.entries or path in one.left)


def _is_shown(carried: Carried, config: Config) -> bool:
    """A topic gets its feed with its first entry, and keeps it from then on."""
    plan = carried.plan
    is_made = bool(carried.entries or carried.past.fingerprint)
    return not plan.by_topic or is_made or (config.feeds.empty_topics and plan.listed)
