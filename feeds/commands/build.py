"""`feeds build`: update the feeds once.

If nothing changed since the last run, that is found by a directory scan, and nothing heavy
is imported for it.
"""

from __future__ import annotations

import gc
import sys
from typing import TYPE_CHECKING

from feeds.clock import current_moment, read_clock
from feeds.commands.terminal import print_lines, print_problems, progress, show_report
from feeds.errors import BusyError
from feeds.freshness import report_of
from feeds.report import DONE, Report, to_json
from feeds.stillness import recall

if TYPE_CHECKING:
    import argparse

    from feeds.commands.profile import Profile
    from feeds.pipeline.processes.workers import Workers
    from feeds.pipeline.run import Leave
    from feeds.stillness import LastState, SeenPosts

#: Seconds to wait for another run, where the options do not say.
WAIT = 10
#: New objects after which garbage is looked for. With Python's 700, a build of one post does that 64 times: 3 %. A
#: build of 2,000 posts from nothing takes 2 % less than with 50,000 and 7 % less than with 10,000, and 2 MB more.
_OFTEN = 200_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command to *parser*."""
    from feeds.commands.build_options import add_build_options  # with argparse

    parser.add_argument("--dry-run", action="store_true", help="write nothing; show what would change")
    parser.add_argument("--json", action="store_true", help="print the report as JSON")
    parser.add_argument("--strict", action="store_true", help="exit with 1 if any post has a problem")
    parser.add_argument("--profile", action="store_true", help="print where the time went, by phase and by post")
    amount = parser.add_mutually_exclusive_group()
    amount.add_argument("--quiet", "-q", action="store_true", help="print nothing but problems")
    amount.add_argument("--verbose", "-v", action="store_true", help="print the report and the files that changed")
    add_build_options(parser)


def run(options: argparse.Namespace) -> int:
    """Build, show the report, and return the exit code.

    If another run is still at work, this is reported and is not a failure: under cron, the next run
    finds what this one did not build. Where the result matters (`--strict`, `--json`), it is one.
    """
    try:
        return _run(options)
    except BusyError as error:
        if options.strict or options.json:
            raise
        print(error, file=sys.stderr)
        return DONE


def _run(options: argparse.Namespace) -> int:
    profile = _start_profile() if options.profile else None
    recalled = _recall(options)
    report = report_of(recalled) or _build(options, profile, recalled.seen if recalled else None)
    print_problems((*report.problems, *report.notices))
    if options.json:
        print(to_json(report))
    elif not options.quiet:
        show_report(report, verbose=options.verbose)
    if profile:
        _show_profile(profile)
    return report.exit_code(strict=options.strict)


def _recall(options: argparse.Namespace) -> LastState | None:
    """Return what the last run left, or None if that does not matter."""
    if options.fresh or options.dry_run:
        return None
    return options.recalled or recall(str(options.config), read_clock())


def _build(options: argparse.Namespace, profile: Profile | None, seen: SeenPosts | None) -> Report:
    gc.disable()
    from feeds.pipeline.run import build
    from feeds.site import open_site

    _keep_imports()
    site = open_site(options.config)
    with progress(quiet=options.quiet or options.json, profile=profile) as show:
        return build(
            site,
            current_moment(),
            seen=seen,
            fresh=options.fresh,
            dry=options.dry_run,
            leave=leave_of(options),
            workers=workers_of(options),
            patience=options.wait,
            progress=show,
        )


def _keep_imports() -> None:
    """Exclude what was imported from the search for garbage, which takes 6 % of a build of one post."""
    gc.freeze()
    gc.set_threshold(_OFTEN)
    gc.enable()


def leave_of(options: argparse.Namespace) -> Leave:
    """Return which harm to subscribers *options* allow a build."""
    from feeds.pipeline.run import Leave

    return Leave(resurface=options.allow_resurface, shrink=options.allow_shrink, earlier=options.allow_earlier)


def workers_of(options: argparse.Namespace) -> Workers:
    """Return which processes read posts and render feeds, as *options* say."""
    from feeds.pipeline.processes.workers import Workers

    return Workers(jobs=options.jobs, scheduler=options.scheduler)


def _start_profile() -> Profile:
    from feeds.commands.profile import Profile

    return Profile()


def _show_profile(profile: Profile) -> None:
    from feeds.commands.profile import END, profile_lines

    profile(END)
    print_lines(profile_lines(profile), file=sys.stderr)
