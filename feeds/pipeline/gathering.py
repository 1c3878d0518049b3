"""Read every post that changed, and those that are cut differently because others changed."""

from __future__ import annotations

from dataclasses import replace

from feeds import posts
from feeds.errors import PostError
from feeds.pipeline.applying import apply_reading, forget_post
from feeds.pipeline.pending import Pending
from feeds.pipeline.progress import Progress
from feeds.pipeline.reading import PostReading, ReadingSettings, read_post
from feeds.pipeline.spooling import Spool
from feeds.sections import Habits
from feeds.site import Site
from feeds.store import Store


def gather_readings(
    site: Site, store: Store, pending: Pending, settings: ReadingSettings, readings: Spool, progress: Progress
) -> None:
    """Put a reading of each post that is *pending* into *readings*; remember what posts have in common.

    A post is cut by the habits that are known when it is read, which are mostly those that
    are known in the end. `is_cut_right` tells whether they were.
    """
    changed_traits: set[str] = set()
    for number, path in enumerate(pending.changed):
        progress("Reading posts", number, len(pending.found))
        reading = _read(site, store, pending, settings, path)
        if reading is not None:
            changed_traits |= apply_reading(store, reading)
            readings.add(reading)
    for path in pending.gone:
        changed_traits |= forget_post(store, path)
    for path in store.habits.cut_by_outdated(changed_traits):
        if path in pending.found and path not in readings and not _is_published(store, path):
            readings.add(read_file(site, path, settings, Habits(store.habits.issues_with)))


def read_file(site: Site, path: str, settings: ReadingSettings, habits: Habits) -> PostReading:
    """Return what the post at *path* says, cut by *habits*; a file that cannot be read is a problem of it."""
    try:
        post = posts.read(site.posts, path, site.config.posts.directory, site.follow)
    except PostError as error:
        return PostReading(path=path, digest="", problems=(error.problem,))
    return read_post(post, settings, habits)


def _read(site: Site, store: Store, pending: Pending, settings: ReadingSettings, path: str) -> PostReading | None:
    """Return what the post at *path* says, or None if its bytes are what they were."""
    past = pending.known.get(path)
    try:
        post = posts.read(site.posts, path, site.config.posts.directory, site.follow)
    except PostError as error:
        return PostReading(path=path, digest="", problems=(error.problem,))
    if past and past.digest == post.digest and not pending.fresh:
        store.posts.save(path, replace(past, fingerprint=pending.found[path]))
        return None
    answers = store.habits.answers_for(store.key_of_path(path) or "")
    return read_post(post, settings, Habits(store.habits.issues_with, answers))


def _is_published(store: Store, path: str) -> bool:
    """Return whether the issue at *path* is in feeds; it stays as it is cut, or it would be shown again."""
    return store.is_out(store.key_of_path(path) or "")
