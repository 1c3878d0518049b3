"""Select what each feed carries, in which order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta

from msgspec import Struct

from feeds.config import ArchivePeriod
from feeds.model import Candidate, Cut, Loose, Notice, Withdrawal
from feeds.plans import Plan

#: The date of the last change of a feed without entries: the same in every run.
UNCHANGED = datetime(2000, 1, 1, tzinfo=UTC)

_SUMMARY = 1000  # bytes of the longest summary


class Bounds(Struct, frozen=True):
    """How much a feed carries."""

    limit: int  # the least number of entries, if there are so many
    days: timedelta  # all entries that are younger than this, compared with the newest one
    max_bytes: int  # of content; it outweighs the others


class Selection(Struct, frozen=True):
    """The entries of a feed."""

    entries: tuple[Candidate, ...]  # newest first
    cut: Cut | None  # where the feed ends from now on


class Binding(Struct, frozen=True):
    """The entries of a volume."""

    period: str  # of the calendar
    entries: tuple[Candidate | Loose, ...]  # newest first


def select(plan: Plan, newest_first: Iterable[Candidate], bounds: Bounds, cut: Cut | None = None) -> Selection:
    """Return the candidates that the feed of *plan* carries, newest first, and where it ends from now on.

    An entry past the *cut* of an earlier run never comes in, whatever the bounds are now.
    Age is measured from the newest entry and not by the clock, so time alone changes no
    feed. Candidates are read no further than necessary.
    """
    chosen: list[Candidate] = []
    size = 0
    end: Candidate | None = None
    left: set[str] = set()
    for candidate in newest_first:
        if (cut and candidate.published < cut.published) or (end and candidate.published < end.published):
            break
        if not plan.wants(candidate) or (cut and cut.is_past(candidate)):
            continue
        size += min(candidate.size, _SUMMARY) if plan.summarised else candidate.size
        if end or (chosen and not _fits(candidate, chosen, size, bounds)):
            end = end or candidate
            left.add(candidate.id)
        else:
            chosen.append(candidate)
    if end is None:
        return Selection(tuple(chosen), cut)
    if cut and cut.published == end.published:
        left |= cut.left
    return Selection(tuple(chosen), Cut(published=end.published, left=frozenset(left)))


def _fits(candidate: Candidate, chosen: Sequence[Candidate], size: int, bounds: Bounds) -> bool:
    if size > bounds.max_bytes:
        return False
    return len(chosen) < bounds.limit or chosen[0].published - candidate.published < bounds.days


def bind(
    loose: Iterable[Candidate | Loose], settled: Iterable[Candidate], archive: ArchivePeriod, max_bytes: int
) -> Iterator[Binding]:
    """Yield the volumes for *loose* entries, which have left a feed.

    *loose* entries are given oldest first, and volumes are yielded oldest first; in each the
    newest entry is first. A volume is of one period, has at most *max_bytes*, and is never
    added to. To avoid many small volumes, the last one also takes those *settled* entries,
    which the feed still carries, that follow in its period: in the logical feed of RFC 5005
    the same id twice is one entry.
    """
    volume: list[Candidate | Loose] = []
    period, size = "", 0
    for candidate in loose:
        own = period_of(candidate.published, archive)
        if volume and (own != period or size + candidate.size > max_bytes):
            yield Binding(period, tuple(reversed(volume)))
            volume, size = [], 0
        period = own
        volume.append(candidate)
        size += candidate.size
    if not volume:
        return
    for candidate in settled:
        size += candidate.size
        if period_of(candidate.published, archive) != period or size > max_bytes:
            break
        volume.append(candidate)
    yield Binding(period, tuple(reversed(volume)))


def period_of(when: datetime, archive: ArchivePeriod) -> str:
    """Return the name of the calendar period, in UTC, that *when* is in.

    >>> when = datetime(2026, 5, 31, tzinfo=UTC)
    >>> [period_of(when, archive) for archive in ("year", "quarter", "month")]
    ['2026', '2026-q2', '2026-05']
    """
    if archive == "quarter":
        return f"{when.year:04}-q{(when.month + 2) // 3}"
    return f"{when.year:04}-{when.month:02}" if archive == "month" else f"{when.year:04}"


def make_notice(withdrawal: Withdrawal) -> Notice:
    """Return the notice that a feed carries in place of an entry that was withdrawn."""
    return Notice(
        id=withdrawal.id,
        published=withdrawal.published,
        updated=withdrawal.moment,
        revision=f"{int(withdrawal.moment.timestamp())} withdrawn",
        withdrawal=withdrawal,
    )
