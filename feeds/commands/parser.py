"""Read the arguments of `feeds`.

Only the module of the command that was typed is imported, since most need much that others do not.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable, Mapping, Sequence
from importlib import import_module
from pathlib import Path

from feeds import __version__

#: Each is a module of `feeds.commands` with `add_arguments(parser)` and `run(options)`.
COMMANDS: Mapping[str, str] = {
    "init": "write feeds.yaml for the site in this folder",
    "build": "update the feeds once; for cron and CI",
    "diff": "show what a build would change for subscribers",
    "watch": "keep running, and update the feeds whenever a post is saved",
    "serve": "show the published feeds and pages in a browser on this machine",
    "adopt": "take over ids and dates from feeds that have subscribers already",
    "retire": "end a feed that config.yaml no longer has",
    "redate": "give published issues the dates that their posts have now",
    "restore": "go back to a copy of the memory",
    "entries": "list the entries that feeds can carry",
    "explain": "explain why an entry is the way it is",
    "ping": "notify the WebSub hub of feeds that have changed",
    "links": "look up where links lead, and find lost ones",
    "topics": "report topic coverage; suggest topics and learn rules",
    "check": "check feeds, anybody's, or the site's own config, posts and feeds",
    "config": "check config.yaml and print it with all defaults",
    "completion": "print a script by which a shell completes commands and options",
    "man": "print the manual page",
}

_WITHOUT_CONFIG = ("completion", "man")  # they print the same for every site


def parse(arguments: Sequence[str], config: str) -> argparse.Namespace:
    """Return the options in *arguments*, with the `run` of their command; *config* is the default config."""
    whole = _make_parser(arguments, config)
    typed = _typed(arguments)
    if typed and typed not in COMMANDS and (close := _closest(typed, COMMANDS)):
        whole.error(f"there is no command {typed!r} (did you mean {close}?)")
    options, unknown = whole.parse_known_args(arguments)
    if unknown:
        parser: argparse.ArgumentParser = options.parser
        parser.error(f"unrecognized arguments: {' '.join(unknown)} ({_remedy(unknown[0], parser)})")
    return options


def whole_parser(config: str) -> argparse.ArgumentParser:
    """Return a parser that knows the arguments of every command; *config* is the default config."""
    return _make_parser((), config, whole=True)


def _make_parser(arguments: Sequence[str], config: str, *, whole: bool = False) -> argparse.ArgumentParser:
    """Return the parser of *arguments*; where a command is typed, it knows that one only, which saves 4 ms.

    If it is to be *whole*, it knows the arguments of all commands, and imports them.
    """
    parser = argparse.ArgumentParser(
        prog="feeds",
        description="Turn a newsletter archive into feeds of issues, sections and topics.",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"feed-republisher {__version__}")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND", prog="feeds")
    typed = _typed(arguments)
    for name in [typed] if typed in COMMANDS and not whole else COMMANDS:
        help = COMMANDS[name]
        command = commands.add_parser(name, help=help, description=f"{help[0].upper()}{help[1:]}.", allow_abbrev=False)
        if whole or name == typed:
            _complete(command, name, config)
    return parser


def _complete(parser: argparse.ArgumentParser, name: str, config: str) -> None:
    """Add to *parser* the arguments of the command *name*."""
    module = import_module(f"feeds.commands.{name}")
    parser.set_defaults(run=module.run, parser=parser, config=Path(config))
    if name not in _WITHOUT_CONFIG:
        help = "default: feeds.yaml or config.yaml"
        parser.add_argument("--config", "-c", type=Path, default=Path(config), metavar="FILE", help=help)
    module.add_arguments(parser)


def _remedy(argument: str, parser: argparse.ArgumentParser) -> str:
    close = _closest(argument.partition("=")[0], re.findall(r"--[a-z-]+", parser.format_help()))
    return f"did you mean {close}?" if close else f"see {parser.prog} --help"


def _typed(arguments: Sequence[str]) -> str:
    """Return the command in *arguments*, or ""."""
    return next((argument for argument in arguments if not argument.startswith("-")), "")


def _closest(word: str, known: Iterable[str]) -> str:
    """Return the one of the *known* words for which *word* was probably meant, or ""."""
    import difflib  # a build with nothing to do takes 40 ms, and would take 4 more

    return next(iter(difflib.get_close_matches(word, known, n=1)), "")
