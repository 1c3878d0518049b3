"""Find out which generator a folder belongs to, by names of files and plain settings in them."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping, Sequence
from itertools import islice
from pathlib import Path

from msgspec import Struct

from feeds.beside import LARGEST, read_beside
from feeds.files import text_of
from feeds.layouts.known import LAYOUTS
from feeds.regex import regex


class FoundLayout(Struct, frozen=True, kw_only=True):
    """The layout of a post directory."""

    name: str  # a key of `LAYOUTS`
    folder: str  # of the site, relative to the folder of config.yaml


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
_DEFAULT_FOLDER = "posts"
_MOST_PARENTS = 4
_HEAD = 1000  # bytes of a post, in which its front matter begins
_SAMPLE = 12  # posts that are opened if nothing else decides
_OF_HEXO = regex(
    r"^(?:new_post_name|public_dir|source_dir|filename_case|post_asset_folder|default_layout|default_category"
    r"|skip_render|render_drafts|pretty_urls|external_link|index_generator|permalink_defaults)[ \t]*+:",
    re.MULTILINE,
)


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


def find_directory(base: Path) -> str:
    """Return the default post directory: `posts`, or else a usual directory of a generator that exists."""
    folders = [name for layout in LAYOUTS.values() for name in layout.folders]
    folders.sort(key=lambda name: -name.count("/"))  # `content/post` is more specific than `content`
    return next((name for name in (_DEFAULT_FOLDER, *folders) if os.path.isdir(base / name)), _DEFAULT_FOLDER)


class Survey(Struct, frozen=True, kw_only=True):
    """The facts about the site in the files around config.yaml, and the settings that they were read for."""

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


def _belongs(layout: str, marker: Path, directory: str) -> bool:
    """Return whether *marker* exists and belongs to *layout*: several generators use a config.toml."""
    if not os.path.isfile(marker):  # pathlib would raise on names that are too long
        return False
    test = _TESTS.get(layout)
    return test is None or test(marker, os.path.normpath(directory).split(os.sep))


def _is_of_hexo(marker: Path, parts: Sequence[str]) -> bool:
    """Return whether the file, which is named like that of Jekyll, has settings that Hexo alone has."""
    return "_posts" in parts and _OF_HEXO.search(text_of(marker, LARGEST)) is not None


def _is_of_jekyll(marker: Path, parts: Sequence[str]) -> bool:
    """Return whether there are posts of Jekyll; GitHub Pages use its file for those of other programs, too."""
    if "_posts" in parts or _is_collection(parts, marker):
        return True
    return any(os.path.isdir(marker.parent / name) for name in LAYOUTS["jekyll"].folders)


def _is_of_mkdocs(marker: Path, parts: Sequence[str]) -> bool:
    """Return whether the posts are in its docs: a project may have its newsletter elsewhere."""
    docs = re.search(r"^docs_dir:\s?[\"']?([^\s\"'#]+)", text_of(marker, LARGEST), re.MULTILINE)
    return docs[1].strip("./").split("/")[-1] in parts if docs else "docs" in parts


def _is_of_nikola(marker: Path, parts: Sequence[str]) -> bool:
    return re.search(r"^(?:BLOG_TITLE|POSTS)[ \t]*=", text_of(marker, LARGEST), re.MULTILINE) is not None


def _is_of_ablog(marker: Path, parts: Sequence[str]) -> bool:
    return re.search(r"\bablog\b", text_of(marker, LARGEST)) is not None


def _is_of_zola(marker: Path, parts: Sequence[str]) -> bool:
    return re.search(r"^base_url[ \t]*=", text_of(marker, LARGEST), re.MULTILINE) is not None


def _is_of_hugo(marker: Path, parts: Sequence[str]) -> bool:
    """Return whether a file that is called config has settings of Hugo, and is not that of Zola."""
    if not marker.name.startswith("config."):
        return True
    settings = r"^[ \t]*\"?(?:baseURL|languageCode|theme|params)\b"
    found = re.search(settings, text_of(marker, LARGEST), re.MULTILINE | re.IGNORECASE)
    return found is not None and not _is_of_zola(marker, parts)


#: Whether a file whose name several programs use belongs to a layout, by its path and the folders of the posts.
_TESTS: Mapping[str, Callable[[Path, Sequence[str]], bool]] = {
    "hexo": _is_of_hexo,
    "jekyll": _is_of_jekyll,
    "mkdocs": _is_of_mkdocs,
    "nikola": _is_of_nikola,  # Sphinx, and so ABlog, has a conf.py, too
    "ablog": _is_of_ablog,
    "zola": _is_of_zola,
    "hugo": _is_of_hugo,
}


def _is_collection(parts: Sequence[str], marker: Path) -> bool:
    """Return whether a folder in *parts* is a collection that Jekyll's file *marker* names: `_letters`."""
    named = [part[1:] for part in parts if part[:1] == "_" and len(part) > 1]
    text = text_of(marker, LARGEST) if named else ""
    return any(re.search(rf"[\s\[{{,-]{re.escape(name)}\s?(?:[:,\]]|$)", text, re.MULTILINE) for name in named)


def _is_pelican(directory: Path) -> bool:
    """Return whether most of the first posts in *directory* begin with headers of Pelican."""
    found = sorted(islice(directory.rglob("*.*"), 10_000))
    heads = [text_of(path, _HEAD) for path in found if path.suffix.lower() in (".md", ".markdown", ".rst")][:_SAMPLE]
    telling = [
        head for head in heads if re.match(r"Title:[ \t]", head) or re.search(r"^:date:[ \t]", head, re.MULTILINE)
    ]
    return bool(telling) and 2 * len(telling) > len(heads)
