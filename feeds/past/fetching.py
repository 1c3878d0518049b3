"""Get a document from the web, in bounded time and size, following where it moved."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from feeds.errors import FeedsError, Where

if TYPE_CHECKING:  # a build that asks nobody does without
    from feeds.web import Client

_MOST_BYTES = 32 * 1024**2
_MOST_HOPS = 5
_GONE = (404, 410)


class FetchError(FeedsError):
    """An address did not answer as it should; that is not the same as that nothing is there."""


class Fetcher:
    """Gets documents by *client*, one after the other, until *seconds* have passed since it was made."""

    def __init__(self, client: Client, seconds: float = 20.0) -> None:
        self._client, self._end = client, time.monotonic() + seconds

    def get(self, url: str) -> bytes | None:
        """Return what is at *url*, or None where the server says that nothing is there.

        Raises:
            FetchError: it could not be told in time, or is too big.
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
                raise _failed(url, f"answers {answer.status}")
        raise _failed(url, f"leads on more than {_MOST_HOPS} times")


def _failed(url: str, fault: str) -> FetchError:
    return FetchError(fault, Where(url))
