"""When an address is asked again, as docs/links.md says, and when a target is dead."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from feeds.links.resolving import Kind, Outcome
from feeds.links.visiting import Visit
from feeds.lookups.policy import is_due, link_after, page_after, target_after
from feeds.model import Target

NOW = datetime(2026, 6, 1, tzinfo=UTC)
URL = "https://sho.example/1"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.mark.parametrize(
    ("kind", "final", "days"),
    [
        ("permanent", "https://tide.example/", 365),
        ("temporary", "https://tide.example/", 30),
        ("gone", "", 30),
        ("refused", "", 30),
    ],
)
def test_an_answer_of_a_shortener_counts_as_long_as_its_kind_does(kind: Kind, final: str, days: int) -> None:
    known = link_after(Outcome(kind=kind, final=final), URL, None, NOW)
    assert (known.final, known.checked, known.expires) == (final, NOW, NOW + days * DAY)


def test_failures_are_tried_again_after_growing_intervals_and_a_target_stays_known() -> None:
    known = link_after(Outcome(kind="permanent", final="https://tide.example/"), URL, None, NOW)
    waits = []
    for _ in range(6):
        known = link_after(Outcome(kind="failed", fault="answers 500"), URL, known, NOW)
        waits.append(known.expires - NOW)
    assert waits == [HOUR, 4 * HOUR, 16 * HOUR, 64 * HOUR, 256 * HOUR, 14 * DAY]
    assert known.final == "https://tide.example/"
    assert link_after(Outcome(kind="temporary", final="https://quay.example/"), URL, known, NOW).fails == 0


def test_a_pause_that_a_host_asks_for_is_kept_and_is_no_failure() -> None:
    known = link_after(Outcome(kind="limited", fault="answers 429", wait=7200), URL, None, NOW)
    assert (known.expires, known.fails) == (NOW + 2 * HOUR, 0)
    page = page_after(Visit(url=URL, status=429, fault="answers 429", wait=7200), URL, None, NOW)
    assert page.expires == NOW + 2 * HOUR
    target = target_after(Visit(url=URL, status=429, fault="answers 429", wait=7200), URL, None, NOW)
    assert (target.since, target.fails) == (None, 1)


@pytest.mark.parametrize(
    ("status", "refused", "dead_after"),
    [(404, False, 1), (410, False, 1), (500, False, 3), (0, False, 3), (401, False, None), (0, True, None)],
)
def test_a_target_is_dead_if_it_is_gone_or_fails_three_times(
    status: int, refused: bool, dead_after: int | None
) -> None:
    target: Target | None = None
    dead = []
    for number in range(1, 5):
        target = target_after(
            Visit(url=URL, status=status, fault="x", refused=refused), URL, target, NOW + number * DAY
        )
        dead.append(target.since)
    first = NOW + dead_after * DAY if dead_after else None
    assert dead == [first if dead_after and number >= dead_after else None for number in range(1, 5)]
    assert target_after(Visit(url=URL, status=200), URL, target, NOW).since is None


@pytest.mark.parametrize(("fails", "days"), [(0, 30), (1, 1), (2, 4), (3, 16), (4, 30)])
def test_a_target_is_checked_after_thirty_days_or_sooner_after_a_failure(fails: int, days: int) -> None:
    target = Target(url=URL, status=200, fault="", checked=NOW, since=None, fails=fails)
    assert not is_due(target, NOW + days * DAY - HOUR)
    assert is_due(target, NOW + days * DAY)
