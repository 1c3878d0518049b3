"""Documents in the output directory: whole or not at all, equal ones untouched, nothing outside."""

from __future__ import annotations

import os
import stat
import threading
from pathlib import Path

import pytest

from feeds.digests import digest_of
from feeds.errors import PublishError
from feeds.model import Document
from feeds.output.documents import publish
from tests.folder import Folder


def changed(documents: list[Document], directory: Path, *, dry: bool = False) -> list[str]:
    return [one.path for one in publish(documents, directory, dry=dry) if one.changed]


def document(path: str, text: str = "x") -> Document:
    return Document(path=path, content=text.encode())


def test_documents_are_written_and_changes_are_reported(tmp_path: Path) -> None:
    assert changed([document("a.xml"), document("b/c.xml")], tmp_path / "public") == ["a.xml", "b/c.xml"]
    assert changed([document("a.xml"), document("b/c.xml", "y")], tmp_path / "public") == ["b/c.xml"]
    assert (tmp_path / "public/b/c.xml").read_text() == "y"


def test_only_documents_whose_digest_is_remembered_are_digested(tmp_path: Path) -> None:
    feed, volume = publish([document("a.xml"), Document(path="v.xml", content=b"x", digested=True)], tmp_path)
    assert (feed.digest, volume.digest) == ("", digest_of(b"x"))


def test_an_equal_file_is_not_touched(tmp_path: Path) -> None:
    publish([document("a.xml")], tmp_path)
    before = (tmp_path / "a.xml").stat()
    publish([document("a.xml")], tmp_path)
    after = (tmp_path / "a.xml").stat()
    assert (before.st_mtime_ns, before.st_ino) == (after.st_mtime_ns, after.st_ino)


@pytest.mark.parametrize("ahead", [0, 3600])
def test_a_changed_file_has_a_later_second_also_after_the_clock_was_set_back(tmp_path: Path, ahead: int) -> None:
    publish([document("a.xml", "x")], tmp_path)
    moment = (tmp_path / "a.xml").stat().st_mtime + ahead
    os.utime(tmp_path / "a.xml", (moment, moment))
    for text in "yzxyz":
        before = (tmp_path / "a.xml").stat()
        publish([document("a.xml", text)], tmp_path)
        assert int((tmp_path / "a.xml").stat().st_mtime) > int(before.st_mtime)


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    assert changed([document("a.xml")], tmp_path / "public", dry=True) == ["a.xml"]
    assert not (tmp_path / "public").exists()


@pytest.mark.parametrize("path", ["../a.xml", "/tmp/a.xml", "b/../../a.xml", "", "b/", "b/.."])
def test_no_path_leads_outside_the_directory(tmp_path: Path, path: str) -> None:
    with pytest.raises(PublishError):
        publish([document(path)], tmp_path / "public")
    assert list(tmp_path.iterdir()) == []


def test_a_link_to_elsewhere_is_refused(tmp_path: Path) -> None:
    outside, public = tmp_path / "outside", tmp_path / "public"
    outside.mkdir()
    public.mkdir()
    (public / "topics").symlink_to(outside)
    (public / "rss.xml").symlink_to(outside / "rss.xml")
    for path in ("topics/rss.xml", "topics/a/rss.xml", "rss.xml"):
        with pytest.raises(PublishError, match=r"\(remove"):
            publish([document(path)], public)
    assert list(outside.iterdir()) == []


def test_an_output_directory_that_is_itself_a_link_is_fine(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "public").symlink_to(tmp_path / "real")
    publish([document("a/b.xml")], tmp_path / "public")
    assert (tmp_path / "real/a/b.xml").read_text() == "x"


def test_a_file_in_the_way_is_reported(tmp_path: Path) -> None:
    (tmp_path / "topics").write_text("a file")
    with pytest.raises(PublishError, match="cannot be written"):
        publish([document("topics/rss.xml")], tmp_path)


def test_the_leftover_of_a_killed_run_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / ".a.xml.tmp").write_text("half of a fe")
    publish([document("a.xml")], tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["a.xml"]


def test_no_reader_sees_half_a_feed(tmp_path: Path) -> None:
    texts = ["a" * 400_000, "b" * 400_000]
    publish([document("a.xml", texts[0])], tmp_path)
    seen, done = set(), threading.Event()

    def poll() -> None:
        while not done.is_set():
            seen.add((tmp_path / "a.xml").read_text())

    reader = threading.Thread(target=poll)
    reader.start()
    for turn in range(40):
        publish([document("a.xml", texts[turn % 2])], tmp_path)
    done.set()
    reader.join()
    assert seen <= set(texts)


def test_a_file_that_is_replaced_keeps_its_mode(tmp_path: Path) -> None:
    publish([document("a.xml"), document("b.xml")], tmp_path)
    (tmp_path / "a.xml").chmod(0o644)
    (tmp_path / "b.xml").chmod(0o664)
    before = os.umask(0o077)
    try:
        publish([document("a.xml", "y"), document("b.xml", "y"), document("c.xml", "y")], tmp_path)
    finally:
        os.umask(before)
    modes = [stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("a.xml", "b.xml", "c.xml")]
    assert modes == [0o644, 0o664, 0o600]


def test_the_notes_of_a_run_are_not_written_through_links(site: Folder, tmp_path: Path) -> None:
    (outside := tmp_path / "outside").write_text("mine")
    site.issue()
    site.build()
    notes = ["config.json", "memory.json", "still"]
    for name in notes:
        (site.path / f".feeds/{name}").unlink()
        (site.path / f".feeds/{name}.tmp").symlink_to(outside)
    site.issue("2026-05-08-two.md")
    site.build()
    assert outside.read_text() == "mine"
    assert sorted(path.name for path in (site.path / ".feeds").iterdir() if "state" not in path.name) == [
        "config",
        *notes,
    ]
