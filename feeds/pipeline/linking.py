"""From links as they are written to where they lead: by the config alone, and by what the store knows of the web."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cached_property, partial
from operator import ne

from msgspec import Struct
from msgspec.structs import replace

from feeds.config import Config
from feeds.links import (
    NOTHING,
    Findings,
    improve,
    lead_permalink,
    load_findings,
    strip_tracking,
)
from feeds.markup import to_text
from feeds.model import (
    Entry,
    KnownLink,
    Link,
    Reference,
    StampedIssue,
    StoredIssue,
    Target,
    join_links,
)
from feeds.pipeline.surveying import LinkNeeds, LinkSurvey, lost_in
from feeds.recent import Recent
from feeds.store import Store
from feeds.urls import short_hash

_MOST_KEPT, _MOST_LEADS = 500, 5000


class Trace(Struct, frozen=True, kw_only=True):
    """The way of a link from what is written to where it leads."""

    written: str
    unwrapped: str  # the target that its address contains
    known: KnownLink | None  # what a shortener said, if it was asked
    resolved: str
    dead: Target | None
    final: str


class LinkBook:
    """Where links lead, by their addresses and the answers in the store; without the network."""

    def __init__(self, config: Config, store: Store) -> None:
        self._config, self._settings, self._store = config, config.links, store
        self.survey = LinkSurvey(config.links)
        self.unwrap, self.is_short = self.survey.unwrap, self.survey.is_short
        self._leads: Recent[tuple[str, bool], str] = Recent(_MOST_LEADS)
        self._findings: dict[str, Findings] = {}
        self._improved: Recent[str, tuple[StoredIssue, StoredIssue]] = Recent(_MOST_KEPT)  # as stored, and improved

    # -- what there is to be looked up

    def needs_of(self, issue: StampedIssue, texts: Mapping[str, str] | None = None) -> LinkNeeds:
        """Return what of *issue* there is to be looked up; *texts* are those of its parts by key, as far as known."""
        needs = self.survey.needs_of(issue, texts or {})
        has_dead = self.any_dead and any(self.trace(one.href).dead for one in issue.whole.links)
        return replace(needs, has_dead=True) if has_dead else needs

    def lost_of(self, section: Entry) -> tuple[Reference, ...]:
        """Return what is left in *section* of links that were lost."""
        return lost_in(section, to_text(section.content))

    # -- improving

    def marks_of(self, key: str) -> dict[str, str]:
        """Return a mark for each part of the issue with *key* that the web has changed, and "" for the whole."""
        marks, issue = {}, self._store.entries.of_issue(key)
        for name, part in issue.parts.items():
            by_web, alone = self.improve(part), self.improve(part, offline=True)
            if by_web != alone:
                shown = (by_web.content, by_web.heading, by_web.permalink, by_web.origin.permalink, by_web.links)
                marks[name] = short_hash(repr(shown))
        sections = [mark for name, mark in marks.items() if "/" not in name]
        permalink = self.lead(issue.whole.permalink)
        if sections or permalink != self.lead(issue.whole.permalink, offline=True):
            marks[""] = short_hash(" ".join([permalink, *sections]))
        return marks

    def improve(self, entry: Entry, *, offline: bool = False) -> Entry:
        """Return a section or an item with links to the originals; *offline*: without answers from the web."""
        findings = NOTHING if offline else self.findings(entry.origin.permalink)
        day = f"{entry.published:%Y%m%d}" if self._dead else ""
        lead = partial(self.lead, offline=offline, day=day)
        site_url, complete = self._config.site.url, self._settings.complete
        return improve(entry, lead, site_url=site_url, findings=findings, complete=complete)

    def improve_issue(self, issue: StoredIssue) -> StoredIssue:
        """Return *issue*, and its sections and items, with links to the originals; itself if they are that already."""
        known = self._improved.get(issue.whole.key)
        if known is None or known[0] is not issue:
            better = self._improve_issue(issue) if self._leads_elsewhere(issue) else issue
            known = self._improved[issue.whole.key] = (issue, better)
        return known[1]

    def _leads_elsewhere(self, issue: StoredIssue) -> bool:
        """Return whether anything was found on the page of *issue*, or one of its addresses leads to another.

        To ask that of all its addresses at once costs half of asking it of each part: parts have that of the issue.
        """
        if self.findings(issue.whole.permalink) is not NOTHING:
            return True
        hrefs = [link.href for part in issue.parts.values() for link in part.links]
        addresses = {
            issue.whole.permalink,
            *(part.permalink.partition("#")[0] for part in issue.parts.values()),
            *hrefs,
        }
        return any(map(ne, map(self.lead, addresses), addresses))

    def _improve_issue(self, issue: StoredIssue) -> StoredIssue:
        parts = {name: self.improve(part) for name, part in issue.parts.items()}
        sections = [part for part in parts.values() if part.kind == "section"]
        permalink = self.lead(issue.whole.permalink)
        whole = replace(
            issue.whole,
            permalink=permalink,
            origin=replace(issue.whole.origin, permalink=permalink),
            links=join_links(sections),
        )
        return StoredIssue(path=issue.path, whole=whole, parts=parts)

    def with_originals(self, entry: Entry) -> Entry:
        """Return *entry* as topic rules see it: as it is written, with the links that the web added."""
        traces = [(self.trace(link.href), link.text) for link in entry.links]
        more = {trace.resolved: text for trace, text in traces if trace.known}
        if self.findings(entry.origin.permalink) is not NOTHING:
            more |= {link.href: link.text for link in self.improve(entry).links}
        for link in entry.links:
            more.pop(link.leads_to, None)
        return replace(entry, links=(*entry.links, *(Link(href=href, text=text) for href, text in more.items())))

    def findings(self, page: str) -> Findings:
        """Return what was found on *page* of an issue."""
        if not self._any_recovered:
            return NOTHING
        if page not in self._findings:
            if len(self._findings) > 200:
                self._findings.clear()
            known = self._store.web.recovered(page)
            self._findings[page] = load_findings(known.findings) if known else NOTHING
        return self._findings[page]

    def searched(self, page: str) -> datetime | None:
        """Return when *page* of an issue was searched for what its post has lost, or None."""
        known = self._store.web.recovered(page)
        return known.checked if known else None

    def lead(self, href: str, *, offline: bool = False, day: str = "") -> str:
        """Return where *href* leads."""
        if not href.startswith("http") or ("?" not in href and not self._dead and self.survey.is_ordinary(href)):
            return href  # without a query there are no tracking parameters
        known = None if self._dead and not offline else self._leads.get((href, offline))
        if known is None:
            known = self._leads[href, offline] = self.trace(href, offline=offline, day=day).final
        return known

    def lead_permalink(self, permalink: str) -> str:
        """Return where the address of an issue, or of a section of it, leads."""
        return lead_permalink(permalink, self.lead)

    def trace(self, href: str, *, offline: bool = False, day: str = "") -> Trace:
        """Return the way of *href*; a link that is dead leads to the archive as of *day*, if that is wished."""
        unwrapped = self.unwrap(href)
        known = None
        if not offline and self.is_short(unwrapped):
            known = self._store.web.link(unwrapped)
        resolved = self.unwrap(known.final) if known and known.final else unwrapped
        plain = resolved if self._settings.keep_tracking else strip_tracking(resolved, self._config.site.url)
        dead = None if offline else self._dead.get(plain.partition("#")[0])
        final = f"https://web.archive.org/web/{day or '2'}/{plain}" if dead else plain
        return Trace(written=href, unwrapped=unwrapped, known=known, resolved=resolved, dead=dead, final=final)

    @property
    def any_dead(self) -> bool:
        """Whether a link is known to be dead, and is to lead to an archive."""
        return bool(self._dead)

    @cached_property
    def _any_recovered(self) -> bool:
        return self._settings.recover and self._store.web.any_recovered()

    @cached_property
    def _dead(self) -> Mapping[str, Target]:
        return self._store.web.dead() if self._settings.dead == "archive" else {}
