"""Give the entries of an issue the ids they have or get, and their dates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from feeds.model import Entry, Grain, Issue, Memory, Remembered
from feeds.revisions.matching import match_sections
from feeds.revisions.minting import Namer, mint_issue_id, mint_keys
from feeds.revisions.wording import says_the_same, significant_hash


@dataclass(frozen=True, slots=True)
class Stamping:
    """What the stamps of one issue are made of."""

    issue: Issue
    hash: str  # of all that the issue says, by `issue_hash`
    memory: Memory | None  # None: it was never seen before
    key: str  # of the issue, remembered or freshly minted by `mint_issue_key`
    name: Namer
    now: datetime
    quiet: bool = False  # whether nothing that was out, and nothing new in it, is to be announced

    @property
    def whole_past(self) -> Remembered | None:
        return self.memory.whole if self.memory else None

    @property
    def of_unknown_parts(self) -> tuple[Stamping, Remembered | None]:
        """What the dates of parts that are not remembered follow from.

        In an issue that is out such a part came later; but where the memory was recovered
        from feeds, it is likely one that they had no room for: then it is as old as its issue.
        """
        whole = self.whole_past
        if self.memory is None or self.memory.complete or whole is None:
            return self, whole
        return (replace(self, issue=replace(self.issue, published=whole.published)) if whole.out else self), None

    def past(self, kind: Grain) -> list[Remembered]:
        """Return what is remembered of the sections, or of the items, whose keys hold a "/"."""
        entries = self.memory.entries if self.memory else ()
        return [one for one in entries if one.key and ("/" in one.key) == (kind == "item")]


def stamp_issue(
    whole: Entry, sections: Sequence[Entry], items: Sequence[Entry], stamping: Stamping
) -> tuple[Entry, dict[str, Entry]]:
    """Return *whole*, and its *sections* and then *items* by key, with ids and dates."""
    issue, memory = stamping.issue, stamping.memory
    issue_id = memory.id if memory else mint_issue_id(issue, stamping.key, stamping.name)
    last = len(sections) - 1
    parts = _stamp_parts(sections, [""] * len(sections), [last - n for n in range(len(sections))], issue_id, stamping)
    keys = list(parts)
    plain = _plain_after(sections)
    steps = [len(items) - 1 - item.position + plain[item.section] for item in items]
    parts |= _stamp_parts(items, [f"{keys[item.section]}/" for item in items], steps, issue_id, stamping)
    published, updated = _dates(0, stamping.hash, stamping, stamping.whole_past, 0, None)
    whole = replace(whole, id=issue_id, issue_id=issue_id, hash=stamping.hash, published=published, updated=updated)
    return whole, parts


def _plain_after(sections: Sequence[Entry]) -> list[int]:
    """Return for each of *sections* how many after it stand in feeds of items themselves, having none."""
    plain = sum(not section.has_items for section in sections)
    return [plain := plain - (not section.has_items) for section in sections]


def _stamp_parts(
    entries: Sequence[Entry], prefixes: Sequence[str], steps: Sequence[int], issue_id: str, stamping: Stamping
) -> dict[str, Entry]:
    """Return *entries* of one kind by key; a new key is minted behind the prefix of its entry.

    *steps* are the seconds by which each comes before the last one of the issue.
    """
    if not entries:
        return {}
    past = stamping.past(entries[0].kind)
    memory, whole_past, unknown = stamping.memory, stamping.whole_past, stamping.of_unknown_parts
    hashes = [significant_hash(entry) for entry in entries]
    matches = match_sections(entries, hashes, past, memory.text if memory else str)
    keys = mint_keys(entries, prefixes, matches, {one.key for one in past})
    parts = {}
    for entry, digest, match, key, step in zip(entries, hashes, matches, keys, steps, strict=True):
        own, own_past = (stamping, whole_past) if match else unknown
        published, updated = _dates(entry.position, digest, own, match, step, own_past)
        id = match.id if match else stamping.name(stamping.key, *key.split("/"))
        parts[key] = replace(entry, id=id, issue_id=issue_id, hash=digest, published=published, updated=updated)
    return parts


def _dates(
    position: int,
    digest: str,
    stamping: Stamping,
    past: Remembered | None,
    steps: int,
    whole_past: Remembered | None,
) -> tuple[datetime, datetime]:
    """Return when an entry was published and updated.

    Sections of one issue are *steps* seconds apart, the first one last, so that lists by
    date keep the reading order and no two `updated` are equal.
    """
    issue, now = stamping.issue, stamping.now
    step = timedelta(seconds=steps)
    own_word = issue.updated if issue.updated and issue.updated <= now else None
    if past and past.out:
        same = stamping.quiet or says_the_same(past, digest)
        return past.published, past.updated if same else _changed(past, own_word, step, now, position)
    if whole_past and whole_past.out:  # a section that came into an issue already out
        as_new = whole_past.published + step if stamping.quiet else now - timedelta(seconds=position)
        published = past.published if past else as_new
        return published, published
    first_seen = past.published - step if past and issue.published is None else now
    published = (issue.published or first_seen) + step
    return published, own_word + step if own_word and own_word > published else published


def _changed(past: Remembered, own_word: datetime | None, step: timedelta, now: datetime, position: int) -> datetime:
    if own_word and own_word + step > past.updated:
        return own_word + step
    return max(now - timedelta(seconds=position), past.updated + timedelta(seconds=1))
