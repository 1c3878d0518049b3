"""One step in a process of its own, which the system ends if the step takes more than its budget.

So a text that somebody else wrote can be left to a library that nothing interrupts.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable
from multiprocessing import connection
from typing import TypeVar

from msgspec import Struct

from feeds.errors import FeedsError, Problem
from feeds.pipeline.processes.meter import CAN_LIMIT, Budget, Limit, Meter, OverBudgetError
from feeds.pipeline.processes.starting import context_to_start, ending_of
from feeds.pipeline.processes.workers import become_worker

_Result = TypeVar("_Result")


class _Failure(Struct, frozen=True):
    """How a step ended that has no result: beyond a limit, or else with a problem."""

    limit: Limit | None
    problem: Problem | None = None


def run_apart(step: Callable[[], _Result], budget: Budget) -> _Result:
    """Return what *step* returns in another process, to which *step* can be sent.

    On Windows, where nothing can be limited, and where the system starts no process, it runs in this one.

    Raises:
        OverBudgetError: it took more than *budget*.
        FeedsError: *step* raised it, or failed in another way, or ended the process.
    """
    if not CAN_LIMIT:
        return step()
    context = context_to_start()
    ours, theirs = context.Pipe(duplex=False)
    arguments = (theirs, step, budget, sys.getrecursionlimit())
    worker = context.Process(target=_work, args=arguments, name="apart", daemon=True)
    try:
        worker.start()
    except OSError:  # there is a limit of processes
        ours.close()
        theirs.close()
        return _judged(_result(step, Meter(budget)))
    theirs.close()
    try:
        result: _Result | _Failure = ours.recv()
    except EOFError:
        worker.join()
        result = _death(worker.exitcode or 0)
    finally:
        ours.close()
        worker.kill()
        worker.join()
    return _judged(result)


def _judged(result: _Result | _Failure) -> _Result:
    if not isinstance(result, _Failure):
        return result
    if problem := result.problem:
        raise FeedsError(problem.message, problem.where, problem.hint)
    raise OverBudgetError(result.limit or "seconds")


def _work(wire: connection.Connection, step: Callable[[], object], budget: Budget, recursion_limit: int) -> None:
    """Send what *step* returns, or how it ended, to the process that waits for it."""
    become_worker(recursion_limit)
    wire.send(_result(step, Meter(budget, deadly=True)))


def _result(step: Callable[[], _Result], meter: Meter) -> _Result | _Failure:
    try:
        return meter.run(step)
    except OverBudgetError as error:
        return _Failure(error.limit)
    except MemoryError:
        return _Failure("memory")
    except FeedsError as error:
        return _Failure(None, error.problem)
    except Exception as error:  # noqa: BLE001 - libraries fail at strange texts in every way
        return _failed(f"{type(error).__name__}: {error}"[:200])


def _death(code: int) -> _Failure:
    """Return what is known of a process that ended with exit *code*: -N if signal N ended it."""
    if code == -signal.SIGVTALRM:  # the timer of a `Meter`
        return _Failure("seconds")
    return _failed(ending_of(code))


def _failed(how: str) -> _Failure:
    return _Failure(None, Problem(None, f"cannot be read: {how}", "please tell us about it"))
