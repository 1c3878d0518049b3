"""Which edits are announced: a correction is, a clean-up of the archive is not."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.folder import CONFIG, ISSUE, NOW, Folder

DAY = timedelta(days=1)
FEW = CONFIG + "edits: {most: 3}\n"


def fill(site: Folder, number: int) -> None:
    for day in range(1, number + 1):
        site.issue(f"{day:02}.md", f"Issue {day}", f"2026-04-{day:02}")
    site.build()


def updated(site: Folder, path: str = "sections/feed.json") -> dict[str, str]:
    return {item["id"]: item.get("date_modified", "") for item in site.items(path)}


def edit(site: Folder, numbers: list[int], old: str = "walks", new: str = "runs") -> None:
    for number in numbers:
        path = site.posts / f"{number:02}.md"
        site.write(path.name, path.read_text().replace(old, new))


def test_a_correction_is_announced_for_the_corrected_entry(site: Folder) -> None:
    fill(site, 5)
    before = updated(site)
    edit(site, [2, 5])
    report = site.build(NOW + DAY)
    assert report.notices == ()
    moved = [id for id, when in updated(site).items() if when != before[id]]
    assert len(moved) == 2
    assert all(id.endswith("/robots") for id in moved)


@pytest.mark.parametrize("order", [1, -1])
def test_a_clean_up_of_the_archive_announces_nothing(tmp_path: Path, order: int) -> None:
    site = Folder(tmp_path / "site", FEW)
    fill(site, 6)
    before = (updated(site), updated(site, "feed.json"))
    edit(site, [1, 2, 3, 4][::order], "\n## Chips", " Twice.\n\n## Lamps\n\nA [lamp](https://l.example/).\n\n## Chips")
    report = site.build(NOW + DAY)
    assert [str(notice) for notice in report.notices] == [
        "posts: 4 issues were edited since the last build: the edited text is in the feeds, and announced for none "
        "of them (edits.most is 3)"
    ]
    after = updated(site)
    assert {id: after[id] for id in before[0]} == before[0]
    assert updated(site, "feed.json") == before[1]
    assert sum("Twice" in item["content_html"] for item in site.items()) == 4
    lamps = [item for item in site.items() if item["title"] == "Lamps"]
    assert {item["date_published"][:7] for item in lamps} == {"2026-04"}
    assert site.headings()[:2] == ["Robots", "Chips"]  # of an issue that nobody edited
    assert site.build(NOW + 2 * DAY).written == ()
    assert site.build(NOW + 2 * DAY, fresh=True).written == ()
    edit(site, [1])
    edit(site, [1], "runs", "flies")
    site.build(NOW + 3 * DAY)
    assert sum(when > "2026-06-03" for when in updated(site).values()) == 1


def test_new_issues_do_not_count_as_edits(site: Folder) -> None:
    site.configure(FEW)
    fill(site, 6)
    for day in range(11, 18):
        site.issue(f"{day}.md", f"Issue {day}", f"2026-05-{day}")
    edit(site, [1])
    report = site.build(NOW + DAY)
    assert report.notices == ()
    assert sum(when > "2026-06-02" for when in updated(site).values()) == 1


def test_edits_of_old_issues_can_stay_unannounced(site: Folder) -> None:
    site.configure(CONFIG + "edits: {max_age: 45d}\n")
    fill(site, 20)
    before = updated(site)
    edit(site, [1, 20])
    site.build(NOW)
    moved = {id for id, when in updated(site).items() if when != before[id]}
    assert {id.split(":")[2] for id in moved} == {"20/robots"}
    assert sum("runs" in item["content_html"] for item in site.items()) == 2


def test_commas_capitals_and_line_breaks_are_not_announced_but_a_number_is(site: Folder) -> None:
    fill(site, 1)
    before = updated(site)
    edit(site, [1], "that walks.", "that, so to say,\nwalks!")
    site.build(NOW + DAY)
    assert updated(site) != before  # words came in
    before = updated(site)
    edit(site, [1], "that, so to say,\nwalks!", "That so to say walks at 3.5 km/h")
    site.build(NOW + 2 * DAY)
    before = updated(site)
    edit(site, [1], "That so to say", "that — so,\nto say —")
    site.build(NOW + 3 * DAY)
    assert updated(site) == before
    edit(site, [1], "3.5", "35")
    site.build(NOW + 4 * DAY)
    assert updated(site) != before


def test_another_version_of_the_hash_moves_nothing(site: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(site, 3)
    before = updated(site)
    monkeypatch.setattr("feeds.revisions.wording.HASH_VERSION", "9")
    site.build(NOW + DAY, fresh=True)
    assert updated(site) == before
    edit(site, [1])
    site.build(NOW + 2 * DAY)
    assert sum(when != before[id] for id, when in updated(site).items()) == 1


def test_issues_keep_reading_order_when_sorted_by_date(site: Folder) -> None:
    site.write("a.md", ISSUE.format(title="A", date="2026-05-01"))
    site.build()
    items = site.items()
    assert [item["title"] for item in sorted(items, key=lambda item: item["date_published"], reverse=True)] == [
        item["title"] for item in items
    ]
