"""Find where recovered links belong in a part of an issue, which may have changed since."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from feeds.markup import Flat, LinkPlace
from feeds.regex import regex

CONTEXT = 48  # characters before and after a place by which it is found again
_SPACES = regex(r"\s+")


class Recovered(Struct, frozen=True):
    """A recovered link: its words, the text before and after them, and its address."""

    words: str
    before: str
    behind: str
    href: str


def find_places(flat: Flat, recovered: Iterable[Recovered]) -> list[LinkPlace]:
    """Return where in *flat*, a part of an issue, each of the *recovered* links belongs.

    A place is recognised by its words and the text around them, as far as the part reaches.
    If several places match, none becomes a link, unless there are as many links as places.
    """
    wanted: dict[tuple[str, str, str], list[str]] = {}
    for one in recovered:
        wanted.setdefault((one.words, _tight(one.before), _tight(one.behind)), []).append(one.href)
    places = []
    for (words, before, behind), hrefs in wanted.items():
        fits = [start for start in _occurrences(flat.text, words) if _fits(flat.text, start, words, before, behind)]
        if len(fits) == len(hrefs) or (fits and len(set(hrefs)) == 1 and len(fits) <= len(hrefs)):
            places += [LinkPlace(start, start + len(words), href) for start, href in zip(fits, hrefs, strict=False)]
    return sorted(places)


def _occurrences(text: str, words: str) -> list[int]:
    found, start = [], text.find(words)
    while start >= 0:
        found.append(start)
        start = text.find(words, start + 1)
    return found


def _fits(text: str, start: int, words: str, before: str, behind: str) -> bool:
    end = start + len(words)
    left, right = _tight(text[max(start - 2 * CONTEXT, 0) : start]), _tight(text[end : end + 2 * CONTEXT])
    return (left.endswith(before) or (start <= CONTEXT and before.endswith(left))) and (
        right.startswith(behind) or (end + CONTEXT >= len(text) and behind.startswith(right))
    )


def _tight(text: str) -> str:
    return _SPACES.sub("", text)
