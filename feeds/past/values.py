"""Feeds that were published, as values, whatever their format."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from msgspec import Struct

from feeds.config import FeedFormat
from feeds.model import Cut
from feeds.regex import regex

#: An id of ours (RFC 4151): the domain, and the key, that of the issue first (`issue-7/robots`).
TAG = regex(r"tag:(?P<authority>[^,:]+),[^:]*:(?P<key>[^:]+)\Z")
_VOLUME = regex(r"(?:.*/)?archive/[^/]+/")

#: Parses a feed in XML that this program has not written, as `parse_foreign` does.
ParseForeign = Callable[[bytes, str], "PastFeed"]


class PastEntry(Struct, frozen=True, kw_only=True):
    """An entry of a published feed; a value is "" or None where the feed does not have it."""

    id: str  # byte for byte the id that readers use
    title: str = ""
    link: str = ""
    published: datetime | None = None
    updated: datetime | None = None
    content: str = ""  # HTML
    first_link: str = ""
    # Only our own feeds have these, in the member `_republisher`:
    kind: str = ""
    key: str = ""  # where the id does not have it
    issue_id: str = ""
    source: str = ""  # the path of its post
    hash: str = ""
    withdrawn: datetime | None = None  # when it was withdrawn
    by_author: bool = False  # withdrawn by its author
    left: tuple[str, ...] = ()  # the paths of feeds that it had left


class PastFeed(Struct, frozen=True, kw_only=True):
    """A published feed."""

    where: str  # its file or address
    format: FeedFormat
    title: str = ""
    id: str = ""
    address: str = ""  # its own address, if the feed names it
    next_address: str = ""  # of the document with older entries
    updated: datetime | None = None
    complete: bool = False  # it says that nothing is missing (RFC 5005)
    ours: bool = False  # made by this program
    cut: Cut | None = None  # where it ends, if the feed says so
    entries: tuple[PastEntry, ...] = ()


def is_volume(path: str) -> bool:
    """Return whether the document at *path* belongs to an archive.

    >>> is_volume("sections/archive/2026/feed.json"), is_volume("topics/archive/feed.json")
    (True, False)
    """
    return _VOLUME.fullmatch(path[: path.rfind("/") + 1]) is not None


def identity_of(uri: str, identifier: str) -> tuple[str, str]:
    """Return id and key of an entry: where Atom has a *uri* in place of its id, that is the *identifier*."""
    found = TAG.match(uri) if identifier else None
    return (identifier, found["key"]) if found else (uri, "")


def moment_of(value: object) -> datetime | None:
    """Return the moment that *value* names, as RFC 3339 has it, in UTC and to the second; None if it names none."""
    try:
        moment = datetime.fromisoformat(plain(value))
        return moment.replace(microsecond=0).astimezone(UTC) if moment.tzinfo else None
    except (ValueError, OverflowError):
        return None


def plain(value: object) -> str:
    """Return *value* without blanks around it if it is text, else ""."""
    return value.strip() if isinstance(value, str) else ""
