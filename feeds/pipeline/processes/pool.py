"""A pool of processes that read posts, or render feeds."""

from __future__ import annotations

import multiprocessing
import os
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from multiprocessing import connection
from multiprocessing.process import BaseProcess
from typing import Any, ParamSpec, TypeVar

from feeds.pipeline.processes.starting import context_to_start
from feeds.pipeline.processes.workers import become_worker

_Arguments = ParamSpec("_Arguments")
_Result = TypeVar("_Result")

_SPARE = 3  # times that a pool is replaced: a post can end only one


@contextmanager
def open_pool(jobs: int, begin: Callable[[], None] | None = None) -> Iterator[Executor]:
    """Yield a pool of *jobs* processes; all have ended afterwards, whatever happened.

    Each calls *begin* first, if it is forked; it could not be sent.
    """
    pool = _Pool(lambda: _open(jobs, begin))
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


class _Pool(Executor):
    """Processes that are replaced, all of them, when one has died; what they were at has failed then."""

    def __init__(self, open_pool: Callable[[], Executor]) -> None:
        self._open, self._spare = open_pool, _SPARE
        self._pool: Executor | None = open_pool()
        self._fault = ""  # why there are none any more

    def submit(self, call: Callable[_Arguments, _Result], /, *args: Any, **keywords: Any) -> Future[_Result]:
        """Have one of them make a *call*.

        Raises:
            BrokenExecutor: too many have died, or the system starts none.
        """
        work = partial(call, *args, **keywords)
        try:
            return self._submit(work)
        except BrokenExecutor:
            if not self._spare or self._pool is None:
                raise
        self._pool.shutdown()
        self._pool, self._spare = self._open(), self._spare - 1
        return self._submit(work)

    def _submit(self, work: Callable[[], _Result]) -> Future[_Result]:
        if self._pool is None:
            raise BrokenExecutor(self._fault)
        others = multiprocessing.active_children()
        try:
            return self._pool.submit(work)
        except BrokenExecutor:
            raise
        except (OSError, RuntimeError) as error:  # there is a limit of processes, or of threads
            self._pool, self._fault = None, f"no process can be started ({error})"
            _kill(one for one in multiprocessing.active_children() if one not in others)
            raise BrokenExecutor(self._fault) from error

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End them."""
        if self._pool is not None:
            self._pool.shutdown(wait, cancel_futures=cancel_futures)


def _kill(processes: Iterable[BaseProcess]) -> None:
    """End *processes* for which nobody has work: the end of this one would wait for them."""
    for one in processes:
        one.kill()
        one.join()


def _open(jobs: int, begin: Callable[[], None] | None) -> Executor:
    context = context_to_start()
    return ProcessPoolExecutor(jobs, context, _begin, (sys.getrecursionlimit(), begin))


def _begin(recursion_limit: int, begin: Callable[[], None] | None) -> None:
    """Make a new process a worker, which ends with the process that started it."""
    become_worker(recursion_limit)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    if begin:
        begin()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)  # it was killed; nobody waits for what is being read
