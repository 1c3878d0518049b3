"""Mint ids and keys, which an entry keeps for good."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Sequence

from feeds.model import Issue, Item, Remembered, Section
from feeds.urls import free_name, is_uri, short_hash, slugify

Namer = Callable[..., str]  # (issue key, section key...) to id


def mint_issue_id(issue: Issue, key: str, name: Namer) -> str:
    """Return the id of an issue that is seen for the first time: the one its author gave, if it is a URI."""
    return issue.pinned_id if is_uri(issue.pinned_id) else name(key)


def mint_issue_key(issue: Issue, taken: Collection[str]) -> str:
    """Return a key for an issue that is seen for the first time: from its pinned id, else its path.

    Without any memory the same posts get the same keys again, so a lost memory changes
    no id of an issue that was not edited.
    """
    stem = issue.path.rpartition(".")[0] or issue.path
    wanted = slugify(issue.pinned_id) or re.sub(r"[^A-Za-z0-9._~-]+", "-", stem).strip("-.") or slugify(stem)
    if not wanted or not (stem.isascii() or issue.pinned_id):
        wanted = f"{wanted}-x{short_hash(stem)}".strip("-")
    return free_name(wanted, taken)


def mint_keys(
    sections: Sequence[Section | Item], prefixes: Sequence[str], matches: Sequence[Remembered | None], taken: set[str]
) -> list[str]:
    """Return the keys of *sections*: that of the match, or a new one with the prefix that is not *taken*."""
    keys = []
    used: Counter[str] = Counter()  # the last number tried, because many sections may have one title
    for section, prefix, match in zip(sections, prefixes, matches, strict=True):
        if match:
            keys.append(match.key)
            continue
        wanted = prefix + _wanted_key(section)
        key = free_name(wanted, taken, start=used[wanted] or 1)
        used[wanted] = int(key.rpartition("-")[2]) if key != wanted else 1
        taken.add(key)
        keys.append(key)
    return keys


def _wanted_key(section: Section | Item) -> str:
    if wanted := slugify(section.anchor or section.title):
        return wanted
    return "x-" + short_hash(section.links[0].href if section.links else section.text)
