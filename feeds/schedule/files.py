"""Watch the files of a site."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

from watchfiles import Change, DefaultFilter, watch

from feeds.schedule.mounts import silent_drive
from feeds.schedule.retries import Retries
from feeds.site import Site

log = logging.getLogger("feeds.watch")

_LOOK = 1000  # milliseconds between two looks at files that are polled
_QUIET = 700  # milliseconds without any saved file after which watching is said to have begun
FindSite = Callable[[], Site]


def watch_files(find_site: FindSite, ended: threading.Event) -> Iterator[None]:
    """Yield whenever a post, the config or a file that it depends on is saved, until *ended* is set.

    Yields once when watching has begun, since a file may have been saved before. That begins
    again with each other site that *find_site* returns, and when the post directory is
    replaced, is removed, or has come back.
    """
    known, retries = "", Retries()
    while not ended.is_set():
        try:
            for _ in _watch(find_site, ended):
                known = ""
                retries.forget("files")
                yield
        except (OSError, RuntimeError) as error:  # watchfiles raises either
            if str(error) != known:
                log.error("Files are not watched: %s (the timetable will find saved posts)", error)
            known = str(error)
            ended.wait(retries.delay("files").total_seconds())


def _watch(find_site: FindSite, ended: threading.Event) -> Iterator[None]:
    """Yield whenever a file of the present site is saved, until it or its post directory is another one."""
    site = find_site()
    posts, poll = Path(site.posts).resolve(), site.config.schedule.poll
    drive = silent_drive(posts) if poll == "auto" else ""
    if drive:
        log.info("Saved posts are looked for every second: no drive of the kind %s reports them.", drive)
    polling = bool(drive) or poll == "always"
    try:
        yield from _follow(site, find_site, posts, ended, polling=polling)
    except OSError as error:  # there may be too many folders
        if polling or poll == "never":
            raise
        log.warning("The system does not report saved files: %s (they are looked for every second)", error)
        yield from _follow(site, find_site, posts, ended, polling=True)


def _follow(site: Site, find_site: FindSite, posts: Path, ended: threading.Event, *, polling: bool) -> Iterator[None]:
    folder, begun, is_ours = _identity(posts), False, _filter_of(site, posts)
    changes = watch(
        *_places(site, posts, polling=polling),
        watch_filter=None,  # with a filter, nothing is yielded while other files are saved every second
        stop_event=ended,
        debounce=100,
        step=20,
        rust_timeout=_QUIET,
        yield_on_timeout=True,
        force_polling=polling,
        poll_delay_ms=_LOOK,
    )
    for found in changes:
        saved = {one for one in found if is_ours(*one)}
        is_quiet = not found
        if is_quiet and not begun:
            log.debug("Files are watched.")
        if saved:
            log.debug("Saved: %s", ", ".join(sorted({Path(path).name for _, path in saved})))
        if saved or (is_quiet and not begun):
            begun = begun or is_quiet
            yield
        if find_site() is not site or _identity(posts) != folder or (Change.deleted, str(posts)) in saved:
            return


def _places(site: Site, posts: Path, *, polling: bool) -> list[Path]:
    """Return what to watch; if it is polled, no file that is none of our business."""
    config = site.config_path.resolve()
    around = [config, *_beside(site)] if polling else [config.parent]
    return [place for place in (posts, *around) if place.exists()]


def _beside(site: Site) -> list[Path]:
    return [(site.config_path.resolve().parent / name).resolve() for name in site.beside]


def _identity(folder: Path) -> tuple[int, int] | None:
    """Return what changes when another folder is put in the place of *folder*, or None if there is none."""
    try:
        found = folder.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _filter_of(site: Site, posts: Path) -> Callable[[Change, str], bool]:
    """Return a filter that lets pass the posts, the config and the files that it depends on."""
    files, output = {site.config_path.resolve(), *_beside(site)}, site.output.resolve()
    is_visible = DefaultFilter()

    def is_ours(change: Change, path: str) -> bool:
        is_post = Path(path).is_relative_to(posts) and not Path(path).is_relative_to(output)
        return Path(path) in files or (is_post and is_visible(change, path))

    return is_ours
