"""Two configs in one folder: each has a memory of its own, and neither publishes over the other."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from feeds.errors import PublishError
from feeds.pipeline.run import build, diff
from feeds.report import Report
from feeds.site import open_site
from tests.folder import CONFIG, LATER, NOW, Folder

OTHER = """\
site: {title: The Monthly, url: https://monthly.example/}
posts: {directory: letters}
publish: {directory: public-monthly}
"""


@pytest.fixture
def pair(site: Folder) -> Folder:
    """A weekly newsletter, and in the same folder a monthly one whose posts have the same names."""
    site.issue("1.md", "Weekly 1", "2026-05-01")
    write(site, OTHER)
    letters = site.path / "letters"
    shutil.copytree(site.posts, letters)
    post = letters / "1.md"
    post.write_text(post.read_text().replace("Weekly", "Monthly"))
    return site


def write(site: Folder, text: str) -> None:
    (site.path / "monthly.yaml").write_text(text)


def build_other(site: Folder) -> Report:
    return build(open_site(site.path / "monthly.yaml"), NOW)


def memories(site: Folder) -> list[str]:
    return sorted(str(path.parent.relative_to(site.path)) for path in site.path.rglob("state.sqlite3"))


@pytest.mark.parametrize("first", ["weekly", "monthly"])
def test_neither_gets_the_ids_of_the_other(pair: Folder, first: str) -> None:
    for name in (first, "monthly", "weekly", "monthly"):
        report = pair.build() if name == "weekly" else build_other(pair)
        assert report.problems == ()
    assert memories(pair) == [".feeds", f".feeds/{'monthly' if first == 'weekly' else 'config'}.yaml"]
    assert pair.ids("feed.json") == {"Weekly 1": "tag:weekly.example,2026-01-01:1"}
    assert pair.ids("../public-monthly/feed.json") == {"Monthly 1": "tag:monthly.example,2026-01-01:1"}
    assert build_other(pair).written == ()
    assert pair.build().written == ()


def test_a_memory_that_names_no_config_stays_with_the_one_that_commands_find(pair: Folder) -> None:
    pair.build()
    (pair.path / ".feeds/config").unlink()
    build_other(pair)
    assert memories(pair) == [".feeds", ".feeds/monthly.yaml"]


def test_a_renamed_config_keeps_its_memory(site: Folder) -> None:
    site.issue()
    site.build()
    before = site.marks()
    site.config.rename(site.path / "feeds.yaml")
    assert build(open_site(site.path / "feeds.yaml"), LATER).written == ()
    assert (memories(site), site.marks()) == ([".feeds"], before)


def test_a_config_that_is_removed_leaves_the_other_its_own_memory(pair: Folder) -> None:
    pair.build()
    build_other(pair)
    pair.config.unlink()
    assert build_other(pair).written == ()
    assert memories(pair) == [".feeds", ".feeds/monthly.yaml"]


def test_one_output_directory_for_both_is_refused(pair: Folder) -> None:
    pair.build()
    write(pair, OTHER.replace("public-monthly", "./public"))
    before = pair.state()
    with pytest.raises(PublishError, match=r"is the output directory of config.yaml, too: .* \(set publish.directory"):
        build_other(pair)
    assert pair.state() == before


def test_a_newsletter_in_another_folder_does_not_publish_over_ours(site: Folder, tmp_path: Path) -> None:
    site.configure(CONFIG + "publish: {directory: ../out}\n")
    site.issue()
    site.build()
    other = Folder(tmp_path / "other")
    other.issue()
    other.configure(OTHER.replace("letters", "posts").replace("public-monthly", "../out"))
    before = (tmp_path / "out/feed.json").read_bytes()
    with pytest.raises(
        PublishError, match=r"out: holds the feeds of another newsletter, 'The Weekly' at https://weekly"
    ):
        other.build()
    assert (tmp_path / "out/feed.json").read_bytes() == before


def test_a_variant_of_a_config_is_compared_with_its_memory_but_not_built(site: Folder) -> None:
    site.issue("1.md", "Weekly 1", "2026-05-01")
    site.issue("2.md", "Weekly 2", "2026-05-02")
    site.build()
    trial, before = site.path / "trial.yaml", site.state()
    trial.write_text(CONFIG + "feeds: {limit: 1}\nposts: {ignore: [1.md]}\n")
    assert diff(open_site(trial), NOW).posts_gone == (f"{site.posts}/1.md",)
    assert build(open_site(trial), NOW, dry=True).dry
    hint = r"\(set publish.directory .*; or, if trial.yaml replaces config.yaml, remove that one; "
    with pytest.raises(PublishError, match=r"is the output directory of config.yaml, too: .* " + hint):
        build(open_site(trial), NOW)
    assert site.state() == before


def test_a_variant_that_replaces_its_config_has_its_memory(site: Folder) -> None:
    site.issue()
    site.build()
    trial = site.path / "trial.yaml"
    trial.write_text(CONFIG + "feeds: {limit: 1}\n")
    site.config.unlink()
    build(open_site(trial), LATER)
    assert memories(site) == [".feeds"]


def test_two_configs_may_have_one_post_directory(pair: Folder) -> None:
    write(pair, OTHER.replace("letters", "posts"))
    pair.build()
    build_other(pair)
    pair.issue("2.md", "Weekly 2", "2026-05-02")
    for _ in range(2):
        pair.build()
        build_other(pair)
    ours, theirs = pair.items("feed.json"), pair.items("../public-monthly/feed.json")
    assert [item["title"] for item in ours] == [item["title"] for item in theirs] == ["Weekly 2", "Weekly 1"]
    assert not any(Path(pair.public).glob("withdrawn.json"))


def test_a_copy_of_the_folder_elsewhere_has_the_same_memory(site: Folder, tmp_path: Path) -> None:
    site.configure(CONFIG)
    site.issue()
    site.build()
    other = Folder.at(Path(shutil.copytree(site.path, tmp_path / "elsewhere")))
    other.build(LATER)
    assert other.tree() == site.tree()
