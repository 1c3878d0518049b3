"""`publish.compress`: twins of feeds and pages for web servers, made only when bytes change, and never stale."""

from __future__ import annotations

import gzip
import os
from pathlib import Path

import brotli
import pytest
import zstandard

from feeds.errors import FeedsError
from feeds.output.codings import CODINGS, check_packages, unpack
from feeds.stillness import recall
from tests.command import run
from tests.folder import CONFIG, NOW, Folder, lose_memory

UNPACK = {"gz": gzip.decompress, "br": brotli.decompress, "zst": lambda packed: zstandard.decompress(packed)}


def configure(site: Folder, endings: str = "gz", more: str = "") -> None:
    site.configure(CONFIG + f"publish: {{compress: [{endings}]{more}}}\n")


def twins(site: Folder) -> list[Path]:
    return sorted(path for path in site.public.rglob("*") if path.suffix[1:] in CODINGS)


def check_twins(site: Folder, *endings: str) -> None:
    """Check that each document that is text has a twin with each of these *endings*, and that there are no others."""
    texts = [
        path for path in site.public.rglob("*") if path.suffix in (".css", ".html", ".js", ".json", ".opml", ".xml")
    ]
    assert twins(site) == sorted(path.with_name(f"{path.name}.{ending}") for path in texts for ending in endings)
    for path in texts:
        for ending in endings:
            twin = path.with_name(f"{path.name}.{ending}")
            assert UNPACK[ending](twin.read_bytes()) == path.read_bytes()
            assert twin.stat().st_mtime_ns == path.stat().st_mtime_ns


def test_every_text_has_a_twin_in_each_coding(site: Folder) -> None:
    configure(site, "gz, br, zst")
    site.issue()
    report = site.build()
    check_twins(site, "gz", "br", "zst")
    assert {"rss.xml.gz", "rss.xml.br", "index.html.zst"} <= set(report.written)
    assert not [path for path in twins(site) if path.name.startswith((".", "_"))]


def test_a_twin_is_written_only_when_its_document_changes(site: Folder) -> None:
    configure(site)
    site.issue()
    site.build()
    before = site.marks()
    site.build(fresh=True)
    assert site.marks() == before
    site.issue("b.md", "Second", "2026-05-08")
    report = site.build()
    check_twins(site, "gz")
    assert "rss.xml.gz" in report.written
    assert "assets/feeds-pages.css.gz" not in report.written


@pytest.mark.parametrize("content", [b"no gzip at all", gzip.compress(b"somebody's", mtime=0)], ids=["plain", "packed"])
def test_a_file_of_somebody_else_is_kept_and_reported(site: Folder, content: bytes) -> None:
    configure(site)
    site.issue()
    site.public.mkdir()
    (site.public / "rss.xml.gz").write_bytes(content)
    for _ in range(2):
        done = run(site, "build")
        assert (
            "public/rss.xml.gz: this file is not from feeds, and is neither replaced nor removed (move" in done.stderr
        )
        assert (site.public / "rss.xml.gz").read_bytes() == content
    (site.public / "rss.xml.gz").unlink()
    assert run(site, "build").stderr == ""
    check_twins(site, "gz")


def test_a_twin_that_is_missing_or_out_of_date_is_made_again(site: Folder) -> None:
    configure(site)
    site.issue()
    site.build()
    (site.public / "rss.xml.gz").unlink()
    os.utime(site.public / "sections/rss.xml.gz", (1, 1))
    assert sorted(site.build().written) == ["rss.xml.gz", "sections/rss.xml.gz"]
    check_twins(site, "gz")


def test_a_build_with_twins_that_changes_nothing_looks_at_nothing(site: Folder) -> None:
    configure(site)
    site.issue()
    site.build()
    assert recall(str(site.config), NOW.timestamp()).report
    (site.public / "rss.xml.gz").unlink()
    assert not recall(str(site.config), NOW.timestamp()).report


def test_twins_go_with_the_setting(site: Folder) -> None:
    configure(site, "gz, br")
    site.issue()
    site.build()
    (site.public / "mine.xml.gz").write_bytes(b"mine")
    configure(site, "gz")
    site.build()
    (site.public / "mine.xml.gz").unlink()
    check_twins(site, "gz")
    site.configure(CONFIG)
    site.build()
    assert twins(site) == []


def test_a_feed_that_is_no_longer_written_loses_its_twin(site: Folder) -> None:
    configure(site)
    site.issue()
    site.build()
    site.configure(CONFIG + "publish: {compress: [gz]}\nfeeds: {formats: [atom]}\n")
    site.build()
    assert (site.public / "rss.xml").exists()
    assert not (site.public / "rss.xml.gz").exists()
    assert (site.public / "atom.xml.gz").exists()


def test_a_lost_memory_does_not_make_twins_foreign(site: Folder) -> None:
    configure(site)
    site.issue()
    site.build()
    lose_memory(site)
    site.issue("b.md", "Second", "2026-05-08")
    assert site.build().problems == ()
    check_twins(site, "gz")


def test_a_package_that_is_missing_is_named_before_anything_is_written() -> None:
    check_packages(["gz", "br", "zst"])
    missing = {"x": CODINGS["br"].__class__(name="x", package="no_such_package", compress=len, decompress=max)}  # type: ignore[arg-type]
    CODINGS.update(missing)
    try:
        with pytest.raises(FeedsError, match=r"'x' needs the package no_such_package.*feed-republisher\[compress\]"):
            check_packages(["x"])
    finally:
        del CODINGS["x"]


@pytest.mark.parametrize("ending", CODINGS)
def test_a_twin_is_unpacked_no_further_than_asked(ending: str) -> None:
    packed = CODINGS[ending].compress(b"tide" * 10_000_000)
    assert len(unpack(ending, packed, 100_000) or b"") < 2_000_000
    assert unpack(ending, b"\0 not packed", 100) is None
    assert CODINGS[ending].compress(b"tide") == CODINGS[ending].compress(b"tide")


def test_a_command_is_handed_twins(site: Folder) -> None:
    configure(site, more=", after: 'cat > handed.txt'")
    site.issue()
    site.build()
    assert "rss.xml.gz" in (site.path / "handed.txt").read_text().splitlines()
