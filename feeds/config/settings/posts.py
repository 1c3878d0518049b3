"""`posts`: where the posts are and how they are read."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, Any, Literal

from feeds.config.choices import PostChoice
from feeds.config.settings.base import About, Settings
from feeds.config.values import Encoding, FolderPath, Line, Pattern, Period, Size, Text
from feeds.files import fits
from feeds.layouts import LAYOUTS
from feeds.text.slugs import STYLES

if TYPE_CHECKING:
    LayoutName = str  # mypy cannot read the names from a table
    SlugStyle = str
else:
    LayoutName = Literal[("auto", *LAYOUTS)]
    SlugStyle = Literal[("auto", *STYLES)]


class PostDefaults(Settings, frozen=True, kw_only=True):
    """Front matter for posts that do not have it themselves."""

    paths: Annotated[Text, About("The posts it applies to, as a pattern below the directory.")] = "*"
    values: Annotated[dict[str, Any], About("Front matter as in a post.", strict=False)]

    def fits(self, path: str) -> bool:
        """Return whether it applies to the post at *path* below the post directory."""
        return fits(path, self.paths)


class PostSettings(Settings, frozen=True, kw_only=True):
    """Where the posts are and how they are read."""

    directory: Annotated[
        FolderPath,
        About(
            "The post directory, relative to config.yaml; default: `posts`, or that of the layout, "
            "such as `_posts` or `content`."
        ),
    ] = "posts"
    layout: Annotated[
        LayoutName,
        About(
            "The site generator the posts are written for, which decides how file names, lists of tags and "
            "addresses are read. `auto` detects it from the files of the site."
        ),
    ] = "auto"
    encoding: Annotated[
        Encoding,
        About(
            "The encoding of posts that are not UTF-8, and do not say by a byte order mark, in their front matter "
            "(`encoding: shift_jis`) or in the head of HTML which encoding they are in."
        ),
    ] = ""
    ignore: Annotated[
        tuple[str, ...], About("Files below the directory to ignore, as patterns such as `drafts/*`.", strict=False)
    ] = ()
    include: Annotated[
        tuple[PostChoice, ...],
        About(
            "The posts to publish: paths as patterns, or front matter such as `tag: newsletter`, "
            "`category: weekly` or `type: news*`; a post must meet one of them. By default all posts are published but "
            "those whose names are those of pages or templates, and the few with neither date nor number among many.",
            strict=False,
        ),
    ] = ()
    join: Annotated[
        tuple[Line, ...],
        About(
            "Folders whose files are one issue, as patterns of their paths such as `*` or `*/*`, with a part for each "
            "folder on the way. The files are joined in the order of their names, an index before the others.",
            strict=False,
        ),
    ] = ()
    held: Annotated[
        tuple[Pattern, ...],
        About(
            "Regular expressions of paths, beginning with `/`, that are held back unless they are published "
            "already; default: the files that Hugo and Pelican ignore.",
            strict=False,
        ),
    ] = ()
    names: Annotated[
        tuple[Pattern, ...],
        About(
            "Regular expressions of paths with named groups, such as `(?P<category>[^/]+)/`, which are front matter "
            "that posts do not have themselves; default: those of Pelican.",
            strict=False,
        ),
    ] = ()
    dates: Annotated[
        tuple[Line, ...],
        About(
            "The front matter that dates a post, in this order, with `:filename` for the file name and `:default` "
            "for the customary names; default: these names, then the file name, or Hugo's `frontmatter.date`.",
            strict=False,
        ),
    ] = ()
    taxonomies: Annotated[
        tuple[Line, ...],
        About(
            "Front matter that holds tags, besides `tags` and `categories`; default: the taxonomies of Hugo and Zola.",
            strict=False,
        ),
    ] = ()
    follow: Annotated[
        tuple[FolderPath, ...],
        About(
            "Folders, relative to config.yaml, that links in the post directory may lead to. Other links that "
            "lead out of the directory are reported and not followed.",
            strict=False,
        ),
    ] = ()
    permalink: Annotated[
        str,
        About(
            "The address of a post below `site.url`, if it does not name one; default: that of the layout. "
            "`:year :month :day :slug :name :folder :path :categories :lang` and Jekyll's other placeholders are "
            "filled in, and `(:folder)[1:]` are all folders but the first; Jekyll's styles `date`, `pretty`, "
            "`ordinal` and `none` are known."
        ),
    ] = "/:year/:month/:day/:slug/"
    permalink_translated: Annotated[
        str,
        About(
            "The same for a post in another language than `site.language`; default: that of Pelican, "
            "or else `permalink`."
        ),
    ] = ""
    slugs: Annotated[
        SlugStyle,
        About(
            "How names and titles become parts of addresses: `written` leaves them as they are, `ascii` and `latin` "
            "make Latin letters and hyphens of them, `words` keeps all letters, and the others follow a generator. "
            "`auto` follows that of the layout."
        ),
    ] = "auto"
    defaults: Annotated[
        tuple[PostDefaults, ...],
        About("Front matter for posts that do not have it themselves; later blocks take precedence.", strict=False),
    ] = ()
    seconds: Annotated[
        Period,
        About(
            "The most processor time for reading one post. If one takes longer, it is reported, its last good entries "
            "stay, and the other posts are published.",
            ge=timedelta(seconds=1),
            le=timedelta(days=1),
        ),
    ] = timedelta(seconds=10)
    memory: Annotated[Size, About("The most memory for reading one post (on Linux), likewise.", ge=1024**2)] = 1024**3
