"""Write a list of topics: to standard output, or into a file."""

from __future__ import annotations

import argparse
from pathlib import Path

from feeds.errors import FeedsError, Where
from feeds.files import write_text


def add_output(parser: argparse.ArgumentParser) -> None:
    """Add `--output` to *parser*."""
    parser.add_argument(
        "--output", "-o", type=Path, metavar="FILE", help="write the list to FILE; default: standard output"
    )


def write_output(text: str, path: Path | None) -> None:
    """Write *text* to the file at *path*, or without one to standard output.

    Raises:
        FeedsError: the file cannot be written.
    """
    if path is None:
        print(text, end="")
        return
    try:
        write_text(path, text)
    except OSError as error:
        hint = "check its folder and permissions"
        raise FeedsError(f"cannot be written: {error.strerror}", Where(str(path)), hint) from error
