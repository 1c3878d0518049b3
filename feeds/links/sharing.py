"""Recognise the addresses of share buttons."""

from __future__ import annotations

import re
from functools import cache

from feeds.links.tables import read_rows


def is_for_sharing(url: str) -> bool:
    """Return whether *url* is that of a share button.

    >>> is_for_sharing("https://twitter.com/intent/tweet?u=1"), is_for_sharing("https://twitter.com/ada/1")
    (True, False)
    """
    return bool(_sharing().search(url))


@cache
def _sharing() -> re.Pattern[str]:
    rows = (re.escape(row).replace(r"\*", "[a-z.]{1,20}") for row in read_rows("sharing.txt"))
    return re.compile("|".join(rows), re.IGNORECASE)
