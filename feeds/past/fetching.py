"""Fetch a document from the web, with limits of time and size, following redirects."""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING

from feeds.errors import FeedsError, Where

if TYPE_CHECKING:  # not imported by a build that makes no requests
    from feeds.web import Answer, Client

_MOST_BYTES = 32 * 1024**2
_MOST_HOPS = 5
_GONE = (404, 410)


class FetchError(FeedsError):
    """An address did not answer as expected, so it is unknown whether a document exists."""


class Fetcher:
    """Fetches documents with *client*, one after the other, for *seconds* in all.

    How long it takes to read what was fetched does not count: a busy machine would take a server for a slow one.
    """

    def __init__(self, client: Client, seconds: float = 20.0) -> None:
        self._client, self._left = client, seconds

    def get(self, url: str) -> bytes | None:
        """Return the document at *url*, or None if the server says that there is none.

        Raises:
            FetchError: the server did not answer in time or as expected, or the document is too large.
        """
        start = time.monotonic()
        try:
            return self._get(url, start + self._left)
        finally:
            self._left -= time.monotonic() - start

    def _get(self, url: str, end: float) -> bytes | None:
        from feeds.web import ANYTHING, Limits, WebError, follow

        ask = partial(self._client.ask, end=end, limits=Limits(most=_MOST_BYTES), accept=ANYTHING)
        try:
            answer = follow(url, ask, most=_MOST_HOPS, target=_target_of)
        except WebError as error:
            raise _failed(url, str(error)) from error
        if answer is None:
            raise _failed(url, f"redirects more than {_MOST_HOPS} times")
        if answer.truncated:
            raise _failed(url, f"is larger than {_MOST_BYTES // 1024**2} MB")
        if answer.status == 200:
            return answer.body
        if answer.status in _GONE:
            return None
        raise _failed(url, f"answers {answer.status}")


def _target_of(answer: Answer) -> str:
    """Return where *answer* leads, unless it is itself a document or too big."""
    from feeds.web import target_of

    return "" if answer.status == 200 or answer.truncated else target_of(answer)


def _failed(url: str, fault: str) -> FetchError:
    return FetchError(fault, Where(url))
