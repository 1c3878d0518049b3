"""`publish.generations`: the output directory is a link that is switched when all files of a build are written."""

from __future__ import annotations

import os
import re
import shutil
import stat
from pathlib import Path

import pytest

from feeds.errors import PublishError
from tests.command import run, run_process
from tests.conftest import as_anybody
from tests.folder import CONFIG, NOW, Folder, lose_memory
from tests.killing import Kill, killer

MORE = ", compress: [gz]"


def configure(site: Folder, keep: int = 2, more: str = "") -> None:
    site.configure(CONFIG + f"publish: {{generations: {keep}{more}}}\n")


def kept(site: Folder) -> list[str]:
    """Return the names of what is in the folder of generations, which hold whole trees."""
    return sorted(os.listdir(site.path / ".public-generations"))


def current(site: Folder) -> str:
    """Return the name of the generation that is published."""
    assert site.public.is_symlink()
    folder, name = os.readlink(site.public).split("/")
    assert folder == ".public-generations"
    return name


def issue(site: Folder, number: int) -> None:
    site.issue(f"{number}.md", f"Issue {number}", f"2026-05-{number:02}")


def test_each_build_that_changes_something_is_a_generation_and_old_ones_go(site: Folder) -> None:
    configure(site)
    for number in range(1, 6):
        issue(site, number)
        site.build()
        assert current(site) == str(number)
        site.build(fresh=True)  # which changes nothing
        assert current(site) == str(number)
    assert kept(site) == ["3", "4", "5"]
    assert len(site.items("feed.json")) == 5


def test_a_generation_has_the_files_of_a_plain_output(site: Folder, tmp_path: Path) -> None:
    plain = Folder(tmp_path / "plain")
    configure(site)
    for number in (1, 2):
        issue(site, number)
        issue(plain, number)
        site.build()
        plain.build()
    assert site.tree() == plain.tree()


def test_unchanged_files_are_hard_links(site: Folder) -> None:
    configure(site)
    issue(site, 1)
    site.build()
    issue(site, 2)
    site.build()
    first, second = site.path / ".public-generations/1", site.path / ".public-generations/2"
    assert os.path.samefile(first / "assets/feeds-pages.css", second / "assets/feeds-pages.css")
    assert not os.path.samefile(first / "rss.xml", second / "rss.xml")
    assert "Issue 2" not in (first / "rss.xml").read_text()


def test_a_build_that_fails_changes_nothing_that_is_published(site: Folder) -> None:
    configure(site)
    issue(site, 1)
    site.build()
    before = site.tree()
    (site.public / "sections/index.html").unlink()
    (site.public / "sections/index.html").mkdir()
    (site.public / "sections/index.html/x").write_text("")
    issue(site, 2)
    with pytest.raises(PublishError):
        site.build()
    shutil.rmtree(site.public / "sections/index.html")
    assert site.tree() == {path: content for path, content in before.items() if path != "sections/index.html"}
    assert kept(site) == ["1"]
    site.build()
    assert len(site.items("feed.json")) == 2


def test_a_directory_of_ours_becomes_the_first_generation(site: Folder) -> None:
    issue(site, 1)
    site.build()
    site.public.chmod(0o2755)
    before = site.tree()
    configure(site)
    site.build()
    assert not site.public.is_symlink()  # until something changes
    issue(site, 2)
    site.build()
    assert (current(site), kept(site)) == ("1", ["0", "1"])
    assert stat.S_IMODE(site.public.stat().st_mode) == 0o2755
    old = Folder.at(site.path)
    old.public = site.path / ".public-generations/0"
    assert old.tree() == before


def test_a_directory_with_files_of_others_is_refused(site: Folder) -> None:
    issue(site, 1)
    site.build()
    (site.public / "about.html").write_text("<h1>About us</h1>")
    configure(site)
    issue(site, 2)
    before = site.tree()
    done = run(site, "build")
    assert done.returncode == 2
    assert (
        "public/about.html: this file is not from feeds, and would move into a generation (move it away" in done.stderr
    )
    assert site.tree() == before
    assert not site.public.is_symlink()
    lose_memory(site)
    assert run(site, "build").returncode == 2
    (site.public / "about.html").unlink()
    assert run(site, "build").returncode == 0
    assert len(site.items("feed.json")) == 2


