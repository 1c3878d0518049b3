"""A web of recorded answers: a proxy on this machine that knows the addresses of a YAML file and no others."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import yaml


@contextmanager
def answering(recorded: Path) -> Iterator[str]:
    """Yield the address of a proxy that gives the answers *recorded*, or "" if that file does not exist.

    The file maps an address to `status` (200), `headers` and `body`; any other address is answered by 404.
    """
    if not recorded.exists():
        yield ""
        return
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(yaml.safe_load(recorded.read_text(encoding="utf-8"))))
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def _handler(answers: Mapping[str, Mapping[str, Any]]) -> type[BaseHTTPRequestHandler]:
    class Recorded(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer = answers.get(self.path, {"status": 404})  # a proxy is asked for whole addresses
            body = str(answer.get("body", "")).encode()
            self.send_response(answer.get("status", 200))
            for name, value in {"Content-Type": "text/html", **answer.get("headers", {})}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

        do_HEAD = do_GET  # noqa: N815

        def log_message(self, format: str, *args: object) -> None:
            pass

    return Recorded
