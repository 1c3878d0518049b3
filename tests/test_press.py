"""Entries that are written once and inserted into many documents."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from feeds.config import FeedFormat
from feeds.markup import clean, one_line
from feeds.model import Author, Cut, Enclosure, Feed, FeedContent, Form, PublishedEntry, VolumeLink, Withdrawal
from feeds.render.formats import ATOM, FORMATS, JSON, RSS, Format
from feeds.render.forms import Forms
from feeds.render.pieces import make_piece
from feeds.render.press import Press
from feeds.render.references import Place, Publication, place_in
from feeds.render.spelling import escape, is_sound
from feeds.render.stencils import Stencils
from feeds.render.writers import WRITERS, Writer

ROOT = "https://weekly.example/"
MOMENT = datetime(2026, 5, 1, 9, tzinfo=UTC)
WHOLE = Feed(
    id="tag:weekly.example,2026-01-01:feed/issues",
    path="",
    page_path="issues/index.html",
    title="The Weekly",
    subtitle="News & <more>",
    home_url=ROOT,
    language="en",
    authors=(Author(name="Ada"),),
    group="The newsletter",
)
CHIPS = replace(WHOLE, id="tag:weekly.example,2026-01-01:feed/chips", path="topics/chips/", title="Chips")
LOCAL = replace(CHIPS, id="tag:weekly.example,2026-01-01:feed/local", path="topics/local/", language="ja")
PUBLICATION = Publication(root=ROOT, topics={"chips": "Chips & <hardware>"}, whole=WHOLE)
WITHDRAWAL = Withdrawal(
    id="gone", issue_id="tag:weekly.example,2026-01-01:1", issue_key="1", section_key="gone", grain="section", title="",
    permalink="", published=MOMENT, updated=MOMENT, hash="", moment=MOMENT, by_author=True, path="1.md", left=(),
)  # fmt: skip

HOSTILE = st.sampled_from(
    [
        "</entry>",
        "</item>\n",
        "  <entry>",
        "<item",
        "]]>",
        "<![CDATA[",
        "&amp;",
        "\\n",
        '"',
        "urn:x-mark-1-",
        "2001-02-03T04:05:06Z",
        "],\n",
        "é",
        "日本",
        "\U0001f600",
    ]
)
TEXTS = st.lists(st.one_of(HOSTILE, st.text(max_size=20)), max_size=4).map("".join)
TITLES = TEXTS.map(one_line).filter(bool)
ADDRESSES = st.sampled_from(["https://a.example/?a=1&b=2", "https://b.example/<x>", "https://c.example/\"'\t\n\r"])
AUTHORS = st.builds(Author, name=TITLES, email=st.sampled_from(["", "a&b@a.example"]), uri=st.just("") | ADDRESSES)
ENCLOSURES = [Enclosure(url="https://a.example/?a.mp3&b", type="audio/mpeg", length=9)]


@st.composite
def published(draw: st.DrawFn, id: str) -> PublishedEntry:
    return PublishedEntry(
        id=id,
        key=draw(st.sampled_from([id.rpartition(":")[2], "one/x"])),
        kind=draw(st.sampled_from(["issue", "section", "item"])),
        title=draw(TITLES),
        permalink=draw(ADDRESSES),
        related=draw(st.one_of(st.just(""), ADDRESSES)),
        via=draw(st.one_of(st.just(""), ADDRESSES)),
        published=MOMENT,
        updated=MOMENT + timedelta(days=draw(st.integers(0, 3))),
        authors=tuple(draw(st.lists(AUTHORS, max_size=2))),
        language=draw(st.sampled_from(["", "en", "ja"])),
        summary=draw(TEXTS.map(one_line)),
        pieces=tuple(draw(st.lists(TEXTS.map(clean).filter(bool).map(make_piece), max_size=3))),
        identifier=draw(st.sampled_from(["", id])),
        enclosures=tuple(draw(st.lists(st.sampled_from(ENCLOSURES), max_size=1))),
        topics=tuple(draw(st.lists(st.sampled_from(["chips", "none"]), max_size=2, unique=True))),
        image=draw(st.sampled_from(["", "https://a.example/i.png"])),
        withdrawn=draw(st.sampled_from([None, MOMENT])),
    )


@st.composite
def entries(draw: st.DrawFn) -> tuple[PublishedEntry, ...]:
    ids = draw(
        st.lists(st.sampled_from(["tag:weekly.example,2026-01-01:1/a", "tag:b", "an old guid", "42"]), unique=True)
    )
    return tuple(draw(published(id)) for id in ids)


def contents(carried: Sequence[PublishedEntry]) -> list[FeedContent]:
    """Return documents of several feeds, all with the same entries in some order."""
    one = FeedContent(feed=CHIPS, path=CHIPS.path, updated=MOMENT, entries=tuple(carried))
    return [
        replace(one, feed=WHOLE, path="", complete=True),
        one,
        replace(one, updated=MOMENT + timedelta(days=3)),
        replace(
            one, entries=one.entries[::-1], deletions=(WITHDRAWAL,), cut=Cut(published=MOMENT, left=frozenset("a"))
        ),
        replace(
            one,
            path="topics/chips/archive/2026-q1/",
            previous=VolumeLink(name="2025-q4", files=("atom.xml",)),
            next=VolumeLink(name="2026-q2", files=("feed.json",)),
        ),
        replace(one, feed=LOCAL, path=LOCAL.path),
        replace(one, entries=()),
    ]


@settings(max_examples=30)
@given(entries(), st.sampled_from([0, 2_000, 10**9]))
def test_a_document_is_the_same_whatever_was_written_before(carried: tuple[PublishedEntry, ...], most: int) -> None:
    shared, known = Press(PUBLICATION, most), dict[str, Form]()
    for format in FORMATS:
        for content in contents(carried):
            alone = Press(PUBLICATION).make(format, content)
            assert shared.make(format, content) == alone
            assert shared.make(format, content) == alone
            later = Press(PUBLICATION, forms=Forms(known.get))
            assert later.make(format, content) == alone
            known |= later.forms.take_made()


@pytest.mark.parametrize("format", FORMATS, ids=[format.key for format in FORMATS])
@settings(max_examples=30)
@given(carried=entries())
def test_entries_written_together_are_those_written_alone(format: Format, carried: tuple[PublishedEntry, ...]) -> None:
    place = place_in(CHIPS, format.file, PUBLICATION)
    write = WRITERS[format.key].write_entries
    alone = [write([entry], place, PUBLICATION) for entry in carried]
    assert [[one] for one in write(carried, place, PUBLICATION)] == alone


@pytest.mark.parametrize("format", [ATOM, RSS], ids=["atom", "rss"])
@settings(max_examples=60)
@given(carried=st.lists(entries(), max_size=4))
def test_an_entry_filled_into_a_stencil_is_as_feedgen_writes_it(
    format: Format, carried: list[tuple[PublishedEntry, ...]]
) -> None:
    stencils, writer = Stencils(PUBLICATION, Forms()), WRITERS[format.key]
    assert writer.spelling is not None
    for feed in (CHIPS, LOCAL, WHOLE):
        place = place_in(feed, format.file, PUBLICATION)
        for some in carried:
            filled = stencils.write(writer.write_entries, writer.spelling, place, some)
            assert filled == writer.write_entries(some, place, PUBLICATION)


@pytest.mark.parametrize("format", [ATOM, RSS], ids=["atom", "rss"])
@pytest.mark.parametrize("text", ["a\x0bb", "a\ufffeb", "\ud800"])
def test_what_xml_cannot_hold_is_refused_as_by_feedgen(format: Format, text: str) -> None:
    press = Press(PUBLICATION)
    fit, unfit = (
        FeedContent(feed=CHIPS, path="", updated=MOMENT, entries=(ENTRY, replace(ENTRY, id="b", title=title)))
        for title in ("B", text)
    )
    press.make(format, fit)
    with pytest.raises(ValueError, match=r"XML|surrogates"):
        press.make(format, unfit)


@given(
    st.text() | st.lists(HOSTILE | st.sampled_from("\x0b\x85\ufdd0\ufffe\ufeff\ud800&<>\r\n"), max_size=9).map("".join)
)
def test_a_piece_has_no_character_that_xml_cannot_hold(text: str) -> None:
    piece = make_piece(text)
    assert is_sound(piece)
    assert piece == escape(clean(text))
    assert replace(ENTRY, pieces=(piece, piece)).content == f"{clean(text)}\n{clean(text)}"


@settings(max_examples=30)
@given(entries())
def test_json_is_laid_out_as_by_the_standard_library(carried: tuple[PublishedEntry, ...]) -> None:
    for content in contents(carried):
        written = Press(PUBLICATION).make(JSON, content).content.decode()
        assert written == json.dumps(json.loads(written), ensure_ascii=False, indent=2) + "\n"


def counting(format: Format, written: list[str]) -> dict[FeedFormat, Writer]:
    """Return what writes *format* without stencils, and adds the ids of the entries that it writes to *written*."""
    writer = WRITERS[format.key]

    def write(some: Sequence[PublishedEntry], place: Place, publication: Publication) -> list[bytes]:
        written.extend(one.id for one in some)
        return writer.write_entries(some, place, publication)

    return {format.key: replace(writer, write_entries=write, spelling=None)}


ENTRY = PublishedEntry(
    id="a",
    key="a",
    kind="section",
    title="A",
    permalink=ROOT,
    published=MOMENT,
    updated=MOMENT,
    pieces=(make_piece("<p>A</p>"),),
)


@pytest.mark.parametrize("format", FORMATS, ids=[format.key for format in FORMATS])
def test_an_entry_is_written_once_for_all_feeds_of_a_language(format: Format) -> None:
    written: list[str] = []
    press = Press(PUBLICATION, writers=counting(format, written))
    for feed in (CHIPS, replace(CHIPS, id=CHIPS.id + "-too", path="topics/more/")):
        for path in (feed.path, feed.path + "archive/2026/"):
            press.make(format, FeedContent(feed=feed, path=path, updated=MOMENT, entries=(ENTRY,)))
    assert written == ["a"]


def test_an_entry_that_differs_is_written_again() -> None:
    press = Press(PUBLICATION)
    for title in ("A", "B", "A"):
        content = FeedContent(feed=CHIPS, path="", updated=MOMENT, entries=(replace(ENTRY, title=title),))
        assert f"<title>{title}</title>".encode() in press.make(ATOM, content).content
        assert f"<title>{title}</title>".encode() in press.make(RSS, content).content


def test_no_more_is_kept_than_is_allowed() -> None:
    written: list[str] = []
    press = Press(PUBLICATION, most=1_000, writers=counting(ATOM, written))
    for id in ("a", "b", "c", "d", "a"):
        entry = replace(ENTRY, id=id, pieces=(make_piece("x" * 600),))
        press.make(ATOM, FeedContent(feed=CHIPS, path="", updated=MOMENT, entries=(entry,)))
    assert written == ["a", "b", "c", "d", "a"]
