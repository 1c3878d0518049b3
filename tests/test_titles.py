"""Titles that recur are completed for new entries, and what is published keeps its title."""

from __future__ import annotations

import shutil
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.revisions import label_of_issue
from feeds.store import Store, feed_statements, new_store
from tests.command import run
from tests.folder import CONFIG, LATER, NOW, Folder, lose_memory

PLAIN = CONFIG + "feeds: {complete_titles: false}\n"
ITEMS = CONFIG + "feeds: {extra: [{slug: items, grain: item}]}\n"


def write(site: Folder, number: int, title: str = "", jobs: str = "A keeper is wanted at the quay.") -> None:
    title = title or f"Issue {number}"
    site.write(
        f"issue-{number}.md",
        f"---\ntitle: '{title}'\ndate: 2026-04-{number:02}\n---\n"
        f"## The tale of the {number}th tern\n\nIt flew.\n\n## Jobs\n\n{jobs}\n",
    )


def shown(site: Folder, feed: str = "sections/feed.json") -> list[str]:
    """Return the titles in *feed*, the oldest issue first."""
    return [item["title"] for item in reversed(site.items(feed))]


@pytest.mark.parametrize(
    ("title", "number", "label"),
    [
        ("This Week in Rust 460", 460, "This Week in Rust 460"),
        ("Issue 12 – Forty pairs of terns", 12, "Issue 12"),
        ("Forty pairs of terns | No. 012", 12, "No. 012"),
        ("科技爱好者周刊（第 380 期）：为什么", 380, "第 380 期"),
        ("The Tide [Issue 7]", 7, "Issue 7"),
        ("The Tide (Issue 7 (late))", 7, "#7"),
        ("42", 42, "#42"),
        ("Forty pairs of terns are back on the breakwater", 12, "#12"),
        ("May 2026", None, "May 2026"),
        ("A title that says so much that there is no room for it", None, ""),
    ],
)
def test_an_issue_is_named_by_its_number_or_its_short_name(title: str, number: int | None, label: str) -> None:
    assert label_of_issue(title, number) == label


@pytest.mark.parametrize(
    ("title", "label"),
    [
        ("The Tide 460", "#460"),
        ("the tide – May", "May"),
        ("The Tides of May", "The Tides of May"),
        ("The Tide", "The Tide"),
    ],
)
def test_the_name_of_the_newsletter_is_not_repeated_in_a_title(title: str, label: str) -> None:
    number = 460 if "460" in title else None
    assert label_of_issue(title, number, "The Tide") == label


def test_a_title_that_an_earlier_issue_has_is_completed_by_the_issue(site: Folder) -> None:
    for number in (1, 2, 3):
        write(site, number)
    site.build()
    assert shown(site) == [
        "Jobs", "The tale of the 1th tern",
        "Jobs (Issue 2)", "The tale of the 2th tern",
        "Jobs (Issue 3)", "The tale of the 3th tern",
    ]  # fmt: skip
    page = (site.public / "sections/index.html").read_text()
    assert "Jobs (Issue 3)" in page
    assert "<title>Jobs (Issue 2)</title>" in (site.public / "sections/rss.xml").read_text()


def test_ids_and_the_whole_issue_do_not_depend_on_the_completed_title(site: Folder) -> None:
    for number in (1, 2):
        write(site, number)
    site.build()
    completed, wholes = {item["id"] for item in site.items("sections/feed.json")}, site.items("feed.json")
    plain = Folder(site.path.parent / "plain", PLAIN)
    for number in (1, 2):
        write(plain, number)
    plain.build()
    assert shown(plain).count("Jobs") == 2
    assert {item["id"] for item in plain.items("sections/feed.json")} == completed
    assert plain.items("feed.json") == wholes


def test_an_issue_with_a_long_name_completes_titles_by_the_first_words(site: Folder) -> None:
    write(site, 1)
    title = "The terns are back and nobody knows who has told them the way"
    text = "## Terns\n\nThey flew.\n\n## Jobs\n\nA keeper is wanted at the quay. No pilot is.\n"
    site.write("terns.md", f"---\ntitle: {title}\ndate: 2026-04-02\n---\n{text}")
    site.build()
    assert shown(site)[2] == "Jobs: A keeper is wanted at the quay."


def test_what_is_published_keeps_its_title(site: Folder) -> None:
    site.configure(PLAIN)
    for number in (1, 2):
        write(site, number)
    site.build()
    site.configure(CONFIG)
    write(site, 3)
    site.build(LATER)
    assert [title for title in shown(site) if "Jobs" in title] == ["Jobs", "Jobs", "Jobs (Issue 3)"]
    site.build(LATER, fresh=True)
    site.configure(PLAIN)
    write(site, 3, jobs="The keeper was found.")
    report = site.build(LATER + timedelta(days=1))
    assert "Jobs (Issue 3)" in shown(site)
    assert report.problems == ()


def test_an_edited_title_keeps_its_completion(site: Folder) -> None:
    for number in (1, 2):
        write(site, number)
    site.build()
    path = site.posts / "issue-2.md"
    site.write(
        "issue-2.md", path.read_text().replace("## Jobs", "## Jobs and gigs").replace("'Issue 2'", "'Issue Two'")
    )
    site.build(LATER)
    assert shown(site)[2] == "Jobs and gigs (Issue 2)"


