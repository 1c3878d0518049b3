"""Count the files of the post directory that are not posts: an owner may have misnamed some of them."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Mapping, Sequence

from feeds.scanning import EXTENSIONS, SIDECAR, is_about, is_ignored, is_left_behind, may_be_post


def count_strays(directory: str, ignore: Sequence[str]) -> Mapping[str, int]:
    """Return how many files below *directory* are not posts, by the reason in words, the most frequent first.

    Folders are visited as they are, without following links.
    """
    counts: Counter[str] = Counter()
    for folder, folders, names in os.walk(directory):
        folders[:] = [name for name in folders if not is_left_behind(name)]
        below = "" if folder == directory else f"{os.path.relpath(folder, directory).replace(os.sep, '/')}/"
        for name in names:
            if reason := _reason_against(below + name, name, ignore):
                counts[reason] += 1
    return dict(sorted(counts.items(), key=lambda one: (-one[1], one[0])))


def _reason_against(path: str, name: str, ignore: Sequence[str]) -> str:
    """Return why the file at *path* is not a post, in words that follow a number, or ""."""
    if name.endswith(SIDECAR):
        return ""
    if is_left_behind(name):
        return "hidden or left behind by an editor"
    if is_ignored(path, ignore):
        return "ignored by posts.ignore"
    if may_be_post(name):
        return "about the repository" if is_about(path) else ""
    if name.lower().endswith(EXTENSIONS):
        return "named _index.*"
    extension = os.path.splitext(name)[1].lower()
    return f"named *{extension}" if extension else "without an extension"
