"""Documents that feedgen begins and ends: it writes their heads once, with a mark in place of the date."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from msgspec import Struct
from msgspec.structs import replace

from feeds.model import FeedContent
from feeds.render.forms import Forms
from feeds.render.references import References
from feeds.render.splicing import insert

_UPDATED = datetime(2001, 2, 3, 4, 5, 6, tzinfo=UTC)


class Head(Struct, frozen=True, kw_only=True):
    """How a format begins and ends."""

    file: str  # the name of its documents
    write: Callable[[FeedContent, References, bool], bytes]  # without entries; the last says whether they have pictures
    updated: Callable[[datetime], str]  # the element with the date of the newest change
    end: bytes  # entries go before it


def write_document(
    head: Head, content: FeedContent, references: References, entries: Sequence[bytes], forms: Forms
) -> bytes:
    """Return *content* with its *entries*, after its *head*, which is among *forms* but for volumes, written once."""
    has_pictures = _has_pictures(content, entries)
    if content.is_volume:
        return insert(entries, head.write(content, references, has_pictures), before=head.end)
    form = forms.get(
        content.path + head.file,
        (content.feed, content.complete, content.deletions, references, has_pictures),
        lambda: head.write(replace(content, updated=_UPDATED), references, has_pictures),
    )
    dated = form.replace(head.updated(_UPDATED).encode(), head.updated(content.updated).encode(), 1)
    return insert(entries, dated, before=head.end)


def _has_pictures(content: FeedContent, entries: Sequence[bytes]) -> bool:
    """Return whether an entry has a picture; those that stay as they were published are known by their bytes alone."""
    spared = entries if len(entries) > len(content.entries) else ()
    return any(one.image for one in content.entries) or any(b"<media:" in one for one in spared)
