"""Scan the post directory; no file is opened."""

from __future__ import annotations

import os
import time

from feeds.files import fits, is_below

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

EXTENSIONS = (".md", ".markdown", ".mkdown", ".mkdn", ".mkd", ".mdx", ".txt", ".html", ".htm", ".rst", ".rest")
NAMES = "*.md, *.html, *.txt or *.rst"  # of posts, in messages
SIDECAR = ".meta"  # the extension of Nikola's files of front matter
_LONGEST_TICK = 2_000_000_000  # nanoseconds, of the clock by which file systems stamp files
_ABOUT = ("readme", "license", "contributing", "changelog", "code_of_conduct")  # files about a repository, at its top
#: With what the names of files begin that are looked at closely: hidden ones, backups, lists, those about a repository.
_UNUSUAL = "._#" + "".join(sorted({letter for name in _ABOUT for letter in (name[0], name[0].upper())}))


class Scope:
    """Where posts are looked for: below *directory*, as `listed` does with *ignore*, *follow* and *join*."""

    __slots__ = ("_arguments",)

    def __init__(self, directory: str, ignore: Sequence[str], follow: Sequence[str], join: Sequence[str]) -> None:
        self._arguments = (directory, ignore, follow, join)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Scope) and self._arguments == other._arguments

    __hash__ = None  # type: ignore[assignment]  # lists have none

    def listed(self) -> Mapping[str, str]:
        """Return the posts, as `listed` does."""
        return listed(*self._arguments)


def scan(directory: str, ignore: Sequence[str] = (), follow: Sequence[str] = ()) -> Mapping[str, str]:
    """Return the posts below *directory* as `listed` does, but sorted by path."""
    return dict(sorted(listed(directory, ignore, follow).items()))


def listed(
    directory: str, ignore: Sequence[str] = (), follow: Sequence[str] = (), join: Sequence[str] = ()
) -> Mapping[str, str]:
    """Return the posts below *directory*: path (with "/") to fingerprint, in the order of the file system.

    It mostly stays the same while nothing changes. To sort thousands of paths takes a sixth as long as to find them.

    No file is opened. A fingerprint changes whenever a file is written, moved into place or
    replaced; it is only compared with an earlier one. It begins with "?" if the file is so
    new that it could be written again within the same tick of the file system's clock; the
    next run reads such a file again (git calls it racily clean). Hidden files, backups of
    editors, list pages (`_index.md`), a README at the top and the patterns in *ignore* are
    left out; `strays` counts them.

    Files in folders that the patterns in *join* name are one post, as `joined_path` says.

    A link is followed if it leads below *directory* or below one of the places in *follow*.
    Others are among the posts, so that `read` reports each of them.

    Raises:
        PostError: *directory* does not exist or cannot be listed.
    """
    scan = _Scan(directory, follow)
    try:
        scan.run()
    except OSError as error:
        from feeds.errors import PostError, Where  # a run without changes only scans, and saves this import

        where = Where(directory if error.filename is None or isinstance(error.filename, int) else error.filename)
        is_missing = isinstance(error, (FileNotFoundError, NotADirectoryError))
        hint = "set posts.directory to the folder of the posts" if is_missing else "check its permissions"
        raise PostError(f"the post directory cannot be read: {error.strerror}", where, hint) from error
    found = _readable(scan.found)
    if ignore:
        found = {path: mark for path, mark in found.items() if not is_ignored(path, ignore)}
    if scan.sidecars:
        found = _with_sidecars(found, scan.sidecars)
    if join:
        found = _joined(found, join)
    return found


def _readable(found: dict[str, str]) -> dict[str, str]:
    """Return the fingerprints of the posts that were *found*, with paths that can be written."""
    try:
        "".join(found).encode()
    except UnicodeEncodeError:
        return {_as_text(path): mark for path, mark in found.items()}
    return found


def _with_sidecars(found: Mapping[str, str], sidecars: Mapping[str, str]) -> dict[str, str]:
    """Return the fingerprints of the posts that were *found*, with those of the *sidecars* beside them."""
    return {
        path: _together(f"{mark}+{sidecars[beside]}") if (beside := sidecar_of(path)) in sidecars else mark
        for path, mark in found.items()
    }


