"""`feeds topics preset`: print a ready list of topics."""

from __future__ import annotations

import argparse

from feeds.commands.topics.output import add_output, write_output
from feeds.errors import FeedsError
from feeds.report import DONE
from feeds.topics.presets import preset, preset_names


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the subcommand to *parser*."""
    parser.add_argument("name", metavar="NAME", help=f"one of {', '.join(preset_names())}")
    add_output(parser)


def run(options: argparse.Namespace) -> int:
    """Write the list, and return the exit code."""
    if options.name not in preset_names():
        raise FeedsError(f"there is no preset {options.name!r}", hint=f"choose one of {', '.join(preset_names())}")
    write_output(preset(options.name), options.output)
    return DONE
