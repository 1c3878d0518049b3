"""The signs of a text, in which it is seen at once which notations the text cannot have.

A text of 10,000 characters has some 600 signs. To take them out takes as long as looking for two
notations in the text itself, and there are some thirty to look for.
"""

from __future__ import annotations

from msgspec import Struct

from feeds.text.words import rare_in

_WORDS = bytes(code for code in range(128) if chr(code).isalnum() or code == ord(" "))
_OTHERS = bytes(code for code in range(256) if code > 127 or chr(code).isalnum() or chr(code) in " \t")


class Seen(Struct, frozen=True):
    """What is seen of a text in one look at it."""

    rare: str  # its `rare_characters`
    signs: str  # as `signs_of` returns them


def look_at(text: str) -> Seen:
    """Return the rare characters and the signs of *text*: both are in the tenth of it that is not words.

    >>> look_at("*naïve*\\n")
    Seen(rare='ï\\n', signs='**\\n')
    """
    left = text.encode("utf-8", "surrogatepass").translate(None, _WORDS)
    return Seen(rare_in(left), left.translate(None, _OTHERS).decode())


def may_have_boxes(text: str) -> bool:
    """Return whether *text* may have boxes of site generators (`boxes`); if its signs cannot, it cannot."""
    return any(mark in text for mark in ("[!", ":::", "!!!", "???", "```{", "~~~{"))


def signs_of(text: str) -> str:
    """Return the ASCII signs and line breaks of *text* in order, without what is between them.

    Signs that do not follow each other here do not do so in *text*.

    >>> signs_of("## One\\n\\nSee [it](/a): **good**.")
    '##\\n\\n[](/):****.'
    """
    return text.encode(errors="ignore").translate(None, _OTHERS).decode()
