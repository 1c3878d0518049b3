"""`feeds watch`: keep running, and update the feeds whenever a post is saved."""

from __future__ import annotations

import argparse

from feeds.commands.build_options import add_build_options
from feeds.commands.logs import add_log_options, logging_to_stderr
from feeds.pipeline.run import Leave
from feeds.pipeline.workers import Workers
from feeds.schedule import Orders, watch


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command to *parser*: `--fresh` and what is allowed are for the first build alone."""
    parser.add_argument("--offline", action="store_true", help="make no requests: look up no links, and notify no hub")
    add_build_options(parser)
    add_log_options(parser)


def run(options: argparse.Namespace) -> int:
    """Watch until a signal ends it, and return the exit code."""
    with logging_to_stderr(options, times=True):
        return watch(options.config, offline=options.offline, orders=_orders(options))


def _orders(options: argparse.Namespace) -> Orders:
    return Orders(
        fresh=options.fresh,
        leave=Leave(resurface=options.allow_resurface, shrink=options.allow_shrink, earlier=options.allow_earlier),
        workers=Workers(jobs=options.jobs, scheduler=options.scheduler),
        patience=options.wait,
    )
