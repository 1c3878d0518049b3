"""A pool of processes that read posts."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import connection
from multiprocessing.context import BaseContext


@contextmanager
def open_pool(jobs: int) -> Iterator[Executor]:
    """Yield a pool of *jobs* processes; all have ended afterwards, whatever happened."""
    pool = ProcessPoolExecutor(jobs, mp_context=_context(), initializer=_begin, initargs=(sys.getrecursionlimit(),))
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


def _context() -> BaseContext:
    """Return how processes are started.

    Forked, where no thread can hold a lock: that takes 10 ms, and imports nothing again.
    """
    can_fork = sys.platform == "linux" and threading.active_count() == 1
    return multiprocessing.get_context("fork" if can_fork else "spawn")


def _begin(recursion_limit: int) -> None:
    """Make a new process a worker, which ends with the process that started it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C reaches workers, too: they end, and say nothing
    sys.setrecursionlimit(recursion_limit)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)  # it was killed; nobody waits for what is being read
