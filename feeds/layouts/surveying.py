"""Find out which generator a folder belongs to, by names of files and plain settings in them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from feeds.beside import read_beside
from feeds.layouts.belonging import belongs, is_pelican
from feeds.layouts.evidence import marker_files, site_folders
from feeds.layouts.known import LAYOUTS

_DEFAULT_FOLDER = "posts"


class FoundLayout(Struct, frozen=True, kw_only=True):
    """The layout of a post directory."""

    name: str  # a key of `LAYOUTS`
    folder: str  # of the site, relative to the folder of config.yaml


def find_directory(base: Path) -> str:
    """Return the default post directory: `posts`, or else a usual directory of a generator that exists."""
    folders = [name for layout in LAYOUTS.values() for name in layout.folders]
    folders.sort(key=lambda name: -name.count("/"))  # `content/post` is more specific than `content`
    return next((name for name in (_DEFAULT_FOLDER, *folders) if os.path.isdir(base / name)), _DEFAULT_FOLDER)


class SiteSurvey(Struct, frozen=True, kw_only=True):
    """The facts about the site in the files around config.yaml, and the settings that they were read for."""

    wanted_directory: str  # "" where config.yaml names none
    wanted_layout: str
    directory: str  # of the posts
    found: FoundLayout
    beside: Mapping[str, bytes]  # the files of generators that are there


def survey(base: Path, directory: str, layout: str) -> SiteSurvey:
    """Return what the files around a config in *base* say that names this *directory* ("": none) and *layout*."""
    where = directory or find_directory(base)
    return SiteSurvey(
        wanted_directory=directory,
        wanted_layout=layout,
        directory=where,
        found=find_layout(base, where, layout),
        beside=read_beside(base, marker_files(base, where)),
    )


def find_layout(base: Path, directory: str, wanted: str) -> FoundLayout:
    """Return the layout of the posts in *directory*, and the folder of its site relative to *base*.

    Unless *wanted* is "auto", it is the name, and only the folder is searched for.
    """
    for folder in site_folders(base, directory):
        for name, layout in LAYOUTS.items():
            if wanted in ("auto", name) and any(
                belongs(name, base / folder / marker, directory) for marker in layout.markers
            ):
                return FoundLayout(name=name, folder=folder)
    found = _layout_by_path(base, directory)
    return found if wanted in ("auto", found.name) else FoundLayout(name=wanted, folder=".")


def _layout_by_path(base: Path, directory: str) -> FoundLayout:
    """Return the layout by the names of folders; if several generators use such names, by the posts."""
    parts = os.path.normpath(directory).split(os.sep)
    if "_posts" in parts:
        return FoundLayout(name="jekyll", folder=os.sep.join(parts[: parts.index("_posts")]) or ".")
    if "content" in parts and is_pelican(base / directory):
        return FoundLayout(name="pelican", folder=os.sep.join(parts[: parts.index("content")]) or ".")
    return FoundLayout(name="plain", folder=".")
