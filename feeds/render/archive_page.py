"""Archive pages: every issue with its sections, and every section of a topic, by year.

They list what feeds do not carry any more, too. A page with much to list leads to pages of years instead, and the page
of a year to those of its months, so each page is small, and changes only when something on it does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import chain, groupby
from typing import Any
from zoneinfo import ZoneInfo

from markupsafe import Markup, escape
from msgspec import Struct

from feeds.config import Config
from feeds.languages import Phrases
from feeds.model import Document, ListedIssue, ListedSection
from feeds.render.archive_rows import Day, RowParts, escape_all, name_of_topic, rows_of_issues, rows_of_topic
from feeds.render.frame import render_page
from feeds.render.histories import Month
from feeds.render.spans import Span, SpanLink


class ArchivePage(Struct, frozen=True, kw_only=True):
    """A page of the archive of the newsletter, or of a topic."""

    folder: str  # that of the archive
    topic: str  # slug; "" for the newsletter
    name: str  # of the topic
    span: Span
    earlier: Span | None  # those with a page before and after this one
    later: Span | None
    parts: tuple[SpanLink, ...]  # the years or months that have what is not listed here, the latest first
    issues: tuple[ListedIssue, ...] = ()  # newest first
    sections: tuple[ListedSection, ...] = ()  # those of *issues*, or of the topic

    @property
    def path(self) -> str:
        return f"{self.folder}{self.span.path}index.html"


class _Group(Struct, frozen=True, kw_only=True):
    """The issues or sections that were published in a month or a year."""

    year: int
    month: Month | None
    rows: Markup


class _Days:
    """Days as pages show them: each is written once."""

    def __init__(self, zone: ZoneInfo, phrases: Phrases) -> None:
        self._zone, self._phrases = zone, phrases
        self._shown: dict[int, Day] = {}  # by the number of the day: moments take longer to compare

    def of(self, moment: datetime) -> Day:
        """Return the day of *moment* where the newsletter is."""
        local = moment.astimezone(self._zone)
        number = local.toordinal()
        if number not in self._shown:
            date = local.date()
            html = f'<time datetime="{date.isoformat()}">{escape(self._phrases.date(date))}</time>'
            self._shown[number] = Day(date, Markup(html))  # noqa: S704 - escaped
        return self._shown[number]


class _Chips(dict[tuple[str, ...], Markup]):
    """Links to topics by their slugs: most sections of a page have the topics of another one."""

    def __init__(self, links: Mapping[str, Markup]) -> None:
        super().__init__()
        self._links = links

    def __missing__(self, slugs: tuple[str, ...]) -> Markup:
        shown = "".join([self._links[slug] for slug in slugs if slug in self._links])
        self[slugs] = Markup(shown)  # noqa: S704 - escaped
        return self[slugs]


class ArchivePrinter:
    """Renders the pages of archives; *topics* are the names of topics with a page.

    Dates and links to topics, which many rows have in common, are written once for all pages.
    """

    def __init__(self, config: Config, topics: Mapping[str, str], phrases: Phrases) -> None:
        self._config, self._topics, self._phrases = config, topics, phrases
        self._names = {slug: name_of_topic(name) for slug, name in topics.items()}
        self._days = _Days(ZoneInfo(config.site.timezone), phrases)
        self._links: dict[str, dict[str, Markup]] = {}  # to topics, by what leads from a page to the top

    def render(self, page: ArchivePage) -> Document:
        """Return *page* as a document."""
        home = "../" * page.path.count("/")
        context = {
            "page": page,
            "heading": _heading(page, self._phrases),
            "label": lambda span: _label(span, self._phrases),
            "groups": self._groups(page, home),
            "feed": home + (f"topics/{page.topic}/" if page.topic else "issues/"),
            "archive": home + page.folder,
            "alternates": [],
        }
        return render_page(page.path, "archive.html.j2", self._config, context)

    def _groups(self, page: ArchivePage, home: str) -> list[_Group]:
        """Return what *page* lists by year, or else by month, as the newsletter counts them."""
        members: Sequence[Any] = page.sections if page.topic else page.issues
        chips = _Chips({slug: link for slug, link in self._links_from(home).items() if slug != page.topic})
        shown = escape_all(_texts_of(page))
        parts = RowParts(language=self._config.site.language, shown=shown, chips=chips, names=self._names)
        sections = {} if page.topic else _by_issue(page)

        def period(member: tuple[Any, Day]) -> tuple[int, int]:
            day = member[1].date
            return day.year, 0 if page.span.year is None else day.month

        dated = [(member, self._days.of(member.published)) for member in members]
        return [
            _Group(
                year=year,
                month=Month(year=year, month=month) if month else None,
                rows=rows_of_topic(found, parts) if page.topic else rows_of_issues(found, sections, parts),
            )
            for (year, month), found in groupby(dated, key=period)
        ]

    def _links_from(self, home: str) -> dict[str, Markup]:
        if home not in self._links:
            link = Markup(' <a href="{}topics/{}/">{}</a>')
            self._links[home] = {slug: link.format(home, slug, name) for slug, name in self._topics.items()}
        return self._links[home]


def _texts_of(page: ArchivePage) -> Iterator[str]:
    """Yield the titles and addresses on *page*."""
    listed: Iterable[ListedIssue | ListedSection] = chain(
        page.issues, page.sections, (section.issue for section in page.sections)
    )
    for one in listed:
        yield one.title
        yield one.permalink


def _by_issue(page: ArchivePage) -> dict[str, tuple[ListedSection, ...]]:
    """Return the sections of *page* by the key of their issue; one that is all of its issue is left out."""
    found = {key: tuple(sections) for key, sections in groupby(page.sections, key=lambda one: one.issue.key)}
    return {key: () if [one.title for one in own] == [own[0].issue.title] else own for key, own in found.items()}


def _heading(page: ArchivePage, phrases: Phrases) -> str:
    """Return such as "Archive: 2026", or "Robots: Archive"."""
    if page.span.year:
        return f"{page.name or phrases.say('Archive')}: {_label(page.span, phrases)}"
    return f"{page.name}: {phrases.say('Archive')}" if page.name else phrases.say("Archive")


def _label(span: Span, phrases: Phrases) -> str:
    """Return the name of a year or a month."""
    return phrases.month(span.year, span.month) if span.year and span.month else str(span.year or "")
