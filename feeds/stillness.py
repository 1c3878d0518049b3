"""Find out whether anything has changed by scanning directories, before anything slow is imported.

A run notes beside the store (`feeds.freshness`) what it was made from, and its report: the config, the posts, the
marks of the documents and of the store. If none of them has changed, there is nothing to do. That is most runs
under cron, so neither dataclasses nor pathlib nor typing is imported here: they would take half of the time. The
note is bytes that are compared as they are, because the imports of JSON and of digests would take an eighth.
"""

from __future__ import annotations

import os

from feeds import __version__
from feeds.beside import read_beside, settings_bytes
from feeds.files import read_file
from feeds.memories import NOTE, STATE, folder_of
from feeds.scanning import Scope

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

#: The parts of a note: texts, lists of texts, and what is compared as a whole.
PARTS = (
    "version",
    "next_due",  # seconds since 1970, or ""
    "url",  # of the site
    "posts",  # the directory, as all others relative to the config
    "output",
    "state",  # the mark of the store
    "beside",  # the files that settings are from, too
    "ignore",
    "follow",
    "join",
    "documents",
    "settings",  # the bytes of these files
    "marks",  # of the documents
    "found",  # the posts, with their fingerprints
    "said",  # the problems in the report, as they are printed
    "report",  # JSON
)


_END = b"\0/"  # of a post in a note: a path is relative, and may have any character but NUL


def load_note(content: bytes) -> Mapping[str, bytes]:
    """Return the parts of a note, by name.

    Raises:
        ValueError: it is damaged.
    """
    head, _, rest = content.partition(b"\n")
    ends, parts = 0, {}
    for name, size in zip(PARTS, head.split(b" "), strict=True):
        parts[name] = rest[ends : ends + int(size)]
        ends += int(size)
    if ends != len(rest):
        raise ValueError("the note has another length")
    return parts


def dump_note(parts: Mapping[str, bytes]) -> bytes:
    """Return the bytes of a note, which `load_note` reads."""
    sizes = " ".join(str(len(parts[name])) for name in PARTS)
    return b"".join((sizes.encode(), b"\n", *(parts[name] for name in PARTS)))


def texts_of(part: bytes) -> list[str]:
    """Return the texts in a *part* of a note."""
    return part.decode("utf-8", "surrogatepass").split("\0") if part else []


def part_of(texts: Iterable[str]) -> bytes:
    """Return *texts*, of which none is empty or has a NUL, as a part of a note."""
    return "\0".join(texts).encode("utf-8", "surrogatepass")


class SeenPosts:
    """What a look at what has changed has seen, so that the run that follows need not look again.

    *found* are the posts within *scope*, and *part* is how a note has them. All else was as the last run left its
    *note*.
    """

    __slots__ = ("_note", "_scope", "found", "part")

    def __init__(self, found: Mapping[str, str], scope: Scope, note: Mapping[str, bytes]) -> None:
        self.found = found
        self._scope, self._note, self.part = scope, note, found_part(found)

    def has_changed(self) -> bool:
        """Return whether the posts are not as the last run found them."""
        return self.part != self._note["found"]

    def differing(self) -> set[str]:
        """Return the paths of the posts that are new, gone, or not as the last run found them."""
        items = differing_items(self._note["found"], self.part, _END)
        return {item.partition(b"\0")[0].decode() for item in items}

    def are_those(self, scope: Scope, state: str) -> bool:
        """Return whether these would be found within *scope* now, too.

        Another run, which the mark of the store would show, may have read newer ones in the meantime.
        """
        return self._scope == scope and bool(state) and self._note["state"] == state.encode()

    def marks(self) -> dict[str, str]:
        """Return the marks of the documents, which are as the last run left them, by path."""
        marks = self._note["marks"].decode().split("\n")
        return dict(zip(texts_of(self._note["documents"]), marks, strict=True)) if self._note["documents"] else {}


class LastState:
    """What a look has found of the state that the last run left.

    *report* is that of the last run, as JSON, if nothing has changed since, and *said* are its problems, as they are
    printed. The posts are *seen* if nothing else has changed; otherwise they were not scanned.
    """

    __slots__ = ("report", "said", "seen")

    def __init__(self, report: bytes | None = None, *, said: str = "", seen: SeenPosts | None = None) -> None:
        self.report, self.said, self.seen = report, said, seen


