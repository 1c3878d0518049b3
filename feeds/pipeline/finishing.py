"""An entry as feeds show it: its links led to their originals, its content safe, its origin told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from feeds import render, selection
from feeds.config import Config
from feeds.model import Candidate, Entry, Withdrawal
from feeds.pipeline.ending import farewell_of
from feeds.pipeline.linking import Linking
from feeds.pipeline.paging import read_on_page
from feeds.selection import Plan
from feeds.store import Store

_MOST_FINISHED = 3000  # entries that are kept, so that an archive of thousands fits into memory


class Finishing:
    """Makes entries ready; the last ones are kept, because most stand in several feeds."""

    def __init__(self, config: Config, store: Store, linking: Linking, withdrawn: Mapping[str, Withdrawal]) -> None:
        self._config, self._store, self._linking, self._withdrawn = config, store, linking, withdrawn
        self._finished: dict[str, Entry] = {}

    def finish(self, plan: Plan, candidate: Candidate) -> Entry:
        """Return the entry of *candidate* as the feed of *plan* shows it: an issue perhaps with what belongs there."""
        if candidate.withdrawn:
            said, gone = self._config.withdrawals, self._withdrawn[candidate.id]
            return render.notice_of(gone, said.text, self._config.site.url, keep_title=said.keep_title)
        if plan.ended and candidate == selection.as_farewell(plan):
            return farewell_of(plan, candidate, self._config)
        if plan.abridged and not candidate.section_key:
            return self._abridge(plan, candidate)
        if candidate.id not in self._finished:
            if len(self._finished) == _MOST_FINISHED:
                self._finished.clear()
            self._finished[candidate.id] = self._as_published(self._load(candidate), candidate)
        return self._finished[candidate.id]

    def _load(self, candidate: Candidate) -> Entry:
        entry = self._store.load(candidate)
        if candidate.section_key:
            return self._linking.improve(entry)
        return self._linking.improve_whole(entry, self._store.sections_of(candidate.issue_key).values())

    def _abridge(self, plan: Plan, candidate: Candidate) -> Entry:
        sections = [one for one in self._store.sections_of(candidate.issue_key).values() if not one.dropped]
        fitting = [one for one in sections if plan.fits(frozenset(one.topics))]
        whole = self._store.load(candidate)
        abridged = replace(self._linking.improve_whole(whole, fitting), single=whole.single)
        return self._as_published(abridged, candidate)

    def _as_published(self, entry: Entry, candidate: Candidate) -> Entry:
        if self._config.feeds.link == "page":
            entry = read_on_page(entry, candidate, self._config.root)
        return render.finish(entry, self._config.feeds.attribution)
