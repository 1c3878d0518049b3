"""A run from end to end: changes, permanence, and no losses."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from feeds.errors import FeedsError, HarmError
from feeds.pipeline.run import Leave
from tests.folder import CONFIG, ISSUE, NOW, Folder
from tests.searching import search

NOTICE = "Withdrawn by its author on 2026-06-01"
TOPICS = CONFIG + "topics:\n  - {slug: robots, words: [robot*]}\n  - {slug: quiet, words: [nothing]}\n"
ITEMS = "feeds: {extra: [{slug: items, grain: item, once: true}]}\n"


def test_issues_and_sections_are_published_in_every_format(site: Folder) -> None:
    site.issue()
    report = site.build()
    assert (report.posts, report.read, report.problems) == (1, 1, ())
    assert site.titles("feed.json") == ["Issue 1"]
    assert site.titles() == ["Robots", "Chips"]
    assert set(site.tree()) == {
        "_headers", ".nojekyll", "feeds.opml", "index.html", "issues/index.html", "sections/index.html",
        "rss.xml", "atom.xml", "feed.json", "sections/rss.xml", "sections/atom.xml", "sections/feed.json",
        "archive/index.html", "assets/feeds-pages.css", "assets/feeds-pages.js", "assets/feeds-xml.css",
    }  # fmt: skip


def test_a_second_run_reads_no_post_renders_no_feed_and_touches_no_file(site: Folder) -> None:
    site.configure(TOPICS)
    site.issue()
    site.build()
    before = site.marks()
    report = site.build(NOW + timedelta(days=200))
    assert (report.read, report.rendered, report.written) == (0, 0, ())
    assert site.marks() == before


def test_one_changed_section_changes_only_the_feeds_that_carry_it(site: Folder) -> None:
    site.configure(TOPICS)
    site.issue("a.md", "A", "2026-05-01")
    site.issue("b.md", "B", "2026-05-02")
    site.build()
    path = site.posts / "b.md"
    site.write("b.md", path.read_text().replace("that sleeps", "that snores"))
    report = site.build(NOW + timedelta(hours=1))
    assert (report.read, report.rendered) == (1, 2)
    assert not any(path.startswith("topics/robots") for path in report.written)
    assert {row.path: (row.new, row.changed) for row in report.feeds} == {
        "": (0, 1),
        "sections/": (0, 1),
        "topics/robots/": (0, 0),
    }


def test_a_bad_post_is_reported_the_others_are_published_and_its_last_good_entries_stay(site: Folder) -> None:
    site.issue("a.md", "A", "2026-05-01")
    good = site.issue("b.md", "B", "2026-05-02").read_bytes()
    site.build()
    site.write("b.md", "---\ntitle: [B\n---\n")
    site.issue("c.md", "C", "2026-05-03")
    report = site.build()
    assert [str(problem) for problem in report.problems] == [
        "posts/b.md:3: the front matter is not valid YAML: did not find expected ',' or ']' "
        "(check quotes, colons and indentation)"
    ]
    assert site.titles("feed.json") == ["C", "B", "A"]
    assert site.build().problems == report.problems  # until it is fixed
    site.write("b.md", good)
    assert site.build().problems == ()


@pytest.mark.parametrize(
    "content", [b"\xff\xfe", b"", b"---\n", b"\x00" * 100, b"---\ndate: 0001-01-01T00:00:00+14:00\n---\nx"]
)
def test_no_post_stops_the_others(site: Folder, content: bytes) -> None:
    site.issue("a.md", "A", "2026-05-01")
    site.write("b.md", content)
    site.build()
    assert "A" in site.titles("feed.json")


def test_two_posts_with_one_id_are_reported_with_both_places(site: Folder) -> None:
    site.write("a.md", "---\ntitle: A\nid: seven\ndate: 2026-05-01\n---\nx\n")
    site.write("b.md", "---\ntitle: B\nid: seven\ndate: 2026-05-02\n---\ny\n")
    (problem,) = site.build().problems
    assert str(problem) == (
        "posts/b.md: has the same id as posts/a.md: tag:weekly.example,2026-01-01:seven (give one of them another id)"
    )
    assert site.titles("feed.json") == ["A"]


def test_drafts_and_future_issues_wait(site: Folder) -> None:
    site.write("a.md", "---\ntitle: A\ndate: 2026-05-01\ndraft: true\n---\nx\n")
    site.write("b.md", "---\ntitle: B\ndate: 2026-06-02 08:00:00\n---\ny\n")
    report = site.build()
    assert site.titles("feed.json") == []
    assert report.next_due == (NOW + timedelta(hours=20)).timestamp()
    assert site.build(NOW + timedelta(hours=19)).rendered == 0
    report = site.build(NOW + timedelta(hours=20))
    assert (report.read, site.titles("feed.json")) == (0, ["B"])


def test_an_expired_issue_is_removed(site: Folder) -> None:
    site.write("a.md", "---\ntitle: A\ndate: 2026-05-01\nexpires: 2026-06-02\n---\nx\n")
    site.build()
    assert site.titles("feed.json") == ["A"]
    assert site.build(NOW + timedelta(days=1)).read == 0
    assert site.titles("feed.json") == []


def test_a_renamed_post_keeps_its_ids_and_a_deleted_one_is_removed(site: Folder) -> None:
    old = site.issue("2026-05-01-one.md")
    site.issue("2026-05-02-two.md", "Issue 2", "2026-05-02")
    site.build()
    ids = site.ids("feed.json")
    old.rename(site.posts / "2026-05-01-first.md")
    (site.posts / "2026-05-02-two.md").unlink()
    site.build()
    assert site.ids("feed.json") == ids
    assert NOTICE in site.items("feed.json")[0]["content_html"]
    site.build(NOW + timedelta(days=14))
    assert site.ids("feed.json") == {"Issue 1": ids["Issue 1"]}


def test_a_restored_post_is_the_same(site: Folder) -> None:
    site.issue("a.md", "A", "2026-05-01")
    post = site.issue("b.md", "B", "2026-05-02")
    site.build()
    before = (site.items("feed.json"), site.items())
    content = post.read_bytes()
    post.unlink()
    site.build(NOW + timedelta(days=1))
    assert "Withdrawn by its author on 2026-06-02" in site.items("feed.json")[0]["content_html"]
    site.write("b.md", content)
    site.build(NOW + timedelta(days=2))
    assert (site.items("feed.json"), site.items()) == before
    assert site.json("withdrawn.json")["withdrawn"] == []


def test_the_first_posts_of_a_site_that_was_built_without_any_are_counted(site: Folder) -> None:
    site.build()
    for month in (3, 4, 5):
        site.issue(f"2026-0{month}-01.md", title=f"Issue {month}", date=f"2026-0{month}-01")
    site.build()
    built = site.tree()
    shutil.rmtree(site.path / ".feeds")
    shutil.rmtree(site.public)
    site.build()
    assert built == site.tree()
    assert b"3 issues" in built["index.html"]


def test_an_empty_post_directory_does_not_withdraw_the_newsletter(site: Folder) -> None:
    post = site.issue()
    site.build()
    before = site.tree()
    post.unlink()
    with pytest.raises(FeedsError, match=r"there are no posts left; nothing was written \(mount or restore the folder"):
        site.build()
    assert site.tree() == before


def test_changed_topics_are_assigned_without_reading_a_post(site: Folder) -> None:
    site.issue()
    site.configure(TOPICS)
    site.build()
    site.configure(TOPICS.replace("robot*", "chip*"))
    report = site.build()
    assert report.read == 0
    assert site.titles("topics/robots/feed.json") == ["Chips"]


def test_a_topic_gets_its_feed_with_its_first_entry_and_keeps_it(site: Folder) -> None:
    site.configure(TOPICS)
    site.issue()
    site.build()
    assert not (site.public / "topics/quiet").exists()
    assert "Quiet" in (site.public / "index.html").read_text()
    site.write("b.md", "---\ntitle: b\ndate: 2026-05-05\n---\n## Nothing\n\nx\n\n## Else\n\ny\n")
    site.build()
    assert site.titles("topics/quiet/feed.json") == ["Nothing"]
    (site.posts / "b.md").unlink()
    site.build()
    site.build(NOW + timedelta(days=14))
    assert site.titles("topics/quiet/feed.json") == []


def test_a_feed_that_is_no_longer_made_is_reported_once_and_stays(site: Folder) -> None:
    site.configure(TOPICS)
    site.issue()
    site.build()
    site.configure(CONFIG)
    assert site.build(leave=Leave(shrink=True)).notices == ()  # for a while it says that it has ended
    report = site.build(NOW + timedelta(days=90), fresh=True)
    assert str(report.notices[0]) == (
        "public/topics/robots/atom.xml: is no longer written, and stays as it is "
        "(delete it, or put its feed or format back into the config)"
    )
    assert len(report.notices) == 4
    assert (site.public / "topics/robots/rss.xml").exists()
    assert site.build(NOW + timedelta(days=91), fresh=True).notices == ()


def test_a_format_that_is_no_longer_written_is_reported_once(site: Folder) -> None:
    site.issue()
    site.build()
    site.configure(CONFIG + "feeds: {formats: [rss]}\n")
    assert [str(notice).partition(":")[0] for notice in site.build().notices] == [
        f"public/{path}" for path in ("atom.xml", "feed.json", "sections/atom.xml", "sections/feed.json")
    ]
    assert site.build().notices == ()


def test_deleted_and_edited_files_are_made_again(site: Folder) -> None:
    site.issue()
    site.build()
    before = site.tree()
    (site.public / "sections/rss.xml").unlink()
    edited = (site.public / "atom.xml").read_text().replace("Robots", "oops")
    (site.public / "atom.xml").write_text(edited)
    (site.public / "index.html").write_text("")
    (site.public / "feeds.opml").unlink()
    report = site.build()
    assert report.read == 0
    assert site.tree() == before


def test_a_dry_run_reports_and_writes_nothing(site: Folder) -> None:
    site.issue()
    report = site.build(dry=True)
    assert "rss.xml" in report.written
    assert sorted(path.name for path in site.path.iterdir()) == ["config.yaml", "posts"]
    site.build()
    before = (site.tree(), (site.path / ".feeds/state.sqlite3").read_bytes())
    site.issue("b.md", "B", "2026-05-09")
    assert site.build(dry=True).read == 1
    assert (site.tree(), (site.path / ".feeds/state.sqlite3").read_bytes()) == before


def test_ids_stay_when_the_site_moves_to_another_host(site: Folder) -> None:
    site.issue()
    site.build()
    before = site.ids()
    site.configure(CONFIG.replace("weekly.example", "moved.example"))
    site.build()
    assert site.ids() == before
    site.issue("b.md", "B", "2026-05-09")
    site.build()
    assert all(id.startswith("tag:weekly.example,") for id in site.ids("feed.json").values())


@pytest.mark.parametrize("directory", [".", "posts", "posts/public", ".."])
def test_an_output_directory_that_contains_the_source_is_refused(site: Folder, directory: str) -> None:
    site.issue()
    site.configure(CONFIG + f"publish: {{directory: {directory}}}\n")
    with pytest.raises(FeedsError, match=r"set publish.directory to a folder of its own"):
        site.build()


def test_the_same_posts_give_the_same_bytes_in_any_order_of_reading(tmp_path: Path) -> None:
    one, two = Folder(tmp_path / "one"), Folder(tmp_path / "two")
    names = [f"2026-05-{day:02}-x.md" for day in range(1, 8)]
    for site, order in ((one, names), (two, names[::-1])):
        for name in order:
            site.issue(name, name, name[:10])
            if site is one:
                site.build()
    two.build()
    assert one.tree() == two.tree()


def test_issues_that_name_no_date_are_dated_by_their_numbers_once_and_for_all(site: Folder) -> None:
    site.write("issue-1.md", "---\ntitle: First\ndate: 2026-01-01\n---\nx\n")
    for number in (2, 3):
        site.write(f"issue-{number}.md", f"---\ntitle: Number {number}\n---\nx\n")
    site.write("issue-5.md", "---\ntitle: Fifth\ndate: 2026-01-29\n---\nx\n")
    site.write("issue-6.md", "---\ntitle: Newest\n---\nx\n")
    assert site.build().problems == ()
    dates = {item["title"]: item["date_published"][:10] for item in site.items("feed.json")}
    assert dates == {
        "First": "2026-01-01", "Number 2": "2026-01-08", "Number 3": "2026-01-15", "Fifth": "2026-01-29",
        "Newest": "2026-06-01",
    }  # fmt: skip
    site.write("issue-4.md", "---\ntitle: Late\n---\nx\n")
    site.write("issue-1.md", "---\ntitle: First\ndate: 2025-12-01\n---\nx\n")
    site.build(NOW + timedelta(days=1))
    later = {item["title"]: item["date_published"][:10] for item in site.items("feed.json")}
    assert later == {**dates, "Late": "2026-01-22"}


def test_a_published_issue_is_not_cut_again_when_habits_change(tmp_path: Path) -> None:
    bold = "## News\n\na\n\n**Tools**\n\nb\n\n## Rest\n\nc\n"
    headed = bold.replace("**Tools**", "## Tools")
    posts = {"2026-04-01-a.md": bold, **{f"2026-04-0{n}-x.md": headed for n in (2, 3, 4)}, "2026-04-09-z.md": bold}
    at_once = Folder(tmp_path / "once", CONFIG)
    for name, text in posts.items():
        at_once.write(name, f"---\ntitle: {name}\n---\n{text}")
    at_once.build()
    one_by_one = Folder(tmp_path / "one", CONFIG)
    for name, text in posts.items():
        one_by_one.write(name, f"---\ntitle: {name}\n---\n{text}")
        report = one_by_one.build()
        assert report.problems == ()
    assert at_once.headings().count("Tools") == 5
    assert one_by_one.headings().count("Tools") == 4  # the first came before there were others to learn from
    before = one_by_one.ids()
    one_by_one.build(fresh=True)
    assert one_by_one.ids() == before
    (one_by_one.posts / "2026-04-02-x.md").unlink()
    one_by_one.build()
    one_by_one.build(NOW + timedelta(days=14))
    assert one_by_one.headings().count("Tools") == 3
    first = one_by_one.posts / "2026-04-01-a.md"
    first.rename(one_by_one.posts / "2026-04-01-renamed.md")
    one_by_one.build(NOW + timedelta(days=14), fresh=True)
    assert one_by_one.headings().count("Tools") == 3


@pytest.mark.slow
def test_a_killed_run_leaves_whole_feeds_and_the_next_one_completes_them(site: Folder) -> None:
    for number in range(1, 29):
        site.issue(f"{number}.md", f"Issue {number}", f"2026-04-{number:02}")
    command = [sys.executable, "-m", "feeds", "build", "--quiet"]
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(int(NOW.timestamp()))}
    start = time.monotonic()
    subprocess.run(command, cwd=site.path, env=environment, check=True)
    whole = time.monotonic() - start
    for round_ in range(8):
        for number in range(1, 29):
            site.issue(f"{number}.md", f"Issue {number} again {round_}", f"2026-04-{number:02}")
        run = subprocess.Popen(command, cwd=site.path, env=environment)
        with suppress(subprocess.TimeoutExpired):
            run.wait(whole * (round_ + 3) / 11)  # the first third starts Python
        run.send_signal(signal.SIGKILL)
        run.wait()
        for path, content in site.tree().items():
            if path.endswith(".json"):
                json.loads(content)
            elif path.endswith(".xml"):
                etree.fromstring(content)
    subprocess.run(command, cwd=site.path, env=environment, check=True)
    completed = site.tree()
    site.build(NOW, fresh=True)
    assert {path: text for path, text in site.tree().items() if not path.endswith(".tmp")} == completed


NAMES = st.sampled_from(["a.md", "b.md", "2026/c.md", "d.html", "e.md"])
BODIES = st.sampled_from(
    [
        ISSUE.format(title="One", date="2026-05-01"),
        ISSUE.format(title="One, retitled", date="2026-05-01").replace("Robots", "Machines"),
        ISSUE.format(title="Two", date="2026-05-20 10:00:00").replace("sleeps", "wakes"),
        ISSUE.format(title="Later", date="2026-06-03"),
        ISSUE.format(title="Tonight", date="2026-06-02").replace("\n---", "\nlastmod: 2026-06-02 04:00\n---", 1),
        "---\ntitle: Pinned\nid: pinned\ndate: 2026-05-03\n---\n## Robots {#r}\n\nx\n\n## Note\n\ny\n\n## Note\n\nz\n",
        "---\ntitle: Pinned\nid: pinned\ndate: 2026-05-03\n---\n## Note\n\nz\n\n## Robots {#r}\n\nx\n",
        "---\ntitle: Also pinned\nid: pinned\ndate: 2026-05-06\n---\nq\n",
        "---\ntitle: Draft\ndraft: true\n---\nx\n",
        "---\ntitle: [broken\n---\n",
        "No front matter at all.\n",
        "---\ntitle: Numbered\nnumber: 3\n---\nx\n",
        "---\ntitle: Numbered, too\nnumber: 5\ndate: 2026-04-30\n---\nx\n",
        "---\ntitle: Known\ndate: 2026-05-02\n---\n## News\n\na\n\n## Tools\n\nb\n\nWe love you all, and so do they.\n",
        "---\ntitle: Asking\ndate: 2026-05-02\n---\n## News\n\na\n\n**Tools**\n\n- [b](https://b.example/)\n",
        "---\ntitle: Expiring\ndate: 2026-05-04\nexpires: 2026-06-02 18:00\n---\nRobots, robots.\n",
    ]
)
EDITS = st.one_of(
    st.tuples(st.just("write"), NAMES, BODIES),
    st.tuples(st.just("delete"), NAMES, st.just("")),
    st.tuples(st.just("rename"), NAMES, NAMES),
)


@pytest.mark.slow
@search(40)
@given(edits=st.lists(st.lists(EDITS, min_size=1, max_size=3), min_size=1, max_size=6))
def test_reusing_stored_entries_and_reading_every_post_again_give_the_same_bytes(
    tmp_path_factory: pytest.TempPathFactory, edits: list[list[tuple[str, str, str]]]
) -> None:
    top = tmp_path_factory.mktemp("edits")
    site = Folder(top / "site", TOPICS + ITEMS)
    site.write("always.md", "---\ntitle: Always\ndate: 2026-04-01\n---\nHere.\n")
    for number, step in enumerate(edits):
        for what, name, other in step:
            path = site.posts / name
            if what == "write":
                site.write(name, other)
            elif path.exists() and what == "delete":
                path.unlink()
            elif path.exists():
                (site.posts / other).parent.mkdir(exist_ok=True)
                path.rename(site.posts / other)
        now = NOW + timedelta(hours=7 * number)
        shutil.copytree(site.path, top / "fresh", symlinks=True)
        fresh = Folder.at(top / "fresh")
        before = site.state() if number else None
        try:
            reports = (site.build(now), fresh.build(now, fresh=True))
        except HarmError:
            with pytest.raises(HarmError):
                fresh.build(now, fresh=True)
            assert before in (None, site.state())
            leave = Leave(resurface=True, shrink=True)
            reports = (site.build(now, leave=leave), fresh.build(now, fresh=True, leave=leave))
        assert site.tree() == fresh.tree()
        assert reports[0].problems == reports[1].problems
        marks = site.marks()
        assert site.build(now).written == ()
        assert site.marks() == marks
        shutil.rmtree(top / "fresh")
    shutil.rmtree(top)


def test_an_issue_whose_file_is_renamed_and_rewritten_at_once_is_known_by_its_number(site: Folder) -> None:
    site.write(
        "2026/06.md",
        "---\ntitle: 'The Weekly #6'\ndate: 2026-05-01\n---\n## News\n\nTo be written.\n\n## Jobs\n\nA job.\n",
    )
    site.write("2026/05.md", "---\ntitle: 'The Weekly #5'\ndate: 2026-04-01\n---\n## News\n\nWords of May.\n")
    site.build()
    ids = site.ids()
    (site.posts / "2026/06.md").unlink()
    words = "Robots, chips, and a story of seven small machines that went to sea in a teapot."
    site.write(
        "2026/the-weekly-6.md",
        f"---\ntitle: 'The Weekly #6'\ndate: 2026-05-02\n---\n## News\n\n{words}\n\n## Jobs\n\nA job.\n",
    )
    site.build(NOW + timedelta(days=1))
    assert site.ids() == ids


def test_an_anchor_of_two_headings_is_reported(site: Folder) -> None:
    site.write(
        "a.md",
        "---\ntitle: A\ndate: 2026-05-01\n---\n## One {#x}\n\nText.\n\n## Two {#x}\n\nText.\n",
    )
    (problem,) = site.build().problems
    assert str(problem) == (
        "posts/a.md: 2 headings have the anchor 'x': links lead to the first, 'One' "
        "(give the others anchors of their own)"
    )


def test_posts_with_one_address_are_reported_as_long_as_they_have_it(site: Folder) -> None:
    site.configure(CONFIG + "posts: {permalink: '/:year/:title/'}\n")
    for name in ("2026-05-01-a.md", "2026-05-02-a.md", "2026-05-03-b.md"):
        site.issue(name, name, name[:10])
    expected = ["posts/2026-05-01-a.md: has the same address as posts/2026-05-02-a.md: https://weekly.example/2026/a/"]
    assert [str(problem).partition(" (")[0] for problem in site.build().problems] == expected
    assert [str(problem).partition(" (")[0] for problem in site.build().problems] == expected
    (site.posts / "2026-05-02-a.md").unlink()
    assert site.build().problems == ()


def test_many_posts_with_one_address_are_one_problem(site: Folder) -> None:
    for name in ("a", "b", "c", "d"):
        for folder in ("", "en/"):
            site.issue(f"{folder}2026-05-01-{name}.md", f"{folder}{name}", "2026-05-01")
    (problem,) = site.build().problems
    assert str(problem) == (
        "posts: 4 addresses are those of several posts each, such as posts/2026-05-01-a.md, which has the same "
        "address as posts/en/2026-05-01-a.md: https://weekly.example/2026/05/01/a/ "
        "(put what tells them apart, such as their folder, into posts.permalink)"
    )
