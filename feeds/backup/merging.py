"""Bring a copy of the memory and published feeds together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec.structs import replace

from feeds.model import RecoveredEntry, RecoveredIssue, Withdrawal


def merge(kept: Iterable[RecoveredIssue], found: Mapping[str, RecoveredIssue]) -> dict[str, RecoveredIssue]:
    """Return the issues of a copy, *kept* before, with what published feeds say of them, by key.

    The feeds, of which *found* are the issues by key, have the text of some entries, may have
    edits that are newer than the copy, and entries that it does not know yet.
    """
    issues = {one.key: _merged(one, found[one.key]) if one.key in found else one for one in kept}
    taken = {entry.id for issue in issues.values() for entry in issue.entries}
    for key, issue in found.items():
        if key not in issues and taken.isdisjoint(entry.id for entry in issue.entries):
            issues[key] = issue
    return issues


def _merged(kept: RecoveredIssue, found: RecoveredIssue) -> RecoveredIssue:
    known = {one.id for one in kept.entries}
    shown = {one.id: one for one in found.entries}
    new = tuple(one for one in found.parts if one.id not in known and one.key not in {part.key for part in kept.parts})
    return replace(
        kept,
        path=found.path or kept.path,
        source=found.source if found.path else kept.source,
        whole=_updated(kept.whole, shown) if kept.whole else found.whole,
        parts=(*(_updated(one, shown) for one in kept.parts), *new),
        withdrawn=_withdrawn(kept.withdrawn, found.withdrawn, [*known, *(one.id for one in new)]),
    )


def _updated(kept: RecoveredEntry, shown: Mapping[str, RecoveredEntry]) -> RecoveredEntry:
    """Return the *kept* entry as feeds show it, if they do; a volume of an archive may show an old version."""
    found = shown.get(kept.id)
    if found is None:
        return kept
    if not found.hash or found.updated < kept.updated:
        return replace(kept, content=found.content, permalink=found.permalink)
    return replace(found, key=kept.key, published=kept.published)


def _withdrawn(kept: Sequence[Withdrawal], found: Sequence[Withdrawal], known: Sequence[str]) -> tuple[Withdrawal, ...]:
    """Return the withdrawals of entries that are *known*, those that feeds *found* since the copy was made too."""
    before = {one.id for one in kept}
    return (*kept, *(one for one in found if one.id not in before and one.id in known))
