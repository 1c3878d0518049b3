"""An issue as a page of our own, for newsletters whose original is a mail or a page that may go."""

from __future__ import annotations

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from feeds.config import Config
from feeds.markup import sanitise
from feeds.model import Document, Entry
from feeds.render.page import render_page


def render_issue_page(path: str, whole: Entry, sections: Iterable[tuple[str, Entry]], config: Config) -> Document:
    """Return the page of the *whole* issue at *path*; *sections* are (anchor, section), in reading order.

    An anchor is the key of a section, which never changes, so what leads there always will.
    """
    shown = {
        "title": whole.title,
        "summary": whole.summary,
        "published": whole.published.astimezone(ZoneInfo(config.site.timezone)),
        "original": whole.origin.permalink,
        "sections": [
            {"anchor": anchor, "title": section.title if section.heading else "", "content": sanitise(section.content)}
            for anchor, section in sections
        ],
    }
    return render_page(path, "issue.html.j2", config, {"issue": shown, "alternates": []})


def render_withdrawn_page(path: str, whole: Entry, said: str, config: Config) -> Document:
    """Return the page at *path* of an issue that its author withdrew: *said*, and none of its words."""
    shown = {
        "title": said,
        "summary": said,
        "published": whole.published.astimezone(ZoneInfo(config.site.timezone)),
        "original": "",
        "sections": [],
    }
    return render_page(path, "issue.html.j2", config, {"issue": shown, "alternates": []})
