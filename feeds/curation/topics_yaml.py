"""Topics as YAML to paste or include: those that are suggested, and those that were learned."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator, Mapping, Sequence

import yaml
from rich.cells import cell_len

from feeds.config import TopicRule
from feeds.curation.learning import Quality
from feeds.curation.lines import WIDTH, is_nameless
from feeds.curation.suggestions import Suggestion, Suggestions


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
    if not found.unmapped:
        return "There is no section without a topic."
    if not (found.headings or found.subjects):
        return f"No heading comes back, and no subject stands out, in {found.unmapped} sections without a topic."
    kinds = f"Headings that come back: {len(found.headings)}; subjects: {len(found.subjects)}"
    share = f"{found.covered} of {found.unmapped} sections without a topic ({found.covered / found.unmapped:.0%})"
    return f"{kinds}. They would get {share}. Take what people would follow, and give it a name."


def _suggested_topic(one: Suggestion) -> Iterator[str]:
    days = sorted(section.published for section in one.sections)
    more = f", {len(one.sections)} sections" if len(one.sections) > one.issues else ""
    yield f"  # {one.issues} issues{more}, {days[0]:%Y-%m} to {days[-1]:%Y-%m}"
    remark = "  # stands in addresses: write it in Latin letters" if is_nameless(one.rule.slug) else ""
    yield f"  - slug: {one.rule.slug}{remark}"
    yield f"    title: {_quoted(one.rule.title)}"
    for kind, clues in one.rule.clues.items():
        written = [_quoted(clue.written) for clue in clues]
        flow = f"    {kind}: [{', '.join(written)}]"
        if clues and cell_len(flow) <= WIDTH:
            yield flow
        elif clues:
            yield f"    {kind}:"
            yield from (f"      - {text}" for text in written)


def _comment(text: str) -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent="# ", subsequent_indent="# ", break_on_hyphens=False)


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
