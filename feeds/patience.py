"""How long to wait until a run that failed is tried again: one policy for builds, look-ups, watched files and hubs.

When an address that failed is asked again is decided in `feeds.lookups.policy`.
"""

from __future__ import annotations

from datetime import timedelta

_FIRST = timedelta(seconds=5)
_DOUBLINGS = 12  # by then it is longer than any longest wait


def delay_after(failures: int, longest: timedelta) -> timedelta:
    """Return how long to wait after so many *failures* in a row: twice as long each time, up to the *longest* wait.

    >>> [str(delay_after(failures, timedelta(minutes=5))) for failures in (1, 2, 3, 99)]
    ['0:00:05', '0:00:10', '0:00:20', '0:05:00']
    """
    return min(_FIRST * (1 << min(failures - 1, _DOUBLINGS)), longest)
