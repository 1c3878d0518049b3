"""Headings drift: which are new in the last issues, and which came regularly and are gone."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Literal

from feeds.curation.headings import Heading, recurring_headings, without_numbers
from feeds.curation.lines import as_json, fitting, issues_of
from feeds.model import Entry

_EARLIER = 3  # times as many issues as are looked at tell what came before them
_RENAMED = 0.6  # how alike a new heading and one that is gone must be


@dataclass(frozen=True, slots=True)
class Drift:
    """A heading that is new in the last issues, or that came regularly and is gone."""

    kind: Literal["new", "gone"]
    heading: str
    issues: int  # that have it: of the last ones if it is new, else of those before
    topics: tuple[str, ...] = ()  # which claim it, if it is new
    was: str = ""  # what it was called before, perhaps
    last: str = ""  # the day when it was last seen, if it is gone


def drift_lines(sections: Sequence[Entry], issues: int, *, for_programs: bool) -> Iterator[str]:
    """Yield the headings that are new in the last *issues*, and those that came regularly until then and are gone."""
    found = find_drift(sections, issues)
    if for_programs:
        yield as_json([asdict(one) for one in found])
    elif (count := len(issues_of(sections))) <= issues:
        yield f"There is nothing before the last {issues} issues (of {count}) to compare with: --issues N for fewer."
    elif not found:
        yield f"No heading is new in the last {issues} issues, and none is gone."
    else:
        yield from map(_line, found)


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


def _find_new(headings: Iterable[Heading], known: Collection[str], gone: Sequence[Heading]) -> Iterator[Drift]:
    for heading in headings:
        new = [section for section in heading.sections if without_numbers(section.title) not in known]
        issues = len(issues_of(new))
        was = _former_title(heading, known, gone) if new else ""
        if issues > 1 or (new and was):  # else a headline
            topics = sorted({topic for section in new for topic in section.topics})
            yield Drift("new", new[0].title, issues, topics=tuple(topics), was=was)


def _as_gone(heading: Heading) -> Drift:
    return Drift("gone", heading.title, heading.issues, last=f"{heading.sections[0].published:%Y-%m-%d}")


def _former_title(heading: Heading, known: Collection[str], gone: Sequence[Heading]) -> str:
    """Return what *heading* was called before, as far as that can be told; else ""."""
    former = [title for title in heading.wordings.values() if without_numbers(title) in known]
    close = difflib.get_close_matches(heading.title, [one.title for one in gone], n=1, cutoff=_RENAMED)
    return next(iter((*former, *close)), "")


def _line(one: Drift) -> str:
    if one.kind == "gone":
        return fitting(f"gone {one.issues:4} issues  {one.heading}", f"  last {one.last}")
    claimed = f"  [{', '.join(one.topics)}]" if one.topics else "  no topic"
    return fitting(f"new  {one.issues:4} issues  {one.heading}", claimed + (f"  was {one.was!r}?" if one.was else ""))
