"""Check addresses: URIs and IRIs."""

from __future__ import annotations

from collections.abc import Iterator

from feeds.linting.findings import quoted
from feeds.linting.values.faults import Fault
from feeds.regex import regex

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


def uuid(text: str) -> Iterator[Fault]:
    """Yield the faults of a UUID that is written alone."""
    if not _UUID.match(f"urn:uuid:{text}"):
        yield Fault("urn", f"is not a valid UUID: {quoted(text)}")


def _urn(text: str) -> Iterator[Fault]:
    if text.lower().startswith("urn:uuid:"):
        if not _UUID.match(text):
            yield Fault("urn", f"is not a valid UUID: {quoted(text)}")
    elif not _URN.match(text):
        yield Fault("urn", f"is not a valid URN: {quoted(text)}")
