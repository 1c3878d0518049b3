"""`feeds topics`: report topic coverage; suggest topics and learn rules."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from feeds.clock import current_moment
from feeds.errors import FeedsError, Where
from feeds.report import DONE


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command to *parser*."""
    parser.add_argument(
        "action", nargs="?", choices=("learn",), help="learn rules from sections that have topics (needs scikit-learn)"
    )
    parser.add_argument(
        "labels", nargs="*", type=Path, metavar="LABELS", help="files or an index; default: the topics there are"
    )
    asked = parser.add_mutually_exclusive_group()
    asked.add_argument("--unmapped", action="store_true", help="list sections and headings that no topic claims")
    asked.add_argument("--drift", action="store_true", help="list headings that are new in the last issues, or gone")
    asked.add_argument("--suggest", action="store_true", help="print topics and words worth adding, as YAML")
    asked.add_argument("--preset", metavar="FIELD", help="print a ready list of topics: ai, bitcoin, programming")
    parser.add_argument("--json", action="store_true", help="print what topics cover, or what is listed, as JSON")
    parser.add_argument(
        "--issues", type=int, metavar="N", help="look at the last N issues; default: 10 for --drift, all for --unmapped"
    )
    parser.add_argument(
        "--output", "-o", type=Path, metavar="FILE", help="where a list of topics goes; default: standard output"
    )


def run(options: argparse.Namespace) -> int:
    """Do what *options* ask for, and return the exit code."""
    _check_topics(options)
    if options.preset:
        return _preset(options)
    if options.action == "learn":
        return _learn(options)
    from feeds.curation import coverage_lines, drift_lines, sections_of, suggest, suggested_yaml, unmapped_lines
    from feeds.pipeline.run import look
    from feeds.site import open_site

    now = current_moment()
    with look(open_site(options.config), now) as seen:
        sections, rules = sections_of(seen.store.all_entries(now)), seen.reading.config.topics
    if options.suggest:
        _put(suggested_yaml(suggest(sections, rules)), options.output)
        return DONE
    if options.unmapped:
        lines = unmapped_lines(sections, options.issues, for_programs=options.json)
    elif options.drift:
        lines = drift_lines(sections, options.issues or 10, for_programs=options.json)
    else:
        lines = coverage_lines(sections, rules, for_programs=options.json)
    for line in lines:
        print(line)
    if not rules:
        print("There are no topics yet: see feeds topics --suggest, or a ready list (--preset).", file=sys.stderr)
    return DONE


def _check_topics(options: argparse.Namespace) -> None:
    """Refuse what would have no effect."""
    asked = [name for name in ("unmapped", "drift", "suggest", "preset") if getattr(options, name)]
    if options.action and (asked or options.json):
        raise FeedsError(f"learn has no use for --{[*asked, 'json'][0]}", hint="give one of them")
    if options.issues is not None and (options.issues < 1 or not (options.drift or options.unmapped)):
        raise FeedsError(
            "--issues is for --drift and --unmapped, and at least 1", hint="feeds topics --drift --issues 5"
        )
    makes_list = options.action or options.suggest or options.preset
    if options.json and makes_list:
        raise FeedsError("a list of topics is YAML, not JSON", hint="leave out --json")
    if options.output and not makes_list:
        raise FeedsError("--output is for lists of topics", hint="use it with learn, --suggest or --preset")


def _put(text: str, path: Path | None) -> None:
    """Write *text* into the file at *path*, or without one to standard output."""
    if path is None:
        print(text, end="")
        return
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise FeedsError(
            f"cannot be written: {error.strerror}", Where(str(path)), "check its folder and permissions"
        ) from error


def _preset(options: argparse.Namespace) -> int:
    from feeds.topics import preset, preset_names

    if options.preset not in preset_names():
        raise FeedsError(f"there is no preset {options.preset!r}", hint=f"choose one of {', '.join(preset_names())}")
    _put(preset(options.preset), options.output)
    return DONE


def _learn(options: argparse.Namespace) -> int:
    from feeds.curation import (
        Naming,
        cross_validate,
        examples_of,
        examples_with_topics,
        learn,
        learned_yaml,
        quality_line,
        read_labels,
    )
    from feeds.pipeline.run import look
    from feeds.site import open_site

    labels, now = read_labels(options.labels), current_moment()
    with look(open_site(options.config), now, items=bool(options.labels)) as seen:
        issues = seen.store.all_entries(now)
        examples = examples_of(labels, issues) if options.labels else examples_with_topics(issues)
        named = {rule.slug: Naming(title=rule.name) for rule in seen.reading.config.topics}
    namings = {**named, **labels.namings}
    told = {topic for example in examples for topic in example.topics}
    if not told:
        raise FeedsError("no section has a topic to learn from", hint="name files of labels: feeds topics learn LABELS")
    namings = {slug: naming for slug, naming in namings.items() if slug in told or slug in labels.namings}
    try:
        qualities = cross_validate(examples, namings)
        rules = learn(examples, namings)
    except ModuleNotFoundError as error:
        raise FeedsError(
            f"learning needs a library that is not installed: {error.name}",
            hint="pip install 'feed-republisher[learn]'",
        ) from error
    text = learned_yaml(rules, qualities, options.output.name if options.output else "FILE")
    _put(text, options.output)
    if "" in qualities:
        print(f"Cross-validated: {quality_line(qualities[''])}", file=sys.stderr)
    return DONE
