"""An issue as a page of our own, for newsletters whose original is a mail or a page that may disappear."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import replace

from feeds.config import Config
from feeds.markup import sanitise_for_page
from feeds.model import Document, Entry
from feeds.render.frame import render_page


class PageSection(Struct, frozen=True, kw_only=True):
    """A section as the page of its issue shows it."""

    anchor: str  # its key, which never changes, so links to it keep working
    title: str  # "" if it has no heading
    content: str  # safe HTML


class IssuePage(Struct, frozen=True, kw_only=True):
    """An issue as its page shows it, or the notice of a withdrawn one."""

    title: str
    summary: str
    language: str  # of its words
    published: datetime
    original: str = ""  # where it was first published
    sections: tuple[PageSection, ...] = ()


def make_issue_page(whole: Entry, sections: Mapping[str, Entry]) -> IssuePage:
    """Return the page of the *whole* issue with its *sections* by key, in reading order."""
    return IssuePage(
        title=whole.title,
        summary=whole.summary,
        language=whole.origin.language,
        published=whole.published,
        original=whole.origin.permalink,
        sections=tuple(
            PageSection(
                anchor=key, title=section.title if section.heading else "", content=sanitise_for_page(section.content)
            )
            for key, section in sections.items()
        ),
    )


def render_issue_page(path: str, page: IssuePage, config: Config) -> Document:
    """Return *page* as the document at *path*."""
    local = replace(page, published=page.published.astimezone(ZoneInfo(config.site.timezone)))
    return render_page(path, "issue.html.j2", config, {"issue": local, "alternates": []})
