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
from feeds.web import REDIRECTS, Answer, Cookies, Turns, WebError, seconds_to_wait, target_of

Kind = Literal["permanent", "temporary", "gone", "limited", "refused", "failed"]

_MOST_HOPS = 10
_PERMANENT = (301, 308)
_ASK_AGAIN = (400, 401, 403, 404, 405, 406, 410, 501)  # answers to HEAD of servers that would answer GET
_LIMITED = (429, 503)


class Ask(Protocol):
    """The type of `Client.ask`."""

    def __call__(self, url: str, *, method: str, end: float, accept: str, cookies: Cookies | None) -> Answer: ...


class Outcome(Struct, frozen=True, kw_only=True):
    """The result of resolving a short link."""

    kind: Kind
    final: str = ""  # the target, or "" if it is unknown
    status: int = 0  # of the last answer
    hops: tuple[str, ...] = ()  # the addresses that were requested
    fault: str = ""
    host: str = ""  # with "limited": the host that asked for a pause
    wait: int = 0  # with "limited": the pause in seconds
    is_late: bool = False  # no answer came in time


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
        """Go one hop on in *walk*; return the outcome if it ends with the answer, or None."""
        walk.hops.append(walk.here)
        try:
            answer, target = self._step(walk.here, walk.host, walk.end, walk.cookies)
        except WebError as error:
            outcome = walk.outcome("refused" if error.kind == "refused" else "failed", str(error))
            return replace(outcome, is_late=error.kind == "late")
        walk.status = answer.status
        if answer.status in _LIMITED:
            wait = seconds_to_wait(answer.headers.get("retry-after", ""), self.now)
            return replace(walk.outcome("limited", f"answers {answer.status}"), host=walk.host, wait=wait)
        if not target:
            return walk.outcome(*_end_of(answer, is_first=len(walk.hops) == 1))
        walk.is_permanent = walk.is_permanent and answer.status in _PERMANENT
        walk.here = self.unwrap(target)
        return None

    def _step(self, url: str, host: str, end: float, cookies: Cookies) -> tuple[Answer, str]:
        """Return the answer of the *host* of *url*, and the address it redirects to, or ""."""
        with self.turns.of(host, end) as came:
            if not came:
                raise WebError("late", "took too long")
            answer = self._try(url, "HEAD", end, cookies)
            target = target_of(answer) if answer else ""
            if answer and (target or answer.status in _LIMITED):
                return answer, target
            if answer is None or answer.status in _ASK_AGAIN or 200 <= answer.status < 400 or answer.status >= 500:
                got = self.ask(url, method="GET", end=end, accept="text/html,application/xhtml+xml", cookies=cookies)
                return got, target_of(got)
            return answer, ""

    def _try(self, url: str, method: str, end: float, cookies: Cookies) -> Answer | None:
        """Return the answer to HEAD, or None if the server closed the connection: some only support GET."""
        try:
            return self.ask(url, method=method, end=end, accept="", cookies=cookies)
        except WebError as error:
            if error.kind == "failed" and time.monotonic() < end:
                return None
            raise


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


def _end_of(answer: Answer, *, is_first: bool) -> tuple[Kind, str]:
    """Return the kind of outcome, and the fault, if the *answer* of a shortener does not redirect."""
    status = answer.status
    if status in (404, 410):
        return "gone", f"answers {status}"
    if status in REDIRECTS:
        where = answer.headers.get("location", "")
        return "failed", "redirects to an invalid address" if where else "redirects without a target"
    if not 200 <= status < 300:
        return "failed", f"answers {status}"
    # after a redirect, it is a page of the shortener itself
    return ("gone", "is a page that does not redirect") if is_first else ("failed", "ends at a shortener")
