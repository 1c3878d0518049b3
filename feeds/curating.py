"""What a curator wants to know of topics: what they cover, what none claims, what is new, what is worth adding."""

from __future__ import annotations

import difflib
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

import yaml

from feeds.config import TopicRule
from feeds.labels import Issues
from feeds.model import Entry
from feeds.render import cadence
from feeds.topics import Quality, recurring_headings
from feeds.topics.words import fold_line

_SHOWN = 40  # sections without a topic
_OVERLAPS = 3  # other topics in a line
_RENAMED = 0.6  # how alike a new heading and one that is gone must be


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


@dataclass(frozen=True, slots=True)
class Drift:
    """A heading that is new in the last issues, or that came regularly and is gone."""

    kind: Literal["new", "gone"]
    heading: str
    issues: int  # that have it: of the last ones if it is new, else of those before
    topics: tuple[str, ...] = ()  # which claim it, if it is new
    was: str = ""  # what it was called before, perhaps


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


def coverage_lines(sections: Sequence[Entry], rules: Sequence[TopicRule], *, as_json: bool) -> Iterator[str]:
    """Yield a line for each topic, and one for what none claims."""
    covered = cover(sections, rules)
    unmapped = sum(not section.topics for section in sections)
    if as_json:
        yield _dump({"topics": [asdict(one) for one in covered], "sections": len(sections), "unmapped": unmapped})
        return
    width = max((len(one.slug) for one in covered), default=0)
    for one in covered:
        told = [f"since {one.since}"] if one.since else []
        told += [one.cadence] if one.cadence else []
        shared = [f"{count} also in {slug}" for slug, count in one.overlaps.items()]
        told += [*shared[:_OVERLAPS], f"{len(shared) - _OVERLAPS} more"] if len(shared) > _OVERLAPS + 1 else shared
        yield f"{one.sections:6}  {one.slug:{width}}  {', '.join(told)}".rstrip()
    yield f"{unmapped:6}  of {len(sections)} sections have no topic (feeds topics --unmapped)"


def unmapped_lines(sections: Sequence[Entry], *, as_json: bool) -> Iterator[str]:
    """Yield headings that recur and no topic claims, then the other sections without a topic, as text the newest."""
    unmapped = [section for section in sections if not section.topics]
    headings = recurring_headings(unmapped, least=2)
    recurring = {fold_line(heading.title) for heading in headings}
    single = [section for section in unmapped if fold_line(section.title) not in recurring]
    if as_json:
        rest = [
            {"title": one.title, "id": one.id, "published": f"{one.published:%Y-%m-%d}", "post": one.where.path}
            for one in single
        ]
        yield _dump({"headings": [asdict(heading) for heading in headings], "sections": rest})
        return
    for heading in headings:
        yield f"{heading.issues:4} issues  {heading.title}"
    for section in single[:_SHOWN]:
        yield f"{section.published:%Y-%m-%d}   {section.title}  ({section.where.path})"
    if len(single) > _SHOWN:
        yield f"and {len(single) - _SHOWN} more"


def drift_lines(sections: Sequence[Entry], issues: int, *, as_json: bool) -> Iterator[str]:
    """Yield the headings that are new in the last *issues*, and those that came regularly and are gone."""
    count = len({section.issue_id for section in sections})
    found = find_drift(sections, issues)
    if as_json:
        yield _dump([asdict(one) for one in found])
        return
    if count <= issues:
        yield f"There are no more than {count} issues: nothing to compare with (--issues N for the last N)."
    for one in found:
        if one.kind == "gone":
            yield f"gone              {one.heading}"
            continue
        claimed = f"  [{', '.join(one.topics)}]" if one.topics else "  no topic"
        yield f"new   {one.issues:3} issues  {one.heading}{claimed}" + (f"  was {one.was!r}?" if one.was else "")


def find_drift(sections: Sequence[Entry], issues: int) -> list[Drift]:
    """Return how headings of the last *issues* differ from those before; nothing if there are none before."""
    recent = set(list(dict.fromkeys(section.issue_id for section in sections))[:issues])
    now = [section for section in sections if section.issue_id in recent]
    before = [section for section in sections if section.issue_id not in recent]
    known, shown = {fold_line(section.title) for section in before}, {fold_line(section.title) for section in now}
    gone = [one for one in recurring_headings(before, least=3) if fold_line(one.title) not in shown]
    found = []
    for heading in recurring_headings([section for section in now if fold_line(section.title) not in known], least=1):
        was = next(
            iter(difflib.get_close_matches(heading.title, [one.title for one in gone], n=1, cutoff=_RENAMED)), ""
        )
        if before and (heading.issues > 1 or was):  # else a headline
            own = [section for section in now if fold_line(section.title) == fold_line(heading.title)]
            topics = sorted({topic for section in own for topic in section.topics})
            found.append(Drift("new", heading.title, heading.issues, tuple(topics), was))
    return [*found, *(Drift("gone", one.title, one.issues) for one in gone)]


def learned_yaml(rules: Sequence[TopicRule], qualities: Mapping[str, Quality], name: str) -> str:
    """Return learned *rules* as a file that config.yaml includes, with what to expect of each topic."""
    lines = [
        "# Learned by `feeds topics learn`; plain rules, to be read and edited. In config.yaml:",
        f"#   topics: [{{include: {name}}}]",
        "topics:",
    ]
    for rule in rules:
        values = rule.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        quality = qualities.get(rule.slug)
        text = yaml.safe_dump([values], allow_unicode=True, sort_keys=False, width=110, default_flow_style=None)
        if quality and quality.count:
            lines.append(f"  # {quality_line(quality)}")
        lines += [f"  {line}" for line in text.splitlines()]
    return "".join(line + "\n" for line in lines)


def quality_line(quality: Quality) -> str:
    """Return how well rules do, in words."""
    shares = f"precision {quality.precision:.2f}, recall {quality.recall:.2f}, F1 {quality.f1:.2f}"
    return f"{shares}, of {quality.count} places"


def _dump(values: Any) -> str:
    return json.dumps(values, ensure_ascii=False, indent=2)
