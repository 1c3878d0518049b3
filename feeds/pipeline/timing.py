"""The time of a run: no earlier than that of the last one, whatever the clock says.

Where it is too early, what is new would get wrong dates, and come last in the feeds.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from feeds.errors import ClockError
from feeds.store import Store

#: How far a clock may be set back without being wrong: by NTP, by hand, on another machine.
_TOLERANCE = timedelta(days=1)
_FORMAT = "%Y-%m-%d %H:%M"


def time_of_run(store: Store, now: datetime) -> datetime:
    """Return *now*, or the time of the last run if that is later."""
    return max(now, store.marks.moment() or now)


def time_to_write(store: Store, now: datetime, *, earlier: bool) -> datetime:
    """Return the time of a run that writes: *now*, also if that is before the last run and this may be *earlier*.

    Raises:
        ClockError: the clock is more than a day behind the last run.
    """
    if earlier:
        return now
    last = store.marks.moment() or now
    if last - now > _TOLERANCE:
        raise ClockError(
            f"the clock says {now:{_FORMAT}} UTC, but the last run was at {last:{_FORMAT}} UTC; nothing was written",
            hint="set the clock, or unset SOURCE_DATE_EPOCH; "
            "if the clock was wrong at the last run, continue with `feeds build --allow-earlier`",
        )
    return max(now, last)
