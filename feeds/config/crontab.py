"""Read crontab lines as cron does.

APScheduler counts weekdays from Monday, so its own `from_crontab` runs `1-5` from Tuesday
to Saturday, as its documentation says. Names of weekdays mean the same to both.
"""

from __future__ import annotations

from datetime import tzinfo
from typing import Any

from feeds.regex import regex

_NAMES = ("sun", "mon", "tue", "wed", "thu", "fri", "sat", "sun")
_PART = regex(r"([0-7])(?:-([0-7]))?(?:/(\d+))?\Z")


def read_crontab(line: str, zone: tzinfo | str) -> Any:
    """Return the APScheduler trigger of *line*, in *zone*.

    Raises:
        ValueError: it is not a valid crontab line.
    """
    from apscheduler.triggers.cron import CronTrigger  # it is slow to import, and most sites have no crontab line

    fields = line.split()
    if len(fields) == 5:
        fields[4] = ",".join(_weekdays(part) for part in fields[4].split(","))
    return CronTrigger.from_crontab(" ".join(fields), timezone=zone)


def _weekdays(part: str) -> str:
    """Return the names of the weekdays in *part* of the last field of a crontab line.

    >>> _weekdays("1-5")
    'mon,tue,wed,thu,fri'
    >>> _weekdays("mon-fri"), _weekdays("*")
    ('mon-fri', '*')
    """
    found = _PART.match(part)
    if not found:
        return part
    first, last = int(found[1]), int(found[2] or (6 if found[3] else found[1]))
    return ",".join(_NAMES[day] for day in range(first, last + 1, int(found[3] or 1))) or part
