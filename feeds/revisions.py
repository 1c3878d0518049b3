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
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import groupby

from feeds.markup import all_text, to_text
from feeds.model import Entry, Grain, Issue, LostIssue, Memory, Remembered
from feeds.urls import is_uri, short_hash, slugify

#: The version of `significant_hash`; entries hashed by another are compared with none.
HASH_VERSION = "2"
_ALIKE = 1.2  # a title, a first link or most of the words: less is another section
_NEAREST = 8  # on either side, of those that have the same title, link or word
_SAME_ISSUE = 0.6  # of the words: git's measure of a renamed file
_WORD = re.compile(r"\w+")
_MARK = re.compile(r"(?<!\d)[^\w\s]|[^\w\s.,]|[.,](?!\d)|_")  # a point within a number counts

Namer = Callable[..., str]  # (issue key, section key...) to id


@dataclass(frozen=True, slots=True)
class Stamping:
    """What the stamps of one issue are made of."""

    issue: Issue
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
    digest = issue_hash(whole.title, issue)
    published, updated = _dates(0, digest, stamping, stamping.whole_past, 0, None)
    whole = replace(whole, id=issue_id, issue_id=issue_id, hash=digest, published=published, updated=updated)
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
    keys = _keys(entries, prefixes, matches, {one.key for one in past})
    parts = {}
    for entry, digest, match, key, step in zip(entries, hashes, matches, keys, steps, strict=True):
        own, own_past = (stamping, whole_past) if match else unknown
        published, updated = _dates(entry.position, digest, own, match, step, own_past)
        id = match.id if match else stamping.name(stamping.key, *key.split("/"))
        parts[key] = replace(entry, id=id, issue_id=issue_id, hash=digest, published=published, updated=updated)
    return parts


def mint_issue_id(issue: Issue, key: str, name: Namer) -> str:
    """Return the id of an issue that is seen for the first time: the one its author gave, if it is a URI."""
    return issue.pinned_id if is_uri(issue.pinned_id) else name(key)


def mint_issue_key(issue: Issue, taken: Collection[str]) -> str:
    """Return a key for an issue that is seen for the first time: from its pinned id, else its path.

    Without any memory the same posts give the same keys again, so a lost memory changes
    no id of an issue that nobody edited.
    """
    stem = issue.path.rpartition(".")[0] or issue.path
    wanted = slugify(issue.pinned_id) or re.sub(r"[^A-Za-z0-9._~-]+", "-", stem).strip("-.") or slugify(stem)
    if not wanted or not (stem.isascii() or issue.pinned_id):
        wanted = f"{wanted}-x{short_hash(stem)}".strip("-")
    return _free(wanted, taken)


def issue_hash(title: str, issue: Issue) -> str:
    """Return what changes when a reader should be told of a whole *issue*: its *title*, its words and links."""
    said: list[str] = []
    for are_links, run in groupby((*title.split(), *issue.words), key=lambda word: ":/" in word):
        words = list(run)
        said += words if are_links else plain_words(" ".join(words))
    return _hash(said)


def says_the_same(past: Remembered, digest: str) -> bool:
    """Return whether *digest* is of the same words as *past*; what an earlier version hashed is taken for the same."""
    return past.hash == digest or past.hash[:1] != HASH_VERSION


def significant_hash(entry: Entry) -> str:
    """Return what changes when a reader should be told: title, words, links as written.

    Links that got resolved, topics, templates and releases of ours leave it as it is, and so
    do a comma, a capital and a line broken elsewhere.
    """
    words = plain_words(entry.title + "\n" + to_text(entry.content))
    return _hash((*words, *(link.href for link in entry.links)))


def count_known(sections: Iterable[Entry], memory: Memory) -> int:
    """Return how many of *sections* say just what *memory* has of one."""
    known = {one.hash for one in memory.entries}
    return sum(significant_hash(section) in known for section in sections)


