"""`feeds adopt`: take over ids and dates from feeds that have subscribers already."""

from __future__ import annotations

import argparse

from feeds.adoption import adopt
from feeds.clock import current_moment
from feeds.commands.adoption_lines import adoption_as_json, adoption_lines
from feeds.commands.terminal import print_lines, print_problems
from feeds.report import DONE
from feeds.site import open_site


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command to *parser*."""
    parser.add_argument("feeds", nargs="+", metavar="FEED", help="a file or an address: RSS, Atom or JSON Feed")
    parser.add_argument("--dry-run", action="store_true", help="save nothing; show what would be taken over")
    parser.add_argument(
        "--replace", action="store_true", help="take over even entries that are published under ids of ours"
    )
    parser.add_argument("--json", action="store_true", help="print what was taken over as JSON")


def run(options: argparse.Namespace) -> int:
    """Take over what matches, print it, and return the exit code."""
    site = open_site(options.config)
    adoption = adopt(site, options.feeds, current_moment(), dry=options.dry_run, again=options.replace)
    print_problems(adoption.problems)
    if options.json:
        print(adoption_as_json(adoption))
    else:
        print_lines(adoption_lines(adoption, dry=options.dry_run))
    return DONE
