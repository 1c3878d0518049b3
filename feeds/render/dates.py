"""Dates as the formats write them, independent of the locale."""

from __future__ import annotations

from datetime import datetime

_DAYS = "Mon Tue Wed Thu Fri Sat Sun".split()
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


def rfc3339(when: datetime) -> str:
    """Return *when* (UTC) for Atom and JSON Feed, in `Z`: some readers ignore offsets.

    >>> from datetime import UTC
    >>> rfc3339(datetime(2026, 1, 5, 9, tzinfo=UTC))
    '2026-01-05T09:00:00Z'
    """
    return f"{when.isoformat()[:19]}Z"  # half the time of `strftime`, and four digits of the year


def rfc822(when: datetime) -> str:
    """Return *when* (UTC) for RSS and OPML.

    >>> from datetime import UTC
    >>> rfc822(datetime(2026, 1, 5, 9, tzinfo=UTC))
    'Mon, 05 Jan 2026 09:00:00 GMT'
    """
    time = when.time().isoformat("seconds")
    return f"{_DAYS[when.weekday()]}, {when.day:02} {_MONTHS[when.month - 1]} {when.year:04} {time} GMT"
