"""What a curator wants to know of topics: what they cover, what none claims, what is new, what is worth adding."""

from __future__ import annotations

import difflib
import json
import textwrap
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby

import yaml
from rich.cells import cell_len, set_cell_size

from feeds.config import TopicRule
from feeds.labels import Issues
from feeds.model import Entry
from feeds.render import cadence
from feeds.topics import Heading, Quality, Suggestion, Suggestions, recurring_headings
from feeds.topics.headings import without_numbers

_LINE = 80  # columns
_SHOWN = 40  # headings, and sections without a topic
_EARLIER = 3  # times as many issues as are looked at tell what came before them
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


def unmapped_lines(sections: Sequence[Entry], issues: int | None = None) -> Iterator[str]:
    """Yield headings that come back and no topic claims, then the newest of the other sections without a topic.

    With *issues*, only those of the last that many.
    """
    recent = set(_order(sections)[:issues])
    unmapped = [section for section in sections if not section.topics and section.issue_id in recent]
    headings = recurring_headings(unmapped, least=2)
    for heading in headings[:_SHOWN]:
        others = [f"; {wording}" for wording in list(heading.wordings.values())[1:]]
        yield _fitting(f"{heading.issues:4} issues  {heading.title}{''.join(others)}")
    if len(headings) > _SHOWN:
        yield f"and {len(headings) - _SHOWN} more headings"
    recurring = {section.id for heading in headings for section in heading.sections}
    single = [section for section in unmapped if section.id not in recurring]
    for path, own in groupby(single[:_SHOWN], key=lambda section: section.where.path):
        titles = list(own)
        yield f"{titles[0].published:%Y-%m-%d}   {path}"
        yield from (_fitting(f"             {section.title}") for section in titles)
    if len(single) > _SHOWN:
        yield f"and {len(single) - _SHOWN} more sections"


def drift_lines(sections: Sequence[Entry], issues: int) -> Iterator[str]:
    """Yield the headings that are new in the last *issues*, and those that came regularly until then and are gone."""
    order = _order(sections)
    recent, earlier = set(order[:issues]), set(order[issues : (1 + _EARLIER) * issues])
    if not earlier:
        yield f"There are no more than {len(order)} issues: nothing to compare with."
        return
    now = [section for section in sections if section.issue_id in recent]
    before = [section for section in sections if section.issue_id not in recent]
    shown, known = ({without_numbers(section.title) for section in own} for own in (now, before))
    usual = recurring_headings(section for section in before if section.issue_id in earlier)
    gone = [heading for heading in usual if shown.isdisjoint(map(without_numbers, heading.wordings.values()))]
    new = list(_new_lines(recurring_headings(sections, least=1), known, gone))
    yield from new
    for heading in gone:
        yield _fitting(
            f"gone {heading.issues:4} issues  {heading.title}", f"  last {heading.sections[0].published:%Y-%m-%d}"
        )
    if not (new or gone):
        yield f"No heading is new in the last {issues} issues, and none is gone."


def _new_lines(headings: Iterable[Heading], known: Collection[str], gone: Sequence[Heading]) -> Iterator[str]:
    for heading in headings:
        new = [section for section in heading.sections if without_numbers(section.title) not in known]
        issues = len({section.issue_id for section in new})
        old = _former_title(heading, known, gone) if new else ""
        if issues > 1 or (new and old):  # else a headline
            topics = sorted({topic for section in new for topic in section.topics})
            claimed = f"  [{', '.join(topics)}]" if topics else "  no topic"
            yield _fitting(f"new  {issues:4} issues  {new[0].title}", claimed + (f"  was {old!r}?" if old else ""))


def _former_title(heading: Heading, known: Collection[str], gone: Sequence[Heading]) -> str:
    """Return what *heading* was called before, as far as that can be told; else ""."""
    former = [title for title in heading.wordings.values() if without_numbers(title) in known]
    close = difflib.get_close_matches(heading.title, [one.title for one in gone], n=1, cutoff=_RENAMED)
    return next(iter((*former, *close)), "")


def _order(sections: Sequence[Entry]) -> list[str]:
    return list(dict.fromkeys(section.issue_id for section in sections))


def _fitting(text: str, end: str = "") -> str:
    """Return *text* and *end* in a line, *text* cut if it is longer than the line; CJK is twice as wide."""
    room = max(_LINE - cell_len(end), _LINE // 2)
    return (text if cell_len(text) <= room else set_cell_size(text, room - 1).rstrip() + "…") + end


def suggested_yaml(found: Suggestions) -> str:
    """Return suggestions as topics to paste into config.yaml, each with what it would get; all else as comments."""
    lines = _comment(_summary_of(found))
    lines += ["topics:"] if found.headings or found.subjects else []
    for one in (*found.headings, *found.subjects):
        lines += _suggested_topic(one)
    if found.additions:
        lines += ["# Worth adding to topics that are there:"]
    for slug in dict.fromkeys(addition.slug for addition in found.additions):
        lines += [f"#   {slug}:"]
        for kind in ("headings", "words"):
            own = [one for one in found.additions if (one.slug, one.kind) == (slug, kind)]
            lines += [f"#     {kind}:"] if own else []
            lines += [
                f"#       - {_quoted(one.written)}  # in {one.within} of its sections, {one.without} without a topic"
                for one in own
            ]
    if found.passed_over:
        titles = ", ".join(found.passed_over)
        lines += _comment(f"No topics, but what frames an issue (`sections.drop` takes it out of feeds): {titles}")
    return "".join(line + "\n" for line in lines)


def _summary_of(found: Suggestions) -> str:
    if not (found.headings or found.subjects):
        return f"No heading comes back, and no subject stands out, in {found.unmapped} sections without a topic."
    kinds = f"Headings that come back: {len(found.headings)}; subjects: {len(found.subjects)}"
    share = f"{found.covered} of {found.unmapped} sections without a topic ({found.covered / found.unmapped:.0%})"
    return f"{kinds}. They would get {share}. Take what people would follow, and give it a name."


def _suggested_topic(one: Suggestion) -> Iterator[str]:
    days = sorted(section.published for section in one.sections)
    more = f", {len(one.sections)} sections" if len(one.sections) > one.issues else ""
    yield f"  # {one.issues} issues{more}, {days[0]:%Y-%m} to {days[-1]:%Y-%m}"
    yield f"  - slug: {one.rule.slug}"
    yield f"    title: {_quoted(one.rule.title)}"
    for kind, clues in one.rule.clues.items():
        written = [_quoted(clue.written) for clue in clues]
        flow = f"    {kind}: [{', '.join(written)}]"
        if clues and cell_len(flow) <= _LINE:
            yield flow
        elif clues:
            yield f"    {kind}:"
            yield from (f"      - {text}" for text in written)


def _comment(text: str) -> list[str]:
    return textwrap.wrap(text, _LINE, initial_indent="# ", subsequent_indent="# ", break_on_hyphens=False)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


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
