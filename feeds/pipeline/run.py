"""One run, on one page: the rooms in order.

Posts that changed are read, and what becomes of their issues is decided and put into the
store (`updating`). From the store follows what each feed carries (`carrying`), which is
compared with what subscribers have, checked, and put into the store. Then the documents
that changed are rendered and published. The same posts, config, memory and now give the
same bytes, whether a run reuses what is stored or reads every post again.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from feeds import posts
from feeds.changes import Changes, check
from feeds.config import Config
from feeds.errors import DamagedError, Problem
from feeds.freshness import claim_memory
from feeds.pipeline.applying import apply_recalled
from feeds.pipeline.carrying import apply_carrying, carry_feeds
from feeds.pipeline.comparing import compare
from feeds.pipeline.finishing import Finisher
from feeds.pipeline.holding import note_divided
from feeds.pipeline.linking import LinkBook
from feeds.pipeline.measuring import watched_files
from feeds.pipeline.noticing import note_future, note_no_posts, note_others
from feeds.pipeline.owning import find_foreign, refuse_foreign
from feeds.pipeline.pending import find_pending
from feeds.pipeline.printing import apply_entries, apply_printing, find_retired, plan_printing, topics_in
from feeds.pipeline.progress import Progress, silence
from feeds.pipeline.recalling import Recalled, recall_lost
from feeds.pipeline.rendering import RenderInputs, render_documents
from feeds.pipeline.safekeeping import keep_copy
from feeds.pipeline.timing import time_of_run, time_to_write
from feeds.pipeline.updating import Update, nothing_new, update_issues
from feeds.pipeline.workers import ALONE, Workers
from feeds.publish import publish
from feeds.report import Report
from feeds.site import Site
from feeds.store import PATIENCE, Store, copy_store, open_store, set_aside, view_store


@dataclass(frozen=True, slots=True)
class Leave:
    """What a build may do though subscribers would not like it."""

    resurface: bool = False  # show entries again
    shrink: bool = False  # take many entries away
    earlier: bool = False  # take place before the last run, whose clock was wrong


#: Nothing of it.
GUARDED = Leave()


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What there is once every changed post was read."""

    store: Store
    update: Update
    now: datetime  # no earlier than the last run, whatever the clock says

    @property
    def config(self) -> Config:
        """The settings, with the topics that tags make."""
        return self.update.config

    @property
    def linking(self) -> LinkBook:
        return self.update.linking

    @property
    def problems(self) -> tuple[Problem, ...]:
        return self.update.problems


def build(
    site: Site,
    now: datetime,
    *,
    fresh: bool = False,
    dry: bool = False,
    leave: Leave = GUARDED,
    workers: Workers = ALONE,
    patience: float = PATIENCE,
    progress: Progress = silence,
) -> Report:
    """Bring the feeds of *site* up to date with its posts and return what was done.

    With *fresh* every post is read again, by *workers* where there are many. With *dry* the
    memory is a copy, nothing is written, and nothing refused. Another run is waited for,
    *patience* seconds.

    A damaged memory is set aside, and then recovered like a lost one.

    Raises:
        BusyError: another run is still at work.
        GuardError: subscribers would be shown entries again, or lose many, and no *leave* was given.
        PublishError: a file of somebody else is where a document belongs.
        ClockError: the clock is more than a day behind the last run, and no *leave* was given.
        FeedsError: the run cannot go on; what was published is whole.
    """
    run = partial(
        _build, site, now, fresh=fresh, dry=dry, leave=leave, workers=workers, patience=patience, progress=progress
    )
    try:
        return run()
    except DamagedError as error:
        if dry:
            raise
        notice = set_aside(site.state, error, now.date())
        report = run()
        return replace(report, notices=(notice, *report.notices))