def recall(config_path: str, now: float) -> LastState:
    """Return what the last run of the config at *config_path* left, as far as it still holds.

    *now* is in seconds since 1970: an issue with a future date makes a run necessary when
    it is due.
    """
    try:
        memory = folder_of(config_path)
        note = load_note(read_file(os.path.join(memory, NOTE)))
        if not _is_true(note, config_path, memory, now):
            return LastState()
        scope = _scope_of(note, os.path.dirname(config_path))
        seen = SeenPosts(scope.listed(), scope, note)
        report = None if seen.has_changed() else note["report"]
        return LastState(report, said=note["said"].decode("utf-8", "surrogatepass"), seen=seen)
    except Exception:  # noqa: BLE001 - the full run reports whatever is wrong
        return LastState()


def _scope_of(note: Mapping[str, bytes], base: str) -> Scope:
    """Return where the run that left *note* looked for posts; its paths are relative to *base*."""
    directory = os.path.join(base, *texts_of(note["posts"]))
    follow = [os.path.join(base, one) for one in texts_of(note["follow"])]
    return Scope(directory, texts_of(note["ignore"]), follow, texts_of(note["join"]))


def _is_true(note: Mapping[str, bytes], config_path: str, memory: str, now: float) -> bool:
    """Return whether everything in *note* besides the posts is still true; the cheapest checks come first."""
    base = os.path.dirname(config_path)
    if note["version"] != __version__.encode() or (note["next_due"] and now >= float(note["next_due"])):
        return False
    if note["settings"] != settings_bytes(read_file(config_path), read_beside(base, texts_of(note["beside"]))):
        return False
    output = os.path.join(base, *texts_of(note["output"]), "")
    if note["marks"] != marks_part(mark_of(output + path) for path in texts_of(note["documents"])):
        return False
    return note["state"] == store_mark(os.path.join(memory, STATE)).encode()


def mark_of(path: str | os.PathLike[str]) -> str:
    """Return a mark that changes when the file at *path* is written, or "" if it does not exist."""
    try:
        stat = os.stat(path)
    except OSError:
        return ""
    return f"{stat.st_mtime_ns}.{stat.st_size}.{stat.st_ino}"


def store_mark(path: str | os.PathLike[str]) -> str:
    """Return a mark that changes when the store at *path* does, or "" if SQLite has a log of changes beside it."""
    try:
        has_log = os.stat(f"{os.fspath(path)}-wal").st_size > 0
    except OSError:
        has_log = False
    return "" if has_log else mark_of(path)


def marks_part(marks: Iterable[str]) -> bytes:
    """Return *marks* of files as a part of a note."""
    return "\n".join(marks).encode()


def found_part(found: Mapping[str, str]) -> bytes:
    """Return the posts that were *found*, path to fingerprint, as a part of a note."""
    return "".join([f"{path}\0{mark}\0/" for path, mark in found.items()]).encode()


def differing_items(one: bytes, other: bytes, end: bytes) -> set[bytes]:
    """Return the items, each with *end* after it, that only *one* or only the *other* list has.

    Neither has one twice. What they begin and end with, in most runs thousands of posts, is not taken apart.

    >>> sorted(differing_items(b"a,b,c,d,", b"a,b,d,e,", b","))
    [b'c', b'e']
    >>> sorted(differing_items(b"a,b,c,", b"a,", b","))
    [b'b', b'c']
    """
    start = one.rfind(end, 0, _common(one, other)) + len(end)
    if start >= len(end):
        one, other = one[start:], other[start:]
    same = one.find(end, len(one) - _common_behind(one, other))
    rest = len(one) - same - len(end) if same >= 0 else 0
    items = set(one[: len(one) - rest].split(end)) ^ set(other[: len(other) - rest].split(end))
    return items - {b""}


def _common(one: bytes, other: bytes) -> int:
    """Return with how many equal bytes both begin."""
    return _longest(min(len(one), len(other)), lambda start, end: one[start:end] == other[start:end])


def _common_behind(one: bytes, other: bytes) -> int:
    """Return with how many equal bytes both end; to turn them around takes ten times as long."""

    def is_same(start: int, end: int) -> bool:
        return one[len(one) - end : len(one) - start] == other[len(other) - end : len(other) - start]

    return _longest(min(len(one), len(other)), is_same)


def _longest(high: int, is_same: Callable[[int, int], bool]) -> int:
    """Return how many bytes, up to *high*, are the same; *is_same* says it of those between two places."""
    low = 0
    while low < high:
        middle = (low + high + 1) // 2
        if is_same(low, middle):
            low = middle
        else:
            high = middle - 1
    return low
