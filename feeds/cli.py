"""The command `feeds`: finds the file of the command that was typed, and runs it.

Results go to standard output, messages to standard error. Only the module of that one
command is imported, since most of them need much that the others do not.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import re
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path

from feeds import __version__
from feeds.errors import FeedsError
from feeds.files import CONFIGS
from feeds.report import DONE, FAILED
from feeds.streams import FULL, close_streams, open_streams

#: Each is a module of `feeds.commands` with `add_arguments(parser)` and `run(options)`.
COMMANDS: Mapping[str, str] = {
    "build": "update the feeds once; for cron and CI",
    "diff": "show what a build would change for subscribers",
    "watch": "keep running, and update the feeds whenever a post is saved",
    "serve": "show the published feeds and pages in a browser on this machine",
    "adopt": "take over ids and dates from feeds that have subscribers already",
    "restore": "go back to a copy of the memory",
    "entries": "list the entries that feeds can carry",
    "explain": "explain why an entry is the way it is",
    "links": "look up where links lead, and find lost ones",
    "topics": "report topic coverage; suggest topics and learn rules",
    "check": "check feeds, anybody's, or the site's own config, posts and feeds",
    "config": "check config.yaml and print it with all defaults",
}
_INTERRUPTED = 130  # by Ctrl-C, as shells report it


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command in *arguments* (default: those of the process) and return its exit code.

    0: done, perhaps with warnings about single posts; 1: done, but `--strict` found
    problems; 2: could not run.
    """
    open_streams()
    try:
        code = _run(sys.argv[1:] if arguments is None else arguments)
        sys.stdout.flush()
        return code
    except KeyboardInterrupt:
        return _end("interrupted; the next run goes on from where the last one ended", _INTERRUPTED)
    except BrokenPipeError:  # `feeds entries | head`
        close_streams()
        return DONE
    except OSError as error:
        if not close_streams() and error.errno not in FULL:
            raise  # it is not the output
        return _end(f"the output cannot be written: {error.strerror} (free space, or send it elsewhere)", FAILED)


def _run(arguments: Sequence[str]) -> int:
    options = _parse(arguments)
    if not sys.stdout.isatty() and isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")  # programs get UTF-8, whatever the locale
    try:
        return int(options.run(options))
    except FeedsError as error:
        print(error, file=sys.stderr)
        return FAILED


def _end(message: str, code: int) -> int:
    """Return *code*, and say why where that can be read."""
    with contextlib.suppress(OSError):
        print(message, file=sys.stderr)
    close_streams()
    return code


def _parse(arguments: Sequence[str]) -> argparse.Namespace:
    options, unknown = _make_parser(arguments).parse_known_args(arguments)
    if unknown:
        parser: argparse.ArgumentParser = options.parser
        parser.error(f"unrecognized arguments: {' '.join(unknown)} ({_remedy(unknown[0], parser)})")
    return options


def _make_parser(arguments: Sequence[str]) -> argparse.ArgumentParser:
    """Return the parser of *arguments*; where a command is typed, it knows that one only, which saves 4 ms."""
    parser = argparse.ArgumentParser(
        prog="feeds",
        description="Turn a newsletter archive into feeds of issues, sections and topics.",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"feed-republisher {__version__}")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND", prog="feeds")
    typed = next((argument for argument in arguments if not argument.startswith("-")), "")
    for name in [typed] if typed in COMMANDS else COMMANDS:
        help = COMMANDS[name]
        command = commands.add_parser(name, help=help, description=f"{help[0].upper()}{help[1:]}.", allow_abbrev=False)
        if name == typed:
            _complete(command, name)
    return parser


def _complete(parser: argparse.ArgumentParser, name: str) -> None:
    """Add to *parser* the arguments of the command *name*."""
    module = import_module(f"feeds.commands.{name}")
    parser.set_defaults(run=module.run, parser=parser)
    parser.add_argument(
        "--config", "-c", type=Path, default=_find_config(), metavar="FILE", help="default: feeds.yaml or config.yaml"
    )
    module.add_arguments(parser)


def _find_config() -> Path:
    """Return the config in the current folder; a site generator may call its own file config.yaml."""
    return Path(next((name for name in CONFIGS if os.path.isfile(name)), CONFIGS[-1]))


def _remedy(argument: str, parser: argparse.ArgumentParser) -> str:
    import difflib  # a build with nothing to do takes 40 ms, and would take 4 more

    options = re.findall(r"--[a-z-]+", parser.format_help())
    close = difflib.get_close_matches(argument.partition("=")[0], options, n=1)
    return f"did you mean {close[0]}?" if close else f"see {parser.prog} --help"
