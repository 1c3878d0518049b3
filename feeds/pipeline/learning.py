"""What was learnt from the web, put into the store: for how long it holds, and when to ask again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from feeds.links.resolving import Outcome
from feeds.links.visiting import Visit, is_gone
from feeds.model import KnownLink, KnownPage, Target
from feeds.pipeline.wanting import Task
from feeds.site import Site
from feeds.store import Store, open_store

Learnt = tuple[Task, Outcome | Visit]

_DAY = timedelta(days=1)
_KEPT = {"permanent": 365 * _DAY, "temporary": 30 * _DAY, "gone": 30 * _DAY, "refused": 30 * _DAY}
_LONGEST_WAIT = 14 * _DAY
#: Seconds to wait for a build that has the store.
PATIENCE = 60.0


@dataclass(slots=True)
class LookUp:
    """What was done."""

    asked: int = 0  # short links
    resolved: int = 0
    pages: int = 0  # fetched
    recovered: int = 0  # links that were lost
    checked: int = 0  # targets
    answered: int = 0  # visits
    dead: list[Target] = field(default_factory=list)
    faults: list[tuple[str, str]] = field(default_factory=list)  # address, what was wrong
    left: int = 0  # that are due, and wait for the next time
    refused: list[tuple[str, str]] = field(default_factory=list)


def save(site: Site, now: datetime, done: Sequence[Learnt], report: LookUp, *, timed_out: bool) -> None:
    """Remember what was learnt, in one short transaction."""
    with open_store(site.state, patience=PATIENCE) as store:
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
        report.left += 1
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


def _save_visit(store: Store, task: Task, visit: Visit, now: datetime, report: LookUp, *, to_archive: bool) -> None:
    if visit.wait and visit.host:
        store.web.save_wait(visit.host, now + timedelta(seconds=visit.wait))
    report.answered += bool(visit.status)
    if task.kind == "target" and not report.answered:
        report.left += 1  # perhaps it is us who have no network
        return
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
    limited = visit.refused or visit.status in (401, 403, 429, 503)  # it is there, and not for us
    dead = visit.fault and not limited and (is_gone(visit) or fails >= 3)
    since = (past.since if past and past.since else now) if dead else None
    target = Target(url=url, status=visit.status, fault=visit.fault, checked=now, since=since, fails=fails)
    store.web.save_target(target)
    report.checked += 1
    if dead:
        report.dead.append(target)
    if bool(dead) != bool(past and past.since) and to_archive:
        store.marks.save_links("")  # all issues are looked at again: any may have it


def backoff(fails: int) -> timedelta:
    """Return how long to wait after *fails* failures in a row: an hour, four, sixteen... at most a fortnight.

    >>> [str(backoff(fails)) for fails in (1, 2, 9)]
    ['1:00:00', '4:00:00', '14 days, 0:00:00']
    """
    return min(timedelta(hours=4 ** (min(max(fails, 1), 6) - 1)), _LONGEST_WAIT)
