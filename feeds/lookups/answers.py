"""Save the answers of the web; `policy` decides what they mean."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from msgspec import Struct

from feeds.links.resolving import Outcome
from feeds.links.visiting import Visit
from feeds.lookups.policy import link_after, page_after, target_after
from feeds.lookups.report import FailedAddress, LookUpReport
from feeds.lookups.tasks import Task
from feeds.store import Store

_LEFT = LookUpReport(left=1)


class DoneTask(Struct, frozen=True, kw_only=True):
    """A task and its outcome."""

    task: Task
    outcome: Outcome | Visit


class AnswerBook(Struct, frozen=True, kw_only=True):
    """Saves answers to the *store* that were received at *now*."""

    store: Store
    now: datetime
    to_archive: bool  # dead targets are replaced by links to an archive
    timed_out: bool  # the look-up is over: tasks that took too long were cut off by us

    def save(self, done: Sequence[DoneTask], report: LookUpReport) -> LookUpReport:
        """Save the answers to the tasks that are *done*, and return *report* with them added."""
        for one in done:
            report += self._save(one, online=report.answered > 0)
        return report

    def _save(self, done: DoneTask, *, online: bool) -> LookUpReport:
        task, outcome = done.task, done.outcome
        if self.timed_out and outcome.is_late:
            return _LEFT
        if task.kind == "link":
            assert isinstance(outcome, Outcome)
            return self._save_link(task.url, outcome)
        if not isinstance(outcome, Visit):
            return _LEFT  # its host wants to be left alone
        self._save_wait(outcome)
        if task.kind == "page":
            return self._save_page(task.url, outcome)
        if not outcome.status and not online:
            return _LEFT  # no server has answered yet: our own network may be down
        return self._save_target(task.url, outcome)

    def _save_wait(self, outcome: Outcome | Visit) -> None:
        if outcome.wait and outcome.host:
            self.store.web.save_wait(outcome.host, self.now + timedelta(seconds=outcome.wait))

    def _save_link(self, url: str, outcome: Outcome) -> LookUpReport:
        if outcome.kind == "limited" and not outcome.hops:
            return _LEFT  # no server was asked
        self._save_wait(outcome)
        self.store.web.save_link(link_after(outcome, url, self.store.web.link(url), self.now))
        if outcome.final:
            return LookUpReport(asked=1, resolved=1)
        fault = (FailedAddress(url=url, message=outcome.fault),)
        if outcome.kind == "refused":
            return LookUpReport(asked=1, refused=fault)
        return LookUpReport(asked=1, faults=fault)

    def _save_page(self, url: str, visit: Visit) -> LookUpReport:
        self.store.web.save_page(page_after(visit, url, self.store.web.page(url), self.now))
        return _visited(url, visit) + LookUpReport(pages=int(not visit.fault))

    def _save_target(self, url: str, visit: Visit) -> LookUpReport:
        past = self.store.web.target(url)
        target = target_after(visit, url, past, self.now)
        self.store.web.save_target(target)
        if bool(target.since) != bool(past and past.since) and self.to_archive:
            self.store.marks.save_links("")  # any issue may have this link: the next build looks at all of them
        return _visited(url, visit) + LookUpReport(checked=1, dead=(target,) if target.since else ())


def _visited(url: str, visit: Visit) -> LookUpReport:
    faults = (FailedAddress(url=url, message=visit.fault),) if visit.fault else ()
    return LookUpReport(answered=int(bool(visit.status)), faults=faults)
