"""Pages of issues, where `feeds.link` is `page`: written when their words change, kept for good."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from feeds import render
from feeds.config import Config
from feeds.model import Candidate, Document, Entry
from feeds.pipeline.linking import Linking
from feeds.store import Store
from feeds.store.marks import rendering_mark
from feeds.urls import short_hash

_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuePage:
    """A page, and the mark of what it shows."""

    key: str  # of its issue
    candidate: Candidate | None  # None: the issue was withdrawn
    mark: str
    changed: bool

    @property
    def path(self) -> str:
        return page_path(self.key)


@dataclass(frozen=True, slots=True)
class IssuePages:
    """The pages of all issues that were ever published; none where the config wants none."""

    pages: tuple[IssuePage, ...]

    @property
    def paths(self) -> list[str]:
        """The pages there are after this run."""
        return [page.path for page in self.pages]

    def changed(self, missing: Collection[str]) -> list[IssuePage]:
        """Return the pages of issues that changed, or that are *missing*."""
        return [page for page in self.pages if page.changed or page.path in missing]


def plan_pages(config: Config, store: Store, now: datetime) -> IssuePages:
    """Return the pages there are at *now*."""
    if config.feeds.link != "page":
        return IssuePages(())
    live = {one.issue_key: one for one in store.newest_first("issue", now)}
    marks, settings = store.marks.pages(), rendering_mark(config)
    pages = []
    for key in sorted({*live, *marks}):
        candidate = live.get(key)
        said = candidate.revision if candidate else "withdrawn"
        mark = hashlib.sha256(f"{settings} {said}".encode()).hexdigest()[:16]
        pages.append(IssuePage(key=key, candidate=candidate, mark=mark, changed=marks.get(key) != mark))
    return IssuePages(tuple(pages))


def render_pages(
    config: Config, store: Store, linking: Linking, pages: IssuePages, missing: Collection[str]
) -> Iterator[Document]:
    """Yield the pages of issues that changed, or are *missing*; a withdrawn one has only the notice."""
    for page in pages.changed(missing):
        yield _page(config, store, linking, page)


def _page(config: Config, store: Store, linking: Linking, page: IssuePage) -> Document:
    whole, sections = store.whole_of(page.key), store.sections_of(page.key)
    if page.candidate is None:
        gone = store.withdrawn_at(page.key)
        said = config.withdrawals.text.replace("{date}", f"{gone:%Y-%m-%d}" if gone else "")
        return render.render_withdrawn_page(page.path, whole, said, config)
    better = [(name, linking.improve(section)) for name, section in sections.items()]
    return render.render_issue_page(page.path, linking.improve_whole(whole, sections.values()), better, config)


def page_path(key: str) -> str:
    """Return where the page of the issue with *key* is, below the output directory."""
    name = key if _PLAIN.match(key) and key != "archive" else "x-" + short_hash(key)
    return f"issues/{name}/index.html"


def read_on_page(entry: Entry, candidate: Candidate, root: str) -> Entry:
    """Return *entry* with a permalink to our page, and its original as `via`."""
    address = root + page_path(candidate.issue_key).removesuffix("index.html")
    section = candidate.section_key.partition("/")[0]
    return replace(entry, permalink=address + (f"#{section}" if section else ""), via=entry.permalink)
