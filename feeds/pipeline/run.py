"""One run, on one page: the rooms in order.

Posts that changed are read, and what becomes of their issues is decided and put into the
store (`looking`). From the store follows what each feed carries (`carrying`), which is
compared with what subscribers have, checked, and put into the store. Then the documents
that changed are rendered and published. The same posts, config, memory and now give the
same bytes, whether a run reuses what is stored or reads every post again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from functools import partial

from msgspec import Struct
from msgspec.structs import replace

from feeds.changes import Changes
from feeds.errors import DamagedError, Problem
from feeds.harm import refuse_harm
from feeds.output.documents import Published
from feeds.pipeline.carried.carrying import CarriedFeeds, apply_carrying, carry_feeds
from feeds.pipeline.carried.comparing import compare
from feeds.pipeline.documents.intact import find_intact
from feeds.pipeline.documents.printing import PrintPlan, plan_printing
from feeds.pipeline.documents.remembering import apply_entries, apply_printing, find_marks, topics_in
from feeds.pipeline.documents.retired import find_retired
from feeds.pipeline.documents.searchable import index_folders, note_search
from feeds.pipeline.looking import Look, look, up_to_date
from feeds.pipeline.memory.safekeeping import begin_copy, keep_copy
from feeds.pipeline.posts.measuring import watched_files
from feeds.pipeline.processes.workers import ALONE, Workers
from feeds.pipeline.progress import Progress, silence
from feeds.pipeline.publication.delivering import Delivery
from feeds.pipeline.publication.owning import find_foreign, refuse_foreign
from feeds.pipeline.publication.publishing import PublishingResult, compare_all, make_ready, publish_all
from feeds.report import FeedRow, Report
from feeds.site import Site
from feeds.stillness import SeenPosts
from feeds.store import PATIENCE, set_aside


class Leave(Struct, frozen=True):
    """Permission for changes that subscribers would not like."""

    resurface: bool = False  # show entries again
    shrink: bool = False  # take many entries away
    earlier: bool = False  # take place before the last run, whose clock was wrong


#: Nothing of it.
NO_LEAVE = Leave()


class _Decided(Struct, frozen=True, kw_only=True):
    """The decisions about feeds, and about the documents that show them."""

    carrying: CarriedFeeds
    printing: PrintPlan
    foreign: tuple[Problem, ...]  # files of somebody else where documents belong
    warnings: tuple[Problem, ...]  # of what subscribers will notice


def build(
    site: Site,
    now: datetime,
    *,
    seen: SeenPosts | None = None,
    fresh: bool = False,
    dry: bool = False,
    leave: Leave = NO_LEAVE,
    workers: Workers = ALONE,
    patience: float = PATIENCE,
    progress: Progress = silence,
) -> Report:
    """Bring the feeds of *site* up to date with its posts and return what was done.

    Posts that were *seen* just before are not scanned again. With *fresh* every post is read again, by *workers*
    where there are many. With *dry* the memory is a copy, nothing is written, and nothing refused. Another run is
    waited for, *patience* seconds.

    A damaged memory is set aside, and then recovered like a lost one.

    Raises:
        BusyError: another run is still at work.
        HarmError: subscribers would be shown entries again, or lose many, and no *leave* was given.
        PublishError: a file of somebody else is where a document belongs.
        ClockError: the clock is more than a day behind the last run, and no *leave* was given.
        FeedsError: the run cannot go on; the published files are whole.
    """
    memory = partial(
        up_to_date,
        site,
        now,
        seen=seen,
        fresh=fresh,
        dry=dry,
        earlier=leave.earlier,
        workers=workers,
        patience=patience,
        progress=progress,
    )
    try:
        return _build(site, memory(), leave, workers, progress, dry=dry)
    except DamagedError as error:
        if dry:
            raise
        notice = set_aside(site.state, error, now.date())
        report = _build(site, memory(), leave, workers, progress, dry=dry)
        return replace(report, notices=(notice, *report.notices))


def diff(site: Site, now: datetime, *, progress: Progress = silence) -> Changes:
    """Return what a build of *site* would change for its subscribers; nothing is written."""
    with look(site, now, progress=progress) as seen:
        carrying = carry_feeds(seen.config, seen.store, seen.now, seen.update.effect)
        return compare(seen.update, carrying, seen.store, seen.now, site.posts)


def _build(
    site: Site, memory: AbstractContextManager[Look], leave: Leave, workers: Workers, progress: Progress, *, dry: bool
) -> Report:
    with memory as seen:
        if not dry:
            make_ready(site, seen.store)
        progress("Filling feeds")
        decided = _decide(site, seen, leave, dry=dry)
        delivery = Delivery(site, dry=dry)
        delivery.begin()
        progress("Rendering pages")
        published, failures = _publish(site, seen, decided, workers, progress, dry=dry)
        delivery.add(published.changed)
        progress("Saving")
        marks = find_marks(decided.printing, published.documents, site.mark_of)
        rows = _remember(seen, decided.printing, published.documents, marks)
        report = _report(seen, decided, published, rows, failures, dry=dry)
        watched = (*index_folders(seen.config), *published.watched, *watched_files(site, seen.store.posts.files()))
        if not dry:
            keep_copy(seen.config, seen.store, site.copy)
    fault = delivery.finish(progress)
    if fault:
        return replace(report, problems=(*report.problems, fault), delivered=False)
    if not dry:
        known = {} if seen.config.publish.after else marks  # the command may have changed them
        left = {path: known.get(path) or site.mark_of(path) for path in (*decided.printing.paths, *watched)}
        site.note(seen.found_part(), seen.store.left, left, report)
    return report


def _decide(site: Site, seen: Look, leave: Leave, *, dry: bool) -> _Decided:
    """Decide what feeds carry and which documents show it, and put that into the store.

    Raises:
        HarmError: subscribers would be shown entries again, or lose many, and no *leave* was given.
        PublishError: a file of somebody else is where a document belongs.
    """
    store, config, now = seen.store, seen.config, seen.now
    carrying = carry_feeds(config, store, now, seen.update.effect)
    warnings = () if dry else _check(site, seen, carrying, leave)
    carrying = apply_carrying(config, store, carrying, now)
    before = find_intact(store, {} if config.publish.generations else seen.marks(), site.mark_of)
    printing = plan_printing(config, store, now, carrying, before, site.mark_of, site.digest_of)
    foreign = find_foreign(site, printing)
    if not dry:
        refuse_foreign(foreign)
    apply_entries(store, printing, now)
    store.touched.save_selection(carrying.selecting, now)
    return _Decided(carrying=carrying, printing=printing, foreign=foreign, warnings=warnings)


def _publish(
    site: Site, seen: Look, decided: _Decided, workers: Workers, progress: Progress, *, dry: bool
) -> tuple[PublishingResult, Sequence[Problem]]:
    """Render and publish what was *decided*; return what is there then, and the failures of workers."""
    printing = decided.printing
    is_kept = not dry and not seen.update.volumes  # volumes from the public address are known to this run alone
    publish = partial(compare_all, site) if dry else partial(publish_all, site, seen.store, printing)
    if not printing.has_any:
        if is_kept:
            seen.store.keep()
        return publish(()), ()
    from feeds.pipeline.documents.making import making  # with feedgen and Jinja, which take 20 ms to import

    with making(site, seen, decided.carrying, printing, workers, is_kept=is_kept) as made:
        copy = partial(begin_copy, seen.config, seen.store, site.copy)
        return publish(made.documents(progress, meanwhile=copy)), made.problems()


def _check(site: Site, seen: Look, carrying: CarriedFeeds, leave: Leave) -> tuple[Problem, ...]:
    """Return warnings of what subscribers will notice.

    Raises:
        HarmError: they would be shown entries again, or lose many, and no *leave* was given.
    """
    changes = compare(seen.update, carrying, seen.store, seen.now, site.posts)
    return refuse_harm(changes, resurface=leave.resurface, shrink=leave.shrink)


def _remember(
    seen: Look, printing: PrintPlan, published: Sequence[Published], marks: Mapping[str, str]
) -> tuple[FeedRow, ...]:
    """Remember what is *published*, and the feeds of which to notify the hub; return a row for each feed."""
    rows = apply_printing(seen.store, printing, published, marks)
    if seen.config.publish.hub:
        seen.store.pings.add(topics_in(printing, published))
    return rows


def _report(
    seen: Look,
    decided: _Decided,
    published: PublishingResult,
    rows: tuple[FeedRow, ...],
    failures: Sequence[Problem],
    *,
    dry: bool,
) -> Report:
    """Return what the run did; *failures* are those of workers."""
    printing, config = decided.printing, seen.config
    due = seen.store.entries.next_moment(seen.now, config.withdrawals.notice)
    return Report(
        feeds=rows,
        written=tuple(published.changed),
        posts=len(seen.update.found),
        read=seen.update.read,
        rendered=printing.rendered,
        output=config.publish.directory,
        next_due=due.timestamp() if due else None,
        problems=(*seen.problems, *decided.foreign, *published.problems),
        notices=(
            *decided.warnings,
            *seen.update.notices,
            *find_retired(config, printing),
            *failures,
            *note_search(config, printing.search),
        ),
        dry=dry,
    )
