"""Save answers of the web, and decide when to ask again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from msgspec import Struct

from feeds.links.resolving import Outcome
from feeds.links.visiting import Visit, is_gone
from feeds.lookups.report import Fault, LookUpReport
from feeds.lookups.tasks import Task
from feeds.model import KnownLink, KnownPage, Target
from feeds.store import Store

_DAY = timedelta(days=1)
_KEPT = {"permanent": 365 * _DAY, "temporary": 30 * _DAY, "gone": 30 * _DAY, "refused": 30 * _DAY}
_LONGEST_WAIT = 14 * _DAY
_FAILURES = 3  # in a row, after which a target counts as dead
_LIMITED = (401, 403, 429, 503)  # the target is there, but not for us
_LEFT = LookUpReport(left=1)


class Answer(Struct, frozen=True, kw_only=True):
    """A task and its outcome."""

    task: Task
    outcome: Outcome | Visit


class AnswerBook(Struct, frozen=True, kw_only=True):
    """Saves answers to the *store* that were received at *now*."""

    store: Store
    now: datetime
    to_archive: bool  # dead targets are replaced by links to an archive
    timed_out: bool  # the look-up is over: tasks that took too long were cut off by us

    def save(self, answers: Sequence[Answer], report: LookUpReport) -> LookUpReport:
        """Save *answers* and return *report* with them added."""
        for answer in answers:
            report += self._save(answer, online=report.answered > 0)
        return report

    def _save(self, answer: Answer, *, online: bool) -> LookUpReport:
        task, outcome = answer.task, answer.outcome
        if self.timed_out and outcome.fault == "took too long":
            return _LEFT
        if task.kind == "link":
            assert isinstance(outcome, Outcome)
            return self._save_link(task.url, outcome)
        if not isinstance(outcome, Visit):
            return _LEFT  # its host wants to be left alone
        if outcome.wait and outcome.host:
            self.store.web.save_wait(outcome.host, self.now + timedelta(seconds=outcome.wait))
        if task.kind == "page":
            return self._save_page(task.url, outcome)
        if not outcome.status and not online:
            return _LEFT  # no server has answered yet: our own network may be down
        return self._save_target(task.url, outcome)

    def _save_link(self, url: str, outcome: Outcome) -> LookUpReport:
        limited = outcome.kind == "limited"
        if limited and not outcome.hops:
            return _LEFT  # no server was asked
        if limited and outcome.host:
            self.store.web.save_wait(outcome.host, self.now + timedelta(seconds=outcome.wait))
        self.store.web.save_link(self._known_link(url, outcome))
        if outcome.final:
            return LookUpReport(asked=1, resolved=1)
        fault = (Fault(url=url, message=outcome.fault),)
        if outcome.kind == "refused":
            return LookUpReport(asked=1, refused=fault)
        return LookUpReport(asked=1, faults=fault)

    def _known_link(self, url: str, outcome: Outcome) -> KnownLink:
        past = self.store.web.link(url)
        fails = 0 if outcome.final else (past.fails if past else 0) + (outcome.kind != "limited")
        wait = timedelta(seconds=outcome.wait) if outcome.wait else _KEPT.get(outcome.kind) or backoff(fails)
        return KnownLink(
            url=url,
            final=outcome.final or (past.final if past else ""),  # a dying shortener does not undo an answer
            kind=outcome.kind,
            status=outcome.status,
            hops=outcome.hops,
            fault=outcome.fault,
            checked=self.now,
            expires=self.now + wait,
            fails=fails,
        )

    def _save_page(self, url: str, visit: Visit) -> LookUpReport:
        past = self.store.web.page(url)
        fails = (past.fails if past else 0) + 1 if visit.fault else 0
        wait = timedelta(seconds=visit.wait) if visit.wait else backoff(fails) if fails else 365 * _DAY
        self.store.web.save_page(
            KnownPage(
                url=url,
                final=visit.final,
                status=visit.status,
                fault=visit.fault,
                encoding=visit.encoding,
                content=visit.content,
                checked=self.now,
                expires=self.now + wait,
                fails=fails,
            )
        )
        return _visited(url, visit) + LookUpReport(pages=int(not visit.fault))

    def _save_target(self, url: str, visit: Visit) -> LookUpReport:
        past = self.store.web.target(url)
        limited = visit.refused or visit.status in _LIMITED or bool(visit.wait)
        before = past.fails if past else 0
        fails = max(before, 1) if limited else before + 1 if visit.fault else 0
        dead = bool(visit.fault) and not limited and (is_gone(visit) or fails >= _FAILURES)
        since = (past.since if past and past.since else self.now) if dead else None
        target = Target(url=url, status=visit.status, fault=visit.fault, checked=self.now, since=since, fails=fails)
        self.store.web.save_target(target)
        if dead != bool(past and past.since) and self.to_archive:
            self.store.marks.save_links("")  # any issue may have this link: the next build looks at all of them
        return _visited(url, visit) + LookUpReport(checked=1, dead=(target,) if dead else ())


def _visited(url: str, visit: Visit) -> LookUpReport:
    faults = (Fault(url=url, message=visit.fault),) if visit.fault else ()
    return LookUpReport(answered=int(bool(visit.status)), faults=faults)


def backoff(fails: int) -> timedelta:
    """Return how long to wait after *fails* failures in a row: an hour, four, sixteen... at most a fortnight.

    >>> [str(backoff(fails)) for fails in (1, 2, 9)]
    ['1:00:00', '4:00:00', '14 days, 0:00:00']
    """
    return min(timedelta(hours=4 ** (min(max(fails, 1), 6) - 1)), _LONGEST_WAIT)
