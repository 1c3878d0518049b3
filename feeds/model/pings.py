"""Documents of feeds about which a hub (WebSub) has not been notified."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct


class Ping(Struct, frozen=True, kw_only=True):
    """A document of a feed that changed, and of which the hub must be notified."""

    path: str  # below the output directory
    digest: str  # of what was written
    due: datetime  # when the next try is due
    tries: int = 0  # that failed
