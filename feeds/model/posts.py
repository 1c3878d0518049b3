"""Posts: the files of the post directory."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from feeds.errors import Problem, Where

Markup = Literal["markdown", "html", "rst"]

_MARKUPS: dict[str, Markup] = {"html": "html", "htm": "html", "rst": "rst", "rest": "rst"}


class Post(Struct, frozen=True, kw_only=True):
    """A file of the post directory, as it was read."""

    path: str  # below the post directory, with "/"
    text: str
    digest: str  # of the bytes
    where: Where
    parts: tuple[Post, ...] = ()  # the files that it is joined from, in order; (): it is one file
    sidecar: str = ""  # the text of the `.meta` file beside it, where Nikola puts front matter

    @property
    def markup(self) -> Markup:
        """The markup language, by the extension."""
        return _MARKUPS.get(self.path.lower().rpartition(".")[2], "markdown")


class ReadPost(Struct, frozen=True, kw_only=True):
    """The memory of a file that was read."""

    fingerprint: str
    digest: str  # "" if it could not be read
    claim: str = ""  # the id that its author gave, whether or not it could have it
    problems: tuple[Problem, ...]
