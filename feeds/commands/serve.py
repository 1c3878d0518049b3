"""`feeds serve`: show the published feeds and pages in a browser on this machine."""

from __future__ import annotations

import argparse
import threading

from feeds.commands.logs import add_log_options, logging_to_stderr
from feeds.commands.watch_options import add_watch_options, orders_of, refuse_watch_options
from feeds.errors import FeedsError, Where
from feeds.report import DONE
from feeds.schedule import ending_on_signals, watch
from feeds.serving import serving
from feeds.site import Site, open_site

_PORT = 8000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command to *parser*."""
    parser.add_argument("--port", type=int, default=_PORT, metavar="N", help=f"default: {_PORT}; 0: any that is free")
    parser.add_argument("--watch", action="store_true", help="also update the feeds whenever a post is saved")
    add_watch_options(parser.add_argument_group("with --watch"))
    add_log_options(parser)


def run(options: argparse.Namespace) -> int:
    """Serve until a signal ends it, and return the exit code."""
    if not options.watch:
        refuse_watch_options(options)
    site = open_site(options.config)
    _make_ready(site, building=options.watch)
    with logging_to_stderr(options, times=True), serving(site.output, options.port) as address:
        print(f"{site.config.publish.directory} is at {address} (Ctrl-C ends this)", flush=True)
        if options.watch:
            return watch(options.config, offline=options.offline, orders=orders_of(options), health_port=options.health)
        ended = threading.Event()
        with ending_on_signals(ended.set):
            ended.wait()
    return DONE


def _make_ready(site: Site, *, building: bool) -> None:
    """Make the output directory where a build will fill it, so that it can be watched.

    Raises:
        FeedsError: there is none, and no build will come.
    """
    if building:
        site.output.mkdir(parents=True, exist_ok=True)
    elif not site.output.is_dir():
        hint = "run feeds build, or feeds serve --watch"
        raise FeedsError("there is nothing to serve yet", Where(site.config.publish.directory), hint)
