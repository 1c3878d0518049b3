"""The view of a run: the memory of the newsletter, with the changed posts in it.

`up_to_date` is for runs that write, `look` for those that only read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from feeds.config import Config
from feeds.errors import Problem
from feeds.freshness import claim_memory
from feeds.pipeline.decisions.applying import apply_recalled
from feeds.pipeline.linking import LinkBook
from feeds.pipeline.memory.outdated import recall_newer
from feeds.pipeline.memory.recalling import recall_lost
from feeds.pipeline.posts.holding import note_divided
from feeds.pipeline.posts.noticing import note_future, note_no_posts, note_others
from feeds.pipeline.posts.pending import find_pending
from feeds.pipeline.processes.workers import ALONE, Workers
from feeds.pipeline.progress import Progress, silence
from feeds.pipeline.timing import time_of_run, time_to_write
from feeds.pipeline.updating import Update, nothing_new, update_issues
from feeds.site import Site
from feeds.stillness import SeenPosts, found_part
from feeds.store import PATIENCE, Store, copy_store, open_store, view_store


class Look(Struct, frozen=True, kw_only=True):
    """The memory after every changed post was read."""

    store: Store
    update: Update
    now: datetime  # no earlier than the last run, whatever the clock says
    seen: SeenPosts | None = None  # what was looked at just before, and is still so

    @property
    def config(self) -> Config:
        """The settings, with the topics that tags make."""
        return self.update.config

    @property
    def linking(self) -> LinkBook:
        return self.update.linking

    def marks(self) -> dict[str, str]:
        """Return the marks of documents that were looked at just before, by path."""
        return self.seen.marks() if self.seen else {}

    def found_part(self) -> bytes:
        """Return the posts as a note has them."""
        found = self.update.found
        return self.seen.part if self.seen and found is self.seen.found else found_part(found)

    @property
    def problems(self) -> tuple[Problem, ...]:
        return self.update.problems


@contextmanager
def look(site: Site, now: datetime, *, items: bool = False, progress: Progress = silence) -> Iterator[Look]:
    """Yield what there is once every changed post was read; nobody waits for it, and nothing is written.

    With *items* they are cut, whether or not a feed carries them. Where the memory is lost it
    is recovered from the output directory.
    """
    with view_store(site.state) as past:
        now = time_of_run(past, now)
        found = site.find_posts()
        pending = find_pending(past, site, found, items=items)
        if not pending:
            yield Look(store=past, update=nothing_new(site, past, pending), now=now)
            return
        with copy_store(past) as store:
            update = _update(site, store, found, now, items=items, progress=progress)
            yield Look(store=store, update=update, now=now)


@contextmanager
def up_to_date(
    site: Site,
    now: datetime,
    *,
    seen: SeenPosts | None = None,
    fresh: bool = False,
    dry: bool = False,
    earlier: bool = False,
    workers: Workers = ALONE,
    patience: float = PATIENCE,
    progress: Progress = silence,
) -> Iterator[Look]:
    """Yield the memory, to write to, once what changed posts say was put into it; with *dry* a copy of it.

    Where the memory is lost it is recovered from its copy and the output directory, else from the public address.
    Where it is older than the feeds in the output directory, what these know is added to it.

    Raises:
        ClockError: the clock is more than a day behind the last run, and this one may not be *earlier*.
        PublishError: the config is a variant of another one, with which it has the output directory.
    """
    if not dry:
        site.refuse_variant()
        claim_memory(site.config_path)
    with _copy_of_memory(site) if dry else open_store(site.state, patience=patience) as store:
        progress("Scanning posts")
        seen = seen if seen and site.is_as(seen) else None  # not before it is our turn
        found = seen.found if seen else site.find_posts()
        now = time_of_run(store, now) if dry else time_to_write(store, now, earlier=earlier)
        update = _update(
            site, store, found, now, seen=seen, fresh=fresh, ask=not dry, workers=workers, progress=progress
        )
        store.marks.save_moment(now)
        yield Look(store=store, update=update, now=now, seen=seen)


@contextmanager
def _copy_of_memory(site: Site) -> Iterator[Store]:
    with view_store(site.state) as past, copy_store(past) as store:
        yield store


def _update(
    site: Site,
    store: Store,
    found: Mapping[str, str],
    now: datetime,
    *,
    seen: SeenPosts | None = None,
    fresh: bool = False,
    items: bool = False,
    ask: bool = False,
    workers: Workers = ALONE,
    progress: Progress,
) -> Update:
    """Put what changed posts, of those *found*, say into *store*; a look may have *seen* which these are.

    With *ask* a lost memory may be recovered from the public address.
    """
    recalled = recall_lost(site, ask=ask) if store.is_new() else recall_newer(site, store)
    effect = apply_recalled(store, recalled, now) | store.touched.left()
    if fresh:
        store.touched.forget_selection()
    pending = find_pending(store, site, found, seen=None if effect.issues else seen, items=items, fresh=fresh)
    update = update_issues(site, store, now, pending, recalled, workers=workers, progress=progress)
    is_first = fresh or pending.is_first
    notices = (
        (*note_others(site, found), *note_divided(site.config, found.keys() - update.held.keys())) if is_first else ()
    )
    return replace(
        update,
        effect=effect | update.effect,
        problems=(*note_no_posts(site, found), *update.problems),
        notices=(*notices, *update.notices, *note_future(site, store, now)),
    )
