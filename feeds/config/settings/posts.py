"""`posts`: where the issues are."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from feeds.config.settings.base import Settings
from feeds.config.values import FolderPath, Text
from feeds.layouts import LAYOUTS

if TYPE_CHECKING:
    LayoutName = str  # mypy cannot read the names from a table
else:
    LayoutName = Literal[("auto", *LAYOUTS)]


class PostDefaults(Settings):
    """Front matter of posts that say nothing themselves."""

    paths: Text = Field("*", description="The posts below the directory that this is for, as a pattern.")
    values: dict[str, Any] = Field(strict=False, description="Front matter as a post would have it.")

    def fits(self, path: str) -> bool:
        """Return whether it is for the post at *path* below the post directory."""
        return fnmatchcase(path, self.paths)


class PostSettings(Settings):
    """Where the issues are."""

    directory: FolderPath = Field(
        "posts",
        description="The post directory, relative to config.yaml; default: `posts`, or where the layout has it, "
        "such as `_posts` or `content`.",
    )
    layout: LayoutName = Field(
        "auto",
        description="Whose folder of posts this is: how files are named, texts of several tags divided and "
        "addresses made. `auto` finds it from the files around.",
    )
    ignore: tuple[str, ...] = Field(
        (), strict=False, description="Files below it that are no issues, as patterns such as `drafts/*`."
    )
    permalink: str = Field(
        "/:year/:month/:day/:slug/",
        description="The address of an issue below `site.url`, for posts that name none; default: that of the layout. "
        "`:year :month :day :slug :name :folder :path :categories` and what else Jekyll knows are filled in, "
        "and so are Jekyll's styles `date`, `pretty`, `ordinal` and `none`.",
    )
    defaults: tuple[PostDefaults, ...] = Field(
        (), strict=False, description="Front matter of posts that say nothing themselves; a later block outweighs."
    )