def plain_words(text: str) -> list[str]:
    """Return the words of *text* in order, without what an editor mends and no reader is told of.

    >>> plain_words("Don't panic, it is 3.5\\n GHz!")
    ['dont', 'panic', 'it', 'is', '3.5', 'ghz']
    """
    return _MARK.sub("", unicodedata.normalize("NFKC", text).casefold()).split()


def _hash(words: Iterable[str]) -> str:
    return HASH_VERSION + hashlib.sha256(" ".join(words).encode()).hexdigest()[:24]


def words_of(text: str) -> frozenset[str]:
    """Return the words of *text*, by which two versions of a section know each other."""
    return frozenset(_WORD.findall(text.casefold()))


def match_sections(
    sections: Sequence[Entry], hashes: Sequence[str], past: Sequence[Remembered], text: Callable[[str], str]
) -> list[Remembered | None]:
    """Return for each section the remembered one that it is, or None where it is new.

    First those with an anchor that the author gave, then those that did not change at
    all, then the best assignment of the rest by title, first link and words; of equals,
    the nearest in order. A withdrawn entry is taken up again only where no live one fits
    as well.
    """
    found: list[Remembered | None] = [None] * len(sections)
    everything = dict(enumerate(past))
    _match_names(found, [slugify(section.anchor) for section in sections], everything, lambda one: one.key)
    live = {position: one for position, one in _unmatched(everything, found).items() if not one.withdrawn}
    _match_names(found, hashes, live, lambda one: one.hash)
    _match_alike(found, sections, hashes, _unmatched(everything, found), text)
    return found


def _unmatched(past: Mapping[int, Remembered], found: Iterable[Remembered | None]) -> dict[int, Remembered]:
    matched = {one.key for one in found if one}
    return {position: one for position, one in past.items() if one.key not in matched}


def _match_names(
    found: list[Remembered | None],
    names: Sequence[str],
    past: Mapping[int, Remembered],
    name_of: Callable[[Remembered], str],
) -> None:
    """Fill *found* where a name is that of a remembered section; of several, in order."""
    waiting: dict[str, list[Remembered]] = {}
    for one in reversed(list(past.values())):
        waiting.setdefault(name_of(one), []).append(one)
    for index, name in enumerate(names):
        if name and found[index] is None and waiting.get(name):
            found[index] = waiting[name].pop()


def _match_alike(
    found: list[Remembered | None],
    sections: Sequence[Entry],
    hashes: Sequence[str],
    past: Mapping[int, Remembered],
    text: Callable[[str], str],
) -> None:
    """Fill the rest of *found* by the best assignment; of equals, the nearest in order."""
    rest = [index for index, match in enumerate(found) if match is None]
    if not rest or not past:
        return
    shown = {index: _Shown.of_section(sections[index], hashes[index]) for index in rest}
    known = {position: _Shown.of_remembered(one, text) for position, one in past.items()}
    scored = []
    for index, position in _candidates(shown, known):
        score = _likeness(shown[index], known[position])
        if score >= _ALIKE:
            scored.append((past[position].withdrawn - score, abs(index - position), index, position))
    taken: set[int] = set()
    for _, _, index, position in sorted(scored):
        if found[index] is None and position not in taken:
            found[index] = past[position]
            taken.add(position)


@dataclass(frozen=True, slots=True)
class _Shown:
    """By what a section is known again."""

    hash: str
    title: str
    first_link: str
    words: frozenset[str]

    @classmethod
    def of_section(cls, section: Entry, digest: str) -> _Shown:
        first_link = section.links[0].href if section.links else ""
        return cls(digest, section.title.casefold(), first_link, words_of(to_text(section.content)))

    @classmethod
    def of_remembered(cls, one: Remembered, text: Callable[[str], str]) -> _Shown:
        return cls(one.hash, one.title.casefold(), one.first_link, words_of(text(one.key)))


