"""Look links up: ask the web what the posts alone do not tell, and remember it for the next build.

The store is open only to see what is to be asked, and for a moment whenever answers have
come: a build never waits for the network, and what was learnt before a kill is kept.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from urllib.parse import urlsplit

from feeds import __version__
from feeds.config import Config, LinkSettings
from feeds.freshness import STATE
from feeds.links import Shorteners, Wrappers
from feeds.links.findings import dump_findings
from feeds.links.resolving import Outcome, Resolver
from feeds.links.searching import digest_of, find
from feeds.links.visiting import Visit, Visitor, is_gone
from feeds.model import Entry, KnownLink, KnownPage, Target
from feeds.pipeline import Site, look
from feeds.pipeline.linking import Linking
from feeds.store import Store, open_store
from feeds.web import Client, Guard, Rounds, Turns, is_nobodys

_DAY = timedelta(days=1)
_KEPT = {"permanent": 365 * _DAY, "temporary": 30 * _DAY, "gone": 30 * _DAY, "refused": 30 * _DAY}
_LONGEST_WAIT = 14 * _DAY
_CHAIN = 15.0  # seconds for a short link, from the first host to the last
_SAVE_AFTER = 1.0  # seconds
_SAVE_MANY = 200
_PATIENCE = 60.0  # seconds to wait for a build that has the store
_CHECKED_FOR = 30 * _DAY

Progress = Callable[[str, int, int], None]
Learnt = tuple["_Task", Outcome | Visit]


@dataclass(slots=True)
class LookUp:
    """What was done."""

    asked: int = 0  # short links
    resolved: int = 0
    pages: int = 0  # fetched
    recovered: int = 0  # links that were lost
    checked: int = 0  # targets
    dead: list[Target] = field(default_factory=list)
    faults: list[tuple[str, str]] = field(default_factory=list)  # address, what was wrong
    left: int = 0  # that are due, and wait for the next time
    refused: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Task:
    kind: str  # link, page or target
    url: str  # as it is known in the store
    start: str  # where to begin


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lost:
    """An issue that has lost links."""

    key: str
    page: str
    text: str  # canonical HTML
    sections: tuple[Entry, ...]
    digest: str


@dataclass(slots=True)
class _Wanted:
    tasks: list[_Task] = field(default_factory=list)
    lost: list[_Lost] = field(default_factory=list)  # to be aligned, by page
    waits: dict[str, datetime] = field(default_factory=dict)
    left: int = 0


def look_up(
    site: Site,
    now: datetime,
    *,
    offline: bool = False,
    check: bool = False,
    stop: threading.Event | None = None,
    progress: Progress = lambda what, done, of: None,
) -> LookUp:
    """Ask for what the links of *site* need, within its budget, and return what was done.

    With *check* targets are visited, too. *offline* asks nobody, and recovers links from the
    pages that are there. Whatever servers do, nothing is raised for it.

    Raises:
        FeedsError: the store cannot be used.
    """
    report, budget = LookUp(), _Budget(site.config.links)
    client = make_client(site.config)
    try:
        for check_now in (False, check):  # the page of an issue may be known only when its short link is
            wanted = _gather(site, now, budget, check=check_now, offline=offline)
            report.left = wanted.left
            if wanted.tasks:
                _ask_all(site, now, wanted, client, report, budget, stop or threading.Event(), progress)
            _recover(site, now, wanted.lost, report)
    finally:
        client.close()
    return report


def make_client(config: Config) -> Client:
    """Return the client that *config* asks for."""
    settings = config.links
    agent = settings.agent or f"feed-republisher/{__version__} (+{config.site.url})"
    return Client(Guard(allow=settings.allow, ports=settings.ports), agent=agent, proxy=settings.proxy)


# -- what is wanted


class _Budget:
    """What is left of what one go may take."""

    def __init__(self, settings: LinkSettings) -> None:
        self.end = time.monotonic() + settings.seconds.total_seconds()
        self.lookups = settings.lookups
        self.asked: set[tuple[str, str]] = set()  # nothing is asked for twice in one go

    def take(self, tasks: Sequence[_Task]) -> list[_Task]:
        """Return as many of *tasks* as may be done."""
        if time.monotonic() >= self.end:
            return []
        taken = [task for task in tasks if (task.kind, task.url) not in self.asked][: self.lookups]
        self.lookups -= len(taken)
        self.asked |= {(task.kind, task.url) for task in taken}
        return taken


def _gather(site: Site, now: datetime, budget: _Budget, *, check: bool, offline: bool) -> _Wanted:
    """Return what is to be asked for, the newest issues first, within the budget."""
    config, wanted = site.config, _Wanted()
    with look(site, now) as seen:
        store, linking = seen.store, seen.reading.linking
        wanted.waits = store.web.waits(now)
        tasks: list[_Task] = []
        if config.links.resolve:
            tasks += [_Task(kind="link", url=url, start=url) for url in store.web.wanted(now)]
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


def _is_pointless(task: _Task, config: Config) -> bool:
    """Return whether nobody can have the address of *task*, as that of an example."""
    host = urlsplit(task.start).hostname or ""
    return is_nobodys(host) and not config.links.allow and not config.links.proxy


def _lost(store: Store, linking: Linking) -> Iterator[_Lost]:
    """Yield the issues whose page was not yet searched for the links they lost, as they read now."""
    for key, page in store.web.lost():
        known = store.web.recovered(page)
        whole = store.whole_of(key)
        final = linking.lead(page)
        digest = digest_of(whole.content, final)
        if known is None or known[0] != digest:
            sections = tuple(store.sections_of(key).values())
            yield _Lost(key=key, page=page, text=whole.content, sections=sections, digest=digest)


def _page_tasks(lost: Sequence[_Lost], store: Store, linking: Linking, now: datetime) -> Iterator[_Task]:
    for one in lost:
        page = store.web.page(one.page)
        start = linking.lead(one.page)
        if not (page and page.content) and not (page and page.expires > now) and not linking.is_short(start):
            yield _Task(kind="page", url=one.page, start=start)


def _target_tasks(store: Store, linking: Linking, now: datetime) -> list[_Task]:
    """Return the targets of all links to be checked, those of the newest issues first."""
    urls: dict[str, None] = {}
    for _, whole, parts in store.all_entries(now):
        for entry in (linking.improve(part) for part in parts if part.kind == "section"):
            urls |= dict.fromkeys(link.href.partition("#")[0] for link in entry.links)
        urls |= dict.fromkeys([linking.lead(whole.permalink)])
    due = []
    for url in urls:
        known = store.web.target(url)
        if (
            not linking.is_short(url)
            and "web.archive.org/" not in url
            and not (known and known.checked + _wait_of(known) > now)
        ):
            due.append(_Task(kind="target", url=url, start=url))
    return due


def _wait_of(target: Target) -> timedelta:
    return _CHECKED_FOR if not target.fails else min(_DAY * 4 ** (target.fails - 1), _CHECKED_FOR)


# -- asking


def _ask_all(
    site: Site, now: datetime, wanted: _Wanted, client: Client, report: LookUp, budget: _Budget,
    stop: threading.Event, progress: Progress,
) -> None:  # fmt: skip
    """Do the tasks that are *wanted*, and save what is learnt as it comes."""
    settings, end = site.config.links, budget.end
    turns = Turns(settings.pause.total_seconds())
    waits = {host: int((until - now).total_seconds()) for host, until in wanted.waits.items()}
    resolver = Resolver(
        ask=client.ask, is_short=Shorteners(settings.shorteners), unwrap=Wrappers(settings.unwrap).unwrap, turns=turns,
        seconds=_CHAIN, is_waiting=lambda host: waits.get(host, 0),
    )  # fmt: skip
    visitor = Visitor(client=client, turns=turns, name="feed-republisher")

    def work(task: _Task) -> Learnt:
        outcome: Outcome | Visit
        if (seconds := waits.get(urlsplit(task.start).netloc)) is not None:
            budget.asked.discard((task.kind, task.url))
            return task, Outcome(kind="limited", fault="wants to be left alone", wait=seconds)
        if task.kind == "link":
            outcome = resolver.resolve(task.start, latest=end)
        else:
            outcome = (visitor.fetch if task.kind == "page" else visitor.check)(task.start, end)
        if outcome.wait and outcome.host:
            waits.setdefault(outcome.host, outcome.wait)
        return task, outcome

    tasks = [(urlsplit(task.start).netloc, partial(work, task)) for task in wanted.tasks]
    done: list[Learnt] = []
    told = 0
    saved = time.monotonic()
    for learnt in Rounds(tasks, turns, end=end, stop=stop).results():
        if learnt is not None:
            done.append(learnt)
            told += 1
            progress("Looking links up", told, len(wanted.tasks))
        if done and (len(done) >= _SAVE_MANY or time.monotonic() - saved >= _SAVE_AFTER):
            _save(site, now, done, report, timed_out=False)
            done, saved = [], time.monotonic()
    if done:
        _save(site, now, done, report, timed_out=time.monotonic() >= end)
    report.left += len(wanted.tasks) - told


def _save(site: Site, now: datetime, done: Sequence[Learnt], report: LookUp, *, timed_out: bool) -> None:
    """Remember what was learnt, in one short transaction."""
    with open_store(site.base / STATE, patience=_PATIENCE) as store:
        for task, outcome in done:
            if timed_out and outcome.fault == "took too long":
                report.left += 1  # our time was over, not the server's
            elif task.kind == "link":
                assert isinstance(outcome, Outcome)
                _save_link(store, task.url, outcome, now, report)
            elif isinstance(outcome, Visit):
                _save_visit(store, task, outcome, now, report, to_archive=site.config.links.dead == "archive")
            else:
                report.left += 1


def _save_link(store: Store, url: str, outcome: Outcome, now: datetime, report: LookUp) -> None:
    past = store.web.link(url)
    report.asked += 1
    if outcome.kind == "limited" and not outcome.hops:
        report.asked -= 1
        return  # nobody was asked
    if outcome.kind == "limited":
        if outcome.host:
            store.web.save_wait(outcome.host, now + timedelta(seconds=outcome.wait))
        report.faults.append((url, outcome.fault))
    fails = 0 if outcome.final else (past.fails if past else 0) + (outcome.kind != "limited")
    wait = _KEPT.get(outcome.kind) or backoff(fails)
    store.web.save_link(
        KnownLink(
            url=url,
            final=outcome.final or (past.final if past else ""),  # a shortener that dies takes nothing with it
            kind=outcome.kind,
            status=outcome.status,
            hops=outcome.hops,
            fault=outcome.fault,
            checked=now,
            expires=now + (timedelta(seconds=outcome.wait) if outcome.wait else wait),
            fails=fails,
        )
    )
    if outcome.final:
        report.resolved += 1
    elif outcome.kind != "limited":
        (report.refused if outcome.kind == "refused" else report.faults).append((url, outcome.fault))


def _save_visit(store: Store, task: _Task, visit: Visit, now: datetime, report: LookUp, *, to_archive: bool) -> None:
    if visit.wait and visit.host:
        store.web.save_wait(visit.host, now + timedelta(seconds=visit.wait))
    if visit.fault:
        report.faults.append((task.url, visit.fault))
    if task.kind == "target":
        _save_target(store, task.url, visit, now, report, to_archive=to_archive)
        return
    past = store.web.page(task.url)
    fails = (past.fails if past else 0) + 1 if visit.fault else 0
    report.pages += not visit.fault
    expires = now + (timedelta(seconds=visit.wait) if visit.wait else backoff(fails) if fails else 365 * _DAY)
    store.web.save_page(
        KnownPage(url=task.url, final=visit.final, status=visit.status, fault=visit.fault, encoding=visit.encoding,
                  content=visit.content, checked=now, expires=expires, fails=fails)
    )  # fmt: skip


def _save_target(store: Store, url: str, visit: Visit, now: datetime, report: LookUp, *, to_archive: bool) -> None:
    past = store.web.target(url)
    fails = (past.fails if past else 0) + 1 if visit.fault else 0
    limited = visit.status in (401, 403, 429, 503)  # it is there, and not for us
    dead = visit.fault and not limited and (is_gone(visit) or fails >= 3)
    since = (past.since if past and past.since else now) if dead else None
    target = Target(url=url, status=visit.status, fault=visit.fault, checked=now, since=since, fails=fails)
    store.web.save_target(target)
    report.checked += 1
    if dead:
        report.dead.append(target)
    if bool(dead) != bool(past and past.since) and to_archive:
        store.remember("links", "")  # all issues are looked at again: any may have it


def backoff(fails: int) -> timedelta:
    """Return how long to wait after *fails* failures in a row: an hour, four, sixteen... at most a fortnight.

    >>> [str(backoff(fails)) for fails in (1, 2, 9)]
    ['1:00:00', '4:00:00', '14 days, 0:00:00']
    """
    return min(timedelta(hours=4 ** (min(max(fails, 1), 6) - 1)), _LONGEST_WAIT)


# -- recovering


def _recover(site: Site, now: datetime, lost: Sequence[_Lost], report: LookUp) -> None:
    """Search the pages that are there for what issues have lost, and remember it."""
    path = site.base / STATE
    if not lost or not path.exists():
        return
    for one in lost:
        with open_store(path, keep=False, patience=_PATIENCE) as store:
            page = store.web.page(one.page)
        if page is None or not page.content:
            continue
        findings = find(page.content, page.final or one.page, page.encoding, one.text, one.sections)
        with open_store(path, patience=_PATIENCE) as store:
            store.web.save_recovered(one.page, one.digest, dump_findings(findings), now)
            store.web.note_stale([one.key])
        report.recovered += len(findings.links)
