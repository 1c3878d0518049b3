"""Decide which issues have probably lost links, so that their pages are worth a request.

The text alone does not distinguish an essay from a text that lost its links, but the page does. So an
issue whose links are none, or far fewer than its length and the other issues suggest, is
looked up once. Links from pages count as well: if the pages of other issues had many links
that their posts had not, the rest of the newsletter probably lost its links in the same way.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from msgspec import Struct

from feeds.model import LinkTally

Reason = Literal["named", "none", "few"]

_SHORTEST = 150  # characters; a shorter text has hardly lost a link
_USUAL = 1 / 1000  # links per character, at the least
_UNKNOWN = 1 / 400  # the same, of a newsletter that has no habit yet
_STRAY = 400  # characters for each link, if there are not more than two
_HABIT = 3  # issues that make one
_FEW = 0.5  # of the links that are expected
_WORDED = 1  # link with words of its own, which may be a stray one
_BARE = 0.25  # what a link counts whose words are its address: a text has these even if it lost its markup


class Loss(Struct, frozen=True, kw_only=True):
    """Why an issue has probably lost links."""

    reason: Reason  # "named": its text names pages that it does not link to, or is cut off
    letters: int  # of its text
    links: int  # of its own: neither its own address nor what many issues have
    expected: int = 0  # with "few"


def find_losses(tallies: Sequence[LinkTally], recovered: Mapping[str, int]) -> dict[str, Loss]:
    """Return which of the issues in *tallies* have probably lost links, and why, by key.

    *recovered* is how many links were found on pages that were searched already. An address
    that at least three issues have, and half of those with few links, belongs to a footer
    and does not count. If several issues have the same page, it is that of the first.
    """
    common = _common_addresses(tallies)
    own = {one.issue: one.links - len(common.intersection(one.few)) for one in tallies}
    bare = {one.issue: min(one.bare, own[one.issue]) for one in tallies}
    weights = {one.issue: own[one.issue] - (1 - _BARE) * bare[one.issue] for one in tallies}
    habit = _habit([(weights[one.issue] + recovered.get(one.page, 0), one.letters) for one in tallies])
    without_markup = _lost_markup([recovered[one.page] for one in tallies if one.page in recovered])
    losses: dict[str, Loss] = {}
    pages: set[str] = set()
    for one in tallies:
        is_bare = without_markup and own[one.issue] - bare[one.issue] <= _WORDED
        loss = _loss_of(one, own[one.issue], 0 if is_bare else weights[one.issue], habit)
        if loss and one.page not in pages:
            losses[one.issue] = loss
        pages.add(one.page)
    return losses


def _loss_of(tally: LinkTally, links: int, weight: float, habit: float) -> Loss | None:
    expected = tally.letters * habit
    if tally.named:
        return Loss(reason="named", letters=tally.letters, links=links)
    if tally.letters < _SHORTEST:
        return None
    if not links:
        return Loss(reason="none", letters=tally.letters, links=0)
    if weight <= expected * _FEW or (links <= 2 and links * _STRAY <= tally.letters):
        return Loss(reason="few", letters=tally.letters, links=links, expected=round(expected))
    return None


def _lost_markup(found: Sequence[int]) -> bool:
    """Return whether a newsletter has lost its markup, by how many links were *found* on the pages of issues.

    Then addresses that are written out are all that an issue has left, however many they are.
    """
    fruitful = sum(count > 0 for count in found)
    return fruitful >= _HABIT and 3 * fruitful >= 2 * len(found)


def _common_addresses(tallies: Sequence[LinkTally]) -> frozenset[str]:
    """Return the addresses that many of the issues with few links have."""
    least = max(_HABIT, sum(1 for one in tallies if one.few) / 2)
    counts = Counter(url for one in tallies for url in one.few)
    return frozenset(url for url, count in counts.items() if count >= least)


def _habit(issues: Iterable[tuple[float, int]]) -> float:
    """Return how many links per character issues usually have, by (links, characters) of each."""
    rates = [links / letters for links, letters in issues if links > 0 and letters >= _SHORTEST]
    from statistics import median  # with fractions and decimal, which few builds need

    return max(median(rates), _USUAL) if len(rates) >= _HABIT else _UNKNOWN
