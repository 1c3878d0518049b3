"""Make one request: only to addresses that the guard allows, with a deadline for the whole of it and a size limit.

It uses the adapter of Requests rather than `Session.send`, which inspects the target of a
redirect even if it is not to follow it (and fails if it is malformed), takes proxies from the
environment, and sends passwords from ~/.netrc.
"""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import requests
import urllib3
from msgspec import Struct, field
from requests.adapters import HTTPAdapter
from requests.cookies import RequestsCookieJar
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError

from feeds.web.guard import Guard, RefusedError

_LATE = (requests.Timeout, urllib3.exceptions.TimeoutError, TimeoutError)
_STEP = 16 * 1024
ANYTHING = "*/*"
Cookies = RequestsCookieJar  # `Client.ask` stores the cookies of servers in it and sends them
_PATIENCE = 10.0  # seconds to connect, if urllib3 gives no timeout


class Limits(Struct, frozen=True, kw_only=True):
    """The limits of a request: seconds to connect and for each read, and bytes of the body after decompression."""

    connect: float = 5.0
    read: float = 10.0
    most: int = 64 * 1024


_LIMITS = Limits()


class Answer(Struct, frozen=True, kw_only=True):
    """The answer of a server."""

    url: str
    status: int
    headers: Mapping[str, str] = field(default_factory=dict)  # names in lower case
    body: bytes = b""
    encoding: str = ""  # of the body, according to the header
    truncated: bool = False  # the body is longer than the limit


class WebError(Exception):
    """A request got no answer. *kind* is "refused" (by the guard), "late" or "failed"."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind


class Client:
    """Makes requests with *agent* as `User-Agent`; threads may share it.

    With *proxy* (an address) all requests go through the proxy. It then takes the place of
    the guard, because it alone knows where connections end.
    """

    def __init__(self, guard: Guard, *, agent: str, limits: Limits = _LIMITS, proxy: str = "") -> None:
        self._adapter = _GuardedAdapter(guard)
        self._agent, self._limits = agent, limits
        self._proxies = {"http": proxy, "https": proxy} if proxy else {}

    def close(self) -> None:
        """Close all connections."""
        self._adapter.close()

    def ask(
        self,
        url: str,
        *,
        method: str = "GET",
        end: float,
        limits: Limits | None = None,
        accept: str = "",
        cookies: Cookies | None = None,
        form: Mapping[str, str] | None = None,
    ) -> Answer:
        """Return the answer to a request for *url* that ends by *end* (of `time.monotonic`).

        At most `limits.most` bytes of the body are read, and only if *accept* lists its type
        ("text/html,text/plain"; "*/*" for any, "" for none). *cookies* are sent and updated, a *form* is sent as
        the body of the request.

        Raises:
            WebError: the guard refused it, it took too long, or it failed in any other way.
        """
        limits = limits or self._limits
        try:
            with _ending_at(end) as left:
                connect, read = min(left, limits.connect), min(left, limits.read)
                answer = self._ask(url, method, connect, read, limits.most, accept, cookies, form)
        except WebError:
            raise
        except Exception as error:
            raise WebError("late", "took too long") if time.monotonic() >= end else _as_web_error(error) from error
        if time.monotonic() >= end:  # a connection that was shut down may look like the end of the body
            raise WebError("late", "took too long")
        return answer

    def _ask(
        self,
        url: str,
        method: str,
        connect: float,
        read: float,
        most: int,
        accept: str,
        cookies: Cookies | None,
        form: Mapping[str, str] | None,
    ) -> Answer:
        headers = {"User-Agent": self._agent, "Accept": accept or "*/*", "Accept-Encoding": "gzip, deflate"}
        request = requests.Request(method, url, headers=headers, cookies=cookies, data=form).prepare()
        response = self._adapter.send(request, stream=True, timeout=(connect, read), proxies=self._proxies)
        try:
            if cookies is not None:
                cookies.update(response.cookies)
            kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
            wanted = method != "HEAD" and accept and (accept == ANYTHING or kind in accept.split(",") or not kind)
            body, truncated = _read(response.raw, most) if wanted else (b"", False)
            return Answer(
                url=url,
                status=response.status_code,
                headers={name.lower(): value for name, value in response.headers.items()},
                body=body,
                encoding=_charset(response.headers.get("content-type", "")),
                truncated=truncated,
            )
        finally:
            response.close()


def _read(raw: Any, most: int) -> tuple[bytes, bool]:
    """Return the decompressed body of *raw*, and whether it is longer than *most* bytes."""
    parts: list[bytes] = []
    size = 0
    for part in raw.stream(min(_STEP, most + 1), decode_content=True):
        parts.append(part)
        size += len(part)
        if size > most:
            return b"".join(parts)[:most], True
    return b"".join(parts), False


def _charset(content_type: str) -> str:
    name = content_type.lower().partition("charset=")[2].partition(";")[0].strip(" \"'")
    try:
        b"text\xff\\x-".decode(name or "utf-8", "replace")  # of no bytes at all, Python does not look the encoding up
    except (LookupError, ValueError):
        return ""
    return name


def _as_web_error(error: Exception) -> WebError:
    """Return the `WebError` for *error*, which may be any exception."""
    causes = list(_causes(error))
    if refused := next((one for one in causes if isinstance(one, RefusedError)), None):
        return WebError("refused", str(refused))
    if any(isinstance(one, _LATE) and not isinstance(one, NewConnectionError) for one in causes):
        return WebError("late", "took too long")
    if isinstance(error, (requests.RequestException, HTTPError, OSError)):
        return WebError("failed", f"cannot be reached ({type(error).__name__})")
    return WebError("failed", f"is not a valid address ({type(error).__name__})")


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Yield *error* and its causes: requests and urllib3 wrap one exception in another."""
    waiting, seen = [error], set()
    while waiting:
        one = waiting.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        inner = [*one.args, getattr(one, "reason", None), one.__cause__, one.__context__]
        waiting += [other for other in inner if isinstance(other, BaseException)]


