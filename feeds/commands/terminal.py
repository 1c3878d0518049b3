"""Print to the terminal: lines and problems, a progress bar on long work, a table at the end."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TextIO

from feeds.errors import Problem
from feeds.report import Report, cells, summary

_PATIENCE = 0.5  # seconds before a progress bar appears


def print_lines(lines: Iterable[str], *, file: TextIO | None = None) -> None:
    """Print *lines* as they come, to standard output, where the results of commands go, or to *file*."""
    for line in lines:
        print(line, file=file)


def print_problems(problems: Iterable[Problem]) -> None:
    """Print *problems* to standard error."""
    print_lines(map(str, problems), file=sys.stderr)


@contextmanager
def progress(*, quiet: bool) -> Iterator[Callable[[str, int, int], None]]:
    """Yield a function that shows how far a run is, on a terminal only, and only if the run takes long."""
    if quiet or not sys.stderr.isatty():
        yield lambda what, done, of: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    bar = Progress(*columns, console=Console(stderr=True), transient=True, refresh_per_second=8)
    start, task = time.monotonic(), bar.add_task("", total=None)

    def show(what: str, done: int, of: int) -> None:
        if time.monotonic() - start > _PATIENCE:
            bar.start()
            bar.update(task, description=what, completed=done, total=of)

    try:
        yield show
    finally:
        bar.stop()


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
    for row, (title, entries, new, changed, size) in zip(report.feeds, cells(report.feeds), strict=True):
        style = "green" if row.new else "yellow" if row.changed else "dim"
        table.add_row(Text(title), entries, Text(new, style), Text(changed, style), size)
    Console(stderr=not report.dry).print(table)
