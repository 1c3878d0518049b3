"""Keep a copy of the memory in `memory.json`, beside the store, and find it again when the store is lost."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING

from feeds.backup.head import mark_of
from feeds.config import Config
from feeds.errors import FeedsError, Problem, Where
from feeds.files import read_file, replace_file
from feeds.pipeline.pending import authority_of
from feeds.store import Store

if TYPE_CHECKING:
    from feeds.backup.values import Backup

_FIRST = 1000  # bytes, more than the first line has


def keep_copy(config: Config, store: Store, path: Path, *, anyway: bool = False) -> None:
    """Write a copy of the memory in *store* to *path* if something was published or withdrawn since the last one.

    With *anyway* it is written in any case: an id or a date of what was published has changed. A copy
    that cannot be written is written by the next run.
    """
    mark = store.published.mark()
    with contextlib.suppress(OSError):
        if not anyway and path.exists() and mark_of(read_file(path, _FIRST)) == mark:
            return
        from feeds.backup.writing import dump

        replace_file(path, dump(_copy_of(config, store), mark))


def find_copy(config: Config, path: Path) -> tuple[Backup | None, tuple[Problem, ...]]:
    """Return the copy of the memory at *path*, or None, and what is wrong with it."""
    try:
        return read_copy(config, path), ()
    except FileNotFoundError:
        return None, ()
    except FeedsError as error:
        return None, (error.problem,)


def read_copy(config: Config, path: Path) -> Backup:
    """Return the copy of the memory in the file at *path*.

    Raises:
        FileNotFoundError: there is none.
        FeedsError: it cannot be read, or is damaged.
    """
    try:
        content = read_file(path)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise FeedsError(f"cannot be read: {error.strerror}", Where(str(path)), "check its permissions") from error
    from feeds.backup.reading import parse

    return parse(content, config.posts.directory, str(path))


def _copy_of(config: Config, store: Store) -> Backup:
    from feeds.backup.values import Backup, KeptFeed

    return Backup(
        authority=authority_of(config, store),
        issues=store.published.issues(config.posts.directory),
        feeds=tuple(
            KeptFeed(path=path, carried=tuple(feed.entries), window=store.archives.window(path))
            for path, feed in store.printed.feeds().items()
        ),
        names=store.marks.feed_names(),
        endings=store.topics.endings(),
        tag_topics=tuple(store.topics.tag_topics()),
    )
