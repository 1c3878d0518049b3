"""A step in a process of its own: its result, its failures, and its end where it takes too much."""

from __future__ import annotations

import os
import signal
from functools import partial

import pytest

from feeds.errors import FeedsError, Where
from feeds.pipeline.processes.apart import run_apart
from feeds.pipeline.processes.meter import Budget, OverBudgetError

AMPLE = Budget(seconds=60, memory=1024**3)


def fail(error: BaseException) -> None:
    raise error


def allocate(size: int) -> int:
    return len(bytearray(b"x" * size))


def test_the_result_is_that_of_the_step() -> None:
    assert run_apart(partial(divmod, 7, 2), AMPLE) == (3, 1)
    assert run_apart(os.getpid, AMPLE) != os.getpid()


def test_an_error_of_the_program_keeps_its_place_and_remedy() -> None:
    with pytest.raises(FeedsError, match=r"old.xml: is not a feed \(name another\)"):
        run_apart(partial(fail, FeedsError("is not a feed", Where("old.xml"), "name another")), AMPLE)


def test_an_error_of_a_library_is_a_message(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(FeedsError, match="cannot be read: KeyError: 'a'"):
        run_apart(partial(fail, KeyError("a")), AMPLE)
    assert capfd.readouterr().err == ""


def test_a_step_that_takes_too_long_is_ended() -> None:
    with pytest.raises(OverBudgetError, match="seconds"):
        run_apart(partial(sum, iter(int, 1)), Budget(seconds=0.2, memory=1024**3))  # for ever, and in C


def test_a_step_that_takes_too_much_memory_is_ended() -> None:
    with pytest.raises(OverBudgetError, match="memory"):
        run_apart(partial(allocate, 3_000_000_000), Budget(seconds=60, memory=50_000_000))


def test_a_process_that_dies_is_named_by_its_signal() -> None:
    with pytest.raises(FeedsError, match="cannot be read: SIGKILL"):
        run_apart(partial(signal.raise_signal, signal.SIGKILL), AMPLE)
