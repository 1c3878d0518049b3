"""The message where there is no config: `feeds init` writes one, for the posts that are here."""

from __future__ import annotations

from pathlib import Path

from feeds.errors import NoConfigError, Problem, Where
from feeds.setup.folders import describe_folders, find_post_folders


def with_advice() -> NoConfigError:
    """Return the error for a missing config in the current folder, with the posts that `feeds init` would take."""
    found = find_post_folders(Path())
    hint = f"run feeds init, which writes it for the posts in {describe_folders(found[:1])}"
    if not found:
        hint = "go to the folder of your newsletter and run feeds init, or name a config with --config"
    return NoConfigError((Problem(Where("feeds.yaml"), "there is no config here", hint),))
