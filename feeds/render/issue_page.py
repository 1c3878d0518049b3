"""An issue as a page of our own, for newsletters whose original is a mail or a page that may disappear."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from markupsafe import Markup
from msgspec import Struct

from feeds.config import Config
from feeds.languages import Phrases, phrases_for
from feeds.markup import sanitise_for_page
from feeds.model import Document, Entry, ListedSection
from feeds.render.frame import render_page

_ROW = Markup('<li><a href="{}"{}>{}</a> <small>{}<time datetime="{}">{}</time></small></li>')
_ORIGIN, _TONGUE = Markup("<span{}>{}</span> · "), Markup(' lang="{}"')


class PageSection(Struct, frozen=True, kw_only=True):
    """A section as the page of its issue shows it."""

    anchor: str  # its key, which never changes, so links to it keep working
    title: str  # "" if it has no heading
    content: str  # safe HTML
    related: tuple[ListedSection, ...] = ()  # sections of earlier issues


class IssuePage(Struct, frozen=True, kw_only=True):
    """An issue as its page shows it, or the notice of a withdrawn one."""

    title: str
    summary: str
    language: str  # of its words
    published: datetime
    original: str = ""  # where it was first published
    sections: tuple[PageSection, ...] = ()


def make_issue_page(
    whole: Entry, sections: Mapping[str, Entry], related: Mapping[str, tuple[ListedSection, ...]]
) -> IssuePage:
    """Return the page of the *whole* issue: its *sections* by key, in reading order, and those *related* to each."""
    return IssuePage(
        title=whole.title,
        summary=whole.summary,
        language=whole.origin.language,
        published=whole.published,
        original=whole.origin.permalink,
        sections=tuple(
            PageSection(
                anchor=key,
                title=section.title if section.heading else "",
                content=sanitise_for_page(section.content),
                related=related.get(key, ()),
            )
            for key, section in sections.items()
        ),
    )


def render_issue_page(path: str, page: IssuePage, config: Config) -> Document:
    """Return *page* as the document at *path*."""
    zone, phrases = ZoneInfo(config.site.timezone), phrases_for(config.site.language)

    def local(moment: datetime) -> datetime:
        return moment.astimezone(zone)

    def rows(sections: Sequence[ListedSection]) -> Markup:
        return Markup("\n").join(_row(one, local(one.published).date(), phrases) for one in sections)

    context = {"issue": page, "local": local, "rows": rows, "alternates": []}
    return render_page(path, "issue.html.j2", config, context)


def _row(section: ListedSection, day: date, phrases: Phrases) -> Markup:
    """Return a row of a list: a macro of Jinja takes ten times as long, and there are dozens of rows on a page."""
    title, issue, language = section.title, section.issue.title, section.issue.language
    tongue = _TONGUE.format(language) if language and language != phrases.language else ""
    origin = _ORIGIN.format(tongue, issue) if issue != title else ""
    return _ROW.format(section.permalink, tongue, title, origin, day, phrases.date(day))
