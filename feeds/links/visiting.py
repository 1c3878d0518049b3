"""Visit pages: originals of issues to read them, and targets of links to check that they exist."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlsplit

from msgspec import Struct, field

from feeds.links.shorteners import must_not_be_asked
from feeds.web import Client, Limits, Response, Robots, Turns, WebError, robots_of, seconds_to_wait, target_of

_MOST_HOPS = 6
_PAGE = Limits(most=4 * 1024 * 1024)
_HTML = "text/html,application/xhtml+xml"
_GONE = (404, 410)
_LIMITED = (429, 503)


class Visit(Struct, frozen=True, kw_only=True):
    """The result of a visit."""

    url: str
    final: str = ""  # the address after redirects
    status: int = 0
    fault: str = ""  # "" if the visit succeeded
    refused: bool = False  # by the guard, or because the request may have an effect
    content: bytes = b""
    encoding: str = ""
    host: str = ""  # the host that asked for a pause
    wait: int = 0  # the pause in seconds
    is_late: bool = False  # no response came in time


class Visitor(Struct, frozen=True, kw_only=True):
    """Visits pages with *client*; *name* is the program's name in robots.txt."""

    client: Client
    turns: Turns
    name: str
    now: datetime  # by which a date in Retry-After is a pause
    seconds: float = 20.0
    robots: dict[str, Robots] = field(default_factory=dict)
    is_waiting: Callable[[str], int] = lambda host: 0  # seconds left of the pause that a host asked for

    def fetch(self, url: str, latest: float) -> Visit:
        """Return the page at *url*, after redirects, if robots.txt of each host allows it; ends by *latest*."""
        return self._go(url, "GET", min(time.monotonic() + self.seconds, latest), robots=True)

    def check(self, url: str, latest: float) -> Visit:
        """Return the result of a request for *url* without its content; ends by *latest*."""
        end = min(time.monotonic() + self.seconds, latest)
        visit = self._go(url, "HEAD", end, robots=False)
        if not visit.fault or visit.wait or visit.refused or time.monotonic() >= end:
            return visit
        return self._go(url, "GET", end, robots=False)  # some servers only support GET

    def _go(self, url: str, method: str, end: float, *, robots: bool) -> Visit:
        here = url
        for _ in range(_MOST_HOPS):
            if refusal := _refusal(url, here, robots=robots):
                return refusal
            response = self._ask(url, here, method, end, robots=robots)
            if isinstance(response, Visit):
                return response
            target = target_of(response)
            if not target:
                return _visit(url, here, response, self.now, wants_content=robots)
            here = target
        return Visit(url=url, final=here, fault=f"redirects more than {_MOST_HOPS} times")

    def _ask(self, url: str, here: str, method: str, end: float, *, robots: bool) -> Response | Visit:
        """Return the response to a request for *here*, on the way from *url*; or the result if there is none."""
        host = urlsplit(here).netloc
        try:
            with self.turns.of(host, end) as came:
                if not came:
                    return Visit(url=url, final=here, fault="took too long", is_late=True)
                if wait := self.is_waiting(host):
                    return Visit(url=url, final=here, fault="has asked for a pause", host=host, wait=wait)
                if robots and (barred := self._barred(url, here, end)):
                    return barred
                return self.client.ask(here, method=method, end=end, limits=_PAGE, accept=_HTML if robots else "")
        except WebError as error:
            is_refused, is_late = error.kind == "refused", error.kind == "late"
            return Visit(url=url, final=here, fault=str(error), refused=is_refused, is_late=is_late)

    def _barred(self, url: str, here: str, end: float) -> Visit | None:
        """Return the result if robots.txt of the host of *here* does not allow to read it."""
        said = robots_of(self.client, here, self.robots, end=end)
        if fault := said.bars(here, self.name):
            paused = said.status in _LIMITED
            wait = seconds_to_wait(said.retry_after, self.now) if paused else 0
            host = urlsplit(here).netloc if paused else ""
            return Visit(url=url, final=here, status=said.status, fault=fault, host=host, wait=wait)
        return None


def _refusal(url: str, here: str, *, robots: bool) -> Visit | None:
    """Return the result if *here*, on the way from *url*, must not be requested."""
    if "@" in urlsplit(here).netloc:
        return Visit(url=url, final=here, fault="redirects to an address with a password")
    if not robots and must_not_be_asked(here):
        fault = "may unsubscribe, confirm or vote, so it is not requested"
        return Visit(url=url, final=here, fault=fault, refused=True)
    return None


def _visit(url: str, here: str, response: Response, now: datetime, *, wants_content: bool) -> Visit:
    status = response.status
    if status in _LIMITED:
        wait = seconds_to_wait(response.headers.get("retry-after", ""), now)
        host, fault = urlsplit(here).netloc, f"answers {status}"
        return Visit(url=url, final=here, status=status, fault=fault, host=host, wait=wait)
    if not 200 <= status < 300:
        return Visit(url=url, final=here, status=status, fault=f"answers {status}")
    if wants_content and response.truncated:
        return Visit(url=url, final=here, status=status, fault="is too long")
    if wants_content and not response.body:
        return Visit(url=url, final=here, status=status, fault="is not an HTML page")
    return Visit(url=url, final=here, status=status, content=response.body, encoding=response.encoding)


def is_gone(visit: Visit) -> bool:
    """Return whether the server says that the page is gone."""
    return visit.status in _GONE
