"""Dates as the formats write them, independent of the locale."""

from __future__ import annotations

from datetime import datetime

from msgspec import to_builtins

_DAYS = "Mon Tue Wed Thu Fri Sat Sun".split()
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_LENGTH = len("2026-01-05T09:00:00Z")  # of most; others have fractions of a second


def rfc3339(when: datetime) -> str:
    """Return *when* (UTC) for Atom and JSON Feed, in `Z`: some readers ignore offsets.

    >>> from datetime import UTC
    >>> rfc3339(datetime(2026, 1, 5, 9, tzinfo=UTC))
    '2026-01-05T09:00:00Z'
    """
    written: str = to_builtins(when)  # `isoformat` takes nine times as long
    return written if len(written) == _LENGTH else f"{written[:19]}Z"


def rfc822(when: datetime) -> str:
    """Return *when* (UTC) for RSS and OPML.

    >>> from datetime import UTC
    >>> rfc822(datetime(2026, 1, 5, 9, tzinfo=UTC))
    'Mon, 05 Jan 2026 09:00:00 GMT'
    """
    date = rfc3339(when)
    return f"{_DAYS[when.weekday()]}, {date[8:10]} {_MONTHS[when.month - 1]} {date[:4]} {date[11:19]} GMT"
