"""Find folders of several files that are one issue each, by names alone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from msgspec import Struct

from feeds.issues.pages import INDEX
from feeds.regex import regex

_YEAR = regex(r"(?:19|20)\d{2}\Z")
_DATED = regex(r"(?:19|20)\d{2}")
_MONTH = regex(r"(?:19|20)\d{2}[-_.]?(?:0?[1-9]|1[0-2])\Z")
_PLACED = regex(r"\d{1,3}[-_. ]++(?=[^\W\d])")  # the place of a file in its issue
_DEEPEST = 4


class DividedIssues(Struct, frozen=True, kw_only=True):
    """Issues that are folders."""

    pattern: str  # of the folders, as `posts.join` has it
    folders: Mapping[str, Sequence[str]]  # to the paths of their files below them


def find_divided(paths: Collection[str]) -> DividedIssues | None:
    """Return the folders among *paths* that hold several files each, if these are probably one issue.

    The folder has a number or a day, and its files have names that recur in other folders, or begin with their places.

    >>> find_divided(["1/news.md", "1/jobs.md", "2/news.md", "2/jobs.md", "3/index.md"]).folders
    {'1': ['jobs.md', 'news.md'], '2': ['jobs.md', 'news.md']}
    >>> find_divided(["2026/Jan/05/0-news/1-terns.md", "2026/Jan/05/1-jobs.md", "2026/Jan/12/0-ice.md"]).pattern
    '*/*/*'
    """
    found = (_divided_at(depth, paths) for depth in range(1, _DEEPEST + 1))
    return next((one for one in found if one), None)


def _divided_at(depth: int, paths: Collection[str]) -> DividedIssues | None:
    inside: dict[str, list[str]] = {}
    for path in sorted(paths):
        parts = path.split("/")
        if len(parts) > depth and _is_of_issue(parts[:depth]):
            inside.setdefault("/".join(parts[:depth]), []).append("/".join(parts[depth:]))
    several = {folder: files for folder, files in inside.items() if len(files) > 1}
    names = Counter(_name_of(file) for files in several.values() for file in files)
    telling = sum(_is_telling(file, folder, files, names) for folder, files in several.items() for file in files)
    if 2 * telling <= len(paths):
        return None
    return DividedIssues(pattern="/".join("*" * depth), folders=several)


def _is_of_issue(folders: Sequence[str]) -> bool:
    """Return whether the last of *folders* has a number or a date, and is not that of a year, nor of a month in one."""
    name, above = folders[-1], folders[-2] if len(folders) > 1 else ""
    is_month = _YEAR.search(above) is not None and re.fullmatch(r"\d{1,2}", name) is not None
    return any(map(str.isdigit, name)) and not _YEAR.match(name) and not is_month


def _stem_of(file: str) -> str:
    """Return the name of *file*, or of the folder that it is in, without extension."""
    return file.partition("/")[0] if "/" in file else file.rpartition(".")[0]


def _name_of(file: str) -> str:
    return _PLACED.sub("", _stem_of(file).lower(), count=1)


def _is_telling(file: str, folder: str, files: Sequence[str], names: Mapping[str, int]) -> bool:
    """Return whether the name of *file* in *folder* is that of a part of an issue."""
    if _DATED.search(file):
        return False
    has_page = any(INDEX.match(one) and "/" not in one for one in files)  # others may belong to it as pictures do
    is_placed = _PLACED.match(_stem_of(file)) is not None and not _MONTH.search(folder)  # else it is a day
    return is_placed or (not has_page and names[_name_of(file)] > 1)
