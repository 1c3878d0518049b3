"""Align two texts word by word and in order: an issue with the page of its original.

The algorithm is patience diff with shorter and shorter runs of words. Runs that are unique in
both texts are matched, the longest series of them in the same order is kept, and the gaps
between them are treated in the same way, where fewer words suffice to be unique. So each match
is unique between its neighbours.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from msgspec import Struct

from feeds.chains import in_longest_chain
from feeds.regex import regex

# A word. "generation.Read" and "housingRead" are two words; scripts without spaces are split by character.
_WORD = regex(
    r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u0e00-\u0e7f]|"
    r"(?:[^\W_a-z\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u0e00-\u0e7f]+[a-z\u00df-\u00f6\u00f8-\u00ff]*"
    r"|[a-z\u00df-\u00f6\u00f8-\u00ff]+)"
)
_STEPS = (
    (6, 10**9),
    (4, 10**9),
    (3, 2000),
    (2, 300),
    (1, 60),
)  # words in a run, and the longest gap in which such runs are searched


class Words(Struct, frozen=True):
    """The folded words of a text, and where each begins and ends in it."""

    text: str
    words: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def at(self, position: int) -> int:
        """Return the index of the first word that ends after *position* of the text."""
        return bisect_right(self.ends, position)

    def until(self, position: int) -> int:
        """Return the index of the first word that begins at or after *position*."""
        return bisect_left(self.starts, position)


def split_words(text: str) -> Words:
    """Return the words of *text*, with case and forms of letters folded.

    >>> split_words("Don’t.Read ＭＯＲＥ").words
    ('don', 't', 'read', 'more')
    """
    found = list(_WORD.finditer(text))
    return Words(
        text,
        tuple(_alike(one[0]) for one in found),
        tuple(one.start() for one in found),
        tuple(one.end() for one in found),
    )


def _alike(word: str) -> str:
    return word.lower() if word.isascii() else unicodedata.normalize("NFKC", word).casefold()


def align(one: Sequence[str], other: Sequence[str]) -> list[int]:
    """Return for each word of *one* the index of its match in *other*, or -1; the indexes rise.

    >>> align("a b c d e".split(), "x a b y d e".split())
    [1, 2, -1, 4, 5]
    """
    matched = [-1] * len(one)
    gaps = [(0, len(one), 0, len(other), 0)]
    while gaps:
        a, b, c, d, step = gaps.pop()
        if a >= b or c >= d or step >= len(_STEPS):
            continue
        size, longest = _STEPS[step]
        seeds = _seeds(one, other, (a, b, c, d), size) if max(b - a, d - c) <= longest else []
        if not seeds:
            gaps.append((a, b, c, d, step + 1))
            continue
        for i, j in seeds:
            if i < a or j < c:  # inside the run of the previous seed
                continue
            start, begin = i, j
            while start > a and begin > c and one[start - 1] == other[begin - 1]:
                start, begin = start - 1, begin - 1
            while i < b and j < d and one[i] == other[j]:
                matched[i] = j
                i, j = i + 1, j + 1
            for offset in range(start, i):
                matched[offset] = begin + offset - start
            gaps.append((a, start, c, begin, step if start - a < b - a else step + 1))
            a, c = i, j
        gaps.append((a, b, c, d, step))
    return matched


def _seeds(
    one: Sequence[str], other: Sequence[str], gap: tuple[int, int, int, int], size: int
) -> list[tuple[int, int]]:
    """Return the starts of runs of *size* words that are unique on both sides of a gap and in the same order."""
    a, b, c, d = gap
    here, there = _unique(one, a, b, size), _unique(other, c, d, size)
    pairs = sorted((i, there[run]) for run, i in here.items() if run in there)
    kept = in_longest_chain([place for _, place in pairs])
    return [pair for pair, is_kept in zip(pairs, kept, strict=True) if is_kept]


def _unique(words: Sequence[str], start: int, end: int, size: int) -> dict[tuple[str, ...], int]:
    places: dict[tuple[str, ...], int] = {}
    twice = set()
    for i in range(start, end - size + 1):
        run = tuple(words[i : i + size])
        if run in places:
            twice.add(run)
        places[run] = i
    for run in twice:
        del places[run]
    return places
