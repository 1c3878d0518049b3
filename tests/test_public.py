"""`public/` in git is what `feeds build` makes of `posts/`, byte for byte, today and next year."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from feeds.topics.presets import preset
from tests.conftest import REPOSITORY
from tests.folder import Folder


@pytest.mark.parametrize("now", [datetime(2026, 11, 22, 12, tzinfo=UTC), datetime(2027, 11, 22, 12, tzinfo=UTC)])
def test_a_first_build_changes_no_byte(tmp_path: Path, now: datetime) -> None:
    site = Folder(tmp_path / "site")
    for name in ("config.yaml", "topics-ai.yaml"):
        shutil.copy(REPOSITORY / name, site.path)
    shutil.copytree(REPOSITORY / "posts", site.posts, dirs_exist_ok=True)
    report = site.build(now)
    committed = Folder.at(REPOSITORY)
    assert report.problems == ()
    assert site.tree() == committed.tree()


def test_the_ready_topics_of_the_sample_are_those_that_the_command_prints() -> None:
    assert (REPOSITORY / "topics-ai.yaml").read_text(encoding="utf-8") == preset("ai")


def test_the_sample_newsletter_is_cut_as_an_editor_would() -> None:
    committed = Folder.at(REPOSITORY)
    titles = committed.titles()
    assert titles[-9:-4] == [
        "Chips that sleep on the job",
        "Can a robot fold a fitted sheet?",
        "Stickers that fill an empty car park",
        "A town writes its own robot by-law",
        "The warehouse robot that learned to say “after you”",
    ]
    assert titles[-1] == "Short Circuits: The Understudy"
    assert 'Vec<T> & friends: what "R&D" means' in titles
    assert not any("knits" in title or "opens this" in title for title in titles)  # a draft, and the year 2126
    assert len(committed.titles("feed.json")) == 8
