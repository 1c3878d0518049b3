"""Servers for this machine alone, at a port of 127.0.0.1."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TypeVar

from feeds.errors import FeedsError, Where

HOST = "127.0.0.1"
_NAMES = frozenset((HOST, "localhost"))


class LoopbackServer(ThreadingHTTPServer):
    """A server at a port of this machine; 0 takes any port that is free. It logs to *log*, and only in detail."""

    daemon_threads = True
    block_on_close = False  # a browser may keep its connection for minutes

    def __init__(self, port: int, handler: type[LoopbackHandler], log: logging.Logger) -> None:
        self.log = log
        super().__init__((HOST, port), handler)

    def handle_error(self, request: object, client_address: object) -> None:
        """Log what went wrong with one request: clients end connections as they like."""
        self.log.debug("A request failed.", exc_info=True)


class LoopbackHandler(BaseHTTPRequestHandler):
    """Answers a request to a `LoopbackServer`."""

    server: LoopbackServer
    server_version, sys_version = "feeds", ""

    def is_for_us(self) -> bool:
        """Return whether the request names this machine: a page elsewhere may have a name that leads here."""
        return str(self.headers.get("Host", HOST)).partition(":")[0].lower() in _NAMES

    def log_message(self, format: str, *args: object) -> None:
        """Log a request."""
        self.server.log.debug("%s", format % args)


S = TypeVar("S", bound=LoopbackServer)


@contextmanager
def listening(make: Callable[[], S], port: int, option: str) -> Iterator[S]:
    """Have the server that *make* returns answer at *port* within the block, and yield it.

    Raises:
        FeedsError: the port cannot be used; *option* chooses another.
    """
    try:
        server = make()
    except (OSError, OverflowError) as error:
        hint = f"end what uses it, or choose another with {option}"
        raise FeedsError(f"cannot be used: {error}", Where(f"{HOST}:{port}"), hint) from error
    threading.Thread(target=server.serve_forever, name="server", daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
