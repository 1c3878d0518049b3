"""Check dates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from feeds.linting.findings import quoted
from feeds.linting.values.faults import Check, Fault
from feeds.regex import regex

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_ZONES = "UT|GMT|EST|EDT|CST|CDT|MST|MDT|PST|PDT"
_CLOCK = r"([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d|60))?"
_STRICT_RFC822 = regex(
    rf"(?:({'|'.join(_DAYS)}), )?(\d\d?) ({'|'.join(_MONTHS)}) (\d{{4}}) {_CLOCK} (?:{_ZONES}|Z|[+-]?\d\d[03]0)\Z"
)
_LOOSE_RFC822 = regex(
    rf"(?:({'|'.join(_DAYS)})\s*+,\s*+)?(\d\d?)\s++({'|'.join(_MONTHS)})\s++(\d\d(?:\d\d)?)\s++"
    rf"{_CLOCK}(?:\s++(?:[+-]\d{{4}}|{_ZONES}|[A-IK-Z])?)?\Z",
    re.IGNORECASE,
)
_COMMENT = regex(r"\([^()]*+\)")
_ESCAPED = regex(r"\\.")
_LONGEST_DATE = 200
_RFC3339 = regex(
    r"(\d{4})-(\d\d)-(\d\d)T([01]\d|2[0-3]):([0-5]\d):([0-5]\d|60)(?:\.\d*+)?"
    r"(?:Z|[+-]00:00|([+-])(?:[01]\d|2[0-3]):[0-5]\d)\Z"
)
_W3CDTF = regex(
    r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(?:[01]\d|2[0-3]):[0-5]\d(?::(?:[0-5]\d|60)(?:\.\d*+)?)?(?:Z|[+-]\d\d:\d\d))?)?)?\Z"
)


def rfc822_date(text: str) -> Iterator[Fault]:
    """Yield the faults of a date of e-mail, as in RSS.

    >>> [fault.rule for fault in rfc822_date("2026-01-05")], [fault.rule for fault in rfc822_date("5 jan 26 09:00 GMT")]
    (['rss-date'], ['rss-odd-date'])
    """
    strict = _STRICT_RFC822.match(text)
    found = strict or _LOOSE_RFC822.match(_without_comments(text))
    if not found:
        yield Fault("rss-date", f"is not a date of RFC 822: {quoted(text)}")
        return
    day = _day_of(_year_of(found[4]), _MONTHS.index(found[3].title()) + 1, int(found[2]))
    if day is None:
        yield Fault("rss-date", f"is a day that does not exist: {quoted(text)}")
    elif found[1] and strict and _DAYS[day.weekday()] != found[1]:
        yield Fault("rss-date", f"has the wrong day of the week: {quoted(text)} was a {_DAYS[day.weekday()]}")
    elif not strict:
        yield Fault("rss-odd-date", f"has an unusual form: {quoted(text)}")


def _without_comments(text: str) -> str:
    """Return *text* without its comments, which may be nested; a very long text has none."""
    if len(text) > _LONGEST_DATE:
        return text
    text = _ESCAPED.sub("", text)
    while (shorter := _COMMENT.sub(" ", text)) != text:
        text = shorter
    return text.strip()


def _year_of(text: str) -> int:
    year = int(text)
    return year if len(text) == 4 else year + (2000 if year < 70 else 1900)


def _day_of(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def rfc3339_date(rule: str = "atom-date", *, offsets: bool = False) -> Check:
    """Return the check of dates of RFC 3339, as in Atom and JSON Feed, by the rule with this id.

    Where *offsets* matter to no reader, they are not reported.
    """

    def check(text: str) -> Iterator[Fault]:
        found = _RFC3339.match(text)
        if not found or _day_of(int(found[1]), int(found[2]), int(found[3])) is None:
            yield Fault(rule, f"is not a date of RFC 3339: {quoted(text)}")
        elif found[7] and not offsets:
            yield Fault("atom-offset", f"has an offset: {quoted(text)}")

    return check


def w3c_date(text: str) -> Iterator[Fault]:
    """Yield the faults of a date in a form of ISO 8601, as in dc:date."""
    found = _W3CDTF.match(text)
    if not found or _day_of(int(found[1]), int(found[2] or 1), int(found[3] or 1)) is None:
        yield Fault("dc-date", f"is not a date of ISO 8601: {quoted(text)}")


def moment_of(text: str) -> datetime | None:
    """Return the moment that a date of Atom or JSON Feed names, or None if it cannot be read."""
    try:
        moment = datetime.fromisoformat(text.strip())
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


def is_ahead(moment: datetime | None, now: datetime) -> bool:
    """Return whether *moment* is more than a day after *now*."""
    return moment is not None and moment - now > timedelta(days=1)
