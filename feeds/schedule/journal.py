"""The journal of `feeds watch`: one line a build, and each problem once for as long as it lasts."""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Literal

from msgspec import to_builtins
from msgspec.structs import replace

from feeds.clock import true_moment
from feeds.config import Config
from feeds.errors import FeedsError, Problem
from feeds.report import Report, build_line, counted
from feeds.schedule.health import LastError

Source = Literal["config", "build", "links", "hub"]  # of an error

log = logging.getLogger("feeds.watch")


def start_line(config_name: str, config: Config) -> str:
    """Return what is watched, when builds take place, and where the feeds go."""
    schedule = config.schedule
    times = f"as the crontab line '{schedule.cron}' says" if schedule.cron else f"every {_spoken(schedule.every)}"
    where = f"{config.posts.directory}/ and {config_name}"
    return f"Watching {where}: a build when a file is saved, and {times}; feeds go to {config.publish.directory}/."


def _spoken(period: timedelta) -> str:
    """Return *period* in words.

    >>> _spoken(timedelta(minutes=5)), _spoken(timedelta(hours=1)), _spoken(timedelta(seconds=90))
    ('5 minutes', 'hour', '90 seconds')
    """
    seconds = int(period.total_seconds())
    for unit, length in (("day", 86400), ("hour", 3600), ("minute", 60), ("second", 1)):
        if seconds % length == 0:
            count = seconds // length
            return unit if count == 1 else f"{count} {unit}s"
    return f"{seconds} seconds"


class Journal:
    """Logs what happens while we watch; it remembers which problems it has logged."""

    def __init__(self) -> None:
        self._problems: frozenset[Problem] = frozenset()  # of posts
        self._errors: dict[Source, str] = {}
        self._last_error: LastError | None = None
        self._lock = threading.Lock()  # builds and look-ups log from threads of their own

    def log_build(self, report: Report, seconds: float) -> None:
        """Log a build that took *seconds*."""
        self.log_problems(report)
        feeds = [to_builtins(row) for row in report.feeds if row.new or row.changed]
        fields = {"seconds": round(seconds, 3), "posts": report.posts, "read": report.read, "feeds": feeds}
        log.info("%s", build_line(report, seconds), extra={"fields": {**fields, "files": len(report.written)}})
        for path in report.written:
            log.debug("Written: %s", path, extra={"fields": {"file": path}})

    def log_problems(self, report: Report) -> None:
        """Log the notices of *report*, and the problems that the report before did not have."""
        for problem in (*report.problems, *report.notices):
            if problem not in self._problems:
                where = {"path": problem.where.path, "line": problem.where.line} if problem.where else {}
                log.warning("%s", problem, extra={"fields": where})
        self._problems = frozenset(report.problems)

    def log_pings(self, notified: Sequence[str], given_up: Mapping[str, str]) -> None:
        """Log the feeds of which the hub was *notified*, and those that were *given_up*, with the fault."""
        if notified:
            fields = {"topics": list(notified)}
            log.info("The hub was notified of %s.", counted(len(notified), "feed"), extra={"fields": fields})
        for topic, fault in given_up.items():
            message = "%s: %s (given up; feeds ping --all tries again)"
            log.error(message, topic, fault, extra={"fields": {"topic": topic}})

    def log_error(self, source: Source, error: FeedsError, *, level: int = logging.ERROR) -> None:
        """Log *error* of *source*, but once: it may last for hours."""
        with self._lock:
            is_new = self._errors.get(source) != str(error)
            self._errors[source] = str(error)
            at = true_moment().isoformat()
            self._last_error = LastError(at=at, source=source, message=str(error), lasts=True)
        if is_new:
            log.log(level, "%s", error, extra={"fields": {"source": source}})
        else:
            log.debug("The problem remains (%s).", source, extra={"fields": {"source": source}})

    def forget_error(self, source: Source) -> None:
        """Note that *source* is all right: its next error is news."""
        with self._lock:
            self._errors.pop(source, None)
            if self._last_error and self._last_error.source == source:
                self._last_error = replace(self._last_error, lasts=False)

    @property
    def is_well(self) -> bool:
        """Whether no error lasts."""
        return not self._errors

    @property
    def last_error(self) -> LastError | None:
        """The last error, whether or not it is over."""
        return self._last_error
