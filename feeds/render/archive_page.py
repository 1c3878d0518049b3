"""Archive pages: every issue with its sections, and every section of a topic, by year.

They list what feeds do not carry any more, too. A page with much to list leads to pages of years instead, and the page
of a year to those of its months, so each page is small, and changes only when something on it does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from markupsafe import Markup, escape
from msgspec import Struct

from feeds.config import Config
from feeds.languages import Phrases
from feeds.model import Document, ListedIssue, ListedSection
from feeds.render.frame import render_page
from feeds.render.histories import Month


class Span(Struct, frozen=True, kw_only=True):
    """The period of an archive page: a month, a year, or all years."""

    year: int | None = None
    month: int | None = None

    @property
    def path(self) -> str:
        """The folder of its page, below that of the archive.

        >>> Span(year=2026, month=4).path
        '2026/04/'
        """
        return (f"{self.year}/" if self.year else "") + (f"{self.month:02}/" if self.month else "")


class SpanLink(Struct, frozen=True, kw_only=True):
    """A link to the page of a year, or of a month."""

    span: Span
    count: int  # of issues, or of sections of the topic


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


class _Day(Struct, frozen=True):
    """A date, and how pages show it."""

    year: int
    month: int
    shown: Markup


class _Group(Struct, frozen=True):
    """The issues or sections that were published in a month or a year."""

    year: int
    month: Month | None
    members: tuple[Any, ...]


class _Chips(dict[tuple[str, ...], Markup]):
    """Links to topics by their slugs: most sections of a page have the topics of another one."""

    def __init__(self, links: Mapping[str, Markup]) -> None:
        super().__init__()
        self._links = links

    def __missing__(self, slugs: tuple[str, ...]) -> Markup:
        self[slugs] = Markup().join(self._links[slug] for slug in slugs if slug in self._links)
        return self[slugs]


class ArchivePrinter:
    """Renders the pages of archives; *topics* are the names of topics with a page.

    Dates and links to topics, which many rows have in common, are written once for all pages.
    """

    def __init__(self, config: Config, topics: Mapping[str, str], phrases: Phrases) -> None:
        self._config, self._topics = config, topics
        self._zone, self._phrases = ZoneInfo(config.site.timezone), phrases
        self._days: dict[datetime, _Day] = {}  # by moment
        self._dates: dict[date, _Day] = {}
        self._links: dict[str, dict[str, Markup]] = {}  # to topics, by what leads from a page to the top

    def render(self, page: ArchivePage) -> Document:
        """Return *page* as a document."""
        home = "../" * page.path.count("/")
        members = page.sections if page.topic else page.issues
        chips = _Chips({slug: link for slug, link in self._links_from(home).items() if slug != page.topic})
        context = {
            "page": page,
            "heading": _heading(page, self._phrases),
            "label": lambda span: _label(span, self._phrases),
            "groups": self._groups(members, by_year=not page.span.year),
            "sections": {} if page.topic else _by_issue(page),
            "days": self._days,
            "chips": chips,
            "feed": home + (f"topics/{page.topic}/" if page.topic else "issues/"),
            "archive": home + page.folder,
            "alternates": [],
        }
        return render_page(page.path, "archive.html.j2", self._config, context)

    def _groups(self, members: Sequence[ListedIssue] | Sequence[ListedSection], *, by_year: bool) -> list[_Group]:
        """Return *members* by year, or else by month, as the newsletter counts them."""

        def period(member: ListedIssue | ListedSection) -> tuple[int, int]:
            day = self._day(member.published)
            return day.year, 0 if by_year else day.month

        return [
            _Group(year, Month(year=year, month=month) if month else None, tuple(found))
            for (year, month), found in groupby(members, key=period)
        ]

    def _day(self, moment: datetime) -> _Day:
        if moment not in self._days:
            self._days[moment] = self._written(moment.astimezone(self._zone).date())
        return self._days[moment]

    def _written(self, day: date) -> _Day:
        """Return *day* as it is shown; the sections of an issue are seconds apart."""
        if day not in self._dates:
            said = escape(self._phrases.date(day))
            shown = Markup(f'<time datetime="{day.isoformat()}">{said}</time>')  # noqa: S704 - escaped
            self._dates[day] = _Day(day.year, day.month, shown)
        return self._dates[day]

    def _links_from(self, home: str) -> dict[str, Markup]:
        if home not in self._links:
            link = Markup(' <a href="{}topics/{}/">{}</a>')
            self._links[home] = {slug: link.format(home, slug, name) for slug, name in self._topics.items()}
        return self._links[home]


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
