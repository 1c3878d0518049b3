"""Read a published feed: JSON Feed and our own Atom here, XML that others may have written by a given function."""

from __future__ import annotations

from feeds.errors import FeedsError, Where
from feeds.markup.html.attributes import has_many_xml_attributes
from feeds.past.json_feeds import items_of, load_json, read_json
from feeds.past.own_atom import parse_own, read_own
from feeds.past.values import ParseForeign, PastEntry, PastFeed


def parse_feed(content: bytes, where: str, foreign: ParseForeign) -> PastFeed:
    """Return the feed in *content*, which was found at *where*; XML of others is left to *foreign*.

    Raises:
        FeedsError: it is not a feed.
    """
    if content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{":
        return read_json(load_json(content, where), where)
    if has_many_xml_attributes(content):
        raise FeedsError("has an element with too many attributes", Where(where), "name another feed")
    own = parse_own(content)
    return foreign(content, where) if own is None else read_own(own, where)


def parse_withdrawn(content: bytes, where: str) -> tuple[PastEntry, ...]:
    """Return the entries in our list of withdrawn ones; they have no text.

    Raises:
        FeedsError: it is not such a list.
    """
    return items_of(load_json(content, where).get("withdrawn"))
