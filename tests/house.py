"""The checks that every commit must pass."""

from __future__ import annotations

import yaml

from tests.conftest import REPOSITORY


def checks() -> dict[str, str]:
    """Return the commands that run before each commit, by id."""
    config = yaml.safe_load((REPOSITORY / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    return {hook["id"]: hook["entry"] for repository in config["repos"] for hook in repository["hooks"]}
