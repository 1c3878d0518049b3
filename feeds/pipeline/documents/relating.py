"""Related sections: which sections of earlier issues the page of an issue leads to from each of its sections.

They are chosen when a page is written, and only from what is older. So an issue that arrives changes no other page;
one that changes has only those pages written again that lead to it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import groupby
from operator import attrgetter

from msgspec import Struct

from feeds.model import SectionKey
from feeds.store import Relatable, Store

#: How many a section leads to, each of another issue.
MOST = 3
_LAST = 12  # of each topic: what is further back is of another time
_WHOLE = 27720  # what a common topic counts; most small numbers divide it, and whole numbers have one sum in any order
_FEW = 20  # issues, for which a query each costs less than all sections of their topics

#: What the sections of an issue lead to, by their keys.
Related = Mapping[str, tuple[SectionKey, ...]]


class Dated(Struct, frozen=True):
    """An issue, and when it was published, in seconds."""

    key: str
    moment: int


def relate(store: Store, now: datetime, issues: Iterable[Dated]) -> dict[str, Related]:
    """Return the sections that those of each of *issues* lead to; a page leads to each only once."""
    moments = {one.key: one.moment for one in issues}
    shelves = _Shelves(store, now, whole=len(moments) > _FEW)
    related: dict[str, Related] = {key: {} for key in moments}
    for issue, sections in groupby(store.relations.relating(moments, now), key=lambda one: one.key.issue):
        related[issue] = _relate_issue(sections, moments[issue], shelves)
    return related


def _relate_issue(sections: Iterable[Relatable], moment: int, shelves: _Shelves) -> Related:
    """Return what the *sections* of an issue lead to that was published at this *moment*."""
    related, taken = dict[str, tuple[SectionKey, ...]](), set[SectionKey]()
    for section in sections:
        earlier = [one for topic in section.topics for one in shelves.last(topic, moment) if one.key not in taken]
        if chosen := choose_related(section, earlier):
            related[section.key.section] = chosen
            taken.update(chosen)
    return related


def choose_related(section: Relatable, earlier: Iterable[Relatable]) -> tuple[SectionKey, ...]:
    """Return those of some *earlier* sections that have most in common with *section*, one of an issue.

    Each topic that both have counts 1, and each host that both link to, divided by how many of them link to it:
    that they link to GitHub means little. Then the newest is first.
    """
    found = {one.key: one for one in earlier}.values()
    topics, hosts = frozenset(section.topics), Counter(host for one in found for host in one.hosts & section.hosts)

    def rank(one: Relatable) -> tuple[int, int, str, str]:
        common = len(topics.intersection(one.topics)) * _WHOLE
        common += sum(_WHOLE // hosts[host] for host in one.hosts & section.hosts)
        return -common, -one.moment, one.key.issue, one.key.section

    chosen: dict[str, SectionKey] = {}
    for one in sorted(found, key=rank):
        chosen.setdefault(one.key.issue, one.key)
    return tuple(chosen.values())[:MOST]


class _Shelves:
    """The last sections of topics before some moment: a query each, or, for many issues, one for a *whole* topic."""

    def __init__(self, store: Store, now: datetime, *, whole: bool) -> None:
        self._relations, self._now, self._whole = store.relations, now, whole
        self._topics: dict[str, list[Relatable]] = {}  # from the oldest on

    def last(self, topic: str, before: int) -> list[Relatable]:
        """Return the last sections of *topic* that were published *before* a moment."""
        if not self._whole:
            return self._relations.last_of(topic, before, self._now, _LAST)
        if topic not in self._topics:
            self._topics[topic] = self._relations.all_of(topic, self._now)[::-1]
        shelf = self._topics[topic]
        end = bisect_right(shelf, before - 1, key=attrgetter("moment"))
        return shelf[max(end - _LAST, 0) : end]
