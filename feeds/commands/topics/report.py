"""`feeds topics report`: report what each topic has, and how many sections have no topic."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence

from msgspec import to_builtins
from rich.cells import cell_len, set_cell_size

from feeds.commands.topics.archive import print_findings, read_archive
from feeds.commands.topics.columns import as_json
from feeds.curation import WIDTH, Coverage, cover
from feeds.model import Entry
from feeds.urls import is_nameless

_OVERLAPS = 3  # other topics in a line
_COLUMN = 22  # of names; a longer one sticks out rather than widening the column


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the subcommand to *parser*."""
    parser.add_argument("--json", action="store_true", help="print the report as JSON")


def run(options: argparse.Namespace) -> int:
    """Print the report, and return the exit code."""
    archive = read_archive(options)
    covered = cover(archive.sections, archive.rules)
    sections = archive.sections
    lines = [coverage_json(covered, sections)] if options.json else coverage_lines(covered, sections)
    return print_findings(lines, archive)


def coverage_json(covered: Sequence[Coverage], sections: Sequence[Entry]) -> str:
    """Return how topics cover *sections*, for programs."""
    topics = [to_builtins(one) for one in covered]
    return as_json({"topics": topics, "sections": len(sections), "unmapped": _unmapped(sections)})


def coverage_lines(covered: Sequence[Coverage], sections: Sequence[Entry]) -> Iterator[str]:
    """Yield a line for each topic, and one for the sections that have none, for people."""
    width = min(max((cell_len(_name(one)) for one in covered), default=0), _COLUMN)
    for one in covered:
        yield _line(one, width)
    yield f"{_unmapped(sections):6}  of {len(sections)} sections have no topic (feeds topics unmapped)"


def _unmapped(sections: Sequence[Entry]) -> int:
    return sum(not section.topics for section in sections)


def _name(one: Coverage) -> str:
    return f"{one.slug} {one.title}" if is_nameless(one.slug) else one.slug


def _line(one: Coverage, width: int) -> str:
    """Return the coverage of a topic, with as many overlaps as the line has room for."""
    name = _name(one)
    parts = [f"since {one.since}"] if one.since else []
    parts += [one.cadence] if one.cadence else []
    line = f"{one.sections:6}  {set_cell_size(name, max(width, cell_len(name)))}  {', '.join(parts)}"
    ways = (f"{line}, {shared}" for shared in _shared(one.overlaps))
    return next((way for way in ways if cell_len(way) <= WIDTH), line).rstrip()


def _shared(overlaps: Mapping[str, int]) -> Iterator[str]:
    """Yield *overlaps* in words, the longest wording first."""
    all_of_them = [f"{count} also in {slug}" for slug, count in overlaps.items()]
    for named in range(min(len(overlaps), _OVERLAPS), 0, -1):
        left = len(overlaps) - named
        yield ", ".join([*all_of_them[:named], *([f"{left} more"] if left else [])])
    for slug, count in [*overlaps.items()][:1]:
        yield f"{count} in {slug}, …"
        yield f"shared with {len(overlaps)}"
