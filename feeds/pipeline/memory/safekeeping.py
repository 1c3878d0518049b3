"""Keep a copy of the memory in `memory.json`, beside the store, and find it again when the store is lost."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING

from feeds.backup.head import LONGEST_END, end_of
from feeds.config import Config
from feeds.digests import digest_of
from feeds.errors import FeedsError, Problem, Where
from feeds.files import append_to_file, read_end, read_file, replace_file_with
from feeds.pipeline.posts.pending import authority_of
from feeds.store import Store
from feeds.store.copied import Copied

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from feeds.backup.values import Backup, KeptFeed, KeptSite


def keep_copy(config: Config, store: Store, path: Path) -> None:
    """Bring the copy at *path* up to date with the memory in *store*.

    Lines about what has changed are added to it. If it is not as the last run left it, or has become twice as long as
    it was as a whole, it is written again. A copy that cannot be written is written by the next run.
    """
    with contextlib.suppress(OSError):
        last, site = store.copied.last(), _site(config, store)
        if last is None or not _is_as_left(path, last):
            _write_whole(config, store, site, path)
        else:
            _add(config, store, site, path, last)


def begin_copy(config: Config, store: Store, path: Path) -> None:
    """Write the first copy at *path*, to which `keep_copy` adds what changes afterwards."""
    if store.copied.last() is None:
        keep_copy(config, store, path)


def find_copy(config: Config, path: Path) -> tuple[Backup | None, tuple[Problem, ...]]:
    """Return the copy of the memory at *path*, or None, and the problem with it, if there is one."""
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


def _is_as_left(path: Path, last: Copied) -> bool:
    """Return whether lines can be added to the copy at *path*, of which *last* is known."""
    try:
        return end_of(read_end(path, LONGEST_END)) == last.end and path.stat().st_size <= 2 * last.whole
    except FileNotFoundError:
        return False


def _write_whole(config: Config, store: Store, site: KeptSite, path: Path) -> None:
    from feeds.backup.values import Backup
    from feeds.backup.writing import DigestedLines, site_line, whole_lines

    backup = Backup(
        site=site,
        feeds=tuple(_feeds(store, store.printed.paths())),
        issues=store.published.all(config.posts.directory),
    )
    block = DigestedLines(whole_lines(backup))
    replace_file_with(path, block, flush=True)
    store.copied.save(Copied(end=block.end, whole=block.size, site=digest_of(site_line(site))))


def _add(config: Config, store: Store, site: KeptSite, path: Path, last: Copied) -> None:
    """Add lines about what has changed since the copy at *path* was left, if anything has."""
    from feeds.backup.writing import DigestedLines, site_line

    about_site, missing = site_line(site), store.copied.missing()
    is_other = digest_of(about_site) != last.site
    if not (is_other or missing.feeds or missing.issues):
        return
    lines = (*([about_site] if is_other else ()), *_changed_lines(config, store, missing.feeds, missing.issues))
    block = DigestedLines(lines, after=last.end)
    append_to_file(path, block)
    store.copied.save(Copied(end=block.end, whole=last.whole, site=digest_of(about_site)))


def _changed_lines(config: Config, store: Store, paths: Iterable[str], keys: tuple[str, ...]) -> Iterator[bytes]:
    """Yield lines about the feeds at *paths* and the issues with *keys*, as they are now."""
    from feeds.backup.writing import changed_lines, gone_lines

    feeds = tuple(_feeds(store, paths))
    issues = tuple(store.published.of_issues(keys, config.posts.directory))
    yield from changed_lines(feeds, issues)
    gone = {*paths} - {one.path for one in feeds}, {*keys} - {one.key for one in issues}
    yield from gone_lines(*map(sorted, gone))


def _feeds(store: Store, paths: Iterable[str]) -> Iterator[KeptFeed]:
    """Yield what the feeds at *paths* carry, of those that there are."""
    from feeds.backup.values import KeptFeed

    for path in paths:
        if feed := store.printed.feed(path):
            yield KeptFeed(path=path, carried=tuple(feed.entries), window=store.archives.window(path))


def _site(config: Config, store: Store) -> KeptSite:
    from feeds.backup.values import KeptSite

    return KeptSite(
        authority=authority_of(config, store),
        names=store.marks.feed_names(),
        endings=store.topics.endings(),
        tag_topics=tuple(store.topics.tag_topics()),
    )
