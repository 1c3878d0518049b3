"""Answer signals in what keeps running."""

from __future__ import annotations

import _thread
import os
import signal
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import FrameType

Call = Callable[[], object]

_HANG_UP = getattr(signal, "SIGHUP", None)  # Windows has none


@contextmanager
def ending_on_signals(end: Call) -> Iterator[None]:
    """Call *end* on SIGTERM and SIGINT within the block."""
    with _calling({signal.SIGTERM: end, signal.SIGINT: end}):
        yield


@contextmanager
def rebuilding_on_hang_up(rebuild: Call, end: Call) -> Iterator[None]:
    """Call *rebuild* on SIGHUP within the block, as services do, or *end* if standard input is a terminal.

    There the signal means that the terminal was closed. Where it is ignored (`nohup`), it stays so.
    """
    if _HANG_UP is None or signal.getsignal(_HANG_UP) is signal.SIG_IGN:
        yield
        return
    with _calling({_HANG_UP: end if os.isatty(0) else rebuild}):
        yield


@contextmanager
def _calling(calls: Mapping[int, Call]) -> Iterator[None]:
    """Make these *calls*, by the number of the signal, within the block.

    Each is made in a thread of its own: it takes locks, which the thread that is interrupted may hold.
    """

    def handle(number: int, frame: FrameType | None) -> None:
        _thread.start_new_thread(calls[number], ())  # `threading` takes locks to start one

    before = {number: signal.signal(number, handle) for number in calls}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
