"""`feeds links`: look up where links lead, find lost ones, and exchange what is known of links."""

from __future__ import annotations

import argparse
import logging
from datetime import datetime
from pathlib import Path

from feeds.clock import current_moment
from feeds.commands.link_lines import (
    dead_lines,
    find_unrecovered,
    find_unsearched,
    log_faults,
    to_json,
    unrecovered_as_json,
)
from feeds.commands.logs import add_log_options, level_of, logging_to_stderr
from feeds.commands.terminal import print_lines, progress
from feeds.lookups import log, log_look_up, look_up
from feeds.lookups.records import export_links, import_links
from feeds.pipeline.looking import look
from feeds.report import DONE
from feeds.site import Site, open_site


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command to *parser*."""
    parser.add_argument("--offline", action="store_true", help="make no network requests; search stored pages only")
    parser.add_argument("--check", action="store_true", help="visit the targets of links, and list dead ones")
    only = parser.add_mutually_exclusive_group()
    only.add_argument("--unrecovered", action="store_true", help="only list lost links that were not found, and why")
    only.add_argument("--export", type=Path, metavar="FILE", help="only write to FILE what is known of links")
    only.add_argument("--import", type=Path, metavar="FILE", dest="take", help="only read a FILE that --export wrote")
    parser.add_argument("--json", action="store_true", help="print the report as JSON")
    add_log_options(parser)


def run(options: argparse.Namespace) -> int:
    """Do what *options* ask for, and return the exit code."""
    silent = options.json and not options.verbose
    with logging_to_stderr(options, level=logging.ERROR if silent else level_of(options)):
        _do(open_site(options.config), current_moment(), options)
    return DONE


def _do(site: Site, now: datetime, options: argparse.Namespace) -> None:
    if options.take:
        log.info("%d recorded links are new.", import_links(site, options.take))
    elif options.export:
        log.info("%d recorded links written.", export_links(site, options.export))
    elif options.unrecovered:
        with look(site, now) as seen:
            lost, unsearched = list(find_unrecovered(site, seen)), list(find_unsearched(site, seen))
        if options.json:
            print(unrecovered_as_json(lost, unsearched))
        else:
            print_lines([*map(str, lost), *unsearched])
    else:
        _look_up(site, now, options)


def _look_up(site: Site, now: datetime, options: argparse.Namespace) -> None:
    no_bar = options.quiet or options.json or options.verbose or options.log_format == "json"
    with progress(quiet=no_bar) as show:
        report = look_up(site, now, offline=options.offline, check=options.check, progress=show)
    if options.json:
        print(to_json(report))
    else:
        log_faults(report)
        if options.check:
            with look(site, now) as seen:
                print_lines(dead_lines(site, seen))
    log_look_up(report)
