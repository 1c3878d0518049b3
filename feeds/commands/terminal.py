"""Print to the terminal: lines and problems, a progress bar on long work, a table at the end."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from feeds.errors import Problem
from feeds.report import Report, cells, summary, to_json

_PATIENCE = 0.5  # seconds before a progress bar appears


def print_lines(lines: Iterable[str]) -> None:
    """Print *lines*, which are the result of a command, to standard output as they come."""
    for line in lines:
        print(line)


def print_problems(problems: Iterable[Problem]) -> None:
    """Print *problems* to standard error."""
    for problem in problems:
        print(problem, file=sys.stderr)


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


def show_report(report: Report, *, as_json: bool, quiet: bool) -> None:
    """Print the problems of a run, and what it did: as JSON, or on a terminal as a table.

    Without a terminal, as under cron, there is nothing to read but problems.
    """
    print_problems((*report.problems, *report.notices))
    if as_json:
        print(to_json(report))
    elif not quiet and (sys.stderr.isatty() or report.dry):
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
