"""Gather our published documents from the output directory or from the public address."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from lxml import etree
from msgspec import Struct, field

from feeds.errors import FeedsError
from feeds.files import read_file
from feeds.markup.html.attributes import has_many_xml_attributes
from feeds.past.documents import parse_feed, parse_withdrawn
from feeds.past.fetching import FetchError
from feeds.past.values import ParseForeign, PastEntry, PastFeed, is_volume

_MOST_DOCUMENTS = 2000  # with archives: more than the weeks of any newsletter

#: Returns the document at an address, or None where there is none; may raise FetchError.
Get = Callable[[str], bytes | None]


class PastDocuments(Struct, frozen=True, kw_only=True):
    """Our documents by path below the output directory or the public address."""

    documents: Mapping[str, PastFeed] = field(default_factory=dict)
    withdrawn: tuple[PastEntry, ...] = ()
    contents: Mapping[str, bytes] = field(default_factory=dict)  # of volumes at the public address, by path
    failure: FetchError | None = None  # why the rest could not be gathered
    foreign: tuple[str, ...] = ()  # addresses where another program has a feed


def gather_below(output: Path, withdrawn: str, foreign: ParseForeign) -> PastDocuments:
    """Return our documents below *output*: JSON Feeds, or the others if there are none.

    A volume of an archive may be in another format than the feeds. *withdrawn* is the name of the
    list of withdrawn entries; *foreign* parses XML that may not be ours.
    """
    documents = dict(_below(output, "*.json", b'"_republisher"', {}, foreign))
    documents |= dict(_below(output, "*.xml", b"feed-republisher", documents, foreign))
    gone = _withdrawn(content_of(output / withdrawn), withdrawn) if documents else ()
    return PastDocuments(documents=documents, withdrawn=gone)


def _below(
    output: Path, pattern: str, mark: bytes, known: Mapping[str, PastFeed], foreign: ParseForeign
) -> Iterator[tuple[str, PastFeed]]:
    """Yield our documents below *output* with a name like *pattern*; beside *known* ones only other volumes."""
    folders = {path.rpartition("/")[0] for path in known}
    for path in sorted(output.rglob(pattern)):
        name = path.relative_to(output).as_posix()
        if known and (not is_volume(name) or name.rpartition("/")[0] in folders):
            continue
        content = content_of(path)
        if mark in content and (feed := _ours(content, str(path), foreign)):
            yield name, feed


def content_of(path: Path) -> bytes:
    """Return the content of the file at *path*, or b"" if it cannot be read."""
    try:
        return read_file(path)
    except OSError:
        return b""


def gather_from(
    root: str, files: Sequence[str], subscriptions: str, withdrawn: str, get: Get, foreign: ParseForeign
) -> PastDocuments:
    """Return our documents at the address *root*, as *get* returns them.

    *files* are the names of the documents of each feed, the most detailed first;
    *subscriptions* is the name of the list of feeds (OPML); *foreign* parses XML that may not be ours.
    """
    collector = _Collector(root, get, foreign)
    gone: tuple[PastEntry, ...] = ()
    try:
        name = next((file for file in files if collector.follow([file])), None)
        if name:
            collector.follow([folder + name for folder in collector.folders(get(root + subscriptions) or b"")])
            gone = _withdrawn(get(root + withdrawn) or b"", withdrawn)
    except FetchError as error:
        return PastDocuments(documents=collector.documents, withdrawn=gone, failure=error)
    return PastDocuments(
        documents=collector.documents,
        withdrawn=gone,
        contents=dict(collector.volumes(files)),
        foreign=tuple(collector.foreign),
    )


class _Collector:
    """Collects the documents at an address."""

    def __init__(self, root: str, get: Get, foreign: ParseForeign) -> None:
        self._root, self._get, self._foreign = root, get, foreign
        self._own_root = ""  # as the documents name it; another one if the site has moved
        self.documents: dict[str, PastFeed] = {}
        self.foreign: list[str] = []
        self._contents: dict[str, bytes] = {}
        self._asked: set[str] = set()

    def follow(self, paths: Iterable[str]) -> bool:
        """Add the documents at *paths* and the older ones that they link to; return whether there are any now."""
        waiting = list(paths)
        while waiting and len(self.documents) < _MOST_DOCUMENTS:
            path = waiting.pop()
            if path in self._asked:
                continue
            self._asked.add(path)
            content = self._get(self._root + path) or b""
            feed = _parsed(content, self._root + path, self._foreign)
            if feed is None or not feed.ours:
                self.foreign += [self._root + path] if feed and feed.entries else []
                continue
            self.documents[path], self._contents[path] = feed, content
            self._own_root = self._own_root or feed.address.removesuffix(path)
            if feed.next_address.startswith(self._own_root):
                waiting.append(feed.next_address.removeprefix(self._own_root))
        return bool(self.documents)

    def folders(self, subscriptions: bytes) -> Iterator[str]:
        """Yield the folders of the feeds in a list of *subscriptions*."""
        if has_many_xml_attributes(subscriptions):
            return
        try:
            tree = etree.fromstring(subscriptions, etree.XMLParser(resolve_entities=False, no_network=True))
        except etree.XMLSyntaxError:
            return
        for address in (outline.get("xmlUrl") or "" for outline in tree.iter("outline")):
            if address.startswith(self._own_root):
                path = address.removeprefix(self._own_root)
                yield path[: path.rfind("/") + 1]

    def volumes(self, files: Sequence[str]) -> Iterator[tuple[str, bytes]]:
        """Yield path and content of the volumes of archives in all formats, as far as they can be fetched.

        Of each feed the oldest volume comes first: a format that it does not have is not asked for
        in newer ones.
        """
        absent: set[tuple[str, str]] = set()
        for path, content in reversed(list(self._contents.items())):
            folder, _, name = path.rpartition("/")
            if not is_volume(path):
                continue
            yield path, content
            archive = folder.rpartition("/")[0]
            for file in files:
                if file == name or (archive, file) in absent:
                    continue
                if other := self._try(f"{folder}/{file}"):
                    yield f"{folder}/{file}", other
                else:
                    absent.add((archive, file))

    def _try(self, path: str) -> bytes:
        try:
            return self._get(self._root + path) or b""
        except FetchError:
            return b""


def _ours(content: bytes, where: str, foreign: ParseForeign) -> PastFeed | None:
    feed = _parsed(content, where, foreign)
    return feed if feed and feed.ours else None


def _parsed(content: bytes, where: str, foreign: ParseForeign) -> PastFeed | None:
    try:
        return parse_feed(content, where, foreign)
    except FeedsError:
        return None


def _withdrawn(content: bytes, where: str) -> tuple[PastEntry, ...]:
    try:
        return parse_withdrawn(content, where) if content else ()
    except FeedsError:
        return ()
