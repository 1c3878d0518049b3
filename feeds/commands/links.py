"""`feeds links`: look up where links lead, find lost ones, and exchange what is known of links."""

from __future__ import annotations

import argparse
import sys
from datetime import datetime
from pathlib import Path

from feeds.clock import current_moment
from feeds.commands.link_lines import dead_lines, fault_lines, find_unrecovered, to_json
from feeds.commands.terminal import print_lines, progress
from feeds.lookups import look_up, summarize
from feeds.lookups.records import export_links, import_links
from feeds.pipeline.run import look
from feeds.report import DONE
from feeds.site import Site, open_site


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command to *parser*."""
    parser.add_argument("--offline", action="store_true", help="make no network requests; search stored pages only")
    parser.add_argument("--check", action="store_true", help="visit the targets of links, and list dead ones")
    only = parser.add_mutually_exclusive_group()
    only.add_argument("--unrecovered", action="store_true", help="only list lost links that were not found")
    only.add_argument("--export", type=Path, metavar="FILE", help="only write to FILE what is known of links")
    only.add_argument("--import", type=Path, metavar="FILE", dest="take", help="only read a FILE that --export wrote")
    parser.add_argument("--json", action="store_true", help="print the report as JSON")
    parser.add_argument("--quiet", "-q", action="store_true", help="print nothing but findings")


def run(options: argparse.Namespace) -> int:
    """Do what *options* ask for, and return the exit code."""
    site, now = open_site(options.config), current_moment()
    if options.take:
        _say(f"{import_links(site, options.take)} recorded links are new.", options)
    elif options.export:
        _say(f"{export_links(site, options.export)} recorded links written.", options)
    elif options.unrecovered:
        with look(site, now) as seen:
            print_lines(map(str, find_unrecovered(site, seen, now)))
    else:
        _look_up(site, now, options)
    return DONE


def _look_up(site: Site, now: datetime, options: argparse.Namespace) -> None:
    with progress(quiet=options.quiet or options.json) as show:
        report = look_up(site, now, offline=options.offline, check=options.check, progress=show)
    if options.json:
        print(to_json(report))
        return
    for line in fault_lines(report):
        print(line, file=sys.stderr)
    if options.check:
        with look(site, now) as seen:
            print_lines(dead_lines(seen, now))
    _say(summarize(report), options)


def _say(text: str, options: argparse.Namespace) -> None:
    if not options.quiet:
        print(text, file=sys.stderr)
