"""Drift: headings that are new in the last issues, and regular ones that disappeared."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Literal

from msgspec import Struct

from feeds.curation.headings import RecurringHeading, issues_of, without_numbers
from feeds.curation.recurring import recurring_headings
from feeds.model import Entry

_EARLIER = 3  # times as many issues as are examined are compared with them
_RENAMED = 0.6  # how alike a new heading and one that is gone must be


class Drift(Struct, frozen=True):
    """A heading that is new in the last issues, or a regular one that disappeared."""

    kind: Literal["new", "gone"]
    heading: str
    issues: int  # that have it: among the last ones if it is new, else among those before
    topics: tuple[str, ...] = ()  # which claim it, if it is new
    was: str = ""  # what it was probably called before
    last: str = ""  # the day when it was last seen, if it is gone


def find_drift(sections: Sequence[Entry], issues: int) -> list[Drift]:
    """Return how headings of the last *issues* differ from those before; nothing if there are none before."""
    order = issues_of(sections)
    recent, earlier = set(order[:issues]), set(order[issues : (1 + _EARLIER) * issues])
    if not earlier:
        return []
    now = [section for section in sections if section.issue_id in recent]
    before = [section for section in sections if section.issue_id not in recent]
    shown, known = ({without_numbers(section.title) for section in own} for own in (now, before))
    usual = recurring_headings(section for section in before if section.issue_id in earlier)
    gone = [heading for heading in usual if shown.isdisjoint(map(without_numbers, heading.wordings.values()))]
    new = _find_new(recurring_headings(sections, least=1), known, gone)
    return [*new, *(_as_gone(heading) for heading in gone)]


def _find_new(
    headings: Iterable[RecurringHeading], known: Collection[str], gone: Sequence[RecurringHeading]
) -> Iterator[Drift]:
    for heading in headings:
        new = [section for section in heading.sections if without_numbers(section.title) not in known]
        issues = len(issues_of(new))
        was = _former_title(heading, known, gone) if new else ""
        if issues > 1 or (new and was):  # otherwise it is a headline
            topics = sorted({topic for section in new for topic in section.topics})
            yield Drift("new", new[0].title, issues, topics=tuple(topics), was=was)


def _as_gone(heading: RecurringHeading) -> Drift:
    return Drift("gone", heading.title, heading.issues, last=f"{heading.sections[0].published:%Y-%m-%d}")


def _former_title(heading: RecurringHeading, known: Collection[str], gone: Sequence[RecurringHeading]) -> str:
    """Return what *heading* was called before, if that can be seen; else ""."""
    former = [title for title in heading.wordings.values() if without_numbers(title) in known]
    close = difflib.get_close_matches(heading.title, [one.title for one in gone], n=1, cutoff=_RENAMED)
    return next(iter((*former, *close)), "")
