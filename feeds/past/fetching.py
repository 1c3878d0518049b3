"""Get a document from the web: politely, in bounded time and size."""

from __future__ import annotations

import ipaddress
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from urllib.parse import urlsplit

from feeds import __version__
from feeds.errors import FeedsError, Where

AGENT = f"feed-republisher/{__version__} (reads feeds back once, to keep their ids)"
#: Endings of hosts that are nobody's (RFC 2606, RFC 6761, RFC 8375).
_NOBODYS = ("example", "test", "invalid", "localhost", "local", "internal", "home.arpa", "example.com", "example.org",
            "example.net")  # fmt: skip
_MOST_BYTES = 32 * 1024**2
_STEP_SECONDS = 10.0
_GONE = (404, 410)


class FetchError(FeedsError):
    """An address did not answer as it should; that is not the same as that nothing is there."""


class Fetcher:
    """Gets documents, one after the other, until *seconds* have passed since it was made."""

    def __init__(self, seconds: float = 20.0) -> None:
        import requests

        self._end = time.monotonic() + seconds
        self._session = requests.Session()
        self._session.max_redirects = 5
        self._session.headers["User-Agent"] = AGENT

    def get(self, url: str) -> bytes | None:
        """Return what is at *url*, or None where the server says that nothing is there.

        Raises:
            FetchError: it could not be told in time, or is too big.
        """
        results: list[bytes | FetchError | None] = []
        # In a thread of its own: neither a slow name server nor a slow drip of bytes ends by a time-out.
        worker = threading.Thread(target=lambda: results.append(self._attempt(url)), daemon=True)
        worker.start()
        worker.join(max(self._left, 0.0))
        if not results:
            raise _failed(url, "took too long")
        if isinstance(results[0], FetchError):
            raise results[0]
        return results[0]

    @property
    def _left(self) -> float:
        return self._end - time.monotonic()

    def _attempt(self, url: str) -> bytes | FetchError | None:
        try:
            return self._download(url)
        except FetchError as error:
            return error
        except Exception as error:  # noqa: BLE001 - whatever a server does, it is told as its fault
            return _failed(url, f"cannot be read: {type(error).__name__}")

    def _download(self, url: str) -> bytes | None:
        patience = max(min(_STEP_SECONDS, self._left), 0.1)
        with closing(self._session.get(url, timeout=patience, stream=True)) as response:
            if response.status_code in _GONE:
                return None
            if response.status_code != 200:
                raise _failed(url, f"answers {response.status_code}")
            return b"".join(self._chunks(url, response.iter_content(64 * 1024)))

    def _chunks(self, url: str, chunks: Iterator[bytes]) -> Iterator[bytes]:
        size = 0
        for chunk in chunks:
            size += len(chunk)
            if size > _MOST_BYTES:
                raise _failed(url, f"is bigger than {_MOST_BYTES // 1024**2} MB")
            if self._left < 0:
                raise _failed(url, "took too long")
            yield chunk


def _failed(url: str, fault: str) -> FetchError:
    return FetchError(fault, Where(url))


def is_public(url: str) -> bool:
    """Return whether *url* could be on the web: not this machine, not a private network, not an example.

    >>> is_public("https://harbour.news/"), is_public("https://harbour.example/"), is_public("http://10.0.0.7/")
    (True, False, False)
    """
    host = (urlsplit(url).hostname or "").rstrip(".")
    try:
        return ipaddress.ip_address(host).is_global
    except ValueError:
        pass  # a name
    return "." in host and not any(host == name or host.endswith("." + name) for name in _NOBODYS)
