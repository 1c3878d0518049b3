"""The latest entries of each feed, as the index shows them."""

from __future__ import annotations

from msgspec import Struct


class LatestEntry(Struct, frozen=True, kw_only=True):
    """An entry in a list of the latest ones."""

    title: str
    url: str
    language: str


def latest_shown(feeds: int) -> int:
    """Return how many entries each card of a group of so many *feeds* shows, so that a page of sixty stays small."""
    return 3 if feeds <= 8 else 1 if feeds <= 24 else 0
