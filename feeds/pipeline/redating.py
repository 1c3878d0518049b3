"""Give published issues the dates that their posts have now, because somebody asks for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from feeds.errors import FeedsError, Where
from feeds.pipeline.looking import Look
from feeds.pipeline.memory.safekeeping import keep_copy
from feeds.site import Site


class Redated(Struct, frozen=True, kw_only=True):
    """An issue with another date."""

    path: str  # of its post
    before: datetime
    after: datetime  # the same where nothing was to be done


def redate(site: Site, seen: Look, paths: Sequence[str]) -> list[Redated]:
    """Give the issues of the posts at *paths* the dates of these; the next build shows them.

    Raises:
        FeedsError: a post cannot be read, is not a published issue, has no date of its own, or one in the future.
    """
    done = [_redate(site, seen, path) for path in paths]
    seen.store.touched.leave(seen.update.effect)
    keep_copy(seen.config, seen.store, site.copy)
    return done


def _redate(site: Site, seen: Look, path: str) -> Redated:
    store, where = seen.store, Where(site.shown(path))
    _check_read(seen, path)
    key = store.issues.key_of_path(path)
    memory = store.issues.memory_of(key) if key else None
    whole = memory.whole if memory else None
    own = store.issues.own_date(key) if key else None
    if key is None or whole is None or not whole.out:
        raise FeedsError("is not published", where, "the next build takes its date as it is")
    if own is None or store.posts.source_of_date(path):
        raise FeedsError("has no date of its own", where, "add a line such as 'date: 2026-01-05'")
    if own > seen.now:
        raise FeedsError(f"has a date in the future, {own:%Y-%m-%d %H:%M}", where, "give it an earlier one")
    if store.entries.redate(key, own):
        store.posts.read_anew(path)  # the problem with its date is gone
    return Redated(path=path, before=whole.published, after=own)


def _check_read(seen: Look, path: str) -> None:
    """Raise the problem of the post at *path* if it could not be read: its date may be another one by now."""
    post = seen.store.posts.get(path)
    if post and not post.digest and post.problems:
        problem = post.problems[-1]
        raise FeedsError(problem.message, problem.where, problem.hint)
