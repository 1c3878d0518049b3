"""The files of the output directory are looked at once a run, and none that is not as it was written is overlooked."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from feeds.errors import FeedsError
from feeds.freshness import report_of
from feeds.pipeline.looking import up_to_date
from feeds.pipeline.posts.pending import find_pending
from feeds.pipeline.redating import redate
from feeds.pipeline.run import NO_LEAVE, Leave, build
from feeds.posts import scan
from feeds.report import Report
from feeds.site import open_site
from feeds.stillness import recall
from feeds.store import view_store
from tests.command import run
from tests.folder import CONFIG, ISSUE, NOW, Folder


@pytest.fixture
def built(site: Folder) -> Folder:
    """A site with archives and pages, that was built."""
    site.configure(site.config_text + "feeds: {limit: 5, link: page}\ntopics: [{slug: robots, words: [robot*]}]\n")
    for number in range(12):
        day = date(2026, 4, 1) - timedelta(days=31 * number)
        site.issue(f"{number:02}.md", title=f"Issue of {day}", date=f"{day} 09:00:00")
    site.build()
    return site


def build_as_a_command(site: Folder, now: datetime = NOW, leave: Leave = NO_LEAVE) -> Report:
    """Build like `feeds build`, which first looks whether anything has changed."""
    recalled = recall(str(site.config), now.timestamp())
    return report_of(recalled) or build(open_site(site.config), now, seen=recalled.seen, leave=leave)


def edit(site: Folder) -> None:
    path = site.posts / "00.md"
    path.write_text(path.read_text(encoding="utf-8") + "\nAnd one more sentence.\n", encoding="utf-8")


def written_over(path: Path) -> None:
    with open(path, "r+b") as file:
        file.write(b"!")


def replaced(path: Path) -> None:
    beside = path.with_name("beside")
    beside.write_bytes(path.read_bytes()[:-1])
    beside.replace(path)


@pytest.mark.parametrize("harm", [written_over, replaced, Path.unlink])
@pytest.mark.parametrize("edited", [False, True])
def test_any_file_that_others_changed_is_written_again(
    built: Folder, harm: Callable[[Path], None], edited: bool
) -> None:
    before = built.tree()
    harmed = sorted(path for path in before if path.endswith((".xml", ".html")))
    for path in harmed:
        harm(built.public / path)
    if edited:
        edit(built)
    assert set(build_as_a_command(built).written) >= set(harmed)
    if not edited:
        assert built.tree() == before
    assert build_as_a_command(built).written == ()
    after = built.tree()
    built.build(fresh=True)
    assert built.tree() == after


def test_no_file_is_looked_at_twice_unless_it_is_written(built: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    looks, stat = Counter[str](), os.stat

    def counted(path: Any, *rest: Any, **more: Any) -> os.stat_result:
        if isinstance(path, str | os.PathLike):
            looks[os.fspath(path)] += 1
        return stat(path, *rest, **more)

    edit(built)
    monkeypatch.setattr(os, "stat", counted)
    report = build_as_a_command(built)
    monkeypatch.undo()
    rendered = {"issues/index.html", "sections/index.html"}  # though they come out the same
    rest = {path for path in built.tree() if path.endswith(".html")} - {*report.written, *rendered}
    assert report.read == 1
    assert {"archive/2025/index.html", "issues/11/index.html"} & rest
    assert {looks[str(built.public / path)] for path in rest} == {1}


def test_what_a_command_makes_of_the_files_is_nothing_new(site: Folder) -> None:
    site.configure(site.config_text + "publish: {after: 'echo >> public/atom.xml; echo . >> runs.txt'}\n")
    site.issue()
    for _ in range(3):
        assert run(site, "build", "--quiet").returncode == 0
    assert (site.path / "runs.txt").read_text(encoding="utf-8") == ".\n"


def test_an_issue_that_was_removed_comes_back_in_another_file_with_its_ids(built: Folder) -> None:
    text = (built.posts / "00.md").read_text(encoding="utf-8")
    before = [item["id"] for item in built.items("feed.json")]
    (built.posts / "00.md").unlink()
    build_as_a_command(built)
    built.write("again.md", text.replace("Welcome.", "Welcome back."))
    build_as_a_command(built)
    assert [item["id"] for item in built.items("feed.json")] == before
    after = built.tree()
    built.build(fresh=True)
    assert built.tree() == after


def _moved(site: Folder) -> None:
    (site.posts / "01.md").rename(site.posts / "moved.md")


def _with_its_old_time(site: Folder) -> None:
    path = site.posts / "02.md"
    facts = path.stat()
    path.write_text(path.read_text(encoding="utf-8").replace("Robots", "Robins"), encoding="utf-8")
    os.utime(path, ns=(facts.st_atime_ns, facts.st_mtime_ns))


def _by_another_file(site: Folder) -> None:
    beside = site.path / "beside"
    beside.write_text((site.posts / "03.md").read_text(encoding="utf-8") + "\nMore.\n", encoding="utf-8")
    beside.replace(site.posts / "03.md")


def _two_fewer(site: Folder) -> None:
    for number in (0, 11):
        (site.posts / f"{number:02}.md").unlink()


CHANGES: list[Callable[[Folder], object]] = [
    edit,
    lambda site: site.issue("first.md", "First", "2026-04-20 09:00:00"),
    lambda site: site.issue("0\n0 1.md", "With a line break in its name", "2026-04-21 09:00:00"),
    lambda site: site.issue("ünd.md", "With a letter that is not ASCII in its name", "2026-04-22 09:00:00"),
    _moved,
    _with_its_old_time,
    _by_another_file,
    lambda site: (site.posts / "0\n0 1.md").unlink(),
    _two_fewer,
    lambda site: (site.posts / "first.md").write_text("---\ntitle: [\n---\n", encoding="utf-8"),
    lambda site: (site.posts / "02.md").touch(),
    lambda site: site.issue("first.md", "First again", "2026-04-20 09:00:00"),
]


def test_a_look_sees_each_way_in_which_posts_change(built: Folder) -> None:
    for change in CHANGES:
        change(built)
        seen = recall(str(built.config), NOW.timestamp()).seen
        assert seen
        found = scan(str(built.posts))
        with view_store(built.path / ".feeds/state.sqlite3") as store:
            both = [find_pending(store, open_site(built.config), found, seen=one) for one in (seen, None)]
        assert both[0] == replace(both[1], by_look=True)
        assert both[0]
        build(open_site(built.config), NOW, seen=seen)
        after = built.tree()
        built.build(fresh=True)
        assert built.tree() == after
        seen = recall(str(built.config), NOW.timestamp()).seen
        assert seen
        build(open_site(built.config), NOW, seen=seen)  # a file that was just written is read once more


SETTINGS = [
    "feeds: {limit: 5, link: page}",
    "feeds: {limit: 3}",
    "feeds: {limit: 4, days: 60, archive: month}",
    "feeds: {limit: 20, max_bytes: 16KB}",
    "feeds: {limit: 5, extra: [{slug: all, title: All, grain: item, once: true}, {slug: robots, links: [r.example]}]}",
    "feeds: {limit: 5, extra: [{slug: some, title: Some, grain: issue, topics: [robots], abridged: true}]}",
]
TOPICS = [
    "[{slug: robots, words: [robot*]}]",
    "[{slug: robots, words: [robot*]}, {slug: sea, words: [boat*]}]",
    "[{slug: machines, words: [robot*, chip*], aliases: [robots]}]",
]


def _change_at_random(site: Folder, chance: random.Random, step: int, now: datetime, removed: list[str]) -> None:
    """Edit, date, add, remove, rename or bring back a post: the first, the last or any; or change settings."""
    posts, paths = site.posts, sorted(site.posts.rglob("*.md"))
    path = chance.choice([paths[0], paths[-1], chance.choice(paths)])
    kinds = ["edit", "edit", "add", "plan", "expire", "date", "remove", "rename", "bring back", "settings", "nothing"]
    match chance.choice(kinds):
        case "edit":
            path.write_text(f"{path.read_text(encoding='utf-8')}\nSentence {step} of a [robot](https://r.example/).\n")
        case "add":
            _add(posts, chance, step, NOW - timedelta(days=180 + chance.randrange(700)))
        case "plan":
            _add(posts, chance, step, now + timedelta(hours=chance.randrange(40)))
        case "expire":
            moment = now + timedelta(hours=chance.randrange(40))
            _say(path, f"expires: {moment:%Y-%m-%d %H:%M}")
        case "date":
            _say(path, f"date: {NOW - timedelta(days=chance.randrange(700))}")
        case "remove" if len(paths) > 3:
            removed.append(path.read_text(encoding="utf-8"))
            path.unlink()
        case "rename":
            path.rename(posts / f"{chance.choice('am0z')}-renamed-{step}.md")
        case "bring back" if removed:
            (posts / f"{chance.choice('am0z')}-again-{step}.md").write_text(f"{removed.pop()}\nIt is back.\n")
        case "settings":
            site.configure(f"{CONFIG}{chance.choice(SETTINGS)}\ntopics: {chance.choice(TOPICS)}\n")


def _say(path: Path, line: str) -> None:
    """Have a *line* in the front matter of a post in place of the one of this name."""
    name = line.partition(":")[0]
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    rest = [one for one in lines[1:] if not one.startswith(f"{name}:")]
    path.write_text("".join([*lines[:1], f"{line}\n", *rest]))


def _redate(site: Folder, path: str, now: datetime) -> None:
    """Have a published issue dated as its post is from now on."""
    with contextlib.suppress(FeedsError), up_to_date(open_site(site.config), now) as seen:
        redate(open_site(site.config), seen, [path])


def _add(posts: Path, chance: random.Random, step: int, moment: datetime) -> None:
    words = f"\n## Chapter {step}\n\nA tale of {step} boats, {step + 1} quays and {step + 2} terns.\n"
    text = ISSUE.format(title=f"Letter {step}", date=f"{moment:%Y-%m-%d %H:%M:%S}") + words
    (posts / f"{chance.choice('am0z')}{step}.md").write_text(text)


@pytest.mark.parametrize("seed", [0, 1, 2, 5, 23, 56])  # the last three have found faults
def test_any_changes_one_after_the_other_come_to_what_a_fresh_build_makes_of_them(built: Folder, seed: int) -> None:
    chance, removed, leave = random.Random(seed), list[str](), Leave(resurface=True, shrink=True)
    shutil.copytree(built.path, built.path.with_name("twin"))
    twin = Folder.at(built.path.with_name("twin"))
    twin.build()  # its files are new, so it writes them once more
    for step in range(25):
        now = NOW + timedelta(hours=7 * step)
        _change_at_random(built, chance, step, now, removed)
        build_as_a_command(built, now, leave)
        shutil.copy(built.config, twin.config)
        shutil.rmtree(twin.posts)
        shutil.copytree(built.posts, twin.posts)
        twin.build(now, fresh=True, leave=leave)
        assert built.tree() == twin.tree(), step
        path = str(chance.choice(sorted(built.posts.rglob("*.md"))).relative_to(built.posts))
        for site in (built, twin):
            _redate(site, path, now)


def test_an_edit_that_redate_has_read_is_on_every_page_of_the_next_build(built: Folder) -> None:
    path = built.posts / "05.md"
    path.write_text(path.read_text(encoding="utf-8").replace("Issue of", "Letter of").replace("Chips", "Chops"))
    _redate(built, "03.md", NOW)
    build_as_a_command(built)
    after = built.tree()
    assert b"Letter of" in after["archive/index.html"]
    built.build(fresh=True)
    assert built.tree() == after
    assert build_as_a_command(built).written == ()