# -- the deadline, which also holds for headers that come one byte at a time

_current = threading.local()


@contextmanager
def _ending_at(end: float) -> Iterator[float]:
    """Run the block until *end*, when its connection is shut down. Yields the seconds that are left.

    Timeouts of sockets apply to each read, so a server that sends a byte now and then
    never triggers one.
    """
    left = end - time.monotonic()
    if left <= 0:
        raise WebError("late", "took too long")
    sockets: list[socket.socket] = []
    _current.sockets = sockets
    timer = threading.Timer(left, _shut_down, (sockets,))
    timer.daemon = True
    timer.start()
    try:
        yield left
    finally:
        timer.cancel()
        _current.sockets = []


def _shut_down(sockets: list[socket.socket]) -> None:
    for one in list(sockets):
        with contextlib.suppress(OSError, ValueError):
            one.shutdown(socket.SHUT_RDWR)


def _note(connection: socket.socket | None) -> None:
    """Remember that the request of this thread uses *connection*."""
    if connection is not None:
        _current.sockets.append(connection)


# -- the guard, which takes the place of urllib3's own connecting


class _GuardedAdapter(HTTPAdapter):
    """An adapter whose connections are all made by *guard*."""

    def __init__(self, guard: Guard) -> None:
        self._guard = guard
        super().__init__(pool_connections=32, pool_maxsize=8, max_retries=0)

    def init_poolmanager(self, *arguments: Any, **options: Any) -> None:
        super().init_poolmanager(*arguments, **options)
        self.poolmanager.pool_classes_by_scheme = _pools_of(self._guard)


def _pools_of(guard: Guard) -> dict[str, type]:
    """Return connection pools of urllib3, by scheme, whose connections are made by *guard*."""

    def connect(connection: Any) -> socket.socket:
        timeout = connection.timeout if isinstance(connection.timeout, (int, float)) else _PATIENCE
        options = connection.socket_options or ()
        try:
            made = guard.connect(connection.host, connection.port, timeout=timeout, options=options)
        except RefusedError as error:
            raise NewConnectionError(connection, str(error)) from error
        except TimeoutError as error:
            raise ConnectTimeoutError(connection, str(error)) from error
        except OSError as error:
            raise NewConnectionError(connection, str(error)) from error
        _note(made)
        return made

    class PlainConnection(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            return connect(self)

        def getresponse(self) -> Any:
            _note(self.sock)
            return super().getresponse()

    class SafeConnection(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            return connect(self)

        def getresponse(self) -> Any:
            _note(self.sock)
            return super().getresponse()

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = PlainConnection

    class SafePool(HTTPSConnectionPool):
        ConnectionCls = SafeConnection

    return {"http": PlainPool, "https": SafePool}
