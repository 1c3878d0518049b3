"""What a hub (WebSub) is yet to be told."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct


class Ping(Struct, frozen=True, kw_only=True):
    """A document of a feed that changed, and of which the hub is to be told."""

    path: str  # below the output directory
    digest: str  # of what was written
    due: datetime  # when the next try is due
    tries: int = 0  # that failed
