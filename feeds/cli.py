"""What a person types: `feeds build`, `watch`, `adopt`, `entries`, `explain`, `links`, `topics`, `config`.

Results go to standard output, talk to standard error. On a terminal a run shows its
progress and a table; under cron it says nothing unless there is something to mend.
Whatever is heavy is imported only by the command that needs it.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from feeds import __version__
from feeds.errors import FeedsError, Where
from feeds.freshness import recall_still
from feeds.report import DONE, FAILED, PROBLEMS, Report, summary, to_json

if TYPE_CHECKING:
    from datetime import datetime

    from feeds.model import Grain


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command in *arguments* (default: those of the process) and return its exit code.

    0: done, perhaps with warnings about single posts; 1: done, but `--strict` found
    problems; 2: could not run.
    """
    options = _parser().parse_args(arguments)
    if not sys.stdout.isatty() and isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")  # programs get UTF-8, whatever the locale
    try:
        return int(options.command(options))
    except FeedsError as error:
        print(error, file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # `feeds entries | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="feeds",
        description="Turn a newsletter archive into feeds of issues, sections and topics.",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"feed-republisher {__version__}")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    build = _command(commands, "build", _build, "bring the feeds up to date, once; for cron and CI")
    build.add_argument("--dry-run", action="store_true", help="write nothing; tell what would change")
    build.add_argument("--fresh", action="store_true", help="read every post anew; ids and dates stay")
    build.add_argument("--json", action="store_true", help="print the report as JSON")
    build.add_argument("--strict", action="store_true", help="exit with 1 if any post has a problem")
    build.add_argument("--quiet", "-q", action="store_true", help="say nothing but problems")

    build.add_argument("--allow-resurface", action="store_true", help="go on though readers are shown entries again")
    build.add_argument("--allow-shrink", action="store_true", help="go on though many entries vanish, or all posts")

    diff = _command(commands, "diff", _diff, "tell what a build would change for subscribers")
    diff.add_argument("--json", action="store_true", help="print it as JSON")

    watch = _command(commands, "watch", _watch, "stay, and bring the feeds up to date whenever a post is saved")
    watch.add_argument("--quiet", "-q", action="store_true", help="say nothing but problems")
    watch.add_argument("--offline", action="store_true", help="look no links up")

    adopt = _command(commands, "adopt", _adopt, "take over ids and dates from feeds that people subscribe to already")
    adopt.add_argument("feeds", nargs="+", metavar="FEED", help="a file or an address: RSS, Atom or JSON Feed")
    adopt.add_argument("--dry-run", action="store_true", help="keep nothing; tell what would be taken over")
    adopt.add_argument("--replace", action="store_true", help="even where entries are out under ids of ours already")
    adopt.add_argument("--json", action="store_true", help="print what was taken over as JSON")

    entries = _command(commands, "entries", _entries, "list the entries that feeds can carry")
    entries.add_argument("--jsonl", action="store_true", help="one JSON object a line, with text and links")
    entries.add_argument(
        "--grain",
        choices=("issue", "section", "item"),
        help="only these; default: issues and sections, with items in JSON",
    )

    explain = _command(commands, "explain", _explain, "tell why an entry is what it is")
    explain.add_argument(
        "post",
        metavar="POST[#SECTION]",
        help="a post by path, number, title or address, and a section by key, number or title; or the id of an entry",
    )

    links = _command(commands, "links", _links, "look up where links lead, and find those that were lost")
    links.add_argument("--offline", action="store_true", help="ask nobody; use the pages that are there")
    links.add_argument("--check", action="store_true", help="visit what links lead to, and tell what is dead")
    only = links.add_mutually_exclusive_group()
    only.add_argument("--unrecovered", action="store_true", help="only list the lost links that were not found")
    only.add_argument("--export", type=Path, metavar="FILE", help="only write down what is known of links")
    only.add_argument("--import", type=Path, metavar="FILE", dest="take", help="only take over what --export wrote")
    links.add_argument("--json", action="store_true", help="print the report as JSON")
    links.add_argument("--quiet", "-q", action="store_true", help="say nothing but what was found")

    topics = _command(commands, "topics", _topics, "tell what topics cover, and what is worth adding")
    topics.add_argument(
        "action", nargs="?", choices=("learn",), help="learn rules from sections that have topics (needs scikit-learn)"
    )
    topics.add_argument(
        "labels", nargs="*", type=Path, metavar="LABELS", help="files or an index; default: the topics there are"
    )
    asked = topics.add_mutually_exclusive_group()
    asked.add_argument("--unmapped", action="store_true", help="list sections and headings that no topic claims")
    asked.add_argument("--drift", action="store_true", help="list headings that are new in the last issues, or gone")
    asked.add_argument("--suggest", action="store_true", help="print topics and words worth adding, as YAML")
    asked.add_argument("--preset", metavar="FIELD", help="print a ready list of topics: ai, bitcoin, programming")
    topics.add_argument("--json", action="store_true", help="print what topics cover, or what is listed, as JSON")
    topics.add_argument(
        "--issues", type=int, metavar="N", help="look at the last N issues; default: 10 for --drift, all for --unmapped"
    )
    topics.add_argument(
        "--output", "-o", type=Path, metavar="FILE", help="where a list of topics goes; default: standard output"
    )

    config = _command(commands, "config", _config, "check config.yaml and print it with all defaults")
    config.add_argument("--schema", action="store_true", help="print the JSON Schema of config.yaml instead")
    return parser


