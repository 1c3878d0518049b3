"""What writes each format of feeds, with feedgen and orjson: a run that renders nothing does not import them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
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
from feeds.render.references import References
from feeds.render.spelling import Spelling
from feeds.render.splicing import cut_out
from feeds.render.stencils import WriteEntries


class Writer(Struct, frozen=True, kw_only=True):
    """What writes a format: `press` has its entries written once, and each document made of them."""

    write_entries: WriteEntries
    write: Callable[[FeedContent, References, Sequence[bytes]], bytes]
    cut: Callable[[bytes], list[bytes]]  # what `write` was given, out of what it returned
    spelling: Spelling | None = None  # by which entries of one shape are written from a stencil


#: By the key of the format.
WRITERS: Mapping[FeedFormat, Writer] = {
    "atom": Writer(
        write_entries=write_atom_entries, write=write_atom, cut=partial(cut_out, "entry"), spelling=ATOM_SPELLING
    ),
    "rss": Writer(
        write_entries=write_rss_entries, write=write_rss, cut=partial(cut_out, "item"), spelling=RSS_SPELLING
    ),
    "json": Writer(write_entries=write_json_entries, write=write_json, cut=cut_items),
}
