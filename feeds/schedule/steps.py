"""Notice that the clock of the machine was set back: jobs that were due by its old time would be late."""

from __future__ import annotations

_SLACK = 30.0  # seconds, which do not matter to a timetable


class ClockSteps:
    """Compares the clock, which can be set, with a steady one, which cannot."""

    def __init__(self, clock: float, steady: float) -> None:
        self._offset = clock - steady

    def is_set_back(self, clock: float, steady: float) -> bool:
        """Return whether the clock was set back since the last call, by what it shows and what a *steady* one shows.

        >>> steps = ClockSteps(1000.0, 10.0)
        >>> steps.is_set_back(1060.0, 70.0), steps.is_set_back(100.0, 71.0), steps.is_set_back(101.0, 72.0)
        (False, True, False)
        """
        before, self._offset = self._offset, clock - steady
        if before - self._offset > _SLACK:
            return True
        self._offset = max(before, self._offset)  # small steps add up
        return False