def _command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], name: str, run: object, help: str
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=help, description=help[0].upper() + help[1:] + ".", allow_abbrev=False)
    parser.add_argument(
        "--config", "-c", type=Path, default=Path("config.yaml"), metavar="FILE", help="default: config.yaml"
    )
    parser.set_defaults(command=run)
    return parser


def _build(options: argparse.Namespace) -> int:
    report = None if options.fresh or options.dry_run else recall_still(options.config, _now())
    if report is None:
        from feeds.pipeline.run import Leave, build
        from feeds.site import open_site
        from feeds.terminal import progress

        site, leave = open_site(options.config), Leave(options.allow_resurface, options.allow_shrink)
        with progress(quiet=options.quiet or options.json) as show:
            report = build(site, _moment(), fresh=options.fresh, dry=options.dry_run, leave=leave, progress=show)
    _tell(report, as_json=options.json, quiet=options.quiet, dry=options.dry_run)
    return report.exit_code(strict=options.strict)


def _diff(options: argparse.Namespace) -> int:
    from feeds.differences import diff_lines, refusal_of, to_json
    from feeds.pipeline.run import diff
    from feeds.site import open_site
    from feeds.terminal import progress

    with progress(quiet=options.json) as show:
        changes = diff(open_site(options.config), _moment(), progress=show)
    refusal = refusal_of(changes)
    if options.json:
        print(to_json(changes))
    else:
        for line in diff_lines(changes):
            print(line)
        if refusal:
            print(f"\nA build would be refused: {refusal}")
    return PROBLEMS if refusal else DONE


def _tell(report: Report, *, as_json: bool, quiet: bool, dry: bool = False) -> None:
    for problem in (*report.problems, *report.notices):
        print(problem, file=sys.stderr)
    if as_json:
        print(to_json(report))
    elif not quiet and (sys.stderr.isatty() or dry):
        if report.written or dry:
            from feeds.terminal import show_table

            show_table(report)
        print(summary(report), file=sys.stderr)


def _adopt(options: argparse.Namespace) -> int:
    from feeds.adoption import adoption_as_json, adoption_lines
    from feeds.pipeline.adopting import adopt
    from feeds.site import open_site

    site = open_site(options.config)
    adoption = adopt(site, options.feeds, _moment(), dry=options.dry_run, again=options.replace)
    for problem in adoption.problems:
        print(problem, file=sys.stderr)
    if options.json:
        print(adoption_as_json(adoption))
    else:
        for line in adoption_lines(adoption, dry=options.dry_run):
            print(line)
    return 0


def _watch(options: argparse.Namespace) -> int:
    from feeds.schedule import watch

    def tell(report: Report) -> None:
        _tell(report, as_json=False, quiet=options.quiet)

    return watch(options.config, tell=tell, offline=options.offline)


