"""How often something failed in a row, and so how long to wait until it is tried again."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from feeds.patience import delay_after

#: By then a disk that was full is found to have space again. Where servers of others are asked, it is longer.
LONGEST, LONGEST_ON_THE_WEB = timedelta(minutes=5), timedelta(hours=1)


class Retries:
    """Counts failures by name; each name belongs to one thread."""

    def __init__(self) -> None:
        self._failures: Counter[str] = Counter()

    def delay(self, name: str, longest: timedelta = LONGEST) -> timedelta:
        """Return how long to wait now that *name* failed once more.

        >>> retries = Retries()
        >>> [retries.delay("build").seconds for _ in range(3)]
        [5, 10, 20]
        """
        self._failures[name] += 1
        return delay_after(self._failures[name], longest)

    def forget(self, name: str) -> None:
        """Note that *name* went well: its next failure is the first."""
        del self._failures[name]
