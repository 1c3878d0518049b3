"""`feeds topics unmapped`: list headings and sections that have no topic."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from itertools import groupby

from feeds.commands.topics.archive import issue_count, print_findings, read_archive
from feeds.commands.topics.columns import as_json, fitting
from feeds.curation import Unmapped, find_unmapped

_SHOWN = 40  # headings, and sections


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the subcommand to *parser*."""
    parser.add_argument("--json", action="store_true", help="print all of them as JSON")
    parser.add_argument("--issues", type=issue_count, metavar="N", help="examine the last N issues; default: all")


def run(options: argparse.Namespace) -> int:
    """Print the headings and sections, and return the exit code."""
    archive = read_archive(options)
    found = find_unmapped(archive.sections, options.issues)
    return print_findings([unmapped_json(found)] if options.json else unmapped_lines(found), archive)


def unmapped_json(found: Unmapped) -> str:
    """Return everything that was *found*, for programs."""
    headings = [
        {"title": one.title, "issues": one.issues, "wordings": list(one.wordings.values())} for one in found.headings
    ]
    sections = [
        {"title": one.title, "id": one.id, "published": f"{one.published:%Y-%m-%d}", "post": one.origin.where.path}
        for one in found.sections
    ]
    return as_json({"headings": headings, "sections": sections})


def unmapped_lines(found: Unmapped) -> Iterator[str]:
    """Yield recurring headings, then the other sections, for people: the first of each."""
    headings, sections = found.headings, found.sections
    for heading in headings[:_SHOWN]:
        others = [f"; {wording}" for wording in list(heading.wordings.values())[1:]]
        yield fitting(f"{heading.issues:4} issues  {heading.title}{''.join(others)}")
    if len(headings) > _SHOWN:
        yield f"and {len(headings) - _SHOWN} more headings"
    for path, own in groupby(sections[:_SHOWN], key=lambda section: section.origin.where.path):
        titles = list(own)
        yield f"{titles[0].published:%Y-%m-%d}   {path}"
        yield from (fitting(f"             {section.title}") for section in titles)
    if len(sections) > _SHOWN:
        yield f"and {len(sections) - _SHOWN} more sections"
