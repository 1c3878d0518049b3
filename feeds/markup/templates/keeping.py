"""Replace parts of a text by marks while the rest is changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feeds.regex import regex

if TYPE_CHECKING:
    from feeds.markup.templates.scanning import Token

# Noncharacters, which `clean` has removed from the text.
INLINE, BLOCK, END = "\ufdd0", "\ufdd1", "\ufdd2"
_PLACE = regex(f"[{INLINE}{BLOCK}](\\d+){END}")


class Kept:
    """Texts that were replaced by marks.

    >>> kept = Kept()
    >>> place = kept.keep("`{{ x }}`")
    >>> kept.restore(f"See {place}.")
    'See `{{ x }}`.'
    """

    def __init__(self) -> None:
        self._texts: list[str] = []
        self.has_literal = False  # whether there are template marks to be shown as text

    def keep(self, text: str, *, block: bool = False) -> str:
        """Return a mark for *text*; the mark of a block shows that it does not begin a paragraph."""
        self._texts.append(text)
        return f"{BLOCK if block else INLINE}{len(self._texts) - 1}{END}"

    def keep_part(self, part: Token) -> str:
        """Return a mark for code, which *part* is: a block or within a line."""
        return self.keep(part.text, block=part.kind == "block")

    def keep_literal(self, mark: str) -> str:
        """Return a mark for *mark*, a template mark to be shown as text."""
        self.has_literal = True
        return self.keep(mark)

    def restore(self, text: str) -> str:
        """Return *text* with all marks replaced by the kept texts."""
        return _PLACE.sub(lambda mark: self._texts[int(mark[1])], text) if self._texts else text
