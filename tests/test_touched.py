"""A feed is selected again if an entry that concerns it has changed, whoever changed it, and only then."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from feeds.site import open_site
from feeds.store import Store, Touched, open_store
from feeds.store.marks import selecting_mark
from tests.folder import LATER, NOW, Folder

KEY = "2026-05-01-one.md"


@pytest.fixture
def built(site: Folder) -> Folder:
    site.configure(site.config_text + "topics: [{slug: robots, words: [robot*]}, {slug: chips, words: [chip*]}]\n")
    site.issue(KEY)
    site.issue("2026-05-08-two.md", "Issue 2", "2026-05-08 09:00:00")
    site.build()
    return site


def touched(site: Folder, change: Callable[[Store], object]) -> Touched | None:
    """Return which entries count as changed after a *change* of the memory."""
    with open_store(site.path / ".feeds/state.sqlite3") as store:
        change(store)
        return store.touched.since_selection(selecting_mark(open_site(site.config).config), NOW)


def key_of(store: Store) -> str:
    key = store.issues.key_of_path(KEY)
    assert key
    return key


def test_nothing_is_touched_after_a_build(built: Folder) -> None:
    found = touched(built, lambda store: store.entries.freeze_due(LATER))
    assert found == Touched(frozenset(), ())


@pytest.mark.parametrize(
    ("change", "sections"),
    [
        (
            lambda store: store.entries.redate(key_of(store), NOW - timedelta(days=9)),
            {"", "welcome", "robots", "chips"},
        ),
        (lambda store: store.issues.adopt(f"{key_of(store)}/chips", "urn:x", NOW, NOW), {"", "chips"}),
        (lambda store: store.web.set_better(key_of(store), {"robots": "1"}), {"", "robots"}),
    ],
)
def test_what_changes_in_the_memory_is_touched(
    built: Folder, change: Callable[[Store], object], sections: set[str]
) -> None:
    found = touched(built, change)
    assert found
    assert {one.section_key for one in found.candidates} == sections
    assert {one.id for one in found.candidates} <= found.ids


def test_what_is_withdrawn_is_touched_though_no_feed_may_carry_it(built: Folder) -> None:
    found = touched(built, lambda store: store.issues.withdraw(key_of(store), NOW))
    assert found
    assert (len(found.ids), found.candidates) == (
        4,
        (),
    )  # the issue, what is before its first heading, and two sections


def test_an_id_that_an_entry_has_no_longer_is_touched(built: Folder) -> None:
    old = built.ids("sections/feed.json")["Chips"]
    found = touched(built, lambda store: store.issues.adopt(f"{key_of(store)}/chips", "urn:x", NOW, NOW))
    assert found
    assert {old, "urn:x"} <= found.ids


@pytest.mark.parametrize(
    "change",
    [
        lambda store: store.archives.start_over(),
        lambda store: store.printed.forget_feeds(()),
        lambda store: store.archives.save_window("sections/", store.archives.window("")),
        lambda store: store.printed.save_feed("sections/", store.printed.feed("")),
        lambda store: store.touched.forget_selection(),
    ],
)
def test_all_feeds_are_selected_where_what_they_carried_is_remembered_otherwise(
    built: Folder, change: Callable[[Store], object]
) -> None:
    assert touched(built, change) is None


def test_all_feeds_are_selected_after_the_clock_was_set_back(built: Folder) -> None:
    with open_store(built.path / ".feeds/state.sqlite3") as store:
        mark = selecting_mark(open_site(built.config).config)
        assert store.touched.since_selection(mark, NOW - timedelta(hours=1)) is None
