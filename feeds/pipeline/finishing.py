"""Make published entries from stored ones: links lead to the originals, content is safe."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from feeds import render
from feeds.config import Config
from feeds.languages import Phrases
from feeds.markup import sanitise_part
from feeds.model import Candidate, Entry, Notice, PublishedEntry, Slot
from feeds.pipeline.ending import make_farewell
from feeds.pipeline.linking import LinkBook
from feeds.pipeline.paging import address_on_page
from feeds.selection import Plan
from feeds.store import Store

# How many entries are kept, of which archives have many more.
_MOST_WHOLE = 1500  # as many as the feeds of two dozen topics share
_MOST_SHORT = 4000  # a volume of a topic has a year of them, and the next topic has others of that year
_MOST_SAFE = 1000  # sections: the volumes of issues and of their sections follow each other


class _SafePart(Struct, frozen=True):
    """A section or an item, and its content, sanitised."""

    part: Entry
    content: str


class Finisher:
    """Makes published entries, and caches them: most are in several feeds.

    Content is sanitised once, for sections and for the issue that is made of them.
    """

    def __init__(self, config: Config, store: Store, linking: LinkBook, phrases: Phrases) -> None:
        self._config, self._store, self._linking = config, store, linking
        self._say = phrases.say
        self._finished: dict[str, PublishedEntry] = {}
        self._short: dict[str, PublishedEntry] = {}  # without content
        self._safe: dict[str, _SafePart] = {}

    def finish(self, plan: Plan, slot: Slot) -> PublishedEntry:
        """Return the entry in *slot* as the feed of *plan* shows it; an issue may be abridged there."""
        if isinstance(slot, Notice):
            said = self._config.withdrawals
            text, url = self._say(said.text), self._config.site.url
            return render.make_notice(slot.withdrawal, text, url, keep_title=said.keep_title)
        if isinstance(slot, Candidate):
            return self._finish(plan, slot)
        return make_farewell(plan, slot, self._config)

    def shelve(self, plan: Plan, candidate: Candidate) -> PublishedEntry:
        """Return the entry of *candidate* as the archive of the feed of *plan* has it: with content, or without."""
        if not plan.repeats or self._config.feeds.archive.content == "always":
            return render.shelve(self._finish(plan, candidate))
        return render.shelve(self._summarise(candidate))

    def _summarise(self, candidate: Candidate) -> PublishedEntry:
        """Return the entry of *candidate* with its summary in place of its content, which need not be sanitised."""
        if candidate.id not in self._short:
            _make_room(self._short, _MOST_SHORT)
            entry = self._load(candidate)
            self._short[candidate.id] = render.without_content(self._publish(entry, "", candidate), entry.summary)
        return self._short[candidate.id]

    def _finish(self, plan: Plan, candidate: Candidate) -> PublishedEntry:
        if plan.summarised:
            return self._summarise(candidate)
        if plan.abridged and not candidate.section_key:
            return self._abridge(plan, candidate)
        return self._whole(candidate)

    def _whole(self, candidate: Candidate) -> PublishedEntry:
        if candidate.id not in self._finished:
            _make_room(self._finished, _MOST_WHOLE)
            self._finished[candidate.id] = self._make(candidate)
        return self._finished[candidate.id]

    def _make(self, candidate: Candidate) -> PublishedEntry:
        if candidate.section_key:
            entry = self._load(candidate)
            return self._publish(entry, self._sanitise(entry).strip(), candidate)
        issue = self._store.entries.of_issue(candidate.issue_key)
        return self._publish_issue(issue.whole, issue.sections.values(), candidate)

    def _load(self, candidate: Candidate) -> Entry:
        entry = self._store.entries.of_candidate(candidate)
        if candidate.section_key:
            return self._linking.improve(entry)
        sections = self._store.entries.of_issue(candidate.issue_key).sections
        return self._linking.improve_whole(entry, sections.values())

    def _abridge(self, plan: Plan, candidate: Candidate) -> PublishedEntry:
        """Return the issue of *candidate* with those of its sections that belong in the feed of *plan*."""
        issue = self._store.entries.of_issue(candidate.issue_key)
        sections = [one for one in issue.sections.values() if not one.dropped]
        fitting = [one for one in sections if plan.fits(frozenset(one.topics))]
        return self._publish_issue(issue.whole, fitting, candidate)

    def _publish_issue(self, stored: Entry, sections: Collection[Entry], candidate: Candidate) -> PublishedEntry:
        """Return the *stored* issue made of these of its *sections*."""
        safe = list[str]()
        for section in map(self._linking.improve, sections):
            safe += [sanitise_part(section.heading)] if section.heading else []
            safe += [self._sanitise(section)] if section.content else []
        whole = self._linking.improve_whole(stored, sections)
        return self._publish(replace(whole, single=stored.single), "\n".join(safe).strip(), candidate)

    def _sanitise(self, part: Entry) -> str:
        """Return the content of *part*, sanitised; it is in the issue as well, and is sanitised once for both."""
        known = self._safe.get(part.id)
        if known is None or known.part is not part:
            _make_room(self._safe, _MOST_SAFE)
            known = self._safe[part.id] = _SafePart(part, sanitise_part(part.content))
        return known.content

    def _publish(self, entry: Entry, safe: str, candidate: Candidate) -> PublishedEntry:
        said, page = self._say(self._config.feeds.attribution), self._page_of(candidate)
        return render.finish_entry(entry, said, page, safe=safe)

    def _page_of(self, candidate: Candidate) -> str:
        return address_on_page(candidate, self._config.root) if self._config.feeds.link == "page" else ""


def _make_room(cache: dict[str, Any], most: int) -> None:
    """Remove the oldest of *cache* if it has as much as is kept at *most*."""
    if len(cache) == most:
        del cache[next(iter(cache))]
