"""Measure recordings that are files of the site: RSS wants their length, and front matter seldom has it.

Nothing is read but the size of a file, in this process, because workers may be on other
machines. The sizes are remembered, so that a post is read again if a file appears or changes.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from urllib.parse import unquote, urlsplit

from msgspec.structs import replace

from feeds.files import is_reserved_folder, leads_out
from feeds.model import Enclosure, Issue, MeasuredFile
from feeds.pipeline.posts.reading import CutIssue
from feeds.site import Site

#: Where generators keep files that they publish as they are, below the folder of config.yaml.
_FOLDERS = ("", "static", "assets", "public", "src", "source", "content", "files")


def measure(site: Site, cut: CutIssue) -> tuple[CutIssue, list[MeasuredFile]]:
    """Return *cut* with the lengths of its recordings that are files of *site*, and what was found of them."""
    found = [_measured(site, cut.issue.path, one.url, cut.issue.page) for one in cut.issue.enclosures if not one.length]
    sizes = {one.url: one.size for one in found if one.size}
    if not sizes:
        return cut, found
    sections = tuple(
        replace(one, enclosures=_with_lengths(one.enclosures, sizes)) if one.enclosures else one
        for one in cut.parts.sections
    )
    issue: Issue = replace(cut.issue, enclosures=_with_lengths(cut.issue.enclosures, sizes))
    return replace(cut, issue=issue, parts=replace(cut.parts, sections=sections)), found


def _with_lengths(enclosures: tuple[Enclosure, ...], sizes: Mapping[str, int]) -> tuple[Enclosure, ...]:
    return tuple(one if one.length else replace(one, length=sizes.get(one.url, 0)) for one in enclosures)


def find_resized(site: Site, files: Mapping[str, tuple[MeasuredFile, ...]]) -> frozenset[str]:
    """Return the posts whose recordings, as *files* says by post, have another size than was remembered."""
    return frozenset(
        path for path, own in files.items() if any(_measured(site, path, one.url, one.page) != one for one in own)
    )


def watched_files(site: Site, files: Mapping[str, tuple[MeasuredFile, ...]]) -> tuple[str, ...]:
    """Return the files, relative to the output directory, that change what is to be done: where each is or may be."""
    places = {
        place
        for path, own in files.items()
        for one in own
        for place in ([one.file] if one.file else _places(site, path, one.url, one.page))
    }
    return tuple(sorted(os.path.relpath(site.base / place, site.output) for place in places))


def _measured(site: Site, path: str, url: str, page: str) -> MeasuredFile:
    for place in _places(site, path, url, page):
        if size := _size_of(site, place):
            return MeasuredFile(url=url, page=page, file=place, size=size)
    return MeasuredFile(url=url, page=page)


def _places(site: Site, path: str, url: str, page: str) -> Iterator[str]:
    """Yield where the file at *url* may be, relative to the folder of the config: beside the post, or of the site."""
    base, output = site.config.site.url, site.config.publish.directory.strip("/")
    own = urlsplit(base)
    found = urlsplit(url)
    if found.netloc.lower() != own.netloc.lower():
        return
    posts = site.config.posts.directory.strip("/")
    if page and url.startswith(page.rpartition("/")[0] + "/"):
        rest = unquote(urlsplit(url[len(page.rpartition("/")[0]) + 1 :]).path)
        if _is_plain(rest):
            yield os.path.normpath(os.path.join(posts, os.path.dirname(path), rest))
    below = unquote(found.path).removeprefix(own.path.rstrip("/")).lstrip("/")
    if _is_plain(below):
        yield from (os.path.join(folder, below) for folder in _FOLDERS if folder != output)


def _is_plain(path: str) -> bool:
    return bool(path) and "\0" not in path and "\\" not in path and not {"", ".", ".."} & set(path.split("/"))


def _size_of(site: Site, place: str) -> int:
    """Return the size of the regular file at *place*, or 0 if there is none that may be looked at."""
    whole = os.path.join(site.base, place)
    try:
        found = os.stat(whole)
    except (OSError, ValueError):
        return 0
    if not stat.S_ISREG(found.st_mode) or is_reserved_folder(place) or leads_out(whole, site.base, site.follow):
        return 0
    return found.st_size
