"""When a hub is notified again, and when not any more: one policy for slow hosts and for hubs that fail."""

from __future__ import annotations

from datetime import datetime, timedelta

from msgspec.structs import replace

from feeds.model import Ping
from feeds.patience import delay_after

MOST_TRIES = 32  # within about a day
_LONGEST = timedelta(hours=1)


def postpone(ping: Ping, now: datetime, *, least: timedelta = timedelta(0)) -> Ping | None:
    """Return *ping* as it is to be tried again, after *least* if the hub asks for that; None: it is given up."""
    tries = ping.tries + 1
    if tries >= MOST_TRIES:
        return None
    return replace(ping, tries=tries, due=now + max(delay_after(tries, _LONGEST), least))
