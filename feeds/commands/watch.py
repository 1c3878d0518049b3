"""`feeds watch`: keep running, and update the feeds whenever a post is saved."""

from __future__ import annotations

import argparse

from feeds.commands.logs import add_log_options, logging_to_stderr
from feeds.schedule import watch


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command to *parser*."""
    parser.add_argument("--offline", action="store_true", help="do not look links up")
    add_log_options(parser)


def run(options: argparse.Namespace) -> int:
    """Watch until a signal ends it, and return the exit code."""
    with logging_to_stderr(options, times=True):
        return watch(options.config, offline=options.offline)
