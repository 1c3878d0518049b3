"""What an author changes after publishing: a copied post, another date, a later id."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.command import run
from tests.folder import CONFIG, NOW, Folder, lose_memory

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TEXT = "---\ntitle: {title}\ndate: {date}{more}\n---\n## Robots\n\n{words}\n\n## Chips\n\nThey sleep {words}\n"
LONG = "walking over the bridge and back, twice, in the rain, while nobody said a word about it at all."


def write(site: Folder, name: str, title: str, date: str, more: str = "", words: str = LONG) -> None:
    site.write(name, TEXT.format(title=title, date=date, more=more and f"\n{more}", words=words))


@pytest.fixture
def one(site: Folder) -> Folder:
    """One published issue, and others that were never changed."""
    write(site, "a.md", "A", "2026-06-01 08:00")
    write(site, "b.md", "B", "2026-05-02 08:00", words="flying above the tower of the harbour all day and all night.")
    site.build(NOW)
    return site


def problems(site: Folder, after: timedelta) -> list[str]:
    return [str(problem) for problem in site.build(NOW + after).problems]


def dates(site: Folder) -> dict[str, str]:
    return {item["title"]: item["date_published"] for item in site.items("feed.json")}


# -- copies

COPY = "posts/copy.md: says the same as posts/a.md, and is held back (change or delete it, or give it an `id:`"


@pytest.mark.parametrize(("title", "date"), [("A", "2026-06-01 08:00"), ("Another", "2026-06-02 08:00")])
def test_a_copy_of_a_published_post_is_held_back_for_as_long_as_it_is_one(one: Folder, title: str, date: str) -> None:
    write(one, "copy.md", title, date)
    for hours in (1, 2):
        (problem,) = problems(one, hours * HOUR)
        assert problem.startswith(COPY)
    assert sorted(one.ids("feed.json")) == ["A", "B"]
    write(one, "copy.md", "Another", "2026-05-30 08:00", words="diving below the sea for pearls.")
    assert problems(one, 3 * HOUR) == []
    assert sorted(one.ids("feed.json")) == ["A", "Another", "B"]


def test_a_copy_is_held_back_with_a_lost_memory_too(one: Folder) -> None:
    write(one, "copy.md", "A", "2026-06-01 08:00")
    one.build(NOW + HOUR)
    lose_memory(one)
    assert len(problems(one, 2 * HOUR)) == 1
    assert sorted(one.ids("feed.json")) == ["A", "B"]


def test_a_copy_whose_original_is_removed_is_that_post_moved(one: Folder) -> None:
    before = one.ids("feed.json")
    write(one, "copy.md", "A", "2026-06-01 08:00")
    one.build(NOW + HOUR)
    (one.posts / "a.md").unlink()
    assert problems(one, 2 * HOUR) == []
    assert one.ids("feed.json") == before


def test_a_copy_with_an_id_of_its_own_is_published(one: Folder) -> None:
    write(one, "copy.md", "Again", "2026-06-01 09:00", "id: again")
    assert problems(one, HOUR) == []
    assert "Again" in one.ids("feed.json")


def test_short_posts_may_say_the_same(site: Folder) -> None:
    for number in (1, 2):
        write(site, f"{number}.md", f"Pause {number}", f"2026-05-0{number}", words="later.")
        assert problems(site, number * DAY) == []
    assert len(site.items("feed.json")) == 2


def test_a_post_of_which_only_some_sections_were_published_is_no_copy(one: Folder) -> None:
    write(one, "more.md", "More", "2026-06-01 09:00", words=f"{LONG}\n\n## More\n\nThat is new, {LONG}")
    text = (one.posts / "a.md").read_text().replace("title: A", "title: Less")
    one.write("less.md", text.partition("## Chips")[0])
    assert problems(one, HOUR) == []
    assert set(one.ids("feed.json")) == {"A", "B", "More", "Less"}


def test_equal_posts_that_come_together_are_both_published(site: Folder) -> None:
    write(site, "1.md", "A", "2026-05-01")
    write(site, "2.md", "A", "2026-05-01")
    assert all("held back" not in problem for problem in problems(site, HOUR))
    assert len(site.items("feed.json")) == 2


# -- dates


def test_a_date_is_corrected_on_the_day_of_publication_with_those_of_the_sections(one: Folder) -> None:
    write(one, "a.md", "A", "2026-05-20 08:00")
    assert problems(one, 23 * HOUR) == []
    assert dates(one)["A"] == "2026-05-20T08:00:00Z"
    assert [item["date_published"] for item in one.items() if "/a/" in item["url"] or ":a/" in item["id"]] == [
        "2026-05-20T08:00:01Z",
        "2026-05-20T08:00:00Z",
    ]
    assert one.items("feed.json")[0]["date_modified"] == "2026-05-20T08:00:00Z"
    assert one.build(NOW + 24 * HOUR, fresh=True).written == ()


def test_a_date_that_is_changed_later_is_reported_on_every_build(one: Folder) -> None:
    write(one, "a.md", "A", "2026-05-20 08:00")
    message = (
        "posts/a.md: has the date 2026-05-20 08:00, but was published with 2026-06-01 08:00, which stays "
        "(put the old date back, or type `feeds redate posts/a.md`)"
    )
    assert problems(one, 25 * HOUR) == [message]
    assert problems(one, 26 * HOUR) == [message]
    assert [str(problem) for problem in one.build(NOW + 27 * HOUR, fresh=True).problems] == [message]
    assert dates(one)["A"] == "2026-06-01T08:00:00Z"
    write(one, "a.md", "A", "2026-06-01 08:00")
    assert problems(one, 28 * HOUR) == []


@pytest.mark.parametrize("fresh", [False, True])
def test_a_date_that_was_in_the_future_when_it_was_changed_is_not_taken_when_it_has_come(
    one: Folder, *, fresh: bool
) -> None:
    write(one, "a.md", "A", "2026-06-01 20:00")
    one.build(NOW + 2 * HOUR)
    one.build(NOW + 9 * HOUR, fresh=fresh)
    assert dates(one)["A"] == "2026-06-01T08:00:00Z"


def test_another_time_of_the_same_day_is_reported_too(one: Folder) -> None:
    write(one, "a.md", "A", "2026-06-01 10:00")
    message = "has the date 2026-06-01 10:00, but was published with 2026-06-01 08:00"
    assert message in problems(one, 25 * HOUR)[0]
    assert message in problems(one, 26 * HOUR)[0]
    assert message in str(one.build(NOW + 27 * HOUR, fresh=True).problems)
    write(one, "a.md", "A", "2026-06-01 10:00", words=f"That is new, {LONG}")
    assert message in problems(one, 28 * HOUR)[0]
    write(one, "a.md", "A", "2026-06-01 08:00")
    assert problems(one, 29 * HOUR) == []


def test_redate_announces_no_build_for_dates_that_are_right(one: Folder) -> None:
    done = run(one, "redate", "posts/a.md", now=(NOW + HOUR).timestamp())
    assert (done.returncode, done.stdout) == (0, "posts/a.md: was published with 2026-06-01 08:00 already.\n")


def test_redate_corrects_the_date_of_a_post_and_its_sections(one: Folder) -> None:
    write(one, "a.md", "A", "2026-05-20 08:00")
    one.build(NOW + 3 * DAY)
    ids = one.ids()
    done = run(one, "redate", "posts/a.md", now=(NOW + 3 * DAY).timestamp())
    assert (done.returncode, done.stdout) == (
        0,
        "posts/a.md: 2026-06-01 08:00 is now 2026-05-20 08:00.\nThe next build publishes the dates.\n",
    )
    assert problems(one, 3 * DAY) == []
    assert dates(one) == {"A": "2026-05-20T08:00:00Z", "B": "2026-05-02T08:00:00Z"}
    assert one.ids() == ids
    assert one.build(NOW + 4 * DAY, fresh=True).written == ()
    (one.path / ".feeds/state.sqlite3").unlink()
    assert one.build(NOW + 4 * DAY).written == ()


def test_redate_refuses_what_has_no_other_date(one: Folder) -> None:
    one.write("c.md", "---\ntitle: C\n---\n" + LONG)
    one.issue("d.md", "D", "2027-01-01")
    one.build()
    again = run(one, "redate", "b.md")
    assert again.stdout.startswith("posts/b.md: was published with 2026-05-02 08:00 already.")
    assert run(one, "redate", "c.md").stderr == (
        "posts/c.md: has no date of its own (add a line such as 'date: 2026-01-05')\n"
    )
    assert (
        run(one, "redate", "d.md").stderr == "posts/d.md: is not published (the next build takes its date as it is)\n"
    )
    write(one, "a.md", "A", "2026-12-01 08:00")
    assert "has a date in the future, 2026-12-01 08:00" in run(one, "redate", "a.md").stderr


# -- ids


def test_a_later_id_of_a_published_issue_is_refused_on_every_build(one: Folder) -> None:
    before = one.ids("feed.json")
    write(one, "a.md", "A", "2026-06-01 08:00", "id: first")
    message = (
        "posts/a.md: cannot have the id tag:weekly.example,2026-01-01:first: it was published as "
        "tag:weekly.example,2026-01-01:a, by which readers know it (remove the id, or put the old one back)"
    )
    assert problems(one, HOUR) == [message]
    assert [str(problem) for problem in one.build(NOW + 2 * HOUR, fresh=True).problems] == [message]
    assert one.ids("feed.json") == before
    write(one, "a.md", "A", "2026-06-01 08:00")
    assert problems(one, 3 * HOUR) == []


def test_a_later_id_of_an_issue_that_is_not_published_is_taken(one: Folder) -> None:
    write(one, "c.md", "C", "2026-06-03 08:00", words="Sailing.")
    one.build(NOW + HOUR)
    write(one, "c.md", "C", "2026-06-03 08:00", "id: third", words="Sailing.")
    assert problems(one, 2 * HOUR) == []
    one.build(NOW + 3 * DAY)
    assert one.ids("feed.json")["C"] == "tag:weekly.example,2026-01-01:third"


def test_another_id_than_before_is_refused(site: Folder) -> None:
    site.configure(CONFIG)
    write(site, "a.md", "A", "2026-05-01", "id: urn:uuid:0ea0")
    site.build(NOW)
    write(site, "a.md", "A", "2026-05-01", "id: urn:uuid:0ea1")
    assert "cannot have the id urn:uuid:0ea1: it was published as urn:uuid:0ea0" in problems(site, 2 * DAY)[0]
