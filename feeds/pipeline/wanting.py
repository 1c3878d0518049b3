"""What there is to be asked of the web: short links, pages, targets; the newest issues first, within a budget."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from feeds.config import Config, LinkSettings
from feeds.links import must_not_be_asked
from feeds.links.searching import digest_of
from feeds.model import Entry, Target
from feeds.pipeline.linking import Linking
from feeds.pipeline.run import look
from feeds.site import Site
from feeds.store import Store
from feeds.web import is_nobodys

_DAY = timedelta(days=1)
_CHECKED_FOR = 30 * _DAY


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One thing to ask."""

    kind: str  # link, page or target
    url: str  # as it is known in the store
    start: str  # where to begin


@dataclass(frozen=True, slots=True, kw_only=True)
class Lost:
    """An issue that has lost links."""

    key: str
    page: str
    text: str  # canonical HTML
    sections: tuple[Entry, ...]
    digest: str


@dataclass(slots=True)
class Wanted:
    """What is to be done in one go."""

    tasks: list[Task] = field(default_factory=list)
    lost: list[Lost] = field(default_factory=list)  # to be aligned, by page
    waits: dict[str, datetime] = field(default_factory=dict)
    left: int = 0


class Budget:
    """What is left of what one go may take."""

    def __init__(self, settings: LinkSettings) -> None:
        self.end = time.monotonic() + settings.seconds.total_seconds()
        self.lookups = settings.lookups
        self.asked: set[tuple[str, str]] = set()  # nothing is asked for twice in one go

    def take(self, tasks: Sequence[Task]) -> list[Task]:
        """Return as many of *tasks* as may be done."""
        if time.monotonic() >= self.end:
            return []
        taken = [task for task in tasks if (task.kind, task.url) not in self.asked][: self.lookups]
        self.lookups -= len(taken)
        self.asked |= {(task.kind, task.url) for task in taken}
        return taken


def gather(site: Site, now: datetime, budget: Budget, *, check: bool, offline: bool) -> Wanted:
    """Return what is to be asked for, the newest issues first, within the budget."""
    config, wanted = site.config, Wanted()
    with look(site, now) as seen:
        store, linking = seen.store, seen.linking
        wanted.waits = store.web.waits(now)
        tasks: list[Task] = []
        if config.links.resolve:
            tasks += [Task(kind="link", url=url, start=url) for url in store.web.wanted(now)]
        if config.links.recover:
            wanted.lost = list(_lost(store, linking))
            tasks += _page_tasks(wanted.lost, store, linking, now)
        if check:
            tasks += _target_tasks(store, linking, now)
    tasks = [task for task in tasks if not _is_pointless(task, config)]
    waiting = {host for host, until in wanted.waits.items() if until > now}
    ready = [] if offline else [task for task in tasks if urlsplit(task.start).netloc not in waiting]
    wanted.tasks = budget.take(ready)
    wanted.left = sum((task.kind, task.url) not in budget.asked for task in tasks)
    return wanted


def _is_pointless(task: Task, config: Config) -> bool:
    """Return whether nobody can have the address of *task*, as that of an example."""
    host = urlsplit(task.start).hostname or ""
    local = bool(config.links.allow or config.links.proxy)  # there may be names of its own
    return is_nobodys(host) and (not local or host.endswith((".example", ".invalid")))


def _lost(store: Store, linking: Linking) -> Iterator[Lost]:
    """Yield the issues whose page was not yet searched for the links they lost, as they read now."""
    for key, page in store.web.lost():
        known = store.web.recovered(page)
        whole = store.whole_of(key)
        final = linking.lead(page)
        digest = digest_of(whole.content, final)
        if known is None or known.digest != digest:
            sections = tuple(store.sections_of(key).values())
            yield Lost(key=key, page=page, text=whole.content, sections=sections, digest=digest)


def _page_tasks(lost: Sequence[Lost], store: Store, linking: Linking, now: datetime) -> Iterator[Task]:
    for one in lost:
        page = store.web.page(one.page)
        start = linking.lead(one.page)
        if not (page and page.content) and not (page and page.expires > now) and not linking.is_short(start):
            yield Task(kind="page", url=one.page, start=start)


def _target_tasks(store: Store, linking: Linking, now: datetime) -> list[Task]:
    """Return the targets of all links to be checked, those of the newest issues first."""
    urls: dict[str, None] = {}
    for _, whole, parts in store.all_entries(now):
        for entry in (linking.improve(part) for part in parts if part.kind == "section"):
            asked = (link for link in entry.links if not must_not_be_asked(link.href, link.text))
            urls |= dict.fromkeys(link.href.partition("#")[0] for link in asked)
        urls |= dict.fromkeys([linking.lead(whole.permalink)])
    due = []
    for url in urls:
        known = store.web.target(url)
        if (
            not linking.is_short(url)
            and "web.archive.org/" not in url
            and not (known and known.checked + _wait_of(known) > now)
        ):
            due.append(Task(kind="target", url=url, start=url))
    return due


def _wait_of(target: Target) -> timedelta:
    return _CHECKED_FOR if not target.fails else min(_DAY * 4 ** (target.fails - 1), _CHECKED_FOR)
