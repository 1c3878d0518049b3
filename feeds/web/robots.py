"""Read robots.txt (RFC 9309) with Protego."""

from __future__ import annotations

from functools import partial
from urllib.parse import urlsplit

from msgspec import Struct
from protego import Protego

from feeds.urls import absolute
from feeds.web.client import Client
from feeds.web.redirects import follow
from feeds.web.values import Limits, Response, WebError

_LIMITS = Limits(most=512 * 1024)
_MOST_HOPS = 4


class Robots(Struct, frozen=True, kw_only=True):
    """The rules of a host, or why they are not known now."""

    rules: Protego | None = None
    fault: str = ""
    status: int = 0  # of the response, if there was one
    retry_after: str = ""  # the header of a response 429 or 503

    def bars(self, url: str, name: str) -> str:
        """Return in words why the program *name* must not read *url*, or "" if it may.

        A host whose robots.txt cannot be read now allows nothing (RFC 9309, 2.3.1.4).
        """
        if self.rules is None:
            return self.fault
        return "" if self.rules.can_fetch(url, name) else "is disallowed by robots.txt"


def robots_of(client: Client, url: str, known: dict[str, Robots], *, end: float) -> Robots:
    """Return what the host of *url* says to programs; *known* caches it for one run.

    A host without a robots.txt allows everything.

    Raises:
        WebError: the guard refused the request.
    """
    parts = urlsplit(url)
    root = f"{parts.scheme}://{parts.netloc}"
    if root not in known:
        known[root] = _read(client, f"{root}/robots.txt", end)
    return known[root]


def _read(client: Client, url: str, end: float) -> Robots:
    """Return the rules at *url*; too many redirects count as no rules."""
    ask = partial(client.ask, end=end, limits=_LIMITS, accept="text/plain,text/html")
    try:
        response = follow(url, ask, most=_MOST_HOPS, target=_target_of)
    except WebError as error:
        if error.kind == "refused":  # that is not for robots.txt to say, and holds for the page as well
            raise
        return Robots(fault=f"has a robots.txt that cannot be read: {error}")
    return _rules_of(response) if response else Robots(rules=Protego.parse(""))


def _target_of(response: Response) -> str:
    """Return where a redirect leads; a page that refreshes to another one is not followed."""
    return absolute(response.headers.get("location", ""), response.url) if 300 <= response.status < 400 else ""


def _rules_of(response: Response) -> Robots:
    status = response.status
    if status >= 500 or status == 429:
        fault = f"has a robots.txt that cannot be read: it answers {status}"
        return Robots(fault=fault, status=status, retry_after=response.headers.get("retry-after", ""))
    text = response.body.decode("utf-8-sig", "replace") if status == 200 else ""
    return Robots(rules=Protego.parse(text), status=status)