def _entries(options: argparse.Namespace) -> int:
    from feeds.listing import entry_lines
    from feeds.pipeline.run import look
    from feeds.site import open_site

    now = _moment()
    grains: list[Grain] = ["issue", "section", "item"] if options.jsonl else ["issue", "section"]
    if options.grain:
        grains = [options.grain]
    with look(open_site(options.config), now, items="item" in grains) as seen:
        for line in entry_lines(seen.store.all_entries(now), grains, seen.linking, as_json=options.jsonl):
            print(line)
    for problem in seen.problems:
        print(problem, file=sys.stderr)
    return 0


def _explain(options: argparse.Namespace) -> int:
    from feeds.explain import explain
    from feeds.pipeline.run import look
    from feeds.site import open_site

    site, now = open_site(options.config), _moment()
    with look(site, now) as seen:
        for line in explain(site, seen, options.post, now):
            print(line)
    return 0


def _links(options: argparse.Namespace) -> int:
    from feeds.pipeline.run import look
    from feeds.site import open_site

    site, now = open_site(options.config), _moment()
    if options.export or options.take:
        return _recorded(options)
    if options.unrecovered:
        from feeds.link_lines import find_unrecovered

        with look(site, now) as seen:
            for lost in find_unrecovered(site, seen, now):
                print(lost)
        return DONE
    from feeds import link_lines
    from feeds.pipeline.looking_up import look_up
    from feeds.terminal import progress

    with progress(quiet=options.quiet or options.json) as show:
        report = look_up(site, now, offline=options.offline, check=options.check, progress=show)
    if options.json:
        print(link_lines.to_json(report))
        return DONE
    for line in link_lines.fault_lines(report):
        print(line, file=sys.stderr)
    if options.check:
        with look(site, now) as seen:
            for line in link_lines.dead_lines(seen, now):
                print(line)
    if not options.quiet:
        for line in link_lines.look_up_lines(report):
            print(line, file=sys.stderr)
    return DONE


def _recorded(options: argparse.Namespace) -> int:
    from feeds.recorded import export_links, import_links
    from feeds.site import open_site

    site = open_site(options.config)
    if options.take:
        taken = import_links(site, options.take)
        if not options.quiet:
            print(f"{taken} recorded links are new.", file=sys.stderr)
    if options.export:
        written = export_links(site, options.export)
        if not options.quiet:
            print(f"{written} recorded links written.", file=sys.stderr)
    return DONE


def _topics(options: argparse.Namespace) -> int:
    _check_topics(options)
    if options.preset:
        return _preset(options)
    if options.action == "learn":
        return _learn(options)
    from feeds.curating import coverage_lines, drift_lines, sections_of, suggested_yaml, unmapped_lines
    from feeds.pipeline.run import look
    from feeds.site import open_site
    from feeds.topics import suggest

    now = _moment()
    with look(open_site(options.config), now) as seen:
        sections, rules = sections_of(seen.store.all_entries(now)), seen.config.topics
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
    from feeds.curating import learned_yaml, quality_line
    from feeds.labels import examples_of, examples_with_topics, read_labels
    from feeds.pipeline.run import look
    from feeds.site import open_site
    from feeds.topics import Naming, cross_validate, learn

    labels, now = read_labels(options.labels), _moment()
    with look(open_site(options.config), now, items=bool(options.labels)) as seen:
        issues = seen.store.all_entries(now)
        examples = examples_of(labels, issues) if options.labels else examples_with_topics(issues)
        named = {rule.slug: Naming(title=rule.name) for rule in seen.config.topics}
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


def _config(options: argparse.Namespace) -> int:
    from feeds import config

    if options.schema:
        import json

        print(json.dumps(config.schema(), indent=2, ensure_ascii=False))
    else:
        print(config.to_yaml(config.load_config(options.config)[0]), end="")
    return 0


def _now() -> float:
    """Return the time, or what SOURCE_DATE_EPOCH says it is (reproducible-builds.org)."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not epoch:
        return time.time()
    if not (epoch.isascii() and epoch.isdigit() and len(epoch) < 12):
        raise FeedsError(f"SOURCE_DATE_EPOCH is {epoch!r}", hint="set it to seconds since 1970, or unset it")
    return float(epoch)


def _moment() -> datetime:
    from datetime import UTC, datetime

    return datetime.fromtimestamp(int(_now()), UTC)
