"""The output of `feeds links`: lost links, dead links, faults, and the report as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from msgspec import Struct, to_builtins

from feeds.commands.loss_lines import losses_of, page_fault, reason_of
from feeds.lookups import LookUpReport, log
from feeds.model import Entry, Reference
from feeds.pipeline.looking import Look
from feeds.site import Site

_MOST = 20  # faults that are listed


class Unrecovered(Struct, frozen=True, kw_only=True):
    """A reference whose link is still lost."""

    path: str  # of its post
    section: str  # title
    reference: Reference
    page: str
    reason: str

    def __str__(self) -> str:
        one = self.reference
        return f"{self.path}: {one.label}: {one.title} ({one.source}), in {self.section!r}: {self.reason}"


def find_unrecovered(site: Site, seen: Look) -> Iterator[Unrecovered]:
    """Yield the references of published issues whose links are still lost, the newest first."""
    linking = seen.linking
    for issue in seen.store.entries.all(seen.now):
        for section in issue.sections.values():
            if not linking.lost_of(section):
                continue
            for reference in linking.lost_of(linking.improve(section)):
                yield Unrecovered(
                    path=site.shown(issue.path),
                    section=section.title,
                    reference=reference,
                    page=section.origin.permalink,
                    reason=_reason(section, seen),
                )


def find_unsearched(site: Site, seen: Look) -> Iterator[str]:
    """Yield a line for each issue that has probably lost links and whose page was not searched, the newest first."""
    for key, loss in losses_of(seen.store).items():
        issue = seen.store.entries.of_issue(key)
        fault = page_fault(issue.whole.origin.permalink, seen)
        if fault and loss.reason != "named":
            yield f"{site.shown(issue.path)}: it has probably lost links: {reason_of(loss)}; its page {fault}"


def unrecovered_as_json(lost: Sequence[Unrecovered], unsearched: Sequence[str]) -> str:
    """Return the references whose links are *lost*, and the lines of *unsearched* issues, for programs."""
    values = [
        {
            "source": one.path,
            "section": one.section,
            **to_builtins(one.reference),
            "page": one.page,
            "reason": one.reason,
        }
        for one in lost
    ]
    return json.dumps({"unrecovered": values, "unsearched": list(unsearched)}, ensure_ascii=False, indent=2)


def _reason(section: Entry, seen: Look) -> str:
    """Return why a link of *section* is still lost."""
    fault = page_fault(section.origin.permalink, seen)
    return f"the page {fault}" if fault else "the page has no link that is certainly this one"


def log_faults(report: LookUpReport) -> None:
    """Log the addresses that did not answer as they should."""
    faults = (*report.refused, *report.faults)
    for fault in faults[:_MOST]:
        log.warning("%s: %s", fault.url, fault.message, extra={"fields": {"url": fault.url, "fault": fault.message}})
    if len(faults) > _MOST:
        log.warning("... and %d more; `feeds explain` shows each link", len(faults) - _MOST)


def dead_lines(site: Site, seen: Look) -> Iterator[str]:
    """Yield dead links, with the posts that have them."""
    dead, linking = seen.store.web.dead(), seen.linking
    for issue in seen.store.entries.all(seen.now):
        for section in issue.sections.values():
            for link in section.links:
                trace = linking.trace(link.href)
                if target := dead.get(_plain(trace.final)) or dead.get(_plain(trace.resolved)) or trace.dead:
                    yield f"{site.shown(issue.path)}: {link.href} {target.fault}, dead since {target.since:%Y-%m-%d}"


def _plain(url: str) -> str:
    return url.partition("#")[0]


def to_json(report: LookUpReport) -> str:
    """Return *report* for programs."""
    return json.dumps(
        {
            "asked": report.asked, "resolved": report.resolved, "pages": report.pages, "recovered": report.recovered,
            "checked": report.checked, "left": report.left,
            "dead": [{"url": one.url, "status": one.status, "fault": one.fault} for one in report.dead],
            "faults": [{"url": one.url, "fault": one.message} for one in (*report.refused, *report.faults)],
        },
        ensure_ascii=False, indent=2,
    )  # fmt: skip
