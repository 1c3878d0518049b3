"""Fetch a document from the web, with limits of time and size, following redirects."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from feeds.errors import FeedsError, Where

if TYPE_CHECKING:  # not imported by a build that makes no requests
    from feeds.web import Client

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
        from feeds.web import WebError, fetch

        try:
            response = fetch(url, self._client, end=end)
        except WebError as error:
            raise FetchError(str(error), Where(url)) from error
        if response.status == 200:
            return response.body
        if response.status in _GONE:
            return None
        raise FetchError(f"answers {response.status}", Where(url))
