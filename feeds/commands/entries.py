"""`feeds entries`: list the entries that feeds can carry."""

from __future__ import annotations

import argparse

from feeds.clock import current_moment
from feeds.commands.entry_lines import entry_lines, json_list
from feeds.commands.terminal import print_lines, print_problems
from feeds.model import Grain
from feeds.pipeline.looking import look
from feeds.report import DONE
from feeds.site import open_site

_FOR_PEOPLE: tuple[Grain, ...] = ("issue", "section")
_FOR_PROGRAMS: tuple[Grain, ...] = ("issue", "section", "item")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command to *parser*."""
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print a list as JSON, with text and links")
    form.add_argument("--jsonl", action="store_true", help="print a JSON object a line, with the same")
    parser.add_argument(
        "--grain", choices=_FOR_PROGRAMS, help="list only these; default: issues and sections, and in JSON items"
    )


def run(options: argparse.Namespace) -> int:
    """Print the entries, and return the exit code."""
    as_json = options.json or options.jsonl
    grains = _FOR_PROGRAMS if as_json else _FOR_PEOPLE
    if options.grain:
        grains = (options.grain,)
    with look(open_site(options.config), current_moment(), items="item" in grains) as seen:
        entries = seen.store.entries.all(seen.now)
        lines = entry_lines(entries, grains, seen.linking, as_json=as_json)
        print_lines(json_list(lines) if options.json else lines)
    print_problems(seen.problems)
    return DONE
