"""How a renderer reports problems that the author should fix."""

from __future__ import annotations

from collections.abc import Callable

#: A function that takes the line (1-based in the body; 0 if unknown), the fault and the remedy.
Warn = Callable[[int, str, str], None]


def ignore_warning(line: int, message: str, hint: str) -> None:
    """Ignore the problem."""
