"""Files of others in the output directory: never replaced, never removed."""

from __future__ import annotations

import pytest

from feeds.errors import PublishError
from tests.command import run
from tests.folder import CONFIG, LATER, Folder, lose_memory

FOREIGN = {
    "index.html": "<!doctype html><title>My home page</title>",
    "rss.xml": "<rss version='2.0'><channel><generator>Hugo</generator></channel></rss>",
    "feed.json": '{"version": "https://jsonfeed.org/version/1.1", "items": []}',
    "feeds.opml": '<opml><body><outline xmlUrl="https://friends.example/rss.xml"/></body></opml>',
    "assets/feeds-pages.css": "body { color: red }",
    "_headers": "/atom.xml\n  X-Mine: 1\n/private/*\n  X-Frame-Options: DENY\n",
    "sections/index.html": "<h1>The sections of our school</h1>",
}


@pytest.mark.parametrize("path", FOREIGN)
def test_a_file_of_somebody_else_is_neither_replaced_nor_hidden(site: Folder, path: str) -> None:
    site.issue()
    theirs = site.public / path
    theirs.parent.mkdir(parents=True)
    theirs.write_text(FOREIGN[path])
    done = run(site, "build")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"public/{path}: this file is not from feeds, and is never replaced (move it away, ")
    assert [one for one in site.tree() if one != path] == []
    assert theirs.read_text() == FOREIGN[path]
    theirs.unlink()
    assert run(site, "build").returncode == 0


def test_a_file_that_another_program_wrote_over_ours_is_kept(site: Folder) -> None:
    site.issue()
    site.build()
    (site.public / "index.html").write_text(FOREIGN["index.html"])
    site.issue("b.md", "B", "2026-05-09")
    before = site.state()
    for fresh in (False, True):
        with pytest.raises(PublishError, match="index"):
            site.build(LATER, fresh=fresh)
    assert site.state() == before


def test_all_of_several_files_are_counted_and_a_dry_run_names_each(site: Folder) -> None:
    site.issue()
    site.public.mkdir()
    for name in ("index.html", "rss.xml", "feed.json"):
        (site.public / name).write_text(FOREIGN[name])
    with pytest.raises(PublishError, match=r"\(nor are 2 more, such as "):
        site.build()
    named = [str(problem.where) for problem in site.build(dry=True).problems]
    assert sorted(named) == ["public/feed.json", "public/index.html", "public/rss.xml"]


@pytest.mark.parametrize("more", ["", "feeds: {formats: [rss], link: page}\n", "feeds: {limit: 1, days: 0}\n"])
def test_every_file_of_ours_is_recognised_without_a_memory(site: Folder, more: str) -> None:
    site.configure(CONFIG + "topics: [{slug: robots, words: [robot*]}]\n" + more)
    for month in (3, 4):
        site.issue(f"{month}.md", f"Issue {month}", f"2026-0{month}-01")
    gone = site.issue()
    site.build()
    gone.unlink()
    site.build()  # withdrawn.json
    lose_memory(site)
    site.configure(site.config.read_text() + "publish: {url: 'https://moved.example/'}\n")
    report = site.build(LATER)
    assert report.problems == ()
    assert "index.html" in report.written


def test_a_list_of_withdrawn_entries_that_is_empty_again_is_ours(site: Folder) -> None:
    site.issue()
    kept = site.issue("b.md", "B", "2026-05-09").read_bytes()
    site.build()
    (site.posts / "b.md").unlink()
    site.build(LATER)
    site.write("b.md", kept)
    site.build(LATER)
    assert site.json("withdrawn.json")["withdrawn"] == []
    lose_memory(site)
    (site.posts / "b.md").unlink()
    assert site.build(LATER).problems == ()


def test_files_beside_ours_do_not_matter(site: Folder) -> None:
    site.issue()
    (site.public / "topics").mkdir(parents=True)
    (site.public / "topics/index.html").write_text("theirs")
    (site.public / "CNAME").write_text("weekly.example")
    site.build()
    assert site.tree()["topics/index.html"] == b"theirs"


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ("", True),
        ("publish: {url: 'https://weekly.example/feeds/'}\n", False),
        ("publish: {url: 'https://somebody.github.io/'}\n", False),
        ("publish: {url: 'https://weekly.example/feeds/', headers: always}\n", True),
        ("publish: {headers: never}\n", False),
    ],
)
def test_headers_are_written_only_where_a_host_reads_them(site: Folder, settings: str, expected: bool) -> None:
    site.configure(CONFIG + settings)
    site.issue()
    site.build()
    assert ((site.public / "_headers").exists(), (site.public / ".nojekyll").exists()) == (expected, True)
    assert site.build(LATER).written == ()


def test_the_rules_for_a_folder_of_a_site_are_printed_with_its_path(site: Folder) -> None:
    site.configure(CONFIG + "publish: {url: 'https://weekly.example/feeds/'}\npages: {search: true}\n")
    rules = run(site, "config", "--headers").stdout
    assert "\n/feeds/search/\n" in rules  # its page runs WebAssembly, which others must not
    assert rules.startswith("/feeds/atom.xml\n  Content-Type: application/xml; charset=utf-8\n")
    assert [line for line in rules.splitlines() if line[:1] == "/" and not line.startswith("/feeds/")] == []
