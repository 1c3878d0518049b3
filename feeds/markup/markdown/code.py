"""Find code in the source of a body."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property

from feeds.markup.markdown.references import find_code
from feeds.markup.templates.code_blocks import code_blocks
from feeds.regex import regex

CODE_SPAN = regex(r"(`(?<!``)`*+)([^\n]{0,2000}?[^`])\1(?!`)")  # begins plainly: `re` searches for that first


def code_places(text: str) -> list[tuple[int, int]]:
    """Return where code in the Markdown or HTML *text* begins and ends, in order; places may overlap.

    >>> code_places("See `a`.")
    [(4, 7)]
    """
    spans = (span.span() for span in CODE_SPAN.finditer(text)) if "`" in text else ()
    return sorted([*code_blocks(text), *find_code(text), *spans])


class Code:
    """The code in a text, which is searched for when it is first asked for: most texts have nothing to ask about."""

    def __init__(self, text: str) -> None:
        self._text = text

    def covers(self, place: int) -> bool:
        """Return whether the character at *place* is in code."""
        before = bisect_right(self._places, (place, len(self._text))) - 1
        return before >= 0 and self._places[before][1] > place

    @cached_property
    def _places(self) -> list[tuple[int, int]]:
        return code_places(self._text)
