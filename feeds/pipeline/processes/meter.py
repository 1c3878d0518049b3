"""Stop the reading of a post or a feed that has taken its budget.

Nobody knows every text that a parser takes minutes or gigabytes for. So reading is stopped: by an exception, while
Python or a regular expression is at work. Libraries in C cannot be interrupted so. In a process that only reads posts,
and may die of it, the system ends it a second later (`deadly`).
"""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable
from types import FrameType
from typing import Literal, TypeVar

from msgspec import Struct

_Result = TypeVar("_Result")

_TICK = 0.1  # seconds of processor time between two looks; most posts are read in a tenth of that
_SHORTEST = 0.005  # seconds: timers of the system are not finer
_GRACE = 1.0  # seconds after which the process is ended that did not stop
#: So many times what a post may take is refused by the system. Not once, because libraries that are refused memory
#: return half of a post, or end the process.
_BACKSTOP = 2
#: Whether the processor time of one post can be limited: not on Windows.
CAN_LIMIT = hasattr(signal, "setitimer")
_COUNTS = "/proc/self/statm"  # of pages of memory
_CAN_COUNT = os.path.exists(_COUNTS)  # on Linux

Limit = Literal["seconds", "memory"]  # as the settings are called


class Budget(Struct, frozen=True, kw_only=True):
    """The most that reading one post or feed may take."""

    seconds: float  # of processor time
    memory: int  # bytes, beyond what the process has anyway


class OverBudgetError(BaseException):
    """The reading of a post or a feed took more than its budget.

    It is not an Exception: code that catches those and goes on must not go on after this one.
    """

    def __init__(self, limit: Limit) -> None:
        super().__init__(limit)
        self.limit = limit


class Lookout:
    """Has the timer of the process look at one meter after the other, and counts the memory of the process.

    To set the handler of a signal takes twenty times as long as to set the timer, and to open a file six times as long
    as to read it, so both are done once for many posts. Only the main thread of a process can be interrupted: in
    another one nothing is looked at.
    """

    def __init__(self) -> None:
        self.meter: Meter | None = None  # the one that runs
        self._counts: int | None = None  # an open file; None: memory is not counted
        self.can_look = CAN_LIMIT and threading.current_thread() is threading.main_thread()

    def __enter__(self) -> Lookout:
        if self.can_look:
            self._before = signal.signal(signal.SIGPROF, self._look)
            if _CAN_COUNT:
                self._counts = os.open(_COUNTS, os.O_RDONLY)
        return self

    def __exit__(self, *error: object) -> None:
        if self.can_look:
            signal.signal(signal.SIGPROF, self._before)
            if self._counts is not None:
                os.close(self._counts)

    def memory(self) -> tuple[int, int] | None:
        """Return how much memory the process has, in bytes, and how much of its own, which the system can limit.

        It is None where that is not counted.
        """
        if self._counts is None:
            return None
        numbers, page = os.pread(self._counts, 200, 0).split(), os.sysconf("SC_PAGE_SIZE")
        return int(numbers[1]) * page, int(numbers[5]) * page

    def _look(self, number: int, frame: FrameType | None) -> None:
        if self.meter is not None:
            self.meter.look(self)


class Meter:
    """Runs the steps of reading one post, which together may take no more than its budget."""

    def __init__(self, budget: Budget, lookout: Lookout | None = None, *, deadly: bool = False) -> None:
        """Take *budget* for one post; if *deadly*, this process is ended where it cannot be interrupted.

        Without the *lookout* of several meters, it has its own.
        """
        self._budget, self._lookout, self._deadly = budget, lookout, deadly
        self._spent, self._start = 0.0, 0.0
        self._memory: int | None = None  # bytes that the process had before; None: that is not known yet
        self._peak = 0  # the most that it ever had
        self._allowed: tuple[int, int] | None = None  # how many the system allows it anyway, if fewer are allowed now

    def run(self, step: Callable[[], _Result]) -> _Result:
        """Return what *step* returns. Where its lookout cannot look, the step takes what it takes.

        Raises:
            OverBudgetError: it took more than is left of the budget.
        """
        if self._lookout is not None:
            return self._run(step, self._lookout)
        with Lookout() as lookout:
            return self._run(step, lookout)

    def _run(self, step: Callable[[], _Result], lookout: Lookout) -> _Result:
        if not lookout.can_look:
            return step()
        self._start, lookout.meter = time.process_time(), self
        try:
            self._begin(lookout)
            result = step()
            self._look_back()
            return result
        finally:
            lookout.meter = None  # before anything else: an exception of the last look would leave the rest undone
            self._end()

    def _begin(self, lookout: Lookout) -> None:
        left = max(self._budget.seconds - self._spent, _SHORTEST)
        signal.setitimer(signal.ITIMER_PROF, min(left, _TICK))
        if self._deadly:
            signal.setitimer(signal.ITIMER_VIRTUAL, left + _GRACE)
            if counted := lookout.memory():
                self._peak, (self._memory, data) = _peak(), counted
                self._allowed = _refuse_memory(data + self._budget.memory * _BACKSTOP)

    def _end(self) -> None:
        signal.setitimer(signal.ITIMER_PROF, 0)
        if self._deadly:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        if self._allowed:
            _allow_memory(self._allowed)
        self._spent += time.process_time() - self._start

    def look(self, lookout: Lookout) -> None:
        """Stop the step if it has taken too much.

        Raises:
            OverBudgetError: it has.
        """
        left = self._budget.seconds - self._spent - (time.process_time() - self._start)
        signal.setitimer(signal.ITIMER_PROF, min(max(left, _SHORTEST), _TICK))  # also if an exception is lost
        if left <= 0:
            raise OverBudgetError("seconds")
        if counted := lookout.memory():
            now, _ = counted
            self._memory = now if self._memory is None else self._memory
            self._stop_beyond(now, self._memory)

    def _look_back(self) -> None:
        """Stop after a step that had too much memory between two looks: libraries may have been refused some."""
        if self._allowed and self._memory is not None and (peak := _peak()) > self._peak:
            self._stop_beyond(peak, self._memory)

    def _stop_beyond(self, now: int, before: int) -> None:
        if now > before + self._budget.memory:
            raise OverBudgetError("memory")


def _peak() -> int:
    """Return the most memory that this process ever had, in bytes."""
    import resource  # not on Windows

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _refuse_memory(most: int) -> tuple[int, int]:
    """Have the system refuse this process memory beyond *most* bytes; return what it allowed before."""
    import resource

    before = soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    lowest = min(one for one in (soft, hard, most) if one != resource.RLIM_INFINITY)
    resource.setrlimit(resource.RLIMIT_DATA, (lowest, hard))
    return before


def _allow_memory(before: tuple[int, int]) -> None:
    """Have the system allow what it allowed *before*."""
    import resource

    resource.setrlimit(resource.RLIMIT_DATA, before)
