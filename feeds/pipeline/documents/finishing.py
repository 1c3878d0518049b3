"""Make published entries from stored ones: links lead to the originals, content is safe."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from feeds.config import Config
from feeds.languages import Phrases
from feeds.model import (
    Candidate,
    Entry,
    Notice,
    PublishedEntry,
    Shelved,
    Slot,
    Stored,
    StoredIssue,
    join_content,
    join_links,
)
from feeds.pipeline.carried.ending import make_farewell
from feeds.pipeline.documents.paging import address_on_page
from feeds.pipeline.linking import LinkBook
from feeds.plans import Plan
from feeds.recent import Recent
from feeds.render.content import attribute_to, finish_entry, make_notice, shelve, summarise_entry
from feeds.render.pieces import sanitise_piece
from feeds.store import Store

# How many entries are kept, of which archives have many more.
_MOST_WHOLE = 1500  # as many as the feeds of two dozen topics share
_MOST_SHORT = 4000  # a volume of a topic has a year of them, and the next topic has others of that year
_MOST_ISSUES = 200  # the volumes of issues and of their sections follow each other


class _Draft(Struct, frozen=True):
    """An issue with links to the originals, and the content of its parts, sanitised, as far as it was needed."""

    issue: StoredIssue
    attribution: bytes  # of its parts to it
    safe: dict[str, bytes]  # by the key of the part


class Finisher:
    """Makes published entries, and caches them: most are in several feeds.

    Content is sanitised once, for sections and for the issue that is made of them.
    """

    def __init__(self, config: Config, store: Store, linking: LinkBook, phrases: Phrases) -> None:
        self._config, self._store, self._linking = config, store, linking
        self._say = phrases.say
        self._finished: Recent[str, PublishedEntry] = Recent(_MOST_WHOLE)
        self._short: Recent[str, PublishedEntry] = Recent(_MOST_SHORT)  # without content
        self._drafts: Recent[str, _Draft] = Recent(_MOST_ISSUES)

    def finish(self, plan: Plan, slot: Slot) -> PublishedEntry:
        """Return the entry in *slot* as the feed of *plan* shows it; an issue may be abridged there."""
        if isinstance(slot, Notice):
            said = self._config.withdrawals
            text, url = self._say(said.text), self._config.site.url
            return make_notice(slot.withdrawal, text, url, keep_title=said.keep_title)
        if isinstance(slot, Candidate):
            return self._finish(plan, slot)
        return make_farewell(plan, slot, self._config)

    def shelve(self, plan: Plan, shelved: Shelved) -> PublishedEntry:
        """Return the entry that is *shelved* as the archive of the feed of *plan* has it: with content, or without.

        Its content is in one archive only, unless all are to have it, so it is not kept for another one.
        """
        if self._config.feeds.archive.content == "always":
            return shelve(self._finish(plan, shelved))
        return shelve(self._summarise(shelved) if plan.repeats or plan.summarised else self._make(plan, shelved))

    def _summarise(self, stored: Stored) -> PublishedEntry:
        """Return the entry that is *stored* with its summary in place of its content, which need not be sanitised."""
        known = self._short.get(stored.id)
        if known is None:
            entry = self._issue(stored.issue_key).entry(stored.section_key)
            known = self._short[stored.id] = summarise_entry(entry, self._page_of(stored))
        return known

    def _finish(self, plan: Plan, stored: Stored) -> PublishedEntry:
        if plan.summarised:
            return self._summarise(stored)
        if plan.abridged and not stored.section_key:
            return self._make(plan, stored)
        known = self._finished.get(stored.id)
        if known is None:
            known = self._finished[stored.id] = self._make(plan, stored)
        return known

    def _make(self, plan: Plan, stored: Stored) -> PublishedEntry:
        """Return the entry that is *stored*, with its content."""
        if plan.abridged and not stored.section_key:
            return self._abridge(plan, stored)
        draft, key = self._draft(stored.issue_key), stored.section_key
        safe = [self._sanitise(draft, key)] if key else self._sanitise_all(draft, draft.issue.sections)
        return self._publish(draft, draft.issue.entry(key), safe, stored)

    def _abridge(self, plan: Plan, stored: Stored) -> PublishedEntry:
        """Return the issue that is *stored* with those of its sections that belong in the feed of *plan*."""
        draft = self._draft(stored.issue_key)
        sections = {key: one for key, one in draft.issue.sections.items() if not one.dropped}
        fitting = {key: one for key, one in sections.items() if plan.fits(frozenset(one.topics))}
        content, links = join_content(fitting.values()), join_links(fitting.values())
        abridged = replace(draft.issue.whole, content=content, links=links)
        return self._publish(draft, abridged, self._sanitise_all(draft, fitting), stored)

    def _draft(self, key: str) -> _Draft:
        known = self._drafts.get(key)
        if known is None:
            issue = self._issue(key)
            said = self._say(self._config.feeds.attribution)
            known = self._drafts[key] = _Draft(issue, attribute_to(issue.whole.origin, said), {})
        return known

    def _issue(self, key: str) -> StoredIssue:
        return self._linking.improve_issue(self._store.entries.of_issue(key))

    def _sanitise_all(self, draft: _Draft, sections: Iterable[str]) -> list[bytes]:
        """Return the pieces of the content of an issue of these *sections*, given by their keys, sanitised."""
        safe: list[bytes] = []
        for key in sections:
            section = draft.issue.parts[key]
            safe += [sanitise_piece(section.heading)] if section.heading else []
            safe += [self._sanitise(draft, key)] if section.content else []
        return safe

    def _sanitise(self, draft: _Draft, key: str) -> bytes:
        """Return the content of a part, sanitised; it is in the issue as well, and is sanitised once for both."""
        if key not in draft.safe:
            draft.safe[key] = sanitise_piece(draft.issue.parts[key].content)
        return draft.safe[key]

    def _publish(self, draft: _Draft, entry: Entry, safe: Sequence[bytes], stored: Stored) -> PublishedEntry:
        return finish_entry(entry, draft.attribution, self._page_of(stored), safe=safe)

    def _page_of(self, stored: Stored) -> str:
        return address_on_page(stored, self._config.root) if self._config.feeds.link == "page" else ""
