"""The options of a build that `feeds build` and `feeds watch` have in common."""

from __future__ import annotations

import argparse

from feeds.commands.build import WAIT

_MOST_JOBS = 256
_LONGEST_WAIT = 24 * 60 * 60  # seconds


def add_build_options(parser: argparse._ActionsContainer) -> None:
    """Add how posts are read, how long another run is waited for, and what a build may do, to *parser*."""
    parser.add_argument("--fresh", action="store_true", help="read every post again; ids and dates stay")
    where = parser.add_mutually_exclusive_group()
    where.add_argument(
        "--jobs",
        "-j",
        type=_number,
        default=0,
        metavar="N",
        help="processes that read posts and render feeds; default: as many as pay",
    )
    where.add_argument(
        "--scheduler", default="", metavar="ADDRESS", help="have posts read by the workers of this Dask scheduler"
    )
    parser.add_argument(
        "--wait",
        type=seconds,
        default=WAIT,
        metavar="SECONDS",
        help=f"how long to wait for another run; default: {WAIT}",
    )
    parser.add_argument(
        "--allow-resurface", action="store_true", help="go on even if readers are shown old entries again"
    )
    parser.add_argument(
        "--allow-shrink", action="store_true", help="go on even if many entries, or all posts, have disappeared"
    )
    parser.add_argument(
        "--allow-earlier", action="store_true", help="go on even if the clock is earlier than at the last run"
    )


def _number(text: str) -> int:
    """Return the number of processes in *text*; argparse reports a ValueError with the option."""
    if not 1 <= int(text) <= _MOST_JOBS:
        raise argparse.ArgumentTypeError(f"{text} is not a number from 1 to {_MOST_JOBS}")
    return int(text)


def seconds(text: str) -> int:
    """Return the seconds in *text*; argparse reports a ValueError with the option."""
    if not 0 <= int(text) <= _LONGEST_WAIT:
        raise argparse.ArgumentTypeError(f"{text} is not a number of seconds from 0 to {_LONGEST_WAIT}")
    return int(text)
