"""Ask a person on a terminal; elsewhere every question has its default answer."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from feeds.errors import FeedsError


class Asker:
    """Asks questions, or gives the default answers where there is nobody to ask, or with *yes*."""

    def __init__(self, *, yes: bool) -> None:
        self._asks = not yes and sys.stdin.isatty() and sys.stderr.isatty()

    @property
    def asks(self) -> bool:
        """Whether there is somebody to ask."""
        return self._asks

    def text(self, question: str, default: str) -> str:
        """Return the answer to *question*, by default *default*."""
        return (self._read(f"{question} [{default}]: ") if self._asks else "") or default

    def confirm(self, question: str, *, default: bool = True) -> bool:
        """Return whether the answer to *question* is yes."""
        if not self._asks:
            return default
        answer = self._read(f"{question} [{'Y/n' if default else 'y/N'}]: ").lower()
        return answer[:1] in "yjos1" if answer else default  # the first letters of "yes" in some languages

    def choose(self, question: str, options: Sequence[str]) -> int:
        """Return the index of the chosen one of *options*; the first is the default."""
        if not self._asks or len(options) < 2:
            return 0
        for number, option in enumerate(options, start=1):
            print(f"  {number}  {option}", file=sys.stderr)
        answer = self._read(f"{question} [1]: ")
        return int(answer) - 1 if answer.isdigit() and 0 < int(answer) <= len(options) else 0

    def _read(self, prompt: str) -> str:
        print(prompt, end="", file=sys.stderr, flush=True)
        try:
            return input().strip()
        except EOFError:
            raise FeedsError("no answer, so nothing was written", hint="give --yes to accept all answers") from None
