"""Withdrawn entries: a notice for fourteen days, a tombstone for ninety."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from tests.folder import CONFIG, ISSUE, NOW, Folder
from tests.searching import search

DAY = timedelta(days=1)
NOTICE = "Withdrawn by its author on 2026-06-01"
TOMB = "{http://purl.org/atompub/tombstones/1.0}deleted-entry"
TOPICS = CONFIG + "topics: [{slug: robots, words: [robot*]}]\n"
UNTITLED = TOPICS + "withdrawals: {keep_title: false}\n"


def deletions(site: Folder, path: str = "sections/atom.xml") -> dict[str, str]:
    """Return when by id, as Atom says."""
    feed = etree.fromstring((site.public / path).read_bytes())
    return {str(gone.get("ref")): str(gone.get("when")) for gone in feed.iter(TOMB)}


@pytest.fixture
def two(site: Folder) -> Folder:
    """Two published issues."""
    site.configure(UNTITLED)
    site.issue("a.md", "A", "2026-05-01")
    site.issue("b.md", "B", "2026-05-02")
    site.build(NOW - DAY)
    return site


def test_a_deleted_post_leaves_a_notice_without_its_text(two: Folder) -> None:
    ids = two.ids("feed.json")
    dates = {item["id"]: item["date_published"] for item in two.items("feed.json")}
    (two.posts / "b.md").unlink()
    two.build()
    notice = two.items("feed.json")[0]
    assert (notice["id"], notice["title"], notice["content_html"]) == (ids["B"], NOTICE, f"<p>{NOTICE}.</p>")
    assert (notice["date_published"], notice["date_modified"]) == (dates[ids["B"]], "2026-06-01T12:00:00Z")
    assert notice["url"] == "https://weekly.example/"
    assert notice["_republisher"] == {"kind": "issue", "withdrawn": "2026-06-01T12:00:00Z"}
    assert two.titles() == [NOTICE, NOTICE, "Robots", "Chips"]
    assert two.titles("topics/robots/feed.json") == [NOTICE, "Robots"]
    for path, content in two.tree().items():
        assert b"/b/" not in content, path
        assert b'href=""' not in content, path


@pytest.mark.parametrize(
    "text",
    [
        ISSUE.format(title="B", date="2026-05-02\ndraft: true"),
        ISSUE.format(title="B", date="2026-05-02").partition("## Chips")[0],
    ],
)
def test_drafts_and_removed_sections_leave_notices_too(two: Folder, text: str) -> None:
    gone = two.items()[1]["id"]
    two.write("b.md", text)
    two.build()
    assert next(item["title"] for item in two.items() if item["id"] == gone) == NOTICE
    assert gone in deletions(two)


def test_the_notice_is_removed_after_fourteen_days_the_tombstone_after_ninety(two: Folder) -> None:
    (two.posts / "b.md").unlink()
    report = two.build()
    assert report.next_due == (NOW + 14 * DAY).timestamp()
    assert len(deletions(two)) == 2
    assert two.build().written == ()
    assert two.build(NOW + 13 * DAY).written == ()
    report = two.build(NOW + 14 * DAY)
    assert (report.read, report.next_due) == (0, (NOW + 90 * DAY).timestamp())
    assert two.titles() == ["Robots", "Chips"]
    assert set(deletions(two).values()) == {"2026-06-01T12:00:00Z"}
    report = two.build(NOW + 89 * DAY)
    assert (report.written, report.rendered) == ((), 0)  # the departure of a notice changes no other document
    report = two.build(NOW + 90 * DAY)
    assert report.next_due is None
    assert deletions(two) == {}
    assert not any(b"tombstones" in content for content in two.tree().values())
    assert two.build(NOW + 400 * DAY).written == ()


def test_only_feeds_that_carried_it_mention_it(two: Folder) -> None:
    (two.posts / "b.md").unlink()
    two.build()
    assert len(deletions(two, "topics/robots/atom.xml")) == 1
    assert len(deletions(two, "atom.xml")) == 1


@pytest.mark.parametrize("later", [1, 20, 100])
def test_a_restored_entry_is_the_same(two: Folder, later: int) -> None:
    before = {path: two.items(path) for path in ("feed.json", "sections/feed.json", "topics/robots/feed.json")}
    content = (two.posts / "b.md").read_bytes()
    (two.posts / "b.md").unlink()
    two.build()
    two.build(NOW + min(later, 14) * DAY)
    two.write("b.md", content)
    two.build(NOW + later * DAY)
    assert {path: two.items(path) for path in before} == before


def test_a_moved_file_and_a_retitled_section_are_not_withdrawals(two: Folder) -> None:
    text = (two.posts / "b.md").read_text().replace("## Robots", "## Walking")
    (two.posts / "b.md").unlink()
    two.write("2026/c.md", text)
    two.build()
    assert two.titles() == ["Walking (B)", "Chips (B)", "Robots", "Chips"]
    assert deletions(two) == {}


def test_an_expired_issue_is_removed_without_a_notice(site: Folder) -> None:
    site.write("a.md", "---\ntitle: A\ndate: 2026-05-01\nexpires: 2026-06-02\n---\nx\n")
    site.write("b.md", "---\ntitle: B\ndate: 2026-05-01\n---\ny\n")
    site.build()
    site.build(NOW + DAY)
    assert site.titles("feed.json") == ["B"]
    assert deletions(site, "atom.xml") == {}


def test_a_notice_keeps_title_and_address_by_default(two: Folder) -> None:
    two.configure(TOPICS)
    two.build(NOW - DAY)
    before = {item["id"]: (item["title"], item["url"]) for item in two.items()}
    (two.posts / "b.md").unlink()
    edited = (two.posts / "a.md").read_text().partition("## Chips")[0]
    two.write("a.md", edited)
    two.build()
    assert {item["id"]: (item["title"], item["url"]) for item in two.items()} == before
    notices = [item for item in two.items() if "withdrawn" in item["_republisher"]]
    assert [set(item) & {"summary", "external_url", "tags", "image"} for item in notices] == [set()] * 3


def test_an_unpublished_entry_leaves_no_trace(two: Folder) -> None:
    two.issue("c.md", "C", "2026-07-01")
    two.build()
    (two.posts / "c.md").unlink()
    assert two.build(NOW + DAY).written == ()


def test_without_notices_it_is_removed_at_once_and_atom_has_a_tombstone(two: Folder) -> None:
    two.configure(TOPICS + "withdrawals: {notice: 0s}\n")
    two.build()
    (two.posts / "b.md").unlink()
    two.build()
    assert two.titles("feed.json") == ["A"]
    assert len(deletions(two)) == 2
    assert b"tombstones" not in (two.public / "sections/rss.xml").read_bytes()
    assert two.build(NOW + DAY).written == ()


def test_the_notice_is_in_the_words_of_the_newsletter(two: Folder) -> None:
    two.configure(TOPICS + "withdrawals: {keep_title: false, text: 'Zurückgezogen am {date} <von uns>.'}\n")
    (two.posts / "b.md").unlink()
    two.build()
    notice = two.items("feed.json")[0]
    assert notice["title"] == "Zurückgezogen am 2026-06-01 <von uns>"
    assert notice["content_html"] == "<p>Zurückgezogen am 2026-06-01 &lt;von uns&gt;.</p>"


STEPS = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(["delete", "restore", "draft", "trim"])), max_size=8)


@pytest.mark.slow
@search(25)
@given(steps=STEPS, pause=st.sampled_from([1, 9, 50]))
def test_after_any_deletions_and_restorations_ids_and_dates_are_the_same(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, str]], pause: int
) -> None:
    site = Folder(tmp_path_factory.mktemp("undo") / "site", TOPICS)
    full = {name: ISSUE.format(title=name, date=f"2026-05-0{day}") for day, name in enumerate("abc", 1)}
    site.write("d.md", "---\ntitle: always\ndate: 2026-04-01\n---\nHere.\n")
    for name, text in full.items():
        site.write(f"{name}.md", text)
    site.build()
    first, now = site.tree(), NOW
    known = {item["id"]: item["date_published"] for item in site.items()}
    for name, what in steps:
        now += pause * DAY
        _edit(site.posts / f"{name}.md", site, what, full[name])
        site.build(now)
        assert {item["id"]: item["date_published"] for item in site.items()}.items() <= known.items()
        assert site.build(now).written == ()
    for name, text in full.items():
        site.write(f"{name}.md", text)
    site.build(now + DAY)
    assert _without_updated(site) == _without_updated(Folder.at(site.path), first)


def _edit(path: Path, site: Folder, what: str, text: str) -> None:
    if what == "delete":
        path.unlink(missing_ok=True)
    elif what == "restore":
        site.write(path.name, text)
    elif what == "draft":
        site.write(path.name, text.replace("---\nWelcome", "draft: true\n---\nWelcome"))
    else:
        site.write(path.name, text[: text.index("## Chips")])


def _without_updated(site: Folder, tree: dict[str, bytes] | None = None) -> list[tuple[str, str, str, str]]:
    import json

    items = json.loads((tree or site.tree())["sections/feed.json"])["items"]
    return [(item["id"], item["title"], item["content_html"], item["date_published"]) for item in items]


def test_the_date_of_a_feed_is_that_of_its_last_withdrawal(two: Folder) -> None:
    (two.posts / "b.md").unlink()
    two.build()
    two.build(NOW + 14 * DAY)
    updated = etree.fromstring((two.public / "sections/atom.xml").read_bytes()).findtext("{*}updated")
    assert datetime.fromisoformat(str(updated)) == NOW


def undated(word: str, title: str, more: str = "") -> str:
    """Return a post without a date, in which all but *more* is about *word*."""
    words = " ".join(f"{word}{number}" for number in range(40))
    return f"# {title}\n\nWelcome, {word}.\n\n## Robots\n\nA robot, {words}. {more}\n\n## The {word}\n\n{words}\n"


@pytest.mark.parametrize("title", ["Notes", "Other notes"])
def test_an_undated_post_that_was_deleted_comes_back_renamed_and_edited_with_its_ids(site: Folder, title: str) -> None:
    site.write("a.md", undated("walrus", "Notes"))
    site.write("b.md", undated("teapot", "Notes"))
    site.build(NOW)
    before = {item["id"]: item["date_published"] for item in site.items()}
    (site.posts / "a.md").unlink()
    site.build(NOW + DAY)
    site.write("c.md", undated("walrus", title, "One more sentence of some other words."))
    site.build(NOW + 2 * DAY)
    assert {item["id"]: item["date_published"] for item in site.items()} == before


def test_a_new_undated_post_is_not_taken_for_one_that_was_deleted(site: Folder) -> None:
    site.write("a.md", undated("walrus", "Notes"))
    site.write("b.md", undated("teapot", "Notes"))
    site.build(NOW)
    before = {item["id"] for item in site.items()}
    (site.posts / "a.md").unlink()
    site.build(NOW + DAY)
    site.write("c.md", undated("ladder", "Notes"))
    site.build(NOW + 2 * DAY)
    assert len({item["id"] for item in site.items()} - before) == 2


def test_a_folder_of_posts_that_is_empty_is_noticed_and_returns_with_its_ids(site: Folder, tmp_path: Path) -> None:
    for year, count in ((2024, 3), (2025, 20)):
        for number in range(count):
            site.issue(f"{year}/notes/{number}.md", f"Issue {number} of {year}", f"{year}-05-{number + 1:02}")
    site.issue("one.md")
    site.build(NOW)
    before = site.ids("feed.json")
    (site.posts / "2024").rename(tmp_path / "away")
    (notice,) = site.build(NOW + DAY).notices
    assert str(notice) == (
        "posts/2024: all 3 posts of this folder are gone, and their entries were withdrawn "
        "(if it is only not there for now, put it back: they return with their ids)"
    )
    (tmp_path / "away").rename(site.posts / "2024")
    assert site.build(NOW + 2 * DAY).notices == ()
    assert site.ids("feed.json") == before


def test_a_folder_that_is_renamed_is_not_empty(site: Folder) -> None:
    for number in range(4):
        site.issue(f"2024/{number}.md", f"Issue {number}", f"2024-05-{number + 1:02}")
    site.build(NOW)
    (site.posts / "2024").rename(site.posts / "old")
    assert site.build(NOW + DAY).notices == ()
