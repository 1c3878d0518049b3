"""Entries of one shape are written by feedgen once, with marks in place of what they say; the rest is filled in.

feedgen builds a tree for each entry and walks it several times: 150 µs of CPU, most of it for elements that are
the same in all. So it writes one entry of each shape (which elements there are, how many authors and topics), its
*stencil*, and filling that in takes a sixth of the time. The place of a mark shows how its value is escaped:
an attribute, or text. A property test holds both ways to the same bytes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from itertools import chain
from operator import itemgetter
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from feeds.model import Author, PublishedEntry
from feeds.regex import regex
from feeds.render.dates import rfc3339
from feeds.render.forms import Forms
from feeds.render.pieces import make_piece
from feeds.render.references import Place, Publication
from feeds.render.spelling import Spell, Spelling, escape, escape_attribute, is_sound

#: Writes entries as elements, in one go.
WriteEntries = Callable[[Sequence[PublishedEntry], Place, Publication], list[bytes]]

_MARK = regex(rb'(="|)urn:x-mark-(\d+)-')  # an attribute begins with its mark
_UPDATED, _PUBLISHED = datetime(2001, 2, 3, 4, 5, 6, tzinfo=UTC), datetime(2002, 3, 4, 5, 6, 7, tzinfo=UTC)


class _Spelt(Struct, frozen=True):
    """The values that a stencil spells in the same way."""

    spell: Spell
    count: int
    take: Callable[[Sequence[str]], Sequence[str]]  # out of the values of an entry


class _Stencil(Struct, frozen=True):
    """An entry with marks in place of its values."""

    form: bytes  # with "%b" for each mark
    spelt: tuple[_Spelt, ...]
    order: Callable[[Sequence[Any]], Sequence[Any]]  # from the order of `spelt`, and the content, to that of marks


class _Said(Struct, frozen=True):
    """What an entry says."""

    place: int  # among the entries that are written together
    values: Sequence[str]  # in the order of their marks
    pieces: Sequence[bytes]  # of its content


class Stencils:
    """The stencils of a *publication*, made of *forms*."""

    def __init__(self, publication: Publication, forms: Forms) -> None:
        self._publication, self._forms = publication, forms
        self._made: dict[tuple[Spelling, Place], dict[Hashable, _Stencil]] = {}  # by the shape of entries

    def write(
        self, write_entries: WriteEntries, spelling: Spelling, place: Place, entries: Sequence[PublishedEntry]
    ) -> list[bytes]:
        """Return *entries* as *write_entries* would write them."""
        made, written = self._made.setdefault((spelling, place), {}), dict[int, bytes]()
        for shape, alike in self._by_shape(spelling, place, entries).items():
            if shape not in made:
                first = entries[alike[0].place]
                make = partial(_mark, write_entries, spelling, first, place, self._publication)
                form = self._forms.get(
                    f"{spelling.format} {place.language} {bool(place.source)} {shape}",
                    (place, self._publication.topics_url),
                    make,
                )
                made[shape] = _cut(form, _spelt(first, spelling))
            written |= zip((one.place for one in alike), _fill(made[shape], alike), strict=True)
        return [
            written.get(number) or write_entries([entry], place, self._publication)[0]
            for number, entry in enumerate(entries)
        ]

    def _by_shape(
        self, spelling: Spelling, place: Place, entries: Sequence[PublishedEntry]
    ) -> Mapping[Hashable, Sequence[_Said]]:
        """Return what those of *entries* that are usual say, by their shape, which decides the elements there are."""
        found = defaultdict[Hashable, list[_Said]](list)
        for number, entry in enumerate(entries):
            if _is_usual(entry):
                values = _values_of(entry, place, self._publication, spelling)
                shape = (len(entry.authors), len(entry.topics), *map(bool, values))
                found[shape].append(_Said(number, values, entry.pieces))
        return found


def _is_usual(entry: PublishedEntry) -> bool:
    """Return whether *entry* is not too rare a one to be worth a stencil."""
    return (
        not entry.enclosures and bool(entry.title and entry.permalink) and "" not in [one.name for one in entry.authors]
    )


def _mark(
    write: WriteEntries, spelling: Spelling, entry: PublishedEntry, place: Place, publication: Publication
) -> bytes:
    """Return an entry like *entry* with marks in place of its values."""
    names = iter(f"urn:x-mark-{number}-" for number in range(10_000))

    def mark(value: str) -> str:
        name = next(names)
        return name if value else ""

    id, title, permalink, related, via, summary, content, image, identifier, language = (
        mark(value) for value in (entry.id or "?", *_texts_of(entry, place))
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
        pieces=(make_piece(content),) if content else (),
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
    return written


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
    name = spelling.name
    texts = [escape, name, escape, escape, escape, spelling.summary, None, *[escape] * (_TEXTS - 7)]
    return [
        *texts,
        escape,  # dates
        escape,
        *[name, escape, escape] * len(entry.authors),
        *[escape, name] * len(entry.topics),
    ]


_TEXTS = 10  # of an entry, with its id


def _texts_of(entry: PublishedEntry, place: Place) -> tuple[str, ...]:
    """Return the texts of *entry* in the order of their marks, which come after that of the id."""
    language = "" if entry.language == place.language else entry.language
    content = "+" if entry.pieces else ""  # its pieces are written apart
    links = (entry.permalink, entry.related, entry.via)
    return (entry.title, *links, entry.summary, content, entry.image, entry.identifier, language)


def _values_of(entry: PublishedEntry, place: Place, publication: Publication, spelling: Spelling) -> Sequence[str]:
    """Return the values of *entry* in the order of their marks."""
    dates = (rfc3339(entry.updated), spelling.published(entry.published))
    values = [spelling.id(entry, place.authority), *_texts_of(entry, place), *dates]
    for author in entry.authors:
        values += (author.name, author.email, author.uri)
    for topic in entry.topics:
        values += (topic, publication.topics.get(topic, topic))
    return values


def _fill(stencil: _Stencil, alike: Sequence[_Said]) -> list[bytes]:
    """Return *stencil* with what each of the entries that are *alike* says; b"" if XML cannot hold that.

    Their values are spelt together: to spell each takes ten times as long.
    """
    columns = _columns(stencil, alike)
    if columns is not None:
        return [stencil.form % row for row in zip(*stencil.order(columns), strict=True)]
    return [b""] if len(alike) == 1 else [one for said in alike for one in _fill(stencil, [said])]


def _columns(stencil: _Stencil, alike: Sequence[_Said]) -> list[Sequence[bytes]] | None:
    """Return the values of *alike* by the order of `spelt`, as they are spelt, and their content; None: XML cannot."""
    columns: list[Sequence[bytes]] = []
    for group in stencil.spelt:
        spelt = group.spell("\0".join(chain.from_iterable([group.take(said.values) for said in alike])))
        found = spelt.split(b"\0")
        if len(found) != group.count * len(alike) or not is_sound(b"".join(found)):
            return None
        columns += [found[place :: group.count] for place in range(group.count)]
    columns.append([b"\n".join(said.pieces) for said in alike])
    return columns
