"""Ask one address at a time: a short link where it leads, a page for its content, a target whether it is there."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from feeds.config import Config
from feeds.links import Shorteners, Wrappers
from feeds.links.resolving import Outcome, Resolver
from feeds.links.visiting import Visit, Visitor
from feeds.lookups.answers import DoneTask
from feeds.lookups.report import log
from feeds.lookups.tasks import Task
from feeds.pipeline.asking import make_guard
from feeds.web import Client, Turns

_NAME = "feed-republisher"  # by which robots.txt may address us
_CHAIN = 15.0  # seconds for a short link, from the first host to the last


class Questioner(Struct, frozen=True, kw_only=True):
    """Does tasks until *end* (of `time.monotonic`), and leaves hosts alone that want to be."""

    resolver: Resolver
    visitor: Visitor
    waits: dict[str, int]  # hosts that want to be left alone, and for how many seconds; answers add to it
    end: float

    def ask(self, task: Task) -> DoneTask:
        """Return *task* with its outcome."""
        outcome = self._outcome(task)
        if outcome.wait and outcome.host:
            self.waits.setdefault(outcome.host, outcome.wait)
        fields = {"kind": task.kind, "url": task.url, "final": outcome.final, "fault": outcome.fault}
        log.debug("%s: %s", task.url, outcome.fault or outcome.final, extra={"fields": fields})
        return DoneTask(task=task, outcome=outcome)

    def _outcome(self, task: Task) -> Outcome | Visit:
        if (seconds := self.waits.get(task.host)) is not None:
            return Outcome(kind="limited", fault="wants to be left alone", wait=seconds)
        if task.kind == "link":
            return self.resolver.resolve(task.start, latest=self.end)
        if task.kind == "page":
            return self.visitor.fetch(task.start, self.end)
        return self.visitor.check(task.start, self.end)


def make_questioner(
    config: Config, client: Client, turns: Turns, waits: dict[str, int], now: datetime, *, end: float
) -> Questioner:
    """Return a questioner that follows the settings of *config*, and asks by *client* in *turns*."""
    settings = config.links

    def is_waiting(host: str) -> int:
        return waits.get(host, 0)

    resolver = Resolver(
        ask=client.ask,
        is_short=Shorteners(settings.shorteners),
        unwrap=Wrappers(settings.unwrap).unwrap,
        turns=turns,
        now=now,
        seconds=_CHAIN,
        is_waiting=is_waiting,
        bars=make_guard(config).bars,
    )
    visitor = Visitor(client=client, turns=turns, name=_NAME, now=now, is_waiting=is_waiting)
    return Questioner(resolver=resolver, visitor=visitor, waits=waits, end=end)
