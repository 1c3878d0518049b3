"""Listen on this machine: files, and a stream of changes for the pages that are open."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from feeds.errors import FeedsError, Where
from feeds.serving.answers import Reply, reply_to
from feeds.serving.changes import Changes

_HOST = "127.0.0.1"
_STREAM = "/-/changes"  # no file has this address
#: Reloads a page when its file changes. EventSource connects again by itself.
_SCRIPT = (
    f'<script>new EventSource("{_STREAM}").onmessage=event=>'
    "{if(JSON.parse(event.data).includes(location.pathname))location.reload()}</script>"
)
_NAMES = frozenset(("127.0.0.1", "localhost"))

log = logging.getLogger("feeds.serve")


@contextmanager
def serving(folder: Path, port: int) -> Iterator[str]:
    """Serve the files below *folder* within the block, and yield the address; 0 takes any *port* that is free.

    Raises:
        FeedsError: the port is taken.
    """
    changes = Changes(folder)
    try:
        server = _Server(folder, port, changes)
    except (OSError, OverflowError) as error:
        hint = "end what uses it, or choose another with --port"
        raise FeedsError(f"cannot be used: {error}", Where(f"{_HOST}:{port}"), hint) from error
    changes.start()
    thread = threading.Thread(target=server.serve_forever, name="server", daemon=True)
    thread.start()
    try:
        yield f"http://{_HOST}:{server.server_port}/"
    finally:
        changes.end()
        server.shutdown()
        server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False  # a browser may keep its connection for minutes

    def __init__(self, folder: Path, port: int, changes: Changes) -> None:
        self.folder, self.changes = folder, changes
        super().__init__((_HOST, port), _Handler)

    def handle_error(self, request: object, client_address: object) -> None:
        """Log what went wrong with one request: browsers end connections as they like."""
        log.debug("A request failed.", exc_info=True)


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "feeds", ""

    def do_GET(self) -> None:
        if not self._is_for_us():
            self._send(Reply(status=421, body=b"This server answers to 127.0.0.1 and localhost only.\n"))
        elif self.path == _STREAM:
            self._stream()
        else:
            headers = {name.lower(): value for name, value in self.headers.items()}
            self._send(reply_to(self.server.folder, self.path, headers, script=_SCRIPT))

    do_HEAD = do_GET  # noqa: N815

    def _is_for_us(self) -> bool:
        """Return whether the request names this machine: a page elsewhere may have a name that leads here."""
        return str(self.headers.get("Host", _HOST)).partition(":")[0].lower() in _NAMES

    def _send(self, reply: Reply) -> None:
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        if reply.status != 304:
            self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(reply.body)

    def _stream(self) -> None:
        """Send an event for each change until the browser is gone (HTML, section 9.2: server-sent events)."""
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.send_header("Connection", "close")
        self.end_headers()
        if self.command == "HEAD":
            return
        self.wfile.write(b": feeds serve\n\n")
        for addresses in self.server.changes.follow():
            self.wfile.write(f"data: {json.dumps(addresses)}\n\n".encode() if addresses else b": still here\n\n")

    def log_message(self, format: str, *args: object) -> None:
        log.debug("%s", format % args)
