"""`feeds redate`: give published issues the dates that their posts have now."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator

from feeds.clock import current_moment
from feeds.commands.post_names import find_post
from feeds.commands.terminal import print_lines
from feeds.pipeline.looking import up_to_date
from feeds.pipeline.redating import Redated, redate
from feeds.report import DONE
from feeds.site import Site, open_site

_FORMAT = "%Y-%m-%d %H:%M"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command to *parser*."""
    parser.add_argument("posts", nargs="+", metavar="POST", help="a post by path, number, title or address")


def run(options: argparse.Namespace) -> int:
    """Correct the dates, print them, and return the exit code."""
    site = open_site(options.config)
    with up_to_date(site, current_moment()) as seen:
        done = redate(site, seen, [find_post(name, site, seen).path for name in options.posts])
    print_lines(_lines(site, done))
    return DONE


def _lines(site: Site, done: Iterable[Redated]) -> Iterator[str]:
    """Yield what became of each date; *done* is read once."""
    has_changed = False
    for one in done:
        has_changed |= one.before != one.after
        if one.before == one.after:
            yield f"{site.shown(one.path)}: was published with {one.after:{_FORMAT}} already."
        else:
            yield f"{site.shown(one.path)}: {one.before:{_FORMAT}} is now {one.after:{_FORMAT}}."
    if has_changed:
        yield "The next build publishes the dates."
