"""Layouts: how site generators arrange posts, and which generator a folder belongs to.

A layout is data. No code of the site is run; only names of files and plain settings are read.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from itertools import islice
from pathlib import Path

from msgspec import Struct

from feeds.beside import LARGEST, read_beside
from feeds.files import read_file


class Layout(Struct, frozen=True, kw_only=True):
    """The ways in which a generator differs from others."""

    markers: tuple[str, ...] = ()  # files at the top of its sites
    files: tuple[str, ...] = ()  # other files of its sites that have settings
    folders: tuple[str, ...] = ()  # its usual post directories, the likeliest first
    roots: tuple[str, ...] = ()  # folders that are not part of addresses
    permalink: str = "/:year/:month/:day/:slug/"
    splits_on_spaces: bool = False  # `tags: a b` are two tags
    short_years: bool = False  # `15-1-5-title.md` was published in 2015
    keeps_date: bool = False  # the date of the file name is part of the slug
    slug_of_title: bool = False  # the slug is made from the title, not from the file name


#: The layouts by name, in the order in which they are tried.
LAYOUTS: dict[str, Layout] = {
    "jekyll": Layout(
        markers=("_config.yml", "_config.yaml"),
        folders=("_posts", "source/_posts"),
        permalink="/:categories/:year/:month/:day/:title:output_ext",
        splits_on_spaces=True,
        short_years=True,
    ),
    "zola": Layout(
        markers=("config.toml",),
        folders=("content/blog", "content/posts", "content"),
        roots=("content",),
        permalink="/:section/:folder/:slug/",
    ),
    "hugo": Layout(
        markers=(
            *(f"{name}.{form}" for name in ("hugo", "config") for form in ("toml", "yaml", "yml", "json")),
            *(f"config/_default/{name}.{form}" for name in ("hugo", "config") for form in ("toml", "yaml", "yml")),
        ),
        files=tuple(
            f"config/_default/{part}.{form}"
            for part in ("params", "permalinks", "taxonomies", "languages", "frontmatter")
            for form in ("toml", "yaml", "yml", "json")
        ),
        folders=("content/posts", "content/post", "content/blog", "content"),
        roots=("content",),
        permalink="/:section/:folder/:slug/",
        keeps_date=True,
    ),
    "pelican": Layout(
        markers=("pelicanconf.py",),
        files=("publishconf.py",),
        folders=("content", "content/posts"),
        roots=("content",),
        permalink="/:slug.html",
        slug_of_title=True,
    ),
    "eleventy": Layout(
        files=tuple(
            f"{folder}_data/{name}.{form}"
            for folder in ("", "src/", "content/")
            for name in ("site", "metadata", "meta")
            for form in ("json", "yaml", "yml")
        ),
        markers=(".eleventy.js", *(f"eleventy.config.{form}" for form in ("js", "mjs", "cjs", "ts"))),
        roots=("src", "content"),
        folders=("src/posts", "src/blog", "content/blog", "content/posts", "blog"),
        permalink="/:section/:folder/:name/",  # with the date, and whatever slug a post names
    ),
    "nikola": Layout(markers=("conf.py",), folders=("posts",), permalink="/:section/:folder/:slug/"),
    "plain": Layout(),
}


class FoundLayout(Struct, frozen=True, kw_only=True):
    """The layout of a post directory."""

    name: str  # a key of `LAYOUTS`
    folder: str  # of the site, relative to the folder of config.yaml


_DEFAULT_FOLDER = "posts"
_MOST_PARENTS = 4
_SAMPLE = 12  # posts that are opened if nothing else decides


def site_folders(base: Path, directory: str) -> list[str]:
    """Return the folders that may hold the files of a generator: *base* (of config.yaml) and those above *directory*.

    They are relative to *base*; the search ends at the root of a repository.
    """
    folders = ["."]
    folder = os.path.normpath(directory)
    if folder == ".":
        return folders
    for _ in range(_MOST_PARENTS):
        folder = os.path.normpath(os.path.join(folder, os.pardir))
        if folder not in folders:
            folders.append(folder)
        if folder == "." or os.path.exists(base / folder / ".git"):
            break
    return folders


def marker_files(base: Path, directory: str) -> list[str]:
    """Return the files, whether or not they exist, on which the layout of the posts in *directory* depends."""
    names = [name for layout in LAYOUTS.values() for name in (*layout.markers, *layout.files)]
    around = [os.path.join(folder, name) for folder in site_folders(base, directory) for name in names]
    return [os.path.normpath(name) for name in (*around, *data_files(directory))]


def data_files(directory: str) -> list[str]:
    """Return the files, whether or not they exist, in which Eleventy finds data of all posts in *directory*."""
    name = os.path.basename(os.path.normpath(directory))
    return [os.path.join(directory, f"{name}{end}") for end in (".json", ".11tydata.json")]


def find_directory(base: Path) -> str:
    """Return the default post directory: `posts`, or else a usual directory of a generator that exists."""
    folders = [name for layout in LAYOUTS.values() for name in layout.folders]
    folders.sort(key=lambda name: -name.count("/"))  # `content/post` is more specific than `content`
    return next((name for name in (_DEFAULT_FOLDER, *folders) if os.path.isdir(base / name)), _DEFAULT_FOLDER)


class Survey(Struct, frozen=True, kw_only=True):
    """What the files around config.yaml say of the site, and what they were asked."""

    wanted_directory: str  # "" where config.yaml names none
    wanted_layout: str
    directory: str  # of the posts
    found: FoundLayout
    beside: Mapping[str, bytes]  # the files of generators that are there


def survey(base: Path, directory: str, layout: str) -> Survey:
    """Return what the files around a config in *base* say that names this *directory* ("": none) and *layout*."""
    where = directory or find_directory(base)
    return Survey(
        wanted_directory=directory,
        wanted_layout=layout,
        directory=where,
        found=find_layout(base, where, layout),
        beside=read_beside(base, marker_files(base, where)),
    )


def find_layout(base: Path, directory: str, wanted: str = "auto") -> FoundLayout:
    """Return the layout of the posts in *directory*, and the folder of its site relative to *base*.

    Unless *wanted* is "auto", it is the name, and only the folder is searched for.
    """
    for folder in site_folders(base, directory):
        for name, layout in LAYOUTS.items():
            if wanted in ("auto", name) and any(
                _belongs(name, base / folder / marker, directory) for marker in layout.markers
            ):
                return FoundLayout(name=name, folder=folder)
    found = _layout_by_path(base, directory)
    return found if wanted in ("auto", found.name) else FoundLayout(name=wanted, folder=".")


def _layout_by_path(base: Path, directory: str) -> FoundLayout:
    """Return the layout by the names of folders; if several generators use such names, by the posts."""
    parts = os.path.normpath(directory).split(os.sep)
    if "_posts" in parts:
        return FoundLayout(name="jekyll", folder=os.sep.join(parts[: parts.index("_posts")]) or ".")
    if "content" in parts and _is_pelican(base / directory):
        return FoundLayout(name="pelican", folder=os.sep.join(parts[: parts.index("content")]) or ".")
    return FoundLayout(name="plain", folder=".")


def section_of(layout: Layout, folder: str, directory: str) -> str:
    """Return the part of addresses that belongs to *directory*, for a site in *folder*.

    >>> section_of(LAYOUTS["hugo"], "site", "site/content/posts")
    'posts'
    """
    parts = os.path.relpath(directory, folder).split(os.sep)
    if parts[0] in layout.roots:
        parts = parts[1:]
    return "" if parts[:1] in ([os.pardir], [os.curdir]) else "/".join(parts)


def _belongs(layout: str, marker: Path, directory: str) -> bool:
    """Return whether *marker* exists and belongs to *layout*: several generators use a config.toml."""
    if not os.path.isfile(marker):  # pathlib would raise on names that are too long
        return False
    if layout == "jekyll":  # GitHub Pages use this file for posts of other programs, too
        is_below = "_posts" in os.path.normpath(directory).split(os.sep)
        return is_below or any(os.path.isdir(marker.parent / name) for name in LAYOUTS["jekyll"].folders)
    if marker.name.partition(".")[0] not in ("config", "conf"):
        return True
    try:
        text = read_file(marker, LARGEST).decode("utf-8", "replace")
    except OSError:
        return False
    if layout == "nikola":  # Sphinx has a conf.py, too
        return re.search(r"^(?:BLOG_TITLE|POSTS)[ \t]*=", text, re.MULTILINE) is not None
    is_zola = re.search(r"^base_url[ \t]*=", text, re.MULTILINE) is not None
    is_hugo = re.search(r"^[ \t]*\"?(?:baseURL|languageCode|theme|params)\b", text, re.MULTILINE | re.IGNORECASE)
    return is_zola if layout == "zola" else not is_zola and is_hugo is not None


def _is_pelican(directory: Path) -> bool:
    """Return whether most of the first posts in *directory* begin with headers of Pelican."""
    found = sorted(islice(directory.rglob("*.*"), 10_000))
    heads = [_head(path) for path in found if path.suffix.lower() in (".md", ".markdown", ".rst")][:_SAMPLE]
    telling = [
        head for head in heads if re.match(r"Title:[ \t]", head) or re.search(r"^:date:[ \t]", head, re.MULTILINE)
    ]
    return bool(telling) and 2 * len(telling) > len(heads)


def _head(path: Path) -> str:
    try:
        return read_file(path, 1000).decode("utf-8-sig", "replace")
    except OSError:
        return ""
