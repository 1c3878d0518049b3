"""Get a document from the web within limits of time and size, and follow redirects."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from feeds.errors import FeedsError, Where

if TYPE_CHECKING:  # a build that makes no requests does not import it
    from feeds.web import Client

_MOST_BYTES = 32 * 1024**2
_MOST_HOPS = 5
_GONE = (404, 410)


class FetchError(FeedsError):
    """An address gave no usable answer; a "not found" is an answer."""


class Fetcher:
    """Gets documents with *client*, one after the other, for at most *seconds* in total."""

    def __init__(self, client: Client, seconds: float = 20.0) -> None:
        self._client, self._end = client, time.monotonic() + seconds

    def get(self, url: str) -> bytes | None:
        """Return the document at *url*, or None if the server says that there is none.

        Raises:
            FetchError: there is no answer in time, or the document is too big.
        """
        from feeds.web import ANYTHING, Limits, WebError, target_of

        address = url
        for _ in range(_MOST_HOPS + 1):
            try:
                answer = self._client.ask(address, end=self._end, limits=Limits(most=_MOST_BYTES), accept=ANYTHING)
            except WebError as error:
                raise _failed(url, str(error)) from error
            if answer.cut:
                raise _failed(url, f"is bigger than {_MOST_BYTES // 1024**2} MB")
            if answer.status == 200:
                return answer.body
            if answer.status in _GONE:
                return None
            if not (address := target_of(answer)):
                raise _failed(url, f"responds with status {answer.status}")
        raise _failed(url, f"redirects more than {_MOST_HOPS} times")


def _failed(url: str, fault: str) -> FetchError:
    return FetchError(fault, Where(url))
