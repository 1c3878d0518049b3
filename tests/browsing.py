"""Pages in a real browser."""

from __future__ import annotations

import json
import queue
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from tests.folder import Folder
from tests.hosting import POLICY, policy_for


def browse(site: Folder, server: HTTPServer, script: str, tmp_path: Path, page: str = "") -> dict[str, str]:
    """Return what *script* notes in `note`, run in chromium beside a page in a frame `page`, once it is loaded.

    *page* is the path of that page, by default of the index. It is sent with the headers that `_headers` has for it.
    """

    def serve(request: Request) -> Response:
        types = {".html": "text/html", ".css": "text/css", ".js": "text/javascript"}
        path = site.public / request.path.lstrip("/")
        path = path / "index.html" if path.is_dir() else path
        policy = policy_for(site.public, request.path)
        headers = {POLICY: policy} if policy else {}
        return Response(path.read_bytes(), headers=headers, content_type=types.get(path.suffix, "application/xml"))

    noted = queue.Queue[dict[str, str]]()

    def take(request: Request) -> Response:
        noted.put(json.loads(request.get_data()))
        return Response()

    server.expect_request("/note").respond_with_handler(take)
    server.expect_request("/probe").respond_with_data(
        f'<!DOCTYPE html><iframe src="/{page}" width="1000" height="900"></iframe><script>'
        'document.querySelector("iframe").onload = async event => {'
        "const page = event.target.contentDocument; const note = document.body.dataset;"
        f"try {{ {script} }} catch (error) {{ note.error = String(error); }}"
        'fetch("/note", {method: "POST", body: JSON.stringify({...note})}); }</script>',
        content_type="text/html",
    )
    for path in site.tree():
        server.expect_request("/" + path.removesuffix("index.html")).respond_with_handler(serve)
    with chromium(server.url_for("/probe"), tmp_path / "profile"):
        found = noted.get(timeout=60)
    return {name: str(value) for name, value in found.items()}


@contextmanager
def chromium(url: str, profile: Path) -> Iterator[None]:
    """Have chromium show *url* within the block, or skip the test; *profile* is a folder of its own."""
    if not (program := shutil.which("chromium")):
        pytest.skip("chromium is not installed")
    command = [
        program, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync", "--remote-debugging-port=0",
        f"--user-data-dir={profile}", url,
    ]  # fmt: skip
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            yield
        finally:
            process.terminate()
