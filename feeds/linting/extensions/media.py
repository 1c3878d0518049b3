"""Check Media RSS (https://www.rssboard.org/media-rss): pictures, recordings and films of an entry."""

from __future__ import annotations

from collections.abc import Iterator

from feeds.linting import values
from feeds.linting.findings import Finding, quoted
from feeds.linting.html import markup_in_text
from feeds.linting.shapes import CheckContext, Element, Shape, found, found_in, label, text, text_of
from feeds.linting.texts import html, plain, plain_text
from feeds.linting.values import Fault, one_of, unless_empty
from feeds.regex import regex

_SHORT_URN = regex(r"urn:[a-z][a-z0-9\-]*+\Z")  # as the specification writes schemes: urn:ebu
_MOMENT = regex(r"(?:now|\d++(?:\.\d++)?|\d++:[0-5]\d:[0-5]\d(?:\.\d++)?)\Z")
_HASH = regex(r"[0-9A-Za-z]++\Z")
_HASH_LENGTHS = {"md5": 32, "sha-1": 40}
_COUNTRY = regex(r"(?i:(?!AA|Q[M-Z]|X[A-JL-Z]|ZZ)[A-Z]{2})\Z")  # ISO 3166 keeps the excluded ones for its users
_ICRA_LABEL = r"(?:[nsvlocx]z [01]|(?:n[a-c]|s[a-f]|v[a-j]|l[a-c]|o[a-h]|c[ab]|x[a-e]) 1)"
_ICRA = regex(rf"r \({_ICRA_LABEL}(?: {_ICRA_LABEL})*+\)\Z")
_RATINGS = {
    "urn:simple": frozenset(("adult", "nonadult")),
    "urn:mpaa": frozenset(("g", "m", "nc-17", "pg", "pg-13", "r", "x")),
    "urn:v-chip": frozenset(
        ("14+", "18+", "c", "c8", "g", "pg", "tv-14", "tv-g", "tv-ma", "tv-pg", "tv-y", "tv-y7", "tv-y7-fv")
    ),
}


def _value(element: Element, fault: str) -> Finding:
    return found("media-value", element, f"{label(element)} {fault}")


def _scheme(text: str) -> Iterator[Fault]:
    """Yield the faults of the address of a scheme, which may be a URN without a name."""
    if not _SHORT_URN.match(text):
        yield from values.full_address(text)


def _moment(text: str) -> Iterator[Fault]:
    if not _MOMENT.match(text):
        yield Fault("media-value", f"is not a time such as 12.5 or 0:01:30: {quoted(text)}")


def _role(text: str) -> Iterator[Fault]:
    if text != text.lower():
        yield Fault("media-value", f"has capitals: {quoted(text)}")


def _adult(element: Element, context: CheckContext) -> Iterator[Finding]:
    yield found("media-adult", element, f"{label(element)} has been replaced")


def _typed(element: Element, context: CheckContext) -> Iterator[Finding]:
    """Yield the findings of a text that is plain, or HTML by its type."""
    yield from (html if element.get("type") == "html" else plain)(element, context)


def _hash(element: Element, context: CheckContext) -> Iterator[Finding]:
    written, length = text_of(element), _HASH_LENGTHS.get(element.get("algo", "md5"))
    if length and not (_HASH.match(written) and len(written) == length):
        yield _value(element, f"is not a hash of {length} digits: {quoted(written)}")


def _rating(element: Element, context: CheckContext) -> Iterator[Finding]:
    scheme, written = element.get("scheme", "urn:simple"), text_of(element).lower()
    known = _RATINGS.get(scheme)
    if (known and written not in known) or (scheme == "urn:icra" and not _ICRA.match(written)):
        yield _value(element, f"is not a rating of {scheme}: {quoted(written)}")


def _restriction(element: Element, context: CheckContext) -> Iterator[Finding]:
    kind, written = element.get("type"), text_of(element)
    if kind is None and written not in ("", "all", "none"):
        yield _value(element, f"has no type, and is neither all nor none: {quoted(written)}")
    if kind == "country":
        for code in written.split():
            if not _COUNTRY.match(code):
                yield _value(element, f"has no such country: {quoted(code)}")
    if kind == "uri":
        yield from found_in(element, values.full_address(written))


def _kind(*choices: str) -> values.Check:
    return one_of("media-value", *choices)


_SIZE = {"height": unless_empty(values.positive_number), "width": unless_empty(values.positive_number)}
_ADDRESS = unless_empty(values.full_address)
_TEXT = Shape(text=True, checks=(_typed,), attributes={"type": _kind("plain", "html")})
#: Elements that a feed, an entry, a group and a file may have.
ANYWHERE = {
    "media:adult": Shape(text=True, checks=(_adult, *text(values.true_or_false_in_any_case).checks)),
    "media:category": plain_text(attributes={"scheme": unless_empty(_scheme), "label": markup_in_text}),
    "media:copyright": plain_text(attributes={"url": _ADDRESS}),
    "media:credit": text(attributes={"role": _role, "scheme": unless_empty(_scheme)}),
    "media:description": _TEXT,
    "media:hash": Shape(text=True, checks=(_hash,), attributes={"algo": _kind("md5", "sha-1")}),
    "media:keywords": text(),
    "media:player": Shape(text=True, attributes={"url": values.full_address, **_SIZE}, needs=("url",)),
    "media:rating": Shape(text=True, checks=(_rating,), attributes={"scheme": unless_empty(_scheme)}),
    "media:restriction": Shape(
        text=True,
        checks=(_restriction,),
        attributes={"relationship": _kind("allow", "deny"), "type": _kind("country", "uri", "sharing")},
        needs=("relationship",),
    ),
    "media:text": Shape(
        text=True,
        checks=(_typed,),
        attributes={
            "end": _moment, "lang": values.language, "start": _moment, "type": _kind("plain", "html"),
        },
    ),
    "media:thumbnail": Shape(
        text=True, attributes={"time": _moment, "url": values.full_address, **_SIZE}, needs=("url",)
    ),
    "media:title": _TEXT,
}  # fmt: skip
#: Those that are given once.
ONCE = frozenset(("media:copyright", "media:description", "media:title"))
_MANY = frozenset(ANYWHERE) - ONCE
_NUMBER = unless_empty(values.any_number)
_CONTENT = Shape(
    attributes={
        "bitrate": _NUMBER, "channels": unless_empty(values.whole_number), "duration": _NUMBER,
        "expression": _kind("sample", "full", "nonstop"), "fileSize": unless_empty(values.positive_number),
        "framerate": _NUMBER, "isDefault": unless_empty(values.true_or_false_in_any_case),
        "lang": unless_empty(values.language),
        "medium": _kind("image", "audio", "video", "document", "executable"), "samplingrate": _NUMBER,
        "type": unless_empty(values.media_type), "url": _ADDRESS, **_SIZE,
    },
    children=ANYWHERE,
    many=_MANY,
)  # fmt: skip
#: Elements that an entry may have.
OF_ENTRY = {
    **ANYWHERE,
    "media:content": _CONTENT,
    "media:group": Shape(children={**ANYWHERE, "media:content": _CONTENT}, many=frozenset((*_MANY, "media:content"))),
}
