"""Listen on this machine: files, and a stream of changes for the pages that are open."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from feeds.loopback import HOST, LoopbackHandler, LoopbackServer, listening
from feeds.serving.answers import Reply, reply_to
from feeds.serving.changes import FolderChanges

_STREAM = "/-/changes"  # no file has this address
#: Reloads a page when its file changes. EventSource connects again by itself.
_SCRIPT = (
    f'<script>new EventSource("{_STREAM}").onmessage=event=>'
    "{if(JSON.parse(event.data).includes(location.pathname))location.reload()}</script>"
)

log = logging.getLogger("feeds.serve")


@contextmanager
def serving(folder: Path, port: int) -> Iterator[str]:
    """Serve the files below *folder* within the block, and yield the address; 0 takes any *port* that is free.

    Raises:
        FeedsError: the port cannot be used.
    """
    changes = FolderChanges(folder)
    with listening(lambda: _Server(folder, port, changes), port, "--port") as server:
        changes.start()
        try:
            yield f"http://{HOST}:{server.server_port}/"
        finally:
            changes.end()


class _Server(LoopbackServer):
    def __init__(self, folder: Path, port: int, changes: FolderChanges) -> None:
        self.folder, self.changes = folder, changes
        super().__init__(port, _Handler, log)


class _Handler(LoopbackHandler):
    server: _Server
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:  # noqa: N802 - the name by which it is called
        if not self.is_for_us():
            self._send(Reply(status=421, body=b"This server answers to 127.0.0.1 and localhost only.\n"))
        elif self.path == _STREAM:
            self._stream()
        else:
            headers = {name.lower(): value for name, value in self.headers.items()}
            self._send(reply_to(self.server.folder, self.path, headers, script=_SCRIPT))

    do_HEAD = do_GET  # noqa: N815

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
