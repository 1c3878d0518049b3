"""Documents of feeds, of entries that are each written once.

A section is in the feed of all sections and in those of its topics, and then in volumes of their
archives. Writing it (feedgen's fields, two escapes, JSON) costs more than all else in a document,
so its bytes are kept and inserted into the next one: a build that only renders, 400 posts with
archives in three formats, takes 0.85 of the processor time that it took before.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence

from msgspec import Struct

from feeds.config import FeedFormat
from feeds.model import Document, FeedContent, PublishedEntry
from feeds.render.formats import Format
from feeds.render.forms import Forms
from feeds.render.references import Place, Publication, place_in, references_of
from feeds.render.stencils import Stencils
from feeds.render.writers import WRITERS, Writer

#: How many bytes are kept; the entries, which are kept to be compared, take four times as much. Volumes of the
#: same time follow each other, and have the same entries. With three times as many bytes, a fiftieth of the entries
#: need not be written again, or a fifteenth where all archives have content.
MOST_KEPT = 2_000_000


_Key = tuple[int, str, bool, str]


class _Written(Struct, frozen=True, kw_only=True):
    """An entry, and how a format writes it."""

    entry: PublishedEntry
    element: bytes


class Press:
    """Makes the documents of a *publication* with *writers*, and keeps up to *most* bytes of the entries in them.

    The *forms* that are known are not made again.
    """

    def __init__(
        self,
        publication: Publication,
        most: int = MOST_KEPT,
        writers: Mapping[FeedFormat, Writer] = WRITERS,
        forms: Forms | None = None,
    ) -> None:
        self._publication, self._most, self._writers = publication, most, writers
        self.forms = forms or Forms()
        self._kept: OrderedDict[_Key, _Written] = OrderedDict()  # the oldest first
        self._styles: dict[tuple[str, Place], int] = {}  # numbers for formats and places, which take longer to compare
        self._size = 0
        self._stencils = Stencils(publication, self.forms)

    def make(self, format: Format, content: FeedContent, spared: Sequence[bytes | None] = ()) -> Document:
        """Return *content* in this *format*.

        Between its entries go the elements that are *spared*, which has None in the places of the entries.
        """
        place = place_in(content.feed, format.file, self._publication)
        entries = self._write(format, place, content.entries)
        if spared:
            made = iter(entries)
            entries = [element or next(made) for element in spared]
        references = references_of(content, format.file, self._publication)
        written = self._writers[format.key].write(content, references, entries, self.forms)
        is_digested = content.is_volume or bool(self._publication.hub)  # the hub is notified of other content
        return Document(path=content.path + format.file, content=written, digested=is_digested)

    def _write(self, format: Format, place: Place, entries: tuple[PublishedEntry, ...]) -> list[bytes]:
        """Return *entries* as elements; those that are not kept are written now.

        An archive may have an entry without its content, or with its id.
        """
        style = self._styles.setdefault((format.key, place), len(self._styles))
        keys = {entry.id: (style, entry.id, bool(entry.pieces), entry.identifier) for entry in entries}
        kept = [(entry, self._kept.get(keys[entry.id])) for entry in entries]
        known = {entry.id: one.element for entry, one in kept if one and one.entry == entry}
        missing = [entry for entry in entries if entry.id not in known]
        for entry, element in zip(missing, self._write_anew(format, place, missing), strict=True):
            known[entry.id] = element
            self._keep(keys[entry.id], _Written(entry=entry, element=element))
        return [known[entry.id] for entry in entries]

    def _write_anew(self, format: Format, place: Place, entries: list[PublishedEntry]) -> list[bytes]:
        writer = self._writers[format.key]
        if writer.spelling is None:
            return writer.write_entries(entries, place, self._publication)
        return self._stencils.write(writer.write_entries, writer.spelling, place, entries)

    def _keep(self, key: _Key, written: _Written) -> None:
        """Keep what was *written*; the oldest goes where that is more than allowed."""
        if replaced := self._kept.pop(key, None):
            self._size -= len(replaced.element)
        self._kept[key] = written
        self._size += len(written.element)
        while self._size > self._most:
            _, oldest = self._kept.popitem(last=False)
            self._size -= len(oldest.element)
