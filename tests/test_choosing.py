"""Which files are issues: pages, templates and undated files are held back, and settings choose."""

from __future__ import annotations

import pytest

from feeds.errors import FeedsError
from feeds.issues.divided import find_divided
from feeds.issues.pages import find_doubtful
from feeds.model import Numbered
from feeds.pipeline.run import Leave
from tests.folder import CONFIG, NOW, Folder, lose_memory

UNDATED = "---\ntitle: {}\n---\n## Robots\n\nA [robot](https://robots.example/1).\n\n## Chips\n\nA chip.\n"


def fill(site: Folder, count: int = 12) -> None:
    for number in range(1, count + 1):
        site.issue(f"2026-04-{number:02}-issue.md", f"Issue {number}", f"2026-04-{number:02}")


def whole(site: Folder) -> set[str]:
    return set(site.titles("feed.json"))


def undated(*paths: str) -> list[Numbered]:
    return [Numbered(path, None, None) for path in paths]


@pytest.mark.parametrize(
    "path",
    [
        "how/README.md",
        "_readme.md",
        "readme.txt",
        "_template.md",
        "_article-template.md",
        "issue-template.md",
        "newsletter_template.md",
        "TEMPLATE.md",
        "_templates/weekly.md",
        "archetypes/default.md",
        "about.md",
        "about/index.md",
        "en/about.md",
        "Code of Conduct.md",
        "index.md",
        "index.html",
        "archive.md",
        "_notes.md",
        "docs/index.md",
    ],
)
def test_names_of_pages_and_templates_are_doubtful(path: str) -> None:
    assert find_doubtful(undated(path), [path], "posts", "plain") == {path: "page"}


@pytest.mark.parametrize(
    "path", ["robots.md", "template-engines-compared.md", "a-new-template-for-our-letters.md", "robots/index.md"]
)
def test_other_names_are_not(path: str) -> None:
    assert not find_doubtful(undated(path), [path], "posts", "plain")


def test_an_index_beside_issues_lists_them() -> None:
    paths = [
        "2026/0101.md",
        "2026/0102.md",
        "2026/0103.md",
        "2026/index.md",
        "2026/boats/index.md",
        "2026/boats/more.md",
    ]
    found = find_doubtful(undated("2026/index.md"), paths, "posts", "plain")
    assert found == {"2026/index.md": "page"}
    assert not find_doubtful(undated("2026/boats/index.md"), paths, "posts", "plain")


@pytest.mark.parametrize("path", ["42/README.md", "README-42.md", "_42.md", "about.md"])
def test_a_number_makes_a_page_an_issue(path: str) -> None:
    assert not find_doubtful([Numbered(path, 42, None)], [path], "posts", "plain")


def test_a_date_in_the_front_matter_makes_no_issue_of_an_about_page_or_a_template() -> None:
    posts = [Numbered(path, None, NOW) for path in ("about.md", "_template.md", "_welcome.md", "archive.md")]
    paths = [post.path for post in posts]
    assert find_doubtful(posts, paths, "posts", "plain") == {"_template.md": "page", "about.md": "page"}


def test_files_in_the_folder_of_an_index_are_resources_in_hugo() -> None:
    paths = ["178/index.md", "178/notes.md", "178/more/x.md", "178/index.fr.md", "179.md"]
    found = find_doubtful([Numbered(path, 178, None) for path in paths], paths, "content/posts", "hugo")
    assert found == {"178/more/x.md": "resource", "178/notes.md": "resource"}
    assert not find_doubtful([Numbered(path, 178, None) for path in paths], paths, "content/posts", "plain")


def test_jekyll_s_posts_have_a_date_in_their_names() -> None:
    paths = ["2026-01-05-a.md", "2026-01-12-b.md", "15-1-5-c.md", "draft-of-d.md", "41.md"]
    posts = [Numbered(path, 41, NOW) for path in paths]
    assert find_doubtful(posts, paths, "site/_posts", "jekyll") == {"41.md": "misnamed", "draft-of-d.md": "misnamed"}
    assert not find_doubtful(posts, paths, "source/_posts", "jekyll")  # Hexo's
    assert not find_doubtful(posts[3:], paths[3:], "_posts", "jekyll")  # no file is written for Jekyll


