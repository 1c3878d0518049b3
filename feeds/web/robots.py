"""Read robots.txt (RFC 9309) with Protego."""

from __future__ import annotations

from functools import partial
from urllib.parse import urlsplit

from protego import Protego

from feeds.urls import absolute
from feeds.web.client import Answer, Client, Limits, WebError
from feeds.web.redirects import follow

_LIMITS = Limits(most=512 * 1024)
_MOST_HOPS = 4


def robots_allow(client: Client, url: str, name: str, rules: dict[str, Protego | None], *, end: float) -> bool:
    """Return whether robots.txt allows the program *name* to read *url*.

    *rules* caches the rules of hosts for one run. A host without a robots.txt allows
    everything; a host whose robots.txt cannot be read now allows nothing (RFC 9309, 2.3.1).

    Raises:
        WebError: the guard refused the request.
    """
    parts = urlsplit(url)
    root = f"{parts.scheme}://{parts.netloc}"
    if root not in rules:
        rules[root] = _read(client, f"{root}/robots.txt", end)
    known = rules[root]
    return known is not None and known.can_fetch(url, name)


def _read(client: Client, url: str, end: float) -> Protego | None:
    """Return the rules at *url*, or None if they cannot be read now; too many redirects count as no rules."""
    ask = partial(client.ask, end=end, limits=_LIMITS, accept="text/plain,text/html")
    try:
        answer = follow(url, ask, most=_MOST_HOPS, target=_target_of)
    except WebError as error:
        if error.kind == "refused":  # that is not for robots.txt to say, and holds for the page as well
            raise
        return None
    return _rules_of(answer) if answer else Protego.parse("")


def _target_of(answer: Answer) -> str:
    """Return where a redirect leads; a page that refreshes to another one is not followed."""
    return absolute(answer.headers.get("location", ""), answer.url) if 300 <= answer.status < 400 else ""


def _rules_of(answer: Answer) -> Protego | None:
    if answer.status >= 500 or answer.status == 429:
        return None
    text = answer.body.decode("utf-8-sig", "replace") if answer.status == 200 else ""
    return Protego.parse(text)
