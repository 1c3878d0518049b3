"""Unmapped: recurring headings, and other sections, that have no topic."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from feeds.curation.headings import RecurringHeading, issues_of
from feeds.curation.recurring import recurring_headings
from feeds.model import Entry


class Unmapped(Struct, frozen=True, kw_only=True):
    """The sections without a topic."""

    headings: tuple[RecurringHeading, ...]  # that recur
    sections: tuple[Entry, ...]  # under other headings, newest first


def find_unmapped(sections: Sequence[Entry], issues: int | None) -> Unmapped:
    """Return those of *sections* (newest first) that have no topic; with *issues*, only of the last that many."""
    recent = set(issues_of(sections)[:issues])
    unmapped = [section for section in sections if not section.topics and section.issue_id in recent]
    headings = recurring_headings(unmapped, least=2)
    recurring = {section.id for heading in headings for section in heading.sections}
    single = tuple(section for section in unmapped if section.id not in recurring)
    return Unmapped(headings=tuple(headings), sections=single)
