"""Watch the files of a site."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

from watchfiles import Change, DefaultFilter, watch

from feeds.site import Site

log = logging.getLogger("feeds.watch")


def watch_files(site: Site, ended: threading.Event) -> Iterator[None]:
    """Yield whenever a post, the config or a file that it depends on is saved, until *ended* is set.

    Yields once when watching has begun, since a file may have been saved before. Network and
    container mounts report nothing: there the timetable finds the change.
    """
    changes = watch(
        site.posts,
        str(site.config_path.resolve().parent),
        watch_filter=_filter_of(site),
        stop_event=ended,
        debounce=100,
        step=20,
        rust_timeout=1000,
        yield_on_timeout=True,
    )
    begun = False
    try:
        for saved in changes:
            if saved or not begun:
                names = sorted({Path(path).name for _, path in saved})
                log.debug("%s", f"Saved: {', '.join(names)}" if names else "Files are watched.")
                begun = True
                yield
    except OSError as error:
        log.error("Files are not watched: %s (the timetable will find saved posts)", error)


def _filter_of(site: Site) -> Callable[[Change, str], bool]:
    """Return a filter that lets pass the posts, the config and the files that it depends on."""
    posts, config = Path(site.posts).resolve(), site.config_path.resolve()
    files = {config, *((config.parent / name).resolve() for name in site.beside)}
    is_visible = DefaultFilter()

    def is_ours(change: Change, path: str) -> bool:
        return Path(path) in files or (Path(path).is_relative_to(posts) and is_visible(change, path))

    return is_ours
