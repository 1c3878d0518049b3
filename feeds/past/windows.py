"""Find the entries of our published feeds, where the feeds end, and the volumes of their archives.

A volume has its entries as they were when it was written, so it may not be possible to write
the same volume again. The documents themselves say which entries are in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from msgspec import Struct

from feeds.model import Cut, Window
from feeds.past.values import PastEntry, PastFeed, is_volume

_FILES = ("feed.json", "atom.xml", "rss.xml")  # the most detailed first
_UNKNOWN = datetime(2000, 1, 1, tzinfo=UTC)


class PastWindow(Struct, frozen=True, kw_only=True):
    """A feed as it was last published."""

    path: str  # the path of its folder
    carried: tuple[str, ...]  # ids, the newest first
    window: Window
    volumes: Mapping[str, tuple[str, ...]]  # the ids in each volume of its archive by its name, the oldest first


def find_windows(documents: Mapping[str, PastFeed]) -> Iterator[PastWindow]:
    """Yield each feed as it was last published; *documents* are ours, by path."""
    for folder in sorted({path[: -len(name)] for path in documents for name in _FILES if path.endswith(name)}):
        name = next(name for name in _FILES if folder + name in documents)
        if not is_volume(folder):
            yield _window(folder, name, documents)


def _window(folder: str, name: str, documents: Mapping[str, PastFeed]) -> PastWindow:
    feed = documents[folder + name]
    volumes = dict(reversed(list(_volumes(folder, name, documents))))
    return PastWindow(
        path=folder,
        carried=tuple(entry.id for entry in feed.entries),
        window=Window(rules="", cut=_cut(feed, volumes), updated=feed.updated or _newest(feed)),
        volumes={volume: tuple(entry.id for entry in past.entries) for volume, past in volumes.items()},
    )


def _volumes(folder: str, name: str, documents: Mapping[str, PastFeed]) -> Iterator[tuple[str, PastFeed]]:
    """Yield the volumes of the archive in *folder* by name, following the links to the previous ones."""
    seen: set[str] = set()
    found: PastFeed | None = documents[folder + name]
    while found and found.next_address.count("/") > 1:
        volume = found.next_address.split("/")[-2]
        if volume in seen:
            return
        seen.add(volume)
        files = (name, *_FILES)  # volumes may be in fewer formats than their feed
        found = next(filter(None, (documents.get(f"{folder}archive/{volume}/{file}") for file in files)), None)
        if found:
            yield volume, found


def _cut(feed: PastFeed, volumes: Mapping[str, PastFeed]) -> Cut | None:
    """Return where *feed* ends, as it says.

    Otherwise that is after the newest entry that only its archive has, or else at its oldest entry.
    """
    if feed.cut or feed.complete or feed.format == "json":
        return feed.cut
    carried = {entry.id for entry in feed.entries}
    left = [entry for past in volumes.values() for entry in past.entries if entry.id not in carried]
    dates = [entry.published for entry in left if entry.published]
    if dates:
        newest = max(dates)
        return Cut(published=newest, left=frozenset(entry.id for entry in left if entry.published == newest))
    dates = [entry.published for entry in feed.entries if entry.published]
    return Cut(published=min(dates), left=frozenset()) if dates else None


def _newest(feed: PastFeed) -> datetime:
    return max((_moment(entry) for entry in feed.entries), default=_UNKNOWN)


def _moment(entry: PastEntry) -> datetime:
    return entry.updated or entry.published or _UNKNOWN
