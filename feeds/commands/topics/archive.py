"""The sections and topic rules that the subcommands look at, and what they print if there are no topics."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable

from msgspec import Struct

from feeds.clock import current_moment
from feeds.commands.terminal import print_lines
from feeds.config import TopicRule
from feeds.curation import sections_of
from feeds.model import Entry
from feeds.pipeline.looking import look
from feeds.report import DONE
from feeds.site import open_site


class Archive(Struct, frozen=True, kw_only=True):
    """The sections that feeds can carry, newest issue first, and the rules that gave them their topics."""

    sections: tuple[Entry, ...]
    rules: tuple[TopicRule, ...]


def read_archive(options: argparse.Namespace) -> Archive:
    """Return the archive of the site that *options* name."""
    with look(open_site(options.config), current_moment()) as seen:
        sections = tuple(sections_of(seen.store.entries.all(seen.now)))
        return Archive(sections=sections, rules=tuple(seen.config.topics))


def print_findings(lines: Iterable[str], archive: Archive) -> int:
    """Print *lines*, and a hint if *archive* has no topics; return the exit code."""
    print_lines(lines)
    if not archive.rules:
        print("There are no topics yet (see feeds topics suggest, or feeds topics preset ai).", file=sys.stderr)
    return DONE


def issue_count(text: str) -> int:
    """Return the number of issues that an option asks for.

    Raises:
        ArgumentTypeError: it is not a number, or less than 1.
    """
    if not (text.isascii() and text.isdigit() and 0 < len(text) < 10 and int(text) > 0):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of issues, such as 5")
    return int(text)
