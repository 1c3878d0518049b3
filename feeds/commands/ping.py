"""`feeds ping`: notify the hub of the feeds that have changed."""

from __future__ import annotations

import argparse
import json
import sys
import time

from msgspec import to_builtins

from feeds.clock import true_moment
from feeds.commands.build_options import seconds
from feeds.commands.terminal import print_lines
from feeds.pinging import PingReport, ping, queue_again
from feeds.report import DONE, PROBLEMS
from feeds.site import open_site

_WAIT = 60


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command to *parser*."""
    parser.add_argument(
        "--wait",
        type=seconds,
        default=_WAIT,
        metavar="SECONDS",
        help=f"how long to wait for the public address to serve what was written; default: {_WAIT}",
    )
    parser.add_argument("--all", action="store_true", help="notify the hub of every feed, changed or not")
    parser.add_argument("--json", action="store_true", help="print what was done as JSON")


def run(options: argparse.Namespace) -> int:
    """Ping until nothing is queued or the time is up, print what was done, and return the exit code."""
    report = _ping(options)
    if options.json:
        print(json.dumps(to_builtins(report) | {"next_due": report.next_due and report.next_due.isoformat()}, indent=2))
    else:
        print_lines(f"{topic}: the hub was notified" for topic in report.notified)
        print_lines((f"{one.topic}: {one.fault}{_after(one.given_up)}" for one in report.failures), file=sys.stderr)
        if not report.notified and not report.failures:
            print("No feed has changed since the hub was notified.")
    return PROBLEMS if report.failures else DONE


def _after(given_up: bool) -> str:
    return " (given up; feeds ping --all tries again)" if given_up else " (run feeds ping again when it is published)"


def _ping(options: argparse.Namespace) -> PingReport:
    """Return the report of all tries: the feeds of which the hub was notified, and the failures of the last one."""
    site, end = open_site(options.config), time.monotonic() + options.wait
    if options.all:
        queue_again(site)
    report = ping(site, true_moment, early=True)
    while report.next_due and (left := end - time.monotonic()) > 0:
        time.sleep(min(max((report.next_due - true_moment()).total_seconds(), 0.0), left))
        report = _added(report, ping(site, true_moment, early=time.monotonic() >= end))
    return report


def _added(before: PingReport, latest: PingReport) -> PingReport:
    """Return what the hub was notified of in all tries, and what failed last of the others."""
    tried = {*latest.notified, *(one.topic for one in latest.failures)}
    failures = (*latest.failures, *(one for one in before.failures if one.topic not in tried))
    return PingReport(notified=(*before.notified, *latest.notified), failures=failures, next_due=latest.next_due)
