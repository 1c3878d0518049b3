"""What `feeds links` tells: what a look-up did, which links are lost, which are dead."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from feeds.errors import Where
from feeds.model import Entry, Reference
from feeds.pipeline.looking_up import LookUp
from feeds.pipeline.run import Look
from feeds.site import Site

_MOST = 20  # faults of one kind that are told one by one


@dataclass(frozen=True, slots=True)
class Unrecovered:
    """A reference whose link is still lost."""

    path: str  # of its post
    section: str  # title
    reference: Reference
    page: str
    reason: str

    def __str__(self) -> str:
        one = self.reference
        return f"{self.path}: {one.label}: {one.title} ({one.source}), in {self.section!r}: {self.reason}"


def find_unrecovered(site: Site, seen: Look, now: datetime) -> Iterator[Unrecovered]:
    """Yield the references of issues that are out whose links are still lost, the newest first."""
    linking = seen.linking
    for path, _, parts in seen.store.all_entries(now):
        for section in (part for part in parts if part.kind == "section"):
            if not linking.lost_of(section):
                continue
            for reference in linking.lost_of(linking.improve(section)):
                reason = _reason(section, seen, site)
                yield Unrecovered(f"{site.config.posts.directory}/{path}", section.title, reference,
                                  section.origin.permalink, reason)  # fmt: skip


def _reason(section: Entry, seen: Look, site: Site) -> str:
    """Return why a link of *section* is still lost."""
    if not site.config.links.recover:
        return "links.recover is false"
    web = seen.store.web
    if web.recovered(section.origin.permalink):
        return "the page has no link that is surely this one"
    page = web.page(section.origin.permalink)
    if page is None:
        return "the page was not asked for yet (feeds links)"
    if page.fault:
        return f"the page {page.fault}"
    return "the page was not searched yet (feeds links)"


def look_up_lines(report: LookUp) -> Iterator[str]:
    """Yield what a look-up did, for people."""
    yield (
        f"{_count(report.asked, 'short link')} asked, {report.resolved} resolved; "
        f"{_count(report.pages, 'page')} fetched, {_count(report.recovered, 'lost link')} found"
        + (f"; {_count(report.checked, 'target')} checked, {len(report.dead)} dead" if report.checked else "")
        + (f"; {report.left} left for the next time" if report.left else "")
        + "."
    )


def fault_lines(report: LookUp) -> Iterator[str]:
    """Yield what did not answer as it should."""
    faults = [*report.refused, *report.faults]
    for url, fault in faults[:_MOST]:
        yield str(Where(url)) + f": {fault}"
    if len(faults) > _MOST:
        yield f"... and {len(faults) - _MOST} more; `feeds explain` tells of each link"


def dead_lines(seen: Look, now: datetime) -> Iterator[str]:
    """Yield the links that are dead, with the posts that have them."""
    dead, linking = seen.store.web.dead(), seen.linking
    for path, _, parts in seen.store.all_entries(now):
        for section in (part for part in parts if part.kind == "section"):
            for link in section.links:
                trace = linking.trace(link.href)
                if target := dead.get(_plain(trace.final)) or dead.get(_plain(trace.resolved)) or trace.dead:
                    yield f"{path}: {link.href} {target.fault}, dead since {target.since:%Y-%m-%d}"


def _plain(url: str) -> str:
    return url.partition("#")[0]


def to_json(report: LookUp) -> str:
    """Return *report* for programs."""
    return json.dumps(
        {
            "asked": report.asked, "resolved": report.resolved, "pages": report.pages, "recovered": report.recovered,
            "checked": report.checked, "left": report.left,
            "dead": [{"url": one.url, "status": one.status, "fault": one.fault} for one in report.dead],
            "faults": [{"url": url, "fault": fault} for url, fault in [*report.refused, *report.faults]],
        },
        ensure_ascii=False, indent=2,
    )  # fmt: skip


def _count(number: int, what: str) -> str:
    return f"{number} {what}" + ("" if number == 1 else "s")
