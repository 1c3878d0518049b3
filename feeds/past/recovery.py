"""Recover the memory from feeds that this program wrote: ids, keys, dates and content.

The ids have the keys (`tag:…:issue/section/item`). Where they do not, because the author
gave an id or it was taken over from another feed, the member `_republisher` has the key.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime

from msgspec import Struct
from msgspec.structs import replace

from feeds.model import RecoveredEntry, RecoveredIssue, Withdrawal, grain_of
from feeds.past.values import TAG, PastEntry, PastFeed
from feeds.regex import regex
from feeds.urls import slugify

_LAST_PARAGRAPH = regex(r"\n?<p>(?:(?!</?p>).)*</p>\s*\Z", re.DOTALL)
_UNKNOWN = datetime(1970, 1, 1, tzinfo=UTC)


class Recovery(Struct, frozen=True, kw_only=True):
    """The memory that feeds of ours were made from, as far as they have it."""

    authority: str = ""  # the domain in ids
    issues: tuple[RecoveredIssue, ...] = ()

    @property
    def entries(self) -> int:
        """How many entries are known again."""
        return sum(len(issue.entries) for issue in self.issues)


class _KeyedEntry(Struct, frozen=True):
    """An entry of a feed with the key of its issue, and its own key within that ("" for the whole issue)."""

    issue_key: str
    key: str
    past: PastEntry


def recover(
    feeds: Iterable[PastFeed], volumes: Iterable[PastFeed], withdrawn: Sequence[PastEntry], directory: str
) -> Recovery:
    """Return the memory behind *feeds* of posts in *directory*, and behind the list of *withdrawn* entries.

    Of an entry in several feeds, the newest version counts. The *volumes* of their archives
    may have an older version, so what an entry from there said last is not known. An entry on
    the list is withdrawn, even if feeds carry it: there it is a notice.
    """
    feeds = [feed for feed in feeds if feed.ours]
    newest = _newest(feeds)
    for id, past in _newest(feed for feed in volumes if feed.ours).items():
        newest.setdefault(id, replace(past, hash=""))
    newest |= {past.id: _with_notice(past, newest.get(past.id)) for past in withdrawn}
    groups = _by_issue(newest.values())
    return Recovery(
        authority=_authority([*(feed.id for feed in feeds), *newest]),
        issues=_without_clashes(_recover_issue(key, group, directory) for key, group in groups.items()),
    )


def _by_issue(entries: Collection[PastEntry]) -> dict[str, list[_KeyedEntry]]:
    """Return *entries* by the key of their issue, in the order of keys; the first one with a key counts."""
    pages = _keys_by_page(entries)
    keyed: dict[str, PastEntry] = {}
    for past in entries:
        keyed.setdefault(_key_of(past, pages).rstrip("/"), past)
    groups: dict[str, list[_KeyedEntry]] = {}
    for full_key in sorted(keyed):
        issue_key, _, key = full_key.partition("/")
        groups.setdefault(issue_key, []).append(_KeyedEntry(issue_key, key, keyed[full_key]))
    return groups


def _newest(feeds: Iterable[PastFeed]) -> dict[str, PastEntry]:
    newest: dict[str, PastEntry] = {}
    for entry in (entry for feed in feeds for entry in feed.entries):
        known = newest.get(entry.id)
        if known is None or _rank(entry) > _rank(known):
            newest[entry.id] = entry
    return newest


def _rank(entry: PastEntry) -> tuple[datetime, int]:
    """Return what the newest version of an entry has most of; an archive may have no more than its summary."""
    return entry.updated or _UNKNOWN, len(entry.content)


def _with_notice(entry: PastEntry, notice: PastEntry | None) -> PastEntry:
    """Return the *entry* of the list with the title and address of its *notice* in a feed."""
    return replace(entry, title=notice.title, link=notice.link) if notice else entry


def _key_of(entry: PastEntry, pages: Mapping[str, str]) -> str:
    """Return the key of *entry*: that of its issue, followed by "/" and those of its section and item.

    Neither id nor feed may have it, as for an issue with an id from elsewhere in RSS or Atom;
    then sections with a permalink on the same page have it.
    """
    if entry.key:
        return entry.key
    found = TAG.match(entry.id)
    return found["key"] if found else pages.get(_page(entry), slugify(entry.id))


def _keys_by_page(entries: Iterable[PastEntry]) -> dict[str, str]:
    """Return the keys of issues by the page that the permalinks of their sections lead to."""
    found = ((_page(entry), TAG.match(entry.id)) for entry in entries)
    return {page: tag["key"].partition("/")[0] for page, tag in found if page and tag and "/" in tag["key"]}


def _page(entry: PastEntry) -> str:
    return entry.link.partition("#")[0]


def _without_clashes(issues: Iterable[RecoveredIssue]) -> tuple[RecoveredIssue, ...]:
    """Return *issues* without those that have an id of an earlier one: somebody edited the feeds."""
    seen: set[str] = set()
    kept = []
    for issue in issues:
        ids = [issue.id, *(part.id for part in issue.parts)]
        if all(ids) and len(set(ids)) == len(ids) and seen.isdisjoint(ids):
            seen.update(ids)
            kept.append(issue)
    return tuple(kept)


def _authority(ids: Iterable[str]) -> str:
    return next((found["authority"] for id in ids if (found := TAG.match(id))), "")


def _recover_issue(key: str, group: Sequence[_KeyedEntry], directory: str) -> RecoveredIssue:
    """Return the issue with *key*, of which feeds have the *group* of entries."""
    whole = next((one for one in group if not one.key), None)
    parts = sorted((one for one in group if one.key), key=_reading_order)
    first = whole or parts[0]
    issue = RecoveredIssue(
        key=key,
        id=first.past.id if whole else _issue_id(first),
        path=first.past.source.removeprefix(directory + "/"),
        source=first.past.source,
        published=min(one.past.published or _UNKNOWN for one in ([whole] if whole else parts)),
        whole=_recover_entry(whole) if whole else None,
        parts=tuple(map(_recover_entry, parts)),
        withdrawn=(),
    )
    gone = (_withdrawal(issue, one) for one in group if one.past.withdrawn)
    return replace(issue, withdrawn=tuple(gone))


def _reading_order(one: _KeyedEntry) -> tuple[float, str]:
    """Sections of an issue are a second apart, the first one last."""
    return (-(one.past.published or _UNKNOWN).timestamp(), one.key)


def _issue_id(part: _KeyedEntry) -> str:
    """Return the id of the issue of *part*, where no feed carries the issue as a whole any more."""
    return part.past.issue_id or part.past.id.removesuffix(part.key).removesuffix("/")


def _recover_entry(one: _KeyedEntry) -> RecoveredEntry:
    past = one.past
    published = past.published or past.updated or _UNKNOWN
    return RecoveredEntry(
        key=one.key,
        id=past.id,
        kind=grain_of(one.key),
        title=past.title,
        permalink=past.link,
        published=published,
        updated=past.updated or published,
        hash=past.hash,
        content=_own_content(past.content) if one.key else past.content,
        first_link=past.first_link,
    )


def _withdrawal(issue: RecoveredIssue, one: _KeyedEntry) -> Withdrawal:
    assert one.past.withdrawn is not None
    entry = _recover_entry(one)
    return Withdrawal(
        id=entry.id,
        issue_id=issue.id,
        issue_key=issue.key,
        section_key=entry.key,
        grain=entry.kind,
        title=entry.title,
        permalink=entry.permalink,
        published=entry.published,
        updated=entry.updated,
        hash=entry.hash,
        moment=one.past.withdrawn,
        by_author=one.past.by_author,
        path=issue.path,
        left=one.past.left,
    )


def _own_content(content: str) -> str:
    """Return the *content* of a section without the last paragraph, which names its issue."""
    shorter = _LAST_PARAGRAPH.sub("", content)
    return shorter if shorter.strip() else content
