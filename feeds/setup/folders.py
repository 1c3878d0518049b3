"""Find the folders that hold posts, by the names and first lines of the files in them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from datetime import UTC
from pathlib import Path

from msgspec import Struct, field

from feeds.files import text_of
from feeds.issues.dating import is_in_month
from feeds.issues.phrases import find_phrase
from feeds.issues.series import PAST
from feeds.regex import regex
from feeds.report import counted

_PLAIN = (".md", ".markdown", ".mkd", ".mdx", ".rst")
_DATED_ONLY = (".html", ".htm", ".txt")  # most of these are pages or lists, unless their names have a date
_SKIPPED = frozenset(
    "node_modules vendor themes layouts archetypes templates tests test venv env build dist target __pycache__ "
    "_site _layouts _includes _sass _drafts drafts _draft draft _data site-packages assets images img css js".split()
)
_BUILT = frozenset("sitemap.xml index.xml feed.xml rss.xml atom.xml .nojekyll feeds.opml".split())
_ABOUT = regex(r"(?:readme|license|licence|contributing|changelog|code_of_conduct|security|todo)\b", re.IGNORECASE)
_DATE = regex(
    r"(?:^|\D)(?:19|20)\d\d(?:\D?[01]\d|\D?w\d\d)|^\D{0,12}\d{1,4}\D{0,40}$|^\D{13,40}[-_ #]\d{1,4}$", re.IGNORECASE
)
_DATE_LINE = regex(
    r"^(?:\.\. |:|\+\+\+\s)?[\"']?(?:date|pubdate|published|publishdate|pub_date|pubdatetime|publishedat)[\"']?\s?[:=]|"
    r"^\.\. post:: *\w",
    re.MULTILINE | re.IGNORECASE,
)
_PERIOD = regex(
    r"(?:19|20)\d\d(?:[-_]?\d\d){0,2}\Z|[01]?\d\Z|\d{1,4}[-_]\d{1,4}\Z|"
    r"(?:issue|edition|week|vol|volume|no|nr)[-_ ]?\d{1,4}\Z",
    re.IGNORECASE,
)
_TELLING = regex(r"newsletters?|issues?|weekly|digests?|editions?|archives?\Z", re.IGNORECASE)
_ELSEWHERE = regex(
    r"_?(?:events?|jobs|people|team|talks|projects|products|pages|temp|tmp|notes|output)\Z", re.IGNORECASE
)
_USUAL = frozenset("posts _posts post blog".split())
_HEAD = 800  # bytes in which a date is looked for
_MOST_READ, _MOST_DEPTH, _MOST_FILES = 4000, 7, 40_000
_MOST = 0.6  # the share of posts below folders of years that makes the top of a repository their folder
_OWN = 0.2  # the share of posts that a folder has itself, and not in folders below
_MORE_LIKELY = 3  # times; posts in a folder that is called newsletter


class PostFolder(Struct, frozen=True, kw_only=True):
    """A folder that may be the post directory."""

    directory: str  # relative to where the search began, with "/"
    posts: int = 0  # files in it, and in folders below
    dated: int = 0  # those of them with a date or number

    @property
    def likelihood(self) -> tuple[int, int]:
        """Two numbers to compare folders by: the likeliest has the greatest."""
        parts = self.directory.split("/")
        weight = _MORE_LIKELY if any(map(_TELLING.fullmatch, parts)) else 1
        return self.dated * weight // (_MORE_LIKELY if any(map(_ELSEWHERE.match, parts)) else 1), self.posts


def describe_folders(folders: Sequence[PostFolder]) -> str:
    """Return *folders* in words: how many posts each has.

    >>> describe_folders([PostFolder(directory="docs", posts=413, dated=413)])
    'docs (413 posts)'
    """
    return ", ".join(f"{one.directory} ({counted(one.posts, 'post')})" for one in folders)


def find_post_folders(base: Path) -> tuple[PostFolder, ...]:
    """Return the folders below *base* that may be post directories, the likeliest first; files are opened to see dates.

    Hidden folders, those of themes and dependencies, and sites that a generator has built are left out.
    """
    top = _Census().of(base)
    found = [PostFolder(directory=one.path or ".", posts=one.all_posts, dated=one.all_dated) for one in _settle(top)]
    return tuple(sorted(found, key=lambda one: one.likelihood, reverse=True))


class _Folder(Struct):
    """A folder, and how many posts are in it, counting bundles and folders of a year as its own."""

    path: str
    posts: int = 0
    dated: int = 0
    is_bundle: bool = False  # a folder of one post and its pictures
    children: list[_Folder] = field(default_factory=list)

    @property
    def all_posts(self) -> int:
        return self.posts + sum(child.all_posts for child in self.children)

    @property
    def all_dated(self) -> int:
        return self.dated + sum(child.all_dated for child in self.children)


class _Census:
    """Counts posts, within bounds: a folder may be anything."""

    def __init__(self) -> None:
        self._files = self._read = 0

    def of(self, base: Path, path: str = "", depth: int = 0) -> _Folder:
        folder = _Folder(path)
        try:
            entries = sorted(os.scandir(base / path), key=lambda entry: entry.name)
        except OSError:
            return folder
        names = {entry.name for entry in entries}
        if depth and "index.html" in names and names & _BUILT:
            return folder
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                if depth < _MOST_DEPTH and not entry.name.startswith(".") and entry.name.lower() not in _SKIPPED:
                    self._add(folder, self.of(base, f"{path}/{entry.name}".lstrip("/"), depth + 1), entry.name)
            elif self._is_post(entry, names):
                folder.posts += 1
                folder.dated += is_in_month(f"{path}/") or self._is_dated(entry)
        has_index = any(name.lower().startswith(("index.", "readme.")) for name in names)
        folder.is_bundle = has_index and folder.posts == 1 and not folder.children  # else a page above other posts
        return folder

    def _add(self, folder: _Folder, child: _Folder, name: str) -> None:
        """Add *child* to *folder*; its posts count as the folder's own if it is a bundle, or named by its period."""
        of_a_period = _PERIOD.match(name) or is_in_month(f"{child.path}/")
        if child.all_posts and (child.is_bundle or of_a_period or (folder.path and PAST.match(name))):
            folder.posts += child.all_posts
            folder.dated += child.all_posts if child.is_bundle and _has_date(name) else child.all_dated
        elif child.all_posts:
            folder.children.append(child)

    def _is_post(self, entry: os.DirEntry[str], beside: set[str]) -> bool:
        self._files += 1
        stem, extension = os.path.splitext(entry.name.lower())
        if self._files > _MOST_FILES or entry.name.startswith((".", "_")):
            return False
        is_alone = not any(name.endswith(_PLAIN) for name in beside - {entry.name})
        if _ABOUT.match(stem) and not (stem == "readme" and is_alone and _has_date(_folder_of(entry))):
            return False
        if stem == "index" and not is_alone:
            return False  # a list page
        return extension in _PLAIN or (extension in _DATED_ONLY and _has_date(stem))

    def _is_dated(self, entry: os.DirEntry[str]) -> bool:
        if _has_date(os.path.splitext(entry.name)[0]):
            return True
        self._read += 1
        if self._read > _MOST_READ:
            return False
        return _DATE_LINE.search(text_of(entry.path, _HEAD)) is not None


def _folder_of(entry: os.DirEntry[str]) -> str:
    """Return the name of the folder that *entry* is in."""
    return os.path.basename(os.path.dirname(entry.path))


def _has_date(stem: str) -> bool:
    """Return whether the name of a file has a date or a number in it, perhaps with the name of a month."""
    return _DATE.search(stem) is not None or find_phrase(stem, UTC, "en") is not None


def _settle(folder: _Folder) -> Iterator[_Folder]:
    """Yield the folders at or below *folder* that have posts of their own: it itself, or those below it."""
    own = folder.dated >= max(1, (_OWN if folder.path else _MOST) * folder.all_dated)
    if (folder.path or folder.dated > 1) and (own or (not folder.all_dated and folder.path in _USUAL and folder.posts)):
        telling = [child for child in folder.children if _TELLING.fullmatch(child.path.rpartition("/")[2])]
        yield folder
        for child in telling:
            yield from _settle(child)
        return
    for child in folder.children:
        yield from _settle(child)
