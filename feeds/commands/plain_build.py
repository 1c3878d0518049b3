"""The options of a build as cron and CI run it, without argparse: its parsers take a fortieth of a short build."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace

from feeds.commands import build


def plain_options(arguments: Sequence[str], config: str) -> SimpleNamespace:
    """Return what `parser.parse` does for *arguments* that `feeds.cli` takes for plain; a test compares."""
    return SimpleNamespace(
        run=build.run,
        config=Path(config),
        dry_run=False,
        json="--json" in arguments,
        strict="--strict" in arguments,
        profile=False,
        quiet="--quiet" in arguments or "-q" in arguments,
        verbose=False,
        fresh=False,
        jobs=int(arguments[arguments.index("--jobs") + 1]) if "--jobs" in arguments else 0,
        scheduler="",
        wait=build.WAIT,
        allow_resurface=False,
        allow_shrink=False,
        allow_earlier=False,
    )
