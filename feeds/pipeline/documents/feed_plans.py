"""Which feeds have to be rendered: those of which something changed, or a document is missing."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence, Set

from msgspec import Struct
from msgspec.structs import replace

from feeds.model import Candidate, FeedState, History
from feeds.pipeline.carried.archiving import Carried
from feeds.render.formats import Format


class FeedPrint(Struct, frozen=True, kw_only=True):
    """A feed, and what it looks like."""

    carried: Carried
    fingerprint: str
    frame: str  # what all its entries depend on beside themselves; "" where that is not all there is
    same: frozenset[str] = frozenset()  # the ids of the entries whose elements stay as they are in its documents
    page: str  # what its page shows beside its entries
    changed: bool  # whether it has to be rendered

    @property
    def entries(self) -> dict[str, str]:
        """The revisions of its entries, by id."""
        return {one.id: one.revision for one in self.carried.entries}

    @property
    def page_stays(self) -> bool:
        """Whether its page is as it was published if its entries look there as they did."""
        return bool(self.same) and self.page == self.carried.past.page

    @property
    def mostly_stays(self) -> bool:
        """Whether most of its entries are taken from its documents as they were published, which takes a third."""
        return 2 * len(self.same) > len(self.carried.entries)


def plan_feed(
    carried: Carried,
    settings: str,
    formats: Sequence[Format],
    missing: Set[str],
    history: History | None,
    archive: str,
) -> FeedPrint:
    """Return what the feed of *carried* looks like, and whether it has to be rendered.

    All feeds depend on *settings*; documents at *missing* paths are not as they were written; *history* is how much
    there was when, which its page shows, with a link to the *archive*.
    """
    past, look = carried.past, "summarised" if carried.plan.summarised else ""
    facts = (carried.feed, _shown(carried.state), history and history.mark)
    fingerprint = f"{_hash(settings, *map(repr, facts), look)} {_mark_of_entries(carried)}"
    is_intact = missing.isdisjoint(paths_of(carried, formats))
    if is_intact and past.fingerprint == fingerprint:
        return FeedPrint(carried=carried, fingerprint=fingerprint, frame=past.frame, page=past.page, changed=False)
    frame = "" if carried.plan.ended or carried.plan.abridged else _hash(settings, repr(carried.feed), look)
    return FeedPrint(
        carried=carried,
        fingerprint=fingerprint,
        frame=frame,
        same=_same(carried) if is_intact and frame and frame == past.frame else frozenset(),
        page=_page(carried, settings, history, archive),
        changed=True,
    )


def _mark_of_entries(carried: Carried) -> str:
    """Return what changes with the entries of a feed; those of one that stays are not looked at."""
    known = carried.past.fingerprint.partition(" ")[2]
    if carried.stays and known:
        return known
    chosen = carried.entries
    abridged = (one.sections for one in chosen if isinstance(one, Candidate) and carried.plan.abridged)
    shown = [list(map(sorted, sections)) for sections in abridged]
    return _hash(repr(shown), *(f"{one.id} {one.revision}" for one in chosen))


def _same(carried: Carried) -> frozenset[str]:
    """Return the ids of the entries that a feed had before and that have not changed."""
    past = carried.past.entries
    return frozenset(one.id for one in carried.entries if past.get(one.id) == one.revision)


def _page(carried: Carried, settings: str, history: History | None, archive: str) -> str:
    """Return the mark of what the page of a feed shows beside its entries."""
    plan = carried.plan
    facts = (plan.name, plan.feed, plan.moved_to, plan.ended, carried.state.volumes, archive, history and history.mark)
    return _hash(settings, repr(facts), repr([date.timestamp() for date in carried.dates]))


def _shown(state: FeedState) -> FeedState:
    """Return *state* without what feeds do not show of it: a change of that does not change the feed."""
    return replace(state, deletions=tuple(replace(one, path="", left=()) for one in state.deletions))


def paths_of(carried: Carried, formats: Sequence[Format]) -> list[str]:
    """Return the paths of the documents of a feed, and of its page."""
    return [*(carried.feed.path + format.file for format in formats), carried.feed.page_path]


def _hash(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:24]
