"""The health of `feeds watch`, in a file beside the memory that monitoring can read, and for who asks."""

from __future__ import annotations

import contextlib
import json
import threading
import time
from datetime import datetime, timedelta
from pathlib import Path

from msgspec import Struct, to_builtins

from feeds.clock import true_moment
from feeds.files import replace_file
from feeds.report import Report

NAME = "health.json"
_GRACE = timedelta(minutes=10)  # a build may be late, or show no sign of life, for so long


class LastBuild(Struct, frozen=True, kw_only=True):
    """The last build that ended well, even if there was nothing to do."""

    at: str  # when it ended, as in RFC 3339
    posts: int
    problems: int  # that posts have
    delivered: bool  # whether `publish.after` did not fail
    files: int  # written by the last build that had something to do

    @classmethod
    def of(cls, report: Report, now: datetime) -> LastBuild:
        """Return what there is to say of a build with *report* that ends *now*."""
        return cls(
            at=now.isoformat(),
            posts=report.posts,
            problems=len(report.problems),
            delivered=report.delivered,
            files=len(report.written),
        )


class LastError(Struct, frozen=True, kw_only=True):
    """The last error, whether or not it is over."""

    at: str  # when it was met last, as in RFC 3339
    source: str  # "config", "build", "links" or "hub"
    message: str
    lasts: bool


class Health(Struct, frozen=True, kw_only=True):
    """How a watcher is."""

    pid: int
    ok: bool  # whether a build has ended, everything is delivered, no error lasts, and no build is late
    late: bool
    last_build: LastBuild | None
    last_error: LastError | None
    next_due: str | None  # the time of the next build if nothing is saved before, as in RFC 3339

    def to_json(self) -> bytes:
        """Return it for programs."""
        return json.dumps(to_builtins(self), indent=1, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n"


def is_late(due: datetime | None, now: datetime, silence: timedelta) -> bool:
    """Return whether a build that was *due* then is late: it has not begun, or shows no sign of life.

    The *silence* since the last sign is by a steady clock, because the one that says *now* may have been set.

    >>> from datetime import UTC
    >>> noon, hour = datetime(2026, 6, 1, 12, tzinfo=UTC), timedelta(hours=1)
    >>> is_late(noon, noon + hour / 10, hour), is_late(noon, noon + hour, hour), is_late(noon, noon + hour, hour / 10)
    (False, True, False)
    """
    return due is not None and now > due + _GRACE and silence > _GRACE


class SignOfLife:
    """When there was a sign of life: by the clock (*moment*), and in seconds by a *steady* one."""

    def __init__(self) -> None:
        self.moment, self.steady = true_moment(), time.monotonic()


class HealthFile:
    """Writes *folder*/health.json; threads may share it."""

    def __init__(self, folder: Path) -> None:
        self._path, self._lock = folder / NAME, threading.Lock()

    def write(self, health: Health) -> None:
        """Write *health*. Where that fails, builds report what is wrong with the disk."""
        with self._lock, contextlib.suppress(OSError):
            replace_file(self._path, health.to_json())
