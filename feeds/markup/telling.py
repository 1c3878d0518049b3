"""How a renderer tells what an author should mend."""

from __future__ import annotations

from collections.abc import Callable

#: Called with the line (1-based in the body; 0: unknown), the fault and the remedy.
Tell = Callable[[int, str, str], None]


def tell_nobody(line: int, message: str, hint: str) -> None:
    """Take note of nothing."""
