"""The web servers of docs/deploy/servers.md, with the configurations that are written there."""

from __future__ import annotations

import gzip
import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from msgspec import Struct

from tests.conftest import REPOSITORY, need
from tests.folder import CONFIG, Folder
from tests.waiting import LIMIT, wait_for

NOBODY = 65534
NGINX = """
daemon off; pid {place}/nginx.pid; error_log stderr; worker_processes 1;
events {{}}
http {{
    access_log off;
    client_body_temp_path {place}/a; proxy_temp_path {place}/b; fastcgi_temp_path {place}/c;
    uwsgi_temp_path {place}/d; scgi_temp_path {place}/e;
{block}
}}
"""
APACHE = """
ServerRoot /usr/lib/apache2
ServerName localhost
PidFile {place}/apache.pid
ErrorLog {place}/apache.log
Listen 127.0.0.1:{port}
DefaultRuntimeDir {place}
Mutex file:{place}
TypesConfig /etc/mime.types
{modules}
{block}
"""
MODULES = "mpm_event authz_core dir mime headers rewrite deflate filter setenvif"


class Server(Struct, frozen=True):
    """A web server, and how its configuration in the documentation becomes one of a test."""

    program: str
    language: str  # of the block in the documentation
    configure: Callable[[str, Path, int], str]
    command: Callable[[Path], list[str]]


def _nginx(block: str, place: Path, port: int) -> str:
    return NGINX.format(place=place, block=block.replace("listen 80", f"listen 127.0.0.1:{port}"))


def _caddy(block: str, place: Path, port: int) -> str:
    site = block.replace("feeds.harbour.example {", f"http://127.0.0.1:{port} {{\n\tbind 127.0.0.1")
    return "{\n\tadmin off\n\tauto_https off\n}\n" + site


def _apache(block: str, place: Path, port: int) -> str:
    modules = "\n".join(f"LoadModule {name}_module modules/mod_{name}.so" for name in MODULES.split())
    return APACHE.format(place=place, port=port, modules=modules, block=block.replace("*:80", f"127.0.0.1:{port}"))


SERVERS = {
    "nginx": Server("nginx", "nginx", _nginx, lambda config: ["nginx", "-c", str(config)]),
    "caddy": Server(
        "caddy", "caddy", _caddy, lambda config: ["caddy", "run", "--adapter", "caddyfile", "--config", str(config)]
    ),
    "apache": Server("apache2", "apache", _apache, lambda config: ["apache2", "-f", str(config), "-DFOREGROUND"]),
}


class Answer(Struct, frozen=True):
    """What a server answered."""

    status: int
    headers: dict[str, str]  # names in lower case
    body: bytes

    @property
    def type(self) -> str:
        return self.headers.get("content-type", "").lower().replace(" ", "")


