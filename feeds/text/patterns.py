"""Patterns of config.yaml: `*` for anything, and hosts with or without their subdomains."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Sequence

from feeds.regex import regex


def wildcard(written: str) -> re.Pattern[str]:
    """Return the pattern of *written*: in any case, with `*` for anything; everything else is literal.

    >>> bool(wildcard("[Ad] *").fullmatch("[ad] rope"))
    True
    """
    return re.compile(in_order([re.escape(part) for part in written.split("*")]), re.IGNORECASE | re.DOTALL)


def up_to_last(written: str) -> re.Pattern[str]:
    """Return the pattern of *written*, with `*` for anything; a match ends where its last part last occurs.

    >>> up_to_last("/a/*/url/").match("/a/1/url/x/url/y").end()
    15
    """
    return regex(in_order([re.escape(part) for part in written.split("*")]))


def in_order(parts: Sequence[str]) -> str:
    """Return a regular expression for *parts*, which are such expressions, with anything between them.

    Each part is taken where it occurs first, and never looked for again: with `.*` alone, many
    parts would be tried in every combination.

    >>> in_order(["a", "b", "c"])
    'a(?>.*?b).*c'
    """
    first, *others = parts
    between = "".join(f"(?>.*?{part})" for part in others[:-1])
    return first + between + (f".*{others[-1]}" if others else "")


def host_test(written: str) -> Callable[[str], bool]:
    """Return a test of hosts (without "www.") for *written*, a host, or with `*.` a host and its subdomains.

    >>> [host_test("*.ros.org")(name) for name in ("ros.org", "wiki.ros.org", "kairos.org")]
    [True, True, False]
    """
    name = written.casefold().removeprefix("www.")
    if name.startswith("*."):
        return lambda other: other == name[2:] or other.endswith(name[1:])
    return lambda other: other == name


def check_expression(pattern: str) -> None:
    """Compile *pattern*, a regular expression that somebody wrote.

    Raises:
        re.error, RecursionError, OverflowError: it is not valid.
        FutureWarning: it has what other programs, and later releases of Python, take for something else: `[[a]`.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("error", FutureWarning)
        re.compile(pattern)
