"""The recipes of docs/deploy/copying.md: what rsync and S3 have is what a build wrote."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
import yaml

from tests.conftest import REPOSITORY, need
from tests.folder import CONFIG, Folder
from tests.waiting import LIMIT, wait_for

HOST = "web@harbour.example:/srv/www/feeds/"
KEYS = {"AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": "x", "AWS_DEFAULT_REGION": "us-east-1"}


def blocks(language: str) -> list[str]:
    """Return the blocks in *language* of the recipes."""
    text = (REPOSITORY / "docs/deploy/copying.md").read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def configure(site: Folder, block: str) -> None:
    site.configure(CONFIG + block)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as link:
        return int(link.getsockname()[1])


@contextmanager
def running(command: list[str], port: int, environment: Mapping[str, str] | None = None) -> Iterator[None]:
    """Run a server that listens at *port*."""
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(lambda: _listens(port))
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(LIMIT)


def _listens(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port)):
        return True
    return False


def check_copy(site: Folder, copy: Path) -> None:
    """Build *site* thrice, and check that *copy* has its files, with their time stamps."""
    for number in range(1, 4):
        site.issue(f"{number}.md", f"Issue {number}", f"2026-05-0{number}")
        assert site.build().problems == ()
        files = {path: path.stat().st_mtime_ns for path in site.public.rglob("*") if path.is_file()}
        copied = {path: path.stat().st_mtime_ns for path in copy.rglob("*") if path.is_file()}
        assert {path.relative_to(site.public): int(at // 1e9) for path, at in files.items()} == {
            path.relative_to(copy): int(at // 1e9) for path, at in copied.items()
        }
        assert all((copy / path.relative_to(site.public)).read_bytes() == path.read_bytes() for path in files)


@pytest.mark.parametrize("more", ["", ", generations: 1"])
def test_rsync_copies_what_a_build_wrote(site: Folder, tmp_path: Path, more: str) -> None:
    need("rsync")
    (copy := tmp_path / "www").mkdir()
    settings = yaml.safe_load(blocks("yaml")[0])["publish"]
    after = settings["after"].replace(HOST, f"{copy}/")
    assert str(copy) in after
    site.configure(CONFIG + f"publish: {{after: {json.dumps(after)}{more}}}\n")
    check_copy(site, copy)


def test_an_rsync_daemon_gets_what_a_build_wrote(site: Folder, tmp_path: Path) -> None:
    need("rsync")
    (copy := tmp_path / "www").mkdir()
    port, config = free_port(), tmp_path / "rsyncd.conf"
    owner = f"uid = {os.getuid()}\ngid = {os.getgid()}\n" if os.geteuid() == 0 else ""
    config.write_text(
        f"address = 127.0.0.1\nport = {port}\nuse chroot = no\n[feeds]\npath = {copy}\nread only = no\n{owner}"
    )
    block = blocks("yaml")[0].replace(HOST, f"rsync://127.0.0.1:{port}/feeds/")
    assert "rsync://harbour.example/feeds/" in (REPOSITORY / "docs/deploy/copying.md").read_text(encoding="utf-8")
    configure(site, block)
    with running(["rsync", "--daemon", "--no-detach", f"--config={config}"], port):
        check_copy(site, copy)


def test_a_host_that_does_not_answer_gets_everything_later(site: Folder, tmp_path: Path) -> None:
    need("rsync")
    configure(site, blocks("yaml")[0].replace(HOST, f"{tmp_path}/none/none/"))
    site.issue()
    assert not site.build().delivered
    (tmp_path / "none/none").mkdir(parents=True)
    assert site.build().delivered
    assert (tmp_path / "none/none/rss.xml").read_bytes() == (site.public / "rss.xml").read_bytes()


def test_s3_has_what_a_build_wrote_with_types_and_cache_times(
    site: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not (server := shutil.which("moto_server")) or not shutil.which("aws"):
        pytest.skip("moto_server and aws are not installed, and together are too large for this")
    port = free_port()
    for name, value in {**KEYS, "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}", "HOME": str(tmp_path)}.items():
        monkeypatch.setenv(name, value)
    (site.path / "publish.sh").write_text(blocks("sh")[0], encoding="utf-8")
    configure(site, blocks("yaml")[1] + "feeds: {formats: [atom, json]}\n")
    with running([server, "-H", "127.0.0.1", "-p", str(port)], port):
        site.issue()
        assert not site.build().delivered  # there is no bucket yet
        subprocess.run(["aws", "s3", "mb", "s3://harbour-feeds"], check=True, stdout=subprocess.DEVNULL)
        report = site.build()
        assert (report.delivered, report.problems) == (True, ())
        for path, kind in {
            "atom.xml": "application/xml",
            "sections/feed.json": "application/feed+json",
            "index.html": "text/html",
            "feeds.opml": "text/x-opml",
        }.items():
            object = ["--bucket", "harbour-feeds", "--key", path, str(tmp_path / "copy")]
            done = subprocess.run(["aws", "s3api", "get-object", *object], check=True, capture_output=True)
            said = json.loads(done.stdout)
            assert (said["ContentType"], said["CacheControl"]) == (f"{kind}; charset=utf-8", "public, max-age=900")
            assert (tmp_path / "copy").read_bytes() == (site.public / path).read_bytes()


def test_the_script_for_s3_hands_over_each_file_with_its_type_and_age(
    site: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "aws").write_text('#!/bin/sh\nprintf "%s|" "$@" >> "$0.log"\necho >> "$0.log"\ntest -e "$0.ready"\n')
    (tmp_path / "aws").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    (site.path / "publish.sh").write_text(blocks("sh")[0], encoding="utf-8")
    configure(site, blocks("yaml")[1] + "feeds: {limit: 2, archive: year}\n")
    for number in range(1, 7):
        site.issue(f"{number}.md", f"Issue {number}", f"202{number // 4 + 4}-05-{number:02}")
    assert not site.build().delivered
    (tmp_path / "aws.ready").touch()
    (tmp_path / "aws.log").unlink()
    assert site.build().delivered
    lines = [line.split("|") for line in (tmp_path / "aws.log").read_text().splitlines()]
    sent = {line[7].removeprefix("public/"): (line[4], line[6]) for line in lines}
    files = {path.relative_to(site.public).as_posix() for path in site.public.rglob("*") if path.is_file()}
    assert set(sent) == files - {"_headers", ".nojekyll"}
    assert all(line[8] == f"s3://harbour-feeds/{line[7].removeprefix('public/')}" for line in lines)
    assert sent["atom.xml"] == ("application/xml; charset=utf-8", "public, max-age=900")
    archived = next(path for path in sent if path.startswith("archive/"))
    assert sent[archived] == ("application/xml; charset=utf-8", "public, max-age=2592000, immutable")
    assert not [path for path, (kind, _) in sent.items() if kind.startswith("application/octet-stream")]
