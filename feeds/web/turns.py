"""Take turns: one request at a time to each host, with a pause before the next one."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager


class Turns:
    """The turns at each host; *pause* is in seconds, from the end of one request to the start of the next."""

    def __init__(self, pause: float = 1.0) -> None:
        self._pause = pause
        self._lock = threading.Lock()
        self._hosts: dict[str, tuple[threading.Lock, list[float]]] = {}

    @contextmanager
    def of(self, host: str, end: float) -> Iterator[bool]:
        """Hold the turn at *host* during the block, after waiting for it until *end* (of `time.monotonic`).

        Yields whether the turn was obtained.
        """
        with self._lock:
            lock, last = self._hosts.setdefault(host, (threading.Lock(), [0.0]))
        if not lock.acquire(timeout=max(end - time.monotonic(), 0.0)):
            yield False
            return
        try:
            wait = last[0] + self._pause - time.monotonic()
            if wait > 0 and time.monotonic() + wait >= end:
                yield False
                return
            if wait > 0:
                time.sleep(wait)
            try:
                yield True
            finally:
                last[0] = time.monotonic()
        finally:
            lock.release()

    def free_in(self, host: str) -> float:
        """Return the seconds that are left of the pause of *host*."""
        with self._lock:
            known = self._hosts.get(host)
        return max(known[1][0] + self._pause - time.monotonic(), 0.0) if known else 0.0
