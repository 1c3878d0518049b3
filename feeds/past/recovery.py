"""Make memory of feeds that this program wrote: what had which id, key, dates and words.

The ids hold the keys (`tag:…:issue/section/item`); where they do not, because the author
gave an id or it was taken over from another feed, the member `_republisher` names the key.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from feeds.errors import Where
from feeds.model import Departure, Entry, Grain, Link, Origin, Restored, StampedIssue
from feeds.past.documents import PastEntry, PastFeed
from feeds.urls import slugify

_TAG = re.compile(r"tag:(?P<authority>[^,:]+),[^:]*:(?P<key>[^:]+)\Z")
_LAST_PARAGRAPH = re.compile(r"\n?<p>(?:(?!</?p>).)*</p>\s*\Z", re.DOTALL)
_UNKNOWN = datetime(1970, 1, 1, tzinfo=UTC)
_GRAINS: tuple[Grain, ...] = ("issue", "section", "item")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovery:
    """What feeds of ours tell about the memory they were made from."""

    authority: str = ""  # the domain in ids
    issues: tuple[Restored, ...] = ()

    @property
    def entries(self) -> int:
        """How many entries are known again."""
        return sum(len(issue.out) for issue in self.issues)


@dataclass(frozen=True, slots=True)
class _Known:
    """An entry with its key."""

    key: str
    entry: PastEntry

    @property
    def withdrawn(self) -> bool:
        return self.entry.withdrawn is not None


def recover(
    feeds: Iterable[PastFeed], volumes: Iterable[PastFeed], withdrawn: Sequence[PastEntry], directory: str
) -> Recovery:
    """Return the memory behind *feeds* of posts in *directory*, and behind the list of what was *withdrawn*.

    Of an entry that several feeds carry, the newest version counts. In the *volumes* of
    their archives it may be an older one: what it said when it was last edited is not known.
    One that is on the list is withdrawn, whatever feeds carry: there a notice stands for it.
    """
    feeds = [feed for feed in feeds if feed.ours]
    newest = _newest(feeds)
    for id, entry in _newest(feed for feed in volumes if feed.ours).items():
        newest.setdefault(id, replace(entry, hash=""))
    newest |= {entry.id: _with_notice(entry, newest.get(entry.id)) for entry in withdrawn}
    keyed: dict[str, _Known] = {}
    pages = _keys_by_page(newest.values())
    for entry in newest.values():
        key = _key_of(entry, pages)
        keyed.setdefault(key, _Known(key, entry))
    groups: dict[str, list[_Known]] = {}
    for key in sorted(keyed):
        groups.setdefault(key.partition("/")[0], []).append(keyed[key])
    return Recovery(
        authority=_authority([*(feed.id for feed in feeds), *newest]),
        issues=_without_clashes(_issue(key, group, directory) for key, group in groups.items()),
    )


def _newest(feeds: Iterable[PastFeed]) -> dict[str, PastEntry]:
    newest: dict[str, PastEntry] = {}
    for entry in (entry for feed in feeds for entry in feed.entries):
        known = newest.get(entry.id)
        if known is None or (entry.updated or _UNKNOWN) > (known.updated or _UNKNOWN):
            newest[entry.id] = entry
    return newest


def _with_notice(entry: PastEntry, notice: PastEntry | None) -> PastEntry:
    """Return the *entry* of the list with the title and address that the *notice* in a feed has left it."""
    return replace(entry, title=notice.title, link=notice.link) if notice else entry


def _key_of(entry: PastEntry, pages: Mapping[str, str]) -> str:
    """Return the key of *entry*: of its issue, and behind "/" of the section and of the item.

    Where neither id nor feed tell it, as of an issue with an id from elsewhere in RSS or
    Atom, the sections that are read on the same page do.
    """
    if entry.key:
        return entry.key
    found = _TAG.match(entry.id)
    return found["key"] if found else pages.get(_page(entry), slugify(entry.id))


def _keys_by_page(entries: Iterable[PastEntry]) -> dict[str, str]:
    """Return the keys of issues by the page where sections with ids of ours are read."""
    found = ((_page(entry), _TAG.match(entry.id)) for entry in entries)
    return {page: tag["key"].partition("/")[0] for page, tag in found if page and tag and "/" in tag["key"]}


def _page(entry: PastEntry) -> str:
    return entry.link.partition("#")[0]


def _without_clashes(issues: Iterable[Restored]) -> tuple[Restored, ...]:
    """Return *issues* without those that have an id of an earlier one: somebody edited the feeds."""
    seen: set[str] = set()
    kept = []
    for restored in issues:
        ids = [restored.issue.whole.id, *(part.id for part in restored.issue.parts.values())]
        if all(ids) and len(set(ids)) == len(ids) and seen.isdisjoint(ids):
            seen.update(ids)
            kept.append(restored)
    return tuple(kept)


def _authority(ids: Iterable[str]) -> str:
    return next((found["authority"] for id in ids if (found := _TAG.match(id))), "")


def _issue(key: str, group: Sequence[_Known], directory: str) -> Restored:
    whole = next((known for known in group if known.key == key), None)
    parts = sorted((known for known in group if known is not whole), key=_reading_order)
    first = whole or parts[0]
    live = [known for known in (*([whole] if whole else []), *parts) if not known.withdrawn]
    published = min(known.entry.published or _UNKNOWN for known in (parts if whole is None else [whole]))
    entry = _entry(first, "issue", 0, first.entry.issue_id or first.entry.id) if whole else _stand_in(first, published)
    made = {
        known.key.removeprefix(key + "/"): _entry(known, _GRAINS[min(known.key.count("/"), 2)], position, entry.id)
        for position, known in enumerate(parts)
    }
    stamped = StampedIssue(
        key=key,
        path=first.entry.source.removeprefix(directory + "/"),
        digest="",
        title=entry.title,
        published=published,
        expires=None,
        whole=entry,
        parts=made,
    )
    names = {known: known.key.removeprefix(key).removeprefix("/") for known in group}
    return Restored(
        issue=stamped,
        out=frozenset(names.values()),
        withdrawn={
            name: Departure(moment=past.withdrawn, by_author=past.by_author, feeds=past.left)
            for past, name in ((known.entry, name) for known, name in names.items())
            if past.withdrawn
        },
        gone=not live,
    )


def _reading_order(known: _Known) -> tuple[float, str]:
    """Sections of an issue are a second apart, the first one last."""
    return (-(known.entry.published or _UNKNOWN).timestamp(), known.key)


def _stand_in(part: _Known, published: datetime) -> Entry:
    """Return the whole issue of a *part* where no feed carries it any more."""
    id = part.entry.issue_id or part.entry.id.removesuffix(part.key.partition("/")[2]).removesuffix("/")
    key = part.key.partition("/")[0]
    return _entry(_Known(key, PastEntry(id=id, published=published, source=part.entry.source)), "issue", 0, id)


def _entry(known: _Known, kind: Grain, position: int, issue_id: str) -> Entry:
    past = known.entry
    published = past.published or past.updated or _UNKNOWN
    return Entry(
        id=past.id,
        issue_id=issue_id,
        key=known.key,
        kind=kind,
        position=position,
        title=past.title,
        origin=Origin(title=past.title, permalink=past.link, where=Where(past.source)),
        permalink=past.link,
        published=published,
        updated=past.updated or published,
        hash=past.hash,
        content=_own_words(past) if kind != "issue" else past.content,
        links=(Link(href=past.first_link, text=""),) if past.first_link else (),
    )


def _own_words(past: PastEntry) -> str:
    """Return the content of a section without the last paragraph, which says where it is from."""
    shorter = _LAST_PARAGRAPH.sub("", past.content)
    return shorter if shorter.strip() else past.content