def _build(
    site: Site,
    now: datetime,
    *,
    fresh: bool,
    dry: bool,
    leave: Leave,
    workers: Workers,
    patience: float,
    progress: Progress,
) -> Report:
    updating = up_to_date(
        site,
        now,
        fresh=fresh,
        dry=dry,
        earlier=leave.earlier,
        workers=workers,
        patience=patience,
        progress=progress,
    )
    with updating as seen:
        store, config, update, now = seen.store, seen.config, seen.update, seen.now
        progress("Filling feeds")
        carrying = carry_feeds(config, store, now, update.effect.issues)
        warnings: tuple[Problem, ...] = ()
        if not dry:
            changes = compare(update, carrying, store, now, site.posts)
            warnings = check(changes, resurface=leave.resurface, shrink=leave.shrink)
        apply_carrying(config, store, carrying, now)
        printing = plan_printing(config, store, now, carrying, site.mark_of, site.digest_of)
        foreign = find_foreign(site, printing)
        if not dry:
            refuse_foreign(foreign)
        apply_entries(store, printing, now)
        if not dry and not update.volumes:  # volumes from the public address are known to this run alone
            store.keep()  # ids and dates that readers may see must not be lost
        rendering = RenderInputs(
            config=config,
            store=store,
            now=now,
            carrying=carrying,
            printing=printing,
            linking=update.linking,
            finisher=Finisher(config, store, update.linking),
            recalled=update.volumes,
        )
        progress("Rendering pages")
        published = publish(render_documents(rendering, progress), site.output, dry=dry)
        progress("Saving")
        retired = find_retired(config, store, printing)
        rows = apply_printing(store, printing, published, site.mark_of)
        if config.publish.hub:
            store.pings.add(topics_in(printing, published))
        recordings = watched_files(site, store.posts.files())
        next_due = store.entries.next_moment(now, config.withdrawals.notice)
        if not dry:
            keep_copy(config, store, site.copy, anyway=update.recovered)
    report = Report(
        feeds=rows,
        problems=(*update.problems, *foreign),
        notices=(*warnings, *update.notices, *retired),
        written=tuple(one.path for one in published if one.changed),
        posts=len(update.found),
        read=update.read,
        rendered=printing.rendered,
        dry=dry,
        output=config.publish.directory,
        next_due=next_due.timestamp() if next_due else None,
    )
    if not dry:
        site.note(update.found, (*printing.watched, *recordings), report)
    return report


def diff(site: Site, now: datetime, *, progress: Progress = silence) -> Changes:
    """Return what a build of *site* would change for its subscribers; nothing is written."""
    with look(site, now, progress=progress) as seen:
        carrying = carry_feeds(seen.config, seen.store, seen.now, seen.update.effect.issues)
        return compare(seen.update, carrying, seen.store, seen.now, site.posts)


@contextmanager
def look(site: Site, now: datetime, *, items: bool = False, progress: Progress = silence) -> Iterator[Look]:
    """Yield what there is once every changed post was read; nobody waits for it, and nothing is written.

    With *items* they are cut, whether or not a feed carries them. Where the memory is lost it
    is recovered from the output directory.
    """
    with view_store(site.state) as past:
        now = time_of_run(past, now)
        found = posts.scan(site.posts, site.config.posts.ignore, site.follow)
        pending = find_pending(past, site, found, items=items)
        if not pending:
            yield Look(store=past, update=nothing_new(site, past, pending), now=now)
            return
        with copy_store(past) as store:
            update = _update(site, store, now, items=items, progress=progress)
            yield Look(store=store, update=update, now=now)


@contextmanager
def up_to_date(
    site: Site,
    now: datetime,
    *,
    fresh: bool = False,
    dry: bool = False,
    earlier: bool = False,
    workers: Workers = ALONE,
    patience: float = PATIENCE,
    progress: Progress = silence,
) -> Iterator[Look]:
    """Yield the memory, to write to, once what changed posts say was put into it; with *dry* a copy of it.

    Where the memory is lost it is recovered from its copy and the output directory, else from the public address.

    Raises:
        ClockError: the clock is more than a day behind the last run, and this one may not be *earlier*.
    """
    if not dry:
        claim_memory(site.config_path)
    with _copy_of_memory(site) if dry else open_store(site.state, patience=patience) as store:
        now = time_of_run(store, now) if dry else time_to_write(store, now, earlier=earlier)
        update = _update(site, store, now, fresh=fresh, ask=not dry, workers=workers, progress=progress)
        store.marks.save_moment(now)
        yield Look(store=store, update=update, now=now)


@contextmanager
def _copy_of_memory(site: Site) -> Iterator[Store]:
    with view_store(site.state) as past, copy_store(past) as store:
        yield store


def _update(
    site: Site,
    store: Store,
    now: datetime,
    *,
    fresh: bool = False,
    items: bool = False,
    ask: bool = False,
    workers: Workers = ALONE,
    progress: Progress,
) -> Update:
    """Put what changed posts say into *store*; with *ask* a lost memory may be recovered from the public address."""
    progress("Scanning posts")
    found = posts.scan(site.posts, site.config.posts.ignore, site.follow)  # not before it is our turn
    recalled = recall_lost(site, ask=ask) if store.is_new() else Recalled()
    effect = apply_recalled(store, recalled, now)
    pending = find_pending(store, site, found, items=items, fresh=fresh)
    update = update_issues(site, store, now, pending, recalled, workers=workers, progress=progress)
    is_first = fresh or not pending.known
    notices = (
        (*note_others(site, found), *note_divided(site.config, found.keys() - update.held.keys())) if is_first else ()
    )
    return replace(
        update,
        effect=effect | update.effect,
        problems=(*note_no_posts(site, found), *update.problems),
        notices=(*notices, *update.notices, *note_future(site, store, now)),
    )
