"""Run tasks for many hosts: one at a time for each host, several hosts at once."""

from __future__ import annotations

import queue
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import Generic, NamedTuple, TypeVar

from feeds.web.turns import Turns

T = TypeVar("T")
_TICK = 0.2  # seconds


class HostTask(NamedTuple, Generic[T]):
    """A function that makes requests to one host."""

    host: str
    run: Callable[[], T]


class Rounds(Generic[T]):
    """Runs *tasks* in order for each host, for *at_once* hosts at a time, until *end*.

    Tasks that are running at *end* are given *grace* seconds more; a thread that hangs in
    the operating system is then abandoned.
    """

    def __init__(
        self,
        tasks: Iterable[HostTask[T]],
        turns: Turns,
        *,
        end: float,
        at_once: int = 8,
        grace: float = 2.0,
        stop: threading.Event | None = None,
    ) -> None:
        self._turns, self._end, self._grace = turns, end, grace
        self._stop = stop or threading.Event()
        self._waiting: dict[str, deque[Callable[[], T]]] = {}
        for task in tasks:
            self._waiting.setdefault(task.host, deque()).append(task.run)
        self._free = deque(self._waiting)
        self._lock = threading.Lock()
        self._results: queue.Queue[T | None] = queue.Queue()
        self._at_once = min(at_once, len(self._free))

    def results(self) -> Iterator[T | None]:
        """Yield results as they come, and None from time to time while there are none."""
        workers = [threading.Thread(target=self._work, name="look-up", daemon=True) for _ in range(self._at_once)]
        for worker in workers:
            worker.start()
        while any(worker.is_alive() for worker in workers) or not self._results.empty():
            if self._stop.is_set():
                self._end = min(self._end, time.monotonic())
            if time.monotonic() > self._end + self._grace:
                break
            try:
                yield self._results.get(timeout=_TICK)
            except queue.Empty:
                yield None
        while not self._results.empty():
            yield self._results.get()

    def _work(self) -> None:
        while not self._is_over():
            host = self._take_host()
            if host is None:
                if not self._has_more():
                    return
                time.sleep(0.02)
                continue
            task = self._waiting[host].popleft()
            try:
                self._results.put(task())
            finally:
                with self._lock:
                    if self._waiting[host]:
                        self._free.append(host)
                    else:
                        del self._waiting[host]

    def _is_over(self) -> bool:
        return self._stop.is_set() or time.monotonic() >= self._end

    def _take_host(self) -> str | None:
        """Return the next host with no request in progress and no pause left, or None."""
        with self._lock:
            for _ in range(len(self._free)):
                host = self._free.popleft()
                if self._turns.free_in(host) <= 0:
                    return host
                self._free.append(host)
        return None

    def _has_more(self) -> bool:
        with self._lock:
            return bool(self._waiting)
