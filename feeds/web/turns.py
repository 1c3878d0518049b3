"""Taking turns: one request at a time to a host, with a pause before the next; many hosts at once."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager


class Turns:
    """Who may ask which host, and when; *pause* is in seconds, from the end of a request to the next one's start."""

    def __init__(self, pause: float = 1.0) -> None:
        self._pause = pause
        self._lock = threading.Lock()
        self._hosts: dict[str, tuple[threading.Lock, list[float]]] = {}

    @contextmanager
    def of(self, host: str, end: float) -> Iterator[bool]:
        """Hold the turn at *host* for the block, waiting for it until *end* (of `time.monotonic`).

        Yields whether it came.
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
        """Return in how many seconds *host* may be asked, as far as its pause goes."""
        with self._lock:
            known = self._hosts.get(host)
        return max(known[1][0] + self._pause - time.monotonic(), 0.0) if known else 0.0
