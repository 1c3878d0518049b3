"""Terms with `*` within, such as `*coin` or `language* model*`, found in one walk however many stars they have."""

from __future__ import annotations

from collections.abc import Iterator

from feeds.regex import regex
from feeds.topics.words import BETWEEN, fold

_BETWEEN = regex(r"[\s-]+")
_STAR = b"\0"  # in folded text, which has none


class WildTerm:
    """A term with `*` for anything within a word.

    >>> text = fold("One bitcoin, and languages modelled.").encode()
    >>> [text[start:end] for start, end in WildTerm("l*g* model*", cased=False).spans(text)]
    [b'languages modelled']
    """

    def __init__(self, written: str, *, cased: bool) -> None:
        words = [
            _STAR.join(fold(piece, cased=cased).strip().encode() for piece in word.split("*"))
            for word in _BETWEEN.split(written)
            if word
        ]
        self._globs = [tuple(word.split(_STAR)) for word in b" ".join(words).split(b" ")]
        #: The longest of the pieces, without which nothing is found, and how many words of the term are before it.
        self.longest, self._before = max(
            ((piece, number) for number, glob in enumerate(self._globs) for piece in glob), key=lambda one: len(one[0])
        )
        self._last = 1 << (len(self._globs) - 1)

    def spans(self, folded: bytes) -> Iterator[tuple[int, int]]:
        """Yield start and end of each place in *folded* text in UTF-8, from left to right; none overlaps another.

        After each word it is known how many words of the term may have been found, as bits: the algorithm Shift-And
        of Baeza-Yates and Gonnet, with words in place of letters. Words far from the longest piece are passed over.
        """
        known: dict[bytes, int] = {}
        at = 0  # the blank before the next word
        while (place := folded.find(self.longest, at)) >= 0:
            at, state = self._back(folded, at, place), 0
            while state or at < place:
                end = folded.find(b" ", at + 1)
                if end < 0:
                    return
                word = folded[at + 1 : end]
                if word not in known:
                    known[word] = self._fitting(word)
                state = (state << 1 | 1) & known[word]
                at = end
                if state & self._last:
                    yield self._start(folded, end), end
                    state = 0

    def _fitting(self, word: bytes) -> int:
        """Return which of the words of the term fit *word*, as bits."""
        return sum(1 << number for number, glob in enumerate(self._globs) if _fits(glob, word))

    def _back(self, folded: bytes, least: int, place: int) -> int:
        """Return the blank before the first word of a term that has its longest piece at *place*."""
        for _ in range(self._before + 1):
            place = max(folded.rfind(b" ", least, place), least)
        return place

    def _start(self, folded: bytes, end: int) -> int:
        """Return where the term begins that ends before the blank at *end*."""
        for _ in self._globs:
            end = folded.rfind(b" ", 0, end)
        return end + 1


def _fits(glob: tuple[bytes, ...], word: bytes) -> bool:
    """Return whether *word* has the pieces of *glob* in their order, the first at its start and the last at its end."""
    if word == BETWEEN:
        return False
    first, *others = glob
    if not others or not word.startswith(first):
        return word == first
    at = len(first)
    for piece in others[:-1]:
        at = word.find(piece, at)
        if at < 0:
            return False
        at += len(piece)
    return len(word) - len(others[-1]) >= at and word.endswith(others[-1])