def _candidates(shown: Mapping[int, _Shown], known: Mapping[int, _Shown]) -> Iterator[tuple[int, int]]:
    """Yield the pairs that may be alike, so that thousands of sections need not all be compared with all.

    They have a title or a first link in common, or one of the rarer words: two sets of
    which `_ALIKE` asks for 3/5 in common share one of the rarest 2/5 (and one more) of
    each. Where very many share the same, only the nearest in order count.
    """
    often = Counter(word for one in (*shown.values(), *known.values()) for word in one.words)

    def marks_of(one: _Shown) -> Iterator[tuple[str, str]]:
        yield "title", one.title
        yield from [("link", one.first_link)] * bool(one.first_link)
        rarest = sorted(one.words, key=lambda word: (often[word], word))
        yield from (("word", word) for word in rarest[: 2 * len(rarest) // 5 + 1])

    places: dict[tuple[str, str], list[int]] = {}
    for position, one in sorted(known.items()):
        for mark in marks_of(one):
            places.setdefault(mark, []).append(position)
    for index, one in shown.items():
        near: set[int] = set()
        for mark in marks_of(one):
            found = places.get(mark, [])
            middle = bisect_left(found, index)
            near.update(found[max(0, middle - _NEAREST) : middle + _NEAREST])
        for position in near:
            yield index, position


def likeness(own: frozenset[str], other: frozenset[str]) -> float:
    """Return how much two sets of words have in common, from 0 to 1 (Jaccard)."""
    if not own or not other:
        return 0.0
    common = len(own & other)
    return common / (len(own) + len(other) - common)


def _likeness(section: _Shown, one: _Shown) -> float:
    if section.hash == one.hash:
        return 6.0
    score = 2.0 * (section.title == one.title)
    score += 2.0 * bool(section.first_link and section.first_link == one.first_link)
    return score + 2.0 * likeness(section.words, one.words)


def _keys(
    sections: Sequence[Entry], prefixes: Sequence[str], matches: Sequence[Remembered | None], taken: set[str]
) -> list[str]:
    """Return the keys of *sections*: that of its match, or one with its prefix that was never *taken*."""
    keys = []
    used: Counter[str] = Counter()  # so that a thousand sections of one title need no million looks
    for section, prefix, match in zip(sections, prefixes, matches, strict=True):
        if match:
            keys.append(match.key)
            continue
        wanted = prefix + _wanted_key(section)
        key = _free(wanted, taken, start=used[wanted] or 1)
        used[wanted] = int(key.rpartition("-")[2]) if key != wanted else 1
        taken.add(key)
        keys.append(key)
    return keys


def _wanted_key(section: Entry) -> str:
    if wanted := slugify(section.anchor or section.title):
        return wanted
    return "x-" + short_hash(section.links[0].href if section.links else to_text(section.content))


def _free(wanted: str, taken: Collection[str], start: int = 1) -> str:
    """Return *wanted*, or the first of `wanted-2`, `wanted-3`... that is not *taken*."""
    key, number = wanted, start
    while key in taken:
        number += 1
        key = f"{wanted}-{number}"
    return key


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


def find_moved(issue: Issue, digest: str, lost: Sequence[LostIssue], text_of: Callable[[str], str]) -> LostIssue | None:
    """Return the lost issue that *issue*, found in a new file, is: a file was renamed.

    The same bytes are certain; else the same title and date, or most of the words; last the
    same number in the same folder, where no other that is gone has it.
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
    words = words_of(" ".join(all_text(block) for block in issue.body))
    scored = [(likeness(words, words_of(text_of(one.key))), one) for one in lost]
    best, one = max(scored, key=lambda item: item[0])
    if best >= _SAME_ISSUE:
        return one
    numbered = [one for one in lost if one.number is not None and one.number == issue.number]
    beside = [one for one in numbered if one.path.rpartition("/")[0] == issue.path.rpartition("/")[0]]
    return beside[0] if len(beside) == 1 else None
