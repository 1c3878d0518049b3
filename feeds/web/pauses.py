"""How long a host wants to be left alone (`Retry-After`, RFC 9110, 10.2.3)."""

from __future__ import annotations

from datetime import datetime
from email.utils import parsedate_to_datetime

_SHORTEST = 60
_LONGEST = 14 * 86400
_CUSTOMARY = 3600


def seconds_to_wait(retry_after: str, now: datetime, otherwise: int = _CUSTOMARY) -> int:
    """Return the pause in seconds that a host asks for: at least a minute, at most 14 days.

    *otherwise* it is an hour: if the header is missing, or neither a number nor a date.

    >>> now = datetime(2026, 1, 5)
    >>> seconds_to_wait("7200", now), seconds_to_wait("", now), seconds_to_wait("9" * 5000, now)
    (7200, 3600, 1209600)
    """
    text = retry_after.strip()[:100]
    if text.isascii() and text.isdigit():
        return max(min(int(text), _LONGEST), _SHORTEST)
    try:
        seconds = int(parsedate_to_datetime(text).timestamp() - now.timestamp())
    except (ValueError, TypeError, OverflowError):
        return otherwise
    return max(min(seconds, _LONGEST), _SHORTEST)
