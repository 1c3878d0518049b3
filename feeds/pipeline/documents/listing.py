"""Archive pages, with what they list (`archive_pages` decides which are rendered)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cached_property, partial
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from feeds.config import Config
from feeds.languages import Phrases
from feeds.model import Document, ListedIssue, ListedSection
from feeds.pipeline.documents.archive_pages import PlannedArchivePage
from feeds.pipeline.documents.paging import address_of
from feeds.pipeline.documents.shelves import period_of
from feeds.pipeline.linking import LinkBook
from feeds.render.archive_page import ArchivePage, ArchivePrinter
from feeds.render.spans import Span
from feeds.store import Period, Store


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
        self._make_printer = partial(ArchivePrinter, config, topics, phrases)

    @cached_property
    def _printer(self) -> ArchivePrinter:
        """What writes the pages; most runs have none to write."""
        return self._make_printer()

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
            parts=page.parts[::-1],
            issues=tuple(issues if self._stay(issues) else map(self._led, issues)),
            sections=tuple(sections if self._stay(sections) else map(self._led_section, sections)),
        )

    def _period(self, span: Span) -> Period:
        return period_of(span, self._zone, self._now)

    def _stay(self, listed: Iterable[ListedIssue | ListedSection]) -> bool:
        """Return whether the addresses of all that is *listed* stay as they are; sections have that of their issue."""
        addresses = {one.permalink.partition("#")[0] for one in listed}
        return not self._root and all(self._lead(address) == address for address in addresses)

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