def _together(marks: str) -> str:
    """Return the fingerprint of a post with the *marks* of several files, of which any may be new."""
    return "?" * ("?" in marks) + marks.replace("?", "")


def _joined(found: Mapping[str, str], join: Sequence[str]) -> dict[str, str]:
    """Return the fingerprints of the posts that were *found*, with one for all files of a folder to be joined."""
    together: dict[str, list[str]] = {}
    for path in sorted(found):
        together.setdefault(joined_path(path, join) or path, []).append(path)
    prints = {
        path: "+".join(f"{one}={found[one]}" if len(parts) > 1 or one != path else found[one] for one in parts)
        for path, parts in together.items()
    }
    return {path: _together(marks) for path, marks in prints.items()}


def joined_path(path: str, join: Sequence[str]) -> str:
    """Return the path of the post that the file at *path* is a part of, by the patterns of folders in *join*, or "".

    A pattern has a part for each folder on the way. The post is named like the index of the folder.

    >>> joined_path("2026/05/news/boats.md", ["*/*"]), joined_path("2026/x.md", ["*/*"])
    ('2026/05/index.md', '')
    """
    folders = path.split("/")[:-1]
    for pattern in join:
        parts = pattern.strip("/").split("/")
        if len(parts) <= len(folders) and all(map(fits, folders, parts)):
            return "/".join((*folders[: len(parts)], "index.md"))
    return ""


def is_ignored(path: str, ignore: Sequence[str]) -> bool:
    """Return whether one of the patterns in *ignore* fits *path*."""
    return any(fits(path, pattern) for pattern in ignore)


def is_about(path: str) -> bool:
    """Return whether a file is about the repository; in a subfolder, `42/README.md` may be an issue."""
    return path.partition(".")[0].lower() in _ABOUT


class LinkTest:
    """Tests whether links lead out of *directory* and of the places in *follow*."""

    def __init__(self, directory: str, follow: Sequence[str]) -> None:
        self._directory = directory
        self._written = (directory, *follow)
        self._places: list[str] = []

    def of(self, path: str) -> bool:
        """Return whether links on the way to *path*, below the directory, lead out."""
        if not any(map(os.path.islink, self._steps_to(path))):
            return False  # nine hundred and ninety-nine of a thousand posts
        self._places = self._places or [os.path.realpath(place) for place in self._written]
        real = os.path.realpath(path)
        return not any(is_below(real, place) for place in self._places)

    def _steps_to(self, path: str) -> Iterator[str]:
        here = self._directory
        for name in path[len(here) + 1 :].split(os.sep):
            here = f"{here}{os.sep}{name}"
            yield here


def is_stable(written: int, now: int) -> bool:
    """Return whether another change of a file *written* then (ns) would give it another time stamp.

    Kernels stamp files by a clock that advances every few milliseconds. File systems that
    store whole seconds are recognised by zeros.
    """
    tick = _LONGEST_TICK if written % 1_000_000_000 == 0 else 50_000_000
    return not now - tick <= written <= now + tick


