"""Notice which published files change, and notify the browsers that show them."""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from pathlib import Path

from watchfiles import watch

from feeds.serving.answers import address_of
from feeds.stillness import mark_of

_MOST_KEPT = 100
_HEARTBEAT = 10.0  # seconds, after which a browser that is gone is noticed


class FolderChanges:
    """The changes below *folder* since it began to watch; threads may share it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._count = 0  # how often something changed
        self._latest: deque[tuple[str, ...]] = deque(maxlen=_MOST_KEPT)  # what changed then: addresses
        self._news = threading.Condition()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="changes", daemon=True)

    def start(self) -> None:
        """Begin to watch the folder."""
        self._thread.start()

    def end(self) -> None:
        """End, and wake everybody who waits for a change."""
        self._ended.set()
        with self._news:
            self._news.notify_all()

    def follow(self) -> Iterator[tuple[str, ...]]:
        """Yield the addresses that change from now on, each time that some do; nothing after a while without any."""
        seen = self._count
        while not self._ended.is_set():
            with self._news:
                if self._count == seen:
                    self._news.wait(_HEARTBEAT)
                missed, seen = self._count - seen, self._count
                new = list(self._latest)[-missed:] if missed else []
            yield tuple(address for addresses in new for address in addresses)

    def _watch(self) -> None:
        while not self._ended.is_set():
            self._watch_generation(self._folder.resolve())

    def _watch_generation(self, folder: Path) -> None:
        """Announce what changes in *folder*, until another one is in its place (`publish.generations`)."""
        ticks = watch(folder, stop_event=self._ended, debounce=200, step=20, rust_timeout=500, yield_on_timeout=True)
        for found in ticks:
            paths = {Path(path) for _, path in found}
            if paths:
                self._announce(path.relative_to(folder).as_posix() for path in paths if path.name[0] != ".")
            if (now := self._folder.resolve()) != folder:
                before = _marks_in(folder)
                self._announce(path for path, mark in _marks_in(now).items() if before.get(path) != mark)
                return

    def _announce(self, paths: Iterable[str]) -> None:
        with self._news:
            self._latest.append(tuple(address for path in sorted(paths) for address in address_of(path)))
            self._count += 1
            self._news.notify_all()


def _marks_in(folder: Path) -> dict[str, str]:
    """Return a mark of each file below *folder*, by its path there."""
    paths = (os.path.join(place, name) for place, _, names in os.walk(folder) for name in names)
    return {os.path.relpath(path, folder).replace(os.sep, "/"): mark_of(path) for path in paths}
