"""Check languages, media types, e-mail addresses, numbers and choices."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from urllib.parse import unquote

from feeds.linting.findings import quoted
from feeds.linting.values.faults import Check, Fault
from feeds.regex import regex

_LANGUAGE = regex(r"(?:[A-Za-z]{2,3}|[xiXI])(?:-[0-9A-Za-z]{1,8})*+\Z")
_NAME = r'[^\s()<>,;:\\"/\[\]?=]++'
_MEDIA_TYPE = regex(rf'{_NAME}/{_NAME}(?:\s*+;\s*+{_NAME}=(?:"[^"]*+"|{_NAME}))*+\s*+\Z')
_MAIL = regex(r"[^\s@<>()\[\],;:\"]++@[^\s@<>()\[\],;:\"]++\Z")
_NAMED_MAIL = regex(r"(?:[^<>]*+<([^<>\s]++)>|([^\s()<>]++)\s*+\([^()]*+\)|(\S++))\Z")
_NUMBER = regex(r"[-+]?\d++(?:\.\d*+)?\Z")
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


def any_number(text: str) -> Iterator[Fault]:
    """Yield the faults of a number that may have a sign and a fraction."""
    if not _NUMBER.match(text):
        yield Fault("number", f"is not a number: {quoted(text)}")


def one_of(rule: str, *choices: str) -> Check:
    """Return the check of a value that is one of *choices*, in capitals or not, by the rule with this id."""

    def check(text: str) -> Iterator[Fault]:
        if text.lower() not in choices:
            yield Fault(rule, f"is not {', '.join(choices[:-1])} or {choices[-1]}: {quoted(text)}")

    return check


def unless_empty(check: Check) -> Check:
    """Return *check* for values that may be empty."""
    return lambda text: check(text) if text else iter(())


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
        yield Fault("duration", f"is not a duration: {quoted(text)}")


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
