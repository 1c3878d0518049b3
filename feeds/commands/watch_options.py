"""The options that `feeds watch` and `feeds serve --watch` have in common."""

from __future__ import annotations

import argparse

from feeds.commands.build import leave_of, workers_of
from feeds.commands.build_options import add_build_options
from feeds.errors import FeedsError
from feeds.schedule import BuildOrders

_LAST_PORT = 65535


def add_watch_options(parser: argparse._ActionsContainer) -> None:
    """Add `--offline`, `--health` and the options of a build to *parser*; some are for the first build alone."""
    parser.add_argument("--offline", action="store_true", help="make no requests: look up no links, and notify no hub")
    parser.add_argument(
        "--health",
        type=_port,
        metavar="PORT",
        help="answer http://127.0.0.1:PORT/health with 200, or 503 while something is wrong; 0: any port that is free",
    )
    add_build_options(parser)


def refuse_watch_options(options: argparse.Namespace) -> None:
    """Raise an error if *options* have one that is for watching alone."""
    parser = argparse.ArgumentParser()
    add_watch_options(parser)
    for action in parser._actions:
        if getattr(options, action.dest, action.default) != action.default:
            raise FeedsError(f"{action.option_strings[0]} has no effect here", hint="add --watch")


def orders_of(options: argparse.Namespace) -> BuildOrders:
    """Return how builds are made, as *options* say."""
    return BuildOrders(
        fresh=options.fresh,
        leave=leave_of(options),
        workers=workers_of(options),
        patience=options.wait,
    )


def _port(text: str) -> int:
    """Return the port in *text*; argparse reports a ValueError with the option."""
    if not 0 <= int(text) <= _LAST_PORT:
        raise argparse.ArgumentTypeError(f"{text} is not a port: these are from 0 to {_LAST_PORT}")
    return int(text)
