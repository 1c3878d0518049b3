"""Before the posts are read: where the memory was lost, recover it from the feeds that are out.

First from the output directory, then, as in a clean clone, from the public address. What
is found is put into the store as if earlier runs had; the posts then find themselves in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from feeds.config import Config
from feeds.errors import FeedsError, Problem, Where
from feeds.model import PrintedFeed, Restored
from feeds.past import (
    Fetcher,
    FetchError,
    PastEntry,
    PastFeed,
    carried,
    is_public,
    parse_feed,
    parse_withdrawn,
    recover,
)
from feeds.render import WITHDRAWN
from feeds.store import Store

_MOST_DOCUMENTS = 2000  # of archives; nobody has had more weeks
_FILES = {"json": "feed.json", "atom": "atom.xml", "rss": "rss.xml"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Recalled:
    """What was recovered, by the key of each issue, and what there is to say of it."""

    issues: Mapping[str, Restored] = field(default_factory=dict)
    notices: tuple[Problem, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class _Found:
    """Documents of ours by path below the output directory or the public address."""

    documents: dict[str, PastFeed]
    withdrawn: tuple[PastEntry, ...]


def recall_lost(config: Config, output: Path, store: Store, now: datetime, *, ask: bool) -> Recalled:
    """Recover the memory, if *store* has none, and return what was recovered.

    With *ask* the public address is asked where *output* has no feed of ours.
    """
    if not store.is_new():
        return Recalled()
    place, found = config.publish.directory + "/", _in_directory(output)
    problems: tuple[Problem, ...] = ()
    if not found.documents and ask and _may_ask(config):
        place, (found, problems) = config.root, _at_address(config)
    recovery = recover(found.documents.values(), found.withdrawn, config.posts.directory)
    if not recovery.issues:
        is_first = place == config.root and len(problems) == 0
        return Recalled(problems=problems, notices=(_nothing(place),) if is_first else ())
    if recovery.authority:
        store.remember("authority", recovery.authority)
    for restored in recovery.issues:
        store.restore(restored, now)
    for path, ids in carried(found.documents.items()).items():
        store.save_feed(path, PrintedFeed(entries=dict.fromkeys(ids, "")))
    for path, feed in found.documents.items():
        if since := _since(feed):
            store.save_since(path.removesuffix(path.rpartition("/")[2]), since)
    notice = Problem(
        Where(place),
        f"the memory in .feeds was lost; ids and dates of {recovery.entries} entries were recovered from these feeds",
    )
    return Recalled(
        issues={restored.issue.key: restored for restored in recovery.issues}, notices=(notice,), problems=problems
    )


def _since(feed: PastFeed) -> datetime | None:
    """Return before what nothing may come into *feed*; RSS and Atom cannot say it: there it is their oldest entry."""
    dates = [entry.published for entry in feed.entries if entry.published]
    return min(dates) if dates and feed.format != "json" and not feed.next_address else feed.since


def _nothing(place: str) -> Problem:
    return Problem(Where(place), "no feeds of ours are here yet, so this is a first build")


def _in_directory(output: Path) -> _Found:
    """Return the documents of ours below *output*: JSON Feeds, and without any the others."""
    for pattern, mark in (("*.json", b'"_republisher"'), ("*.xml", b"feed-republisher")):
        documents = {}
        for path in sorted(output.rglob(pattern)):
            content = _content(path)
            if mark in content and (feed := _ours(content, str(path))):
                documents[path.relative_to(output).as_posix()] = feed
        if documents:
            return _Found(documents, _withdrawn(_content(output / WITHDRAWN), str(output / WITHDRAWN)))
    return _Found({}, ())


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes() if path.is_file() else b""
    except OSError:
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


def _may_ask(config: Config) -> bool:
    return config.publish.recover == "always" or (config.publish.recover == "auto" and is_public(config.root))


def _at_address(config: Config) -> tuple[_Found, tuple[Problem, ...]]:
    """Return the documents of ours at the public address; a failure is a problem, nothing there is none."""
    documents: dict[str, PastFeed] = {}
    withdrawn: tuple[PastEntry, ...] = ()
    get = Fetcher().get
    try:
        name = _first_that_is_there(config, get, documents)
        if name:
            folders = ["sections/", *(f"topics/{topic.slug}/" for topic in config.topics)]
            folders += [f"feeds/{extra.slug}/" for extra in config.feeds.extra]
            _follow([documents[name].next_address], config.root, get, documents)
            _follow([config.root + folder + name for folder in folders], config.root, get, documents)
            withdrawn = _withdrawn(get(config.root + WITHDRAWN) or b"", WITHDRAWN)
    except FetchError as error:
        hint = (
            "ids may be minted anew, and subscribers see entries twice: delete .feeds and build again when it answers,"
            " or set publish.recover to never if nothing was published yet"
        )
        message = f"{error.problem.message}, so the lost memory could not be recovered from it"
        return _Found(documents, withdrawn), (Problem(error.problem.where, message, hint),)
    return _Found(documents, withdrawn), ()


def _first_that_is_there(
    config: Config, get: Callable[[str], bytes | None], documents: dict[str, PastFeed]
) -> str | None:
    """Put the feed of whole issues among *documents*, and return the name of its file."""
    written = [_FILES[format] for format in ("json", "atom", "rss") if format in config.feeds.formats]
    for name in written:
        _follow([config.root + name], config.root, get, documents, follow=False)
        if documents:
            return name
    return None


def _follow(
    addresses: Iterable[str],
    root: str,
    get: Callable[[str], bytes | None],
    documents: dict[str, PastFeed],
    *,
    follow: bool = True,
) -> None:
    """Put what is at *addresses* among *documents*, and the older documents that each leads to."""
    waiting = list(addresses)
    asked: set[str] = set()
    while waiting and len(documents) < _MOST_DOCUMENTS:
        address = waiting.pop()
        if not address.startswith(root) or address in asked:
            continue
        asked.add(address)
        feed = _ours(get(address) or b"", address)
        if feed is None:
            continue
        documents[address.removeprefix(root)] = feed
        if follow:
            waiting.append(feed.next_address)
