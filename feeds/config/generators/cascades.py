"""Front matter that Hugo hands down: `cascade` in its settings, and in the list pages (`_index.md`) above a post."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from feeds.config.generators.given import SiteFiles, plain, words
from feeds.layouts import list_pages


def cascaded(around: SiteFiles, said: Mapping[str, Any], section: str) -> list[dict[str, Any]]:
    """Return the defaults that posts of *section* get, those of the nearest list page last."""
    found = list(_defaults(said.get("cascade"), section))
    for name in list_pages(around.directory):
        found += _defaults(around.head(name).get("cascade"), section)
    return found


def _defaults(written: object, section: str) -> Iterator[dict[str, Any]]:
    for one in written if isinstance(written, list) else [written]:
        if not isinstance(one, dict):
            continue
        target = one.get("target") or one.get("_target") or {}
        paths = _paths(target, section) if isinstance(target, dict) else ""
        values = {name: value for name, value in one.items() if name not in ("target", "_target", "params")}
        values |= one["params"] if isinstance(one.get("params"), dict) else {}
        if paths and values:
            yield {"paths": paths, "values": plain(values)}


def _paths(target: Mapping[str, Any], section: str) -> str:
    """Return the pattern, below the directory, of the posts that *target* names; "" if there are none."""
    if words(target.get("kind") or "page") != "page" or target.get("lang"):
        return ""
    path = words(target.get("path")).strip("/").replace("**", "*").strip("{}")
    if not path or path == "*" or f"{section}/*".startswith(path):
        return "*"
    below = path.removeprefix(f"{section}/") if section else path
    return below if below != path or not section else ""
