"""`feeds topics suggest`: print topics and words worth adding, as YAML to paste into config.yaml."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import Any

from msgspec import to_builtins

from feeds.commands.topics.archive import read_archive
from feeds.commands.topics.columns import as_json
from feeds.commands.topics.output import add_output, write_output
from feeds.curation import Suggestion, Suggestions, comment, quoted, suggest, topic_lines
from feeds.report import DONE


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the subcommand to *parser*."""
    add_output(parser)
    parser.add_argument("--json", action="store_true", help="print the suggestions as JSON")


def run(options: argparse.Namespace) -> int:
    """Write the suggestions, and return the exit code."""
    archive = read_archive(options)
    found = suggest(archive.sections, archive.rules)
    write_output(suggested_json(found) if options.json else suggested_yaml(found), options.output)
    return DONE


def suggested_json(found: Suggestions) -> str:
    """Return suggestions for programs: topics with their clues and numbers, and words for existing topics."""
    topics = [_as_values(one) for one in (*found.headings, *found.subjects)]
    additions = [to_builtins(one) for one in found.additions]
    return as_json({"topics": topics, "additions": additions, "passed_over": list(found.passed_over)}) + "\n"


def _as_values(one: Suggestion) -> dict[str, Any]:
    days = sorted(section.published for section in one.sections)
    clues = {kind: [clue.written for clue in clues] for kind, clues in one.rule.clues.items() if clues}
    numbers = {
        "issues": one.issues,
        "sections": len(one.sections),
        "since": f"{days[0]:%F}",
        "latest": f"{days[-1]:%F}",
    }
    return {"slug": one.rule.slug, "title": one.rule.title, **clues, **numbers}


def suggested_yaml(found: Suggestions) -> str:
    """Return suggestions as topics to paste into config.yaml, each with the sections it would get, in comments."""
    lines = comment(_summary_of(found))
    lines += ["topics:"] if found.headings or found.subjects else []
    for one in (*found.headings, *found.subjects):
        lines += _suggested_topic(one)
    if found.additions:
        lines += ["# Worth adding to existing topics:"]
    for slug in dict.fromkeys(addition.slug for addition in found.additions):
        lines += [f"#   {slug}:"]
        for kind in ("headings", "words"):
            own = [one for one in found.additions if (one.slug, one.kind) == (slug, kind)]
            lines += [f"#     {kind}:"] if own else []
            lines += [
                f"#       - {quoted(one.written)}  # in {one.within} of its sections, {one.without} without a topic"
                for one in own
            ]
    if found.passed_over:
        titles = ", ".join(found.passed_over)
        reason = "because they only frame an issue (`sections.drop` keeps them out of feeds)"
        lines += comment(f"Not suggested, {reason}: {titles}")
    return "".join(line + "\n" for line in lines)


def _summary_of(found: Suggestions) -> str:
    if not found.unmapped:
        return "Every section has a topic."
    if not (found.headings or found.subjects):
        return f"There is no recurring heading, and no subject, in {found.unmapped} sections without a topic."
    kinds = f"Recurring headings: {len(found.headings)}; subjects: {len(found.subjects)}"
    share = f"{found.covered} of {found.unmapped} sections without a topic ({found.covered / found.unmapped:.0%})"
    return f"{kinds}. They would get {share}. Choose the topics that people would follow, and name them."


def _suggested_topic(one: Suggestion) -> Iterator[str]:
    days = sorted(section.published for section in one.sections)
    more = f", {len(one.sections)} sections" if len(one.sections) > one.issues else ""
    yield f"  # {one.issues} issues{more}, {days[0]:%Y-%m} to {days[-1]:%Y-%m}"
    yield from topic_lines(one.rule)
