"""`feeds retire`: end a feed on purpose."""

from __future__ import annotations

import argparse

from feeds.clock import current_moment
from feeds.commands.terminal import print_lines
from feeds.pipeline.retiring import retire
from feeds.report import DONE
from feeds.site import open_site


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command to *parser*."""
    parser.add_argument("slug", metavar="SLUG", help="of a topic or feed that config.yaml no longer has")


def run(options: argparse.Namespace) -> int:
    """End the feed, print what the next build does, and return the exit code."""
    ending = retire(open_site(options.config), options.slug, current_moment())
    print_lines([f"{ending.name} ({ending.feed}) ends with the next build, which adds a last entry that says so."])
    return DONE
