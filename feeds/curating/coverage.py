"""What is in each topic, since when, how often, and what it shares with others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

from feeds.config import TopicRule
from feeds.curating.lines import as_json
from feeds.labels import Issues
from feeds.model import Entry
from feeds.render import cadence

_OVERLAPS = 3  # other topics in a line


@dataclass(frozen=True, slots=True)
class Coverage:
    """What is in a topic."""

    slug: str
    title: str
    sections: int
    since: str  # the day of the oldest, or ""
    latest: str
    cadence: str
    overlaps: dict[str, int]  # how many of its sections other topics have, too: by slug, the most first


def sections_of(issues: Issues) -> list[Entry]:
    """Return the sections that feeds can carry, newest issue first."""
    return [part for _, _, parts in issues for part in parts if part.kind == "section" and not part.dropped]


def cover(sections: Sequence[Entry], rules: Sequence[TopicRule]) -> list[Coverage]:
    """Return what is in each topic, the biggest first."""
    found = []
    for rule in rules:
        own = [section for section in sections if rule.slug in section.topics]
        others = Counter(topic for section in own for topic in section.topics if topic != rule.slug)
        days = sorted(section.published for section in own)
        found.append(
            Coverage(
                slug=rule.slug,
                title=rule.name,
                sections=len(own),
                since=f"{days[0]:%Y-%m-%d}" if days else "",
                latest=f"{days[-1]:%Y-%m-%d}" if days else "",
                cadence=cadence(days),
                overlaps=dict(sorted(others.items(), key=lambda pair: (-pair[1], pair[0]))),
            )
        )
    return sorted(found, key=lambda one: (-one.sections, one.slug))


def coverage_lines(sections: Sequence[Entry], rules: Sequence[TopicRule], *, for_programs: bool) -> Iterator[str]:
    """Yield a line for each topic, and one for what none claims."""
    covered = cover(sections, rules)
    unmapped = sum(not section.topics for section in sections)
    if for_programs:
        yield as_json({"topics": [asdict(one) for one in covered], "sections": len(sections), "unmapped": unmapped})
        return
    width = max((len(one.slug) for one in covered), default=0)
    for one in covered:
        told = [f"since {one.since}"] if one.since else []
        told += [one.cadence] if one.cadence else []
        shared = [f"{count} also in {slug}" for slug, count in one.overlaps.items()]
        told += [*shared[:_OVERLAPS], f"{len(shared) - _OVERLAPS} more"] if len(shared) > _OVERLAPS + 1 else shared
        yield f"{one.sections:6}  {one.slug:{width}}  {', '.join(told)}".rstrip()
    yield f"{unmapped:6}  of {len(sections)} sections have no topic (feeds topics --unmapped)"
