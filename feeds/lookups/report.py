"""The report of a look-up: counts that add up, and the faults of servers."""

from __future__ import annotations

import logging

from msgspec import Struct

from feeds.model import Target
from feeds.report import counted

log = logging.getLogger("feeds.lookups")


class FailedAddress(Struct, frozen=True, kw_only=True):
    """An address that did not answer as it should."""

    url: str
    message: str


class LookUpReport(Struct, frozen=True, kw_only=True):
    """The report of a look-up, or of a part of one: reports add up.

    >>> LookUpReport(asked=1) + LookUpReport(asked=2, resolved=1) == LookUpReport(asked=3, resolved=1)
    True
    """

    asked: int = 0  # short links
    resolved: int = 0
    pages: int = 0  # fetched
    recovered: int = 0  # lost links that were found
    checked: int = 0  # targets
    answered: int = 0  # visits that a server answered
    left: int = 0  # due, and left for the next look-up
    dead: tuple[Target, ...] = ()
    refused: tuple[FailedAddress, ...] = ()  # by the guard
    faults: tuple[FailedAddress, ...] = ()

    def __add__(self, other: LookUpReport) -> LookUpReport:
        return LookUpReport(**{name: getattr(self, name) + getattr(other, name) for name in self.__struct_fields__})

    @property
    def is_idle(self) -> bool:
        """Whether nothing was asked, fetched, checked or found."""
        return not (self.asked or self.pages or self.checked or self.recovered or self.faults or self.refused)


def summarize(report: LookUpReport) -> str:
    """Return *report* in one line."""
    return (
        f"{counted(report.asked, 'short link')} asked, {report.resolved} resolved; "
        f"{counted(report.pages, 'page')} fetched, {counted(report.recovered, 'lost link')} found"
        + (f"; {counted(report.checked, 'target')} checked, {len(report.dead)} dead" if report.checked else "")
        + (f"; {report.left} left for the next time" if report.left else "")
        + "."
    )


def log_look_up(report: LookUpReport, *, idle_level: int = logging.INFO) -> None:
    """Log *report* in one line, at *idle_level* if there was nothing to look up."""
    level = idle_level if report.is_idle else logging.INFO
    counts = ("asked", "resolved", "pages", "recovered", "checked", "left")
    values = {**{name: getattr(report, name) for name in counts}, "dead": len(report.dead)}
    log.log(level, "%s", summarize(report), extra={"fields": values})
