"""`feeds completion`: print a script with which a shell completes commands, options and files."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

import shtab

from feeds.commands.parser import whole_parser
from feeds.report import DONE


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the argument of the command to *parser*."""
    parser.add_argument("shell", choices=shtab.SUPPORTED_SHELLS, help="the shell that reads the script")


def run(options: argparse.Namespace) -> int:
    """Print the script for the shell, made from the parsers of all commands, and return the exit code."""
    parser = whole_parser(str(options.config))
    for action in _actions(parser):
        if action.type is Path:
            action.complete = shtab.FILE  # type: ignore[attr-defined]  # shtab looks for it
    print(shtab.complete(parser, shell=options.shell))
    return DONE


def _actions(parser: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    """Yield the arguments of *parser* and of all commands below it."""
    for action in parser._actions:
        yield action
        if isinstance(action, argparse._SubParsersAction):
            for below in action.choices.values():
                yield from _actions(below)
