"""What each feed carries after a run: what its topics, window and archive leave it, and notices of what is gone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from feeds import selection
from feeds.config import Config
from feeds.model import Candidate, PrintedFeed, Withdrawal
from feeds.pipeline.archiving import Archiving, Carried
from feeds.pipeline.ending import find_ended, remember_endings
from feeds.pipeline.reading import authority_of
from feeds.selection import Plan
from feeds.store import TOMBSTONE, Store


class Carrying:
    """What all feeds carry at *now*; *recalled* are volumes of archives by path as they were published elsewhere."""

    def __init__(self, config: Config, store: Store, now: datetime, recalled: Mapping[str, bytes]) -> None:
        self._config, self._store, self._now = config, store, now
        self.withdrawn: dict[str, Withdrawal] = {
            one.id: one for one in store.departures.withdrawals(now - TOMBSTONE)
        }  # by id
        authority = authority_of(config, store)
        planned = selection.plan_feeds(config, authority)
        plans = (*planned, *find_ended(planned, config, authority, store, now))
        self._plans = {plan.feed.path: plan for plan in plans}
        self._printed = {path: store.printed.feed(path) or PrintedFeed() for path in self._plans}
        self.archiving = Archiving(config, store, now, recalled)
        self._carried = {plan.feed.path: self._carry(plan) for plan in plans}
        self.archiving.settle()
        self.whole = planned[0].feed  # of whole issues, which is where the other feeds are from
        self.plans = [plan for plan in plans if self._is_shown(plan)]
        self.quiet = [plan for plan in plans if plan not in self.plans and plan.listed]  # topics without a feed yet
        remember_endings(self.plans, store)

    def of(self, path: str) -> Carried:
        """Return what the feed at *path* carries."""
        return self._carried[path]

    def plan(self, path: str) -> Plan:
        """Return the plan of the feed at *path*."""
        return self._plans[path]

    def printed(self, path: str) -> PrintedFeed:
        """Return what was printed last of the feed at *path*."""
        return self._printed[path]

    @property
    def before(self) -> dict[str, PrintedFeed]:
        """What each feed carried that there was before and is still made, by path."""
        return {path: past for path, past in self._printed.items() if past.fingerprint and not self._plans[path].ended}

    @property
    def added(self) -> dict[str, tuple[Candidate, ...]]:
        """What each feed carries that is made for the first time, by path."""
        return {path: one.entries for path, one in self._carried.items() if not self._printed[path].fingerprint}

    def _carry(self, plan: Plan) -> Carried:
        """Return what the feed of *plan* carries, with a notice for each entry that was withdrawn not long ago."""
        notices, deletions = self._notices(plan), self._deletions(plan.feed.path)
        past = self._printed[plan.feed.path]
        if plan.ended:
            kept = self.archiving.keep(plan.feed)
            return Carried(replace(kept, deletions=deletions), self._last_entries(plan, notices))
        carried = self.archiving.carry(plan, past, {gone.id: gone.moment for gone in deletions})
        entries = carried.entries
        if notices:
            entries = tuple(sorted((*entries, *notices), key=lambda one: one.published, reverse=True))
        return Carried(replace(carried.feed, deletions=deletions), entries)

    def _last_entries(self, plan: Plan, notices: Sequence[Candidate]) -> tuple[Candidate, ...]:
        """Return what the feed of *plan* had when it ended, and the entry that says so."""
        stood = {one.id: one for one in self._store.candidates(self._printed[plan.feed.path].entries)}
        stood |= {one.id: one for one in notices}
        stood = {id: one for id, one in stood.items() if one.withdrawn or id not in self.withdrawn}
        newest_first = sorted(stood.values(), key=lambda one: (-one.published.timestamp(), one.id))
        return (selection.as_farewell(plan), *newest_first)

    def _notices(self, plan: Plan) -> list[Candidate]:
        """Return what stands in the feed of *plan* for those entries in it that were withdrawn not long ago."""
        since = self._now - self._config.withdrawals.notice
        carried = self._printed[plan.feed.path].entries
        return [selection.as_notice(one) for one in self.withdrawn.values() if one.moment > since and one.id in carried]

    def _deletions(self, path: str) -> tuple[Withdrawal, ...]:
        """Return what was in the feed at *path* and is withdrawn, by id."""
        carried = self._printed[path].entries
        return tuple(one for one in self.withdrawn.values() if one.id in carried or path in one.left)

    def _is_shown(self, plan: Plan) -> bool:
        """A topic gets its feed with its first entry, and keeps it from then on."""
        is_made = bool(self.of(plan.feed.path).entries) or bool(self._printed[plan.feed.path].fingerprint)
        return not plan.by_topic or is_made or (self._config.feeds.empty_topics and plan.listed)
