"""The files of the output directory are looked at once a run, and none that is not as it was written is overlooked."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from feeds.freshness import recall_still
from feeds.pipeline.posts.pending import find_pending
from feeds.pipeline.run import build
from feeds.posts import scan
from feeds.report import Report
from feeds.site import open_site
from feeds.store import view_store
from tests.command import run
from tests.folder import NOW, Folder


@pytest.fixture
def built(site: Folder) -> Folder:
    """A site with archives and pages, that was built."""
    site.configure(site.config_text + "feeds: {limit: 5, link: page}\ntopics: [{slug: robots, words: [robot*]}]\n")
    for number in range(12):
        day = date(2026, 4, 1) - timedelta(days=31 * number)
        site.issue(f"{number:02}.md", title=f"Issue of {day}", date=f"{day} 09:00:00")
    site.build()
    return site


def build_as_a_command(site: Folder) -> Report:
    """Build like `feeds build`, which first looks whether anything has changed."""
    still, seen = recall_still(site.config, NOW.timestamp())
    return still or build(open_site(site.config), NOW, seen=seen)


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
        _, seen = recall_still(built.config, NOW.timestamp())
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
        _, seen = recall_still(built.config, NOW.timestamp())
        assert seen
        build(open_site(built.config), NOW, seen=seen)  # a file that was just written is read once more
