"""Read a copy of the memory."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from feeds.backup.head import id_of_part
from feeds.backup.lines import values_of
from feeds.backup.values import Backup, KeptFeed, KeptSite
from feeds.errors import FeedsError, Where
from feeds.model import Cut, Ending, RecoveredEntry, RecoveredIssue, TagTopic, Window, Withdrawal, grain_of


def parse(content: bytes, directory: str, where: str) -> Backup:
    """Return the backup in *content*, the file at *where*; posts are in *directory*.

    Raises:
        FeedsError: it is damaged, or no copy of the memory.
    """
    try:
        values = values_of(content, where)
        return Backup(
            site=_site(values),
            issues=tuple(_issue(key, one, directory) for key, one in values["issues"].items()),
            feeds=tuple(_feed(path, one) for path, one in values["feeds"].items()),
        )
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise FeedsError("is not a copy of the memory", Where(where), "give a memory.json") from error


def _site(values: Mapping[str, Any]) -> KeptSite:
    return KeptSite(
        authority=values["authority"],
        names=values["names"],
        endings=tuple(
            Ending(feed=path, name=one["name"], moment=datetime.fromisoformat(one["ended"]))
            for path, one in values["endings"].items()
        ),
        tag_topics=tuple(TagTopic(key=key, **one) for key, one in values["tag_topics"].items()),
    )


def _feed(path: str, values: Mapping[str, Any]) -> KeptFeed:
    return KeptFeed(path=path, carried=tuple(values["entries"]), window=_window(values))


def _window(values: Mapping[str, Any]) -> Window | None:
    if "updated" not in values:
        return None
    cut = _cut(values) if "ends" in values else None
    return Window(rules=values["rules"], updated=datetime.fromisoformat(values["updated"]), cut=cut)


def _cut(values: Mapping[str, Any]) -> Cut:
    return Cut(published=datetime.fromisoformat(values["ends"]), left=frozenset(values["left"]))


def _issue(key: str, values: Mapping[str, Any], directory: str) -> RecoveredIssue:
    entries = [_entry(name, one, values["id"]) for name, one in values["entries"].items()]
    by_key = {one.key: one for one in entries}
    return RecoveredIssue(
        key=key,
        id=values["id"],
        path=values["path"],
        source=f"{directory}/{values['path']}",
        published=entries[0].published,
        whole=by_key.get(""),
        parts=tuple(one for one in entries if one.key),
        withdrawn=tuple(
            _withdrawal(by_key[name], key, values, gone) for name, gone in values.get("withdrawn", {}).items()
        ),
    )


def _entry(key: str, values: Mapping[str, str], issue_id: str) -> RecoveredEntry:
    return RecoveredEntry(
        key=key,
        id=values.get("id") or id_of_part(issue_id, key),
        kind=grain_of(key),
        title=values.get("title", ""),
        permalink="",
        published=datetime.fromisoformat(values["published"]),
        updated=datetime.fromisoformat(values.get("updated") or values["published"]),
        hash=values.get("hash", ""),
        content="",
        first_link=values.get("link", ""),
    )


def _withdrawal(
    entry: RecoveredEntry, issue_key: str, issue: Mapping[str, Any], values: Mapping[str, Any]
) -> Withdrawal:
    return Withdrawal(
        id=entry.id,
        issue_id=issue["id"],
        issue_key=issue_key,
        section_key=entry.key,
        grain=entry.kind,
        title=entry.title,
        permalink=values["permalink"],
        published=entry.published,
        updated=entry.updated,
        hash=entry.hash,
        moment=datetime.fromisoformat(values["moment"]),
        by_author=values["by_author"],
        path=issue["path"],
        left=tuple(values["left"]),
    )
