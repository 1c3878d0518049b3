"""Print to the terminal: lines and problems, a progress bar on long work, a table at the end."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

from feeds.errors import Problem
from feeds.report import Report, size, summary

if TYPE_CHECKING:
    from feeds.pipeline.progress import Progress

_PATIENCE = 0.5  # seconds before a progress bar appears


def print_lines(lines: Iterable[str], *, file: TextIO | None = None) -> None:
    """Print *lines* as they come, to standard output, where the results of commands go, or to *file*."""
    for line in lines:
        print(line, file=file)


def print_problems(problems: Iterable[Problem]) -> None:
    """Print *problems* to standard error."""
    print_lines(map(str, problems), file=sys.stderr)


@contextmanager
def progress(*, quiet: bool, profile: Progress | None = None) -> Iterator[Progress]:
    """Yield what a run is to call as it goes on: it shows how far the run is, and calls the *profile*, if there is one.

    The bar is shown on a terminal only, and only if the run takes long.
    """
    if quiet or not sys.stderr.isatty():
        yield profile or _ignore
        return
    with _bar() as show:
        yield _both(profile, show) if profile else show


def _ignore(what: str, done: int = 0, of: int = 0, post: str = "") -> None:
    """Show no progress; the pipeline has the same, but a build with nothing to do must not import that."""


def _both(first: Progress, second: Progress) -> Progress:
    def show(what: str, done: int = 0, of: int = 0, post: str = "") -> None:
        first(what, done, of, post)
        second(what, done, of, post)

    return show


@contextmanager
def _bar() -> Iterator[Progress]:
    """Yield a progress bar: the phase, how many are done, and how many a second."""
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[count]}"))
    bar = Bar(*columns, console=Console(stderr=True), transient=True, refresh_per_second=8)
    start, task, phase = time.monotonic(), bar.add_task("", total=None, count=""), ("", time.monotonic())

    def show(what: str, done: int = 0, of: int = 0, post: str = "") -> None:
        nonlocal phase
        now = time.monotonic()
        if what != phase[0]:
            phase = (what, now)
        if now - start > _PATIENCE:
            bar.start()
            bar.update(task, description=what, completed=done, total=of or None, count=_count(done, of, now - phase[1]))

    try:
        yield show
    finally:
        bar.stop()


def _count(done: int, of: int, seconds: float) -> str:
    """Return how many are *done* *of* all, and the rate after so many *seconds*.

    >>> _count(120, 2000, 2.0), _count(0, 2000, 0.0), _count(0, 0, 3.0)
    ('120/2000, 60/s', '0/2000', '')
    """
    rate = f", {done / seconds:.0f}/s" if done and seconds > 0 else ""
    return f"{done}/{of}{rate}" if of else ""


def show_report(report: Report, *, verbose: bool) -> None:
    """Print a table and a summary of *report* on a terminal; *verbose*, anywhere, with the files that were written.

    Without a terminal, as under cron, nothing is printed by default.
    """
    if not (verbose or report.dry or sys.stderr.isatty()):
        return
    if verbose:
        verb = "Would be written" if report.dry else "Written"
        print_lines((f"{verb}: {path}" for path in report.written), file=sys.stderr)
    if report.written or report.dry:
        _show_table(report)
    print(summary(report), file=sys.stderr)
    if report.is_first and not report.dry:
        print(f"Open {os.path.join(report.output, 'index.html')} in a browser to see them.", file=sys.stderr)


def _show_table(report: Report) -> None:
    """Print the table of feeds; in colour only on a terminal.

    The table of a dry run is its result and goes to standard output; otherwise it is a message.
    """
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("Feed", overflow="fold")
    for name in ("Entries", "New", "Changed", "Size"):
        table.add_column(name, justify="right", no_wrap=True)
    for row in report.feeds:
        style = "green" if row.new else "yellow" if row.changed else "dim"
        new, changed = (Text(str(count or "·"), style) for count in (row.new, row.changed))
        table.add_row(Text(row.title), str(row.entries), new, changed, size(row.bytes))
    Console(stderr=not report.dry).print(table)
