"""Posts that take each other's names keep their ids, as where an archive is numbered anew."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import timedelta

import pytest

from tests.folder import CONFIG, NOW, Folder

POST = """\
---
{more}title: Letter of {word}
date: 2026-05-{day:02} 09:00
---
Welcome to {word}.

## Robots of {word}

A [robot](https://{word}.example/1) that walks along the {word}, and counts what {word} there is.

## Chips of {word}

A chip that sleeps in the {word} until somebody calls it by the name of {word}.
"""
WORDS = "quay lighthouse harbour ferry island lagoon".split()


def fill(site: Folder, more: str = "") -> None:
    site.configure(CONFIG + "feeds: {archive: month, extra: [{slug: items, grain: item}]}\n")
    for number, word in enumerate(WORDS, start=1):
        site.write(f"{number:02}.md", POST.format(word=word, day=number, more=more.format(word)))
    site.build()


def rename(site: Folder, places: Mapping[int, int]) -> None:
    """Give posts the names of others: number by number."""
    texts = {new: (site.posts / f"{old:02}.md").read_text(encoding="utf-8") for old, new in places.items()}
    for old in places:
        (site.posts / f"{old:02}.md").unlink()
    for new, text in texts.items():
        site.write(f"{new:02}.md", text)


def known(site: Folder) -> dict[str, tuple[str, str, str]]:
    """Return id and dates by title."""
    items = [*site.items("feed.json"), *site.items()]
    return {item["title"]: (item["id"], item["date_published"], item.get("date_modified", "")) for item in items}


def check(site: Folder, before: Mapping[str, tuple[str, str, str]], now: timedelta) -> None:
    """Check that a build leaves what it was before, and a fresh one changes nothing."""
    site.build(NOW + now)
    after, tree = known(site), site.tree()
    assert {title: one for title, one in after.items() if title in before} == before
    site.build(NOW + now, fresh=True)
    assert site.tree() == tree
    assert site.build(NOW + now).written == ()


@pytest.mark.parametrize("more", ["", "id: own-{}\n"])
@pytest.mark.parametrize(
    "places",
    [
        {1: 2, 2: 1},
        {1: 2, 2: 3, 3: 1},
        {number: number + 1 for number in range(1, 7)},
        {number: 7 - number for number in range(1, 7)},
    ],
)
def test_posts_that_take_each_others_names_keep_their_ids(site: Folder, places: Mapping[int, int], more: str) -> None:
    fill(site, more)
    before = known(site)
    rename(site, places)
    kinds = {change.kind for feed in site.diff(NOW + timedelta(days=2)).feeds for change in feed.changes}
    assert kinds == {"touched"}  # JSON Feed names the post
    check(site, before, timedelta(days=2))
    assert site.build(NOW + timedelta(days=3)).problems == ()


@pytest.mark.parametrize("places", [{1: 2, 2: 1}, {1: 2, 2: 3, 3: 1}, {3: 4, 4: 5, 5: 6, 6: 7}])
def test_posts_that_are_edited_when_they_take_each_others_names_are_known_by_their_ids(
    site: Folder, places: Mapping[int, int]
) -> None:
    fill(site, "id: own-{}\n")
    before = known(site)
    rename(site, places)
    for number in places.values():
        path = site.posts / f"{number:02}.md"
        site.write(path.name, path.read_text(encoding="utf-8").replace("that walks", "that runs"))
    assert site.build(NOW + timedelta(days=2)).problems == ()
    after, tree = known(site), site.tree()
    assert {title: one[:2] for title, one in after.items()} == {title: one[:2] for title, one in before.items()}
    edited = {title for title in before if after[title] != before[title]}
    assert len([title for title in edited if title.startswith("Letter")]) == len(places)
    site.build(NOW + timedelta(days=2), fresh=True)
    assert site.tree() == tree


def test_a_post_that_gives_its_id_to_another_with_one_leaves_the_other_as_it_is(site: Folder) -> None:
    fill(site)
    before = known(site)
    id = site.items("feed.json")[-1]["id"]
    site.write("02.md", POST.format(word="lighthouse", day=2, more=f"id: {id}\n"))
    site.write("01.md", POST.format(word="quay", day=1, more="id: urn:example:other\n"))
    assert len(site.build(NOW + timedelta(days=2)).problems) == 2
    assert {title: one[0] for title, one in known(site).items()} == {title: one[0] for title, one in before.items()}


def test_an_archive_is_numbered_anew_for_a_new_first_issue(site: Folder) -> None:
    fill(site)
    before = known(site)
    rename(site, {number: number + 1 for number in range(1, 7)})
    site.write("01.md", POST.format(word="moor", day=30, more=""))
    check(site, before, timedelta(days=2))
    assert "Letter of moor" in known(site)


def test_an_archive_is_numbered_anew_after_an_issue_was_removed(site: Folder) -> None:
    fill(site)
    before = known(site)
    (site.posts / "03.md").unlink()
    rename(site, {4: 3, 5: 4, 6: 5})
    gone = {title for title in before if title.endswith("harbour")}
    check(site, {title: one for title, one in before.items() if title not in gone}, timedelta(days=2))
    assert {item["title"] for item in site.items() if "withdrawn" in item["_republisher"]} == {
        title for title in gone if "of harbour" in title and not title.startswith("Letter")
    }


def test_a_copy_of_a_post_in_place_of_another_takes_no_ids(site: Folder) -> None:
    fill(site)
    before = [item["id"] for item in site.items("feed.json")]
    site.write("02.md", (site.posts / "01.md").read_bytes())
    site.build(NOW + timedelta(days=2))
    assert [item["id"] for item in site.items("feed.json")] == before


@pytest.mark.parametrize("seed", range(4))
def test_any_names_that_posts_take_of_each_other_leave_their_ids(site: Folder, seed: int) -> None:
    chance = random.Random(seed)
    fill(site)
    before = known(site)
    for step in range(4):
        numbers = sorted(int(path.stem) for path in site.posts.glob("*.md"))
        others = chance.sample(range(1, 12), len(numbers))
        rename(site, dict(zip(numbers, others, strict=True)))
        check(site, before, timedelta(days=2 + step))
