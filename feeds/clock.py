"""The clock, read here and nowhere else; all other rooms take the time as an argument."""

from __future__ import annotations

import os
import time

TYPE_CHECKING = False  # a build with nothing to do needs no `typing`
if TYPE_CHECKING:
    from datetime import datetime


def read_clock() -> float:
    """Return the time in seconds since 1970, or SOURCE_DATE_EPOCH where that is set (reproducible-builds.org).

    Raises:
        FeedsError: SOURCE_DATE_EPOCH is not a number of seconds.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not epoch:
        return time.time()
    if not (epoch.isascii() and epoch.isdigit() and len(epoch) < 12):
        from feeds.errors import FeedsError

        raise FeedsError(f"SOURCE_DATE_EPOCH is {epoch!r}", hint="set it to seconds since 1970, or unset it")
    return float(epoch)


def current_moment() -> datetime:
    """Return the time of `read_clock` to the second."""
    return to_moment(read_clock())


def true_moment() -> datetime:
    """Return the time to the second, whatever SOURCE_DATE_EPOCH says: a run that lasts for days must not stop it."""
    return to_moment(time.time())


def to_moment(seconds: float) -> datetime:
    """Return *seconds* since 1970 as a time, to the second."""
    from datetime import UTC, datetime  # a build with nothing to do needs neither

    return datetime.fromtimestamp(int(seconds), UTC)
