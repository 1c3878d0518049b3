"""How a run shows how far it is, and where its time goes."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Is called whenever a phase of a run begins, and as it goes on."""

    def __call__(self, what: str, done: int = 0, of: int = 0, post: str = "") -> None:
        """Show *what* is being done and that *done* *of* so many are done (0 of 0: they are not counted).

        If the next is work on a single post, *post* is its path.
        """


def silence(what: str, done: int = 0, of: int = 0, post: str = "") -> None:
    """Show no progress."""
