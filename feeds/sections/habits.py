"""What the issues of a newsletter have in common, for an issue that alone is ambiguous.

Each issue shows traits: its headings, and how its last paragraphs begin. A trait that
several issues show is a habit. Habits follow from the posts alone, never from how an issue
was cut, so the order in which issues are read changes nothing; and what was asked is
remembered, so that only issues for which an answer changes are cut again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from feeds.model import Issue
from feeds.sections.blocks import HEADINGS, blocks_of, letters_of, text_of
from feeds.sections.roles import closings_of

#: Issues that make a habit. Words at the end may be part of the last section; to be a farewell they come back often.
_ENOUGH = {"heading": 3, "aside": 3, "closing": 5}
_LONGEST_TRAIT = 48  # letters; a longer heading is a headline, which does not come back


def traits_of(issue: Issue) -> frozenset[str]:
    """Return what *issue* has that may come back in others: `heading:…`, and what `closings_of` names."""
    blocks = blocks_of(issue.body)
    headings = {f"heading:{letters_of(text_of(block))}" for block in blocks if block.tag in HEADINGS}
    return frozenset(trait for trait in headings.union(closings_of(blocks)) if _may_come_back(trait))


def _may_come_back(trait: str) -> bool:
    return 0 < len(trait.partition(":")[2]) <= _LONGEST_TRAIT


class Habits:
    """Answers what other issues do; *issues_with* tells how many issues of the newsletter have a trait.

    `asked` holds every question that was put, with how many issues it takes and the answer.
    An issue that is out is asked for with the *answers* it had: cut differently, it would
    be shown again.
    """

    def __init__(self, issues_with: Callable[[str], int], answers: Mapping[str, bool] | None = None) -> None:
        self._issues_with, self._answers = issues_with, answers or {}
        self.asked: dict[str, tuple[int, bool]] = {}

    def has_heading(self, key: str) -> bool:
        """Return whether several issues have a heading with the letters *key*."""
        return self.has(f"heading:{key}")

    def has(self, trait: str) -> bool:
        """Return whether *trait* is a habit."""
        if not _may_come_back(trait):
            return False
        if trait not in self.asked:
            enough = _ENOUGH[trait.partition(":")[0]]
            known = self._answers.get(trait)
            self.asked[trait] = (enough, self._issues_with(trait) >= enough if known is None else known)
        return self.asked[trait][1]

    def decisive(self) -> list[str]:
        """Return what other issues do, in words, where that was asked and is so."""
        said = {"heading": "have the heading", "closing": "end with", "aside": "say besides"}
        found = (trait.partition(":") for trait, (_, answer) in sorted(self.asked.items()) if answer)
        return [f"other issues {said[kind]} {letters!r}, too" for kind, _, letters in found]


#: Those of a newsletter of which nothing is known.
NO_HABITS = Habits(lambda trait: 0)
