"""How `feeds watch` builds."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from feeds.pipeline.processes.workers import ALONE, Workers
from feeds.pipeline.run import NO_LEAVE, Leave
from feeds.store import PATIENCE


class BuildOrders(Struct, frozen=True, kw_only=True):
    """How builds are made, and which harm the first one may do: later ones may do none, as nobody watches them."""

    fresh: bool = False
    leave: Leave = NO_LEAVE
    workers: Workers = ALONE
    patience: float = PATIENCE  # seconds

    @property
    def after_the_first(self) -> BuildOrders:
        """The orders for all builds but the first."""
        return replace(self, fresh=False, leave=NO_LEAVE)


#: Those of a watcher that is given none.
BY_DEFAULT = BuildOrders()
