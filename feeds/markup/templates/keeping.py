"""Keep parts of a text out of reach of what is done to the rest."""

from __future__ import annotations

import re

# Noncharacters: `clean` has removed them from whatever came in.
INLINE, BLOCK, END = "\ufdd0", "\ufdd1", "\ufdd2"
_PLACE = re.compile(f"[{INLINE}{BLOCK}](\\d+){END}")


class Kept:
    """A store of texts, each with a mark that stands in its place.

    >>> kept = Kept()
    >>> place = kept.keep("`{{ x }}`")
    >>> kept.restore(f"See {place}.")
    'See `{{ x }}`.'
    """

    def __init__(self) -> None:
        self._texts: list[str] = []
        self.has_literal = False  # marks that the author wants to be seen as words

    def keep(self, text: str, *, block: bool = False) -> str:
        """Return the mark of *text*; that of a block shows that no words may be put before it."""
        self._texts.append(text)
        return f"{BLOCK if block else INLINE}{len(self._texts) - 1}{END}"

    def keep_literal(self, mark: str) -> str:
        """Return a mark for *mark*, which is meant to be read."""
        self.has_literal = True
        return self.keep(mark)

    def restore(self, text: str) -> str:
        """Return *text* with what was kept in its place again."""
        return _PLACE.sub(lambda mark: self._texts[int(mark[1])], text) if self._texts else text
