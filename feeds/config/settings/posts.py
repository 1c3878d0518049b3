"""`posts`: where the posts are and how they are read."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from feeds.config.choices import PostChoice
from feeds.config.settings.base import Settings
from feeds.config.values import FolderPath, Line, Pattern, Text
from feeds.layouts import LAYOUTS

if TYPE_CHECKING:
    LayoutName = str  # mypy cannot read the names from a table
else:
    LayoutName = Literal[("auto", *LAYOUTS)]


class PostDefaults(Settings):
    """Front matter for posts that do not have it themselves."""

    paths: Text = Field("*", description="The posts it applies to, as a pattern below the directory.")
    values: dict[str, Any] = Field(strict=False, description="Front matter as in a post.")

    def fits(self, path: str) -> bool:
        """Return whether it applies to the post at *path* below the post directory."""
        return fnmatchcase(path, self.paths)


class PostSettings(Settings):
    """Where the posts are and how they are read."""

    directory: FolderPath = Field(
        "posts",
        description="The post directory, relative to config.yaml; default: `posts`, or that of the layout, "
        "such as `_posts` or `content`.",
    )
    layout: LayoutName = Field(
        "auto",
        description="The site generator the posts are written for, which decides how file names, lists of tags and "
        "addresses are read. `auto` detects it from the files of the site.",
    )
    ignore: tuple[str, ...] = Field(
        (), strict=False, description="Files below the directory to ignore, as patterns such as `drafts/*`."
    )
    include: tuple[PostChoice, ...] = Field(
        (),
        strict=False,
        description="The posts to publish: paths as patterns, or front matter such as `tag: newsletter`, "
        "`category: weekly` or `type: news*`; a post must meet one of them. By default all posts are published but "
        "those whose names are those of pages or templates, and the few with neither date nor number among many.",
    )
    held: tuple[Pattern, ...] = Field(
        (),
        strict=False,
        description="Regular expressions of paths, beginning with `/`, that are held back unless they are published "
        "already; default: the files that Hugo and Pelican ignore.",
    )
    dates: tuple[Line, ...] = Field(
        (),
        strict=False,
        description="The front matter that dates a post, in this order, with `:filename` for the file name and "
        "`:default` for the customary names; default: these names, then the file name, or Hugo's `frontmatter.date`.",
    )
    taxonomies: tuple[Line, ...] = Field(
        (),
        strict=False,
        description="Front matter that holds tags, besides `tags` and `categories`; default: the taxonomies of Hugo "
        "and Zola.",
    )
    permalink: str = Field(
        "/:year/:month/:day/:slug/",
        description="The address of a post below `site.url`, if it does not name one; default: that of the layout. "
        "`:year :month :day :slug :name :folder :path :categories` and Jekyll's other placeholders are "
        "filled in; Jekyll's styles `date`, `pretty`, `ordinal` and `none` are known.",
    )
    defaults: tuple[PostDefaults, ...] = Field(
        (),
        strict=False,
        description="Front matter for posts that do not have it themselves; later blocks take precedence.",
    )
