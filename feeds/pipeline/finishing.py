"""Make published entries from stored ones: links lead to the originals, content is safe."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from feeds import render
from feeds.config import Config
from feeds.languages import Phrases
from feeds.model import Candidate, Entry, Notice, PublishedEntry, Slot
from feeds.pipeline.ending import make_farewell
from feeds.pipeline.linking import LinkBook
from feeds.pipeline.paging import address_on_page
from feeds.selection import Plan
from feeds.store import Store

_MOST_CACHED = 3000  # archives have many more


class _Finished(Struct, frozen=True):
    """An entry as it is published, and its summary even where that repeats the content."""

    published: PublishedEntry
    summary: str


class Finisher:
    """Makes published entries, and caches them: most are in several feeds."""

    def __init__(self, config: Config, store: Store, linking: LinkBook, phrases: Phrases) -> None:
        self._config, self._store, self._linking = config, store, linking
        self._say = phrases.say
        self._finished: dict[str, _Finished] = {}

    def finish(self, plan: Plan, slot: Slot) -> PublishedEntry:
        """Return the entry in *slot* as the feed of *plan* shows it; an issue may be abridged there."""
        if isinstance(slot, Notice):
            said = self._config.withdrawals
            text, url = self._say(said.text), self._config.site.url
            return render.make_notice(slot.withdrawal, text, url, keep_title=said.keep_title)
        if isinstance(slot, Candidate):
            return self._finish(plan, slot)
        return make_farewell(plan, slot, self._config)

    def announce(self, candidate: Candidate) -> render.Headline:
        """Return the entry of *candidate* as lists of the latest entries show it."""
        entry = self._store.entries.of_candidate(candidate)
        return render.Headline(
            title=entry.shown_title,
            url=self._page_of(candidate) or entry.permalink,
            language=entry.origin.language,
        )

    def shelve(self, plan: Plan, candidate: Candidate) -> PublishedEntry:
        """Return the entry of *candidate* as the archive of the feed of *plan* has it: with content, or without."""
        if not plan.repeats or self._config.feeds.archive.content == "always":
            return render.shelve(self._finish(plan, candidate))
        return render.shelve(self._summarise(candidate))

    def _summarise(self, candidate: Candidate) -> PublishedEntry:
        known = self._whole(candidate)
        return render.without_content(known.published, known.summary)

    def _finish(self, plan: Plan, candidate: Candidate) -> PublishedEntry:
        if plan.summarised:
            return self._summarise(candidate)
        if plan.abridged and not candidate.section_key:
            return self._publish(self._abridge(plan, candidate), candidate)
        return self._whole(candidate).published

    def _whole(self, candidate: Candidate) -> _Finished:
        if candidate.id not in self._finished:
            if len(self._finished) == _MOST_CACHED:
                self._finished.clear()
            entry = self._load(candidate)
            self._finished[candidate.id] = _Finished(self._publish(entry, candidate), entry.summary)
        return self._finished[candidate.id]

    def _load(self, candidate: Candidate) -> Entry:
        entry = self._store.entries.of_candidate(candidate)
        if candidate.section_key:
            return self._linking.improve(entry)
        sections = self._store.entries.of_issue(candidate.issue_key).sections
        return self._linking.improve_whole(entry, sections.values())

    def _abridge(self, plan: Plan, candidate: Candidate) -> Entry:
        """Return the issue of *candidate* with those of its sections that belong in the feed of *plan*."""
        issue = self._store.entries.of_issue(candidate.issue_key)
        sections = [one for one in issue.sections.values() if not one.dropped]
        fitting = [one for one in sections if plan.fits(frozenset(one.topics))]
        return replace(self._linking.improve_whole(issue.whole, fitting), single=issue.whole.single)

    def _publish(self, entry: Entry, candidate: Candidate) -> PublishedEntry:
        return render.finish_entry(entry, self._say(self._config.feeds.attribution), self._page_of(candidate))

    def _page_of(self, candidate: Candidate) -> str:
        return address_on_page(candidate, self._config.root) if self._config.feeds.link == "page" else ""
