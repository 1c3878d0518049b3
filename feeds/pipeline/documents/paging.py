"""Pages of issues, if `feeds.link` is `page`: written when their content changes, and never deleted.

`page_rendering` makes them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from datetime import datetime

from msgspec import Struct, field
from msgspec.structs import replace

from feeds.config import Config
from feeds.model import Candidate, Stored
from feeds.pipeline.documents.relating import Dated, Related, relate
from feeds.regex import regex
from feeds.store import Store
from feeds.store.marks import rendering_mark
from feeds.urls import short_hash

_SAFE_NAME = regex(r"[A-Za-z0-9][A-Za-z0-9._-]*\Z")


class PlannedPage(Struct, frozen=True, kw_only=True):
    """A page, and the mark of what it shows."""

    key: str  # of its issue
    candidate: Candidate | None  # None: the issue was withdrawn
    mark: str
    changed: bool
    related: Related = field(default_factory=dict)  # the sections that its sections lead to, if it is to be rendered

    @property
    def path(self) -> str:
        return page_path(self.key)


class IssuePages(Struct, frozen=True):
    """The pages of all issues that were ever published; none where the config wants none."""

    pages: tuple[PlannedPage, ...]

    @property
    def paths(self) -> list[str]:
        """The pages there are after this run."""
        return [page.path for page in self.pages]

    def changed(self, missing: Collection[str]) -> list[PlannedPage]:
        """Return the pages of issues that changed, or that are *missing*."""
        return [page for page in self.pages if page.changed or page.path in missing]


def plan_pages(config: Config, store: Store, now: datetime, listed: Collection[str]) -> IssuePages:
    """Return the pages there are at *now*; those that lead to one of the issues *listed* otherwise have changed."""
    if config.feeds.link != "page":
        return IssuePages(())
    live = {one.issue_key: one for one in store.entries.newest_first("issue", now)}
    marks, settings = store.marks.pages(), rendering_mark(config)
    leading = store.relations.leading_to(listed) if marks else frozenset()
    pages = []
    for key in sorted({*live, *marks}):
        candidate = live.get(key)
        said = candidate.revision if candidate else "withdrawn"
        mark = hashlib.sha256(f"{settings} {said}".encode()).hexdigest()[:16]
        changed = marks.get(key) != mark or key in leading
        pages.append(PlannedPage(key=key, candidate=candidate, mark=mark, changed=changed))
    return IssuePages(tuple(pages))


def relate_pages(pages: IssuePages, store: Store, now: datetime, missing: Collection[str]) -> IssuePages:
    """Return *pages* with what those lead to that are to be rendered, because they changed or are *missing*."""
    shown = [(page.key, page.candidate) for page in pages.changed(missing) if page.candidate]
    related = relate(store, now, (Dated(key, int(candidate.published.timestamp())) for key, candidate in shown))
    return IssuePages(tuple(replace(page, related=related.get(page.key, {})) for page in pages.pages))


def page_path(key: str) -> str:
    """Return where the page of the issue with *key* is, below the output directory."""
    name = key if _SAFE_NAME.match(key) and key != "archive" else "x-" + short_hash(key)
    return f"issues/{name}/index.html"


def address_on_page(stored: Stored, root: str) -> str:
    """Return the address of the entry that is *stored* on the page of its issue; an item is read at its section."""
    return address_of(stored.issue_key, stored.section_key, root)


def address_of(issue: str, part: str, root: str) -> str:
    """Return the address of the page of an *issue*, at a *part* of it if there is one; both are keys."""
    address = root + page_path(issue).removesuffix("index.html")
    section = part.partition("/")[0]
    return address + (f"#{section}" if section else "")
