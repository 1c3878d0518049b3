"""What is in each topic, since when, how often, and what it shares with others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass

from rich.cells import cell_len, set_cell_size

from feeds.config import TopicRule
from feeds.curation.labels import Issues
from feeds.curation.lines import WIDTH, as_json, is_nameless
from feeds.model import Entry
from feeds.render import cadence

_OVERLAPS = 3  # other topics in a line
_COLUMN = 22  # of names; a longer one stands out, and the others keep their room


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
    width = min(max((cell_len(_name(one)) for one in covered), default=0), _COLUMN)
    for one in covered:
        yield _line(one, width)
    yield f"{unmapped:6}  of {len(sections)} sections have no topic (feeds topics --unmapped)"


def _name(one: Coverage) -> str:
    return f"{one.slug} {one.title}" if is_nameless(one.slug) else one.slug


def _line(one: Coverage, width: int) -> str:
    """Return what is in a topic, and as many of its overlaps as the line has room for."""
    name = _name(one)
    told = [f"since {one.since}"] if one.since else []
    told += [one.cadence] if one.cadence else []
    line = f"{one.sections:6}  {set_cell_size(name, max(width, cell_len(name)))}  {', '.join(told)}"
    ways = (f"{line}, {shared}" for shared in _shared(one.overlaps))
    return next((way for way in ways if cell_len(way) <= WIDTH), line).rstrip()


def _shared(overlaps: Mapping[str, int]) -> Iterator[str]:
    """Yield what *overlaps* are in words, the shorter the later."""
    all_of_them = [f"{count} also in {slug}" for slug, count in overlaps.items()]
    for named in range(min(len(overlaps), _OVERLAPS), 0, -1):
        left = len(overlaps) - named
        yield ", ".join([*all_of_them[:named], *([f"{left} more"] if left else [])])
    for slug, count in [*overlaps.items()][:1]:
        yield f"{count} in {slug}, …"
        yield f"shared with {len(overlaps)}"
