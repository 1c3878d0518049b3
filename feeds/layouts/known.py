"""How site generators arrange posts. A layout is data; no code of a site is run."""

from __future__ import annotations

import os

from msgspec import Struct

#: How Hugo's files are written, and which parts of its settings may be files of their own in `config/_default`.
HUGO_FORMS = ("toml", "yaml", "yml", "json")
HUGO_PARTS = ("params", "permalinks", "taxonomies", "languages", "frontmatter", "cascade", "uglyurls")


class Layout(Struct, frozen=True, kw_only=True):
    """The ways in which a generator differs from others."""

    markers: tuple[str, ...] = ()  # files at the top of its sites
    files: tuple[str, ...] = ()  # other files of its sites that have settings
    overriding: tuple[str, ...] = ()  # files whose settings take precedence: those for publishing
    folders: tuple[str, ...] = ()  # its usual post directories, the likeliest first
    roots: tuple[str, ...] = ()  # folders at the top of the site that are not part of addresses
    permalink: str = "/:year/:month/:day/:slug/"
    splits_on_spaces: bool = False  # `tags: a b` are two tags
    month_first: bool = False  # `07-08-2026` was published in July
    short_years: bool = False  # `15-1-5-title.md` was published in 2015
    keeps_date: bool = False  # the date of the file name is part of the slug
    slug_of_title: bool = False  # the slug is made from the title, not from the file name
    slugs: str = "ascii"  # how parts of addresses are written: a key of `feeds.text.slugs.STYLES`
    slugged: frozenset[str] = frozenset({"title"})  # which parts are: of "title", "name", "folder", "slug"
    language_folders: bool = False  # `post.fr.md` is a page in the folder "fr"
    title_in_body: bool = False  # a post without a title has that of its first heading
    own_zone: bool = False  # addresses have the day in the time zone that the post names


#: The layouts by name, in the order in which they are tried.
LAYOUTS: dict[str, Layout] = {
    "hexo": Layout(
        markers=("_config.yml", "_config.yaml"),
        folders=("source/_posts",),
        permalink="/:year/:month/:day/:post_path/",
        slugs="hexo",
    ),
    "jekyll": Layout(
        markers=("_config.yml", "_config.yaml"),
        folders=("_posts", "source/_posts"),
        permalink="/:categories/:year/:month/:day/:title:output_ext",
        splits_on_spaces=True,
        short_years=True,
        slugs="words",
        slugged=frozenset({"title", "name", "slug"}),
    ),
    "zola": Layout(
        language_folders=True,
        markers=("config.toml",),
        folders=("content/blog", "content/posts", "content"),
        roots=("content",),
        permalink="/:section/:folder/:slug/",
        slugs="latin",
        slugged=frozenset({"title", "name", "folder", "slug"}),
    ),
    "hugo": Layout(
        language_folders=True,
        markers=(
            *(f"{name}.{form}" for name in ("hugo", "config") for form in HUGO_FORMS),
            *(f"config/_default/{name}.{form}" for name in ("hugo", "config") for form in ("toml", "yaml", "yml")),
        ),
        files=tuple(f"config/_default/{part}.{form}" for part in HUGO_PARTS for form in HUGO_FORMS),
        overriding=tuple(
            f"config/production/{name}.{form}" for name in ("hugo", "config") for form in ("toml", "yaml", "yml")
        ),
        folders=("content/posts", "content/post", "content/blog", "content"),
        roots=("content",),
        permalink="/:section/:folder/:slug/",
        keeps_date=True,
        slugs="hugo",
        slugged=frozenset({"title", "name", "folder", "slug"}),
        own_zone=True,
    ),
    "pelican": Layout(
        language_folders=True,
        markers=("pelicanconf.py",),
        files=("publishconf.py",),
        folders=("content", "content/posts"),
        roots=("content",),
        permalink="/:slug.html",
        slug_of_title=True,
        slugs="pelican",
    ),
    "eleventy": Layout(
        language_folders=True,
        files=tuple(
            f"{folder}_data/{name}.{form}"
            for folder in ("", "src/", "content/")
            for name in ("site", "metadata", "meta")
            for form in ("json", "yaml", "yml", "js", "mjs", "cjs")
        ),
        markers=(".eleventy.js", *(f"eleventy.config.{form}" for form in ("js", "mjs", "cjs", "ts"))),
        roots=("src", "content"),
        folders=("src/posts", "src/blog", "content/blog", "content/posts", "blog"),
        permalink="/:section/:folder/:name/",  # with the date, and whatever slug a post names
        slugs="eleventy",
        month_first=True,
    ),
    "nikola": Layout(
        language_folders=True,
        markers=("conf.py",),
        folders=("posts",),
        permalink="/:section/:folder/:slug/",
        keeps_date=True,
        slugs="nikola",
        slugged=frozenset({"title", "name"}),
    ),
    "ablog": Layout(
        markers=("conf.py",),
        files=(".readthedocs.yaml", ".readthedocs.yml"),
        folders=("blog",),
        permalink="/:section/:folder/:name.html",
        slugs="written",
        title_in_body=True,
    ),
    "mkdocs": Layout(
        markers=("mkdocs.yml", "mkdocs.yaml"),
        folders=("docs/blog/posts",),
        roots=("docs",),
        permalink="/:section/:folder/:name/",
        language_folders=True,
        slugs="pymdown",
        title_in_body=True,
        own_zone=True,
    ),
    "astro": Layout(
        markers=tuple(f"astro.config.{form}" for form in ("mjs", "ts", "js", "mts", "cjs")),
        files=tuple(f"src/{name}" for name in ("consts.ts", "config.ts", "site.config.ts", "consts.js", "config.js")),
        folders=tuple(
            f"src/{place}/{name}"
            for place in ("content", "data", "pages")
            for name in ("newsletter", "newsletters", "issues", "blog", "posts")
        ),
        roots=("src/content", "src/data", "src/pages"),
        permalink="/:section/:folder/:slug/",
        keeps_date=True,
        month_first=True,
        slugs="github",
        slugged=frozenset({"title", "name", "folder"}),
    ),
    "docusaurus": Layout(
        markers=tuple(f"docusaurus.config.{form}" for form in ("js", "ts", "mjs", "cjs")),
        folders=("blog",),
        permalink="/:section/:dated_path",
        month_first=True,
    ),
    "vitepress": Layout(
        markers=tuple(f".vitepress/config.{form}" for form in ("mts", "ts", "mjs", "js")),
        folders=("docs/posts", "docs/blog"),
        permalink="/:section/:post_path.html",
        slugs="written",
    ),
    "plain": Layout(),
}


def section_of(layout: Layout, folder: str, directory: str) -> str:
    """Return the part of addresses that belongs to *directory*, for a site in *folder*.

    >>> section_of(LAYOUTS["hugo"], "site", "site/content/posts")
    'posts'
    """
    path = os.path.relpath(directory, folder).replace(os.sep, "/")
    root = next((root for root in layout.roots if f"{path}/".startswith(f"{root}/")), "")
    below = path[len(root) :].strip("/")
    return "" if below.split("/")[0] in (os.pardir, os.curdir) else below
