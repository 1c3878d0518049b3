"""Scanning and reading the post directory."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from feeds.errors import ConfigError, FeedsError, PostError
from feeds.pipeline.run import build
from feeds.posts import read, scan
from feeds.site import open_site
from feeds.stillness import SeenPosts, recall
from tests.folder import CONFIG, ISSUE, NOW, Folder


def fill(directory: Path, *names: str) -> None:
    for name in names:
        path = directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")


def test_posts_are_found_in_folders_and_sorted(tmp_path: Path) -> None:
    fill(tmp_path, "b.md", "2026/a.markdown", "c.HTML", "notes.txt")
    assert list(scan(str(tmp_path))) == ["2026/a.markdown", "b.md", "c.HTML", "notes.txt"]


def test_files_that_are_not_posts_are_ignored(tmp_path: Path) -> None:
    fill(
        tmp_path,
        ".hidden.md",
        "a.md~",
        ".#a.md",
        "#a.md#",
        "_index.md",
        "image.png",
        ".git/x.md",
        "drafts/x.md",
        "a.md",
    )
    assert list(scan(str(tmp_path), ["drafts/*"])) == ["a.md"]


def test_only_copies_of_editors_are_passed_over_for_a_number_sign(tmp_path: Path) -> None:
    fill(tmp_path, "#378-2026.08.31.md", "#1/a.md", "#a.md#", ".#a.md", "a.md~", "#.md")
    assert list(scan(str(tmp_path))) == ["#.md", "#1/a.md", "#378-2026.08.31.md"]


def test_a_directory_without_posts_says_which_files_it_has(site: Folder) -> None:
    fill(site.posts, "a.docx", "b.docx", ".c.md", "d.md~", "_index.md", "README.md", "drafts/e.md", "f", "g.PNG")
    site.configure(f"{CONFIG}posts: {{ignore: ['drafts/*']}}\n")
    (problem,) = site.build().problems
    assert str(problem) == (
        "posts: none of its 9 files is a post: 2 hidden or left behind by an editor, 2 named *.docx, 1 about the "
        "repository, 1 ignored by posts.ignore, 1 named *.png, 1 named _index.*, 1 without an extension "
        "(posts are named *.md, *.html, *.txt or *.rst; set posts.directory or rename them)"
    )


def test_an_empty_post_directory_is_a_problem(site: Folder) -> None:
    (problem,) = site.build().problems
    assert problem.message == "the post directory is empty"


def test_many_files_that_are_not_posts_get_one_line_at_the_first_build(site: Folder) -> None:
    site.issue()
    fill(site.posts, "a.docx", "b.docx", "c.png")
    (notice,) = site.build().notices
    assert notice.message == "3 of 4 files are not posts: 2 named *.docx, 1 named *.png"
    assert not site.build().notices
    assert site.build(fresh=True).notices


def test_pictures_beside_posts_are_customary(site: Folder) -> None:
    site.issue()
    fill(site.posts, "a.png", "b.jpg", "c.css")
    assert not site.build().notices


def test_links_to_folders_are_followed_but_never_in_a_circle(tmp_path: Path) -> None:
    fill(tmp_path, "posts/a.md")
    (tmp_path / "posts" / "again").symlink_to(tmp_path / "posts")
    assert list(scan(str(tmp_path / "posts"))) == ["a.md"]


def test_a_missing_directory_is_reported(tmp_path: Path) -> None:
    with pytest.raises(PostError, match=r"nowhere: the post directory cannot be read.*\(set posts.directory"):
        scan(str(tmp_path / "nowhere"))


def test_a_fingerprint_changes_when_a_file_is_written_or_replaced(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("one")
    os.utime(path, (1e9, 1e9 + 1))
    first = scan(str(tmp_path))
    assert scan(str(tmp_path)) == first
    path.with_suffix(".new").write_text("two")  # as editors save
    os.utime(path.with_suffix(".new"), (1e9, 1e9 + 1))
    path.with_suffix(".new").replace(path)
    assert scan(str(tmp_path)) != first


def test_a_file_written_a_moment_ago_is_not_trusted_yet(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("one")
    assert scan(str(tmp_path))["a.md"].startswith("?")
    os.utime(path, ns=(0, time.time_ns() - 3_000_000_000))
    assert not scan(str(tmp_path))["a.md"].startswith("?")


def test_a_post_that_is_not_utf8_is_reported_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"one\ntwo\nthr\xe9e\n")
    with pytest.raises(PostError, match=r"posts/a.md:3: is not UTF-8: byte 0xE9 \(save it as UTF-8, or"):
        read(str(tmp_path), "a.md", "posts")


WORDS = "Café „naïve“ Ω"


@pytest.mark.parametrize(
    ("name", "text", "encoding"),
    [
        ("a.md", WORDS, "utf-16"),
        ("a.md", WORDS, "utf-32"),
        ("a.md", "\ufeff" + WORDS, "utf-16-be"),
        ("a.md", "\ufeff" + WORDS, "utf-32-be"),
        ("a.md", "---\nencoding: windows-1252\n---\nCafé „naïve“", "cp1252"),
        ("a.md", "+++\nencoding = 'iso-8859-1'\n+++\nCafé „naïve“", "cp1252"),
        ("a.rst", ".. -*- coding: shift_jis -*-\n\n日本語", "shift_jis"),
        ("a.md", "---\ncharset: ISO-2022-JP\n---\n日本語", "iso2022_jp"),
        ("a.html", "<html><head><meta charset='gb2312'></head>中文", "gb2312"),
        (
            "a.html",
            '<meta http-equiv="Content-Type" content="text/html; charset=koi8-r">Привет',
            "koi8-r",
        ),
        ("a.html", '<?xml version="1.0" encoding="iso-8859-15"?><p>5 €</p>', "iso8859-15"),
    ],
)
def test_a_post_is_read_in_the_encoding_that_it_names(tmp_path: Path, name: str, text: str, encoding: str) -> None:
    (tmp_path / name).write_bytes(text.encode(encoding))
    assert read(str(tmp_path), name, "posts").text == text.removeprefix("\ufeff")


def test_posts_that_name_no_encoding_are_read_in_that_of_the_config(site: Folder) -> None:
    site.configure(CONFIG + "posts: {encoding: shift_jis}\n")
    site.write("a.md", ISSUE.format(title="日本語", date="2026-05-01").encode("shift_jis"))
    site.write("b.md", ISSUE.format(title="Ελλάδα", date="2026-05-02").encode())
    assert site.build().problems == ()
    assert site.titles("feed.json") == ["Ελλάδα", "日本語"]


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (
            b"---\nencoding: rot13\n---\n\xe9",
            "cannot be decoded: 'rot13' is not a known encoding \\(use a name such as",
        ),
        (b"---\nencoding: nonsense\n---\n\xe9", "cannot be decoded: 'nonsense' is not a known encoding"),
        (b"---\nencoding: shift_jis\n---\n\xfd", "a.md:4: is not shift_jis: byte 0xFD"),
        (b"\xff\xfea", "a.md:1: is not utf-16: byte 0x61"),
    ],
)
def test_a_post_that_is_not_in_its_encoding_is_reported(tmp_path: Path, raw: bytes, message: str) -> None:
    (tmp_path / "a.md").write_bytes(raw)
    with pytest.raises(PostError, match=message):
        read(str(tmp_path), "a.md", "posts")


def test_an_unknown_encoding_in_the_config_is_reported(site: Folder) -> None:
    site.configure(CONFIG + "posts: {encoding: rot13}\n")
    with pytest.raises(ConfigError, match="'rot13' is not a known encoding"):
        site.build()


def test_files_whose_names_are_not_utf8_are_reported_in_one_line(site: Folder) -> None:
    site.issue()
    for number in range(5):
        with open(os.fsencode(site.posts) + b"/%d\xff.md" % number, "wb") as file:
            file.write(b"x")
    for _ in range(2):
        assert [str(problem) for problem in site.build().problems] == [
            "posts: 5 files have names that are not UTF-8, and are not published: "
            "0\\udcff.md, 1\\udcff.md, 2\\udcff.md and 2 more (rename them, for example with convmv -f latin1 -t utf8)"
        ]


def test_a_broken_link_is_found_and_reported(tmp_path: Path) -> None:
    (tmp_path / "a.md").symlink_to("nowhere.md")
    assert list(scan(str(tmp_path))) == ["a.md"]
    with pytest.raises(PostError, match=r"posts/a.md: cannot be read: No such file"):
        read(str(tmp_path), "a.md", "posts")


def test_a_file_name_that_is_not_utf8_is_reported(tmp_path: Path) -> None:
    with open(os.fsencode(tmp_path) + b"/\xff.md", "wb"):
        pass
    (name,) = scan(str(tmp_path))
    with pytest.raises(PostError, match=r"has a name that is not UTF-8, and is not published \(rename it\)"):
        read(str(tmp_path), name, "posts")


@pytest.mark.parametrize("ending", ["\r\n", "\r", "\n"])
def test_lines_end_in_one_way(tmp_path: Path, ending: str) -> None:
    (tmp_path / "a.md").write_bytes(f"---{ending}draft: true{ending}---{ending}".encode())
    assert read(str(tmp_path), "a.md", "posts").text == "---\ndraft: true\n---\n"


def test_a_post_that_is_not_a_file_is_reported_and_does_not_block(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.md")
    (tmp_path / "loop.md").symlink_to("loop.md")
    (tmp_path / "loop").symlink_to("loop")
    assert list(scan(str(tmp_path))) == ["a.md", "loop.md"]
    with pytest.raises(PostError, match="is not a regular file"):
        read(str(tmp_path), "a.md", "posts")
    with pytest.raises(PostError, match="Too many levels of symbolic links"):
        read(str(tmp_path), "loop.md", "posts")


def test_a_folder_is_read_once_under_its_own_name(tmp_path: Path) -> None:
    for name in "abcdefgh":
        fill(tmp_path, f"{name}/post.md")
    for name in "abcdefgh":
        for other in "abcdefgh":
            (tmp_path / name / f"to-{other}").symlink_to(tmp_path / other)
    assert list(scan(str(tmp_path))) == [f"{name}/post.md" for name in "abcdefgh"]


def test_a_byte_order_mark_is_not_text(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes("\ufefftitle".encode())
    assert read(str(tmp_path), "a.md", "posts").text == "title"


def test_links_are_followed_below_the_directory_only(tmp_path: Path) -> None:
    posts, secrets = tmp_path / "posts", tmp_path / "secrets"
    fill(posts, "a.md", "deep/b.md")
    fill(secrets, "key.md", "more/notes.md")
    (posts / "same.md").symlink_to("deep/b.md")
    (posts / "stolen.md").symlink_to(secrets / "key.md")
    (posts / "folder").symlink_to(secrets / "more")
    (posts / "up").symlink_to("..")
    assert list(scan(str(posts))) == ["a.md", "deep/b.md", "folder", "same.md", "stolen.md", "up"]
    assert read(str(posts), "same.md", "posts").text == read(str(posts), "deep/b.md", "posts").text
    for name in ("stolen.md", "folder", "up", "folder/notes.md"):
        with pytest.raises(PostError, match=rf"posts/{name}: is a link that leads out .* posts.follow"):
            read(str(posts), name, "posts")


def test_links_are_followed_to_the_places_that_the_config_names(tmp_path: Path) -> None:
    posts, shared = tmp_path / "posts", tmp_path / "shared"
    fill(posts, "a.md")
    fill(shared, "b.md", "more/c.md")
    (posts / "b.md").symlink_to(shared / "b.md")
    (posts / "more").symlink_to(shared / "more")
    before = scan(str(posts))
    after = scan(str(posts), follow=[str(shared)])
    assert list(after) == ["a.md", "b.md", "more/c.md"]
    assert before["b.md"] != after["b.md"]
    assert read(str(posts), "more/c.md", "posts", [str(shared)]).text == (shared / "more/c.md").read_text()


def test_a_sidecar_that_leads_out_is_reported(tmp_path: Path) -> None:
    posts = tmp_path / "posts"
    fill(posts, "a.md")
    fill(tmp_path, "secret.md")
    (posts / "a.meta").symlink_to(tmp_path / "secret.md")
    assert "elsewhere" in scan(str(posts))["a.md"]
    with pytest.raises(PostError, match=r"posts/a.meta: is a link that leads out"):
        read(str(posts), "a.md", "posts")


def look_before(site: Folder) -> SeenPosts:
    """Return the posts as a run sees them that first looks whether anything has changed."""
    recalled = recall(str(site.config), NOW.timestamp())
    assert recalled.report is None
    assert recalled.seen is not None
    return recalled.seen


def test_a_run_that_has_looked_for_changes_scans_the_posts_once(site: Folder) -> None:
    site.issue()
    site.build()
    site.issue("2026-05-08-two.md", "Issue 2", "2026-05-08 09:00:00")
    seen = look_before(site)
    site.issue("2026-05-15-three.md", "Issue 3", "2026-05-15 09:00:00")  # it was not there yet
    assert build(open_site(site.config), NOW, seen=seen).read == 1
    assert site.build().read == 1
    assert len(site.items("feed.json")) == 3


def test_a_run_that_another_one_was_faster_than_scans_the_posts_again(site: Folder) -> None:
    site.issue()
    site.build()
    site.issue("2026-05-08-two.md", "Issue 2", "2026-05-08 09:00:00")
    seen = look_before(site)
    site.issue("2026-05-15-three.md", "Issue 3", "2026-05-15 09:00:00")
    site.build()
    assert build(open_site(site.config), NOW, seen=seen).read == 0
    assert len(site.items("feed.json")) == 3  # the third is not taken for one that was deleted


def test_a_run_with_other_settings_scans_the_posts_again(site: Folder) -> None:
    site.issue()
    site.build()
    site.issue("2026-05-08-two.md", "Issue 2", "2026-05-08 09:00:00")
    seen = look_before(site)
    site.configure(f"{CONFIG}posts: {{ignore: [2026-05-08*]}}\n")
    assert build(open_site(site.config), NOW, seen=seen).posts == 1


def test_posts_are_found_alike_where_a_folder_cannot_be_listed_by_number(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    posts = tmp_path / "posts"
    fill(posts, "a.md", "2026/b.md", "2026/c.md", "2026/c.meta")
    (posts / "same.md").symlink_to("2026/b.md")
    (posts / "out").symlink_to(tmp_path)
    found = {path: mark.removeprefix("?") for path, mark in scan(str(posts)).items()}
    monkeypatch.setattr(os, "supports_fd", set())  # as on Windows
    assert {path: mark.removeprefix("?") for path, mark in scan(str(posts)).items()} == found
    assert list(found) == ["2026/b.md", "2026/c.md", "a.md", "out", "same.md"]
    assert found["2026/c.md"].count("+") == 1


_CONFLICT = "<<<<<<< HEAD\n## Robots\n=======\n## Chips\n>>>>>>> 3f1c2ab (Reword)\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (f"# A\n\n{_CONFLICT}", "a.md:3: has the marks of a merge conflict (resolve it, and save the post)"),
        (
            "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n",
            "a.md: is a pointer to a file that was not fetched "
            "(fetch the files, with `git lfs pull` or `git annex get`)",
        ),
        (
            "/annex/objects/MD5E-s12--9a0364b9e99bb480dd25e1f0284c8555.md\n",
            "a.md: is a pointer to a file that was not fetched "
            "(fetch the files, with `git lfs pull` or `git annex get`)",
        ),
        ("\0" * 8, "a.md: is not whole: a part of it was never written (put it back from a copy)"),
        ("# A\n" + "\0" * 90, "a.md: is not whole: a part of it was never written (put it back from a copy)"),
    ],
    ids=["conflict", "lfs", "annex", "zeros", "cut"],
)
def test_what_a_program_left_in_place_of_a_post_is_reported_and_the_last_good_entries_stay(
    site: Folder, text: str, message: str
) -> None:
    site.issue("a.md")
    site.build()
    before = site.tree()
    site.write("a.md", text)
    assert [str(one) for one in site.build().problems] == [f"posts/{message}"]
    assert site.tree() == before


def test_an_example_of_a_merge_conflict_is_published(site: Folder) -> None:
    site.write("a.md", f"# A\n\nGit writes:\n\n```\n{_CONFLICT}```\n\n======= is no heading, and <<<<<<< is text.\n")
    assert site.build().problems == ()
    assert "Reword" in site.items("feed.json")[0]["content_html"]


def test_a_fifo_in_the_place_of_the_post_directory_is_reported_and_does_not_block(site: Folder) -> None:
    site.issue()
    site.build()
    site.posts.rename(site.path / "away")
    os.mkfifo(site.posts)
    with pytest.raises(FeedsError, match="the post directory cannot be read: Not a directory"):
        site.build(fresh=True)
