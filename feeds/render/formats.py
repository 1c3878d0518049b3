"""The formats of feeds: name, file, media type and renderer of each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from msgspec import Struct

from feeds.config import FeedFormat
from feeds.model import FeedContent
from feeds.render._feedgen import (
    ATOM_SPELLING,
    RSS_SPELLING,
    write_atom,
    write_atom_entries,
    write_rss,
    write_rss_entries,
)
from feeds.render.jsonfeed import cut_items, write_json, write_json_entries
from feeds.render.references import MEDIA_TYPES, References
from feeds.render.splicing import cut_out
from feeds.render.stencils import Spelling, WriteEntries

#: Chromium shows Atom and RSS of their own types as plain text, and this with its style sheet. Every reader accepts it.
_XML = "application/xml"


class Format(Struct, frozen=True, kw_only=True):
    """A format of feeds: `press` has its entries written once, and each document made of them."""

    key: FeedFormat  # as in config.yaml
    name: str
    file: str
    media_type: str  # by which links name it
    sent_as: str  # the media type with which hosts send it
    write_entries: WriteEntries
    write: Callable[[FeedContent, References, Sequence[bytes]], bytes]
    cut: Callable[[bytes], list[bytes]]  # what `write` was given, out of what it returned
    spelling: Spelling | None = None  # by which entries of one shape are written from a stencil


ATOM = Format(
    key="atom",
    name="Atom",
    file="atom.xml",
    media_type=MEDIA_TYPES["atom.xml"],
    sent_as=_XML,
    write_entries=write_atom_entries,
    write=write_atom,
    cut=partial(cut_out, "entry"),
    spelling=ATOM_SPELLING,
)
RSS = Format(
    key="rss",
    name="RSS",
    file="rss.xml",
    media_type=MEDIA_TYPES["rss.xml"],
    sent_as=_XML,
    write_entries=write_rss_entries,
    write=write_rss,
    cut=partial(cut_out, "item"),
    spelling=RSS_SPELLING,
)
JSON = Format(
    key="json",
    name="JSON Feed",
    file="feed.json",
    media_type=MEDIA_TYPES["feed.json"],
    sent_as=MEDIA_TYPES["feed.json"],
    write_entries=write_json_entries,
    write=write_json,
    cut=cut_items,
)
#: The preferred one first: for people, for autodiscovery and for the subscription list.
FORMATS = (ATOM, RSS, JSON)


def formats_of(keys: tuple[str, ...]) -> tuple[Format, ...]:
    """Return the formats that the config names, the preferred one first.

    >>> [format.file for format in formats_of(("rss", "atom"))]
    ['atom.xml', 'rss.xml']
    """
    return tuple(format for format in FORMATS if format.key in keys)
