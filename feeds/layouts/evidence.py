"""The files, whether or not they exist, on which the layout of a post directory and addresses of posts depend."""

from __future__ import annotations

import os
from itertools import islice
from pathlib import Path

from feeds.beside import LARGEST
from feeds.files import text_of
from feeds.layouts.known import LAYOUTS

ROUTES = "src/pages/"  # the folder of Astro's templates
_USUAL_ROUTES = (
    "newsletter/",
    "newsletters/",
    "issues/",
    "issue/",
    "archive/",
    "blog/",
    "posts/",
    "post/",
    "articles/",
)
_ROUTE_NAMES = tuple(
    f"{name}{end}" for name in ("[...slug]", "[slug]", "[...id]", "[id]") for end in (".astro", "/index.astro")
)
_DEEPEST_ROUTE, _MOST_ROUTES = 3, 200  # folders, templates
_MOST_LISTS = 500
_MOST_PARENTS = 4


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
    files = [name for layout in LAYOUTS.values() for name in (*layout.markers, *layout.files, *layout.overriding)]
    around = [os.path.join(folder, name) for folder in site_folders(base, directory) for name in files]
    routes = [
        os.path.join(folder, name)
        for folder in _of_astro(base, directory)
        for name in (*_usual_routes(directory), *_own_routes(base / folder))
    ]
    lists = _lists_below(base, directory)
    names = (*around, *data_files(directory), *list_pages(directory), *lists, *routes)
    return list(dict.fromkeys(map(os.path.normpath, names)))


def _of_astro(base: Path, directory: str) -> list[str]:
    """Return the folders around *directory* that have a config of Astro; that it is there is noticed by itself."""
    names = LAYOUTS["astro"].markers
    return [one for one in site_folders(base, directory) if any(os.path.isfile(base / one / name) for name in names)]


def _usual_routes(directory: str) -> list[str]:
    """Return the files, whether or not they exist, that may be Astro's template of the posts in *directory*."""
    own = os.path.basename(os.path.normpath(directory))
    folders = dict.fromkeys((f"{own}/", f"{own.removesuffix('s')}/", *_USUAL_ROUTES, ""))
    return [f"{ROUTES}{folder}{name}" for folder in folders for name in _ROUTE_NAMES]


def _own_routes(site: Path) -> list[str]:
    """Return Astro's templates of several pages in *site* that have unusual names: `[...path].astro`."""
    found = (path for depth in range(_DEEPEST_ROUTE + 1) for path in site.glob(f"{ROUTES}{'*/' * depth}*.astro"))
    names = (path.relative_to(site).as_posix() for path in islice(found, _MOST_ROUTES))
    return sorted(name for name in names if "[" in name)


def data_files(directory: str) -> list[str]:
    """Return the files, whether or not they exist, in which Eleventy finds data of all posts in *directory*.

    Those of the folders above come first; those nearer to the posts take precedence.
    """
    parts = os.path.normpath(directory).split(os.sep)
    folders = [(os.path.join(*parts[: end + 1]), parts[end]) for end in range(len(parts)) if parts[end] != os.pardir]
    endings = (".json", ".11tydata.json", ".11tydata.js", ".11tydata.cjs", ".11tydata.mjs")
    return [os.path.join(folder, f"{name}{ending}") for folder, name in folders for ending in endings]


def list_pages(directory: str) -> list[str]:
    """Return the list pages, whether or not they exist, from which Hugo hands front matter down to posts."""
    parts = os.path.normpath(directory).split(os.sep)
    first = parts.index("content") if "content" in parts else len(parts) - 1
    return [os.path.join(*parts[: end + 1], "_index.md") for end in range(first, len(parts))]


def _lists_below(base: Path, directory: str) -> list[str]:
    """Return the list pages that there are below *directory*, if Hugo makes addresses of sections: they make them."""
    names = (*LAYOUTS["hugo"].markers, *LAYOUTS["hugo"].files)
    files = [base / folder / name for folder in site_folders(base, directory) for name in names]
    if not any(os.path.isfile(file) and ":sections" in text_of(file, LARGEST) for file in files):
        return []
    found = islice((base / directory).rglob("_index.md"), _MOST_LISTS)
    return sorted(path.relative_to(base).as_posix() for path in found)
