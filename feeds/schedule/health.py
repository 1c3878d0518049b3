"""The health of `feeds watch`, in a file beside the memory that monitoring can read."""

from __future__ import annotations

import contextlib
import json
import os
import threading
from datetime import datetime
from pathlib import Path

from msgspec import Struct, to_builtins

from feeds.files import replace_file
from feeds.report import Report

NAME = "health.json"


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
    ok: bool  # whether no error lasts, and everything is delivered
    last_build: LastBuild | None
    last_error: LastError | None
    next_due: str | None  # the time of the next build if nothing is saved before, as in RFC 3339


class HealthFile:
    """Writes *folder*/health.json; threads may share it."""

    def __init__(self, folder: Path) -> None:
        self._path, self._lock = folder / NAME, threading.Lock()

    def write(self, *, ok: bool, build: LastBuild | None, error: LastError | None, next_due: datetime | None) -> None:
        """Write what is known. Where that fails, builds report what is wrong with the disk."""
        due = next_due.isoformat(timespec="seconds") if next_due else None
        health = Health(pid=os.getpid(), ok=ok, last_build=build, last_error=error, next_due=due)
        content = json.dumps(to_builtins(health), indent=1, ensure_ascii=False).encode("utf-8", "backslashreplace")
        with self._lock, contextlib.suppress(OSError):
            replace_file(self._path, content + b"\n")
