"""Read untrusted TOML.

tomllib makes a table of each part of a key, within that of the part before, and looks for it from the top each
time: a key of 20,000 parts takes minutes and gigabytes. So long keys are refused first.
"""

from __future__ import annotations

from typing import Any

from feeds.regex import regex

# More parts of one key than anybody writes.
_LONG_KEY = regex(r"(?<![\w-])(?:(?:[\w-]++|\"[^\"\n]*+\"|'[^'\n]*+')[ \t]*+\.[ \t]*+){32}(?=[\w\"'-])")


class LongKeyError(ValueError):
    """A key has more than 32 parts; *line* is its line, from 1."""

    def __init__(self, line: int) -> None:
        super().__init__("a key has too many parts")
        self.line = line


def load_toml(source: str) -> dict[str, Any]:
    """Return the values in *source*.

    Raises:
        ValueError: it is not valid TOML; `LongKeyError`: it takes too long to read.
        RecursionError: it is nested too deeply.
    """
    import tomllib  # few sites need it, and its patterns take 5 ms

    if found := _LONG_KEY.search(source):
        raise LongKeyError(source.count("\n", 0, found.start()) + 1)
    return tomllib.loads(source)
