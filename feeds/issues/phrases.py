"""Find dates in names of files and in titles: `2026-w05`, `2021-jan-20`, "May 2026 Newsletter"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, tzinfo

from msgspec import Struct

from feeds.issues.dates import Span, day_in, month_span
from feeds.regex import regex

_YEAR = r"(?P<year>(?:19|20)\d{2})(?!\d)"
_DIGIT = regex(r"\d")
_ANY_YEAR = regex(r"(?:19|20)\d{2}")
_YEAR_BEFORE_NO_DAY = regex(r"(?:19|20)\d{2}(?![-_.]\d\d?[-_.]\d)")
# Years and days begin with a digit, and what must not be before it is looked at behind it: `re` searches for the digit.
_BEFORE_YEAR = r"(?P<year>(?:19|20)(?<!\d\d\d)\d{2})"
_LETTER = r"[^\s\d\-_.,/()\[\]{}:;!?#'’|]"
_WORD = rf"(?P<word>{_LETTER}{{2,20}})"
_GAP = r"[-_ .,/]{0,3}"
_OF = r"(?:d['’]|(?:de|del|of|di|do|da|i|mis)[-_ ])?"
_DAY = r"(?P<day>\d(?<![\d#]\d)\d?)(?:st|nd|rd|th|er|º|ª)?(?!\d)"
#: Dates with the name of a month, those with a day first. In all but the first and the last, a word is before the year.
_WORDED = tuple(
    regex(form, re.IGNORECASE)
    for form in (
        rf"{_BEFORE_YEAR}{_GAP}{_WORD}{_GAP}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?![\w])",
        rf"{_DAY}{_GAP}{_OF}{_WORD}{_GAP}{_OF}{_YEAR}",
        rf"(?<!\w){_WORD}{_GAP}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[-_ .,]{{1,3}}{_YEAR}",
        rf"(?<![^\W\d_]){_WORD}{_GAP}{_OF}{_YEAR}",
        rf"{_BEFORE_YEAR}{_GAP}{_WORD}(?![^\W\d_])",
    )
)
#: A day and a month without a year, which is not the number of an issue.
_DAY_AFTER_WORD = regex(rf"(?<!\w){_WORD}(?:[-_ ]|\. ?)?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?!\w)", re.IGNORECASE)
_DAY_BEFORE_WORD = regex(rf"{_DAY}(?:[-_ ]|\. ?)?{_OF}{_WORD}", re.IGNORECASE)
#: The end of the former, without which it is not looked for: it is tried at each letter.
_AFTER_WORD = regex(
    rf"\d(?:(?<={_LETTER}\d)|(?<={_LETTER}[-_ .]\d)|(?<={_LETTER}\. \d))\d?(?:st|nd|rd|th)?(?!\w)", re.IGNORECASE
)
_WEEK = regex(rf"{_BEFORE_YEAR}[-_. ]?(?:w|kw|cw|week|sem)[-_. ]?(?P<week>\d{{1,2}})(?!\d)", re.IGNORECASE)
_MONTH = (
    regex(rf"{_BEFORE_YEAR}[-_./](?P<month>0[1-9]|1[0-2])(?![\w])(?![-_.]\d)"),
    regex(rf"(?P<month>(?:0[1-9]|1[0-2])(?<![\w./]\d\d))[-_./]{_YEAR}"),
    regex(r"(?:\A|[-_ ])(?P<year>(?:19|20)\d{2})(?P<month>0[1-9]|1[0-2])(?=[-_. ]|\Z)"),
    regex(r"(?P<year>(?:19|20)\d{2})\s?[年년]\s?(?P<month>\d{1,2})\s?[月월](?!\s?\d)"),
)
#: A number below one of these words is that of an issue, not a day: "Issue 7 May 2026".
_NUMBERED = regex(r"(?:\b(?:issue|no|nr|num|number|edition|ausgabe|vol|volume)\b\.?|[#№]|n[°º])[-_ ]*\Z", re.IGNORECASE)
_LONGEST = 300  # characters


class Phrase(Struct, frozen=True, kw_only=True):
    """A date in a name or title: a day, or else the week or month."""

    day: datetime | None = None
    within: Span | None = None
    start: int
    end: int


def find_phrase(text: str, zone: tzinfo, language: str) -> Phrase | None:
    """Return the first date in *text* that names a month or a week; days in digits are found elsewhere.

    >>> find_phrase("120-2021-jan-27", UTC, "en").day.isoformat()
    '2021-01-27T00:00:00+00:00'
    >>> [f"{moment:%Y-%m-%d}" for moment in find_phrase("May 2026 Newsletter", UTC, "en").within]
    ['2026-05-01', '2026-06-01']
    >>> [f"{moment:%Y-%m-%d}" for moment in find_phrase("2026-W05", UTC, "en").within]
    ['2026-01-26', '2026-02-02']
    """
    return next(_phrases(text[:_LONGEST], zone, language), None)


def without_dates(text: str, language: str) -> str:
    """Return *text* with a blank for a date in it, and for each day of a month without a year.

    >>> without_dates("Our April Newsletter - Guest Speaker April 7", "en")
    'Our April Newsletter - Guest Speaker  '
    """
    if not _DIGIT.search(text):
        return text
    if phrase := next(_phrases(text, UTC, language), None):
        text = f"{text[: phrase.start]} {text[phrase.end :]}"

    def blank(found: re.Match[str]) -> str:
        return " " if _is_day(found, language) else found[0]

    text = _DAY_AFTER_WORD.sub(blank, text) if _AFTER_WORD.search(text) else text
    return _DAY_BEFORE_WORD.sub(blank, text)


def _is_day(found: re.Match[str], language: str) -> bool:
    return _month(found["word"], language) > 0 and not _NUMBERED.search(found.string, 0, found.start())


def _phrases(text: str, zone: tzinfo, language: str) -> Iterator[Phrase]:
    year_is_below = _ANY_YEAR.search(text, 2)  # a word or a month is before it
    if not year_is_below and not _YEAR_BEFORE_NO_DAY.search(text):
        return  # as in most titles, and in names that begin with a day in digits
    for form in _WORDED if year_is_below else (_WORDED[0], _WORDED[-1]):
        for found in form.finditer(text):
            if _NUMBERED.search(text, 0, found.start()):
                continue
            if month := _month(found["word"], language):
                yield from _made(found, month, zone)
    for found in _WEEK.finditer(text):
        if span := _week_span(int(found["year"]), int(found["week"]), zone):
            yield Phrase(within=span, start=found.start(), end=found.end())
    for form in _MONTH:
        for found in form.finditer(text):
            yield from _made(found, int(found["month"]), zone)


def _made(found: re.Match[str], month: int, zone: tzinfo) -> Iterator[Phrase]:
    year, (start, end) = found["year"], found.span()
    if written := found.groupdict().get("day"):
        if day := day_in(year, str(month), written, zone):
            yield Phrase(day=day, start=start, end=end)
    elif span := month_span(int(year), month, zone):
        yield Phrase(within=span, start=start, end=end)


def _month(word: str, language: str) -> int:
    if word.isascii() and word.lower() in _COMMON:
        return 0
    from feeds.issues.months import month_of  # most names and titles have no word beside a number

    return month_of(word, language)


_COMMON = frozenset(
    "issue no nr day week weekly newsletter edition volume vol the of in no. part number digest".split()
)


def _week_span(year: int, week: int, zone: tzinfo) -> Span | None:
    """Return the ISO week, from Monday to Monday."""
    try:
        monday = date.fromisocalendar(year, week, 1)
    except ValueError:
        return None
    begin, end = (datetime(day.year, day.month, day.day, tzinfo=zone) for day in (monday, monday + timedelta(days=7)))
    return begin.astimezone(UTC), end.astimezone(UTC)
