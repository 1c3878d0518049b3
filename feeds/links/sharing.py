"""Recognise the addresses of share buttons."""

from __future__ import annotations

import re
from functools import cache

from ahocorasick_rs import AhoCorasick

from feeds.links.tables import read_rows


def is_for_sharing(url: str) -> bool:
    """Return whether *url* is that of a share button.

    >>> is_for_sharing("https://twitter.com/intent/tweet?u=1"), is_for_sharing("https://twitter.com/ada/1")
    (True, False)
    """
    if url.isascii() and not _stems().find_matches_as_indexes(url.lower()):
        return False  # nearly every link; the pattern takes ten times as long
    return bool(_sharing().search(url))


@cache
def _stems() -> AhoCorasick:
    """Return what finds the longest plain part of any of the addresses."""
    return AhoCorasick([max(row.split("*"), key=len) for row in read_rows("sharing.txt")])


@cache
def _sharing() -> re.Pattern[str]:
    rows = (re.escape(row).replace(r"\*", "[a-z.]{1,20}") for row in read_rows("sharing.txt"))
    return re.compile("|".join(rows), re.IGNORECASE)
