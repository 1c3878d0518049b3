"""The manual page, in the language of man(7): one section for the program, and one for each command."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from datetime import datetime

_ENDING = """\
.SH EXIT STATUS
.TP
.B 0
Done, perhaps with warnings about single posts.
.TP
.B 1
Done, but \\-\\-strict found problems, check found errors, or a build would be refused (diff).
.TP
.B 2
The command could not run; the published files are whole.
.SH FILES
.TP
.I feeds.yaml, config.yaml
The settings; the first that exists.
.TP
.I .feeds/
The memory: ids and dates of what is published.
.SH ENVIRONMENT
.TP
.B SOURCE_DATE_EPOCH
The time of the run, in seconds since 1970; default: the clock.
"""


def man_page(parser: argparse.ArgumentParser, version: str, now: datetime) -> str:
    """Return the page of the program with this *parser* and the parsers of all its commands."""
    lines = [
        f'.TH FEEDS 1 "{now:%Y-%m-%d}" "feed-republisher {version}" "User Commands"',
        ".SH NAME",
        r"feeds \- " + _text((parser.description or "").rstrip(".").lower()),
        ".SH SYNOPSIS",
        ".B feeds",
        r".I COMMAND",
        r"[\fIOPTION\fR]...",
        ".SH DESCRIPTION",
        _text(parser.description or ""),
        *_options(parser),
        ".SH COMMANDS",
        *_commands(parser),
    ]
    return "\n".join(lines) + "\n" + _ENDING


def _commands(parser: argparse.ArgumentParser) -> Iterator[str]:
    """Yield a section for each command of *parser*, and for each subcommand of these."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for command in action.choices.values():
                yield f'.SS "{_text(_usage(command))}"'
                yield _text(command.description or "")
                yield from _options(command)
                yield from _commands(command)


def _usage(command: argparse.ArgumentParser) -> str:
    names = (action.metavar or action.dest for action in command._actions if _is_positional(action))
    return " ".join([command.prog, *(str(name) for name in names)])


def _is_positional(action: argparse.Action) -> bool:
    is_command = isinstance(action, argparse._SubParsersAction)
    return not action.option_strings and not is_command


def _options(parser: argparse.ArgumentParser) -> Iterator[str]:
    """Yield a paragraph for each argument of *parser* that is documented, except for `--help`."""
    for action in parser._actions:
        is_command = isinstance(action, argparse._SubParsersAction)
        if action.help in (None, argparse.SUPPRESS) or is_command or "--help" in action.option_strings:
            continue
        yield ".TP"
        yield _name(action)
        yield _text(f"{action.help}".replace("%%", "%"))


def _name(action: argparse.Action) -> str:
    """Return the spellings of an argument, and the name of its value."""
    value = action.metavar or (f"{{{','.join(map(str, action.choices))}}}" if action.choices else action.dest.upper())
    if not action.option_strings:
        return rf"\fI{_text(str(value))}\fR"
    named = ", ".join(rf"\fB{_text(option)}\fR" for option in action.option_strings)
    return named if action.nargs == 0 else rf"{named} \fI{_text(str(value))}\fR"


def _text(text: str) -> str:
    """Return *text* as man(7) has to have it: without line breaks, and with its special characters escaped.

    >>> _text(".feeds is -x")
    '\\\\&.feeds is \\\\-x'
    """
    escaped = re.sub(r"\s+", " ", text.replace("\\", r"\e").replace("-", r"\-")).replace('"', r"\(dq")
    return rf"\&{escaped}" if escaped.startswith((".", "'")) else escaped
