"""Give the entries of an issue their ids, known or new, and their dates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import accumulate

from msgspec import Struct
from msgspec.structs import replace

from feeds.model import Grain, Issue, IssueStamps, Item, Memory, Parts, Remembered, Section, Stamp
from feeds.revisions.completions import split_completed
from feeds.revisions.matching import match_sections
from feeds.revisions.minting import Namer, mint_issue_id, mint_keys
from feeds.revisions.wording import says_the_same, significant_hashes

_SECOND = timedelta(seconds=1)


class StampRequest(Struct, frozen=True, kw_only=True):
    """An issue, and everything that its ids and dates depend on."""

    issue: Issue
    hash: str  # of all that the issue says, by `issue_hash`
    memory: Memory | None  # None: it was never seen before
    key: str  # of the issue, remembered or freshly minted by `mint_issue_key`
    name: Namer
    now: datetime
    quiet: bool = False  # whether an edit of a published entry, or a new part of a published issue, is not announced

    @property
    def issue_id(self) -> str:
        """The remembered id of the issue, or a new one."""
        return self.memory.id if self.memory else mint_issue_id(self.issue, self.key, self.name)

    @property
    def whole_past(self) -> Remembered | None:
        """The memory of the issue itself."""
        return self.memory.whole if self.memory else None

    @property
    def own_word(self) -> datetime | None:
        """When the author says that the issue was updated."""
        updated = self.issue.updated
        return updated if updated and updated <= self.now else None

    def past(self, kind: Grain) -> list[Remembered]:
        """Return what is remembered of the sections, or of the items, whose keys hold a "/"."""
        entries = self.memory.entries if self.memory else ()
        return [one for one in entries if one.key and ("/" in one.key) == (kind == "item")]


def stamp_issue(parts: Parts, request: StampRequest) -> IssueStamps:
    """Return the stamps of an issue and of its *parts*, in their order."""
    places = _places_of(parts)
    sections = _stamp_parts("section", parts.sections, [""] * len(parts.sections), places.sections, request)
    prefixes = [f"{sections[item.section].key}/" for item in parts.items]
    return IssueStamps(
        whole=_stamp_whole(request),
        sections=sections,
        items=_stamp_parts("item", parts.items, prefixes, places.items, request),
    )


def _stamp_whole(request: StampRequest) -> Stamp:
    case = _Case(request=request, past=request.whole_past, digest=request.hash)
    published, updated = case.dates
    return Stamp(key="", id=request.issue_id, hash=request.hash, published=published, updated=updated)


class _Place(Struct, frozen=True):
    """The place of a part among those of its issue: its number, and how many there are."""

    number: int = 0
    count: int = 1

    @property
    def ahead(self) -> timedelta:
        """How long it comes before the last part."""
        return _SECOND * (self.count - 1 - self.number)

    @property
    def behind(self) -> timedelta:
        """How long it comes after the first part."""
        return _SECOND * self.number


class _Places(Struct, frozen=True, kw_only=True):
    sections: Sequence[_Place]
    items: Sequence[_Place]


def _places_of(parts: Parts) -> _Places:
    """Return the places of sections and items on one scale, in reading order.

    A feed of items carries items and sections without any, so no two of these have the same
    place. A section with items has that of its first.
    """
    if not parts.items:  # which most newsletters are not cut into
        count = len(parts.sections)
        return _Places(sections=[_Place(number, count) for number in range(count)], items=())
    own = Counter(item.section for item in parts.items)
    plain = [section.position not in own for section in parts.sections]
    *starts, count = 0, *accumulate(max(own[section.position], 1) for section in parts.sections)
    plain_before = [0, *accumulate(plain)]
    return _Places(
        sections=[_Place(start, count) for start in starts],
        items=[_Place(item.position + plain_before[item.section], count) for item in parts.items],
    )


def _stamp_parts(
    kind: Grain,
    parts: Sequence[Section | Item],
    prefixes: Sequence[str],
    places: Sequence[_Place],
    request: StampRequest,
) -> tuple[Stamp, ...]:
    """Return the stamps of *parts* of one *kind*; a new key is minted behind the prefix of its part."""
    if not parts:
        return ()
    past = _with_own_titles(request.past(kind), parts, request)
    hashes = significant_hashes(parts)
    matches = match_sections(parts, hashes, past, request.memory.text if request.memory else str)
    keys = mint_keys(request.issue, parts, prefixes, matches, {one.key for one in past})
    stamps = []
    for digest, match, key, place in zip(hashes, matches, keys, places, strict=True):
        id = match.id if match else request.name(request.key, *key.split("/"))
        completion = match.completion if match else ""
        published, updated = _dates_of_part(request, match, digest, place)
        stamps.append(Stamp(key=key, id=id, hash=digest, published=published, updated=updated, completion=completion))
    return tuple(stamps)


def _with_own_titles(
    past: list[Remembered], parts: Sequence[Section | Item], request: StampRequest
) -> list[Remembered]:
    """Return *past* with the titles of *parts*, where feeds that the memory was recovered from have completed them."""
    if request.memory is None or request.memory.complete:
        return past
    titles = {part.title for part in parts}
    split = [(one, split_completed(one.title, titles)) for one in past]
    return [replace(one, title=title, completion=completion) for one, (title, completion) in split]


def _dates_of_part(
    request: StampRequest, match: Remembered | None, digest: str, place: _Place
) -> tuple[datetime, datetime]:
    """Return when a part was published, and when it was updated.

    A part that is new in a published issue came later than the issue. But where the memory
    was recovered from feeds, it is likely one that they had no room for: then it is as old
    as its issue.
    """
    memory = request.memory
    if memory is None:
        return _dates_as_posted(request, request.now, place)
    whole = request.whole_past
    if match is None and whole and not memory.complete:
        if whole.out:
            request = replace(request, issue=replace(request.issue, published=whole.published))
        whole = None
    return _Case(request=request, past=match, whole=whole, digest=digest, place=place).dates


def _dates_as_posted(request: StampRequest, first_seen: datetime, place: _Place) -> tuple[datetime, datetime]:
    """Return the dates of what is not published yet: those of its post, or when it was *first_seen*."""
    ahead, own_word = place.ahead, request.own_word
    published = (request.issue.published or first_seen) + ahead
    return published, own_word + ahead if own_word and own_word > published else published


class _Case(Struct, frozen=True, kw_only=True):
    """The values that decide the dates of an entry.

    Parts of one issue are some seconds apart, the first one last, so that lists by date keep
    the reading order and no two `updated` are equal.
    """

    request: StampRequest
    past: Remembered | None  # what is remembered of the entry
    whole: Remembered | None = None  # what is remembered of the issue that it is a part of
    digest: str
    place: _Place = _Place()

    @property
    def dates(self) -> tuple[datetime, datetime]:
        """When the entry was published, which never changes once it is, and when its words or links last changed."""
        request, past, whole, ahead = self.request, self.past, self.whole, self.place.ahead
        if past and past.out:
            same = request.quiet or says_the_same(past, self.digest)
            return past.published, past.updated if same else self._changed(past.updated)
        if whole and whole.out:  # a part that came into a published issue
            as_new = whole.published + ahead if request.quiet else self._now
            published = past.published if past else as_new
            return published, published
        published, updated = _dates_as_posted(request, past.published - ahead if past else request.now, self.place)
        # What waits for its date may be read again once that has come, and a later `updated` of its author, too. But
        # nobody has seen it before, and a build that does not read it again knows nothing of that.
        return published, past.updated if past and past.published == published else updated

    @property
    def _now(self) -> datetime:
        return self.request.now - self.place.behind

    def _changed(self, before: datetime) -> datetime:
        """Return when an entry changed that was last updated *before*."""
        own_word = self.request.own_word
        if own_word and own_word + self.place.ahead > before:
            return own_word + self.place.ahead
        return max(self._now, before + _SECOND)
