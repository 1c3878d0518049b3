"""Find code in the source of a body."""

from __future__ import annotations

import re

from feeds.markup.references import find_code
from feeds.markup.templates.blocks import code_blocks

CODE_SPAN = re.compile(r"(?<!`)(`+)(?!`)([^\n]{0,2000}?[^`])\1(?!`)")


def code_places(text: str) -> list[tuple[int, int]]:
    """Return where code in the Markdown or HTML *text* begins and ends, in order; places may overlap.

    >>> code_places("See `a`.")
    [(4, 7)]
    """
    return sorted([*code_blocks(text), *find_code(text), *(span.span() for span in CODE_SPAN.finditer(text))])
