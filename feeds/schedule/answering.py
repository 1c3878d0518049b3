"""Answer monitoring on this machine that asks over HTTP how `feeds watch` is."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from feeds.errors import FeedsError, Where
from feeds.schedule.health import Health

_HOST, _PATH = "127.0.0.1", "/health"
_NAMES = (_HOST, "localhost")
_SECONDS = 10  # that a client may take

log = logging.getLogger("feeds.watch")


@contextmanager
def answering(port: int, find_health: Callable[[], Health]) -> Iterator[None]:
    """Answer requests for `/health` at *port* of this machine within the block; 0 takes any port that is free.

    The status is 200, or 503 if the health that *find_health* returns is not ok.

    Raises:
        FeedsError: the port is taken.
    """
    try:
        server = _Server(port, find_health)
    except OSError as error:
        hint = "end what uses it, or choose another with --health"
        raise FeedsError(f"cannot be used: {error}", Where(f"{_HOST}:{port}"), hint) from error
    threading.Thread(target=server.serve_forever, name="health", daemon=True).start()
    log.info("Health is reported at http://%s:%d%s.", _HOST, server.server_port, _PATH)
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, port: int, find_health: Callable[[], Health]) -> None:
        self.find_health = find_health
        super().__init__((_HOST, port), _Handler)

    def handle_error(self, request: object, client_address: object) -> None:
        """Log what went wrong with one request: clients end connections as they like."""
        log.debug("A request for the health failed.", exc_info=True)


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    timeout = _SECONDS
    server_version, sys_version = "feeds", ""

    def do_GET(self) -> None:
        status, body = self._answer()
        self.send_response(status)
        for name, value in (("Content-Type", "application/json"), ("Cache-Control", "no-store")):
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    do_HEAD = do_GET  # noqa: N815

    def _answer(self) -> tuple[HTTPStatus, bytes]:
        """Return the status and the body; a page elsewhere may have a name that leads here, and gets nothing."""
        if self.headers.get("Host", _HOST).partition(":")[0].lower() not in _NAMES:
            return HTTPStatus.MISDIRECTED_REQUEST, b"{}\n"
        if self.path.partition("?")[0] != _PATH:
            return HTTPStatus.NOT_FOUND, b"{}\n"
        health = self.server.find_health()
        return HTTPStatus.OK if health.ok else HTTPStatus.SERVICE_UNAVAILABLE, health.to_json()

    def log_message(self, format: str, *args: object) -> None:
        log.debug("%s", format % args)
