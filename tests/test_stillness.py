"""What a look sees of the posts is what a run would find: which are new, gone or changed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from feeds.stillness import differing_items, found_part, recall
from tests.folder import NOW, Folder

POSTS: st.SearchStrategy[dict[str, str]] = st.builds(
    dict, st.lists(st.tuples(st.text("ab/", min_size=1, max_size=3), st.sampled_from("12")), max_size=6)
)


@given(POSTS, POSTS)
def test_the_posts_that_differ_are_found_in_whatever_order(before: dict[str, str], now: dict[str, str]) -> None:
    items = differing_items(found_part(before), found_part(now), b"\0/")
    expected = {path for path in {*before, *now} if before.get(path) != now.get(path)}
    assert {item.partition(b"\0")[0].decode() for item in items} == expected


def test_the_last_post_is_seen_to_be_gone(site: Folder) -> None:
    for number in range(1, 4):
        site.issue(f"{number}.md", f"Issue {number}", f"2026-05-0{number}")
    site.build()
    (site.posts / "3.md").unlink()
    seen = recall(str(site.config), NOW.timestamp()).seen
    assert seen
    assert seen.differing() == {"3.md"}
