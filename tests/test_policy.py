"""Every kind of page under the strict Content-Security-Policy of `_headers`, in a real browser: nothing violates it."""

from __future__ import annotations

import json
import queue
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from tests.browsing import chromium
from tests.conftest import REPOSITORY
from tests.folder import Folder
from tests.hosting import POLICY, policy_for

TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".wasm": "application/wasm"}
CONTROL = '<!DOCTYPE html><p style="color: red">A page that violates the policy.</p>'


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """The sample newsletter with all kinds of pages."""
    site = Folder(tmp_path_factory.mktemp("policy") / "site")
    shutil.copytree(REPOSITORY / "posts", site.posts, dirs_exist_ok=True)
    shutil.copy(REPOSITORY / "topics-ai.yaml", site.path)
    text = (REPOSITORY / "config.yaml").read_text(encoding="utf-8").replace("limit: 50", "limit: 5\n  days: 0")
    site.configure(text + "\npages: {search: true}\n")
    site.build()
    return site


def pages(site: Folder) -> list[str]:
    """Return the addresses of all pages."""
    return [f"/{path.removesuffix('index.html')}" for path in site.tree() if path.endswith("index.html")]


def violations(site: Folder, server: HTTPServer, profile: Path) -> Iterator[tuple[str, str]]:
    """Open each page, and at last one that violates its policy; yield what the browser reports, with the address."""
    reports = queue.Queue[dict[str, str]]()

    def serve(request: Request) -> Response:
        path = site.public / request.path.lstrip("/")
        path = path / "index.html" if path.is_dir() else path
        headers = {}
        if policy := policy_for(site.public, request.path):
            headers[POLICY] = f"{policy}; report-uri /violations"
        return Response(path.read_bytes(), headers=headers, content_type=TYPES.get(path.suffix, "text/plain"))

    def take(request: Request) -> Response:
        reports.put(json.loads(request.get_data())["csp-report"])
        return Response()

    server.expect_request("/violations").respond_with_handler(take)
    strict = f"{policy_for(site.public, '/')}; report-uri /violations"
    server.expect_request("/control").respond_with_data(CONTROL, content_type="text/html", headers={POLICY: strict})
    script = (
        f"for (const page of {json.dumps([*pages(site), '/control'])}) {{"
        "const frame = document.createElement('iframe'); frame.src = page; document.body.append(frame);"
        "await new Promise(done => { frame.onload = done; }); }"
    )
    server.expect_request("/all").respond_with_data(
        f"<!DOCTYPE html><body><script>(async () => {{ {script} }})()</script>", content_type="text/html"
    )
    server.expect_request(re.compile("/.*")).respond_with_handler(serve)
    with chromium(server.url_for("/all"), profile):
        while True:
            report = reports.get(timeout=120)
            page = report["document-uri"].removeprefix(server.url_for("").rstrip("/"))
            yield page, report["effective-directive"]
            if page == "/control":
                return


def test_every_page_has_a_policy_without_inline_script_and_style(sample: Folder) -> None:
    assert {"/", "/sections/", "/topics/robotics/", "/archive/", "/search/"} <= {*pages(sample)}
    for page in pages(sample):
        policy = policy_for(sample.public, page)
        assert policy.startswith("default-src 'none'; script-src 'self'"), page
        assert "unsafe" not in policy.replace("wasm-unsafe-eval", ""), page


def test_a_copy_of_the_site_takes_the_rules_for_its_own(sample: Folder, tmp_path: Path) -> None:
    copy = Folder.at(Path(shutil.copytree(sample.path, tmp_path / "copy")))
    (copy.public / "_headers").write_bytes((sample.public / "_headers").read_bytes() + b"\n")
    copy.write("new.md", "---\ndate: 2026-05-02\n---\n## A heron\n\nIt waits.\n")
    copy.build()
    assert (copy.public / "_headers").read_bytes() == (sample.public / "_headers").read_bytes()


def test_no_page_violates_its_policy(sample: Folder, httpserver: HTTPServer, tmp_path: Path) -> None:
    assert list(violations(sample, httpserver, tmp_path / "profile")) == [("/control", "style-src-attr")]
