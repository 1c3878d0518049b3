"""A run that fails while it publishes: the next one gives the same ids and dates, and completes it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from feeds.errors import PublishError
from tests.folder import CONFIG, NOW, Folder

UNDATED = "# Notes\n\n## Robots\n\nA robot that walks to the harbour.\n\n## Chips\n\nA chip that sleeps.\n"
DAY = timedelta(days=1)


def fail_to_publish(site: Folder, blocked: str) -> None:
    """Build *site* while a folder is in the place of the file *blocked*."""
    place = site.public / blocked
    place.unlink(missing_ok=True)
    (place / "x").mkdir(parents=True)
    with pytest.raises(PublishError):
        site.build()
    (place / "x").rmdir()
    place.rmdir()


@pytest.mark.parametrize("blocked", ["index.html", "feed.json", "sections/atom.xml"])
def test_dates_are_those_of_the_run_that_failed_to_publish(site: Folder, tmp_path: Path, blocked: str) -> None:
    whole = Folder(tmp_path / "whole")
    for one in (site, whole):
        one.issue()
        one.build(NOW - DAY)
        one.write("undated.md", UNDATED)
    whole.build()
    fail_to_publish(site, blocked)
    site.build(NOW + DAY)
    assert site.tree() == whole.tree()


def test_what_the_failed_run_edited_and_withdrew_is_published_by_the_next(site: Folder, tmp_path: Path) -> None:
    whole = Folder(tmp_path / "whole")
    for one in (site, whole):
        for day in range(1, 9):
            one.issue(f"{day}.md", f"Issue {day}", f"2026-05-0{day}")
        one.configure(CONFIG + "feeds: {limit: 5, archive: month}\n")
        one.build(NOW - DAY)
        (one.posts / "8.md").unlink()
        one.issue("7.md", "Another title", "2026-05-07")
        one.write("undated.md", UNDATED)
    whole.build()
    fail_to_publish(site, "index.html")
    assert not any(feed.changes for feed in site.diff(NOW + DAY).feeds)
    site.build(NOW + DAY)
    assert site.tree() == whole.tree()


def test_a_first_run_that_failed_is_completed(site: Folder) -> None:
    site.write("undated.md", UNDATED)
    fail_to_publish(site, "index.html")
    site.build(NOW + DAY)
    dates = {item["date_published"][:10] for item in site.items()}
    assert dates == {f"{NOW:%F}"}
    assert (site.public / "index.html").is_file()
