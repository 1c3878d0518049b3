"""Folders of several files that are one issue: joined by posts.join, recognised by their names."""

from __future__ import annotations

from pathlib import Path

import pytest

from feeds.cli import main
from feeds.errors import PostError
from feeds.issues.divided import find_divided
from feeds.issues.parsing import parse_issue
from feeds.posts import joined_path, read_joined
from feeds.site import open_site
from feeds.stillness import recall
from tests.folder import CONFIG, NOW, Folder

JOIN = f"{CONFIG}posts: {{join: ['*']}}\n"
INDEX = "---\ntitle: The Weekly 42\ndate: 2026-05-01\n---\n\nWelcome to this week.\n"
NEWS = "---\ntitle: News\n---\n\nA [tern][1] was seen.\n\n[1]: https://terns.example/\n"
JOBS = "# Jobs\n\nA [ferry][1] needs a captain.\n\n[1]: https://ferries.example/\n"


def titles(site: Folder, feed: str) -> list[str]:
    return [item["title"] for item in site.items(feed)]


def write_issue(site: Folder, folder: str = "2026-05-01") -> None:
    for name, text in (("10-jobs.md", JOBS), ("index.md", INDEX), ("2-news.md", NEWS)):
        site.write(f"{folder}/{name}", text)


def test_the_files_of_a_folder_are_one_issue_in_the_order_of_their_numbers(site: Folder) -> None:
    site.configure(JOIN)
    write_issue(site)
    site.write("2026-05-08.md", "# Alone\n\nText.\n")
    report = site.build()
    assert (report.posts, report.problems) == (2, ())
    assert set(titles(site, "feed.json")) == {"The Weekly 42", "Alone"}
    sections = sorted(site.items("sections/feed.json"), key=lambda item: item["date_published"])
    found = {item["title"]: item.get("external_url") for item in sections}
    assert found["News"] == "https://terns.example/"  # each file has its own references
    assert found["Jobs"] == "https://ferries.example/"
    whole = next(item for item in site.items("feed.json") if item["title"] == "The Weekly 42")
    text = whole["content_html"]
    assert text.index("Welcome") < text.index("News") < text.index("Jobs")


def test_an_issue_without_index_is_called_by_its_day(site: Folder) -> None:
    site.configure(f"{CONFIG}posts: {{join: ['*/*/*']}}\n")
    site.write("2026/Jan/05/0-news/1-terns.md", "# Terns\n\nText.\n")
    site.write("2026/Jan/05/1-jobs.md", JOBS)
    site.build()
    (item,) = site.items("feed.json")
    assert (item["title"], item["date_published"][:10]) == ("The Weekly, 2026-01-05", "2026-01-05")


def test_an_edit_of_one_file_is_an_edit_of_the_issue(site: Folder) -> None:
    site.configure(JOIN)
    write_issue(site)
    site.build()
    ids = {item["id"] for item in site.items("sections/feed.json")}
    assert recall(str(site.config), NOW.timestamp()).report is not None
    site.write("2026-05-01/3-more.md", "# More\n\nA [gull](https://gulls.example/) came back.\n")
    assert recall(str(site.config), NOW.timestamp()).report is None
    assert site.build().read == 1
    assert "More" in titles(site, "sections/feed.json")
    assert ids <= {item["id"] for item in site.items("sections/feed.json")}
    assert recall(str(site.config), NOW.timestamp()).report is not None


def test_a_fault_in_a_part_names_its_file(site: Folder) -> None:
    site.configure(JOIN)
    write_issue(site)
    site.write("2026-05-01/3-broken.md", "+++\ntitle =\n+++\n")
    (problem,) = site.build().problems
    assert str(problem).startswith("posts/2026-05-01/3-broken.md:2: the front matter is not valid TOML")


