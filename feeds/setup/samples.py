"""Posts as they are written, to find out what their newsletter is called and where it can be read."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from feeds import posts
from feeds.errors import FeedsError
from feeds.files import read_file
from feeds.regex import regex

_MOST = 400  # posts that are looked at
_LONGEST = 200_000  # bytes of a post that are looked at
READMES = tuple(
    f"{name}{ending}" for ending in (".md", ".markdown", ".rst", ".txt", "") for name in ("README", "readme", "Readme")
)
#: Files about a newsletter: they may link to its site, and list its issues.
_ABOUT = (
    *READMES,
    *("_includes/footer.html", "_layouts/default.html", "layouts/partials/footer.html", "templates/base.html"),
)
_DATE = regex(r"(?P<year>(?:19|20)\d\d)[-_/]?(?P<month>[01]\d)(?:[-_/]?(?P<day>[0-3]\d))?(?:[-_/]|\Z)")


class Sample(Struct, frozen=True, kw_only=True):
    """A post, and what its path says."""

    file: str  # below the post directory
    text: str
    date: Mapping[str, str]  # year, month and day as they are written in the path

    @property
    def path(self) -> str:
        """The file without its extension."""
        return os.path.splitext(self.file)[0]

    @property
    def name(self) -> str:
        """The name of the file, or of the folder that is the post."""
        folder, _, name = self.path.rpartition("/")
        return folder.rpartition("/")[2] if name == "index" and folder else name

    @property
    def slug(self) -> str:
        """The name without its date."""
        found = _DATE.match(self.name)
        return (self.name[found.end() :] if found else self.name) or self.name


def read_samples(directory: Path) -> tuple[Sample, ...]:
    """Return some of the posts in *directory*, evenly spread over it; those that cannot be read are left out."""
    try:
        paths = list(posts.scan(str(directory)))
    except FeedsError:
        return ()
    chosen = paths[:: max(1, len(paths) // _MOST)][:_MOST]
    return tuple(sample for path in chosen if (sample := _read(directory, path)))


def read_about(base: Path) -> tuple[Sample, ...]:
    """Return the README of the repository in *base*, and the files with the foot of its pages."""
    return tuple(sample for name in _ABOUT if (sample := _read(base, name)))


def _read(directory: Path, path: str) -> Sample | None:
    try:
        text = read_file(directory / path, _LONGEST).decode("utf-8-sig", "replace")
    except OSError:
        return None
    stem = os.path.splitext(path)[0]
    found = _DATE.search(stem)
    date = {key: value for key, value in found.groupdict().items() if value} if found else {}
    return Sample(file=path, text=text, date=date)
