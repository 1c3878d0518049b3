"""`feeds topics`: report topic coverage; suggest topics and learn rules. Each subcommand is a module."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from feeds.commands.topics import drift, learn, preset, report, suggest, unmapped
from feeds.errors import FeedsError

_SUBCOMMANDS = {
    "report": (report, "report what each topic has, and how many sections have no topic (the default)"),
    "suggest": (suggest, "print topics and words worth adding, as YAML"),
    "unmapped": (unmapped, "list headings and sections that have no topic"),
    "drift": (drift, "list headings that are new in the last issues, and those that disappeared"),
    "preset": (preset, "print a ready list of topics"),
    "learn": (learn, "learn rules from sections that have topics (needs scikit-learn)"),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the subcommands to *parser*, each with its own options."""
    parser.set_defaults(run_topics=report.run, subcommand="report", json=False)
    parser.add_argument("--json", action="store_true", dest="report_json", help="print the report as JSON")
    for name in ("suggest", "unmapped", "drift", "preset"):  # options of earlier versions
        parser.add_argument(f"--{name}", action=_FormerOption, nargs="?", help=argparse.SUPPRESS)
    subcommands = parser.add_subparsers(title="subcommands", metavar="SUBCOMMAND")
    for name, (module, help) in _SUBCOMMANDS.items():
        description = f"{help[0].upper()}{help[1:].removesuffix(' (the default)')}."
        subparser = subcommands.add_parser(name, help=help, description=description, allow_abbrev=False)
        subparser.set_defaults(run_topics=module.run, subcommand=name, parser=subparser)
        help = "default: feeds.yaml or config.yaml"
        subparser.add_argument("--config", "-c", type=Path, default=argparse.SUPPRESS, metavar="FILE", help=help)
        module.add_arguments(subparser)


def run(options: argparse.Namespace) -> int:
    """Run the subcommand, and return the exit code."""
    if options.report_json and options.subcommand != "report":
        hint = f"see feeds topics {options.subcommand} --help"
        raise FeedsError(f"--json before '{options.subcommand}' has no effect", hint=hint)
    options.json = options.json or options.report_json
    return int(options.run_topics(options))


class _FormerOption(argparse.Action):
    """An option that has become a subcommand."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: str | Sequence[Any] | None,
        option_string: str | None = None,
    ) -> NoReturn:
        name = self.dest + (f" {values}" if values and self.dest == "preset" else "")
        parser.error(f"{option_string} is a subcommand now (write: feeds topics {name})")
