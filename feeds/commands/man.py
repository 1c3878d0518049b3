"""`feeds man`: print the manual page, made from the parsers of all commands."""

from __future__ import annotations

import argparse

from feeds import __version__
from feeds.clock import current_moment
from feeds.commands.man_page import man_page
from feeds.commands.parser import whole_parser
from feeds.report import DONE


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add no arguments to *parser*: the page is always the same."""
    parser.epilog = "Read it with: feeds man | man -l -"


def run(options: argparse.Namespace) -> int:
    """Print the page in the language of man(7), and return the exit code."""
    print(man_page(whole_parser(str(options.config)), __version__, current_moment()), end="")
    return DONE
