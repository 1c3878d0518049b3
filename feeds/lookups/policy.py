"""What an answer changes in what is known of an address, and when the address is asked again; nothing is saved here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from feeds.links.resolving import Outcome
from feeds.links.visiting import Visit, is_gone
from feeds.model import KnownLink, KnownPage, Target

_DAY = timedelta(days=1)
#: How long the target of a short link counts, by the kind of its redirects.
KEPT: Mapping[str, timedelta] = {"permanent": 365 * _DAY, "temporary": 30 * _DAY}
_FAULTS_KEPT: Mapping[str, timedelta] = {"gone": 30 * _DAY, "refused": 30 * _DAY}
_PAGES_KEPT = 365 * _DAY
_TARGETS_KEPT = 30 * _DAY
_LONGEST_WAIT = 14 * _DAY
_FAILURES = 3  # in a row, after which a target counts as dead
_LIMITED = (401, 403, 429, 503)  # the target is there, but not for us


def link_after(outcome: Outcome, url: str, past: KnownLink | None, now: datetime) -> KnownLink:
    """Return what is known of the short link *url* after *outcome*; a dying shortener does not undo a target."""
    fails = 0 if outcome.final else (past.fails if past else 0) + (outcome.kind != "limited")
    kept = KEPT.get(outcome.kind) or _FAULTS_KEPT.get(outcome.kind) or backoff(fails)
    return KnownLink(
        url=url,
        final=outcome.final or (past.final if past else ""),
        kind=outcome.kind,
        status=outcome.status,
        hops=outcome.hops,
        fault=outcome.fault,
        checked=now,
        expires=now + (timedelta(seconds=outcome.wait) if outcome.wait else kept),
        fails=fails,
    )


def page_after(visit: Visit, url: str, past: KnownPage | None, now: datetime) -> KnownPage:
    """Return what is known of the page at *url* after *visit*."""
    fails = (past.fails if past else 0) + 1 if visit.fault else 0
    wait = timedelta(seconds=visit.wait) if visit.wait else backoff(fails) if fails else _PAGES_KEPT
    return KnownPage(
        url=url,
        final=visit.final,
        status=visit.status,
        fault=visit.fault,
        encoding=visit.encoding,
        content=visit.content,
        checked=now,
        expires=now + wait,
        fails=fails,
    )


def target_after(visit: Visit, url: str, past: Target | None, now: datetime) -> Target:
    """Return what is known of the target *url* after *visit*; it is dead if it is gone, or fails again and again."""
    is_limited = visit.refused or visit.status in _LIMITED or bool(visit.wait)
    before = past.fails if past else 0
    fails = max(before, 1) if is_limited else before + 1 if visit.fault else 0
    is_dead = bool(visit.fault) and not is_limited and (is_gone(visit) or fails >= _FAILURES)
    since = (past.since if past and past.since else now) if is_dead else None
    return Target(url=url, status=visit.status, fault=visit.fault, checked=now, since=since, fails=fails)


def is_due(target: Target, now: datetime) -> bool:
    """Return whether *target* is checked again: after thirty days, or after 1, 4, 16 days if it failed."""
    wait = min(_DAY * 4 ** (target.fails - 1), _TARGETS_KEPT) if target.fails else _TARGETS_KEPT
    return target.checked + wait <= now


def backoff(fails: int) -> timedelta:
    """Return how long to wait after *fails* failures in a row: an hour, four, sixteen... at most a fortnight.

    >>> [str(backoff(fails)) for fails in (1, 2, 9)]
    ['1:00:00', '4:00:00', '14 days, 0:00:00']
    """
    return min(timedelta(hours=4 ** (min(max(fails, 1), 6) - 1)), _LONGEST_WAIT)
