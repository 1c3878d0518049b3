"""Habits: traits that several issues share, to cut an issue that is ambiguous by itself.

The traits of an issue are its headings and the beginnings of its last paragraphs. A trait
of several issues is a habit. Habits follow from the posts alone, never from how an issue
was cut, so the order in which issues are read changes nothing. Every question that decided
a cut is returned with it, so that only issues for which an answer changes are cut again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from msgspec import Struct, field

from feeds.model import Answer, opposite_of
from feeds.sections.blocks import Block
from feeds.sections.outline import chapters_of
from feeds.sections.roles import closings_of

#: The kinds of traits that contradict each other: an issue keeps a chapter whole, or divides it.
KEPT, DIVIDED = "kept", "divided"
#: The number of issues that makes a habit. Words at the end may belong to the last section, so a closing takes more.
_ENOUGH = {"heading": 3, "aside": 3, "closing": 5, KEPT: 1, DIVIDED: 1}
#: Traits of fewer issues are a habit only if no issue contradicts them.
FEWEST_OF_A_HABIT = 3
_LONGEST_TRAIT = 48  # letters; a longer heading is a headline, which other issues do not have


def traits_of(blocks: Sequence[Block]) -> frozenset[str]:
    """Return the traits of an issue that other issues may have, too.

    They are `heading:…`, `kept:…` or `divided:…` of each chapter, and those of `closings_of`.
    """
    headings = {f"heading:{block.letters}" for block in blocks if block.level}
    chapters = {f"{DIVIDED if divided else KEPT}:{key}" for key, divided in chapters_of(blocks).items()}
    return frozenset(trait for trait in headings.union(chapters, closings_of(blocks)) if _may_come_back(trait))


def _may_come_back(trait: str) -> bool:
    return 0 < len(trait.partition(":")[2]) <= _LONGEST_TRAIT


class Habits(Struct, frozen=True):
    """The traits of a newsletter's issues, and the answers by which an issue was cut before.

    An issue that is published is cut by the *answers* it was cut by before: cut differently,
    it would be shown again.
    """

    issues_with: Callable[[str], int]  # how many issues have a trait
    answers: Mapping[str, bool] = field(default_factory=dict)  # trait to whether it is a habit

    def holds(self, trait: str, enough: int) -> bool:
        """Return whether *trait* is a habit, for which *enough* issues must have it."""
        known = self.answers.get(trait)
        return self._is_habit(trait, enough) if known is None else known

    def _is_habit(self, trait: str, enough: int) -> bool:
        """Return whether *enough* issues have *trait*, and more than the opposite; if as many, chapters are kept."""
        count, opposite = self.issues_with(trait), opposite_of(trait)
        if not opposite or count < enough:
            return count >= enough
        return count >= self.issues_with(opposite) + trait.startswith(DIVIDED)

    def agree(self, asked: Iterable[Answer]) -> bool:
        """Return whether the questions *asked* have the same answers by these habits."""
        return all(self.holds(one.trait, one.enough) == one.holds for one in asked)


#: The habits of a newsletter of which nothing is known.
NO_HABITS = Habits(lambda trait: 0)


class Questions:
    """The questions about *habits* that are asked while one issue is cut, with their answers."""

    def __init__(self, habits: Habits) -> None:
        self._habits = habits
        self._answers: dict[str, Answer] = {}

    @property
    def answers(self) -> tuple[Answer, ...]:
        """Every question that was asked, with its answer."""
        return tuple(self._answers.values())

    def has_heading(self, key: str) -> bool:
        """Return whether enough issues have a heading with the letters *key*."""
        return self.has(f"heading:{key}")

    def divides(self, chapter: str, divided: bool) -> bool:
        """Return whether the issues divide *chapter*, which is *divided* or not by the evidence of this one."""
        return divided != self.has(f"{KEPT if divided else DIVIDED}:{chapter}")

    def has(self, trait: str) -> bool:
        """Return whether *trait* is a habit."""
        if not _may_come_back(trait):
            return False
        if trait not in self._answers:
            self._answers[trait] = self._answer(trait)
        return self._answers[trait].holds

    def _answer(self, trait: str) -> Answer:
        enough = _ENOUGH[trait.partition(":")[0]]
        return Answer(trait=trait, enough=enough, holds=self._habits.holds(trait, enough))


def describe_habits(asked: Iterable[Answer]) -> list[str]:
    """Return the habits among *asked*, in words."""
    said = {
        "heading": "have the heading", "closing": "end with", "aside": "have the aside",
        KEPT: "keep the chapter whole:", DIVIDED: "divide the chapter",
    }  # fmt: skip
    found = (trait.partition(":") for trait in sorted(answer.trait for answer in asked if answer.holds))
    return [f"other issues {said[kind]} {letters!r}, too" for kind, _, letters in found]
