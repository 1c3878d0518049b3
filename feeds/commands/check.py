"""`feeds check`: check feeds, anybody's, or the config, the posts and the feeds of the site."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from feeds.clock import current_moment
from feeds.commands.check_lines import check_lines, remarks_as_json, rule_lines, summary_of
from feeds.commands.terminal import print_lines
from feeds.config import Config
from feeds.inspecting import Inspection, inspect_site, inspect_source
from feeds.report import DONE, PROBLEMS
from feeds.site import open_site


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command to *parser*."""
    parser.add_argument(
        "sources", nargs="*", metavar="FEED", help="a file, a folder or an address; default: the site itself"
    )
    parser.add_argument("--all", action="store_true", help="print each place, and not the first three of a rule")
    parser.add_argument("--json", action="store_true", help="print what was found as JSON")
    parser.add_argument("--rules", action="store_true", help="print the rules, and check nothing")
    parser.add_argument("--strict", action="store_true", help="exit with 1 for warnings, too")


def run(options: argparse.Namespace) -> int:
    """Print what is found, and return 1 if that has errors."""
    if options.rules:
        print_lines(rule_lines())
        return DONE
    inspections = _inspect(options)
    remarks = [remark for one in inspections for remark in one.remarks]
    if options.json:
        print(remarks_as_json(inspections))
    else:
        print_lines(check_lines(remarks, everything=options.all))
        print(summary_of(inspections), file=sys.stderr)
    return PROBLEMS if any(options.strict or one.severity == "error" for one in remarks) else DONE


def _inspect(options: argparse.Namespace) -> list[Inspection]:
    now = current_moment()
    if not options.sources:
        return [inspect_site(options.config, now)]
    config = _config_of(options.config) if any("://" in source for source in options.sources) else None
    return [inspect_source(source, config, now) for source in options.sources]


def _config_of(path: Path) -> Config | None:
    """Return the config that says how requests are made, if there is one."""
    return open_site(path).config if path.exists() else None
