"""Connections that the guard makes in place of urllib3, and that end at a deadline, whatever is read from them."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError

from feeds.web.guard import Guard, RefusedError
from feeds.web.values import WebError

_PATIENCE = 10.0  # seconds to connect, if urllib3 gives no timeout
_current = threading.local()  # the sockets of the request that a thread makes


@contextmanager
def ending_at(end: float) -> Iterator[float]:
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


class GuardedAdapter(HTTPAdapter):
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

    class SafeConnection(PlainConnection, HTTPSConnection):
        pass

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = PlainConnection

    class SafePool(HTTPSConnectionPool):
        ConnectionCls = SafeConnection

    return {"http": PlainPool, "https": SafePool}
