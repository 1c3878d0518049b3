"""Limits within which docutils takes seconds: its time grows faster than the text."""

from __future__ import annotations

import re

from docutils import nodes
from docutils.parsers.rst import Parser

from feeds.regex import regex

_LARGEST = 200_000  # characters; docutils takes ten seconds for them
_MOST_LINES = 5_000  # docutils takes a millisecond for each item of a list
_REFERENCE = regex(r"_(?=\W|\Z)")
_MOST_REFERENCES = 5_000  # docutils takes quadratic time for them
_MARK = regex(r"[*`|:]")
_MOST_COMPARED = 100_000_000  # characters; for each mark, the rest of its paragraph is searched
_DEFINITION = regex(r"^[ \t]*\.\. +\|([^|\n]+)\| +\w++::(.*(?:\n[ \t]+\S.*)*)", re.MULTILINE)
_USE = regex(r"\|([^|\n]+)\|")
_MOST_DEFINITIONS = 500
_MOST_SUBSTITUTED = 5_000
_MOST_ERRORS = 5_000


class LimitError(ValueError):
    """A text goes beyond a limit that only shows when it is read."""


class LimitedParser(Parser):
    """The parser of docutils, which gives up a text of thousands of errors: each takes as long as a paragraph.

    Its method raises LimitError then.
    """

    def setup_parse(self, inputstring: str, document: nodes.document) -> None:
        """Prepare to read *inputstring* into *document*."""
        super().setup_parse(inputstring, document)
        self._left = _MOST_ERRORS
        document.reporter.attach_observer(self._count)

    def _count(self, message: nodes.system_message) -> None:
        self._left -= 1
        if self._left < 0:
            raise LimitError(f"it has more than {_MOST_ERRORS:,} errors")


def check_limits(text: str) -> None:
    """Check that docutils can read *text* soon.

    Raises:
        ValueError: it cannot; the message gives the reason.
    """
    if len(text) > _LARGEST:
        raise ValueError(f"it is longer than {_LARGEST:,} characters")
    if text.count("\n") > _MOST_LINES:
        raise ValueError(f"it has more than {_MOST_LINES:,} lines")
    if len(_REFERENCE.findall(text)) > _MOST_REFERENCES:
        raise ValueError(f"it has more than {_MOST_REFERENCES:,} references")
    if sum(len(part) * len(_MARK.findall(part)) for part in text.split("\n\n")) > _MOST_COMPARED:
        raise ValueError("it has too long a paragraph with too many marks")
    if "::" in text and "|" in text:
        _check_substitutions(text)


def _check_substitutions(text: str) -> None:
    """Raise a ValueError if the substitutions in *text*, which may use each other, are too many."""
    definitions = {name.lower(): _USE.findall(meaning.lower()) for name, meaning in _DEFINITION.findall(text)}
    if len(definitions) > _MOST_DEFINITIONS:
        raise ValueError(f"it has more than {_MOST_DEFINITIONS:,} substitutions")
    counts: dict[str, int] = {}

    def count(name: str) -> int:
        if name not in counts:
            counts[name] = 1  # also while it is counted: docutils reports circles
            uses = sum(map(count, definitions.get(name, ())))
            counts[name] = min(1 + uses, _MOST_SUBSTITUTED + 1)
        return counts[name]

    if sum(map(count, _USE.findall(text.lower()))) > _MOST_SUBSTITUTED:
        raise ValueError(f"it has more than {_MOST_SUBSTITUTED:,} uses of substitutions")
