"""`feeds completion`: print a script with which a shell completes commands, options and files."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

import shtab

from feeds.commands.parser import whole_parser
from feeds.report import DONE
from feeds.topics.presets import preset_names

#: Arguments that may be files, or else addresses or numbers.
_FILES = ("sources", "feeds", "posts", "post")
#: Arguments whose words are known.
_WORDS = {"name": preset_names}
#: Words that are not known. With no list of them at all, zsh shows the only option that fits, and does not insert it.
_UNKNOWN = {"zsh": "( )"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the argument of the command to *parser*."""
    parser.add_argument("shell", choices=shtab.SUPPORTED_SHELLS, help="the shell that reads the script")


def run(options: argparse.Namespace) -> int:
    """Print the script for the shell, made from the parsers of all commands, and return the exit code."""
    parser = whole_parser(str(options.config))
    for action in _actions(parser):
        if action.type is Path or action.dest in _FILES:
            action.complete = shtab.FILE  # type: ignore[attr-defined]  # shtab looks for it
        elif action.dest in _WORDS:
            action.choices = _WORDS[action.dest]()
        elif not action.option_strings and action.nargs is None and not action.choices:
            action.complete = _UNKNOWN  # type: ignore[attr-defined]
    print(shtab.complete(parser, shell=options.shell))
    return DONE


def _actions(parser: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    """Yield the arguments of *parser* and of all commands below it."""
    for action in parser._actions:
        yield action
        if isinstance(action, argparse._SubParsersAction):
            for below in action.choices.values():
                yield from _actions(below)
