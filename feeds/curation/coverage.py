"""Coverage: how many sections each topic has, since when, how often, and how many other topics have too."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from msgspec import Struct

from feeds.config import TopicRule
from feeds.model import Entry, StoredIssue
from feeds.render.cadence import cadence


class Coverage(Struct, frozen=True):
    """The sections of a topic, in numbers."""

    slug: str
    title: str
    sections: int
    since: str  # the day of the oldest, or ""
    latest: str
    cadence: str
    overlaps: dict[str, int]  # by slug: how many of its sections another topic has too, the most first


def sections_of(issues: Iterable[StoredIssue]) -> list[Entry]:
    """Return the sections that feeds can carry, newest issue first."""
    return [section for issue in issues for section in issue.sections.values() if not section.dropped]


def cover(sections: Sequence[Entry], rules: Sequence[TopicRule]) -> list[Coverage]:
    """Return the coverage of each topic, the biggest first."""
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
