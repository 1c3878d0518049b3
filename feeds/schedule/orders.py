"""How `feeds watch` builds."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from feeds.pipeline.processes.workers import ALONE, Workers
from feeds.pipeline.run import GUARDED, Leave
from feeds.store import PATIENCE


class Orders(Struct, frozen=True, kw_only=True):
    """How builds are made, and which changes the first one may make: later ones are guarded, as nobody watches them."""

    fresh: bool = False
    leave: Leave = GUARDED
    workers: Workers = ALONE
    patience: float = PATIENCE  # seconds

    @property
    def after_the_first(self) -> Orders:
        """The orders for all builds but the first."""
        return replace(self, fresh=False, leave=GUARDED)


#: Those of a watcher that is given none.
BY_DEFAULT = Orders()
