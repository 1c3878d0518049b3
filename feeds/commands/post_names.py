"""Find the post and the section that a person names: by path, number, title, address or id."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import unquote

from msgspec import Struct

from feeds.errors import FeedsError, Where
from feeds.model import Entry
from feeds.pipeline.looking import Look
from feeds.posts import joined_path
from feeds.regex import regex
from feeds.site import Site
from feeds.topics.words import fold_line

_DATE = regex(r"^\d{4}-\d\d(?:-\d\d)?")
_NAMED = 6  # sections that a message names
_MOST_DIGITS = 20  # of the number of an issue; Python reads no more than some thousand


class Found(Struct, frozen=True, order=True):
    """A post that a person named, and the section, if any."""

    path: str  # below the post directory
    section: str = ""


def find_post(name: str, site: Site, seen: Look) -> Found:
    """Return the post that *name* means, and the section if it names one.

    A path is relative to the current directory, or to the post directory. *name* may also
    be the number or the title of an issue, its address, the id of an entry, or the address of
    a section in feeds.

    Raises:
        FeedsError: no post, or more than one, has this name.
    """
    for written, section in _halves(name):
        path = _path_below(written, site)
        if path and (whole := _post_of(path, site)):
            return Found(whole, section)
    called = name.partition("#")[0]
    for known in (_by_number, _by_entry, _by_address, _by_name, _by_number_in_name):
        found = sorted(set(known(name, seen)))
        paths = sorted({one.path for one in found})
        if len(paths) > 1:
            hint = f"name one by its path: {', '.join(paths[:5])}"
            raise FeedsError(f"{len(paths)} posts are called {called!r}", hint=hint)
        if found:
            return found[0]
    close = difflib.get_close_matches(called, [*seen.update.found, *map(_stem, seen.update.found)], n=1)
    hint = f"did you mean {close[0]!r}?" if close else "name it by its path, number, title or address"
    raise FeedsError(f"there is no post {called!r}", Where(site.config.posts.directory), hint)


def choose_section(sections: Mapping[str, Entry], wanted: str, where: Where) -> str:
    """Return the key of the section that *wanted* means: by key, anchor, address, number or title.

    Raises:
        FeedsError: no section, or more than one, has this name.
    """
    fragment = unquote(wanted)
    ways: tuple[Callable[[str, Entry], bool], ...] = (
        lambda key, entry: key == wanted,
        lambda key, entry: entry.anchor == fragment,
        lambda key, entry: unquote(entry.permalink.partition("#")[2]) == fragment,
        lambda key, entry: str(entry.position + 1) == wanted,
        lambda key, entry: fold_line(entry.title) == fold_line(fragment),
    )
    for fits in ways:
        found = [key for key, entry in sections.items() if fits(key, entry)]
        if len(found) > 1:
            hint = f"name one of them: {', '.join(f'#{key}' for key in found)}"
            raise FeedsError(f"{len(found)} sections are called {wanted!r}", where, hint)
        if found:
            return found[0]
    raise FeedsError(f"there is no section {wanted!r}", where, _instead_of(wanted, list(sections)))


def _instead_of(wanted: str, keys: Sequence[str]) -> str:
    """Return which sections there are: those most like *wanted* where they are many."""
    if not keys:
        return "no feed carries this post"
    if len(keys) <= _NAMED:
        return f"its sections: {', '.join(keys)}"
    close = difflib.get_close_matches(wanted, keys, n=3, cutoff=0.5) or [key for key in keys if wanted in key][:3]
    among = f"did you mean {' or '.join(map(repr, close))}? " if close else ""
    return f"{among}it has {len(keys)}: name one by its number, 1 to {len(keys)}, or see them all without '#{wanted}'"


def _halves(name: str) -> Iterator[tuple[str, str]]:
    """Yield the ways in which *name* may be a path and a section; a "#" may be part of either."""
    yield name, ""
    parts = name.split("#")
    for end in range(1, len(parts)):
        yield "#".join(parts[:end]), "#".join(parts[end:])


def _post_of(path: str, site: Site) -> str:
    """Return the path of the post that is, or has a part in, the file or folder at *path*; "" if there is none."""
    here = f"{site.posts}/{path}"
    joined = joined_path(f"{path}/index.md" if os.path.isdir(here) else path, site.config.posts.join)
    if joined and os.path.isdir(os.path.dirname(f"{site.posts}/{joined}")):
        return joined
    return path if os.path.isfile(here) else ""


def _path_below(written: str, site: Site) -> str:
    """Return the path below the post directory of the file *written*, relative to there or to the current directory."""
    below = os.path.normpath(written)
    if not below.startswith((os.pardir, os.sep, os.curdir)) and os.path.exists(f"{site.posts}/{below}"):
        return Path(below).as_posix()
    named, directory = Path(written).resolve(), Path(site.posts).resolve()
    return named.relative_to(directory).as_posix() if named.is_relative_to(directory) else ""


def _by_entry(name: str, seen: Look) -> Iterator[Found]:
    """Yield the posts that have an entry with the id or the address *name*, and which section it is in."""
    for key, path in seen.store.issues.live() if ":" in name else ():
        issue = seen.store.entries.of_issue(key)
        if name in (issue.whole.id, issue.whole.permalink, issue.whole.origin.permalink):
            yield Found(path)
        for section, part in issue.parts.items():
            if name in (part.id, part.permalink):
                yield Found(path, section.partition("/")[0])


def _by_address(name: str, seen: Look) -> Iterator[Found]:
    address, _, section = name.partition("#")
    for key, path in seen.store.issues.live() if address.startswith(("http://", "https://")) else ():
        if _plain(seen.store.entries.of_issue(key).whole.origin.permalink) == _plain(address):
            yield Found(path, section)


def _by_number(name: str, seen: Look) -> Iterator[Found]:
    written, _, section = name.partition("#")
    live = {path for _, path in seen.store.issues.live()}
    is_number = written.isdecimal() and len(written) <= _MOST_DIGITS
    for one in seen.store.posts.calendar() if is_number else ():
        if one.path in live and one.number == int(written):
            yield Found(one.path, section)


def _by_name(name: str, seen: Look) -> Iterator[Found]:
    """Yield the posts whose title or file is called *name*."""
    written, _, section = name.partition("#")
    if not written.strip():
        return
    yield from (Found(path, section) for path in seen.update.found if written == _stem(path))  # drafts too
    for key, path in seen.store.issues.live():
        if fold_line(written) == fold_line(seen.store.entries.of_issue(key).whole.title):
            yield Found(path, section)


def _by_number_in_name(name: str, seen: Look) -> Iterator[Found]:
    """Yield the posts whose file name has the number *name* behind its date: entries in no feed have no other name."""
    written, _, section = name.partition("#")
    if not (written.isdecimal() and len(written) <= _MOST_DIGITS):
        return
    for path in seen.update.found:
        numbers = re.findall(r"\d{1,9}", _DATE.sub("", _stem(path)))
        if int(written) in map(int, numbers):
            yield Found(path, section)


def _stem(path: str) -> str:
    return Path(path).stem


def _plain(address: str) -> str:
    return address.partition("://")[2].partition("#")[0].removeprefix("www.").rstrip("/").removesuffix("/index.html")
