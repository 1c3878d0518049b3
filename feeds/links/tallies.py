"""Count the links of an issue, by which `losses` decides whether it has lost some."""

from __future__ import annotations

from collections.abc import Sequence

from feeds.links.sharing import is_for_sharing
from feeds.links.shorteners import must_not_be_asked
from feeds.model import Link, LinkTally, leads_of

_LISTED = 20  # addresses; an issue with more has not only those of a footer


def tally_links(*, issue: str, page: str, letters: int, links: Sequence[Link], named: bool) -> LinkTally:
    """Return how many of *links* in the text of an *issue* lead to other pages than its own *page*.

    Links to share or to unsubscribe do not count. *named* says whether the text names pages
    that it does not link to.
    """
    own = page.partition("#")[0]
    found = {
        url.partition("#")[0]: link.text
        for link, url in zip(links, leads_of(links), strict=True)
        if link.href.partition("#")[0] != own
    }
    found.pop(own, "")
    if len(found) <= _LISTED:
        found = {
            url: text for url, text in found.items() if not is_for_sharing(url) and not must_not_be_asked(url, text)
        }
    few = tuple(sorted(found)) if len(found) <= _LISTED else ()
    bare = sum([_is_bare(url, text) for url, text in found.items() if "." in text])
    return LinkTally(issue=issue, page=page, letters=letters, links=len(found), bare=bare, few=few, named=named)


def _is_bare(url: str, text: str) -> bool:
    words = text.partition("://")[2] or text
    return "." in words and words.rstrip("…/.").casefold() in url.casefold()
