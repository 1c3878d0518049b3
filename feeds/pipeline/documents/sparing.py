"""Entries that a feed had before are taken from its documents as they were published, and not made again.

A changed post is one entry of the fifty or five hundred of a feed. Loading, sanitising and writing the others in four
documents took a third of a build after one change. They are the same bytes if nothing changed that the feed has
beside its entries (`FeedPrint.frame`), if a document is as it was written, and if the revision of the entry is the
same, which changes with everything that a feed shows of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct

from feeds.pipeline.documents.feed_plans import FeedPrint
from feeds.render.articles import cut_articles
from feeds.render.formats import Format
from feeds.render.writers import WRITERS

#: The elements of entries as they are in a document, by id.
Elements = Mapping[str, bytes]


class Spared(Struct, frozen=True, kw_only=True):
    """The elements of entries in the documents of a feed as they were published."""

    elements: Mapping[str, Elements] = {}  # that stay, by the path of the document
    articles: tuple[bytes, ...] = ()  # all on its page, in their order


def spare_elements(one: FeedPrint, formats: Sequence[Format], read: Callable[[str], bytes]) -> Spared:
    """Return the elements that stay as they are in the documents of a feed.

    There are none where *read*, which returns what is published at a path, has not the entries that are remembered.
    """
    ids, feed = list(one.carried.past.entries), one.carried.feed
    cutters = {feed.path + format.file: WRITERS[format.key].cut for format in formats} | {feed.page_path: cut_articles}
    if not one.same:
        return Spared()
    try:
        found = {path: cut(read(path)) for path, cut in cutters.items()}
    except (OSError, ValueError):
        return Spared()
    if any(len(elements) != len(ids) for elements in found.values()):
        return Spared()
    elements = {
        path: {id: element for id, element in zip(ids, elements, strict=True) if id in one.same}
        for path, elements in found.items()
    }
    return Spared(elements=elements, articles=tuple(found[feed.page_path]))
