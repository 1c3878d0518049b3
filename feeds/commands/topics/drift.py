"""`feeds topics drift`: list headings that are new in the last issues, and those that disappeared."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence

from msgspec import to_builtins

from feeds.commands.topics.archive import issue_count, print_findings, read_archive
from feeds.commands.topics.columns import as_json, fitting
from feeds.curation import Drift, find_drift, issues_of
from feeds.model import Entry

_ISSUES = 10


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the subcommand to *parser*."""
    parser.add_argument("--json", action="store_true", help="print the headings as JSON")
    help = f"examine the last N issues; default: {_ISSUES}"
    parser.add_argument("--issues", type=issue_count, default=_ISSUES, metavar="N", help=help)


def run(options: argparse.Namespace) -> int:
    """Print the headings, and return the exit code."""
    archive = read_archive(options)
    found = find_drift(archive.sections, options.issues)
    lines = [drift_json(found)] if options.json else drift_lines(found, archive.sections, options.issues)
    return print_findings(lines, archive)


def drift_json(found: Sequence[Drift]) -> str:
    """Return the headings that were *found*, for programs."""
    return as_json([to_builtins(one) for one in found])


def drift_lines(found: Sequence[Drift], sections: Sequence[Entry], issues: int) -> Iterator[str]:
    """Yield for people the headings that were *found* to differ in the last *issues* of *sections*."""
    if (count := len(issues_of(sections))) <= issues:
        yield f"There are no issues before the last {issues} (of {count}) to compare with; use --issues N for fewer."
    elif not found:
        yield f"No heading is new in the last {issues} issues, and none has disappeared."
    else:
        yield from map(_line, found)


def _line(one: Drift) -> str:
    if one.kind == "gone":
        return fitting(f"gone {one.issues:4} issues  {one.heading}", f"  last {one.last}")
    claimed = f"  [{', '.join(one.topics)}]" if one.topics else "  no topic"
    return fitting(f"new  {one.issues:4} issues  {one.heading}", claimed + (f"  was {one.was!r}?" if one.was else ""))
