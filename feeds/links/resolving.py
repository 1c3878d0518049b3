"""Resolve short links one hop at a time, with requests to shorteners only.

The target itself is not requested: it may be a consent wall or a login page, and it may count
its visitors.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Literal, Protocol
from urllib.parse import urlsplit

from msgspec import Struct

from feeds.links.shorteners import IsShort, must_not_be_asked
from feeds.web import REDIRECTS, Answer, Cookies, Turns, WebError, target_of

Kind = Literal["permanent", "temporary", "gone", "limited", "refused", "failed"]

_MOST_HOPS = 10
_PERMANENT = (301, 308)
_ASK_AGAIN = (400, 401, 403, 404, 405, 406, 410, 501)  # answers to HEAD of servers that would answer GET
_LIMITED = (429, 503)
_LONGEST_WAIT = 14 * 86400


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
        end = min(time.monotonic() + self.seconds, latest)
        hops: list[str] = []
        permanent, status = True, 0
        cookies = Cookies()
        here = url
        while True:
            if hops and self.bars(name := urlsplit(here).hostname or ""):
                fault = f"redirects to {name}, which is not public"
                return Outcome(kind="refused", status=status, hops=tuple(hops), fault=fault)
            if not self.is_short(here):
                return Outcome(kind="permanent" if permanent else "temporary", final=here, status=status,
                               hops=tuple(hops))  # fmt: skip
            if fault := _fault_of(here, hops):
                return Outcome(kind="failed", status=status, hops=tuple(hops), fault=fault)
            host = urlsplit(here).netloc
            if wait := self.is_waiting(host):
                return Outcome(kind="limited", hops=tuple(hops), host=host, wait=wait, fault="has asked for a pause")
            hops.append(here)
            try:
                answer, target = self._step(here, host, end, cookies)
            except WebError as error:
                kind: Kind = "refused" if error.kind == "refused" else "failed"
                return Outcome(kind=kind, status=status, hops=tuple(hops), fault=str(error))
            status = answer.status
            if status in _LIMITED:
                return Outcome(kind="limited", status=status, hops=tuple(hops), host=host,
                               wait=seconds_to_wait(answer.headers.get("retry-after", ""), self.now),
                               fault=f"answers {status}")  # fmt: skip
            if not target:
                return _end_of(answer, here, url, hops)
            permanent = permanent and status in _PERMANENT
            here = self.unwrap(target)

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


def _end_of(answer: Answer, here: str, url: str, hops: list[str]) -> Outcome:
    """Return the outcome if the last *answer* of a shortener does not redirect."""
    status = answer.status
    if status in (404, 410):
        return Outcome(kind="gone", status=status, hops=tuple(hops), fault=f"answers {status}")
    if status in REDIRECTS:
        where = answer.headers.get("location", "")
        fault = "redirects to an invalid address" if where else "redirects without a target"
        return Outcome(kind="failed", status=status, hops=tuple(hops), fault=fault)
    if 200 <= status < 300 and here != url:  # the link redirects to a page of the shortener itself
        return Outcome(kind="failed", status=status, hops=tuple(hops), fault="ends at a shortener")
    if 200 <= status < 300:
        return Outcome(kind="gone", status=status, hops=tuple(hops), fault="is a page that does not redirect")
    return Outcome(kind="failed", status=status, hops=tuple(hops), fault=f"answers {status}")


def seconds_to_wait(retry_after: str, now: datetime) -> int:
    """Return the pause in seconds that a host asks for: an hour by default, at most 14 days.

    >>> now = datetime(2026, 1, 5)
    >>> seconds_to_wait("7200", now), seconds_to_wait("", now)
    (7200, 3600)
    """
    text = retry_after.strip()
    if text.isascii() and text.isdigit():
        return max(min(int(text[:9]), _LONGEST_WAIT), 60)
    try:
        seconds = int(parsedate_to_datetime(text).timestamp() - now.timestamp())
    except (ValueError, TypeError, OverflowError):
        return 3600
    return max(min(seconds, _LONGEST_WAIT), 60)
