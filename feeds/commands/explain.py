"""`feeds explain`: explain why an entry is the way it is."""

from __future__ import annotations

import argparse

from feeds.clock import current_moment
from feeds.commands.explanation import explain
from feeds.commands.terminal import print_lines
from feeds.pipeline.looking import look
from feeds.report import DONE
from feeds.site import open_site


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the argument of the command to *parser*."""
    parser.add_argument(
        "post",
        metavar="POST[#SECTION]",
        help="a post by path, number, title or address, and a section by key, number or title; or the id of an entry",
    )


def run(options: argparse.Namespace) -> int:
    """Print the explanation, and return the exit code."""
    site = open_site(options.config)
    with look(site, current_moment()) as seen:
        print_lines(explain(site, seen, options.post))
    return DONE
