"""Entries of one shape are written by feedgen once, with marks in place of what they say; the rest is filled in.

feedgen builds a tree for each entry and walks it several times: 150 µs of CPU, most of it for elements that are
the same in all. So it writes one entry of each shape (which elements there are, how many authors and topics), its
*stencil*, and filling that in takes a sixth of the time. The place of a mark shows how its value is escaped:
an attribute, or text. A property test holds both ways to the same bytes.
"""

from __future__ import annotations

import html
from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from datetime import UTC, datetime
from operator import itemgetter
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from feeds.model import Author, PublishedEntry
from feeds.regex import regex
from feeds.render.dates import rfc3339
from feeds.render.references import Place, Publication

#: Writes entries as elements, in one go.
WriteEntries = Callable[[Sequence[PublishedEntry], Place, Publication], list[bytes]]

#: How many bytes of escaped content are kept: those of the two volumes that have the same.
MOST_ESCAPED = 2_000_000

_MARK = regex(rb'(="|)urn:x-mark-(\d+)-')  # an attribute begins with its mark
_UPDATED, _PUBLISHED = datetime(2001, 2, 3, 4, 5, 6, tzinfo=UTC), datetime(2002, 3, 4, 5, 6, 7, tzinfo=UTC)
# Characters that XML cannot hold, and U+FDD0 to U+FDD2, which `_feedgen` uses: no text has them, but if one had,
# it would be feedgen that refuses it.
_CONTROLS = bytes(set(range(32)) - {9, 10, 13})
_NEVER = (b"\xef\xbf\xbe", b"\xef\xbf\xbf", b"\xef\xb7\x90", b"\xef\xb7\x91", b"\xef\xb7\x92")


def escape(text: str) -> bytes:
    """Return *text* as lxml writes it in an element."""
    raw = text.encode()
    if b"&" in raw:
        raw = raw.replace(b"&", b"&amp;")
    return raw.replace(b"<", b"&lt;").replace(b">", b"&gt;").replace(b"\r", b"&#13;")


def escape_attribute(text: str) -> bytes:
    """Return *text* as lxml writes it in an attribute."""
    return escape(text).replace(b'"', b"&quot;").replace(b"\n", b"&#10;").replace(b"\t", b"&#9;")


def escape_as_profile_asks(text: str) -> bytes:
    """Return plain *text* as the RSS profile asks: with hexadecimal references."""
    raw = text.encode().replace(b"&", b"&#x26;").replace(b"<", b"&#x3C;").replace(b">", b"&#x3E;")
    return raw.replace(b"\r", b"&#13;")


def escape_twice(text: str) -> bytes:
    """Return plain *text* for an element that readers take as HTML."""
    return escape(html.escape(text, quote=False))


#: Writes text; texts that are joined by what it leaves as it is can be written at once.
Spell = Callable[[str], bytes]


class Spelling(Struct, frozen=True, kw_only=True):
    """How a format spells what its entries say."""

    id: Callable[[PublishedEntry, Place], str]
    published: Callable[[datetime], str]  # when the entry was published
    name: Spell  # a title, an author, a topic
    summary: Spell


class _Spelt(Struct, frozen=True):
    """The values that a stencil spells in the same way."""

    spell: Spell
    count: int
    take: Callable[[Sequence[str]], Sequence[str]]  # out of the values of an entry


class _Stencil(Struct, frozen=True):
    """An entry with marks in place of its values."""

    form: bytes  # with "%b" for each mark
    spelt: tuple[_Spelt, ...]
    order: Callable[[Sequence[bytes]], Sequence[bytes]]  # from the order of `spelt`, and the content, to that of marks


class Stencils:
    """The stencils of a *publication*, and up to *most* bytes of escaped content.

    A piece of content is in a section and in its issue, in Atom and in RSS, and is escaped once for all of them.
    """

    def __init__(self, publication: Publication, most: int = MOST_ESCAPED) -> None:
        self._publication, self._most = publication, most
        self._made: dict[tuple[Spelling, Place], dict[Hashable, _Stencil]] = {}  # by the shape of entries
        self._pieces: dict[str, bytes | None] = {}  # None: XML cannot hold it
        self._size = 0

    def write(
        self, write_entries: WriteEntries, spelling: Spelling, place: Place, entries: Sequence[PublishedEntry]
    ) -> list[bytes]:
        """Return *entries* as *write_entries* would write them."""
        made, written = self._made.setdefault((spelling, place), {}), []
        for entry in entries:
            filled = b""
            if _is_usual(entry):
                values = _values_of(entry, place, self._publication, spelling)
                shape = (len(entry.authors), len(entry.topics), *map(bool, values))  # decides which elements there are
                if shape not in made:
                    made[shape] = _make(write_entries, spelling, entry, place, self._publication)
                pieces = [self._escape(piece) for piece in entry.pieces]
                filled = _fill(made[shape], values, pieces)
            written.append(filled or write_entries([entry], place, self._publication)[0])
        return written

    def _escape(self, piece: str) -> bytes | None:
        """Return a *piece* of content as XML, or None if it has a character that XML cannot hold."""
        if piece not in self._pieces:
            escaped = escape(piece)
            self._size += len(escaped)
            if self._size > self._most:
                self._pieces.clear()
                self._size = len(escaped)
            self._pieces[piece] = escaped if _is_sound(escaped) else None
        return self._pieces[piece]


