"""Scan the post directory and read posts."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Sequence

from feeds.digests import digest_of
from feeds.errors import PostError, UnreadPostError, Where
from feeds.files import read_regular
from feeds.model import Post
from feeds.scanning import NAMES, LinkTest, joined_path, scan, sidecar_of

__all__ = [
    "MISNAMED",
    "NAMES",
    "joined_path",
    "read",
    "read_joined",
    "scan",
    "shown_path",
    "sidecar_of",
]

MISNAMED = "has a name that is not UTF-8, and is not published"  # the fault of such a file
_POINTERS = ("version https://git-lfs.github.com/spec/", "/annex/objects/")
_LONGEST_POINTER = 1024  # characters
_UNWRITTEN = 16  # zero bytes at the end of a file: after a power failure it has its size, but not its content
_CONFLICT = ("<<<<<<< ", "=======", ">>>>>>> ")  # the lines around two versions
_LARGEST = 20_000_000  # bytes; a larger post is a mistake, and would delay the build by minutes


def read(directory: str, path: str, shown: str, follow: Sequence[str] = (), encoding: str = "") -> Post:
    """Return the post at *path* below *directory*; *shown* is how messages name the directory.

    A file that is not UTF-8 is read by its byte order mark, in the encoding that it names, or else in *encoding*.

    Raises:
        UnreadPostError: the file cannot be read.
        PostError: it cannot be decoded, is too large, or is a link that leads
            out of *directory* and of the places in *follow*.
    """
    where = Where(shown_path(shown, path))
    leads_out = LinkTest(directory, follow)
    raw = _read_bytes(f"{directory}/{path}", where, leads_out)
    text = _decoded(raw, where, encoding)
    _check_content(text, where)
    sidecar = ""
    if os.path.exists(f"{directory}/{sidecar_of(path)}"):
        where_beside = Where(sidecar_of(where.path))
        beside = _read_bytes(f"{directory}/{sidecar_of(path)}", where_beside, leads_out)
        sidecar = _decoded(beside, where_beside, encoding)
        raw += b"\0" + beside
    return Post(path=path, text=text, digest=digest_of(raw), where=where, sidecar=sidecar)


def read_joined(directory: str, path: str, shown: str, follow: Sequence[str] = (), encoding: str = "") -> Post:
    """Return the post at *path*, the index of a folder, whether or not it exists, with all files of that folder.

    An index or a README comes first, then the others in the order of their names, by the numbers in them.

    Raises:
        PostError: one of the files cannot be read, as for `read`.
    """
    folder = path.rpartition("/")[0]
    found = sorted(scan(f"{directory}/{folder}", (), follow), key=_place)
    parts = tuple(read(directory, f"{folder}/{one}", shown, follow, encoding) for one in found)
    text, digest = "\n\n".join(part.text for part in parts), digest_of("".join(part.digest for part in parts).encode())
    return Post(path=path, text=text, digest=digest, where=Where(shown_path(shown, folder)), parts=parts)


def shown_path(directory: str, path: str) -> str:
    """Return how messages name the post at *path* below *directory*, as config.yaml has it.

    >>> shown_path("posts", "042.md"), shown_path(".", "042.md")
    ('posts/042.md', '042.md')
    """
    return path if directory == "." else f"{directory}/{path}"


def _place(path: str) -> tuple[bool, list[tuple[int, str]]]:
    """Return what orders the parts of a post: `2-news` before `10-jobs`, an index before both."""
    name = path.partition(".")[0].lower()
    pieces = re.split(r"(\d+)", path.lower())
    return name not in ("index", "readme"), [(int(one[:18]), "") if one.isdigit() else (-1, one) for one in pieces]


def _read_bytes(path: str, where: Where, leads_out: LinkTest) -> bytes:
    try:
        if leads_out.of(path):
            hint = "put a copy there, or name the folder it leads to in posts.follow"
            raise PostError("is a link that leads out of the post directory", where, hint)
        if not stat.S_ISREG(os.stat(path).st_mode):
            raise PostError("is not a regular file", where, "remove it, or name it in posts.ignore")
        raw = read_regular(path, _LARGEST + 1)
    except OSError as error:
        if "\\udc" in path:  # `scan` has written it so
            raise PostError(MISNAMED, where, "rename it") from error
        hint = "check that the file exists and its permissions"
        raise UnreadPostError(f"cannot be read: {error.strerror}", where, hint) from error
    if len(raw) > _LARGEST:
        raise PostError(f"is larger than {_LARGEST // 1_000_000} MB", where, "split it, or name it in posts.ignore")
    return raw


def _check_content(text: str, where: Where) -> None:
    """Raise PostError if *text* is not what an author wrote, but what a program left in the file of a post."""
    if text.startswith(_POINTERS) and len(text) < _LONGEST_POINTER:
        hint = "fetch the files, with `git lfs pull` or `git annex get`"
        raise PostError("is a pointer to a file that was not fetched", where, hint)
    if text.endswith("\0" * _UNWRITTEN) or (text and not text.strip("\0")):
        raise PostError("is not whole: a part of it was never written", where, "put it back from a copy")
    if (line := find_conflict(text)) is not None:
        raise PostError("has the marks of a merge conflict", Where(where.path, line), "resolve it, and save the post")


def find_conflict(text: str) -> int | None:
    """Return the line where a version control has written two versions into *text*, or None.

    Marks in a block of code are an example.

    >>> find_conflict("a\\n<<<<<<< HEAD\\nb\\n=======\\nc\\n>>>>>>> main\\n"), find_conflict("<<<<<<< HEAD")
    (2, None)
    """
    if "<" not in text or _CONFLICT[0] not in text:  # one sign is found in a twentieth of the time
        return None
    lines = text.split("\n")
    starts = [number for number, line in enumerate(lines) if line.startswith(_CONFLICT[0])]
    if not starts or any(sum(one.startswith(mark) for one in lines[: starts[0]]) % 2 for mark in ("```", "~~~")):
        return None
    rest = iter(lines[starts[0] :])
    return starts[0] + 1 if all(any(line.startswith(mark) for line in rest) for mark in _CONFLICT[1:]) else None


def _decoded(raw: bytes, where: Where, encoding: str) -> str:
    """Return *raw* as text without a byte order mark, with line breaks as LF."""
    try:
        text = raw.decode("utf-8-sig")
        if "\x1b" in text:  # text in ISO 2022 looks like ASCII
            text = _decoded_otherwise(raw, where, encoding)
    except UnicodeDecodeError:
        text = _decoded_otherwise(raw, where, encoding)
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _decoded_otherwise(raw: bytes, where: Where, encoding: str) -> str:
    """Return the text of *raw* in the encoding that it names, or else in *encoding*, or else as UTF-8."""
    from feeds.text.encodings import decode, find_encoding  # rarely needed

    name = find_encoding(raw, encoding) or "utf-8"
    try:
        return decode(raw, name)
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        shown = "UTF-8" if name == "utf-8" else name
        hint = "save it as UTF-8, or name its encoding in it: `encoding: windows-1252`"
        raise PostError(f"is not {shown}: byte 0x{raw[error.start]:02X}", Where(where.path, line), hint) from error
    except ValueError as error:
        fault, _, remedy = str(error).partition("; ")
        raise PostError(f"cannot be decoded: {fault}", where, remedy) from error
