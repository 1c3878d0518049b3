"""Clues that match a whole line: a heading, a tag or the name of an author."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from msgspec import Struct

from feeds.config import Clue
from feeds.text.patterns import in_order
from feeds.topics.words import as_seen, fold, key_of

_MOST_LINES_KNOWN = 20_000


class Hit(Struct, frozen=True):
    """One reason for or against a topic."""

    topic: str
    rule: str  # as written in config.yaml
    place: str  # heading, tag, author, link, title, text or not
    found: str
    points: float


class Term(Struct, frozen=True):
    """A clue of one topic."""

    topic: str
    clue: Clue
    against: bool = False


#: A topic, whether something speaks against it, and the points that it gives.
Given = tuple[str, bool, float]


class LineClues:
    """Clues that match a whole line, such as a heading, a tag or a name; `*` matches anything."""

    def __init__(
        self, terms: Sequence[Term], fold_line: Callable[[str], str], pattern_of: Callable[[str], re.Pattern[str]]
    ) -> None:
        self._fold = fold_line
        self._plain: dict[str, list[Term]] = {}
        self._patterns: list[tuple[re.Pattern[str], Term]] = []
        self._signs: list[tuple[re.Pattern[str], Term]] = []  # those without letters and digits
        self._known: dict[str, list[Term]] = {}
        for term in terms:
            written = term.clue.written
            if "*" not in written or term.clue.literal:
                self._plain.setdefault(fold_line(written), []).append(term)
            elif any(character.isalnum() for character in written) or not written.strip("* "):
                self._patterns.append((pattern_of(written), term))
            else:
                self._signs.append((_signs_pattern(written), term))

    def __bool__(self) -> bool:
        return bool(self._plain or self._patterns or self._signs)

    def fitting(self, lines: Iterable[str]) -> Iterator[tuple[Term, str]]:
        """Yield each clue that fits one of *lines*, and the first line that it fits."""
        seen: set[int] = set()
        for line in lines:
            for term in self._terms_of(line):
                if id(term) not in seen:
                    seen.add(id(term))
                    yield term, line

    def _terms_of(self, line: str) -> list[Term]:
        """Return the clues that fit *line*; they are kept, because lines recur."""
        if line not in self._known:
            if len(self._known) > _MOST_LINES_KNOWN:
                self._known.clear()
            folded = self._fold(line)
            fitting = [term for pattern, term in self._patterns if pattern.fullmatch(folded)]
            fitting += [term for pattern, term in self._signs if pattern.fullmatch(as_seen(line))]
            self._known[line] = [*self._plain.get(folded, ()), *fitting]
        return self._known[line]


def key_pattern(written: str) -> re.Pattern[str]:
    """Return the pattern of a tag or a name in the form of `key_of`."""
    return re.compile(in_order([re.escape(part) for part in key_of(written).split("*")]), re.DOTALL)


def line_pattern(written: str) -> re.Pattern[str]:
    """Return the pattern of a folded line; a blank in it ends a word.

    >>> bool(line_pattern("News and *").fullmatch("news and community"))
    True
    >>> bool(line_pattern("Robot*").fullmatch("robotics")), bool(line_pattern("Robot *").fullmatch("robotics"))
    (True, False)
    """
    return re.compile(in_order([_folded_part(part) for part in written.split("*")]), re.DOTALL)


def _folded_part(part: str) -> str:
    folded = fold(part).strip()
    if not folded:
        return ""
    before = "" if fold(part[0]).strip() else r"(?<!\S)"
    after = "" if fold(part[-1]).strip() else r"(?!\S)"
    return before + re.escape(folded) + after


def _signs_pattern(written: str) -> re.Pattern[str]:
    """Return the pattern of a line without letters or digits, compared as written: `🎥 *` is any line with that sign.

    >>> bool(_signs_pattern("🎥 *").fullmatch("🎥 Talks")), bool(_signs_pattern("🎥 *").fullmatch("Talks"))
    (True, False)
    """
    return re.compile(in_order([re.escape(as_seen(part)) for part in written.split("*")]), re.DOTALL)
