"""Stamp entries: what is new, what changed, what keeps its id and its dates.

A feed reader remembers ids for years. So an id is minted once and remembered; each run
matches the sections of an issue with the remembered ones, and a match keeps its id
through retitling, reordering and insertion. `published` is frozen when an entry first
goes out; `updated` moves only when its words, its title or its links do.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from feeds.markup import to_text
from feeds.model import Entry, Issue, LostIssue, Memory, Remembered
from feeds.urls import short_hash, slugify

#: The version of `significant_hash`; entries hashed by another are compared with none.
HASH_VERSION = "1"
_ALIKE = 1.2  # a title, a first link or most of the words: less is another section
_SAME_ISSUE = 0.6  # of the words: git's measure of a renamed file
_URI = re.compile(r"[a-z][a-z0-9+.-]+:[!-~]+\Z")
_WORD = re.compile(r"\w+")


Namer = Callable[..., str]  # (issue key, section key...) to id


def stamp_issue(
    issue: Issue, whole: Entry, sections: Sequence[Entry], memory: Memory | None, key: str, name: Namer, now: datetime
) -> tuple[Entry, tuple[Entry, ...], tuple[str, ...]]:
    """Return *whole* and *sections* with ids and dates, and the section keys.

    *key* is that of the issue, remembered or freshly minted by `mint_issue_key`.
    """
    past = memory.entries if memory else ()
    whole_past = next((one for one in past if one.key == ""), None)
    section_past = [one for one in past if one.key != ""]
    whole = replace(whole, hash=significant_hash(whole))
    sections = [replace(section, hash=significant_hash(section)) for section in sections]
    matches = match_sections(sections, section_past, memory.text if memory else str)
    taken = {one.key for one in section_past}
    keys = []
    for section, match in zip(sections, matches, strict=True):
        keys.append(match.key if match else _mint_section_key(section, taken))
        taken.add(keys[-1])
    issue_id = memory.id if memory else mint_issue_id(issue, key, name)
    whole = _dated(replace(whole, id=issue_id, issue_id=issue_id), issue, whole_past, 0, None, now)
    stamped = []
    for section, match, section_key in zip(sections, matches, keys, strict=True):
        id = match.id if match else name(key, section_key)
        steps = len(sections) - 1 - section.position
        stamped.append(_dated(replace(section, id=id, issue_id=issue_id), issue, match, steps, whole_past, now))
    return whole, tuple(stamped), tuple(keys)


def mint_issue_id(issue: Issue, key: str, name: Namer) -> str:
    """Return the id of an issue that is seen for the first time: the one its author gave, if it is a URI."""
    return issue.pinned_id if _URI.match(issue.pinned_id) else name(key)


def mint_issue_key(issue: Issue, taken: Collection[str]) -> str:
    """Return a key for an issue that is seen for the first time: from its pinned id, else its path.

    Without any memory the same posts give the same keys again, so a lost memory changes
    no id of an issue that nobody edited.
    """
    stem = issue.path.rpartition(".")[0] or issue.path
    wanted = slugify(issue.pinned_id) or re.sub(r"[^A-Za-z0-9._~-]+", "-", stem).strip("-.") or slugify(stem)
    if not stem.isascii() and not issue.pinned_id:
        wanted = f"{wanted}-{short_hash(stem)}".strip("-")
    return _free(wanted, taken)


def significant_hash(entry: Entry) -> str:
    """Return what changes when a reader should be told: title, words, links as written.

    Links that got resolved, topics, templates and releases of ours leave it as it is.
    """
    parts = [entry.title, to_text(entry.content), *(link.href for link in entry.links)]
    text = "\n".join(" ".join(unicodedata.normalize("NFC", part).split()) for part in parts)
    return HASH_VERSION + hashlib.sha256(text.encode()).hexdigest()[:24]


def words_of(text: str) -> frozenset[str]:
    """Return the words of *text*, by which two versions of a section know each other."""
    return frozenset(_WORD.findall(text.casefold()))


def match_sections(
    sections: Sequence[Entry], past: Sequence[Remembered], text: Callable[[str], str]
) -> list[Remembered | None]:
    """Return for each section the remembered one that it is, or None where it is new.

    First those that did not change at all, then the best assignment of the rest by
    title, first link and words; of equals, the nearest in order. A withdrawn entry is
    taken up again only where no live one fits as well.
    """
    found: list[Remembered | None] = [None] * len(sections)
    free = list(enumerate(past))
    for index, section in enumerate(sections):
        exact = next((item for item in free if item[1].hash == section.hash), None)
        if exact:
            found[index] = exact[1]
            free.remove(exact)
    open_ = [index for index, match in enumerate(found) if match is None]
    if not open_ or not free:
        return found
    scored = []
    for index in open_:
        section = sections[index]
        own = words_of(to_text(section.content))
        for position, one in free:
            score = _likeness(section, own, one, text)
            if score >= _ALIKE:
                scored.append((-score + one.withdrawn, abs(index - position), index, position, one))
    used: set[int] = set()
    for *_, index, position, one in sorted(scored, key=lambda item: item[:4]):
        if found[index] is None and position not in used:
            found[index] = one
            used.add(position)
    return found


def likeness(own: frozenset[str], other: frozenset[str]) -> float:
    """Return how much two sets of words have in common, from 0 to 1 (Jaccard)."""
    return len(own & other) / len(own | other) if own and other else 0.0


def _likeness(section: Entry, own: frozenset[str], one: Remembered, text: Callable[[str], str]) -> float:
    if section.pinned_key and section.pinned_key == one.key:
        return 10.0
    score = 2.0 * (section.title.casefold() == one.title.casefold())
    score += 2.0 * bool(section.links and section.links[0].href == one.first_link)
    return score + 2.0 * likeness(own, words_of(text(one.key)))


def _mint_section_key(section: Entry, taken: Collection[str]) -> str:
    wanted = slugify(section.pinned_key) or slugify(section.title)
    if not wanted:
        wanted = "x-" + short_hash(section.links[0].href if section.links else to_text(section.content))
    return _free(wanted, taken)


def _free(wanted: str, taken: Collection[str]) -> str:
    key, number = wanted, 1
    while key in taken:
        number += 1
        key = f"{wanted}-{number}"
    return key


def _dated(
    entry: Entry, issue: Issue, past: Remembered | None, steps: int, whole_past: Remembered | None, now: datetime
) -> Entry:
    """Return *entry* with its dates.

    Sections of one issue are a second apart, the first one last, so that lists by date
    keep the reading order and no two `updated` are equal.
    """
    step = timedelta(seconds=steps)
    own_word = issue.updated if issue.updated and issue.updated <= now else None
    if past and past.out:
        if past.hash == entry.hash or past.hash[:1] != HASH_VERSION:
            return replace(entry, published=past.published, updated=past.updated)
        return replace(entry, published=past.published, updated=_changed(past, own_word, step, now))
    if whole_past and whole_past.out:  # a section that came into an issue already out
        published = now - timedelta(seconds=entry.position)
        return replace(entry, published=published, updated=published)
    first_seen = past.published - step if past and issue.published is None else now
    published = (issue.published or first_seen) + step
    updated = own_word + step if own_word and own_word > published else published
    return replace(entry, published=published, updated=updated)


def _changed(past: Remembered, own_word: datetime | None, step: timedelta, now: datetime) -> datetime:
    if own_word and own_word + step > past.updated:
        return own_word + step
    return max(now, past.updated + timedelta(seconds=1))


def find_moved(issue: Issue, digest: str, lost: Sequence[LostIssue], text_of: Callable[[str], str]) -> LostIssue | None:
    """Return the lost issue that *issue*, found in a new file, is: a file was renamed.

    The same bytes are certain; else the same title and date, or most of the words.
    """
    if not lost:
        return None
    if exact := next((one for one in lost if one.digest == digest), None):
        return exact
    title = issue.title.casefold()
    if dated := next(
        (one for one in lost if issue.published and one.published == issue.published and one.title.casefold() == title),
        None,
    ):
        return dated
    words = words_of(" ".join("".join(block.itertext()) for block in issue.body))
    scored = [(likeness(words, words_of(text_of(one.key))), one) for one in lost]
    best, one = max(scored, key=lambda item: item[0])
    return one if best >= _SAME_ISSUE else None
