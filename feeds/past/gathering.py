"""Gather the documents of ours that are out: from the output directory, or from the public address."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from feeds.errors import FeedsError
from feeds.past.documents import PastEntry, PastFeed, parse_feed, parse_withdrawn
from feeds.past.fetching import FetchError

_MOST_DOCUMENTS = 2000  # of archives; nobody has had more weeks

Get = Callable[[str], bytes | None]  # address to content, or None where nothing is; may raise FetchError


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """Documents of ours by path below the output directory or the public address."""

    documents: Mapping[str, PastFeed] = field(default_factory=dict)
    withdrawn: tuple[PastEntry, ...] = ()
    contents: Mapping[str, bytes] = field(default_factory=dict)  # of the volumes of archives that are elsewhere
    failure: FetchError | None = None  # what kept the rest from being gathered


def gather_below(output: Path, withdrawn: str) -> Gathered:
    """Return the documents of ours below *output*: JSON Feeds, and without any the others.

    *withdrawn* is the name of the list of what was taken back.
    """
    for pattern, mark in (("*.json", b'"_republisher"'), ("*.xml", b"feed-republisher")):
        documents = {}
        for path in sorted(output.rglob(pattern)):
            content = content_of(path)
            if mark in content and (feed := _ours(content, str(path))):
                documents[path.relative_to(output).as_posix()] = feed
        if documents:
            return Gathered(documents=documents, withdrawn=_withdrawn(content_of(output / withdrawn), withdrawn))
    return Gathered()


def content_of(path: Path) -> bytes:
    """Return what is in the file at *path*, or nothing."""
    try:
        return path.read_bytes() if path.is_file() else b""
    except OSError:
        return b""


def gather_from(root: str, folders: Sequence[str], files: Sequence[str], withdrawn: str, get: Get) -> Gathered:
    """Return the documents of ours at the address *root*, got by *get*.

    *folders* are those of the feeds, the first one always being there; *files* the names
    of the documents in each, the one that says most first.
    """
    found = _Found(root, get)
    gone: tuple[PastEntry, ...] = ()
    try:
        name = next((file for file in files if found.follow([folders[0] + file])), None)
        if name:
            found.follow([folder + name for folder in folders[1:]])
            gone = _withdrawn(get(root + withdrawn) or b"", withdrawn)
    except FetchError as error:
        return Gathered(documents=found.documents, withdrawn=gone, failure=error)
    return Gathered(documents=found.documents, withdrawn=gone, contents=dict(found.volumes(files)))


class _Found:
    """What was found at an address so far."""

    def __init__(self, root: str, get: Get) -> None:
        self._root, self._get = root, get
        self.documents: dict[str, PastFeed] = {}
        self._contents: dict[str, bytes] = {}

    def follow(self, paths: Iterable[str]) -> bool:
        """Add what is at *paths*, and the older documents that each leads to; return whether there was any."""
        waiting, asked = list(paths), set[str]()
        while waiting and len(self.documents) < _MOST_DOCUMENTS:
            path = waiting.pop()
            if path in asked:
                continue
            asked.add(path)
            content = self._get(self._root + path) or b""
            feed = _ours(content, self._root + path)
            if feed is None:
                continue
            self.documents[path], self._contents[path] = feed, content
            if feed.next_address.startswith(self._root):
                waiting.append(feed.next_address.removeprefix(self._root))
        return bool(self.documents)

    def volumes(self, files: Sequence[str]) -> Iterator[tuple[str, bytes]]:
        """Yield path and content of the volumes of archives in all formats, as far as they can be had."""
        for path, content in list(self._contents.items()):
            folder, _, name = path.rpartition("/")
            if "/archive/" not in f"/{folder}":
                continue
            yield path, content
            for file in files:
                other = b"" if file == name else self._try(f"{folder}/{file}")
                if other:
                    yield f"{folder}/{file}", other

    def _try(self, path: str) -> bytes:
        try:
            return self._get(self._root + path) or b""
        except FetchError:
            return b""


def _ours(content: bytes, where: str) -> PastFeed | None:
    try:
        feed = parse_feed(content, where)
    except FeedsError:
        return None
    return feed if feed.ours else None


def _withdrawn(content: bytes, where: str) -> tuple[PastEntry, ...]:
    try:
        return parse_withdrawn(content, where) if content else ()
    except FeedsError:
        return ()
