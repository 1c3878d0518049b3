"""Published feeds that know more than the memory: what they know is read back, and nothing is shown again."""

from __future__ import annotations

import os
import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from feeds.errors import PublishError
from tests.folder import CONFIG, LATER, NOW, Folder, date_back

DAY = timedelta(days=1)


def undated(word: str, heading: str = "Robots", more: str = "") -> str:
    words = " ".join(f"{word}{number}" for number in range(30))
    return (
        f"# Issue {word}\n\nWelcome, {word}.\n\n## {heading}\n\n{words}\n\n## The {word}\n\nA {word}. {words}\n{more}"
    )


def dates(site: Folder) -> dict[str, tuple[str, str]]:
    """Return when each entry was published and last changed, by id."""
    return {
        item["id"]: (item["date_published"], item["date_modified"]) for item in site.items() + site.items("feed.json")
    }


@pytest.fixture
def grown(site: Folder, tmp_path: Path) -> Folder:
    """A site whose memory is kept at `tmp_path / "older"`, and that has changed and was built twice since then."""
    for word in ("walrus", "teapot", "ladder", "violin"):
        site.write(f"{word}.md", undated(word))
    site.build(NOW)
    shutil.copytree(site.path / ".feeds", tmp_path / "older")
    site.write("pepper.md", undated("pepper"))
    site.write("teapot.md", undated("teapot", heading="Machines"))
    site.write("walrus.md", undated("walrus", more="\n## Candles\n\nA candle that burns.\n"))
    site.build(NOW + DAY)
    site.write("pepper.md", undated("pepper", heading="Automata"))
    (site.posts / "ladder.md").unlink()
    site.build(NOW + 2 * DAY)
    return site


def put_back(site: Folder, older: Path) -> None:
    shutil.rmtree(site.path / ".feeds")
    shutil.copytree(older, site.path / ".feeds")


def test_an_older_copy_of_the_memory_changes_no_byte(grown: Folder, tmp_path: Path) -> None:
    before = grown.tree()
    put_back(grown, tmp_path / "older")
    (notice,) = grown.build(LATER + DAY).notices
    assert str(notice) == (
        "public/: entries of 4 issues in these feeds are newer than .feeds: their ids and dates were read back "
        "(if an older copy of .feeds was put back, all is well now)"
    )
    assert grown.tree() == before
    assert grown.build(LATER + 2 * DAY, fresh=True).written == ()


def test_without_json_feeds_ids_and_dates_stay_all_the_same(site: Folder, tmp_path: Path) -> None:
    site.configure(CONFIG + "feeds: {formats: [atom, rss]}\n")
    site.write("walrus.md", undated("walrus"))
    site.build(NOW)
    shutil.copytree(site.path / ".feeds", tmp_path / "older")
    site.write("pepper.md", undated("pepper"))
    site.build(NOW + DAY)
    site.write("pepper.md", undated("pepper", heading="Automata"))
    site.build(NOW + 2 * DAY)
    before = (site.public / "sections/atom.xml").read_bytes()
    put_back(site, tmp_path / "older")
    site.build(LATER + DAY)
    assert (site.public / "sections/atom.xml").read_bytes() == before


def test_two_machines_that_build_by_turns_into_one_folder_agree(site: Folder, tmp_path: Path) -> None:
    """Each has a memory of its own; posts and feeds are copied from one to the other before each build."""
    other = Folder(tmp_path / "other")
    seen: dict[str, str] = {}
    for turn, word in enumerate(("walrus", "teapot", "ladder", "violin", "pepper", "candle")):
        here, there = (site, other) if turn % 2 else (other, site)
        for name in ("posts", "public"):
            shutil.rmtree(here.path / name, ignore_errors=True)
            if (there.path / name).exists():
                shutil.copytree(there.path / name, here.path / name)
        here.write(f"{word}.md", undated(word))
        here.build(NOW + turn * DAY)
        now = {item["id"]: item["date_published"] for item in here.items()}
        assert seen.items() <= now.items()
        seen = now
    assert len(seen) == 12


def test_files_that_were_copied_or_written_again_are_not_taken_for_newer_ones(grown: Folder) -> None:
    before = grown.tree()
    for path in grown.public.rglob("*"):
        if path.is_file():
            date_back(path)
    grown.write("violin.md", undated("violin", more="\nOne more sentence.\n"))
    assert grown.build(LATER + DAY).notices == ()
    assert grown.tree().keys() == before.keys()


def test_older_feeds_are_made_again_from_the_memory(grown: Folder, tmp_path: Path) -> None:
    shutil.copytree(grown.public, tmp_path / "older-feeds")
    grown.write("candle.md", undated("candle"))
    grown.build(LATER)
    before = grown.tree()
    shutil.rmtree(grown.public)
    shutil.copytree(tmp_path / "older-feeds", grown.public)
    assert grown.build(LATER + DAY).notices == ()
    assert grown.tree() == before


def test_an_entry_that_somebody_else_added_is_not_taken_over(grown: Folder) -> None:
    before = grown.tree()
    path = grown.public / "feed.json"
    text = path.read_text(encoding="utf-8")
    added = '"items": [{"id": "https://elsewhere.example/1", "title": "Mine", "date_modified": "2030-01-01T00:00:00Z"},'
    path.write_text(text.replace('"items": [', added, 1), encoding="utf-8")
    assert grown.build(LATER + DAY).notices == ()
    assert grown.tree() == before


def test_feeds_of_another_newsletter_are_not_overwritten(grown: Folder, tmp_path: Path) -> None:
    other = Folder(tmp_path / "other", CONFIG.replace("Weekly", "Monthly").replace("weekly.example", "monthly.example"))
    other.write("anchor.md", undated("anchor"))
    other.build(NOW)
    shutil.rmtree(grown.public)
    shutil.copytree(other.public, grown.public)
    with pytest.raises(PublishError, match="holds the feeds of another newsletter, 'The Monthly'"):
        grown.build(LATER + DAY)
    assert os.listdir(grown.public) == os.listdir(other.public)
