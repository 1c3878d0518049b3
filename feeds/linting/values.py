"""Check single values: dates, addresses, media types, numbers. Each check yields the faults of a text."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from urllib.parse import unquote

from msgspec import Struct

from feeds.linting.findings import quoted
from feeds.regex import regex


class Fault(Struct, frozen=True):
    """A fault of a value: the id of the rule that it breaks, and the end of a sentence that begins with its place."""

    rule: str
    text: str


Check = Callable[[str], Iterator[Fault]]

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


def rfc3339_date(rule: str = "atom-date") -> Check:
    """Return the check of dates of RFC 3339, as in Atom and JSON Feed, by the rule with this id."""

    def check(text: str) -> Iterator[Fault]:
        found = _RFC3339.match(text)
        if not found or _day_of(int(found[1]), int(found[2]), int(found[3])) is None:
            yield Fault(rule, f"is not a date of RFC 3339: {quoted(text)}")
        elif found[7]:
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


# -- addresses

_CHARACTERS = r"0-9A-Za-z;/?:@&=+$.\-_!~*'()%,#"
_RELATIVE = regex(rf"(?:[A-Za-z][0-9A-Za-z+\-.]*+:)?(?:/{{0,2}})(?:\[[0-9A-Fa-f:]++\])?[{_CHARACTERS}]*+\Z")
_FULL = regex(rf"[A-Za-z][0-9A-Za-z+\-.]*+:(?://)?(?:\[[0-9A-Fa-f:]++\])?[{_CHARACTERS}]++\Z")
_WEB = regex(r"(?i:https?|ftp)://[^/]")
_TAG = regex(
    r"tag:(?:[a-z0-9\-._]++@)?[a-z0-9.\-]++,\d{4}(?:-\d\d(?:-\d\d)?)?:"
    r"[0-9A-Za-z;/?:@&=+$.\-_!~*'()%,]*+(?:#[0-9A-Za-z;/?:@&=+$.\-_!~*'()%,]*+)?\Z"
)
_URN = regex(r"(?i:urn):[0-9A-Za-z][0-9A-Za-z-]{1,31}:(?:[0-9A-Za-z()+,.:=@;$_!*'\-/?#~&]|%[0-9A-Fa-f]{2})++\Z")
_UUID = regex(r"(?i:urn:uuid):[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}\Z")
_HTTP_HOST = regex(r"(?i:https?)://(?:[0-9A-Za-z\-]++\.)*+[0-9A-Za-z][0-9A-Za-z\-]*+(?::\d++)?(?:/|\Z)")


def address(text: str) -> Iterator[Fault]:
    """Yield the faults of an address, which may be relative."""
    return _address(text, full=False)


def full_address(text: str) -> Iterator[Fault]:
    """Yield the faults of an address in full.

    >>> [fault.text for fault in full_address("/feed.xml")]
    ['is not an address in full: "/feed.xml"']
    """
    return _address(text, full=True)


def iri(text: str) -> Iterator[Fault]:
    """Yield the faults of an address that may be relative, and have letters of any script."""
    return _address(_ascii(text), full=False)


def full_iri(text: str) -> Iterator[Fault]:
    """Yield the faults of an address in full that may have letters of any script."""
    return _address(_ascii(text), full=True)


def web_address(text: str) -> Iterator[Fault]:
    """Yield the faults of an address of a file on the web."""
    if not (_HTTP_HOST.match(text) and _FULL.match(text)):
        yield Fault("address", f"is not an address on the web: {quoted(text)}")


def _ascii(text: str) -> str:
    return "".join(character if character < "\x80" else "x" for character in text)


def _address(text: str, *, full: bool) -> Iterator[Fault]:
    scheme = text.partition(":")[0].lower()
    if scheme == "tag":
        if not _TAG.match(text):
            yield Fault("tag-uri", f"is not a valid tag URI: {quoted(text)}")
    elif scheme == "urn":
        yield from _urn(text)
    elif not (_FULL.match(text) if full else _RELATIVE.match(text)):
        yield Fault("address", f"is not an address{' in full' if full else ''}: {quoted(text)}")
    elif scheme in ("http", "https", "ftp") and ":" in text and not _WEB.match(text):
        yield Fault("address", f"has no host: {quoted(text)}")


def _urn(text: str) -> Iterator[Fault]:
    if text.lower().startswith("urn:uuid:"):
        if not _UUID.match(text):
            yield Fault("urn", f"is not a valid UUID: {quoted(text)}")
    elif not _URN.match(text):
        yield Fault("urn", f"is not a valid URN: {quoted(text)}")


# -- names and numbers

_LANGUAGE = regex(r"(?:[A-Za-z]{2,3}|[xiXI])(?:-[0-9A-Za-z]{1,8})*+\Z")
_NAME = r'[^\s()<>,;:\\"/\[\]?=]++'
_MEDIA_TYPE = regex(rf'{_NAME}/{_NAME}(?:\s*+;\s*+{_NAME}=(?:"[^"]*+"|{_NAME}))*+\s*+\Z')
_MAIL = regex(r"[^\s@<>()\[\],;:\"]++@[^\s@<>()\[\],;:\"]++\Z")
_NAMED_MAIL = regex(r"(?:[^<>]*+<([^<>\s]++)>|([^\s()<>]++)\s*+\([^()]*+\)|(\S++))\Z")
_LINES = regex(r"(?:\d++(?:,\s*+\d++)*+)?\Z")


def language(text: str) -> Iterator[Fault]:
    """Yield the faults of a language tag."""
    if not _LANGUAGE.match(text):
        yield Fault("language", f"is not a language: {quoted(text)}")


def media_type(text: str) -> Iterator[Fault]:
    """Yield the faults of a media type."""
    if not _MEDIA_TYPE.match(text):
        yield Fault("media-type", f"is not a media type: {quoted(text)}")


def whole_number(text: str) -> Iterator[Fault]:
    """Yield the faults of a number that is 0 or more."""
    if not re.match(r"\+?[0-9]++\Z", text.strip()):
        yield Fault("number", f"is not a number: {quoted(text)}")


def positive_number(text: str) -> Iterator[Fault]:
    """Yield the faults of a number that is 1 or more."""
    faults = list(whole_number(text))
    if not faults and not text.strip(" +0"):
        faults = [Fault("number", f"is not more than 0: {quoted(text)}")]
    yield from faults


def true_or_false(text: str) -> Iterator[Fault]:
    """Yield the faults of a yes-or-no value."""
    if text not in ("true", "false"):
        yield Fault("boolean", f"is neither true nor false: {quoted(text)}")


def true_or_false_in_any_case(text: str) -> Iterator[Fault]:
    """Yield the faults of a yes-or-no value, in capitals or not."""
    return true_or_false(text.lower())


_DURATION = regex(r"\d++(?::[0-5]\d(?::[0-5]\d)?)?\Z")


def duration(text: str) -> Iterator[Fault]:
    """Yield the faults of how long a recording is: seconds, or hours, minutes and seconds."""
    if not _DURATION.match(text):
        yield Fault("duration", f"is no duration: {quoted(text)}")


def mail_address(text: str) -> Iterator[Fault]:
    """Yield the faults of an e-mail address alone."""
    if not _MAIL.match(text):
        yield Fault("email", f"is not an e-mail address: {quoted(text)}")


def mail_address_or_named(text: str) -> Iterator[Fault]:
    """Yield the faults of an e-mail address, perhaps with a name."""
    found = _NAMED_MAIL.match(text)
    if not found or not _MAIL.match(found[1] or found[2] or found[3]):
        yield Fault("email", f"has no e-mail address: {quoted(text)}")


def contact(text: str) -> Iterator[Fault]:
    """Yield the faults of a person in RSS: an e-mail address, and the name in parentheses."""
    written = unquote(text.removeprefix("mailto:")) if text.startswith("mailto:") else text
    if "@" in written and not written.endswith(")"):
        yield Fault("contact", f"does not have the form address (name): {quoted(text)}")
    else:
        yield from mail_address_or_named(written)


def line_numbers(text: str) -> Iterator[Fault]:
    """Yield the faults of line numbers with commas between them."""
    if not _LINES.match(text):
        yield Fault("number", f"is not a list of numbers: {quoted(text)}")


def base64_text(text: str) -> Iterator[Fault]:
    """Yield the faults of a text that is to be Base64."""
    try:
        base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        yield Fault("base64", "is not Base64")


def not_blank(text: str) -> Iterator[Fault]:
    """Yield a fault if the text is empty."""
    if not text.strip():
        yield Fault("empty", "is empty")


def not_blank_value(text: str) -> Iterator[Fault]:
    """Yield a fault if the value of an attribute is empty."""
    if not text:
        yield Fault("empty-attribute", "is empty")


def image_side(most: int) -> Check:
    """Return the check of the width or height of an image, which is *most* at most."""

    def check(text: str) -> Iterator[Fault]:
        if not re.match(r"[0-9]{1,9}\Z", text) or not 0 < int(text) <= most:
            yield Fault("image-size", f"is not a number from 1 to {most}: {quoted(text)}")

    return check
