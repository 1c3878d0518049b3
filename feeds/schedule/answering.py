"""Answer monitoring on this machine that asks over HTTP how `feeds watch` is."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http import HTTPStatus

from feeds.loopback import HOST, LoopbackHandler, LoopbackServer, listening
from feeds.schedule.health import Health

_PATH = "/health"
_SECONDS = 10  # that a client may take

log = logging.getLogger("feeds.watch")


@contextmanager
def answering(port: int, find_health: Callable[[], Health]) -> Iterator[None]:
    """Answer requests for `/health` at *port* of this machine within the block; 0 takes any port that is free.

    The status is 200, or 503 if the health that *find_health* returns is not ok.

    Raises:
        FeedsError: the port cannot be used.
    """
    with listening(lambda: _Server(port, find_health), port, "--health") as server:
        log.info("Health is reported at http://%s:%d%s.", HOST, server.server_port, _PATH)
        yield


class _Server(LoopbackServer):
    def __init__(self, port: int, find_health: Callable[[], Health]) -> None:
        self.find_health = find_health
        super().__init__(port, _Handler, log)


class _Handler(LoopbackHandler):
    server: _Server
    timeout = _SECONDS

    def do_GET(self) -> None:  # noqa: N802 - the name by which it is called
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
        """Return the status and the body."""
        if not self.is_for_us():
            return HTTPStatus.MISDIRECTED_REQUEST, b"{}\n"
        if self.path.partition("?")[0] != _PATH:
            return HTTPStatus.NOT_FOUND, b"{}\n"
        health = self.server.find_health()
        return HTTPStatus.OK if health.ok else HTTPStatus.SERVICE_UNAVAILABLE, health.to_json()
