"""What a host asks of programs: robots.txt (RFC 9309), read by Protego."""

from __future__ import annotations

from urllib.parse import urlsplit

from protego import Protego

from feeds.urls import absolute
from feeds.web.client import Answer, Client, Limits, WebError

_LIMITS = Limits(most=512 * 1024)


def robots_allow(client: Client, url: str, name: str, rules: dict[str, Protego | None], *, end: float) -> bool:
    """Return whether the host of *url* lets the program *name* read that page.

    *rules* keeps what hosts said for the time of a run. A host without a robots.txt allows
    everything; one whose robots.txt cannot be had just now allows nothing (RFC 9309, 2.3.1).
    """
    parts = urlsplit(url)
    root = f"{parts.scheme}://{parts.netloc}"
    if root not in rules:
        rules[root] = _read(client, f"{root}/robots.txt", end)
    known = rules[root]
    return known is not None and known.can_fetch(url, name)


def _read(client: Client, url: str, end: float) -> Protego | None:
    """Return the rules at *url*, after at most five redirects; None where they cannot be had."""
    for _ in range(5):
        try:
            answer = client.ask(url, end=end, limits=_LIMITS, accept="text/plain,text/html")
        except WebError:
            return None
        target = absolute(answer.headers.get("location", ""), url) if 300 <= answer.status < 400 else ""
        if target:
            url = target
            continue
        return _rules_of(answer)
    return Protego.parse("")


def _rules_of(answer: Answer) -> Protego | None:
    if answer.status >= 500 or answer.status == 429:
        return None
    text = answer.body.decode("utf-8", "replace") if answer.status == 200 else ""
    return Protego.parse(text)