class Host(Struct, frozen=True):
    """A running server, and the site that it serves."""

    site: Folder
    port: int

    def ask(self, target: str, **headers: str) -> Answer:
        """Return the answer to a request; names of headers have `_` for `-`."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=LIMIT)
        connection.request("GET", target, headers={name.replace("_", "-"): text for name, text in headers.items()})
        response = connection.getresponse()
        answer = Answer(response.status, {name.lower(): text for name, text in response.getheaders()}, response.read())
        connection.close()
        return answer


@pytest.fixture
def public_place() -> Iterator[Path]:
    """A folder that a user without rights may read and write."""
    place = Path(tempfile.mkdtemp(prefix="feeds-servers-"))
    place.chmod(0o777)
    yield place
    shutil.rmtree(place)


def block_of(language: str) -> str:
    """Return the configuration in the documentation that is in *language*."""
    text = (REPOSITORY / "docs/deploy/servers.md").read_text(encoding="utf-8")
    (block,) = re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    return str(block)


def as_nobody() -> list[str]:
    if os.geteuid() != 0:
        return []
    return [need("setpriv"), f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as link:
        return int(link.getsockname()[1])


@contextmanager
def hosting(server: Server, site: Folder, place: Path) -> Iterator[Host]:
    """Yield *site* as *server* serves it."""
    need(server.program)
    port, config, log = free_port(), place / "server.conf", place / "server.log"
    block = block_of(server.language).replace("/srv/www/feeds", str(site.public))
    config.write_text(server.configure(block, place, port), encoding="utf-8")
    environment = {**os.environ, "HOME": str(place), "XDG_DATA_HOME": str(place), "XDG_CONFIG_HOME": str(place)}
    with log.open("wb") as errors:
        command = [*as_nobody(), *server.command(config)]
        process = subprocess.Popen(command, env=environment, cwd=place, stdout=errors, stderr=errors)
    try:
        wait_for(lambda: _listens(port) or process.poll() is not None)
        assert process.poll() is None, log.read_text()
        yield Host(site, port)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(LIMIT)


def _listens(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port)):
        return True
    return False


def built(place: Path) -> Folder:
    """Return a site with archives, twins and generations, below *place*."""
    site = Folder(place / "site")
    site.configure(CONFIG + "feeds: {limit: 2, archive: year}\npublish: {compress: [gz], generations: 1}\n")
    for number in range(1, 7):
        site.issue(f"{number}.md", f"Issue {number}", f"202{number // 4 + 4}-05-{number:02}")
        site.build()
    return site


@pytest.mark.parametrize("name", SERVERS)
def test_a_server_sends_feeds_as_its_configuration_says(name: str, public_place: Path) -> None:
    site = built(public_place)
    with hosting(SERVERS[name], site, public_place) as host:
        check_types(host)
        check_caching(host)
        check_compression(host)
        check_generations(host)
        for hidden in ("/_headers", "/.nojekyll", "/missing.xml"):
            assert host.ask(hidden).status == 404, hidden


def check_types(host: Host) -> None:
    types = {
        "/rss.xml": "application/xml",
        "/sections/atom.xml": "application/xml",
        "/feed.json": "application/feed+json",
        "/feeds.opml": "text/x-opml",
        "/": "text/html",
        "/sections/": "text/html",
        "/assets/feeds-pages.css": "text/css",
        "/assets/feeds-pages.js": "text/javascript",
    }
    for path, kind in types.items():
        for accepted in ("identity", "gzip"):
            answer = host.ask(path, Accept_Encoding=accepted)
            assert (answer.status, answer.type) == (200, f"{kind};charset=utf-8"), path
            assert answer.headers["access-control-allow-origin"] == "*"
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert ("content-security-policy" in answer.headers) == (kind == "text/html"), path


def check_caching(host: Host) -> None:
    (archived,) = sorted(host.site.public.glob("archive/*/atom.xml"))[:1]
    for path, caching in (
        ("/atom.xml", "public, max-age=900"),
        ("/", "public, max-age=900"),
        (f"/{archived.relative_to(host.site.public)}", "public, max-age=2592000, immutable"),
        ("/archive/", "public, max-age=900"),
    ):
        for accepted in ("identity", "gzip"):
            answer = host.ask(path, Accept_Encoding=accepted)
            assert answer.headers["cache-control"] == caching
            again = host.ask(path, Accept_Encoding=accepted, If_None_Match=answer.headers["etag"])
            assert (again.status, again.body) == (304, b""), (path, accepted)


def check_compression(host: Host) -> None:
    for path in ("atom.xml", "sections/feed.json", "assets/feeds-pages.css"):
        content = (host.site.public / path).read_bytes()
        plain, packed = host.ask(f"/{path}"), host.ask(f"/{path}", Accept_Encoding="gzip")
        assert plain.body == content
        assert packed.headers["content-encoding"] == "gzip"
        assert packed.body == (host.site.public / f"{path}.gz").read_bytes(), path
        assert packed.headers["vary"] == plain.headers["vary"] == "Accept-Encoding"
    (host.site.public / "atom.xml.gz").rename(host.site.path / "aside")
    packed = host.ask("/atom.xml", Accept_Encoding="gzip")
    assert packed.headers["content-encoding"] == "gzip"  # by the server itself
    assert gzip.decompress(packed.body) == (host.site.public / "atom.xml").read_bytes()
    assert host.ask("/atom.xml", Accept_Encoding="gzip", If_None_Match=packed.headers["etag"]).status == 304
    (host.site.path / "aside").rename(host.site.public / "atom.xml.gz")


def check_generations(host: Host) -> None:
    before = {path: host.ask(path).headers["etag"] for path in ("/atom.xml", "/assets/feeds-pages.css")}
    host.site.issue("7.md", "Another issue", "2026-05-07")
    host.site.build()
    after = host.ask("/atom.xml")
    assert b"Another issue" in after.body
    assert after.headers["etag"] != before["/atom.xml"]
    kept = host.ask("/assets/feeds-pages.css", If_None_Match=before["/assets/feeds-pages.css"])
    assert kept.status == 304