@pytest.mark.parametrize("name", ["2026-05-01", "2026-05-01/2-news.md", "posts/2026-05-01/index.md", "42"])
def test_explain_finds_an_issue_by_its_folder_and_by_its_files(
    site: Folder, name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    site.configure(JOIN)
    write_issue(site)
    site.build()
    monkeypatch.chdir(site.path)
    assert main(["explain", name]) == 0
    assert capsys.readouterr().out.startswith("posts/2026-05-01\n")


def test_parts_in_other_markup_are_joined_too(tmp_path: Path) -> None:
    for name, text in (("a.html", "<h1>Ships</h1><p>x</p>"), ("b.rst", "Quays\n=====\n\ny\n"), ("c.md", NEWS)):
        (tmp_path / "1").mkdir(exist_ok=True)
        (tmp_path / "1" / name).write_text(text)
    (tmp_path / "config.yaml").write_text(JOIN)
    config = open_site(tmp_path / "config.yaml").config
    issue = parse_issue(read_joined(str(tmp_path), "1/index.md", "posts"), config)[0]
    assert [element.text for element in issue.body.iter("h1", "h2")] == ["Ships", "Quays", "News"]


def test_a_folder_without_posts_is_no_issue(tmp_path: Path) -> None:
    with pytest.raises(PostError):
        read_joined(str(tmp_path), "1/index.md", "posts")


@pytest.mark.parametrize(
    ("path", "join", "expected"),
    [
        ("42/news.md", ["*"], "42/index.md"),
        ("42/more/news.md", ["*"], "42/index.md"),
        ("2026/42/news.md", ["20*/*"], "2026/42/index.md"),
        ("about/42/news.md", ["20*/*"], ""),
        ("news.md", ["*"], ""),
        ("42/news.md", [], ""),
    ],
)
def test_a_pattern_has_a_part_for_each_folder(path: str, join: list[str], expected: str) -> None:
    assert joined_path(path, join) == expected


@pytest.mark.parametrize(
    ("paths", "pattern"),
    [
        (["2024-05-06/intro.md", "2024-05-06/01-news.md", "2024-05-06/02-jobs.md"], "*"),
        (["2024-05-06/index.md", "2024-05-06/01-news.md", "2024-05-06/02-jobs.md", "2024-05-06/03-end.md"], "*"),
        (["2024/Jan/05/0-a/1-x.md", "2024/Jan/05/0-a/2-y.md", "2024/Jan/12/0-a/1-z.md"], "*/*/*"),
        (["issue-1/news.md", "issue-1/jobs.md", "issue-2/news.md", "issue-2/jobs.md"], "*"),
        (["a/issue-1/news.md", "a/issue-1/jobs.md", "a/issue-2/news.md", "a/issue-2/jobs.md"], "*/*"),
    ],
)
def test_folders_that_are_issues_are_recognised(paths: list[str], pattern: str) -> None:
    found = find_divided(paths)
    assert found is not None
    assert found.pattern == pattern


@pytest.mark.parametrize(
    "paths",
    [
        [f"2024-{month:02}/{day:02}-x{day}{month}.md" for month in (1, 2) for day in range(1, 9)],
        ["2024-05-06-a/index.md", "2024-05-13-b/index.md"],
        [f"volume-1/{number}.md" for number in range(30)],
        ["1/index.md", "1/boats.md", "2/index.md", "2/boats.md"],
        [f"week-{number}/2024-05-0{number}.md" for number in range(9)],
    ],
)
def test_folders_of_issues_are_not(paths: list[str]) -> None:
    assert find_divided(paths) is None


def test_init_writes_the_setting_that_joins_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for day in ("05", "12", "19"):
        for name in ("1-news", "2-jobs"):
            path = tmp_path / f"letters/2026-01-{day}/{name}.md"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"# {name}\n\nText of {day}.\n")
    monkeypatch.chdir(tmp_path)
    assert main(["init", "--yes"]) == 0
    assert (
        '  join: ["*"]  # several files are one issue, such as those in 2026-01-05\n' in Path("feeds.yaml").read_text()
    )
    assert open_site(tmp_path / "feeds.yaml").find_posts().keys() == {
        f"2026-01-{day}/index.md" for day in ("05", "12", "19")
    }
    capsys.readouterr()
