"""Dates as people write them in front matter and file names. Never guessed, never from the machine."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, tzinfo
from email.utils import parsedate_to_datetime

_ISO = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})"
    r"(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?)?"
    r"\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?\Z",
    re.IGNORECASE,
)
_WORDS = re.compile(r"(?:(\d{1,2})\.? +([A-Za-z]{3,9})\.?|([A-Za-z]{3,9})\.? +(\d{1,2})(?:st|nd|rd|th)?),? +(\d{4})\Z")
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_NAME = re.compile(r"(?:^|/)(\d{4})[-_/](\d{1,2})[-_/](\d{1,2})(?=\D|\Z)")


def parse_date(text: object, zone: tzinfo) -> datetime | None:
    """Return the instant that *text* names, in UTC, or None where it names none.

    A day without time is its first moment in *zone*, as Jekyll and Hugo take it; a time
    without zone is read in *zone*.

    >>> parse_date("2026-01-02 03:04:05 +0200", UTC)
    datetime.datetime(2026, 1, 2, 1, 4, 5, tzinfo=datetime.timezone.utc)
    >>> parse_date("2021-(TODO: MM-DD)", UTC) is None
    True
    """
    try:
        return _parse(text, zone)
    except (ValueError, OverflowError, TypeError, IndexError):
        return None


def _parse(text: object, zone: tzinfo) -> datetime | None:
    if isinstance(text, datetime):
        return _in_utc(text if text.tzinfo else text.replace(tzinfo=zone))
    if isinstance(text, date):
        return _in_utc(datetime(text.year, text.month, text.day, tzinfo=zone))
    if not isinstance(text, str):
        return None
    text = " ".join(text.split())
    if found := _ISO.match(text):
        year, month, day, hour, minute, second = (int(part or 0) for part in found.groups()[:6])
        return _in_utc(datetime(year, month, day, hour, minute, second, tzinfo=_zone(found[7], zone)))
    if found := _WORDS.match(text):
        month = _MONTHS.index((found[2] or found[3])[:3].lower()) + 1
        return _in_utc(datetime(int(found[5]), month, int(found[1] or found[4]), tzinfo=zone))
    when = parsedate_to_datetime(text)
    return _in_utc(when if when.tzinfo else when.replace(tzinfo=zone))


def date_in_name(path: str, zone: tzinfo) -> datetime | None:
    """Return the day in the path of a post (`2026-01-05-x.md`, `2026/01/05/x.md`), or None.

    >>> date_in_name("2026-01-05-robots.md", UTC).isoformat()
    '2026-01-05T00:00:00+00:00'
    """
    found = _NAME.search(path)
    if not found:
        return None
    try:
        return _in_utc(datetime(int(found[1]), int(found[2]), int(found[3]), tzinfo=zone))
    except (ValueError, OverflowError):
        return None


def _zone(written: str | None, default: tzinfo) -> tzinfo:
    if not written:
        return default
    if written.upper() in ("Z", "UTC", "GMT"):
        return UTC
    zone = datetime.strptime(written.replace(":", ""), "%z").tzinfo
    assert zone is not None
    return zone


def _in_utc(when: datetime) -> datetime:
    """Return *when* in UTC; the ends of the calendar are no dates, because zones would lead beyond them."""
    if not 1 < when.year < 9999:
        raise ValueError
    return when.astimezone(UTC).replace(microsecond=0)
