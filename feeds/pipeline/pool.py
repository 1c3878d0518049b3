"""A pool of processes that read posts, or render feeds."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import connection

from feeds.pipeline.workers import way_to_start


@contextmanager
def open_pool(jobs: int, begin: Callable[[], None] | None = None) -> Iterator[Executor]:
    """Yield a pool of *jobs* processes; all have ended afterwards, whatever happened.

    Each calls *begin* first, if it is forked; it could not be sent.
    """
    context = multiprocessing.get_context(way_to_start())
    pool = ProcessPoolExecutor(jobs, context, _begin, (sys.getrecursionlimit(), begin))
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


def _begin(recursion_limit: int, begin: Callable[[], None] | None) -> None:
    """Make a new process a worker, which ends with the process that started it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C reaches workers, too: they end, and say nothing
    sys.setrecursionlimit(recursion_limit)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    if begin:
        begin()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)  # it was killed; nobody waits for what is being read
