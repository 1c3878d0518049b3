"""Read a published feed: JSON Feed and our own Atom directly, other RSS and Atom by feedparser."""

from __future__ import annotations

import calendar
import html
import io
import json
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from feeds.config import FeedFormat
from feeds.errors import FeedsError, Where
from feeds.markup.html.attributes import has_many_xml_attributes
from feeds.model import Cut
from feeds.past.own_atom import ATOM, COMPLETE, IDENTIFIER, link_of, parse_own, text_of
from feeds.regex import regex

if TYPE_CHECKING:
    from lxml import etree

_GENERATOR = "feed-republisher"
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


def parse_feed(content: bytes, where: str, foreign: ParseForeign) -> PastFeed:
    """Return the feed in *content*, which was found at *where*; XML of others is left to *foreign*.

    Raises:
        FeedsError: it is not a feed.
    """
    if content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{":
        return _parse_json(_load(content, where), where)
    if has_many_xml_attributes(content):
        raise FeedsError("has an element with too many attributes", Where(where), "name another feed")
    own = parse_own(content)
    return foreign(content, where) if own is None else _read_own(own, where)


def parse_withdrawn(content: bytes, where: str) -> tuple[PastEntry, ...]:
    """Return the entries in our list of withdrawn ones; they have no text.

    Raises:
        FeedsError: it is not such a list.
    """
    return _items(_load(content, where).get("withdrawn"))


def _load(content: bytes, where: str) -> dict[str, Any]:
    try:
        values = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise FeedsError(f"is not valid JSON: {error}", Where(where)) from error
    return _mapping(values)


def _parse_json(values: dict[str, Any], where: str) -> PastFeed:
    if "jsonfeed.org/version/" not in _text(values.get("version")):
        raise FeedsError("is JSON, but not a JSON Feed", Where(where), "name the feed that people subscribe to")
    own = _mapping(values.get("_republisher"))
    return PastFeed(
        where=where,
        format="json",
        title=_text(values.get("title")),
        id=_text(own.get("id")),
        address=_text(values.get("feed_url")),
        next_address=_text(values.get("next_url")) or _text(own.get("archive")),
        updated=_moment(own.get("updated")),
        ours=bool(own),
        cut=_cut(_mapping(own.get("cut"))),
        entries=_items(values.get("items")),
    )


def _cut(values: Mapping[str, Any]) -> Cut | None:
    published = _moment(values.get("published"))
    return Cut(published=published, left=frozenset(_texts(values.get("left")))) if published else None


def _items(values: object) -> tuple[PastEntry, ...]:
    items = (_item(_mapping(value)) for value in (values if isinstance(values, list) else ()))
    return tuple(item for item in items if item.id)


def _item(values: Mapping[str, Any]) -> PastEntry:
    own = _mapping(values.get("_republisher"))
    id = values.get("id")
    text = _text(values.get("content_text"))
    return PastEntry(
        id=str(id) if isinstance(id, int | float) else _text(id) or _text(values.get("url")),
        title=_text(values.get("title")),
        link=_text(values.get("url")) or _text(values.get("external_url")),
        published=_moment(values.get("date_published")),
        updated=_moment(values.get("date_modified")),
        content=_text(values.get("content_html")) or (f"<p>{html.escape(text)}</p>" if text else ""),
        first_link=_text(values.get("external_url")),
        kind=_text(own.get("kind")),
        key=_text(own.get("key")),
        issue_id=_text(own.get("issue")),
        source=_text(own.get("source")),
        hash=_text(own.get("hash")),
        withdrawn=_moment(own.get("withdrawn")),
        by_author=own.get("by_author") is True,
        left=tuple(_texts(own.get("left"))),
    )


def _read_own(head: etree._Element, where: str) -> PastFeed:
    return PastFeed(
        where=where,
        format="atom",
        title=text_of(head, f"{ATOM}title"),
        id=text_of(head, f"{ATOM}id"),
        address=link_of(head, "self"),
        next_address=link_of(head, "prev-archive"),
        updated=_moment(text_of(head, f"{ATOM}updated")),
        complete=head.find(COMPLETE) is not None,
        ours=True,
        entries=tuple(entry for entry in map(_own_entry, head.iterchildren(f"{ATOM}entry")) if entry.id),
    )


def _own_entry(entry: etree._Element) -> PastEntry:
    id, key = _identity(text_of(entry, f"{ATOM}id"), text_of(entry, IDENTIFIER))
    return PastEntry(
        id=id,
        key=key,
        title=text_of(entry, f"{ATOM}title"),
        link=link_of(entry, "alternate"),
        published=_moment(text_of(entry, f"{ATOM}published")),
        updated=_moment(text_of(entry, f"{ATOM}updated")),
        content=text_of(entry, f"{ATOM}content") or text_of(entry, f"{ATOM}summary"),
        first_link=link_of(entry, "related"),
    )


def _identity(uri: str, identifier: str) -> tuple[str, str]:
    """Return id and key of an entry: where Atom has a *uri* in place of its id, that is the *identifier*."""
    found = TAG.match(uri) if identifier else None
    return (identifier, found["key"]) if found else (uri, "")


def parse_foreign(content: bytes, where: str) -> PastFeed:
    """Return the feed in *content*, in XML that anybody may have written; some texts take minutes.

    Raises:
        FeedsError: it is not a feed.
    """
    import feedparser

    # As a stream, because feedparser opens a text that could be a file name.
    parsed = feedparser.parse(io.BytesIO(content), sanitize_html=False, resolve_relative_uris=False)
    version = str(parsed.get("version") or "")
    if not version.startswith(("rss", "atom", "cdf")):
        raise FeedsError("is not a feed", Where(where), "name a file or an address of RSS, Atom or JSON Feed")
    head = parsed.feed
    return PastFeed(
        where=where,
        format="atom" if version.startswith("atom") else "rss",
        title=_text(head.get("title")),
        id=_text(head.get("id")),
        address=_link(head, "self"),
        next_address=_link(head, "prev-archive") or _link(head, "next"),
        updated=_date(head, "updated_parsed"),
        complete="fh_complete" in head,
        ours=_text(head.get("generator")) == _GENERATOR,
        entries=tuple(entry for entry in map(_entry, parsed.entries) if entry.id),
    )


def _entry(values: Mapping[str, Any]) -> PastEntry:
    """Return an entry of RSS or Atom; readers identify one without an id by its link, so the link is its id.

    Where our archives in Atom have a URI in place of its id, the id is in `dc:identifier`.
    """
    uri = _text(values.get("id")) or _text(values.get("link"))
    id, key = _identity(uri, _text(values.get("dc_identifier")))
    return PastEntry(
        id=id,
        key=key,
        title=_text(values.get("title")),
        link=_text(values.get("link")),
        published=_date(values, "published_parsed"),
        updated=_date(values, "updated_parsed"),
        content=_content(values),
        first_link=_link(values, "related"),
    )


def _content(values: Mapping[str, Any]) -> str:
    found = [_text(part.get("value")) for part in values.get("content", ())]
    return next((text for text in found if text), _text(values.get("summary")))


def _link(values: Mapping[str, Any], rel: str) -> str:
    links: Iterable[Mapping[str, Any]] = values.get("links", ())
    return next((_text(link.get("href")) for link in links if link.get("rel") == rel), "")


def _date(values: Mapping[str, Any], name: str) -> datetime | None:
    if name not in values or not values[name]:  # `get` would return another date, with a warning
        return None
    try:
        return datetime.fromtimestamp(calendar.timegm(values[name]), UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _moment(value: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(_text(value))
        return moment.replace(microsecond=0).astimezone(UTC) if moment.tzinfo else None
    except (ValueError, OverflowError):
        return None


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def _texts(value: object) -> list[str]:
    return [text for text in map(_text, value) if text] if isinstance(value, list) else []


def _mapping(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
