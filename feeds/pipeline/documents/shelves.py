"""The archives that pages list by year: that of the newsletter, and those of topics, as far as pages depend on them."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Set
from datetime import datetime
from zoneinfo import ZoneInfo

from msgspec import Struct

from feeds.model import History, MonthCount
from feeds.pipeline.carried.archiving import Carried
from feeds.pipeline.carried.carrying import CarriedFeeds
from feeds.render.spans import Span
from feeds.store import Period, Store

_PAGE = "index.html"


class Shelf(Struct, frozen=True, kw_only=True):
    """The archive of the newsletter or of a topic."""

    topic: str  # slug; "" for the newsletter
    name: str
    folder: str
    history: History
    written: Mapping[str, str]  # the marks of its pages that were written, by path
    touched: Set[int]  # the months in which issues that changed are listed, and those around them
    mark: str  # of all that decides which pages it has
    was_planned: bool  # with the same mark, and its pages were written

    def months(self) -> dict[int, MonthCount]:
        """Return how much there was, by the number of the month, in UTC."""
        return {one.number: one for one in self.history.months}

    def written_parts(self) -> dict[int, set[int]]:
        """Return the months of which a page was written, by year, and under 0 the years."""
        parts: dict[int, set[int]] = defaultdict(set)
        for path in self.written:
            year, _, month = path[len(self.folder) : -len(_PAGE)].rstrip("/").partition("/")
            if year:
                parts[0].add(int(year))
            if month:
                parts[int(year)].add(int(month))
        return parts


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
    months = months_of(span)
    start, end = (
        datetime(number // 12, number % 12 + 1, 2 if number == months.start < 24 else 1, tzinfo=zone)
        for number in (months.start, months.stop)
    )
    return Period(start, end, now)


def find_shelves(
    carrying: CarriedFeeds,
    histories: Mapping[str, History],
    known: Mapping[str, str],
    touched: Mapping[str, Set[int]],
    settings: str,
) -> Iterator[Shelf]:
    """Yield the archive of the newsletter, and that of each topic whose feed has dropped an entry.

    *known* are the marks of what was written, *touched* the months, by topic, in which something is listed
    otherwise, and *settings* the mark of what all depends on.
    """
    written: dict[str, dict[str, str]] = defaultdict(dict)
    for path, mark in known.items():
        if path.endswith(_PAGE):
            written[path.partition("archive/")[0]][path] = mark
    for carried in carrying.shown:
        topic, history = carried.feed.topic, histories.get(carried.feed.path)
        folder = find_archive(carried, carrying)
        if history and history.issues and folder:
            name = carried.plan.name if topic else ""
            mark = hashlib.sha256("\0".join((settings, name, history.mark)).encode()).hexdigest()[:16]
            yield Shelf(
                topic=topic,
                name=name,
                folder=folder,
                history=history,
                written=written[folder.removesuffix("archive/")],
                touched=touched.get(topic, frozenset()),
                mark=mark,
                was_planned=known.get(folder) == mark,
            )


def find_touched(store: Store, issues: Collection[str], zone: ZoneInfo) -> dict[str, set[int]]:
    """Return the months, by topic, in which *issues* are listed, and those before and after.

    History counts months in UTC, where what is published may be in the month before or after.
    """
    touched: dict[str, set[int]] = defaultdict(set)
    for one in store.listings.listings_of(issues):
        local = one.published.astimezone(zone)
        number = 12 * local.year + local.month - 1
        touched[one.topic].update((number - 1, number, number + 1))
    return touched


def months_of(span: Span) -> range:
    """Return the numbers of the months in *span*.

    >>> months_of(Span(year=2, month=12))
    range(35, 36)
    """
    if not span.year:
        return range(12, 12 * 9999)
    start = 12 * span.year + (span.month or 1) - 1
    return range(start, start + (1 if span.month else 12))
