"""What a curator wants to know of topics: what they cover, what none claims, what is new, what is worth adding."""

from __future__ import annotations

import difflib
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass

import yaml

from feeds.config import TopicRule
from feeds.labels import Issues
from feeds.model import Entry
from feeds.render import cadence
from feeds.topics import Quality, recurring_headings
from feeds.topics.words import fold_line

_SHOWN = 40  # sections without a topic
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
    overlap: str  # the topic that it shares most of its sections with
    shared: int  # how many


def sections_of(issues: Issues) -> list[Entry]:
    """Return the sections that feeds can carry, newest issue first."""
    return [part for _, _, parts in issues for part in parts if part.kind == "section" and not part.dropped]


def cover(sections: Sequence[Entry], rules: Sequence[TopicRule]) -> list[Coverage]:
    """Return what is in each topic, the biggest first."""
    found = []
    for rule in rules:
        own = [section for section in sections if rule.slug in section.topics]
        others = Counter(topic for section in own for topic in section.topics if topic != rule.slug)
        overlap, shared = min(others.items(), key=lambda pair: (-pair[1], pair[0]), default=("", 0))
        days = sorted(section.published for section in own)
        found.append(
            Coverage(
                slug=rule.slug,
                title=rule.name,
                sections=len(own),
                since=f"{days[0]:%Y-%m-%d}" if days else "",
                latest=f"{days[-1]:%Y-%m-%d}" if days else "",
                cadence=cadence(days),
                overlap=overlap,
                shared=shared,
            )
        )
    return sorted(found, key=lambda one: (-one.sections, one.slug))


def coverage_lines(sections: Sequence[Entry], rules: Sequence[TopicRule], *, as_json: bool) -> Iterator[str]:
    """Yield a line for each topic, and one for what none claims."""
    covered = cover(sections, rules)
    unmapped = sum(not section.topics for section in sections)
    if as_json:
        values = {"topics": [asdict(one) for one in covered], "sections": len(sections), "unmapped": unmapped}
        yield json.dumps(values, ensure_ascii=False, indent=2)
        return
    width = max((len(one.slug) for one in covered), default=0)
    for one in covered:
        told = [f"since {one.since}"] if one.since else []
        told += [one.cadence] if one.cadence else []
        told += [f"{one.shared} also in {one.overlap}"] if one.shared else []
        yield f"{one.sections:6}  {one.slug:{width}}  {', '.join(told)}".rstrip()
    yield f"{unmapped:6}  of {len(sections)} sections have no topic (feeds topics --unmapped)"


def unmapped_lines(sections: Sequence[Entry]) -> Iterator[str]:
    """Yield headings that recur and no topic claims, then the newest of the other sections without a topic."""
    unmapped = [section for section in sections if not section.topics]
    headings = recurring_headings(unmapped, least=2)
    for heading in headings:
        yield f"{heading.issues:4} issues  {heading.title}"
    recurring = {fold_line(heading.title) for heading in headings}
    single = [section for section in unmapped if fold_line(section.title) not in recurring]
    for section in single[:_SHOWN]:
        yield f"{section.published:%Y-%m-%d}   {section.title}  ({section.where.path})"
    if len(single) > _SHOWN:
        yield f"and {len(single) - _SHOWN} more"


def drift_lines(sections: Sequence[Entry], issues: int) -> Iterator[str]:
    """Yield the headings that are new in the last *issues*, and those that came regularly and are gone."""
    order = list(dict.fromkeys(section.issue_id for section in sections))
    recent = set(order[:issues])
    now = [section for section in sections if section.issue_id in recent]
    before = [section for section in sections if section.issue_id not in recent]
    if not before:
        yield f"There are no more than {len(order)} issues: nothing to compare with."
        return
    known, shown = {fold_line(section.title) for section in before}, {fold_line(section.title) for section in now}
    gone = [one.title for one in recurring_headings(before, least=3) if fold_line(one.title) not in shown]
    for heading in recurring_headings([section for section in now if fold_line(section.title) not in known], least=1):
        old = next(iter(difflib.get_close_matches(heading.title, gone, n=1, cutoff=_RENAMED)), "")
        if heading.issues < 2 and not old:
            continue  # a headline
        topics = sorted({topic for section in now if section.title == heading.title for topic in section.topics})
        claimed = f"  [{', '.join(topics)}]" if topics else "  no topic"
        yield f"new   {heading.issues:3} issues  {heading.title}{claimed}" + (f"  was {old!r}?" if old else "")
    for title in gone:
        yield f"gone              {title}"


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
