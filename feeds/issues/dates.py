"""Read dates as people write them in front matter and file names, without guessing and without the clock."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from feeds.regex import regex

Span = tuple[datetime, datetime]  # the first moment, and the first one after it

_ZONE = r"(?:\s*(?P<zone>Z|(?:UTC|GMT)?[+-]\d{2}:?\d{2}|[A-Z][a-z]+(?:/[A-Za-z_+-]+\d*){1,2}|[A-Z]{3,4}))?"
_TIME = (
    r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d{1,9})?)?(?:\s*(?P<half>[ap])\.?m(?![a-z])\.?)?"
    + _ZONE
)
_FORMS = tuple(
    regex(form + r"\Z", re.IGNORECASE)
    for form in (
        r"(?P<year>\d{4})(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})(?:(?:T|,? )\s*" + _TIME + ")?",
        r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})(?:T(?P<hour>\d{2})(?P<minute>\d{2})(?P<second>\d{2})?(?P<zone>Z)?)?",
        r"(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>\d{4})(?:,? " + _TIME + ")?",  # the German form
        r"(?P<year>\d{4})\s?[年년]\s?(?P<month>\d{1,2})\s?[月월]\s?(?P<day>\d{1,2})\s?[日일](?: ?" + _TIME + ")?",
        r"(?:[a-z]{3,9}[.,]? )?(?P<day>\d{1,2})(?:st|nd|rd|th|\.)? (?P<name>[a-z]{3,9})\.?,? (?P<year>\d{4})"
        r"(?:,?(?: at| @)? " + _TIME + ")?",
        r"(?:[a-z]{3,9}[.,]? )?(?P<name>[a-z]{3,9})\.? (?P<day>\d{1,2})(?:st|nd|rd|th)?,? (?P<year>\d{4})"
        r"(?:,?(?: at| @)? " + _TIME + ")?",
    )
)
#: What most dates are, which Python itself reads, in a tenth of the time of a form.
_PLAIN = regex(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
    r"(?:[ T](?:[01][0-9]|2[0-3]):[0-9]{2}:[0-9]{2}(?:Z| ?[+-][0-9]{2}:?[0-5][0-9])?)?\Z"
)
#: Day and month in either order, as Americans and others write them.
_EITHER_ORDER = regex(
    r"(?P<one>\d{1,2})(?P<mark>[-/])(?P<other>\d{1,2})(?P=mark)(?P<year>\d{4})(?:(?:T|,? )\s*" + _TIME + r")?\Z",
    re.IGNORECASE,
)
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
#: The abbreviations of RFC 822 and of Central Europe; others are ambiguous.
_ZONES = {"Z": 0, "UTC": 0, "GMT": 0, "CET": 1, "CEST": 2}
_ZONES |= {"EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7}
_NAME = regex(r"(?<!\d)(\d{4})([-_.])(\d{1,2})\2(\d{1,2})(?!\d)")
_COMPACT_NAME = regex(r"(?:\A|[-_])((?:19|20)\d{2})(\d{2})(\d{2})(?=[-_.]|\Z)")
_SHORT_NAME = regex(r"(\d{2})-(\d{1,2})-(\d{1,2})-")  # Jekyll accepts years of two digits
_FOLDERS = regex(r"(?:\A|/)((?:19|20)\d{2})/(\d{1,2})/(\d{1,2})(?=[-_/.])")
_LEADING_DAY = regex(r"\s*(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?=[\sT])")
_PART = regex(r"\s*(\d{4})(?:[-/.](\d{1,2}))?(?!\d)")
_YEAR_FOLDER = regex(r"(?:\A|/)((?:19|20)\d{2})(?:[-_/](\d{1,2}))?(?=/)")
_YEAR_IN_NAME = regex(r"(?<!\d)((?:19|20)\d{2})(?!\d)")
_OFFSET = regex(r"(?:UTC|GMT)?(?P<sign>[+-])(?P<hours>\d{2}):?(?P<minutes>[0-5]\d)")
_YEARS = range(1970, 2200)  # other years are typing errors


def parse_date(text: object, zone: tzinfo) -> datetime | None:
    """Return the moment that *text* names, in UTC, or None if it is not a date.

    A date without a time means midnight in *zone*, as in Jekyll and Hugo; a time without a
    time zone is in *zone*.

    >>> parse_date("2026-01-02 03:04:05 +0200", UTC)
    datetime.datetime(2026, 1, 2, 1, 4, 5, tzinfo=datetime.timezone.utc)
    >>> parse_date("2021-(TODO: MM-DD)", UTC) is None
    True
    """
    when = parse_local(text, zone)
    return when.astimezone(UTC) if when else None


def parse_local(text: object, zone: tzinfo, *, month_first: bool = False) -> datetime | None:
    """Return the moment that *text* names, in the time zone that it names, or in *zone*; None if it is not a date.

    "07-08-2026" is one only with *month_first*, as JavaScript reads it; "07-29-2026" can mean one day only.

    >>> parse_local("2026-01-02 23:04 -0500", UTC).isoformat()
    '2026-01-02T23:04:00-05:00'
    >>> parse_local("07-29-2026", UTC).isoformat(), parse_local("07-08-2026", UTC)
    ('2026-07-29T00:00:00+00:00', None)
    """
    try:
        return _parse(text, zone, month_first=month_first)
    except (ValueError, OverflowError, TypeError, IndexError, KeyError, OSError):  # the last two: there is no such zone
        return None


def _parse(text: object, zone: tzinfo, *, month_first: bool) -> datetime | None:
    if isinstance(text, datetime):
        return _checked(text if text.tzinfo else text.replace(tzinfo=zone))
    if isinstance(text, date):
        return _checked(datetime(text.year, text.month, text.day, tzinfo=zone))
    if not isinstance(text, str) or len(text) > 100:
        return None
    text = " ".join(text.split())
    if _PLAIN.match(text):
        when = datetime.fromisoformat(text.replace(" +", "+").replace(" -", "-"))
        return _checked(when if when.tzinfo else when.replace(tzinfo=zone))
    for form in _FORMS:
        if found := form.match(text):
            return _read_parts(found.groupdict(), zone)
    if found := _EITHER_ORDER.match(text):
        first, second = int(found["one"]), int(found["other"])
        if first == second or month_first or max(first, second) > 12:
            month, day = (first, second) if second > 12 or (month_first and first <= 12) else (second, first)
            return _read_parts({**found.groupdict(), "month": str(month), "day": str(day)}, zone)
        return None
    from email.utils import parsedate_to_datetime  # a hundredth of the start, and few dates need it

    when = parsedate_to_datetime(text)
    return _checked(when if when.tzinfo else when.replace(tzinfo=zone))


def _read_parts(parts: dict[str, str | None], zone: tzinfo) -> datetime:
    name = parts.get("name")
    month = _MONTHS.index(name[:3].lower()) + 1 if name else int(parts["month"] or 0)
    hour, minute, second = (int(parts.get(part) or 0) for part in ("hour", "minute", "second"))
    late = timedelta(days=1) if (hour, minute, second) == (24, 0, 0) else timedelta()  # ISO 8601: the end of a day
    if half := parts.get("half"):
        hour = hour % 12 + 12 * (half in "pP")
    written = _zone(parts.get("zone"), zone)
    day = datetime(int(parts["year"] or 0), month, int(parts["day"] or 0)) + late  # noqa: DTZ001 - it gets its zone below
    return _checked(day.replace(hour=hour % 24 if late else hour, minute=minute, second=second, tzinfo=written))


def parse_day(text: object, zone: tzinfo) -> datetime | None:
    """Return the day at the beginning of a *text* whose rest is not a time, or None.

    >>> parse_day("2026-01-05 at noon, or so", UTC).isoformat()
    '2026-01-05T00:00:00+00:00'
    """
    found = _LEADING_DAY.match(text) if isinstance(text, str) else None
    return day_in(found[1], found[3], found[4], zone) if found else None


def parse_part(text: object, zone: tzinfo) -> Span | None:
    """Return the year or month at the beginning of a *text* that is not a date.

    >>> [f"{end:%Y-%m-%d}" for end in parse_part("2021-(TODO: MM-DD)", UTC)]
    ['2021-01-01', '2022-01-01']
    >>> [f"{end:%Y-%m-%d}" for end in parse_part("2021-02-30", UTC)]
    ['2021-02-01', '2021-03-01']
    """
    found = _PART.match(text) if isinstance(text, str) else None
    return month_span(int(found[1]), int(found[2] or 0), zone) if found else None


def span_in_path(path: str, zone: tzinfo) -> Span | None:
    """Return the year or month of a post by the folders in its *path*, or else by a year in its name.

    >>> [f"{end:%Y-%m-%d}" for end in span_in_path("weekly/2019/issue-150.md", UTC)]
    ['2019-01-01', '2020-01-01']
    """
    folders = _YEAR_FOLDER.findall(path)
    if folders:
        year, month = folders[-1]
        return month_span(int(year), int(month or 0), zone)
    years = _YEAR_IN_NAME.findall(path.rpartition("/")[2])
    return month_span(int(years[0]), 0, zone) if len(years) == 1 else None


def month_span(year: int, month: int, zone: tzinfo) -> Span | None:
    """Return the *month*, or if there is none of that number, the *year*; None for an impossible year."""
    if year not in _YEARS:
        return None
    if not 1 <= month <= 12:
        return _in_utc(datetime(year, 1, 1, tzinfo=zone)), _in_utc(datetime(year + 1, 1, 1, tzinfo=zone))
    end = datetime(year + month // 12, month % 12 + 1, 1, tzinfo=zone)
    return _in_utc(datetime(year, month, 1, tzinfo=zone)), _in_utc(end)


def date_in_name(path: str, zone: tzinfo, *, short_years: bool = False) -> datetime | None:
    """Return the day in the path of a post (`2026-01-05-x.md`, `2026/01/05/x.md`), or None.

    >>> date_in_name("2026-01-05-robots.md", UTC).isoformat()
    '2026-01-05T00:00:00+00:00'
    """
    name = path.rpartition("/")[2]
    if found := _NAME.search(name):
        return day_in(found[1], found[3], found[4], zone)
    if found := _COMPACT_NAME.search(name.rpartition(".")[0]) or _FOLDERS.search(path):
        return day_in(found[1], found[2], found[3], zone)
    if short_years and (found := _SHORT_NAME.match(name)):
        return day_in("20" + found[1], found[2], found[3], zone)
    found = _NAME.search(path)  # the name of a folder with the post and its pictures
    return day_in(found[1], found[3], found[4], zone) if found else None


def day_in(year: str, month: str, day: str, zone: tzinfo) -> datetime | None:
    """Return the first moment of a day, or None if there is no such day."""
    try:
        return _in_utc(datetime(int(year), int(month), int(day), tzinfo=zone))
    except (ValueError, OverflowError):
        return None


def _zone(written: str | None, default: tzinfo) -> tzinfo:
    if not written:
        return default
    if "/" in written:
        return ZoneInfo(written)
    written = written.upper()
    if written in _ZONES:
        return timezone(timedelta(hours=_ZONES[written])) if _ZONES[written] else UTC
    if found := _OFFSET.fullmatch(written):
        away = timedelta(hours=int(found["hours"]), minutes=int(found["minutes"]))
        return timezone(-away if found["sign"] == "-" else away)
    raise ValueError(f"{written} is not a time zone")


def _in_utc(when: datetime) -> datetime:
    """Return *when* in UTC."""
    return _checked(when).astimezone(UTC)


def _checked(when: datetime) -> datetime:
    """Return *when*; the first and last year are not accepted, because time zones would lead beyond them."""
    if not 1 < when.year < 9999:
        raise ValueError
    return when.replace(microsecond=0)
