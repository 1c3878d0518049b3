"""Archive pages: which there are, which of them changed, and what they list.

There is one for the newsletter, and one for each topic whose feed no longer carries everything. A page is rendered
again if how much there was in its time has changed, or if an issue that changed is listed there: so a run costs as
much as it changes. A page that was written stays, even if nothing is left on it.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Set
from datetime import datetime
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import replace

from feeds.config import Config
from feeds.languages import Phrases
from feeds.model import Document, History, ListedIssue, ListedSection, MonthCount
from feeds.pipeline.archiving import Carried
from feeds.pipeline.carrying import CarriedFeeds
from feeds.pipeline.linking import LinkBook
from feeds.pipeline.paging import address_of
from feeds.render import ArchivePage, ArchivePrinter, Span, SpanLink
from feeds.store import Period, Store

#: A page does not list more sections than this, but for that of a month: about 70 KB of HTML.
MOST_ON_A_PAGE = 250
_EVERYTHING = Span()


class Shelf(Struct, frozen=True, kw_only=True):
    """The archive of the newsletter or of a topic."""

    topic: str  # slug; "" for the newsletter
    name: str
    folder: str
    months: Mapping[int, MonthCount]  # how much there was, by the number of the month, in UTC
    known: Set[str]  # the folders of its pages that were written
    touched: Set[int]  # the months in which issues that changed are listed, and those around them

    def known_parts(self, span: Span) -> set[int]:
        """Return the years, or the months, of *span* of which a page was written."""
        folder = self.folder + span.path
        names = {path[len(folder) :].partition("/")[0] for path in self.known if path.startswith(folder)}
        return {int(name) for name in names if name}

    def count(self, months: range) -> int:
        """Return how much there was in *months*."""
        found = months if len(months) < len(self.months) else self.months
        return sum(self.months[number].entries for number in found if number in months and number in self.months)


class PlannedArchivePage(Struct, frozen=True, kw_only=True):
    """An archive page, and the mark of what it shows."""

    shelf: Shelf
    span: Span
    earlier: Span | None
    later: Span | None
    parts: tuple[Span, ...]  # the years or months with pages of their own, in order
    mark: str
    changed: bool

    @property
    def path(self) -> str:
        return f"{self.shelf.folder}{self.span.path}index.html"


class ArchivePages(Struct, frozen=True):
    """All archive pages."""

    pages: tuple[PlannedArchivePage, ...]

    @property
    def paths(self) -> list[str]:
        """The pages there are after this run."""
        return [page.path for page in self.pages]

    def changed(self, missing: Collection[str]) -> list[PlannedArchivePage]:
        """Return the pages that changed, or that are *missing*."""
        return [page for page in self.pages if page.changed or page.path in missing]


class _Look(Struct, frozen=True, kw_only=True):
    """The inputs on which all archive pages depend."""

    store: Store
    now: datetime
    zone: ZoneInfo
    settings: str
    known: Mapping[str, str]  # the marks of pages that were written

    def period(self, span: Span) -> Period:
        return period_of(span, self.zone, self.now)


def plan_archive_pages(
    config: Config,
    store: Store,
    now: datetime,
    carrying: CarriedFeeds,
    histories: Mapping[str, History],
    settings: str,
) -> ArchivePages:
    """Return the archive pages there are at *now*; *settings* is the mark of what all documents depend on."""
    zone, known = ZoneInfo(config.site.timezone), store.listings.marks()
    settings = f"{settings} {store.listings.count_expired(now)}"
    look = _Look(store=store, now=now, zone=zone, settings=settings, known=known)
    touched = _touched(store, carrying.listed, zone) if known else {}
    shelves = _shelves(carrying, histories, known, touched)
    return ArchivePages(tuple(page for shelf in shelves for page in _plan(shelf, _EVERYTHING, (_EVERYTHING,), look)))


def find_archive(carried: Carried, carrying: CarriedFeeds) -> str:
    """Return the folder of the pages that list all that was ever in a feed, or "".

    A topic has them once its feed has dropped an entry: until then the page of the feed lists everything.
    """
    feed, plan = carried.feed, carried.plan
    if feed.topic:
        return f"{feed.path}archive/" if carried.state.cut else ""
    is_all = not (plan.moved_to or plan.ended or plan.repeats or plan.rules) and bool(carried.entries)
    return f"{carrying.whole.path}archive/" if is_all else ""


def period_of(span: Span, zone: ZoneInfo, now: datetime) -> Period:
    """Return *span* in the time zone of the newsletter, as far as it is past at *now*."""
    months = _months_of(span)
    start, end = (
        datetime(number // 12, number % 12 + 1, 2 if number == months.start < 24 else 1, tzinfo=zone)
        for number in (months.start, months.stop)
    )
    return Period(start, end, now)


def _shelves(
    carrying: CarriedFeeds, histories: Mapping[str, History], known: Collection[str], touched: Mapping[str, Set[int]]
) -> Iterator[Shelf]:
    """Yield the archive of the newsletter, and that of each topic whose feed has dropped an entry."""
    written: dict[str, set[str]] = defaultdict(set)
    for path in known:
        written[path.partition("archive/")[0]].add(path.removesuffix("index.html"))
    for carried in carrying.shown:
        topic, history = carried.feed.topic, histories.get(carried.feed.path)
        folder = find_archive(carried, carrying)
        if history and history.months and folder:
            yield Shelf(
                topic=topic,
                name=carried.plan.name if topic else "",
                folder=folder,
                months={_number(one.month): one for one in history.months},
                known=written[folder.removesuffix("archive/")],
                touched=touched.get(topic, frozenset()),
            )


def _touched(store: Store, issues: Collection[str], zone: ZoneInfo) -> dict[str, set[int]]:
    """Return the months, by topic, in which *issues* are listed, and those before and after.

    History counts months in UTC, where what is published may be in the month before or after.
    """
    touched: dict[str, set[int]] = defaultdict(set)
    for one in store.listings.listings_of(issues):
        local = one.published.astimezone(zone)
        number = 12 * local.year + local.month - 1
        touched[one.topic].update((number - 1, number, number + 1))
    return touched


def _plan(shelf: Shelf, span: Span, around: tuple[Span, ...], look: _Look) -> Iterator[PlannedArchivePage]:
    """Yield the page of *span*, one of those *around* it, and those of its parts if it has much, or once had."""
    parts = tuple(_parts(shelf, span, look)) if not span.month and _is_long(shelf, span, look) else ()
    yield _planned(shelf, span, around, parts, look)
    for part in parts:
        yield from _plan(shelf, part, parts, look)


def _planned(
    shelf: Shelf, span: Span, around: tuple[Span, ...], parts: tuple[Span, ...], look: _Look
) -> PlannedArchivePage:
    months, place = _months_of(span), around.index(span)
    earlier, later = around[place - 1] if place else None, around[place + 1] if span != around[-1] else None
    near = range(months.start - 1, months.stop + 1) if span.year else shelf.months  # months of history are in UTC
    counted = [shelf.months[number] for number in near if number in shelf.months]
    counts = [f"{one.month}:{one.entries}:{one.moments}" for one in counted]
    shown = (look.settings, shelf.name, str(earlier), str(later), str(parts), *counts)
    mark = hashlib.sha256("\0".join(shown).encode()).hexdigest()[:16]
    is_touched = not parts and any(number in months for number in shelf.touched)
    is_known = look.known.get(f"{shelf.folder}{span.path}index.html") == mark
    return PlannedArchivePage(
        shelf=shelf,
        span=span,
        earlier=earlier,
        later=later,
        parts=parts,
        mark=mark,
        changed=is_touched or not is_known,
    )


def _is_long(shelf: Shelf, span: Span, look: _Look) -> bool:
    """Return whether the parts of *span* have pages of their own; those that once had them keep them."""
    if shelf.known_parts(span):
        return True
    if shelf.topic:
        return shelf.count(_months_of(span)) > MOST_ON_A_PAGE
    return look.store.listings.has_more_sections(MOST_ON_A_PAGE, look.period(span))


def _parts(shelf: Shelf, span: Span, look: _Look) -> list[Span]:
    """Return the years, or the months, of *span* that have a page, in order."""
    months = _months_of(span)
    near = {month for number in shelf.months for month in (number - 1, number, number + 1) if month in months}
    found = {number % 12 + 1 if span.year else number // 12 for number in near}
    known = shelf.known_parts(span)
    parts = {name: _part(span, name) for name in sorted(found | known)}
    return [
        part
        for name, part in parts.items()
        if name in known or look.store.listings.has_any(shelf.topic, look.period(part))
    ]


def _part(span: Span, number: int) -> Span:
    """Return the month of the year *span* with this *number*, or that year of all."""
    return Span(year=span.year, month=number) if span.year else Span(year=number)


def _months_of(span: Span) -> range:
    """Return the numbers of the months in *span*.

    >>> _months_of(Span(year=2, month=12))
    range(35, 36)
    """
    if not span.year:
        return range(12, 12 * 9999)
    start = 12 * span.year + (span.month or 1) - 1
    return range(start, start + (1 if span.month else 12))


def _number(month: str) -> int:
    return 12 * int(month[:4]) + int(month[5:]) - 1


class ArchiveLister:
    """Makes pages of what was published; *topics* are the names of topics with a page."""

    def __init__(
        self,
        config: Config,
        store: Store,
        now: datetime,
        linking: LinkBook,
        topics: Mapping[str, str],
        phrases: Phrases,
    ) -> None:
        self._listings, self._now, self._linking = store.listings, now, linking
        self._zone = ZoneInfo(config.site.timezone)
        self._root = config.root if config.feeds.link == "page" else ""
        self._printer = ArchivePrinter(config, topics, phrases)

    def render(self, page: PlannedArchivePage) -> Document:
        """Return *page* as a document."""
        return self._printer.render(self._fill(page))

    def _fill(self, page: PlannedArchivePage) -> ArchivePage:
        """Return *page* with what it lists."""
        topic, period = page.shelf.topic, self._period(page.span)
        issues = self._listings.issues(period) if not (topic or page.parts) else []
        sections = self._listings.sections(issues, self._now) if issues else []
        if topic and not page.parts:
            sections = self._listings.sections_of(topic, period)
        return ArchivePage(
            folder=page.shelf.folder,
            topic=topic,
            name=page.shelf.name,
            span=page.span,
            earlier=page.earlier,
            later=page.later,
            parts=tuple(
                SpanLink(span=one, count=self._listings.count(topic, self._period(one))) for one in reversed(page.parts)
            ),
            issues=tuple(map(self._led, issues)),
            sections=tuple(map(self._led_section, sections)),
        )

    def _period(self, span: Span) -> Period:
        return period_of(span, self._zone, self._now)

    def _led(self, issue: ListedIssue) -> ListedIssue:
        """Return *issue* with the address where it can be read: the original, or our page."""
        address = address_of(issue.key, "", self._root) if self._root else self._lead(issue.permalink)
        return issue if address == issue.permalink else replace(issue, permalink=address)

    def _led_section(self, section: ListedSection) -> ListedSection:
        page = address_of(section.issue.key, section.key, self._root) if self._root else ""
        address = page or self._lead(section.permalink)
        return section if address == section.permalink else replace(section, permalink=address)

    def _lead(self, permalink: str) -> str:
        return self._linking.lead_permalink(permalink)