def test_pages_and_templates_are_not_published_and_reported_once(site: Folder) -> None:
    site.issue()
    site.write("how/README.md", "# How\n\nBriefly.\n")
    report = site.build()
    assert whole(site) == {"Issue 1"}
    assert [str(notice) for notice in report.notices] == [
        "posts: 1 of 2 files are not published, because their names are those of pages or templates: how/README.md "
        "(posts.include publishes them)"
    ]
    assert (report.problems, site.build().notices) == ((), ())
    site.write("about.md", "# About\n")
    assert "about.md" in site.build().notices[0].message


def test_the_few_without_date_and_number_are_held_back_at_every_build(site: Folder) -> None:
    fill(site)
    site.write("boats.md", UNDATED.format("Boats"))
    site.write("quays.md", UNDATED.format("Quays"))
    for _ in range(2):
        (problem,) = site.build(fresh=True).problems
        assert str(problem) == (
            "posts: 2 of 14 files have neither date nor number and are held back: boats.md, quays.md "
            "(list them in posts.ignore, or choose what is published with posts.include)"
        )
        assert len(whole(site)) == 12
    before = site.state()
    report = site.build()
    assert len(report.problems) == 1
    assert site.state() == before


def test_a_held_back_post_is_published_once_it_has_a_date_or_is_chosen(site: Folder) -> None:
    fill(site)
    site.write("boats.md", UNDATED.format("Boats"))
    site.build()
    site.configure(f"{CONFIG}posts: {{include: ['*']}}\n")
    site.build()
    assert "Boats" in whole(site)
    site.configure(CONFIG)
    assert not site.build().problems  # what was published stays
    assert "Boats" in whole(site)
    site.issue("quays.md", "Quays", "2026-05-01")
    site.build()
    assert "Quays" in whole(site)


def test_where_most_posts_have_no_date_none_is_held_back(site: Folder) -> None:
    fill(site, 5)
    for name in "abcdefgh":
        site.write(f"{name}.md", UNDATED.format(name))
    assert not site.build().problems
    assert len(whole(site)) == 13


def test_posts_held_back_are_released_when_they_are_no_longer_few(site: Folder) -> None:
    fill(site, 9)
    site.write("a.md", UNDATED.format("a"))
    assert len(site.build().problems) == 1
    for name in "bcdefgh":
        site.write(f"{name}.md", UNDATED.format(name))
    assert not site.build().problems
    assert len(whole(site)) == 17


def test_a_published_issue_is_not_held_back_when_it_is_moved_or_the_memory_is_lost(site: Folder) -> None:
    site.write("boats.md", UNDATED.format("Boats"))
    site.build()
    fill(site)
    assert not site.build().problems
    (site.posts / "boats.md").rename(site.posts / "quays.md")
    assert not site.build().problems
    assert "Boats" in whole(site)
    lose_memory(site)
    assert not site.build().problems
    assert "Boats" in whole(site)


@pytest.mark.parametrize(
    "choice",
    [
        "'news/*'",
        "tag: newsletter",
        "TAG: News*",
        "category: weekly",
        "type: newsletter",
        "Type: news*",
        "{tag: newsletter, type: newsletter}",
        "featured: true",
        "volume: 3",
    ],
)
def test_posts_are_chosen_by_path_tag_category_or_front_matter(site: Folder, choice: str) -> None:
    front = "tags: [Newsletter, boats]\ncategories: weekly\ntype: newsletter\nfeatured: true\nvolume: 3\n"
    site.write("news/1.md", f"---\ntitle: Yes\ndate: 2026-05-01\n{front}---\nText.\n")
    site.write("2.md", "---\ntitle: No\ndate: 2026-05-02\ntags: [boats]\ntype: blog\nfeatured: false\n---\nText.\n")
    site.configure(f"{CONFIG}posts:\n  include:\n    - {choice}\n")
    report = site.build()
    assert whole(site) == {"Yes"}
    assert report.notices[0].message == "1 of 2 files are chosen by posts.include and published"


def test_what_is_no_longer_chosen_is_withdrawn_with_leave(site: Folder) -> None:
    fill(site, 3)
    site.build()
    site.configure(f"{CONFIG}posts: {{include: ['2026-04-01*']}}\n")
    site.build(leave=Leave(shrink=True))
    carried = {item["title"] for item in site.items("feed.json") if "robots.example" in item["content_html"]}
    assert carried == {"Issue 1"}


