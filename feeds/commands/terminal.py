"""What a person at a terminal sees: a progress bar on long work, a table at the end."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from feeds.report import Report, cells

_PATIENCE = 0.5  # seconds before a progress bar appears


@contextmanager
def progress(*, quiet: bool) -> Iterator[Callable[[str, int, int], None]]:
    """Yield what shows how far a run is; it draws only on a terminal, and only when it takes long."""
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


def show_table(report: Report) -> None:
    """Print the table of feeds; in colour only on a terminal.

    What a dry run would do is its result and goes to standard output; else it is talk.
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