class _Scan:
    """A scan of *directory*: what it has *found*, and the *sidecars* of posts, both path to fingerprint.

    Each file is asked for its facts as it is listed: to list thousands of them first costs a third more. What few
    files need, such as a look at the patterns to ignore, is done when all are there.
    """

    __slots__ = ("_directory", "_folders", "_leads_out", "_links", "_now", "_young", "found", "sidecars")

    def __init__(self, directory: str, follow: Sequence[str]) -> None:
        self._directory, self._now = directory, time.time_ns()
        self._young = self._now - _LONGEST_TICK  # files that were written later may not be stable
        self._leads_out = LinkTest(directory, follow)
        self._folders, self._links = [directory], list[str]()  # yet to be visited
        self.found: dict[str, str] = {}
        self.sidecars: dict[str, str] = {}

    def run(self) -> None:
        """Visit each folder once, by its own name rather than by a link to it."""
        seen: set[tuple[int, int]] = set()
        while self._folders or self._links:
            folder = self._folders.pop() if self._folders else self._links.pop(0)
            facts = os.stat(folder)
            if (facts.st_dev, facts.st_ino) not in seen:
                seen.add((facts.st_dev, facts.st_ino))
                self._visit(folder)

    def _visit(self, folder: str) -> None:
        below = folder[len(self._directory) + 1 :].replace(os.sep, "/")
        below, inner = below and f"{below}/", list[os.DirEntry[str]]()
        found, fingerprint = self.found, self._fingerprint
        with _Opened(folder) as opened, os.scandir(opened) as entries:
            for entry in entries:
                name = entry.name
                if name.endswith(EXTENSIONS) and name[0] not in _UNUSUAL and entry.is_file(follow_symlinks=False):
                    found[below + name] = fingerprint(entry)  # nearly all, of which no more is asked
                elif not is_left_behind(name):
                    self._sort_in(folder, below, entry, inner)
            for entry in sorted(inner, key=lambda entry: entry.name):
                path = f"{folder}{os.sep}{entry.name}"
                if entry.is_symlink() and self._leads_out.of(path):
                    self._add(below + entry.name, "elsewhere")  # `read` reports it
                else:
                    (self._links if entry.is_symlink() else self._folders).append(path)

    def _sort_in(self, folder: str, below: str, entry: os.DirEntry[str], inner: list[os.DirEntry[str]]) -> None:
        """Put *entry* of *folder*, whose posts have paths that begin with *below*, where it belongs, or nowhere."""
        name = entry.name
        if name.endswith(SIDECAR):
            self.sidecars[_as_text(below + name)] = self._fingerprint_of(f"{folder}{os.sep}{name}", entry)
        if _is_folder(entry):
            inner.append(entry)
        elif may_be_post(name):
            self._add(below + name, self._fingerprint_of(f"{folder}{os.sep}{name}", entry))

    def _add(self, path: str, fingerprint: str) -> None:
        if not is_about(path):
            self.found[path] = fingerprint

    def _fingerprint_of(self, path: str, entry: os.DirEntry[str]) -> str:
        """Return the fingerprint of *entry*, which is at *path*."""
        if entry.is_symlink() and self._leads_out.of(path):
            return "elsewhere"  # `read` reports it
        return self._fingerprint(entry)

    def _fingerprint(self, entry: os.DirEntry[str]) -> str:
        try:
            facts = entry.stat()
        except OSError:
            return "unreadable"  # `read` reports a broken link
        written = facts.st_mtime_ns
        mark = f"{written}.{facts.st_ctime_ns}.{facts.st_size}.{facts.st_ino}"
        return mark if written < self._young or is_stable(written, self._now) else f"?{mark}"


def _as_text(path: str) -> str:
    """Return *path* with escapes where it is not UTF-8: `read` reports such names."""
    return path.encode("utf-8", "backslashreplace").decode()


_FOLDER_ALONE = getattr(os, "O_DIRECTORY", 0)  # a FIFO would wait for somebody who writes


class _Opened:
    """What lists the folder at *path*: its number, where the system can be asked for the facts of its entries by name.

    It then need not go the way to the folder again for each of thousands of posts.
    """

    __slots__ = ("_number", "_path")

    def __init__(self, path: str) -> None:
        self._path, self._number = path, -1

    def __enter__(self) -> int | str:
        if os.scandir not in os.supports_fd:
            return self._path
        self._number = os.open(self._path, os.O_RDONLY | _FOLDER_ALONE)
        return self._number

    def __exit__(self, *error: object) -> None:
        if self._number >= 0:
            os.close(self._number)


def is_left_behind(name: str) -> bool:
    """Return whether *name* is hidden, or that of a copy that an editor keeps; `#378.md` is neither."""
    return name[0] == "." or name[-1] == "~" or (name[0] == name[-1] == "#" and len(name) > 1)


def may_be_post(name: str) -> bool:
    """Return whether *name* has an extension of posts, and is not that of a list page."""
    return name.lower().endswith(EXTENSIONS) and not name.startswith("_index.")


def sidecar_of(path: str) -> str:
    """Return the path of the file that may hold the front matter of the post at *path*."""
    return path.rpartition(".")[0] + SIDECAR


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link to itself
        return False
