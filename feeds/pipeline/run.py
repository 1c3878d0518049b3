"""One run: the rooms in order, on one page.

Posts that changed are read, parsed, cut and stamped (`reading`); what feeds carry is
selected from the store, and feeds whose entries changed are rendered (`printing`) and
published. The same posts, config, memory and now give the same bytes, whether a run
reuses what is stored or reads every post anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from feeds import posts
from feeds.changes import Changes, check
from feeds.config import Config, unknown_topics
from feeds.digests import digest_of
from feeds.errors import Problem
from feeds.freshness import mark_of, note_still
from feeds.pipeline.carrying import Carrying
from feeds.pipeline.comparing import compare
from feeds.pipeline.printing import Printing
from feeds.pipeline.reading import Reading
from feeds.pipeline.recalling import recall_lost
from feeds.publish import publish
from feeds.report import Report
from feeds.site import Site
from feeds.store import Store, open_store

Progress = Callable[[str, int, int], None]  # what is being done, how many are done, of how many


def silence(what: str, done: int, of: int) -> None:
    """Show no progress."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What there is once every changed post was read."""

    store: Store
    found: Mapping[str, str]  # the posts: path to fingerprint
    problems: tuple[Problem, ...]
    notices: tuple[Problem, ...]
    reading: Reading
    volumes: Mapping[str, bytes]  # of archives, where they were recalled from elsewhere; by path


@dataclass(frozen=True, slots=True)
class Leave:
    """What a build may do though subscribers would not like it."""

    resurface: bool = False  # show entries again
    shrink: bool = False  # take many entries away


def build(
    site: Site,
    now: datetime,
    *,
    fresh: bool = False,
    dry: bool = False,
    leave: Leave = Leave(),
    progress: Progress = silence,
) -> Report:
    """Bring the feeds of *site* up to date with its posts and return what was done.

    With *fresh* every post is read anew; with *dry* nothing is written, and nothing refused.

    Raises:
        GuardError: subscribers would be shown entries again, or lose many, and no *leave* was given.
        FeedsError: the run cannot go on; what was published is whole.
    """
    with look(site, now, fresh=fresh, keep=not dry, ask=not dry, progress=progress) as seen:
        store = seen.store
        store.touch_due(now)
        config = seen.reading.config
        carrying = Carrying(config, store, now, seen.volumes)
        printing = Printing(config, store, now, seen.reading.linking, carrying)
        if not dry:
            check(compare(seen.reading, carrying, store, now), resurface=leave.resurface, shrink=leave.shrink)
            store.remember("root", site.config.root)
        next_due = store.mark_due(now, site.config.withdrawals.notice)
        published = store.printed.documents()
        missing = {path for path in printing.paths if published.get(path) != mark_of(site.output / path)}
        missing -= printing.intact(missing, partial(_digest, site.output))
        notices = printing.retire()
        written = publish(printing.print_changed(missing, progress), site.output, dry=dry)
        if not dry:
            store.printed.save_documents({path: mark_of(site.output / path) for path in printing.paths})
        report = Report(
            feeds=tuple(printing.rows),
            problems=seen.problems,
            notices=(*seen.notices, *notices),
            written=tuple(written),
            posts=len(seen.found),
            read=seen.reading.read,
            rendered=printing.rendered,
            dry=dry,
            next_due=next_due.timestamp() if next_due else None,
        )
    if not dry:
        config = site.config
        note_still(
            site.config_path,
            site.config_bytes,
            beside=site.beside,
            posts=config.posts.directory,
            ignore=config.posts.ignore,
            found=seen.found,
            output=config.publish.directory,
            documents=printing.watched,
            report=report,
        )
    return report


def _digest(directory: Path, path: str) -> str:
    """Return the digest of the file at *path* below *directory*, or "" if it cannot be read."""
    try:
        return digest_of((directory / path).read_bytes())
    except OSError:
        return ""


def diff(site: Site, now: datetime, *, progress: Progress = silence) -> Changes:
    """Return what a build of *site* would change for its subscribers; nothing is written."""
    with look(site, now, progress=progress) as seen:
        seen.store.touch_due(now)
        return compare(seen.reading, Carrying(seen.reading.config, seen.store, now, seen.volumes), seen.store, now)


@contextmanager
def look(
    site: Site,
    now: datetime,
    *,
    fresh: bool = False,
    keep: bool = False,
    items: bool = False,
    ask: bool = False,
    progress: Progress = silence,
) -> Iterator[Look]:
    """Yield what there is once every changed post was read.

    Unless *keep* is true, all of it is forgotten afterwards. With *items* they are cut,
    whether or not a feed carries them. Where the memory is lost it is recovered from the
    output directory, and with *ask* from the public address.
    """
    with open_store(site.state if keep or site.state.exists() else None, keep=keep) as store:
        found = posts.scan(site.posts, site.config.posts.ignore)  # not before it is our turn
        recalled = recall_lost(site.config, site.output, store, now, ask=ask)
        reading = Reading(site.config, site.posts, store, now, items=items, recovered=recalled.issues)
        problems = reading.read_changed(found, fresh=fresh, progress=progress)
        notices = (*recalled.notices, *reading.edits.settle(), *_unknown_topics(site, reading.config))
        problems = [*recalled.problems, *problems]
        yield Look(
            store=store,
            found=found,
            problems=tuple(problems),
            notices=notices,
            reading=reading,
            volumes=recalled.volumes,
        )


def _unknown_topics(site: Site, config: Config) -> Iterator[Problem]:
    """Yield a notice for each topic that *site* names and that *config*, with the topics of tags, has not."""
    return unknown_topics(site.mentions, [slug for rule in config.topics for slug in (rule.slug, *rule.aliases)])
