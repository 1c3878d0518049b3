"""The lengths of recordings that are files of the site."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.folder import Folder, date_back


@pytest.fixture
def site(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "site")


def length_of(site: Folder, audio: str, *, name: str = "2026-05-01-tern.md") -> int:
    """Return the length that feeds say of the recording at *audio*, after a build."""
    post = site.posts / name
    post.parent.mkdir(parents=True, exist_ok=True)
    post.write_text(f"---\ntitle: Terns\ndate: 2026-05-01\naudio: {audio}\n---\nThey are back.\n")
    date_back(post)
    site.build()
    (item,) = json.loads((site.public / "feed.json").read_text())["items"]
    return int(item["attachments"][0].get("size_in_bytes", 0))


def put(site: Folder, place: str) -> None:
    file = site.path / place
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(b"x" * 123)


@pytest.mark.parametrize("place", ["audio/1.mp3", "static/audio/1.mp3", "src/audio/1.mp3", "files/audio/1.mp3"])
@pytest.mark.parametrize("audio", ["/audio/1.mp3", "https://weekly.example/audio/1.mp3?x=1"])
def test_a_file_is_found_where_generators_keep_them(site: Folder, place: str, audio: str) -> None:
    put(site, place)
    assert length_of(site, audio) == 123


def test_a_file_beside_its_post_is_found(site: Folder) -> None:
    put(site, "posts/terns/a b.mp3")
    assert length_of(site, "a%20b.mp3", name="terns/index.md") == 123


@pytest.mark.parametrize("audio", ["https://other.example/audio/1.mp3", "/../audio/1.mp3", "/audio/%2E%2E/audio/1.mp3"])
def test_files_of_others_and_outside_the_site_are_not_measured(site: Folder, audio: str) -> None:
    put(site, "../audio/1.mp3")
    assert length_of(site, audio) == 0


def test_links_that_lead_out_and_folders_are_not_measured(site: Folder) -> None:
    put(site, "../secret.mp3")
    (site.path / "audio").mkdir(parents=True)
    (site.path / "audio" / "1.mp3").symlink_to(site.path.parent / "secret.mp3")
    (site.path / "audio" / "2.mp3").mkdir()
    assert length_of(site, "/audio/1.mp3") == 0
    assert length_of(site, "/audio/2.mp3") == 0


def test_a_length_in_the_front_matter_counts(site: Folder) -> None:
    put(site, "audio/1.mp3")
    assert length_of(site, "{url: /audio/1.mp3, bytes: 45678}") == 45678


def test_a_file_that_appears_or_goes_is_noticed(site: Folder) -> None:
    assert length_of(site, "/audio/1.mp3") == 0
    put(site, "audio/1.mp3")
    assert site.build().read == 1
    assert site.build().read == 0
    (site.path / "audio/1.mp3").unlink()
    assert site.build().read == 1
    (site.posts / "2026-05-01-tern.md").write_text("---\ntitle: Terns\ndate: 2026-05-01\n---\nThey are back.\n")
    date_back(site.posts / "2026-05-01-tern.md")
    site.build()
    put(site, "audio/1.mp3")
    assert site.build().read == 0
