"""Whether a file of a name that several site generators use belongs to one of them, by plain settings in it."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping, Sequence
from itertools import islice
from pathlib import Path

from feeds.beside import LARGEST
from feeds.files import text_of
from feeds.layouts.known import LAYOUTS
from feeds.regex import regex

_HEAD = 1000  # bytes of a post, in which its front matter begins
_SAMPLE = 12  # posts that are opened if nothing else decides
_OF_HEXO = regex(
    r"^(?:new_post_name|public_dir|source_dir|filename_case|post_asset_folder|default_layout|default_category"
    r"|skip_render|render_drafts|pretty_urls|external_link|index_generator|permalink_defaults)[ \t]*+:",
    re.MULTILINE,
)


def belongs(layout: str, marker: Path, directory: str) -> bool:
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


def is_pelican(directory: Path) -> bool:
    """Return whether most of the first posts in *directory* begin with headers of Pelican."""
    found = sorted(islice(directory.rglob("*.*"), 10_000))
    heads = [text_of(path, _HEAD) for path in found if path.suffix.lower() in (".md", ".markdown", ".rst")][:_SAMPLE]
    telling = [
        head for head in heads if re.match(r"Title:[ \t]", head) or re.search(r"^:date:[ \t]", head, re.MULTILINE)
    ]
    return bool(telling) and 2 * len(telling) > len(heads)
