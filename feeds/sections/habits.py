"""What the issues of a newsletter have in common, for an issue that alone is ambiguous.

Each issue shows traits: its headings, and how its last paragraphs begin. A trait that
several issues show is a habit. Habits follow from the posts alone, never from how an issue
was cut, so the order in which issues are read changes nothing; and what was asked is
remembered, so that only issues for which an answer changes are cut again.
"""

from __future__ import annotations

from collections.abc import Callable

from feeds.model import Issue
from feeds.sections.blocks import HEADINGS, blocks_of, letters_of, text_of
from feeds.sections.roles import closings_of

_ENOUGH = {"heading": 3, "closing": 5}  # issues that make a habit; a farewell comes back in nearly all
_LONGEST_TRAIT = 48  # letters; a longer heading is a headline, which does not come back


def traits_of(issue: Issue) -> frozenset[str]:
    """Return what *issue* has that may come back in others: `heading:…` and `closing:…`."""
    blocks = blocks_of(issue.body)
    headings = {letters_of(text_of(block)) for block in blocks if block.tag in HEADINGS}
    return frozenset(
        [f"heading:{key}" for key in headings if 0 < len(key) <= _LONGEST_TRAIT]
        + [f"closing:{key}" for key in closings_of(blocks) if len(key) <= _LONGEST_TRAIT]
    )


class Habits:
    """Answers what other issues do; *issues_with* tells how many issues of the newsletter have a trait.

    `asked` holds every question that was put, with how many issues it takes and the answer.
    """

    def __init__(self, issues_with: Callable[[str], int]) -> None:
        self._issues_with = issues_with
        self.asked: dict[str, tuple[int, bool]] = {}

    def has_heading(self, key: str) -> bool:
        """Return whether several issues have a heading with the letters *key*."""
        return self._ask("heading", key)

    def has_closing(self, key: str) -> bool:
        """Return whether several issues close with a paragraph whose first words have the letters *key*."""
        return self._ask("closing", key)

    def _ask(self, kind: str, key: str) -> bool:
        if not 0 < len(key) <= _LONGEST_TRAIT:
            return False
        trait = f"{kind}:{key}"
        if trait not in self.asked:
            self.asked[trait] = (_ENOUGH[kind], self._issues_with(trait) >= _ENOUGH[kind])
        return self.asked[trait][1]


#: Those of a newsletter of which nothing is known.
NO_HABITS = Habits(lambda trait: 0)
