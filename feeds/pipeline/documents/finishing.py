"""Make published entries from stored ones: links lead to the originals, content is safe."""

from __future__ import annotations

from collections.abc import Collection

from msgspec import Struct
from msgspec.structs import replace

from feeds import render
from feeds.config import Config
from feeds.languages import Phrases
from feeds.markup import sanitise_part
from feeds.model import Candidate, Entry, Notice, PublishedEntry, Shelved, Slot, Stored
from feeds.pipeline.carried.ending import make_farewell
from feeds.pipeline.documents.paging import address_on_page
from feeds.pipeline.linking import LinkBook
from feeds.recent import Recent
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
        self._finished: Recent[str, PublishedEntry] = Recent(_MOST_WHOLE)
        self._short: Recent[str, PublishedEntry] = Recent(_MOST_SHORT)  # without content
        self._safe: Recent[str, _SafePart] = Recent(_MOST_SAFE)

    def finish(self, plan: Plan, slot: Slot) -> PublishedEntry:
        """Return the entry in *slot* as the feed of *plan* shows it; an issue may be abridged there."""
        if isinstance(slot, Notice):
            said = self._config.withdrawals
            text, url = self._say(said.text), self._config.site.url
            return render.make_notice(slot.withdrawal, text, url, keep_title=said.keep_title)
        if isinstance(slot, Candidate):
            return self._finish(plan, slot)
        return make_farewell(plan, slot, self._config)

    def shelve(self, plan: Plan, shelved: Shelved) -> PublishedEntry:
        """Return the entry that is *shelved* as the archive of the feed of *plan* has it: with content, or without."""
        if not plan.repeats or self._config.feeds.archive.content == "always":
            return render.shelve(self._finish(plan, shelved))
        return render.shelve(self._summarise(shelved))

    def _summarise(self, stored: Stored) -> PublishedEntry:
        """Return the entry that is *stored* with its summary in place of its content, which need not be sanitised."""
        known = self._short.get(stored.id)
        if known is None:
            entry = self._load(stored)
            known = render.without_content(self._publish(entry, "", stored), entry.summary)
            self._short[stored.id] = known
        return known

    def _finish(self, plan: Plan, stored: Stored) -> PublishedEntry:
        if plan.summarised:
            return self._summarise(stored)
        if plan.abridged and not stored.section_key:
            return self._abridge(plan, stored)
        return self._whole(stored)

    def _whole(self, stored: Stored) -> PublishedEntry:
        known = self._finished.get(stored.id)
        if known is None:
            known = self._finished[stored.id] = self._make(stored)
        return known

    def _make(self, stored: Stored) -> PublishedEntry:
        if stored.section_key:
            entry = self._load(stored)
            return self._publish(entry, self._sanitise(entry).strip(), stored)
        issue = self._store.entries.of_issue(stored.issue_key)
        return self._publish_issue(issue.whole, issue.sections.values(), stored)

    def _load(self, stored: Stored) -> Entry:
        entry = self._store.entries.load(stored)
        if stored.section_key:
            return self._linking.improve(entry)
        sections = self._store.entries.of_issue(stored.issue_key).sections
        return self._linking.improve_whole(entry, sections.values())

    def _abridge(self, plan: Plan, stored: Stored) -> PublishedEntry:
        """Return the issue that is *stored* with those of its sections that belong in the feed of *plan*."""
        issue = self._store.entries.of_issue(stored.issue_key)
        sections = [one for one in issue.sections.values() if not one.dropped]
        fitting = [one for one in sections if plan.fits(frozenset(one.topics))]
        return self._publish_issue(issue.whole, fitting, stored)

    def _publish_issue(self, whole: Entry, sections: Collection[Entry], stored: Stored) -> PublishedEntry:
        """Return the *whole* issue made of these of its *sections*."""
        safe = list[str]()
        for section in map(self._linking.improve, sections):
            safe += [sanitise_part(section.heading)] if section.heading else []
            safe += [self._sanitise(section)] if section.content else []
        better = self._linking.improve_whole(whole, sections)
        return self._publish(replace(better, single=whole.single), "\n".join(safe).strip(), stored)

    def _sanitise(self, part: Entry) -> str:
        """Return the content of *part*, sanitised; it is in the issue as well, and is sanitised once for both."""
        known = self._safe.get(part.id)
        if known is None or known.part is not part:
            known = self._safe[part.id] = _SafePart(part, sanitise_part(part.content))
        return known.content

    def _publish(self, entry: Entry, safe: str, stored: Stored) -> PublishedEntry:
        said, page = self._say(self._config.feeds.attribution), self._page_of(stored)
        return render.finish_entry(entry, said, page, safe=safe)

    def _page_of(self, stored: Stored) -> str:
        return address_on_page(stored, self._config.root) if self._config.feeds.link == "page" else ""
