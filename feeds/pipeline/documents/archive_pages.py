"""Archive pages: which there are, and which of them changed; `listing` makes them.

There is one for the newsletter, and one for each topic whose feed no longer carries everything. A page is rendered
again if how much there was in its time has changed, or if an issue that changed is listed there: so a run costs as
much as it changes. Where nothing of that has changed on a whole shelf, its thousand pages are not even planned. A page
that was written stays, even if nothing is left on it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Set
from datetime import datetime
from itertools import chain
from zoneinfo import ZoneInfo

from msgspec import Struct

from feeds.config import Config
from feeds.model import UNPRINTED, History, MonthCount
from feeds.pipeline.carried.carrying import CarriedFeeds
from feeds.pipeline.documents.shelves import Shelf, find_shelves, find_touched, months_of, period_of
from feeds.render.spans import Span, SpanLink
from feeds.store import Period, Store, WrittenPage

#: A page does not list more sections than this, but for that of a month: about 70 KB of HTML.
MOST_ON_A_PAGE = 250
_EVERYTHING = Span()


class PlannedArchivePage(Struct, frozen=True, kw_only=True):
    """An archive page, and the mark of what it shows."""

    shelf: Shelf
    span: Span
    earlier: Span | None
    later: Span | None
    parts: tuple[SpanLink, ...]  # to the years or months with pages of their own, in order
    count: int  # of issues, or of sections of the topic
    mark: str
    changed: bool

    @property
    def path(self) -> str:
        return f"{self.shelf.folder}{self.span.path}index.html"


class ArchivePages(Struct, frozen=True, kw_only=True):
    """All archive pages."""

    planned: tuple[PlannedArchivePage, ...]  # those that may have changed
    unchanged: tuple[str, ...]  # the paths of the others
    shelves: Mapping[str, str]  # the marks of the shelves that may have changed, by folder

    @property
    def paths(self) -> list[str]:
        """The pages there are after this run."""
        return [*self.unchanged, *(page.path for page in self.planned)]

    def changed(self, missing: Collection[str]) -> list[PlannedArchivePage]:
        """Return the pages that changed, or that are *missing*."""
        return [page for page in self.planned if page.changed or page.path in missing]

    def written(self, missing: Collection[str]) -> dict[str, WrittenPage]:
        """Return the pages that changed or are *missing*, by path, and the marks of shelves, by folder."""
        shelves = {folder: WrittenPage(mark) for folder, mark in self.shelves.items()}
        return shelves | {page.path: WrittenPage(page.mark, page.count) for page in self.changed(missing)}


class _Branch(Struct, frozen=True, kw_only=True):
    """The page of a span and those of its parts, as far as they may have changed."""

    count: int  # of issues, or of sections of the topic
    pages: tuple[PlannedArchivePage, ...] = ()


class _Plan(Struct, frozen=True, kw_only=True):
    """The inputs on which the pages of a shelf depend."""

    shelf: Shelf
    store: Store
    now: datetime
    zone: ZoneInfo
    settings: str
    months: Mapping[int, MonthCount]
    near: Set[int]  # these months, and those before and after them: months of history are in UTC
    written: Mapping[int, Set[int]]
    counts: Mapping[str, int]  # how much each page lists that was written, by path
    is_whole: bool  # all pages that were written are there as they were

    def period(self, span: Span) -> Period:
        return period_of(span, self.zone, self.now)

    def count(self, months: range) -> int:
        """Return how much there was in *months*."""
        found = months if len(months) < len(self.months) else self.months
        return sum(self.months[number].entries for number in found if number in months and number in self.months)

    def written_parts(self, span: Span) -> Set[int]:
        """Return the years, or the months, of *span* of which a page was written."""
        return self.written.get(span.year or 0, frozenset())


def plan_archive_pages(
    config: Config,
    store: Store,
    now: datetime,
    carrying: CarriedFeeds,
    histories: Mapping[str, History],
    settings: str,
    intact: Set[str],
) -> ArchivePages:
    """Return the archive pages there are at *now*; *settings* is the mark of what all documents depend on.

    Those of a shelf are as they were, if it is, and they are *intact*.
    """
    zone, known = ZoneInfo(config.site.timezone), store.listings.marks()
    settings = f"{settings} {store.listings.count_expired(now)}"
    touched = find_touched(store, carrying.listed, zone) if known else {}
    planned, unchanged, shelves = list[PlannedArchivePage](), list[str](), dict[str, str]()
    for shelf in find_shelves(carrying, histories, known, touched, settings):
        is_whole = shelf.written.keys() <= intact and UNPRINTED not in shelf.written.values()
        if shelf.was_planned and not shelf.touched and is_whole:
            unchanged += shelf.written
        else:
            months = shelf.months()
            plan = _Plan(
                shelf=shelf,
                store=store,
                now=now,
                zone=zone,
                settings=settings,
                months=months,
                near=frozenset(number + step for number in months for step in (-1, 0, 1)),
                written=shelf.written_parts(),
                counts=store.listings.counts(shelf.folder),
                is_whole=is_whole,
            )
            pages = {page.path: page for page in _plan(_EVERYTHING, (_EVERYTHING,), plan).pages}
            planned += pages.values()
            unchanged += (path for path in shelf.written if path not in pages)
            shelves[shelf.folder] = shelf.mark
    return ArchivePages(planned=tuple(planned), unchanged=tuple(unchanged), shelves=shelves)


def _plan(span: Span, around: tuple[Span, ...], plan: _Plan) -> _Branch:
    """Return the page of *span*, one of those *around* it, and those of its parts if it has much, or once had.

    All that they depend on is in its mark, too, so they need not be looked at where it has not changed.
    """
    parts = tuple(_parts(span, plan)) if not span.month and _is_long(span, plan) else ()
    path, mark = f"{plan.shelf.folder}{span.path}index.html", _mark_of(span, around, parts, plan)
    months, is_known = months_of(span), plan.shelf.written.get(path) == mark
    is_touched = any(number in months for number in plan.shelf.touched)
    if plan.is_whole and is_known and not is_touched:
        return _Branch(count=plan.counts[path])
    below = [_plan(part, parts, plan) for part in parts]
    count = sum(one.count for one in below) if below else plan.store.listings.count(plan.shelf.topic, plan.period(span))
    earlier, later = _neighbours(span, around)
    page = PlannedArchivePage(
        shelf=plan.shelf,
        span=span,
        earlier=earlier,
        later=later,
        parts=tuple(SpanLink(span=part, count=one.count) for part, one in zip(parts, below, strict=True)),
        count=count,
        mark=mark,
        changed=not is_known or (is_touched and not parts),
    )
    return _Branch(count=count, pages=(page, *chain.from_iterable(one.pages for one in below)))


def _mark_of(span: Span, around: tuple[Span, ...], parts: tuple[Span, ...], plan: _Plan) -> str:
    """Return a mark of what the page of *span* shows."""
    months, (earlier, later) = months_of(span), _neighbours(span, around)
    near = range(months.start - 1, months.stop + 1) if span.year else plan.months  # months of history are in UTC
    counted = [plan.months[number] for number in near if number in plan.months]
    counts = [f"{one.number}:{one.entries}:{one.moments}" for one in counted]
    shown = (plan.settings, plan.shelf.name, str(earlier), str(later), str(parts), *counts)
    return hashlib.sha256("\0".join(shown).encode()).hexdigest()[:16]


def _neighbours(span: Span, around: tuple[Span, ...]) -> tuple[Span | None, Span | None]:
    """Return what is before and after *span* among those *around* it."""
    place = around.index(span)
    return around[place - 1] if place else None, around[place + 1] if span != around[-1] else None


def _is_long(span: Span, plan: _Plan) -> bool:
    """Return whether the parts of *span* have pages of their own; those that once had them keep them."""
    if plan.written_parts(span):
        return True
    if plan.shelf.topic:
        return plan.count(months_of(span)) > MOST_ON_A_PAGE
    return plan.store.listings.has_more_sections(MOST_ON_A_PAGE, plan.period(span))


def _parts(span: Span, plan: _Plan) -> list[Span]:
    """Return the years, or the months, of *span* that have a page, in order."""
    months = months_of(span)
    near = [number for number in (months if span.year else plan.near) if number in plan.near and number in months]
    found = {number % 12 + 1 if span.year else number // 12 for number in near}
    written = plan.written_parts(span)
    parts = {name: _part(span, name) for name in sorted(found | written)}
    return [
        part
        for name, part in parts.items()
        if name in written or plan.store.listings.has_any(plan.shelf.topic, plan.period(part))
    ]


def _part(span: Span, number: int) -> Span:
    """Return the month of the year *span* with this *number*, or that year of all."""
    return Span(year=span.year, month=number) if span.year else Span(year=number)
