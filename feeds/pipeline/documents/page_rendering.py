"""The page of an issue, rendered (`paging` decides which are)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from msgspec.structs import replace

from feeds.config import Config
from feeds.languages import phrases_for
from feeds.model import Document, ListedSection
from feeds.pipeline.documents.paging import PlannedPage, address_of
from feeds.pipeline.linking import LinkBook
from feeds.render.issue_page import IssuePage, make_issue_page, render_issue_page
from feeds.store import Store


def render_page(config: Config, store: Store, now: datetime, linking: LinkBook, page: PlannedPage) -> Document:
    """Return the *page* of an issue; that of a withdrawn one has only the notice."""
    if not page.candidate:
        return render_issue_page(page.path, _notice(config, store, page.key), config)
    keys = [key for found in page.related.values() for key in found]
    listed = store.relations.listed(keys, now) if keys else {}
    related = {
        name: tuple(_led(listed[key], config.root) for key in found if key in listed)
        for name, found in page.related.items()
    }
    return render_issue_page(page.path, _page(store, linking, page.key, related), config)


def _page(store: Store, linking: LinkBook, key: str, related: Mapping[str, tuple[ListedSection, ...]]) -> IssuePage:
    issue = linking.improve_issue(store.entries.of_issue(key))
    return make_issue_page(issue.whole, issue.sections, related)


def _led(section: ListedSection, root: str) -> ListedSection:
    """Return *section* with its address on the page of its issue."""
    return replace(section, permalink=address_of(section.issue.key, section.key, root))


def _notice(config: Config, store: Store, key: str) -> IssuePage:
    gone = store.issues.withdrawn_at(key)
    said = (
        phrases_for(config.site.language)
        .say(config.withdrawals.text)
        .replace("{date}", f"{gone:%Y-%m-%d}" if gone else "")
    )
    published = store.entries.of_issue(key).whole.published
    return IssuePage(title=said, summary=said, language=config.site.language, published=published)
