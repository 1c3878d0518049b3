"""Remember what feeds carry, and what was rendered and published: the next run compares with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from feeds.model import UNPRINTED, PrintedFeed
from feeds.output.documents import Published
from feeds.pipeline.documents.feed_plans import FeedPrint
from feeds.pipeline.documents.intact import marks_now
from feeds.pipeline.documents.printing import PrintPlan
from feeds.pipeline.documents.searchable import files_of
from feeds.render.withdrawn import WITHDRAWN
from feeds.report import FeedRow
from feeds.store import Store, WrittenPage


def apply_entries(store: Store, printing: PrintPlan, now: datetime) -> None:
    """Remember what feeds carry from now on, what leaves them, and that they are yet to be rendered."""
    for one in printing.feeds:
        if one.changed:
            past, entries = one.carried.past.entries, one.entries
            gone, come = past.keys() - entries.keys(), entries.keys() - past.keys()
            path, size = one.carried.plan.feed.path, one.carried.past.size
            store.departures.save_leavers(path, gone, come, now)
            store.printed.save_feed(path, PrintedFeed(fingerprint=UNPRINTED, entries=entries, size=size))
    pages = printing.pages.changed(printing.missing)
    store.relations.save({one.key: one.related for one in pages})
    store.marks.save_pages({one.key: UNPRINTED for one in pages})
    store.listings.save_pages(dict.fromkeys(printing.archive_pages.written(printing.missing), WrittenPage(UNPRINTED)))


def apply_printing(
    store: Store, printing: PrintPlan, published: Sequence[Published], marks: Mapping[str, str]
) -> tuple[FeedRow, ...]:
    """Remember what was rendered and is *published*, and the *marks* of all documents; return each feed's figures."""
    by_path = {one.path: one for one in published}
    for volume in printing.volumes:
        digests = dict(volume.volume.digests)
        digests |= {format.key: by_path[volume.folder + format.file].digest for format in volume.formats}
        store.archives.save_digests(volume.carried.plan.feed.path, volume.volume.number, digests)
    rows = []
    for one in printing.feeds:
        path, size = one.carried.plan.feed.path, one.carried.past.size
        if one.changed:
            size = sum(by_path[path + format.file].size for format in printing.formats)
            printed = PrintedFeed(
                fingerprint=one.fingerprint, entries=one.entries, size=size, frame=one.frame, page=one.page
            )
            store.printed.save_feed(path, printed)
        rows.append(_row(one, size))
    store.printed.forget_feeds({one.carried.plan.feed.path for one in printing.feeds})
    store.marks.save_pages({one.key: one.mark for one in printing.pages.changed(printing.missing)})
    store.listings.save_pages(printing.archive_pages.written(printing.missing))
    store.marks.save_common(printing.common.marks)
    if WITHDRAWN in by_path:
        store.marks.save_withdrawn(by_path[WITHDRAWN].digest)
    store.marks.save_search(printing.search.mark)
    store.printed.save_documents(marks, printing.before.marks)
    return tuple(rows)


def find_marks(printing: PrintPlan, published: Sequence[Published], mark_of: Callable[[str], str]) -> Mapping[str, str]:
    """Return the marks of all documents that there are once what is to be rendered is *published*, by path."""
    paths = (*printing.paths, *files_of(printing.search, [one.path for one in published]))
    return marks_now(printing.before, paths, {one.path for one in published if one.changed}, mark_of)


def topics_in(printing: PrintPlan, published: Sequence[Published]) -> dict[str, str]:
    """Return the digests, by path, of the documents among those *published* that subscribers follow: no volumes."""
    paths = {one.carried.feed.path + format.file for one in printing.feeds for format in printing.formats}
    return {one.path: one.digest for one in published if one.path in paths}


def _row(one: FeedPrint, size: int) -> FeedRow:
    plan, past, entries = one.carried.plan, one.carried.past.entries, one.entries if one.changed else {}
    new = sum(id not in past for id in entries)
    changed = sum(past.get(id, "") not in ("", revision) for id, revision in entries.items())
    count = len(one.carried.entries)
    return FeedRow(path=plan.feed.path, title=plan.name, entries=count, new=new, changed=changed, bytes=size)