def test_an_issue_in_several_files_is_reported(site: Folder) -> None:
    for day in ("05", "12"):
        for name in ("news", "jobs"):
            site.write(f"2026-01-{day}/{name}.md", f"# {name}\n\nText.\n")
    (notice,) = [one for one in site.build().notices if "folders" in one.message]
    assert str(notice) == (
        "posts: 2 folders hold several files each, such as 2026-01-05 (jobs.md, news.md); each file is published as "
        "an issue of its own (if the files of a folder are one issue, set 'posts.join: [\"*\"]'; if one of them is the "
        "issue, choose it with 'posts.include: [\"*/jobs.md\"]')"
    )


def test_what_is_held_back_makes_no_issue_in_several_files(site: Folder) -> None:
    for day in ("05", "12"):
        for name in ("news", "notes"):
            site.write(f"2026-01-{day}/{name}.md", f"# {name}\n\nText.\n")
    site.configure(f"{CONFIG}posts: {{held: ['/notes.md$']}}\n")
    (notice,) = site.build().notices
    assert "2 of 4 files are not published, because posts.held or the site generator excludes them" in str(notice)
    assert whole(site) == {"news"}


def test_folders_of_years_and_months_hold_issues() -> None:
    assert not find_divided(["2025/boats.md", "2025/quays.md", "2026/boats.md", "2026/quays.md"])
    assert not find_divided(["2026/01/boats.md", "2026/01/quays.md", "2026/02/boats.md", "2026/02/quays.md"])
    assert not find_divided(["1/index.md", "1/boats.md", "2/index.md", "2/boats.md"])


@pytest.mark.parametrize(
    "name",
    [
        "one.sync-conflict-20260105-101500-ABCDEFG.md",
        "one (conflicted copy 2026-01-05 101500).md",
        "one (Ada's conflicted copy 2026-01-05).md",
        "one (In Konflikt stehende Kopie von Ada 2026-01-05).md",
        "one (SFConflict ada@harbour.example 2026-01-05-10-15-00).md",
        "one-DESKTOP-1A2B3C4.md",
        "one_BASE_1234.md",
        "one.LOCAL.1234.md",
        "one.orig.md",
        "one - Copy (2).md",
        "one copy.md",
    ],
)
def test_copies_that_programs_leave_beside_posts_are_held_back_and_reported(site: Folder, name: str) -> None:
    post = site.issue("2026/one.md")
    text = post.read_text(encoding="utf-8")
    site.build()
    before = site.tree()
    site.write(f"2026/{name}", text.replace("walks", "runs"))
    (problem,) = site.build().problems
    assert str(problem).startswith("posts: 1 of 2 files are not published, because they have the names of copies")
    assert site.tree() == before


@pytest.mark.parametrize("name", ["one (1).md", "one (part 2).md", "one-two.md", "two copy.md", "copy.md", "one.2.md"])
def test_other_names_that_begin_alike_are_issues(site: Folder, name: str) -> None:
    site.issue("one.md")
    site.issue(name, "Issue 2", "2026-05-02")
    assert site.build().problems == ()
    assert len(site.items("feed.json")) == 2


def test_a_copy_whose_post_was_deleted_is_that_post(site: Folder) -> None:
    site.issue("one.md")
    site.build()
    before = site.ids()
    site.issue("one.sync-conflict-20260105-101500-ABCDEFG.md")
    site.build()
    (site.posts / "one.md").unlink()
    site.build()
    assert site.ids() == before


def test_an_expression_that_takes_exponential_time_on_a_file_name_ends_the_run(site: Folder) -> None:
    site.write(f"{'a' * 40}!.md", "## Boats\n\nThere are two.\n")
    site.configure(f"{CONFIG}posts: {{held: ['(a+)+$'], seconds: 1s}}\n")
    with pytest.raises(FeedsError, match=r"posts: the expressions of posts.held, .* take too long on names of files"):
        site.build()


def test_a_pattern_longer_than_any_path_fits_nothing(site: Folder) -> None:
    site.issue("a.md")
    site.configure(f"{CONFIG}posts: {{ignore: ['{'[!' * 500_000}', '{'*' * 500_000}']}}\n")
    assert site.build().posts == 1
