"""Make one request: only to addresses that the guard allows, with a deadline for the whole of it and a size limit.

It uses the adapter of Requests rather than `Session.send`, which inspects the target of a
redirect even if it is not to follow it (and fails if it is malformed), takes proxies from the
environment, and sends passwords from ~/.netrc.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from typing import Any

import requests
import urllib3
from msgspec.structs import replace
from requests import PreparedRequest
from requests.cookies import RequestsCookieJar
from urllib3.exceptions import HTTPError, NewConnectionError

from feeds.web.connections import GuardedAdapter, ending_at
from feeds.web.guard import Guard, RefusedError
from feeds.web.values import ANYTHING, Limits, Response, WebError

_LATE = (requests.Timeout, urllib3.exceptions.TimeoutError, TimeoutError)
_STEP = 16 * 1024  # bytes
_LIMITS = Limits()
Cookies = RequestsCookieJar  # `Client.ask` stores the cookies of servers in it and sends them


class Client:
    """Makes requests with *agent* as `User-Agent`; threads may share it.

    With *proxy* (an address) all requests go through the proxy. It then takes the place of
    the guard, because it alone knows where connections end.
    """

    def __init__(self, guard: Guard, *, agent: str, limits: Limits = _LIMITS, proxy: str = "") -> None:
        self._adapter = GuardedAdapter(guard)
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
    ) -> Response:
        """Return the response to a request for *url* that ends by *end* (of `time.monotonic`).

        At most `limits.most` bytes of the body are read, and only if *accept* lists its type
        ("text/html,text/plain"; "*/*" for any, "" for none). *cookies* are sent and updated, a *form* is sent as
        the body of the request.

        Raises:
            WebError: the guard refused it, it took too long, or it failed in any other way.
        """
        limits = limits or self._limits
        try:
            with ending_at(end) as left:
                capped = replace(limits, connect=min(left, limits.connect), read=min(left, limits.read))
                request = self._prepared(url, method, accept, cookies, form)
                response = self._send(url, request, capped, accept, cookies)
        except WebError:
            raise
        except Exception as error:
            raise WebError("late", "took too long") if time.monotonic() >= end else _as_web_error(error) from error
        if time.monotonic() >= end:  # a connection that was shut down may look like the end of the body
            raise WebError("late", "took too long")
        return response

    def _prepared(
        self, url: str, method: str, accept: str, cookies: Cookies | None, form: Mapping[str, str] | None
    ) -> PreparedRequest:
        headers = {"User-Agent": self._agent, "Accept": accept or ANYTHING, "Accept-Encoding": "gzip, deflate"}
        return requests.Request(method, url, headers=headers, cookies=cookies, data=form).prepare()

    def _send(
        self, url: str, request: PreparedRequest, limits: Limits, accept: str, cookies: Cookies | None
    ) -> Response:
        timeout = (limits.connect, limits.read)
        received = self._adapter.send(request, stream=True, timeout=timeout, proxies=self._proxies)
        try:
            if cookies is not None:
                cookies.update(received.cookies)
            has_body = request.method != "HEAD" and _is_wanted(received, accept)
            body, truncated = _read(received.raw, limits.most) if has_body else (b"", False)
            return Response(
                url=url,
                status=received.status_code,
                headers={name.lower(): value for name, value in received.headers.items()},
                body=body,
                encoding=_charset(received.headers.get("content-type", "")),
                truncated=truncated,
            )
        finally:
            received.close()


def _is_wanted(response: requests.Response, accept: str) -> bool:
    """Return whether the type of the body of *response* is listed in *accept*, or is not known."""
    kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    return accept == ANYTHING or (accept != "" and (not kind or kind in accept.split(",")))


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
