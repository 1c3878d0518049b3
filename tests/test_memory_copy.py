"""The copy of the memory grows with each change, equals one that is written anew, and survives a kill."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from feeds.backup.reading import parse
from feeds.backup.values import Backup
from feeds.digests import digest_of
from feeds.errors import FeedsError
from feeds.pipeline.run import Leave
from tests.folder import CONFIG, LATER, Folder

SETTINGS = CONFIG + "feeds: {limit: 3, days: 0}\ntopics: [{slug: boats, words: [boat*]}, {slug: cats, words: [cat*]}]\n"


def write(site: Folder, number: int, more: str = "", heading: str = "Boats") -> None:
    site.write(
        f"{number}.md",
        f"---\ntitle: Issue {number}\ndate: 2026-05-{number:02}\n---\n## {heading}\n\nA boat{number} sank.{more}\n\n"
        f"## Cats{number}\n\nThe cat of house {number} is back.\n",
    )


def copy_of(site: Folder) -> Path:
    return site.path / ".feeds/memory.json"


def read(content: bytes) -> Backup:
    return parse(content, "posts", "memory.json")


@pytest.fixture
def built(site: Folder) -> Folder:
    """Twenty issues."""
    site.configure(SETTINGS)
    for number in range(1, 21):
        write(site, number)
    site.build()
    return site


def edit(site: Folder) -> None:
    write(site, 3, more=" It was raised again.")


def retitle(site: Folder) -> None:
    write(site, 20, heading="Ships, boats")


def add(site: Folder) -> None:
    write(site, 21)


def withdraw(site: Folder) -> None:
    (site.posts / "19.md").unlink()


def withdraw_section(site: Folder) -> None:
    site.write("18.md", "---\ntitle: Issue 18\ndate: 2026-05-18\n---\n## Boats\n\nA boat18 sank.\n")


def move(site: Folder) -> None:
    (site.posts / "17.md").rename(site.posts / "seventeen.md")


def end_a_topic(site: Folder) -> None:
    site.configure(SETTINGS.replace(", {slug: cats, words: [cat*]}", ""))


CHANGES = (edit, retitle, add, withdraw, withdraw_section, move, end_a_topic)


@pytest.mark.parametrize("changes", [*((one,) for one in CHANGES), CHANGES], ids=lambda own: "-".join(map(_name, own)))
def test_added_lines_say_the_same_as_a_copy_that_is_written_anew(
    built: Folder, changes: tuple[Callable[[Folder], None], ...]
) -> None:
    before = copy_of(built).read_bytes()
    for change in changes:
        change(built)
        built.build(LATER, leave=Leave(shrink=True))
    added = copy_of(built).read_bytes()
    assert added.startswith(before)
    assert added != before
    copy_of(built).unlink()
    (built.public / "atom.xml").unlink()
    built.build(LATER)
    assert read(copy_of(built).read_bytes()) == read(added)


def _name(change: Callable[[Folder], None]) -> str:
    return change.__name__


def test_the_added_lines_are_about_what_changed_alone(built: Folder) -> None:
    before = copy_of(built).stat().st_size
    edit(built)
    built.build(LATER)
    records = [json.loads(line) for line in copy_of(built).read_bytes()[before:].splitlines()]
    assert [next(iter(record.items())) for record in records[:-1]] == [("issue", "3")]
    assert list(records[-1]) == ["end"]


def test_of_a_build_that_was_killed_while_it_added_lines_nothing_is_read(built: Folder) -> None:
    before = copy_of(built).read_bytes()
    add(built)
    built.build(LATER)
    after = copy_of(built).read_bytes()
    for size in range(len(before), len(after)):
        assert read(after[:size]) == read(before), size
    assert read(after) != read(before)


def test_after_such_a_kill_the_next_build_writes_the_copy_anew(built: Folder) -> None:
    add(built)
    killed = Folder.at(Path(shutil.copytree(built.path, built.path.with_name("killed"))))
    built.build(LATER)
    expected = read(copy_of(built).read_bytes())
    with copy_of(killed).open("ab") as file:
        file.write(b'{"issue":"21","id":"tag:')
    killed.build(LATER)
    assert read(copy_of(killed).read_bytes()) == expected
    assert b'"id":"tag:{' not in copy_of(killed).read_bytes()


def test_no_changed_byte_of_the_copy_goes_unnoticed(built: Folder) -> None:
    add(built)
    built.build(LATER)
    content = copy_of(built).read_bytes()
    for place in range(0, len(content) - 1, 7):
        changed = bytearray(content)
        changed[place] ^= 1
        with pytest.raises(FeedsError):
            read(bytes(changed))
    for place in range(len(content) - 50, len(content) - 1):
        changed = bytearray(content)
        changed[place] ^= 1
        with pytest.raises(FeedsError):
            read(bytes(changed))


def test_a_copy_that_has_become_twice_as_long_is_written_anew(built: Folder) -> None:
    whole, sizes = copy_of(built).stat().st_size, []
    for number in range(60):
        write(built, 5, more=f" It has {number} holes.")
        built.build(LATER)
        sizes.append(copy_of(built).stat().st_size)
    assert max(sizes) < 2.2 * whole
    assert any(later < earlier for earlier, later in pairwise(sizes))


def test_a_lost_store_is_recovered_from_added_lines(built: Folder) -> None:
    for change in CHANGES:
        change(built)
        built.build(LATER, leave=Leave(shrink=True))
    before = built.tree()
    for path in (built.path / ".feeds").glob("state.sqlite3*"):
        path.unlink()
    built.build(LATER)
    assert built.tree() == before


def test_the_copy_of_an_earlier_release_is_read(built: Folder) -> None:
    expected = read(copy_of(built).read_bytes())
    copy_of(built).write_bytes(as_document(copy_of(built).read_bytes()))
    assert read(copy_of(built).read_bytes()) == expected
    add(built)
    built.build(LATER)
    assert b'"version":2' in copy_of(built).read_bytes().partition(b"\n")[0]


def as_document(content: bytes) -> bytes:
    """Return the lines of a copy as the document that version 1 was."""
    _, site, *records, _ = map(json.loads, content.splitlines())
    feeds = {record.pop("feed"): record for record in records if "feed" in record}
    issues = {record.pop("issue"): record for record in records if "issue" in record}
    values = {"authority": site.pop("site"), **site, "feeds": feeds, "issues": issues}
    rest = json.dumps(values, indent=0)[2:].encode()
    head = {"about": "Ids and dates.", "version": 1, "mark": "1-2", "digest": digest_of(rest)}
    return json.dumps(head)[:-1].encode() + b",\n" + rest


def test_the_copy_is_not_added_to_through_a_link(built: Folder, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    copy_of(built).rename(outside)
    copy_of(built).symlink_to(outside)
    before = outside.read_bytes()
    add(built)
    built.build(LATER)
    assert outside.read_bytes() == before