def _is_sound(escaped: bytes) -> bool:
    """Return whether XML can hold the characters in *escaped*."""
    if len(escaped.translate(None, _CONTROLS)) != len(escaped):
        return False
    return not (b"\xef" in escaped and any(one in escaped for one in _NEVER))


def _is_usual(entry: PublishedEntry) -> bool:
    """Return whether *entry* is not too rare a one to be worth a stencil."""
    return not entry.enclosures and bool(entry.title and entry.permalink) and all(one.name for one in entry.authors)


def _make(
    write: WriteEntries, spelling: Spelling, entry: PublishedEntry, place: Place, publication: Publication
) -> _Stencil:
    """Return the stencil of entries like *entry*."""
    names = iter(f"urn:x-mark-{number}-" for number in range(10_000))

    def mark(value: str) -> str:
        name = next(names)
        return name if value else ""

    id, title, permalink, related, via, summary, content, image, identifier, language = (
        mark(value) for value in _texts_of(entry, place)
    )
    updated, published = next(names), next(names)
    authors = tuple(Author(name=mark(one.name), email=mark(one.email), uri=mark(one.uri)) for one in entry.authors)
    topics = {next(names): next(names) for _ in entry.topics}
    marked = replace(
        entry,
        id=id,
        title=title,
        permalink=permalink,
        related=related,
        via=via,
        summary=summary,
        pieces=(content,) if content else (),
        image=image,
        identifier=identifier,
        language=language,
        updated=_UPDATED,
        published=_PUBLISHED,
        authors=authors,
        topics=tuple(topics),
    )
    (written,) = write([marked], place, replace(publication, topics=topics))
    for moment, name in ((rfc3339(_UPDATED), updated), (spelling.published(_PUBLISHED), published)):
        written = written.replace(moment.encode(), name.encode())
    return _cut(written, _spelt(entry, spelling))


def _cut(written: bytes, spells: Sequence[Spell | None]) -> _Stencil:
    """Return the stencil in an entry that is *written* with marks; *spells* say how each value is spelt as text.

    The content is None there: it is made of pieces.
    """
    before, *found = _MARK.split(written)
    form, spelt = before.replace(b"%", b"%%"), defaultdict[Spell | None, list[tuple[int, int]]](list)
    for place, (quote, number, after) in enumerate(zip(found[::3], found[1::3], found[2::3], strict=True)):
        form += quote + b"%b" + after.replace(b"%", b"%%")
        spelt[escape_attribute if quote else spells[int(number)]].append((int(number), place))
    content = spelt.pop(None, [])
    places = [place for marks in (*spelt.values(), content) for _, place in marks]
    return _Stencil(
        form=form,
        spelt=tuple(
            _Spelt(spell, len(marks), _taker([number for number, _ in marks]))
            for spell, marks in spelt.items()
            if spell
        ),
        order=_taker([places.index(place) for place in range(len(places))]),
    )


def _taker(numbers: Sequence[int]) -> Callable[[Sequence[Any]], Sequence[Any]]:
    """Return what takes the members with these *numbers*; for a single one `itemgetter` would not return a tuple."""
    return itemgetter(*numbers) if len(numbers) > 1 else itemgetter(slice(numbers[0], numbers[0] + 1))


def _spelt(entry: PublishedEntry, spelling: Spelling) -> list[Spell | None]:
    """Return how each value of entries like *entry* is written in an element, in the order of their marks."""
    name, plain = spelling.name, str.encode
    texts = [escape, name, escape, escape, escape, spelling.summary, None, *[escape] * (_TEXTS - 7)]
    return [
        *texts,
        plain,
        plain,
        *[name, escape, escape] * len(entry.authors),
        *[escape, name] * len(entry.topics),
    ]


_TEXTS = 10  # of an entry


def _texts_of(entry: PublishedEntry, place: Place) -> tuple[str, ...]:
    """Return the texts of *entry* in the order of their marks; the id comes first."""
    language = "" if entry.language == place.language else entry.language
    content = "+" if entry.pieces else ""  # its pieces are written apart
    texts = (entry.title, entry.permalink, entry.related, entry.via, entry.summary, content, entry.image)
    return (entry.id or "?", *texts, entry.identifier, language)


def _values_of(entry: PublishedEntry, place: Place, publication: Publication, spelling: Spelling) -> Sequence[str]:
    """Return the values of *entry* in the order of their marks."""
    _, *texts = _texts_of(entry, place)
    values = [spelling.id(entry, place), *texts, rfc3339(entry.updated), spelling.published(entry.published)]
    for author in entry.authors:
        values += (author.name, author.email, author.uri)
    for topic in entry.topics:
        values += (topic, publication.topics.get(topic, topic))
    return values


def _fill(stencil: _Stencil, values: Sequence[str], content: Sequence[bytes | None]) -> bytes:
    """Return *stencil* with these *values*, and the pieces of *content*; b"" if XML cannot hold one of them.

    Values are spelt together: to spell each takes four times as long.
    """
    spelt = list[bytes]()
    for group in stencil.spelt:
        found = group.spell("\0".join(group.take(values))).split(b"\0")
        if len(found) != group.count:
            return b""
        spelt += found
    if not _is_sound(b"".join(spelt)):
        return b""
    pieces = [piece for piece in content if piece is not None]
    spelt.append(b"\n".join(pieces))
    return stencil.form % stencil.order(spelt) if len(pieces) == len(content) else b""
