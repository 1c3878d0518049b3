"""`feeds restore`: go back to a copy of the memory."""

from __future__ import annotations

import argparse
from pathlib import Path

from feeds.clock import current_moment
from feeds.commands.terminal import print_lines
from feeds.pipeline.memory.restoring import restore
from feeds.report import DONE, counted
from feeds.site import open_site


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command to *parser*."""
    parser.add_argument(
        "file",
        nargs="?",
        type=Path,
        metavar="FILE",
        help="a memory.json, or a store that was set aside; default: .feeds/memory.json",
    )


def run(options: argparse.Namespace) -> int:
    """Restore the memory, print what the next build begins with, and return the exit code."""
    site = open_site(options.config)
    done = restore(site, options.file or site.copy, current_moment().date())
    moved = [f"The memory that was there before is now {done.replaced}."] if done.replaced else []
    print_lines([f"The next build begins with {counted(done.issues, 'issue')} of {done.source}.", *moved])
    return DONE
