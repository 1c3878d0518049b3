"""The tasks of a look-up: short links, pages and targets, the newest issues first, within a budget."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence, Set
from datetime import datetime
from typing import Literal
from urllib.parse import urlsplit

from msgspec import Struct

from feeds.config import Config, LinkSettings
from feeds.links import must_not_be_asked
from feeds.links.losses import find_losses
from feeds.links.searching import findings_mark
from feeds.lookups.policy import is_due
from feeds.model import Entry
from feeds.pipeline.linking import LinkBook
from feeds.pipeline.looking import look
from feeds.site import Site
from feeds.store import Store
from feeds.web import is_reserved


class Task(Struct, frozen=True, kw_only=True):
    """One address to ask."""

    kind: Literal["link", "page", "target"]
    url: str  # as it is known in the store
    start: str  # where to begin

    @property
    def host(self) -> str:
        """The host that is asked first, with its port."""
        return urlsplit(self.start).netloc


class IncompleteIssue(Struct, frozen=True, kw_only=True):
    """An issue that has lost links."""

    key: str
    page: str
    text: str  # canonical HTML
    sections: tuple[Entry, ...]
    digest: str


class Agenda(Struct, frozen=True, kw_only=True):
    """The tasks of one round."""

    tasks: tuple[Task, ...]
    lost: tuple[IncompleteIssue, ...]  # their pages are searched afterwards
    waits: Mapping[str, datetime]  # hosts that want to be left alone, and until when
    left: int  # tasks that are due, but not within the budget


class LookUpBudget:
    """The seconds and requests that a look-up has left; it is used up over its two rounds."""

    def __init__(self, settings: LinkSettings) -> None:
        self.end = time.monotonic() + settings.seconds.total_seconds()
        self.lookups = settings.lookups
        self._asked: set[tuple[str, str]] = set()  # kind and address: nothing is asked twice in one look-up

    def take(self, tasks: Sequence[Task]) -> list[Task]:
        """Return as many of *tasks* as may be done."""
        if time.monotonic() >= self.end:
            return []
        taken = self.left_of(tasks)[: self.lookups]
        self.lookups -= len(taken)
        self._asked.update((task.kind, task.url) for task in taken)
        return taken

    def left_of(self, tasks: Sequence[Task]) -> list[Task]:
        """Return those of *tasks* that were not taken yet."""
        return [task for task in tasks if (task.kind, task.url) not in self._asked]


def gather_tasks(site: Site, now: datetime, budget: LookUpBudget, *, check: bool, offline: bool) -> Agenda:
    """Return the tasks that are due at *now*, those of the newest issues first, within *budget*.

    Targets are among them with *check*; *offline* there are none.
    """
    config = site.config
    with look(site, now) as seen:
        store, linking = seen.store, seen.linking
        waits = store.web.waits(now)
        here = store.web.pages_here()
        lost = tuple(_lost(store, linking, config, here, now)) if config.links.recover else ()
        tasks: list[Task] = []
        if config.links.resolve:
            tasks += [Task(kind="link", url=url, start=url) for url in store.web.wanted(now)]
        tasks += _page_tasks(lost, here, linking)
        if check:
            tasks += _target_tasks(store, linking, now)
    tasks = [task for task in tasks if not _is_pointless(task.start, config)]
    ready = [] if offline else [task for task in tasks if task.host not in waits]
    taken = tuple(budget.take(ready))
    return Agenda(tasks=taken, lost=lost, waits=waits, left=len(budget.left_of(tasks)))


def _is_pointless(url: str, config: Config) -> bool:
    """Return whether the address *url* cannot exist, as with examples."""
    host = urlsplit(url).hostname or ""
    local = bool(config.links.allow or config.links.proxy)  # there may be names of its own
    return is_reserved(host) and (not local or host.endswith((".example", ".invalid")))


def _lost(store: Store, linking: LinkBook, config: Config, here: Set[str], now: datetime) -> Iterator[IncompleteIssue]:
    """Yield the issues whose page is *here*, or may be asked for, and was not yet searched for the links they lost.

    It is searched again if they read differently now. In `feeds watch` this is asked after every build, so an issue
    is loaded only if there is a page to search.
    """
    tallies = store.web.tallies()
    losses = find_losses(tallies, store.web.recovered_counts())
    to_wait_for = store.web.pages_to_wait_for(now)
    for key, page in [(one.issue, one.page) for one in tallies if one.issue in losses]:
        final = linking.lead(page)
        if page in to_wait_for or (page not in here and _is_pointless(final, config)):
            continue
        known = store.web.recovered(page)
        issue = store.entries.of_issue(key)
        digest = findings_mark(issue.content, final)
        if known is None or known.digest != digest:
            sections = tuple(issue.sections.values())
            yield IncompleteIssue(key=key, page=page, text=issue.content, sections=sections, digest=digest)


def _page_tasks(lost: Sequence[IncompleteIssue], here: Set[str], linking: LinkBook) -> Iterator[Task]:
    for one in lost:
        start = linking.lead(one.page)
        if one.page not in here and not linking.is_short(start):
            yield Task(kind="page", url=one.page, start=start)


def _target_tasks(store: Store, linking: LinkBook, now: datetime) -> list[Task]:
    """Return the targets of all links to be checked, those of the newest issues first."""
    urls: dict[str, None] = {}
    for issue in store.entries.all(now):
        for entry in linking.improve_issue(issue).sections.values():
            asked = (link for link in entry.links if not must_not_be_asked(link.href, link.text))
            urls |= dict.fromkeys(link.href.partition("#")[0] for link in asked)
        urls |= dict.fromkeys([linking.lead(issue.whole.permalink)])
    due = []
    for url in urls:
        known = store.web.target(url)
        if not linking.is_short(url) and "web.archive.org/" not in url and (known is None or is_due(known, now)):
            due.append(Task(kind="target", url=url, start=url))
    return due
