"""What no topic claims: headings that come back, and sections."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from feeds.curating.lines import as_json, fitting, issues_of
from feeds.model import Entry
from feeds.topics import Heading, recurring_headings

_SHOWN = 40  # headings, and sections


def unmapped_lines(sections: Sequence[Entry], issues: int | None = None, *, for_programs: bool) -> Iterator[str]:
    """Yield headings that come back and no topic claims, then the other sections without a topic, the newest first.

    With *issues*, only those of the last that many. Programs get all of them, people the first.
    """
    recent = set(issues_of(sections)[:issues])
    unmapped = [section for section in sections if not section.topics and section.issue_id in recent]
    headings = recurring_headings(unmapped, least=2)
    recurring = {section.id for heading in headings for section in heading.sections}
    single = [section for section in unmapped if section.id not in recurring]
    yield from [_json(headings, single)] if for_programs else _lines(headings, single)


def _json(headings: Sequence[Heading], sections: Sequence[Entry]) -> str:
    return as_json(
        {
            "headings": [
                {"title": one.title, "issues": one.issues, "wordings": list(one.wordings.values())} for one in headings
            ],
            "sections": [
                {
                    "title": one.title,
                    "id": one.id,
                    "published": f"{one.published:%Y-%m-%d}",
                    "post": one.origin.where.path,
                }
                for one in sections
            ],
        }
    )


def _lines(headings: Sequence[Heading], sections: Sequence[Entry]) -> Iterator[str]:
    for heading in headings[:_SHOWN]:
        others = [f"; {wording}" for wording in list(heading.wordings.values())[1:]]
        yield fitting(f"{heading.issues:4} issues  {heading.title}{''.join(others)}")
    if len(headings) > _SHOWN:
        yield f"and {len(headings) - _SHOWN} more headings"
    for path, own in groupby(sections[:_SHOWN], key=lambda section: section.origin.where.path):
        titles = list(own)
        yield f"{titles[0].published:%Y-%m-%d}   {path}"
        yield from (fitting(f"             {section.title}") for section in titles)
    if len(sections) > _SHOWN:
        yield f"and {len(sections) - _SHOWN} more sections"
