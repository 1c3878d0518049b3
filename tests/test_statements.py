"""Queries use a key or an index, however many entries there are."""

from __future__ import annotations

import sqlite3

import pytest

from feeds.store import feed_statements, statements
from feeds.store.feed_statements import loose, newest_first
from feeds.store.migrations import MIGRATIONS

QUERIES = {
    "newest issues": newest_first("issue", topic=False, once=False),
    "newest sections": newest_first("section", topic=False, once=False),
    "newest items": newest_first("item", topic=False, once=True),
    "of a topic": newest_first("section", topic=True, once=False),
    "loose issues": loose("issue", topic=False, once=False, some=False),
    "loose of a topic": loose("section", topic=True, once=False, some=False),
    "all loose of a topic": loose("section", topic=True, once=False, few=True),
    "loose, where something changed": loose("section", topic=False, once=False, some=True),
    "loose items, where something changed": loose("item", topic=False, once=True, some=True),
    "by ids": feed_statements.CANDIDATES,
    "by id": feed_statements.BY_ID,
    "other holder": statements.OTHER_HOLDER,
    "withdrawn": statements.WITHDRAWN,
    "withdrawn by authors": statements.WITHDRAWN_BY_AUTHORS,
    "answers": statements.ANSWERS,
}
#: By which way each table is looked at in a good plan, wherever a row of another leads to it.
WAYS = {
    "s": "SEARCH s USING PRIMARY KEY (issue=?)",
    "b": "SEARCH b USING PRIMARY KEY (issue=? AND section=?)",
    "a": "SEARCH a USING PRIMARY KEY",
}


@pytest.fixture(scope="module")
def database() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    for script in MIGRATIONS:
        connection.executescript(script)
    return connection


@pytest.mark.parametrize("name", QUERIES)
def test_no_query_scans_all_entries_for_each_of_many(database: sqlite3.Connection, name: str) -> None:
    names = ("now", "feed", "grain", "until", "topic", "ids", "id", "key", "issues", "since")
    values = dict.fromkeys(names, 0) if ":" in QUERIES[name] else (0,) * QUERIES[name].count("?")
    plan = [row[3] for row in database.execute(f"EXPLAIN QUERY PLAN {QUERIES[name]}", values)]
    assert not {"SCAN e", "SCAN s", "SCAN o", "SCAN i"} & set(plan)  # without an index
    for step in plan:
        table = step.split()[1]
        if table in WAYS:
            assert step.startswith(WAYS[table])
    if "t" in {step.split()[1] for step in plan}:  # an entry for each row of another table
        assert any(step.startswith("SEARCH e USING PRIMARY KEY (issue=?") for step in plan)
    if name == "withdrawn":
        assert any("USING INDEX entries_withdrawn" in step for step in plan)


@pytest.mark.parametrize(
    ("query", "index"),
    [
        (statements.OF_BYTES, "SEARCH issues USING INDEX issues_by_digest (digest=?)"),
        (statements.OF_SECTIONS, "SEARCH e USING INDEX entries_by_hash (hash=?)"),
        (statements.PLACES, "SCAN issues USING COVERING INDEX issues_by_key"),
    ],
)
def test_a_new_post_is_compared_with_the_published_ones_without_their_content(
    database: sqlite3.Connection, query: str, index: str
) -> None:
    values = {"hashes": "[]"} if ":" in query else (0,) * query.count("?")
    assert index in [row[3] for row in database.execute(f"EXPLAIN QUERY PLAN {query}", values)]


def test_the_list_of_issues_is_read_without_their_content(database: sqlite3.Connection) -> None:
    plan = [row[3] for row in database.execute(f"EXPLAIN QUERY PLAN {statements.LIVE}")]
    assert plan == ["SCAN issues USING COVERING INDEX issues_by_path"]
