"""Real newsletters from outside the project, which are never copied into it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import feedparser
import pytest

from feeds.issues.numbering import estimate_dates
from feeds.issues.parsing import parse_issue
from feeds.model import Numbered
from feeds.posts import read, scan
from tests.conftest import shared
from tests.folder import NOW, Folder
from tests.settings import read_config


def built(tmp_path: Path, corpus: str) -> Folder:
    site = Folder(tmp_path / "site")
    shutil.copytree(shared("corpus", corpus, "posts"), site.posts, dirs_exist_ok=True)
    report = site.build(NOW)
    assert report.problems == ()
    return site


@pytest.mark.slow
@pytest.mark.parametrize("corpus", ["vrhk", "swiftweekly"])
def test_real_posts_are_published_in_valid_feeds(tmp_path: Path, corpus: str) -> None:
    site = built(tmp_path, corpus)
    assert len(site.titles("feed.json")) == len(list(site.posts.iterdir()))
    for path in ("rss.xml", "atom.xml", "sections/rss.xml", "sections/atom.xml"):
        feed = feedparser.parse((site.public / path).read_bytes())
        assert not feed.bozo
        assert len({entry.id for entry in feed.entries}) == len(feed.entries)
        for entry in feed.entries:
            content = entry.content[0].value if "content" in entry else entry.summary
            assert "{%" not in content
            assert 'href="/' not in content


@pytest.mark.slow
def test_every_real_post_is_read_and_dated_or_numbered() -> None:
    config = read_config({"site": {"title": "X", "url": "https://x.example/"}})
    for directory in sorted(shared("corpus").glob("*/posts")):
        issues = []
        for path in scan(str(directory)):
            issue, problems = parse_issue(read(str(directory), path, "posts"), config)
            assert problems == () or "2021-(TODO" in str(problems), path
            assert issue.published or issue.number, path
            issues.append(issue)
        dates = {issue.path: issue.published for issue in issues if issue.published}
        numbered = [Numbered(issue.path, issue.number, issue.published, issue.within) for issue in issues]
        dates |= {path: one.published for path, one in estimate_dates(numbered, NOW).items()}
        newest = max((issue.number or 0) for issue in issues)
        assert [i.path for i in issues if i.path not in dates and i.number != newest] == []


def test_flattened_issues_are_cut_as_an_editor_cuts_them(tmp_path: Path) -> None:
    site = built(tmp_path, "vrhk")
    gold = json.loads(shared("gold", "dev", "split-vrhk.json").read_text(encoding="utf-8"))
    issues = [issue for issue in gold["issues"] if len(issue["sections"]) > 1] if "issues" in gold else gold
    for issue in (issue for issue in issues if len(issue["sections"]) > 1):
        expected = [section["title"] for section in issue["sections"]]
        shown = [item for item in site.items() if item["_republisher"]["source"].endswith(issue["source"])]
        assert [item["title"] for item in shown] == expected
