"""Recognise copies that programs leave beside posts: those that synchronise folders, merge versions, or keep what was.

Each has a text that somebody else, or the same person elsewhere, wrote into the post: it is not another issue.
"""

from __future__ import annotations

from collections.abc import Collection

from feeds.regex import regex

#: What these programs add to the name of a post, before its extension.
_ADDED = tuple(
    regex(one)
    for one in (
        r"\.sync-conflict-\d{8}-\d{6}-[A-Z0-9]{7}\Z",  # Syncthing
        r"[_.](?:BACKUP|BASE|LOCAL|REMOTE)[_.]\d{1,9}\Z",  # git mergetool
        r"-(?:DESKTOP|LAPTOP)-[A-Z0-9]{7}\Z",  # OneDrive
        r"\.(?:orig|bak|tmp|rej)\Z",
        r" (?:- )?(?i:copy|kopie|kopia|copie|copia|cópia)(?: \d{1,3}| \(\d{1,3}\))?\Z",  # macOS, Windows
    )
)
_SIGNS = " ._-"  # with which what they add begins
#: Dropbox, Nextcloud, Seafile and Unison explain in brackets whose copy it is.
_CONFLICTS = ("conflict", "konflikt", "conflit", "競合", "冲突", "衝突", "충돌")


def original_of(path: str, paths: Collection[str]) -> str:
    """Return the post among *paths* of which the file at *path* is a copy by its name, or "".

    >>> original_of("a.sync-conflict-20260105-101500-ABCDEFG.md", {"a.md"}), original_of("a copy.md", {"b.md"})
    ('a.md', '')
    >>> original_of("a (conflicted copy 2026-01-05).md", {"a.md"}), original_of("a (1).md", {"a.md"})
    ('a.md', '')
    """
    folder, slash, file = path.rpartition("/")
    name, dot, extension = file.rpartition(".")
    before, behind = f"{folder}{slash}", f"{dot}{extension}"
    # Few names are those of other posts with something added: the rest is looked at only then.
    if not any(sign in _SIGNS and f"{before}{name[:end]}{behind}" in paths for end, sign in enumerate(name)):
        return ""
    original = f"{before}{_without_addition(name)}{behind}"
    return original if original != path and original in paths else ""


def _without_addition(name: str) -> str:
    before, _, words = name.rpartition(" (")
    if before and words.endswith(")") and any(one in words.lower() for one in _CONFLICTS):
        return before
    found = next((found for one in _ADDED if (found := one.search(name))), None)
    return name[: found.start()] if found else name
