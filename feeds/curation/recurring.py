"""Find the headings that recur from issue to issue, each in all its wordings.

Two headings may be wordings of one only if no issue has both, as with "Events" and
"Upcoming events".
"""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from feeds.curation.headings import DIGITS, RecurringHeading
from feeds.curation.vocabulary import COMMON
from feeds.model import Entry
from feeds.topics.words import fold, fold_line, is_unspaced

_ENDING = 3  # letters in which inflections of a word may differ
_STEM = 4  # letters that inflections have in common at least
_SHARED = 0.62  # of all letters that inflections have in common at least
_ALIKE = 0.88  # of the letters of two headings that differ only in spelling
_LONG = 6  # letters; shorter headings are not compared by letters
_TOGETHER = 0.05  # of the issues of the rarer heading may have both
_MOST_COMPARED = 300  # groups, and words with one beginning; rarer ones only join them
_MOST_LETTERS = 200  # of a heading that are compared


def recurring_headings(sections: Iterable[Entry], least: int = 3) -> list[RecurringHeading]:
    """Return the headings that at least *least* issues have, the most frequent first.

    *sections* are given newest first. A title of a whole issue is not a heading.
    """
    wordings: dict[str, RecurringHeading] = {}
    for section in sections:
        folded = fold_line(section.title)
        if section.of_an_issue and folded:
            found = wordings.setdefault(folded, RecurringHeading(section.title, wordings={folded: section.title}))
            found.sections.append(section)
    groups = _joined(sorted(wordings.values(), key=lambda one: (-one.issues, one.title)))
    return sorted((one for one in groups if one.issues >= least), key=lambda one: (-one.issues, one.title))


def _joined(headings: Sequence[RecurringHeading]) -> list[RecurringHeading]:
    """Return *headings*, given the most frequent first, with variants merged into the earlier one."""
    index = _Index(headings)
    groups: list[RecurringHeading] = []
    for heading in headings:
        issues = {section.issue_id for section in heading.sections}
        owner = next((one for one in index.alike(heading) if _apart(issues, index.issues[id(one)])), None)
        if owner is None:
            groups.append(heading)
            index.add(heading, issues)
        else:
            owner.sections += heading.sections
            owner.wordings |= heading.wordings
            index.issues[id(owner)] |= issues
    return groups


class _Group(Struct, frozen=True):
    """A heading of its own, with its meaningful words and its letters."""

    heading: RecurringHeading
    words: frozenset[str]
    letters: str


class _Index:
    """An index of headings by words and letters, to find variants."""

    def __init__(self, headings: Iterable[RecurringHeading]) -> None:
        self.issues: dict[int, set[str]] = {}
        self._groups: list[_Group] = []
        self._stems: dict[str, list[str]] = {}
        self._recurring = {self._words_of(heading.title) for heading in headings if heading.issues > 1}

    def add(self, heading: RecurringHeading, issues: set[str]) -> None:
        """Add *heading* as one of its own."""
        self.issues[id(heading)] = set(issues)
        if len(self._groups) < _MOST_COMPARED:
            self._groups.append(_Group(heading, self._words_of(heading.title), _letters_of(heading.title)))

    def alike(self, heading: RecurringHeading) -> Iterator[RecurringHeading]:
        """Yield the headings of which *heading* may be a variant, the likeliest first."""
        words, letters = self._words_of(heading.title), _letters_of(heading.title)
        yield from (group.heading for group in self._groups if group.words == words)
        if len(letters) >= _LONG:
            yield from (
                group.heading
                for group in self._groups
                if len(self.issues[id(group.heading)]) > 1 and _is_alike(letters, group.letters)
            )
        if heading.issues > 1:
            yield from self._wider(heading, words)

    def _wider(self, heading: RecurringHeading, words: frozenset[str]) -> Iterator[RecurringHeading]:
        """Yield headings that have one word more than *heading*, or one less: "Upcoming events"."""
        for group in self._groups:
            short, long = sorted((words, group.words), key=len)
            near = short < long and (len(long) - len(short) == 1 or _leads(heading.title, group.heading.title))
            # If another heading has these words, and more, it may be a variant of that one.
            if near and not any(short < one != long for one in self._recurring):
                yield group.heading

    def _words_of(self, title: str) -> frozenset[str]:
        """Return the meaningful words of *title*, each in the inflection that was seen first."""
        words = fold(DIGITS.sub(" ", title)).split() or fold_line(title).split()
        telling = [word for word in words if word not in COMMON]
        if len(telling) < 2:  # "Using it" and "Why use it?" have a word in common, but are different
            telling = words
        return frozenset(map(self._stem, telling))

    def _stem(self, word: str) -> str:
        beginning = word[:_STEM]
        if len(beginning) < _STEM or is_unspaced(word):
            return word
        known = self._stems.setdefault(beginning, [])
        found = next((one for one in known if _is_inflection(one, word)), "")
        if not found and len(known) < _MOST_COMPARED:
            known.append(word)
        return found or word


def _is_inflection(one: str, other: str) -> bool:
    shared = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    longer = max(len(one), len(other))
    return longer - shared <= _ENDING and shared >= _SHARED * longer


def _letters_of(title: str) -> str:
    return "".join(filter(str.isalpha, unicodedata.normalize("NFKC", title).casefold()))[:_MOST_LETTERS]


def _is_alike(one: str, other: str) -> bool:
    most = (1 - _ALIKE) * (len(one) + len(other))  # letters that only one of them has
    if abs(len(one) - len(other)) > min(_ENDING, most) or len(set(one) ^ set(other)) > most:
        return False  # decides most pairs, and costs less than a matcher
    matcher = difflib.SequenceMatcher(None, one, other, autojunk=False)
    return matcher.quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE


def _leads(one: str, other: str) -> bool:
    """Return whether one title continues the other: "News", "News from the harbour"."""
    short, long = sorted((fold(one).split(), fold(other).split()), key=len)
    return len(long) > len(short) and long[: len(short)] == short and long[len(short)] in COMMON


def _apart(one: set[str], other: set[str]) -> bool:
    """Return whether almost no issue has both."""
    return len(one & other) <= _TOGETHER * min(len(one), len(other))
