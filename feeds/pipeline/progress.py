"""How a run shows how far it is."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[str, int, int], None]  # what is being done, how many are done, of how many


def silence(what: str, done: int, of: int) -> None:
    """Show no progress."""
