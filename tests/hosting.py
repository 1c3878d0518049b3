"""The headers that a host sends which follows `_headers`, as Netlify and Cloudflare Pages do."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

POLICY = "Content-Security-Policy"


def rules_of(folder: Path) -> Mapping[str, Mapping[str, str]]:
    """Return the headers by name, of each rule in *folder* by its path, which may have placeholders such as `:slug`."""
    rules = (rule.splitlines() for rule in (folder / "_headers").read_text(encoding="utf-8").strip().split("\n\n"))
    return {path: dict(line.strip().split(": ", 1) for line in lines) for path, *lines in rules}


def headers_for(folder: Path, path: str) -> Mapping[str, str]:
    """Return the headers with which the file at *path* below *folder* is sent."""
    fits = (headers for pattern, headers in rules_of(folder).items() if _as_regex(pattern).fullmatch(path))
    return next(fits, {})


def policy_for(folder: Path, path: str) -> str:
    """Return the policy with which the page at *path* is sent, or ""."""
    return headers_for(folder, path).get(POLICY, "")


def _as_regex(pattern: str) -> re.Pattern[str]:
    return re.compile(re.sub(r":\w+", "[^/]+", pattern))
