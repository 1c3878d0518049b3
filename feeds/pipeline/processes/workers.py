"""The processes that read posts and render feeds: this one, several of this machine, or those of a cluster.

All are executors of `concurrent.futures`. The choice changes no byte of the output:
reading needs neither the store nor the network nor the clock.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

if TYPE_CHECKING:
    from concurrent.futures import Executor

#: Fewer posts take no longer than the start of the workers: 10 ms each if forked, half a second if spawned.
_PAYS_FROM = {"fork": 200, "spawn": 1000}
_POSTS_A_WORKER = 100  # for which it pays to start one more
_LOAD_OF_A_WORKER = 12  # feeds and volumes, for which it pays: the first one costs 80 ms, with the import of pools


class Crew(Struct, frozen=True, kw_only=True):
    """Workers that read posts, or render feeds."""

    executor: Executor
    ahead: int  # how much is sent before the first is waited for

    def portion(self, left: int, most: int) -> int:
        """Return how many to send in one go of so many that are *left*: *most*, and ever fewer at the end.

        So no worker has nothing to do for long while another is at the last of them.
        """
        return max(1, min(most, left // self.ahead))


class Workers(Struct, frozen=True, kw_only=True):
    """How many workers a run may have, and where."""

    jobs: int = 0  # processes; 1: this one alone; 0: as many as pay
    scheduler: str = ""  # the address of a Dask scheduler, whose workers are used instead

    @contextmanager
    def for_posts(self, count: int) -> Iterator[Crew | None]:
        """Yield workers to read *count* posts, or None if this process is to read them itself.

        Raises:
            FeedsError: the scheduler cannot be used.
        """
        jobs = self.jobs or _jobs_that_pay(count)
        if self.scheduler and count:
            from feeds.pipeline.processes.cluster import hire_cluster

            with hire_cluster(self.scheduler) as crew:
                yield crew
        elif jobs > 1 and count > 1:
            from feeds.pipeline.processes.pool import open_pool  # 10 ms, which a run of one post does not need

            with open_pool(jobs) as executor:
                yield Crew(executor=executor, ahead=2 * jobs)
        else:
            yield None

    def jobs_to_render(self, load: int) -> int:
        """Return how many processes are to render a *load* of so many feeds and volumes: 1 is this one alone."""
        if load < 2 or way_to_start() != "fork":
            return 1
        return self.jobs or max(1, min(_processors(), load // _LOAD_OF_A_WORKER))


@contextmanager
def fork_crew(jobs: int, begin: Callable[[], None]) -> Iterator[Crew]:
    """Yield so many processes of this machine; each has all that this one has in memory, and first calls *begin*."""
    from feeds.pipeline.processes.pool import open_pool

    with open_pool(jobs, begin) as executor:
        yield Crew(executor=executor, ahead=2 * jobs)


#: The process of the run, alone: where it looks, or goes on for long and has threads.
ALONE = Workers(jobs=1)


def way_to_start() -> Literal["fork", "spawn"]:
    """Return how processes are started: forked, where no thread can hold a lock; that imports nothing again."""
    return "fork" if sys.platform == "linux" and threading.active_count() == 1 else "spawn"


def become_worker(recursion_limit: int) -> None:
    """Make a new process one that works for another."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C reaches workers, too: they end, and say nothing
    sys.setrecursionlimit(recursion_limit)


def _jobs_that_pay(posts: int) -> int:
    return min(_processors(), posts // _POSTS_A_WORKER) if posts >= _PAYS_FROM[way_to_start()] else 1


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
