"""What writes each format of feeds, with feedgen and orjson: a run that renders nothing does not import them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from msgspec import Struct

from feeds.config import FeedFormat
from feeds.model import FeedContent, PublishedEntry
from feeds.render.dates import rfc822, rfc3339
from feeds.render.forms import Forms
from feeds.render.heads import Head, write_document
from feeds.render.jsonfeed import cut_items, write_json, write_json_entries
from feeds.render.references import Place, Publication, References
from feeds.render.spelling import ATOM_SPELLING, RSS_SPELLING, Spelling
from feeds.render.splicing import cut_out
from feeds.render.stencils import WriteEntries


class Writer(Struct, frozen=True, kw_only=True):
    """What writes a format: `press` has its entries written once, and each document made of them."""

    write_entries: WriteEntries
    write: Callable[[FeedContent, References, Sequence[bytes], Forms], bytes]
    cut: Callable[[bytes], list[bytes]]  # what `write` was given, out of what it returned
    spelling: Spelling | None = None  # by which entries of one shape are written from a stencil


# What feedgen writes is mostly among the forms that are known, so it is imported only where something is not.


def _write_atom(content: FeedContent, references: References, has_pictures: bool) -> bytes:
    from feeds.render._feedgen import write_atom

    return write_atom(content, references, has_pictures=has_pictures)


def _write_rss(content: FeedContent, references: References, has_pictures: bool) -> bytes:
    from feeds.render._feedgen import write_rss

    return write_rss(content, references, has_pictures=has_pictures)


def _write_atom_entries(entries: Sequence[PublishedEntry], place: Place, publication: Publication) -> list[bytes]:
    from feeds.render._feedgen import write_atom_entries

    return write_atom_entries(entries, place, publication)


def _write_rss_entries(entries: Sequence[PublishedEntry], place: Place, publication: Publication) -> list[bytes]:
    from feeds.render._feedgen import write_rss_entries

    return write_rss_entries(entries, place, publication)


def _write_json(content: FeedContent, references: References, entries: Sequence[bytes], _: Forms) -> bytes:
    return write_json(content, references, entries)


_ATOM = Head(
    file="atom.xml", write=_write_atom, updated=lambda when: f"<updated>{rfc3339(when)}</updated>", end=b"</feed>\n"
)
_RSS = Head(
    file="rss.xml",
    write=_write_rss,
    updated=lambda when: f"<lastBuildDate>{rfc822(when)}</lastBuildDate>",
    end=b"  </channel>\n</rss>\n",
)

#: By the key of the format.
WRITERS: Mapping[FeedFormat, Writer] = {
    "atom": Writer(
        write_entries=_write_atom_entries,
        write=partial(write_document, _ATOM),
        cut=partial(cut_out, "entry"),
        spelling=ATOM_SPELLING,
    ),
    "rss": Writer(
        write_entries=_write_rss_entries,
        write=partial(write_document, _RSS),
        cut=partial(cut_out, "item"),
        spelling=RSS_SPELLING,
    ),
    "json": Writer(write_entries=write_json_entries, write=_write_json, cut=cut_items),
}
