"""The memory of a site: always whole, one writer at a time, with clear messages about faults."""

from __future__ import annotations

import os
import sqlite3
from functools import reduce
from operator import or_
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.errors import StoreError
from feeds.model import Answer
from feeds.sections import FEWEST_OF_A_HABIT, Habits
from feeds.store import NO_EFFECT, Effect, copy_store, join_effects, new_store, open_store, view_store
from feeds.store.migrations import MIGRATIONS
from tests.folder import Folder

TRAITS = ("heading:sails", "closing:ahoy", "kept:news", "divided:news", "kept:ads", "divided:ads")


def test_remembered_values_are_recalled(tmp_path: Path) -> None:
    path = tmp_path / ".feeds" / "state.sqlite3"
    with open_store(path) as store:
        store.marks.save_root("1")
    with open_store(path) as store:
        assert store.marks.root() == "1"
        assert store.marks.authority() is None


def test_after_an_exception_everything_is_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite3"
    with open_store(path) as store:
        store.marks.save_root("1")
    with pytest.raises(RuntimeError), open_store(path) as store:
        store.marks.save_root("2")
        raise RuntimeError
    with view_store(path) as store, copy_store(store) as copy:
        assert copy.marks.root() == "1"
        copy.marks.save_root("3")
    with open_store(path) as store:
        assert store.marks.root() == "1"


def test_of_the_marks_of_documents_only_those_that_differ_are_written() -> None:
    with new_store() as store:
        past = {str(number): "as before" for number in range(100)}
        store.printed.save_documents(past, {})
        before = store.connection.total_changes
        store.printed.save_documents(
            {str(number): "new" if number == 5 else "as before" for number in range(1, 101)}, past
        )
        assert store.connection.total_changes - before == 3  # one gone, one written again, one new
        marks = store.printed.documents()
    assert (len(marks), marks["5"], marks["100"], "0" in marks) == (100, "new", "as before", False)