def test_a_link_to_elsewhere_is_refused(site: Folder) -> None:
    (site.path / "www").mkdir()
    site.public.symlink_to("www")
    configure(site)
    issue(site, 1)
    with pytest.raises(PublishError, match="is a link, but not to one of its generations"):
        site.build()
    assert list((site.path / "www").iterdir()) == []


def test_a_file_in_the_place_of_generations_is_named(site: Folder) -> None:
    (site.path / ".public-generations").write_text("mine")
    configure(site)
    issue(site, 1)
    assert ".public-generations: is not a folder (remove it" in run(site, "build").stderr
    assert (site.path / ".public-generations").read_text() == "mine"


def test_a_generation_that_cannot_be_begun_is_reported_and_leaves_nothing(site: Folder) -> None:
    configure(site)
    issue(site, 1)
    site.build()
    before = site.tree()
    (site.path / ".public-generations").chmod(0o555)
    issue(site, 2)
    done = run_process(site, "build", before=as_anybody())
    (site.path / ".public-generations").chmod(0o755)
    assert done.returncode == 2
    assert "public: cannot have another generation: Permission denied (check the permissions" in done.stderr
    assert (site.tree(), kept(site)) == (before, ["1"])
    site.build()
    assert len(site.items("feed.json")) == 2


def test_without_the_setting_the_last_generation_is_written_to(site: Folder) -> None:
    configure(site)
    issue(site, 1)
    site.build()
    site.configure(CONFIG)
    issue(site, 2)
    site.build()
    assert current(site) == "1"
    assert len(site.items("feed.json")) == 2


def test_going_back_to_an_earlier_generation_is_undone_by_the_next_build(site: Folder) -> None:
    configure(site)
    for number in (1, 2):
        issue(site, number)
        site.build()
    newest = site.tree()
    site.public.unlink()
    site.public.symlink_to(".public-generations/1")
    assert len(site.items("feed.json")) == 1
    site.build()
    assert site.tree() == newest
    assert current(site) == "3"


def test_an_output_directory_outside_may_have_generations(site: Folder, tmp_path: Path) -> None:
    site.configure(CONFIG + "publish: {directory: ../www/feeds, generations: 1}\n")
    site.public = tmp_path / "www/feeds"
    for number in (1, 2, 3):
        issue(site, number)
        site.build()
    assert os.readlink(site.public) == ".feeds-generations/3"
    assert sorted(os.listdir(tmp_path / "www/.feeds-generations")) == ["2", "3"]


def test_a_dry_run_begins_no_generation(site: Folder) -> None:
    configure(site)
    issue(site, 1)
    site.build(dry=True)
    assert not (site.path / ".public-generations").exists()


def test_twins_are_in_the_generation_of_their_documents(site: Folder) -> None:
    configure(site, more=MORE)
    issue(site, 1)
    site.build()
    assert (site.public / "rss.xml.gz").exists()
    configure(site)
    site.build()
    assert current(site) == "2"
    assert not (site.public / "rss.xml.gz").exists()
    assert (site.path / ".public-generations/1/rss.xml.gz").exists()


def copy_of(site: Folder, place: Path) -> Folder:
    """Return a copy of *site* at *place*, with the time stamps of its files."""
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(site.path, place, symlinks=True)
    return Folder.at(place)


def check_kills(site: Folder, tmp_path: Path, kill: Kill, every: int) -> int:
    """Kill a build of *site* before *every* so many of its steps, check what is published, and return their number."""
    before = site.tree()
    whole = copy_of(site, tmp_path / "whole")
    whole.build()
    after, step = whole.tree(), every
    while True:
        killed = copy_of(site, tmp_path / "killed")
        if not kill(killed.config, step, NOW.isoformat()):
            return step
        assert killed.tree() in (before, after), step
        killed.build()
        assert killed.tree() == after, step
        assert current(killed)
        assert all(name.isdecimal() for name in kept(killed)), (step, kept(killed))
        assert not re.search("switch|tmp", " ".join(os.listdir(killed.path)))
        step += every


@pytest.mark.parametrize("step", [13, pytest.param(1, marks=pytest.mark.slow)])
@pytest.mark.parametrize("converted", [False, True])
def test_a_build_that_is_killed_publishes_all_or_nothing(
    site: Folder, tmp_path: Path, step: int, converted: bool
) -> None:
    configure(site, 0 if converted else 1, MORE)
    for number in (1, 2):
        issue(site, number)
        site.build()
    configure(site, 1, MORE)
    issue(site, 3)
    with killer() as kill:
        assert check_kills(site, tmp_path, kill, step) > 40
