"""Wait for an event, with a generous limit: a test must not depend on how busy the machine is."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable

LIMIT = 60.0  # seconds


def wait_for(happened: Callable[[], bool], *, every: float = 0.005) -> None:
    """Wait until something has *happened*, looking *every* so many seconds."""
    start = time.monotonic()
    while not happened():
        assert time.monotonic() - start < LIMIT, "it did not happen in time"
        time.sleep(every)


def is_inside(thread: threading.Thread, room: str) -> bool:
    """Return whether *thread* is running code of the room *room*, such as `store`."""
    frame = sys._current_frames().get(thread.ident or 0)
    while frame is not None:
        if f"/feeds/{room}/" in frame.f_code.co_filename:
            return True
        frame = frame.f_back
    return False