@pytest.mark.parametrize("config", [CONFIG, ITEMS])
def test_a_lost_memory_changes_no_title(site: Folder, config: str) -> None:
    site.configure(config)
    for number in (1, 2, 3):
        write(site, number, jobs="- [Keeper](https://jobs.example/k)\n- [Pilot](https://jobs.example/p)")
    site.build()
    before = site.marks()
    assert "Jobs (Issue 3)" in shown(site)
    for fresh in (False, True):
        lose_memory(site)
        assert site.build(LATER, fresh=fresh).written == ()
    assert site.marks() == before
    write(site, 3, jobs="Nothing of what was said before, and many other words in its place: the quay is closed.")
    lose_memory(site)
    ids = {item["id"] for item in site.items("sections/feed.json")}
    site.build(LATER + timedelta(days=1))
    assert {item["id"] for item in site.items("sections/feed.json")} == ids
    assert [title for title in shown(site) if "Jobs" in title] == ["Jobs", "Jobs (Issue 2)", "Jobs (Issue 3)"]


def test_the_notice_of_a_withdrawn_entry_has_the_title_that_readers_know(site: Folder) -> None:
    for number in (1, 2):
        write(site, number)
    site.build()
    (site.posts / "issue-2.md").unlink()
    site.build(LATER)
    assert "Jobs (Issue 2)" in shown(site)


def test_two_parts_of_one_issue_with_the_same_title_are_told_apart_by_their_words(site: Folder) -> None:
    text = "## Releases\n\nTide 2.0 is out.\n\n## Releases\n\nGull 1.1 is out.\n"
    for number in (1, 2):
        site.write(f"issue-{number}.md", f"---\ntitle: Issue {number}\ndate: 2026-04-{number:02}\n---\n{text}")
    site.build()
    assert shown(site)[2:] == ["Releases: Gull 1.1 is out.", "Releases: Tide 2.0 is out."]


def test_an_issue_of_the_future_is_completed_when_it_is_published(site: Folder) -> None:
    write(site, 1)
    site.write("next.md", "---\ntitle: Issue 9\ndate: 2026-06-02\n---\n## A\n\nx\n\n## Jobs\n\nA pilot is wanted.\n")
    site.build(NOW)
    site.build(LATER)
    assert "Jobs (Issue 9)" in shown(site)


def test_explain_shows_the_completed_title(site: Folder) -> None:
    for number in (1, 2):
        write(site, number)
    site.build()
    assert (
        "  shown as   Jobs (Issue 2), because an earlier issue has this title, too\n"
        in run(site, "explain", "issue-2.md").stdout
    )


@pytest.mark.parametrize(
    ("title", "completed"),
    [
        ("潮汐周刊（第 {} 期）：四十对燕鸥", "Jobs（第 2 期）"),
        ("The Tide (No. {}): forty terns", "Jobs (No. 2)"),
        ("May {} (late)", "Jobs (May 2)"),
    ],
)
def test_a_completed_title_has_no_brackets_in_brackets(site: Folder, title: str, completed: str) -> None:
    for number in (1, 2):
        write(site, number, title.format(number))
    site.build()
    assert shown(site)[2] == completed
    before = site.marks()
    lose_memory(site)
    assert site.build(LATER).written == ()
    assert site.marks() == before


def test_adopted_entries_keep_the_titles_that_readers_know(site: Folder) -> None:
    site.configure(PLAIN)
    for number in (1, 2):
        write(site, number)
    site.build()
    old = (site.public / "sections/atom.xml").read_bytes().replace(b"weekly.example,", b"old.example,")
    lose_memory(site)
    shutil.rmtree(site.public)
    site.configure(CONFIG)
    (site.path / "old.xml").write_bytes(old)
    site.build()
    assert "Jobs (Issue 2)" in shown(site)
    run(site, "adopt", "--replace", "old.xml")
    site.build(LATER)
    write(site, 3)
    site.build(LATER + timedelta(days=1))
    assert [title for title in shown(site) if "Jobs" in title] == ["Jobs", "Jobs", "Jobs (Issue 3)"]


@given(st.lists(st.lists(st.sampled_from(["Jobs", "JOBS", "Tides", "Buoys", "Ä", "ä"]), max_size=3), max_size=6))
@settings(max_examples=60, deadline=None)
def test_recurring_titles_of_many_entries_are_those_of_each(titles: list[list[str]]) -> None:
    with new_store() as store:
        for number, own in enumerate(titles):
            _save(store, number, own)
        query = {"now": int(NOW.timestamp())}
        each, many = (
            store.connection.execute(one, query).fetchall()
            for one in (feed_statements.RECURRING_TITLES, feed_statements.RECURRING_TITLES_OF_MANY)
        )
    folded = [{title.replace("JOBS", "Jobs") for title in own} for own in titles]  # SQLite folds ASCII alone
    recurring = {
        title for number, own in enumerate(folded) for title in own if any(title in one for one in folded[:number])
    }
    assert each == many
    assert {title.replace("JOBS", "Jobs") for _, _, title, _, _ in each} == recurring


def _save(store: Store, number: int, titles: list[str]) -> None:
    """Put an issue into *store* that has parts with these *titles*, and is dated by its *number*."""
    moment = int(NOW.timestamp()) - 100 + number
    store.connection.execute(
        "INSERT INTO issues VALUES (?, ?, ?, '', ?, ?, NULL, '')",
        (f"{number}", f"urn:{number}", f"{number}.md", f"Issue {number}", moment),
    )
    for place, title in enumerate(["", *titles]):
        names = (
            "issue, section, id, role, dropped, position, title, first_link, hash, published, updated, due, revision, "
            "size, topics, authors, hosts"
        )
        values = (f"{number}", f"{place or ''}", f"urn:{number}/{place}", "", 0, place, title, "", "", *[moment] * 3)
        store.connection.execute(
            f"INSERT INTO entries ({names}) VALUES ({', '.join('?' * 17)})", (*values, "", 0, "", "", "")
        )
