"""Follow redirects: by header, and by pages that refresh to another address."""

from __future__ import annotations

import contextlib
import html
import re
from collections.abc import Callable
from functools import partial
from urllib.parse import urljoin, urlsplit

from feeds.regex import regex
from feeds.urls import absolute
from feeds.web.client import Client
from feeds.web.values import ANYTHING, Limits, Response, WebError

REDIRECTS = (301, 302, 303, 307, 308)
_DOCUMENT = Limits(most=32 * 1024**2)
_MOST_HOPS = 5  # to a document
_META = regex(r"<meta\b[^<>]*http-equiv\s*=\s*[\"']?refresh\b[^<>]*+>", re.IGNORECASE)
_CONTENT = regex(r"\bcontent\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))", re.IGNORECASE)
_REFRESH = regex(r"\s*+[\d.]*+\s*+[;,]?+\s*+(?:url\s*+=\s*+)?+[\"']?\s*+(?P<url>[^\"'\s][^\"']*+)", re.IGNORECASE)
_LONGEST_REFRESH = 2048  # characters
_HEAD = 64 * 1024  # bytes of a page that are searched
_HOST = regex(r"[a-z0-9_][a-z0-9_.-]*\Z|[0-9a-f.]*:[0-9a-f:.]*\Z")


def target_of(response: Response) -> str:
    """Return the address that *response* redirects to, by `Location` or by a refresh, or "".

    Anything but a valid web address counts as no redirect.
    """
    if response.status in REDIRECTS:
        return _target(response.headers.get("location", ""), response.url)
    if response.status == 200 and response.headers.get("refresh"):
        return _refresh_target(response.headers["refresh"], response.url)
    if response.status == 200 and response.body:
        text = response.body[:_HEAD].decode(response.encoding or "utf-8", "replace")
        if (meta := _META.search(text)) and (content := _CONTENT.search(meta[0])):
            return _refresh_target(html.unescape(content[1] or content[2] or content[3] or ""), response.url)
    return ""


def follow(
    url: str, ask: Callable[[str], Response], *, most: int, target: Callable[[Response], str] = target_of
) -> Response | None:
    """Return the response at the end of the redirects from *url*, or None if there are more than *most*.

    *ask* makes each request. *target* gives the address that a response leads to, or "" at the end.
    """
    for _ in range(most + 1):
        response = ask(url)
        url = target(response)
        if not url:
            return response
    return None


def fetch(url: str, client: Client, *, end: float) -> Response:
    """Return the response at the end of the redirects from *url*, which may be a document of 32 MB, by *end*.

    A document leads nowhere, even if it is a page that refreshes.

    Raises:
        WebError: there is none in time, or it is too large.
    """
    ask = partial(client.ask, end=end, limits=_DOCUMENT, accept=ANYTHING)
    response = follow(url, ask, most=_MOST_HOPS, target=_target_of_document)
    if response is None:
        raise WebError("failed", f"redirects more than {_MOST_HOPS} times")
    if response.truncated:
        raise WebError("failed", f"is larger than {_DOCUMENT.most // 1024**2} MB")
    return response


def _target_of_document(response: Response) -> str:
    return "" if response.status == 200 or response.truncated else target_of(response)


def _refresh_target(content: str, base: str) -> str:
    content = content.strip()
    found = _REFRESH.match(content) if len(content) <= _LONGEST_REFRESH else None
    return _target(found["url"], base) if found else ""


def _target(location: str, base: str) -> str:
    """Return the address of *location* relative to *base*, with the fragment it inherits (RFC 9110, 10.2.2)."""
    text = location.strip()
    if not text:
        return ""
    with contextlib.suppress(UnicodeError):  # headers are read as Latin-1, but often contain UTF-8
        text = text.encode("latin-1").decode("utf-8")
    try:
        target = absolute(urljoin(base, text), "")
        parts = urlsplit(target)
        if parts.scheme not in ("http", "https") or not _HOST.match(parts.hostname or ""):
            return ""
        parts.port  # noqa: B018 - raises if the port is invalid
    except ValueError:
        return ""
    fragment = base.partition("#")[2]
    return f"{target}#{fragment}" if fragment and "#" not in target else target
