"""Mint ids and keys, which an entry keeps for good."""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from datetime import UTC, datetime

from feeds.model import Issue, Item, Remembered, Section
from feeds.regex import regex
from feeds.text.slugs import readable
from feeds.urls import free_name, is_uri, short_hash, slugify

Namer = Callable[..., str]  # (issue key, section key...) to id
#: Issues of this year and later have keys in Latin letters whatever the script of their names. Those of earlier ones
#: were published with a hash in place of such a name: the same is made again if everything is lost.
_READABLE_SINCE = datetime(2027, 1, 1, tzinfo=UTC)
_UNSAFE = regex(r"[^A-Za-z0-9._~-]+")


def mint_issue_id(issue: Issue, key: str, name: Namer) -> str:
    """Return the id of an issue that is seen for the first time: the one its author gave, if it is a URI."""
    return issue.pinned_id if is_uri(issue.pinned_id) else name(key)


def mint_issue_key(issue: Issue, taken: Container[str]) -> str:
    """Return a key for an issue that is seen for the first time: from its pinned id, else its path.

    Without any memory the same posts get the same keys again, so a lost memory changes
    no id of an issue that was not edited.
    """
    stem = issue.path.rpartition(".")[0] or issue.path
    name = issue.pinned_id or stem
    if _is_readable(issue) and not name.isascii() and (key := readable(name)):
        return free_name(key, taken)
    wanted = slugify(issue.pinned_id) if issue.pinned_id else ""
    wanted = wanted or _UNSAFE.sub("-", stem).strip("-.") or slugify(stem)
    if not wanted or not (stem.isascii() or issue.pinned_id):
        wanted = f"{wanted}-x{short_hash(stem)}".strip("-")
    return free_name(wanted, taken)


def mint_keys(
    issue: Issue,
    sections: Sequence[Section | Item],
    prefixes: Sequence[str],
    matches: Sequence[Remembered | None],
    taken: set[str],
) -> list[str]:
    """Return the keys of *sections* of *issue*: that of the match, or a new one with the prefix that is not *taken*."""
    keys, slug = [], readable if _is_readable(issue) else slugify
    used: dict[str, int] = {}  # the last number tried, because many sections may have one title
    for section, prefix, match in zip(sections, prefixes, matches, strict=True):
        if match:
            keys.append(match.key)
            continue
        key = wanted = prefix + _wanted_key(section, slug)
        if wanted in taken:
            key = free_name(wanted, taken, start=used.get(wanted, 1))
            used[wanted] = int(key.rpartition("-")[2])
        taken.add(key)
        keys.append(key)
    return keys


def _is_readable(issue: Issue) -> bool:
    """Return whether the keys of *issue* are readable: its post, which is never lost, says when it was published."""
    return not issue.estimated and issue.published is not None and issue.published >= _READABLE_SINCE


def _wanted_key(section: Section | Item, slug: Callable[[str], str]) -> str:
    if wanted := slug(section.anchor or section.title):
        return wanted
    return "x-" + short_hash(section.links[0].href if section.links else section.text)
