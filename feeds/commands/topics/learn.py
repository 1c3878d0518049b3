"""`feeds topics learn`: learn rules from sections that have topics."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import yaml
from msgspec import Struct

from feeds.clock import current_moment
from feeds.commands.topics.output import add_output, write_output
from feeds.config import TopicRule
from feeds.config.models import TOPIC_RULE
from feeds.curation import (
    Example,
    Quality,
    TopicNames,
    cross_validate,
    examples_of,
    examples_with_topics,
    learn,
    read_labels,
)
from feeds.errors import FeedsError
from feeds.pipeline.looking import look
from feeds.report import DONE
from feeds.site import open_site


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the subcommand to *parser*."""
    parser.add_argument(
        "labels",
        nargs="*",
        type=Path,
        metavar="LABELS",
        help="files of labelled sections, or a folder of topic pages; default: the topics that sections have",
    )
    add_output(parser)


def run(options: argparse.Namespace) -> int:
    """Learn, write the rules, print how good they are, and return the exit code."""
    lesson = _read_lesson(options)
    try:
        qualities = cross_validate(lesson.examples, lesson.names)
        rules = learn(lesson.examples, lesson.names)
    except ModuleNotFoundError as error:
        hint = "pip install 'feed-republisher[learn]'"
        raise FeedsError(f"learning needs a library that is not installed: {error.name}", hint=hint) from error
    write_output(learned_yaml(rules, qualities, options.output.name if options.output else "FILE"), options.output)
    if "" in qualities:
        print(f"Cross-validated: {quality_line(qualities[''])}", file=sys.stderr)
    return DONE


class _Lesson(Struct, frozen=True, kw_only=True):
    examples: Sequence[Example]
    names: Mapping[str, TopicNames]  # by slug


def _read_lesson(options: argparse.Namespace) -> _Lesson:
    """Return what there is to learn from: the labels that *options* name, else the topics that sections have."""
    labels = read_labels(options.labels)
    with look(open_site(options.config), current_moment(), items=bool(options.labels)) as seen:
        issues = seen.store.entries.all(seen.now)
        examples = examples_of(labels, issues) if options.labels else examples_with_topics(issues)
        names = {rule.slug: TopicNames(title=rule.name) for rule in seen.config.topics} | dict(labels.names)
    used = {topic for example in examples for topic in example.topics}
    if not used:
        raise FeedsError("no section has a topic to learn from", hint="name files of labels: feeds topics learn LABELS")
    kept = {slug: own for slug, own in names.items() if slug in used or slug in labels.names}
    return _Lesson(examples=examples, names=kept)


def learned_yaml(rules: Sequence[TopicRule], qualities: Mapping[str, Quality], name: str) -> str:
    """Return learned *rules* as a file that config.yaml includes by *name*, with the quality of each topic."""
    lines = [
        "# Learned by `feeds topics learn`; plain rules, to be read and edited. In config.yaml:",
        f"#   topics: [{{include: {name}}}]",
        "topics:",
    ]
    for rule in rules:
        values = TOPIC_RULE.write(rule, defaults=False)
        quality = qualities.get(rule.slug)
        text = yaml.safe_dump([values], allow_unicode=True, sort_keys=False, width=110, default_flow_style=None)
        if quality and quality.count:
            lines.append(f"  # {quality_line(quality)}")
        lines += [f"  {line}" for line in text.splitlines()]
    return "".join(line + "\n" for line in lines)


def quality_line(quality: Quality) -> str:
    """Return in words how well rules agree with the labels."""
    shares = f"precision {quality.precision:.2f}, recall {quality.recall:.2f}, F1 {quality.f1:.2f}"
    return f"{shares}, of {quality.count} places"
