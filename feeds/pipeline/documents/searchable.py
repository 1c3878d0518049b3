"""The full text of everything published, for the search page: indexed again when something of it changed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime

from msgspec import Struct

from feeds.config import Config
from feeds.errors import Problem
from feeds.markup import to_text
from feeds.model import Document
from feeds.pipeline.documents.intact import WrittenDocuments
from feeds.pipeline.documents.paging import address_of
from feeds.pipeline.linking import LinkBook
from feeds.render.full_text import (
    INDEX_FOLDERS,
    PROGRAMS,
    WITHOUT_SPACES,
    TextPage,
    TextSection,
    find_program,
    is_of_index,
)
from feeds.store import Store


class SearchPlan(Struct, frozen=True, kw_only=True):
    """The index of the full text."""

    mark: str  # of all that it holds; "" if there is to be none
    changed: bool
    known: Mapping[str, str]  # the marks of its files, as they were last written, by path


def plan_search(config: Config, store: Store, now: datetime, before: WrittenDocuments) -> SearchPlan:
    """Return whether the full text has to be indexed at *now*, where there are the documents of *before*."""
    marks = {path: mark for path, mark in before.marks.items() if is_of_index(path)}
    if not config.pages.search:
        return SearchPlan(mark="", changed=False, known=marks)
    shown = (f"{one.id} {one.revision}" for one in store.entries.newest_first("issue", now))
    settings = (config.site.language, config.feeds.link, config.root, find_program())
    mark = hashlib.sha256("\0".join([*settings, *shown]).encode()).hexdigest()[:16]
    is_whole = bool(marks) and marks.keys() <= before.intact
    return SearchPlan(mark=mark, changed=store.marks.search() != mark or not is_whole, known=marks)


def index_folders(config: Config) -> tuple[str, ...]:
    """Return the folders of the index, if *config* wants one; its files may be as many as the posts."""
    return INDEX_FOLDERS if config.pages.search else ()


def note_search(config: Config, plan: SearchPlan) -> list[Problem]:
    """Return a notice if an index is made in which no word can be found."""
    language = config.site.language.partition("-")[0].lower()
    if not plan.changed or language not in WITHOUT_SPACES or find_program() != PROGRAMS[-1]:
        return []
    fault = f"pages.search finds nothing inside a sentence in this language ({config.site.language})"
    return [Problem(None, fault, "pip install 'feed-republisher[search-cjk]', which knows its words")]


def index_text(config: Config, store: Store, linking: LinkBook, now: datetime) -> list[Document]:
    """Return the files of an index of everything that is published at *now*.

    Raises:
        FeedsError: Pagefind is not installed, or fails.
    """
    from feeds.render.pagefind import make_index

    return make_index(_pages(config, store, linking, now), config.site.language)


def _pages(config: Config, store: Store, linking: LinkBook, now: datetime) -> Iterator[TextPage]:
    root = config.root if config.feeds.link == "page" else ""
    for candidate in store.entries.newest_first("issue", now):
        key, issue = candidate.issue_key, store.entries.of_issue(candidate.issue_key)
        url = address_of(key, "", root) if root else linking.lead_permalink(issue.whole.permalink)
        addresses = {
            name: address_of(key, name, root) if root else linking.lead_permalink(section.permalink)
            for name, section in issue.sections.items()
        }
        sections = tuple(
            TextSection(_anchor_in(url, addresses[name]), section.title, to_text(section.content))
            for name, section in issue.sections.items()
            if not section.dropped
        )
        yield TextPage(url.partition("#")[0], issue.whole.title, sections)


def _anchor_in(page: str, address: str) -> str:
    """Return the fragment of *address* if it is on *page*, else "".

    >>> _anchor_in("https://a.example/7/", "https://a.example/7/#robots")
    'robots'
    """
    start, _, fragment = address.partition("#")
    return fragment if start == page.partition("#")[0] else ""


def files_of(search: SearchPlan, published: Iterable[str]) -> tuple[str, ...]:
    """Return the paths of the files of the index that there are after a run that *published* documents."""
    if not search.mark:
        return ()
    return tuple(filter(is_of_index, published)) if search.changed else tuple(search.known)


def outdated_files(search: SearchPlan, published: Iterable[str], mark_of: Callable[[str], str]) -> list[str]:
    """Return the files of an earlier index that nothing leads to any more, and that are as they were written.

    Their names follow from their content, so each change would leave some behind.
    """
    gone = search.known.keys() - files_of(search, published)
    return sorted(path for path in gone if mark_of(path) == search.known[path])
