"""Look links up: ask the web what the posts alone do not tell, and remember it for the next build.

The store is open only to see what is to be asked, and for a moment whenever answers have
come: a build never waits for the network, and what was learnt before a kill is kept.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from urllib.parse import urlsplit

from feeds.links import Shorteners, Wrappers
from feeds.links.findings import dump_findings
from feeds.links.resolving import Outcome, Resolver
from feeds.links.searching import find
from feeds.links.visiting import Visit, Visitor
from feeds.model import RecoveredPage
from feeds.pipeline.asking import make_client, make_guard
from feeds.pipeline.learning import PATIENCE, Learnt, LookUp, save
from feeds.pipeline.wanting import Budget, Lost, Task, Wanted, gather
from feeds.site import Site
from feeds.store import open_store, view_store
from feeds.web import Client, Rounds, Turns

__all__ = ["LookUp", "look_up"]

_CHAIN = 15.0  # seconds for a short link, from the first host to the last
_SAVE_AFTER = 1.0  # seconds
_SAVE_MANY = 200

Progress = Callable[[str, int, int], None]


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
    report, budget = LookUp(), Budget(site.config.links)
    client = make_client(site.config)
    waiting = 0
    try:
        for check_now in (False, check):  # the page of an issue may be known only when its short link is
            wanted = gather(site, now, budget, check=check_now, offline=offline)
            report.left += wanted.left - waiting  # the second look sees those of the first again
            waiting = wanted.left
            if wanted.tasks:
                _ask_all(site, now, wanted, client, report, budget, stop or threading.Event(), progress)
            _recover(site, now, wanted.lost, report)
    finally:
        client.close()
    return report


def _ask_all(
    site: Site, now: datetime, wanted: Wanted, client: Client, report: LookUp, budget: Budget,
    stop: threading.Event, progress: Progress,
) -> None:  # fmt: skip
    """Do the tasks that are *wanted*, and save what is learnt as it comes."""
    settings, end = site.config.links, budget.end
    turns = Turns(settings.pause.total_seconds())
    waits = {host: int((until - now).total_seconds()) for host, until in wanted.waits.items()}
    resolver = Resolver(
        ask=client.ask, is_short=Shorteners(settings.shorteners), unwrap=Wrappers(settings.unwrap).unwrap, turns=turns,
        seconds=_CHAIN, is_waiting=lambda host: waits.get(host, 0), bars=make_guard(site.config).bars,
    )  # fmt: skip
    visitor = Visitor(client=client, turns=turns, name="feed-republisher")

    def work(task: Task) -> Learnt:
        outcome: Outcome | Visit
        if (seconds := waits.get(urlsplit(task.start).netloc)) is not None:
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
            save(site, now, done, report, timed_out=False)
            done, saved = [], time.monotonic()
    if done:
        save(site, now, done, report, timed_out=time.monotonic() >= end)
    report.left += len(wanted.tasks) - told


def _recover(site: Site, now: datetime, lost: Sequence[Lost], report: LookUp) -> None:
    """Search the pages that are there for what issues have lost, and remember it."""
    path = site.state
    if not lost or not path.exists():
        return
    for one in lost:
        with view_store(path) as store:
            page = store.web.page(one.page)
        if page is None or not page.content:
            continue
        findings = find(page.content, page.final or one.page, page.encoding, one.text, one.sections)
        with open_store(path, patience=PATIENCE) as store:
            found = dump_findings(findings)
            store.web.save_recovered(RecoveredPage(url=one.page, digest=one.digest, findings=found, checked=now))
            store.web.add_to_queue([one.key])
        report.recovered += len(findings.links)
