"""`feeds watch`: keep running, and update the feeds whenever a post is saved."""

from __future__ import annotations

import argparse

from feeds.commands.terminal import show_report
from feeds.report import Report
from feeds.schedule import watch


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command to *parser*."""
    parser.add_argument("--quiet", "-q", action="store_true", help="print nothing but problems")
    parser.add_argument("--offline", action="store_true", help="do not look links up")


def run(options: argparse.Namespace) -> int:
    """Watch until a signal ends it, and return the exit code."""

    def tell(report: Report) -> None:
        show_report(report, as_json=False, quiet=options.quiet)

    return watch(options.config, tell=tell, offline=options.offline)
