"""Resolve short links one hop at a time, with requests to shorteners only.

The target itself is not requested: it may be a consent wall or a login page, and it may count
its visitors.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from datetime import datetime
from typing import Literal, Protocol
from urllib.parse import urlsplit

from msgspec import Struct, field
from msgspec.structs import replace

from feeds.links.shorteners import IsShort, must_not_be_asked
from feeds.web import REDIRECTS, Cookies, Response, Turns, WebError, seconds_to_wait, target_of

Kind = Literal["permanent", "temporary", "gone", "limited", "refused", "failed"]

_MOST_HOPS = 10
_PERMANENT = (301, 308)
_ASK_AGAIN = (400, 401, 403, 404, 405, 406, 410, 501)  # to HEAD, of servers that would answer GET
_LIMITED = (429, 503)


class Ask(Protocol):
    """The type of `Client.ask`."""

    def __call__(self, url: str, *, method: str, end: float, accept: str, cookies: Cookies | None) -> Response: ...


class Outcome(Struct, frozen=True, kw_only=True):
    """The result of resolving a short link."""

    kind: Kind
    final: str = ""  # the target, or "" if it is unknown
    status: int = 0  # of the last response
    hops: tuple[str, ...] = ()  # the addresses that were requested
    fault: str = ""
    host: str = ""  # with "limited": the host that asked for a pause
    wait: int = 0  # with "limited": the pause in seconds
    is_late: bool = False  # no response came in time


class _Walk(Struct):
    """The way from a short link to its target, one hop at a time."""

    here: str
    end: float  # of `time.monotonic`
    hops: list[str] = field(default_factory=list)
    cookies: Cookies = field(default_factory=Cookies)
    is_permanent: bool = True
    status: int = 0

    @property
    def host(self) -> str:
        """Return the host and port of the next request."""
        return urlsplit(self.here).netloc

    def outcome(self, kind: Kind, fault: str = "") -> Outcome:
        """Return the outcome if the way ends here."""
        return Outcome(kind=kind, status=self.status, hops=tuple(self.hops), fault=fault)


class Resolver(Struct, frozen=True, kw_only=True):
    """Resolves short links, each within *seconds*."""

    ask: Ask
    is_short: IsShort
    unwrap: Callable[[str], str]
    turns: Turns
    now: datetime  # by which a date in Retry-After is a pause
    seconds: float = 15.0
    is_waiting: Callable[[str], int] = lambda host: 0  # seconds left of the pause that a host asked for
    bars: Callable[[str], bool] = lambda host: False  # whether links must not lead to that host: `Guard.bars`

    def resolve(self, url: str, latest: float = math.inf) -> Outcome:
        """Return the target of *url*, or the reason why it is unknown, by *latest* (of `time.monotonic`)."""
        walk = _Walk(url, end=min(time.monotonic() + self.seconds, latest))
        while True:
            if outcome := self._before_asking(walk) or self._ask_next(walk):
                return outcome

    def _before_asking(self, walk: _Walk) -> Outcome | None:
        """Return the outcome if *walk* ends here without a request, or None."""
        if walk.hops and self.bars(name := urlsplit(walk.here).hostname or ""):
            return walk.outcome("refused", f"redirects to {name}, which is not public")
        if not self.is_short(walk.here):
            return replace(walk.outcome("permanent" if walk.is_permanent else "temporary"), final=walk.here)
        if fault := _fault_of(walk.here, walk.hops):
            return walk.outcome("failed", fault)
        if wait := self.is_waiting(walk.host):
            return replace(walk.outcome("limited", "has asked for a pause"), status=0, host=walk.host, wait=wait)
        return None

    def _ask_next(self, walk: _Walk) -> Outcome | None:
        """Go one hop on in *walk*; return the outcome if it ends there, or None."""
        walk.hops.append(walk.here)
        try:
            response, target = self._step(walk.here, walk.host, walk.end, walk.cookies)
        except WebError as error:
            outcome = walk.outcome("refused" if error.kind == "refused" else "failed", str(error))
            return replace(outcome, is_late=error.kind == "late")
        walk.status = response.status
        if response.status in _LIMITED:
            wait = seconds_to_wait(response.headers.get("retry-after", ""), self.now)
            return replace(walk.outcome("limited", f"answers {response.status}"), host=walk.host, wait=wait)
        if not target:
            return walk.outcome(*_end_of(response, is_first=len(walk.hops) == 1))
        walk.is_permanent = walk.is_permanent and response.status in _PERMANENT
        walk.here = self.unwrap(target)
        return None

    def _step(self, url: str, host: str, end: float, cookies: Cookies) -> tuple[Response, str]:
        """Return the response of the *host* of *url*, and the address it redirects to, or ""."""
        with self.turns.of(host, end) as came:
            if not came:
                raise WebError("late", "took too long")
            response = self._head(url, end, cookies)
            target = target_of(response) if response else ""
            if response and (target or not _may_answer_get(response)):
                return response, target
            response = self.ask(url, method="GET", end=end, accept="text/html,application/xhtml+xml", cookies=cookies)
            return response, target_of(response)

    def _head(self, url: str, end: float, cookies: Cookies) -> Response | None:
        """Return the response to HEAD, or None if the server closed the connection: some only support GET."""
        try:
            return self.ask(url, method="HEAD", end=end, accept="", cookies=cookies)
        except WebError as error:
            if error.kind == "failed" and time.monotonic() < end:
                return None
            raise


def _may_answer_get(response: Response) -> bool:
    """Return whether a server that gave this *response* to HEAD, and no target, may give one to GET."""
    status = response.status
    return status not in _LIMITED and (status in _ASK_AGAIN or 200 <= status < 400 or status >= 500)


def _fault_of(url: str, hops: list[str]) -> str:
    if url in hops:
        return "redirects in a circle"
    if len(hops) >= _MOST_HOPS:
        return f"redirects more than {_MOST_HOPS} times"
    if "@" in urlsplit(url).netloc:
        return "redirects to an address with a password"
    if must_not_be_asked(url):
        return "may unsubscribe, confirm or vote, so it is not requested"
    return ""


def _end_of(response: Response, *, is_first: bool) -> tuple[Kind, str]:
    """Return the kind of outcome, and the fault, where a shortener gives a *response* that does not redirect."""
    status = response.status
    if status in (404, 410):
        return "gone", f"answers {status}"
    if status in REDIRECTS:
        where = response.headers.get("location", "")
        return "failed", "redirects to an invalid address" if where else "redirects without a target"
    if not 200 <= status < 300:
        return "failed", f"answers {status}"
    # after a redirect, it is a page of the shortener itself
    return ("gone", "is a page that does not redirect") if is_first else ("failed", "ends at a shortener")
