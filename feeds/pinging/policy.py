"""When a hub is told again, and when that is given up: one policy for slow hosts and for hubs that fail."""

from __future__ import annotations

from datetime import datetime, timedelta

from msgspec.structs import replace

from feeds.model import Ping

MOST_TRIES = 32  # within about a day
_FIRST, _LONGEST = timedelta(seconds=5), timedelta(hours=1)
_DOUBLINGS = 12  # by then it is longer than the longest


def delay_after(tries: int) -> timedelta:
    """Return how long to wait after *tries* that failed: twice as long each time, up to an hour.

    >>> [str(delay_after(tries)) for tries in (1, 2, 3, 32)]
    ['0:00:05', '0:00:10', '0:00:20', '1:00:00']
    """
    return min(_FIRST * (1 << min(tries - 1, _DOUBLINGS)), _LONGEST)


def postpone(ping: Ping, now: datetime, *, least: timedelta = timedelta(0)) -> Ping | None:
    """Return *ping* as it is to be tried again, after *least* if the hub asks for that; None: it is given up."""
    tries = ping.tries + 1
    if tries >= MOST_TRIES:
        return None
    return replace(ping, tries=tries, due=now + max(delay_after(tries), min(least, _LONGEST)))
