"""A clock that is set back: what is published stays published, and no wrong dates are given."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from feeds.errors import ClockError
from feeds.pipeline.run import Leave
from feeds.report import Report
from tests.command import run
from tests.folder import NOW, Folder, lose_memory

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def edited(site: Folder) -> Folder:
    """A site with an issue that is out, and was edited since."""
    site.write("undated.md", "# Notes\n\n## Robots\n\nA robot that walks to the harbour and back.\n")
    site.issue()
    site.build()
    edit(site)
    return site


def edit(site: Folder) -> None:
    for post in site.posts.iterdir():
        site.write(post.name, post.read_text() + "\nAnother word.\n")


def test_a_build_long_before_the_last_one_is_refused_and_writes_nothing(edited: Folder) -> None:
    before = edited.state()
    done = run(edited, "build", now=0)
    assert done.returncode == 2
    assert "the clock says 1970-01-01 00:00 UTC, but the last run was at 2026-06-01 12:00 UTC" in done.stderr
    assert "--allow-earlier" in done.stderr
    assert edited.state() == before


def test_once_the_clock_is_right_the_build_goes_on(edited: Folder) -> None:
    count = len(edited.items())
    with pytest.raises(ClockError):
        edited.build(EPOCH)
    edited.build(NOW + DAY)
    assert len(edited.items()) == count


def test_a_clock_that_is_set_back_a_little_counts_as_the_time_of_the_last_run(edited: Folder) -> None:
    published = {item["id"]: item["date_published"] for item in edited.items()}
    edited.build(NOW - timedelta(hours=2))
    assert {item["id"]: item["date_published"] for item in edited.items()} == published
    assert max(item["date_modified"] for item in edited.items()) >= f"{NOW:%Y-%m-%dT%H:%M}"


def test_steps_back_do_not_add_up(edited: Folder) -> None:
    for hours in (20, 23):
        edited.build(NOW - timedelta(hours=hours))
        edit(edited)
    with pytest.raises(ClockError):
        edited.build(NOW - timedelta(hours=25))


@pytest.mark.parametrize("command", [("diff",), ("entries",), ("explain", "undated.md"), ("build", "--dry-run")])
def test_commands_that_only_read_answer_as_at_the_last_run(edited: Folder, command: tuple[str, ...]) -> None:
    early, then = run(edited, *command, now=0), run(edited, *command)
    assert (early.returncode, early.stdout) == (then.returncode, then.stdout)
    assert early.returncode == 0


def test_after_a_run_in_the_future_published_entries_stay_in_their_feeds(site: Folder) -> None:
    site.write("undated.md", "# Notes\n\n## Robots\n\nA robot that walks to the harbour and back.\n")
    site.issue("scheduled.md", "Scheduled", "2030-01-01")
    site.build(NOW + 3650 * DAY)
    edit(site)
    ids = site.ids()

    def allowed(now: datetime) -> Report:
        return site.build(now, leave=Leave(earlier=True))

    with pytest.raises(ClockError):
        site.build(NOW)
    allowed(NOW)
    assert site.ids() == ids
    edit(site)
    site.build(NOW + DAY)
    assert site.ids() == ids


def test_with_a_lost_memory_the_feeds_stay_full_at_an_early_time(edited: Folder) -> None:
    ids = edited.ids()
    lose_memory(edited)
    edited.build(EPOCH)
    assert edited.ids() == ids


def test_a_first_build_may_take_place_at_any_time(site: Folder) -> None:
    site.issue()
    assert run(site, "build", now=NOW.timestamp() - 86400 * 20).returncode == 0
    assert site.titles()


def test_dates_that_a_wrong_clock_gave_are_reported(site: Folder) -> None:
    site.issue("a.md", "A")
    site.build()
    post = site.issue("b.md", "B", "2026-05-02")
    site.build(NOW + 3650 * DAY)
    site.write(post.name, post.read_text().replace("walks", "runs"))
    site.build(NOW + 3650 * DAY)
    edit(site)
    (notice,) = site.build(NOW, leave=Leave(earlier=True)).notices
    assert str(notice).startswith("posts/b.md: 2 entries have a date in the future, up to 2036-05-29; the clock says")
    assert not site.build(NOW + 3651 * DAY).notices
