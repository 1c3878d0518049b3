"""How often a build calls SQLite: rows are written together, and nothing is looked up for posts that never changed."""

from __future__ import annotations

import sqlite3
from datetime import date, timedelta
from functools import partial
from itertools import groupby
from typing import Any

import pytest

from feeds.pipeline.documents.archive_pages import MOST_ON_A_PAGE
from tests.folder import Folder

MORE_THAN_ON_A_PAGE = MOST_ON_A_PAGE + 50  # sections of a topic, one a day
FEW, MANY = 64, 192  # posts; whole batches, so that the rest of a batch is no difference


@pytest.fixture
def trace(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The statements that SQLite was given, each by the words that it begins with; add a build to it."""
    found: list[str] = []

    class Traced(sqlite3.Connection):
        def __init__(self, *args: Any, **options: Any) -> None:
            super().__init__(*args, **options)
            self.set_trace_callback(lambda text: found.append(" ".join(text.split()[:4])))

    monkeypatch.setattr(sqlite3, "connect", partial(sqlite3.connect, factory=Traced))
    return found


def calls(statements: list[str]) -> int:
    """Return how many calls *statements* took: rows that follow each other are one."""
    return sum(1 for _ in groupby(statements))


def write_posts(site: Folder, count: int) -> None:
    site.configure(site.config_text + "feeds: {limit: 5, archive: none}\ntopics: [{slug: robots, words: [robot*]}]\n")
    for number in range(count):
        day = date(2026, 1, 1) - timedelta(days=number)
        site.issue(f"{day}-issue.md", title=f"Issue of {day}", date=f"{day} 09:00:00")


def test_a_new_post_takes_few_calls(tmp_path_factory: pytest.TempPathFactory, trace: list[str]) -> None:
    counts = {}
    for posts in (FEW, MANY):
        site = Folder(tmp_path_factory.mktemp("site") / "site")
        write_posts(site, posts)
        trace.clear()
        assert site.build().read == posts
        counts[posts] = calls(trace)
    assert (counts[MANY] - counts[FEW]) / (MANY - FEW) < 0.5


def test_a_new_post_has_only_the_pages_of_its_months_counted(
    tmp_path_factory: pytest.TempPathFactory, trace: list[str]
) -> None:
    site = Folder(tmp_path_factory.mktemp("site") / "site")
    write_posts(site, MORE_THAN_ON_A_PAGE)
    site.build()
    assert (site.public / "topics/robots/archive/2025/12/index.html").exists()
    site.issue("2026-01-02-issue.md", title="Issue of tomorrow", date="2026-01-02 09:00:00")
    trace.clear()
    assert "topics/robots/archive/2026/index.html" in site.build().written
    months = 2  # of the topic: those at the turn of a year in which time zones may have it
    assert sum("count(*) FROM topics" in one for one in trace) <= months


def test_issues_that_pages_of_several_topics_list_are_asked_for_once(
    tmp_path_factory: pytest.TempPathFactory, trace: list[str]
) -> None:
    site = Folder(tmp_path_factory.mktemp("site") / "site")
    write_posts(site, MORE_THAN_ON_A_PAGE)
    topics = "[{slug: robots, words: [robot*]}, {slug: too, words: [robot*]}]"
    site.configure(site.config.read_text().replace("[{slug: robots, words: [robot*]}]", topics))
    written = site.build().written
    assert {f"topics/{topic}/archive/2025/12/index.html" for topic in ("robots", "too")} <= {*written}
    pages = [one.removesuffix("index.html") for one in written if one.startswith("topics/robots/archive/")]
    with_rows = [one for one in pages if sum(other.startswith(one) for other in pages) == 1]
    assert sum(one.startswith("SELECT i.issue, i.title,") for one in trace) == len(with_rows)


def test_one_changed_post_takes_as_many_calls_in_a_large_archive(
    tmp_path_factory: pytest.TempPathFactory, trace: list[str]
) -> None:
    counts = {}
    for posts in (FEW, MANY):
        site = Folder(tmp_path_factory.mktemp("site") / "site")
        write_posts(site, posts)
        site.build()
        site.write(
            "2026-01-01-issue.md", "---\ntitle: Another title\ndate: 2026-01-01 09:00:00\n---\n## Robots\n\nNew.\n"
        )
        trace.clear()
        assert site.build().read == 1
        counts[posts] = calls(trace)
    assert counts[MANY] - counts[FEW] <= 4  # its archive has a page for each year, and is not longer for that
    assert counts[MANY] < 290  # most of them load what the few feeds carry


def test_the_entries_of_feeds_that_a_change_does_not_concern_are_not_asked_for(
    tmp_path_factory: pytest.TempPathFactory, trace: list[str]
) -> None:
    counts = {}
    for topics in (26, 36):  # of more than two dozen the index shows no entries
        site = Folder(tmp_path_factory.mktemp("site") / "site")
        rules = ", ".join(f"{{slug: topic-{number}, words: [word{number}]}}" for number in range(topics))
        site.configure(f"{site.config_text}topics: [{rules}]\n")
        for number in range(topics):
            day = date(2026, 1, 1) + timedelta(days=number)
            site.write(f"{number:02}.md", f"---\ntitle: Issue {number}\ndate: {day}\n---\n## Word{number}\n\nText.\n")
        site.build()
        site.write("00.md", "---\ntitle: Issue 0\ndate: 2026-01-01\n---\n## Word0\n\nOther text.\n")
        trace.clear()
        assert site.build().rendered == 3
        counts[topics] = sum(one.startswith("SELECT e.id, e.issue,") for one in trace)
    assert counts[26] == counts[36]


def test_reading_every_post_again_writes_nothing_of_issues_that_stay(
    tmp_path_factory: pytest.TempPathFactory, trace: list[str]
) -> None:
    site = Folder(tmp_path_factory.mktemp("site") / "site")
    write_posts(site, FEW)
    site.build()
    trace.clear()
    assert site.build(fresh=True).read == FEW
    tables = ("issues", "entries", "tags", "topics", "asked")
    changes = tuple(f"{way} {table} " for way in ("INSERT INTO", "DELETE FROM") for table in tables)
    assert not [one for one in trace if f"{one} ".startswith(changes)]
