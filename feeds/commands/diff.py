"""`feeds diff`: show what a build would change for subscribers."""

from __future__ import annotations

import argparse

from feeds.clock import current_moment
from feeds.commands.diff_lines import diff_lines, refusal_of, to_json
from feeds.commands.terminal import print_lines, progress
from feeds.pipeline.run import diff
from feeds.report import DONE, PROBLEMS
from feeds.site import open_site


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command to *parser*."""
    parser.add_argument("--json", action="store_true", help="print the changes as JSON")


def run(options: argparse.Namespace) -> int:
    """Print the changes, and return 1 if a build would be refused for them."""
    with progress(quiet=options.json) as show:
        changes = diff(open_site(options.config), current_moment(), progress=show)
    refusal = refusal_of(changes)
    if options.json:
        print(to_json(changes))
    else:
        print_lines(diff_lines(changes))
        if refusal:
            print(f"\nA build would be refused: {refusal}")
    return PROBLEMS if refusal else DONE
