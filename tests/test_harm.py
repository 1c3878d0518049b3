"""The changes that a build makes for subscribers, and when it is refused: nothing is written then."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from feeds.changes import Changes
from feeds.commands.diff_lines import diff_lines, refusal_of
from feeds.errors import HarmError
from feeds.pipeline.run import Leave
from feeds.report import Report
from feeds.site import open_site
from feeds.store import open_store
from feeds.store.marks import cutting_mark
from tests.command import run
from tests.folder import CONFIG, ISSUE, NOW, Folder

NESTED = """\
---
title: {title}
date: {date}
---
## News

### Robots

Robots that walk over the [bridge](https://robots.example/1), and back.

### Chips

Chips that sleep on the [shelf](https://chips.example/1), all day.
"""
TOPIC = CONFIG + "topics: [{slug: robots, words: [%s]}]\n"


def fill(site: Folder, number: int, text: str = ISSUE) -> None:
    for day in range(1, number + 1):
        site.write(f"{day:02}.md", text.format(title=f"Issue {day}", date=f"2026-04-{day:02}"))


def kinds(changes: Changes, path: str = "sections/") -> dict[str, str]:
    """Return kind by title of what changes in a feed."""
    return {change.title: change.kind for feed in changes.feeds if feed.path == path for change in feed.changes}


def test_a_diff_is_empty_if_nothing_changes_and_before_the_first_build(site: Folder) -> None:
    site.issue()
    assert not site.diff()
    site.build()
    changes = site.diff(NOW + timedelta(days=300))
    assert not changes
    assert list(diff_lines(changes)) == ["Nothing would change for subscribers."]


def test_new_edited_and_touched_are_distinguished(site: Folder) -> None:
    post = site.issue()
    site.build()
    text = post.read_text()
    site.write(post.name, text.replace("walks", "runs").replace("A [chip]", "*A* [chip]"))
    site.issue("b.md", "B", "2026-05-09")
    before = site.state()
    changes = site.diff()
    assert site.state() == before
    assert kinds(changes, "") == {"B": "new", "Issue 1": "edited"}
    reported = [(change.title, change.post, change.kind) for change in changes.feeds[1].changes]
    assert reported == [
        ("Robots", f"{site.posts}/b.md", "new"),
        ("Chips", f"{site.posts}/b.md", "new"),
        ("Robots", str(post), "edited"),
        ("Chips", str(post), "touched"),
    ]
    assert refusal_of(changes) == ""


def test_entries_that_make_room_are_reported_as_left(site: Folder) -> None:
    site.configure(CONFIG + "feeds: {limit: 3, days: 0}\n")
    fill(site, 2)
    site.build()
    site.issue("9.md", "Nine", "2026-04-09")
    assert sorted(change.kind for change in site.diff().feeds[1].changes) == ["left", "left", "new", "new"]
    site.build()
    assert len(site.titles()) == 3


def test_cutting_published_issues_differently_is_refused_and_nothing_is_written(site: Folder) -> None:
    fill(site, 3, NESTED)
    site.configure(CONFIG + "sections: {split: 2}\n")
    site.build()
    before = site.state()
    site.configure(CONFIG + "sections: {split: 3}\n")
    with pytest.raises(HarmError) as refused:
        site.build(NOW + timedelta(days=1))
    assert str(refused.value).splitlines() == [
        "readers would be shown 3 entries again; nothing was written",
        f"  {site.posts}/03.md: 'Chips': its issue was published before, and is cut differently now",
        f"  {site.posts}/02.md: 'Chips': its issue was published before, and is cut differently now",
        f"  {site.posts}/01.md: 'Chips': its issue was published before, and is cut differently now",
        "(see `feeds diff`; undo the change of their ids, or continue with `feeds build --allow-resurface`)",
    ]
    assert site.state() == before
    site.build(NOW + timedelta(days=1), leave=Leave(resurface=True))
    assert site.headings().count("Chips") == 3
    assert {item["date_published"][:10] for item in site.items()} == {"2026-04-01", "2026-04-02", "2026-04-03"}


def rebuilt(site: Folder, number: int) -> Report:
    """Cut *number* issues that are out differently, and build."""
    fill(site, number, NESTED)
    site.configure(CONFIG + "sections: {split: 2}\n")
    site.build()
    site.configure(CONFIG + "sections: {split: 3}\n")
    return site.build(NOW + timedelta(days=1))


@pytest.mark.parametrize("number", [1, 2])
def test_one_or_two_entries_that_are_shown_again_are_a_warning(site: Folder, number: int) -> None:
    notices = [str(notice) for notice in rebuilt(site, number).notices]
    assert len(notices) == number
    assert notices[-1].endswith(
        "/posts/01.md: readers are shown 'Chips' again: its issue was published before, and is cut differently now "
        "(to have the ids back that readers know, undo the change of the settings)"
    )
    assert site.headings().count("Chips") == number


def test_three_entries_that_are_shown_again_are_refused(site: Folder) -> None:
    with pytest.raises(HarmError, match="readers would be shown 3 entries again; nothing was written"):
        rebuilt(site, 3)


def test_the_same_text_under_another_id_is_noticed_even_in_another_post(site: Folder) -> None:
    site.write("a.md", "---\ntitle: A\ndate: 2026-05-01\n---\n## Robots\n\nwalk\n\n## Chips\n\nsleep\n")
    site.write("b.md", "---\ntitle: B\ndate: 2026-05-02\n---\n## Cables\n\nlie\n\n## Lamps\n\nglow\n")
    site.build()
    site.write("a.md", "---\ntitle: A\ndate: 2026-05-01\n---\n## Chips\n\nsleep\n")
    site.write(
        "b.md", "---\ntitle: B\ndate: 2026-05-02\n---\n## Cables\n\nlie\n\n## Lamps\n\nglow\n\n## Robots\n\nwalk\n"
    )
    (notice,) = site.build().notices
    again = "readers are shown 'Robots' again: has another id than before, when it was in"
    assert str(notice).startswith(f"{site.posts}/b.md: {again} {site.posts}/a.md")
    assert str(notice).endswith(
        "(a section keeps its id only in its own issue: move it back; another issue can link to it)"
    )


def test_equal_headings_of_two_issues_are_different_entries(site: Folder) -> None:
    site.write("a.md", "---\ntitle: A\ndate: 2026-05-01\n---\n## News\n\nwalk\n\n## Rest\n\nsleep\n")
    site.write("z.md", "---\ntitle: Z\ndate: 2026-05-01\n---\nHere.\n")
    site.build()
    (site.posts / "a.md").unlink()
    site.write("b.md", "---\ntitle: B\ndate: 2026-05-08\n---\n## News\n\nfly\n\n## Other\n\nx\n")
    site.build()
    assert "News" in site.titles()


def test_entries_that_return_after_readers_forgot_them_are_refused(site: Folder) -> None:
    site.configure(TOPIC % "robot*, chip*")
    fill(site, 4)
    site.build()
    site.configure(TOPIC % "robot*")
    site.build(NOW + timedelta(days=1))
    site.configure(TOPIC % "robot*, chip*")
    assert kinds(site.diff(NOW + timedelta(days=20)), "topics/robots/")["Chips"] == "older"
    with pytest.raises(HarmError, match="left this feed on 2026-06-02, and would come back"):
        site.build(NOW + timedelta(days=40))
    site.build(NOW + timedelta(days=20))


def test_an_entry_restored_by_its_author_is_not_refused_however_late(site: Folder) -> None:
    fill(site, 2)
    site.build()
    post = site.posts / "01.md"
    text = post.read_text()
    site.write("01.md", text.replace("A [chip](https://chips.example/1) that sleeps.", ""))
    site.build(NOW + timedelta(days=1))
    assert site.headings().count("Chips") == 1
    site.write("01.md", text)
    assert kinds(site.diff(NOW + timedelta(days=60)))["Chips"] == "restored"
    site.build(NOW + timedelta(days=60))
    assert site.headings().count("Chips") == 2


def test_a_curator_may_narrow_a_topic_but_empty_its_feed_only_on_request(site: Folder) -> None:
    site.configure(TOPIC % "robot*, chip*")
    fill(site, 9)
    site.build()
    site.configure(TOPIC % "robot*")
    assert kinds(site.diff(), "topics/robots/") == {"Chips": "unfit"}
    site.build()
    site.configure(TOPIC % "nothing")
    before = site.state()
    with pytest.raises(HarmError, match=r"the feed 'Robots' would lose 9 of 9 entries; nothing was written"):
        site.build()
    assert site.state() == before
    site.build(leave=Leave(shrink=True))
    assert site.titles("topics/robots/feed.json") == []


def test_a_rule_that_removes_a_third_of_a_feed_is_refused(site: Folder) -> None:
    fill(site, 4)
    site.build()
    site.configure(CONFIG + "sections: {drop: [intro, chips]}\n")
    with pytest.raises(HarmError, match=r"'All sections' would lose 4 of 8 entries"):
        site.build()
    site.configure(CONFIG + "sections: {drop: [intro]}\n")
    site.build()


def test_a_third_of_the_posts_gone_at_once_is_refused(site: Folder) -> None:
    fill(site, 9)
    site.build()
    for day in (1, 2, 3, 4):
        (site.posts / f"{day:02}.md").unlink()
    before = site.state()
    with pytest.raises(HarmError) as refused:
        site.build()
    assert str(refused.value).splitlines()[:2] == [
        "4 of 9 issues are gone; nothing was written",
        f"  {site.posts}/01.md",
    ]
    assert site.state() == before
    site.issue("01.md", "Issue 1", "2026-04-01")
    site.build()
    assert sum("withdrawn" in item["_republisher"] for item in site.items("feed.json")) == 3


def test_an_empty_directory_is_accepted_on_request(site: Folder) -> None:
    post = site.issue()
    site.build()
    post.unlink()
    with pytest.raises(HarmError, match="there are no posts left"):
        site.build()
    assert "there are no posts left" in refusal_of(site.diff())
    site.build(leave=Leave(shrink=True))
    assert "Withdrawn by its author on 2026-06-01" in site.items("feed.json")[0]["content_html"]
    assert site.build().written == ()


def test_a_feed_at_another_address_is_reported(site: Folder) -> None:
    site.configure(TOPIC % "robot*")
    fill(site, 3)
    site.build()
    site.configure((TOPIC % "robot*").replace("slug: robots", "slug: machines"))
    changes = site.diff()
    assert changes.moved == (("topics/robots/", "topics/machines/"),)
    assert "NetNewsWire, Feedbin" in "".join(diff_lines(changes))
    site.build(leave=Leave(shrink=True))
    site.configure(CONFIG + "publish: {url: 'https://feeds.example/'}\n")
    assert ("https://weekly.example/", "https://feeds.example/") in site.diff().moved


def test_a_feed_of_items_that_is_added_later_announces_nothing(site: Folder) -> None:
    fill(site, 2)
    site.build()
    site.configure(CONFIG + "feeds: {extra: [{slug: items, grain: item}]}\n")
    site.build(NOW + timedelta(days=5))
    dates = {item["date_published"][:10] for item in site.items("feeds/items/feed.json")}
    assert dates == {"2026-04-01", "2026-04-02"}


def test_the_command_reports_to_people_programs_and_ci(site: Folder) -> None:
    fill(site, 5, NESTED)
    run(site, "build")
    assert run(site, "diff").stdout == "Nothing would change for subscribers.\n"
    site.issue("c.md", "C", "2026-05-03")
    done = run(site, "diff")
    assert (done.returncode, done.stdout.splitlines()) == (
        0,
        [
            "Whole issues (./): 1 new",
            "All sections (sections/): 2 new",
            "",
            "new",
            "  posts/c.md: 'C'",
            "  posts/c.md: 'Robots'",
            "  posts/c.md: 'Chips'",
        ],
    )
    site.configure(CONFIG + "sections: {split: 2}\n")
    done = run(site, "diff")
    assert done.returncode == 1
    assert "A build would be refused: " in done.stdout
    reported = json.loads(run(site, "diff", "--json").stdout)
    assert reported["refused"].startswith("the feed 'All sections' would lose")
    done = run(site, "build")
    assert (done.returncode, done.stdout) == (2, "")
    assert "--allow-shrink" in done.stderr
    assert run(site, "build", "--allow-shrink", "--allow-resurface").returncode == 0


def test_a_run_that_is_refused_leaves_the_next_one_whole(site: Folder) -> None:
    fill(site, 5, NESTED)
    site.build()
    site.configure(CONFIG + "sections: {split: none}\n")
    with pytest.raises(HarmError):
        site.build()
    site.configure(CONFIG)
    assert site.build().written == ()


def released(site: Folder) -> None:
    """Have the next build take the settings of *site* for those that it was built with: a new release cuts so."""
    with open_store(site.path / ".feeds/state.sqlite3") as store:
        store.marks.save_reading("of an earlier release")
        store.marks.save_cutting(cutting_mark(open_site(site.config).config, items=True))


ITEMS = CONFIG + "feeds: {extra: [{slug: items, grain: item}]}\n"


def test_a_post_that_is_renamed_before_a_new_release_builds_keeps_its_issue(site: Folder) -> None:
    fill(site, 4, NESTED)
    site.configure(ITEMS + "sections: {split: none}\n")
    site.build()
    before = site.ids("feed.json")
    site.configure(ITEMS + "sections: {split: 3}\n")
    released(site)
    (site.posts / "01.md").rename(site.posts / "first.md")
    site.build(NOW + timedelta(days=1))
    assert site.ids("feed.json") == before
    after = site.tree()
    assert b"Withdrawn by" not in after["feed.json"]
    site.build(NOW + timedelta(days=2), fresh=True)
    assert site.tree() == after


def test_a_new_release_does_not_cut_published_issues_differently(site: Folder) -> None:
    fill(site, 4, NESTED)
    site.configure(ITEMS + "sections: {split: none}\n")
    site.build()
    before = site.tree()
    site.configure(ITEMS + "sections: {split: 3}\n")
    released(site)
    report = site.build(NOW + timedelta(days=1))
    assert (report.read, report.notices, report.written) == (4, (), ())
    assert site.tree() == before
    assert site.build(NOW + timedelta(days=2), fresh=True).written == ()