def test_a_reader_sees_the_last_run_while_the_next_one_writes(tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite3"
    with open_store(path) as store:
        store.marks.save_root("1")
    with open_store(path) as store:
        store.marks.save_root("2")
        with view_store(path) as seen:
            assert seen.marks.root() == "1"
    with view_store(path) as seen:
        with open_store(path, patience=0.1) as store:  # nobody waits for a reader
            store.marks.save_root("3")
        assert seen.marks.root() == "2"
    assert os.listdir(tmp_path) == ["state.sqlite3"]


def test_a_new_file_gets_its_log_when_something_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite3"
    log = path.with_name("state.sqlite3-wal")
    with open_store(path) as store:
        store.marks.save_root("1" * 4_000_000)  # more than SQLite keeps in memory
        assert not log.exists()
        with view_store(path) as seen:
            assert seen.is_new()
        store.keep()
        store.marks.save_root("2")
        with view_store(path) as seen:
            assert seen.marks.root() == "1" * 4_000_000
    with open_store(path) as store:
        assert store.marks.root() == "2"


def test_a_first_run_that_fails_leaves_an_empty_memory(tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite3"
    with pytest.raises(RuntimeError), open_store(path) as store:
        store.marks.save_root("1" * 4_000_000)
        raise RuntimeError
    with open_store(path) as store:
        assert store.is_new()


def test_whoever_looks_at_a_new_memory_does_not_hold_up_its_first_run(tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite3"
    path.touch()
    with view_store(path) as seen:
        with open_store(path, patience=0) as store:
            store.marks.save_root("1")
            store.keep()
        assert seen.marks.root() is None


def test_effects_are_joined_as_if_they_were_added_one_by_one() -> None:
    effects = [
        Effect(frozenset({"a"}), listed=frozenset({"a"})),
        NO_EFFECT,
        Effect(frozenset({"a", "b"}), restored=frozenset({"urn:x"})),
    ]
    assert join_effects(effects) == reduce(or_, effects)
    assert join_effects([]) == NO_EFFECT


def test_a_reader_writes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite3"
    with view_store(path) as store:
        assert store.is_new()
    assert not path.exists()
    with open_store(path) as store:
        store.marks.save_root("1")
    before = path.read_bytes()
    with view_store(path) as store, pytest.raises(sqlite3.OperationalError, match="readonly"):
        store.marks.save_root("2")
    assert path.read_bytes() == before


def test_an_older_memory_is_read_without_being_migrated(tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite3"
    connection = sqlite3.connect(path)
    for script in MIGRATIONS[:-1]:
        connection.executescript(script)
    connection.execute(f"PRAGMA user_version = {len(MIGRATIONS) - 1}")
    connection.close()
    before = path.read_bytes()
    with view_store(path) as store:
        assert store.is_new()
    assert path.read_bytes() == before


def test_two_runs_never_write_at_once(tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite3"
    with (
        open_store(path),
        pytest.raises(StoreError, match=r"another run is at work here \(wait until it is done"),
        open_store(path, patience=0.1),
    ):
        pass


def test_damage_is_reported_with_a_remedy(tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite3"
    path.write_bytes(b"no database at all, but long enough to be taken for one" * 100)
    with (
        pytest.raises(StoreError, match=r"is damaged: .* \(`feeds build` sets it aside"),
        open_store(path),
    ):
        pass


def test_a_memory_of_a_newer_release_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite3"
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with (
        pytest.raises(StoreError, match=r"was written by a newer release \(update feed-republisher\)"),
        open_store(path),
    ):
        pass


def test_a_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite3"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE posts (id INTEGER)")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(StoreError, match=r"is not a database of feed-republisher \(move it"), open_store(path):
        pass
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("posts",)]
    connection.close()
    assert len(path.read_bytes()) == len(before)


def test_a_folder_that_cannot_be_made_is_reported(tmp_path: Path) -> None:
    (tmp_path / ".feeds").write_text("a file")
    with pytest.raises(StoreError, match="cannot be made"), open_store(tmp_path / ".feeds" / "state.sqlite3"):
        pass


@pytest.mark.parametrize("sections", [3, 1100])
def test_a_first_build_leaves_every_index_and_trigger(site: Folder, sections: int) -> None:
    text = "\n\n".join(f"## Boat {number}\n\nIts mast is {number} feet high." for number in range(sections))
    site.write("1.md", f"---\ntitle: Boats\ndate: 2026-05-01\n---\n\n{text}\n")
    site.build()
    query = "SELECT type, name, sql FROM sqlite_master ORDER BY type, name"
    with view_store(site.path / ".feeds" / "state.sqlite3") as built, new_store() as empty:
        made, expected = (store.connection.execute(query).fetchall() for store in (built, empty))
        published = built.connection.execute("SELECT count(*) FROM entries WHERE out = 1").fetchone()
    assert made == expected
    assert published == (sections + 1,)
    assert len(made) > 10


def test_a_recalled_issue_has_the_content_of_its_sections(site: Folder) -> None:
    site.write("1.md", "---\ntitle: Boats\ndate: 2026-05-01\n---\n\n## Sails\n\nWhite.\n\n## Oars\n\nLong.\n")
    site.build()
    with view_store(site.path / ".feeds" / "state.sqlite3") as built:
        (key,) = built.connection.execute("SELECT key FROM issues").fetchone()
        issue = built.entries.of_issue(key)
    assert issue.entry("").content == "<h2>Sails</h2>\n<p>White.</p>\n<h2>Oars</h2>\n<p>Long.</p>"
    assert issue.entry("oars") == issue.parts["oars"]


def test_a_trait_is_counted_again_once_a_post_has_got_or_lost_one() -> None:
    with new_store() as store:
        counted = list[str]()
        store.connection.set_trace_callback(lambda text: counted.append(text) if "COUNT" in text else None)
        store.habits.save_traits({"a.md": ["heading:sails"], "b.md": ["heading:sails"]})
        assert [store.habits.issues_with("heading:sails") for _ in range(3)] == [2, 2, 2]
        assert len(counted) == 1
        store.habits.save_traits({"b.md": []})
        assert store.habits.issues_with("heading:sails") == 1


@given(
    st.dictionaries(st.integers(0, 9), st.frozensets(st.sampled_from(TRAITS))),
    st.lists(st.tuples(st.sampled_from(TRAITS), st.booleans()), max_size=20),
)
@settings(deadline=None)
def test_traits_that_are_counted_at_once_have_the_same_answers(
    posts: dict[int, frozenset[str]], asked: list[tuple[str, bool]]
) -> None:
    enough = {"heading": 3, "closing": 5, "kept": 1, "divided": 1}
    with new_store() as store:
        store.habits.save_traits({f"{path}.md": traits for path, traits in posts.items()})
        few, many = (Habits(store.habits.counter(FEWEST_OF_A_HABIT, count)) for count in (1, 1000))
        for trait, holds in asked:
            answer = Answer(trait=trait, enough=enough[trait.partition(":")[0]], holds=holds)
            assert few.agree([answer]) == many.agree([answer])


def test_shared_addresses_are_kept_until_a_post_gets_or_loses_one() -> None:
    with new_store() as store:
        for path in ("a.md", "b.md", "c.md"):
            store.habits.save_traits({path: ["address:https://a.example/1/", f"heading:{path}"]})
        everyone = {"https://a.example/1/": ["a.md", "b.md", "c.md"]}
        assert store.habits.keep_shared_addresses() == everyone
        store.habits.save_traits({"c.md": ["address:https://a.example/1/", "heading:another"]})
        before = store.connection.total_changes
        assert store.habits.keep_shared_addresses() == store.habits.shared_addresses() == everyone
        assert store.connection.total_changes == before
        store.habits.save_traits({"c.md": ["address:https://a.example/3/"]})
        assert store.habits.shared_addresses() == {"https://a.example/1/": ["a.md", "b.md"]}
        store.habits.keep_shared_addresses()
        store.habits.save_traits({"d.md": ["address:https://a.example/3/"]})
        assert store.habits.shared_addresses()["https://a.example/3/"] == ["c.md", "d.md"]
