"""Report what a run did: as text for people, as JSON for programs, as an exit code."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from msgspec import Struct, to_builtins
from msgspec.structs import replace

from feeds.errors import Problem, Where

DONE, PROBLEMS = 0, 1
_NAMED = 8  # feeds that one line names


class FeedRow(Struct, frozen=True, kw_only=True):
    """One feed after a run."""

    path: str
    title: str
    entries: int
    new: int
    changed: int
    bytes: int  # of all its formats


class Report(Struct, frozen=True, kw_only=True):
    """The report of a run."""

    feeds: tuple[FeedRow, ...] = ()
    problems: tuple[Problem, ...] = ()
    notices: tuple[Problem, ...] = ()  # reported once; nothing is wrong
    written: tuple[str, ...] = ()  # documents that changed
    posts: int = 0
    read: int = 0  # posts that had to be read
    rendered: int = 0  # feeds that had to be rendered
    dry: bool = False
    output: str = ""  # the output directory, as config.yaml names it
    delivered: bool = True  # False: the command of `publish.after` failed
    next_due: float | None = None  # when the next issue becomes due or expires, in seconds since 1970

    def exit_code(self, *, strict: bool) -> int:
        """Return 0, or 1 if `publish.after` failed or *strict* counts problems of single posts."""
        return PROBLEMS if not self.delivered or (strict and self.problems) else DONE

    @property
    def is_first(self) -> bool:
        """Whether everything was read, as in the first build of a folder."""
        return 0 < self.posts == self.read

    def as_still(self) -> Report:
        """Return the report of the next run if it finds nothing to do."""
        rows = tuple(replace(row, new=0, changed=0) for row in self.feeds)
        return replace(self, feeds=rows, notices=(), written=(), read=0, rendered=0)


def to_json(report: Report) -> str:
    """Return *report* for programs."""
    return json.dumps(to_builtins(report), ensure_ascii=False, indent=2)


def from_json(content: bytes) -> Report:
    """Return the report that `to_json` wrote down."""
    values = json.loads(content.decode("utf-8", "surrogatepass"))
    kept = {name: value for name, value in values.items() if name not in ("feeds", "problems", "notices", "written")}
    return Report(
        feeds=tuple(FeedRow(**row) for row in values["feeds"]),
        problems=tuple(map(_problem, values["problems"])),
        notices=tuple(map(_problem, values["notices"])),
        written=tuple(values["written"]),
        **kept,
    )


def _problem(values: Mapping[str, Any]) -> Problem:
    where = values["where"]
    return Problem(Where(**where) if where else None, values["message"], values["hint"])


def summary(report: Report) -> str:
    """Return *report* in one line."""
    if not report.read and not report.rendered and not report.written:
        return f"Nothing changed in {counted(report.posts, 'post')}."
    verb = "would change" if report.dry else "changed"
    new = sum(row.new for row in report.feeds if row.path == "sections/")
    parts = [f"{report.read} of {counted(report.posts, 'post')} read", f"{counted(len(report.written), 'file')} {verb}"]
    if new:
        parts.insert(1, f"{counted(new, 'new section')}")
    return ", ".join(parts) + "."


def build_line(report: Report, seconds: float) -> str:
    """Return a line about a build that took *seconds*, with the feeds that changed."""
    changed = [f"{row.title}: {_changes(row)}" for row in report.feeds if row.new or row.changed]
    if len(changed) > _NAMED:
        changed[_NAMED:] = [f"{len(changed) - _NAMED} more feeds"]
    return " ".join([f"{summary(report).removesuffix('.')}, in {seconds:.2f} s.", "; ".join(changed)]).rstrip()


def _changes(row: FeedRow) -> str:
    counts = ((row.new, "new"), (row.changed, "changed"))
    return ", ".join(f"{count} {kind}" for count, kind in counts if count)


def size(count: int) -> str:
    """Return *count* bytes in a readable unit.

    >>> size(2048)
    '2.0 KB'
    """
    return f"{count / 1024:.1f} KB" if count < 1024**2 else f"{count / 1024**2:.1f} MB"


def counted(number: int, noun: str) -> str:
    """Return *number* and *noun*, which is in the plural unless there is one.

    >>> counted(2, "page"), counted(1, "page")
    ('2 pages', '1 page')
    """
    return f"{number} {noun}" + ("" if number == 1 else "s")
