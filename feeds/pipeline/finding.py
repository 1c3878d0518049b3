"""Find the archives that are published already, where the memory of them was lost.

What a volume holds cannot be made again for certain: it is as its entries were when it
was written. So the files themselves are asked, in whatever format there is.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path

from lxml import etree

from feeds.model import Cut, Feed, Window
from feeds.posts import digest_of
from feeds.render import ATOM, FORMATS, JSON, RSS, Format
from feeds.store import Store

_ATOM = "{http://www.w3.org/2005/Atom}"


@dataclass(frozen=True, slots=True)
class Found:
    """What a document that was published says."""

    published: Mapping[str, datetime]  # by id, the newest first
    updated: datetime
    previous: str  # the address of the volume before, or ""


def find_archive(feed: Feed, output: Path, store: Store) -> None:
    """Have *store* know the archive of *feed* that is in *output*, if it knows of none."""
    if store.archives.window(feed.path) is not None or not (output / feed.path / "archive").is_dir():
        return
    for format in FORMATS:
        current = _read(format, output / feed.path / format.file)
        if current is None:
            continue
        volumes = dict(_volumes(format, current, output / feed.path / "archive"))
        for name, volume in reversed(volumes.items()):
            store.archives.find_volume(feed.path, name, list(volume.published), _digests(output / feed.path, name))
        left = {
            id: when
            for volume in volumes.values()
            for id, when in volume.published.items()
            if id not in current.published
        }
        store.archives.save_window(feed.path, Window(rules="", cut=_cut(left), updated=current.updated))
        return


def _cut(left: Mapping[str, datetime]) -> Cut | None:
    """Return where a feed ends that the entries *left* are no longer in."""
    if not left:
        return None
    newest = max(left.values())
    return Cut(published=newest, left=frozenset(id for id, when in left.items() if when == newest))


def _volumes(format: Format, newest: Found, archive: Path) -> Iterator[tuple[str, Found]]:
    """Yield the volumes below *archive* by name, following the links from one to the one before it."""
    seen: set[str] = set()
    found: Found | None = newest
    while found and found.previous:
        name = found.previous.split("/")[-2]
        if name in seen or name in (".", ".."):
            return
        seen.add(name)
        found = _read(format, archive / name / format.file)
        if found:
            yield name, found


def _digests(folder: Path, name: str) -> dict[str, str]:
    files = {format.key: folder / "archive" / name / format.file for format in FORMATS}
    return {key: digest_of(file.read_bytes()) for key, file in files.items() if file.is_file()}


def _read(format: Format, path: Path) -> Found | None:
    """Return what the document at *path* says, or None if it is not there, or is none of ours."""
    readers: Mapping[Format, Callable[[bytes], Found]] = {ATOM: _read_atom, RSS: _read_rss, JSON: _read_json}
    try:
        return readers[format](path.read_bytes())
    except (OSError, ValueError, TypeError, KeyError, AttributeError, etree.XMLSyntaxError):
        return None


def _read_atom(content: bytes) -> Found:
    root = etree.fromstring(content, _parser())
    published = {
        str(entry.findtext(f"{_ATOM}id")): _moment(entry.findtext(f"{_ATOM}published"))
        for entry in root.iterfind(f"{_ATOM}entry")
    }
    return Found(published, _moment(root.findtext(f"{_ATOM}updated")), _previous(root))


def _read_rss(content: bytes) -> Found:
    (channel,) = etree.fromstring(content, _parser())
    published = {
        str(item.findtext("guid")): parsedate_to_datetime(str(item.findtext("pubDate")))
        for item in channel.iterfind("item")
    }
    return Found(published, parsedate_to_datetime(str(channel.findtext("lastBuildDate"))), _previous(channel))


def _read_json(content: bytes) -> Found:
    values = json.loads(content)
    items = values["items"]
    published = {str(item["id"]): _moment(item["date_published"]) for item in items}
    updated = max((_moment(item["date_modified"]) for item in items), default=datetime(2000, 1, 1, tzinfo=UTC))
    return Found(published, updated, str(values.get("next_url", "")))


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True)


def _previous(head: etree._Element) -> str:
    links = (link for link in head.iterfind(f"{_ATOM}link") if link.get("rel") == "prev-archive")
    return next((str(link.get("href")) for link in links), "")


def _moment(text: object) -> datetime:
    return datetime.fromisoformat(str(text)).astimezone(UTC)
