"""Look links up: ask the web for targets and pages, and remember the answers for the next build.

The store is open only to find what is due, and for a moment whenever answers have come: a
build never waits for the network, and answers that came before a kill are kept.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from datetime import datetime
from functools import partial

from msgspec import Struct

from feeds.links.findings import dump_findings
from feeds.links.searching import find
from feeds.lookups.answers import AnswerBook, DoneTask
from feeds.lookups.questions import make_questioner
from feeds.lookups.report import LookUpReport
from feeds.lookups.tasks import Agenda, IncompleteIssue, LookUpBudget, gather_tasks
from feeds.model import RecoveredPage
from feeds.pipeline.asking import make_client
from feeds.pipeline.progress import Progress, silence
from feeds.site import Site
from feeds.store import open_store, view_store
from feeds.web import Client, HostTask, Rounds, Turns

_PATIENCE = 60.0  # seconds to wait for a build that has the store
_SAVE_AFTER = 1.0  # seconds
_SAVE_MANY = 200


def look_up(
    site: Site,
    now: datetime,
    *,
    offline: bool = False,
    check: bool = False,
    stop: threading.Event | None = None,
    progress: Progress = silence,
) -> LookUpReport:
    """Look up the links of *site*, within its budget, and return what was done.

    With *check* the targets of links are visited as well. *offline* makes no network requests,
    and recovers links from stored pages. A fault of a server raises nothing.

    Raises:
        FeedsError: the store cannot be used.
    """
    client = make_client(site.config)
    session = _Session(
        site=site,
        now=now,
        client=client,
        budget=LookUpBudget(site.config.links),
        stop=stop or threading.Event(),
        progress=progress,
    )
    report, left_before = LookUpReport(), 0
    try:
        # The page of an issue may be known only when its short link is resolved, hence two rounds.
        for checks in (False, check):
            agenda = gather_tasks(site, now, session.budget, check=checks, offline=offline)
            report += LookUpReport(left=agenda.left - left_before)  # the second round sees the rest of the first again
            left_before = agenda.left
            report = session.ask(agenda, report)
            report += session.recover(agenda.lost)
            if not (check or report.resolved):
                break
    finally:
        client.close()
    return report


class _Session(Struct, frozen=True, kw_only=True):
    """The surroundings of one look-up."""

    site: Site
    now: datetime
    client: Client
    budget: LookUpBudget
    stop: threading.Event
    progress: Progress

    def ask(self, agenda: Agenda, report: LookUpReport) -> LookUpReport:
        """Do the tasks of *agenda*, save answers as they come, and return *report* with them added."""
        config, end = self.site.config, self.budget.end
        turns = Turns(config.links.pause.total_seconds())
        waits = {host: int((until - self.now).total_seconds()) for host, until in agenda.waits.items()}
        questioner = make_questioner(config, self.client, turns, waits, self.now, end=end)
        tasks = [HostTask(task.host, partial(questioner.ask, task)) for task in agenda.tasks]
        waiting: list[DoneTask] = []  # to be saved
        done, saved = 0, time.monotonic()
        for one in Rounds(tasks, turns, end=end, stop=self.stop).results():
            if one is not None:
                waiting.append(one)
                done += 1
                self.progress("Looking links up", done, len(tasks))
            if waiting and (len(waiting) >= _SAVE_MANY or time.monotonic() - saved >= _SAVE_AFTER):
                report = self._save(waiting, report)
                waiting, saved = [], time.monotonic()
        if waiting:
            report = self._save(waiting, report)
        return report + LookUpReport(left=len(tasks) - done)

    def _save(self, done: Sequence[DoneTask], report: LookUpReport) -> LookUpReport:
        """Save the answers to tasks that are *done* in one short transaction, and return *report* with them added."""
        to_archive, timed_out = self.site.config.links.dead == "archive", time.monotonic() >= self.budget.end
        with open_store(self.site.state, patience=_PATIENCE) as store:
            book = AnswerBook(store=store, now=self.now, to_archive=to_archive, timed_out=timed_out)
            return book.save(done, report)

    def recover(self, lost: Sequence[IncompleteIssue]) -> LookUpReport:
        """Search stored pages for the links that the issues have *lost*, save the findings and count them.

        It ends with the budget, but at least one page is searched: the others follow next time.
        """
        report = LookUpReport()
        for number, issue in enumerate(self._with_pages(lost)):
            if number and time.monotonic() >= self.budget.end:
                break
            report += LookUpReport(recovered=self._recover(issue))
        return report

    def _with_pages(self, lost: Sequence[IncompleteIssue]) -> list[IncompleteIssue]:
        """Return the issues whose page is here."""
        if not lost:
            return []
        with view_store(self.site.state) as store:
            here = store.web.pages_here()
        return [one for one in lost if one.page in here]

    def _recover(self, issue: IncompleteIssue) -> int:
        path = self.site.state
        with view_store(path) as store:
            page = store.web.page(issue.page)
        if page is None or not page.content:
            return 0
        findings = find(page.content, page.final or issue.page, page.encoding, issue.text, issue.sections)
        with open_store(path, patience=_PATIENCE) as store:
            found = dump_findings(findings)
            store.web.save_recovered(
                RecoveredPage(url=issue.page, digest=issue.digest, findings=found, checked=self.now)
            )
            store.web.add_to_queue([issue.key])
        return len(findings.links)
