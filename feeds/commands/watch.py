"""`feeds watch`: keep running, and update the feeds whenever a post is saved."""

from __future__ import annotations

import argparse

from feeds.commands.logs import add_log_options, logging_to_stderr
from feeds.commands.watch_options import add_watch_options, orders_of
from feeds.schedule import watch


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command to *parser*: `--fresh` and what is allowed are for the first build alone."""
    add_watch_options(parser)
    add_log_options(parser)


def run(options: argparse.Namespace) -> int:
    """Watch until a signal ends it, and return the exit code."""
    with logging_to_stderr(options, times=True):
        return watch(options.config, offline=options.offline, orders=orders_of(options), health_port=options.health)
