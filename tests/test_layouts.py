"""Layouts: detected by the files around, each with its own rules for file names."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from msgspec.structs import replace

from feeds.commands.explanation import explain
from feeds.config import Config
from feeds.config.reading import load_config
from feeds.errors import ConfigError
from feeds.issues.parsing import parse_issue
from feeds.model import Issue
from feeds.pipeline.looking import look
from feeds.pipeline.run import build
from feeds.posts import read
from feeds.schedule import Watcher
from feeds.site import open_site
from feeds.stillness import recall
from tests.folder import CONFIG, NOW

JEKYLL = """\
title: Harbour Notes
url: https://harbour.example
baseurl: /notes
description: Ferries and birds.
timezone: Europe/Berlin
lang: en-GB
author:
  name: Ada Brand
"""


def lay(root: Path, files: dict[str, str]) -> Path:
    """Write *files* below *root*, time stamps in the past, and return the path of config.yaml."""
    for name, text in {"config.yaml": CONFIG, **files}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        os.utime(path, (1e9, 1e9 + 1))
    return root / "config.yaml"


def load(root: Path, files: dict[str, str]) -> Config:
    return load_config(lay(root, files)).config


def test_an_address_in_baseurl_is_the_whole_address(tmp_path: Path) -> None:
    address = "https://harbour.example/notes"
    files = {"_config.yml": f"title: Notes\nurl: {address}/\nbaseurl: {address}\n", "_posts/2026-01-05-a.md": "x"}
    path = lay(tmp_path, files)
    path.write_text("posts: {directory: _posts}\n", encoding="utf-8")
    assert load_config(path).config.site.url == f"{address}/"


def issue_of(root: Path, config: Config, path: str) -> Issue:
    directory = config.posts.directory
    return parse_issue(read(str(root / directory), path, directory), config)[0]


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"posts/a.md": "x"}, ("plain", "posts")),
        ({}, ("plain", "posts")),
        ({"_config.yml": "", "_posts/2026-01-05-a.md": "x"}, ("jekyll", "_posts")),
        ({"_posts/2026-01-05-a.md": "x"}, ("jekyll", "_posts")),
        ({"_config.yml": "theme: x", "posts/a.md": "x"}, ("plain", "posts")),  # as GitHub Pages have it
        ({"hugo.toml": "", "content/posts/a.md": "x"}, ("hugo", "content/posts")),
        ({"config.toml": 'baseURL = "https://x.example"', "content/posts/a.md": "x"}, ("hugo", "content/posts")),
        ({"config/_default/hugo.yaml": "", "content/post/a.md": "x"}, ("hugo", "content/post")),
        ({"config.toml": 'base_url = "https://x.example"', "content/a.md": "x"}, ("zola", "content")),
        ({"config.toml": "[other]", "posts/a.md": "x"}, ("plain", "posts")),
        ({"pelicanconf.py": "raise SystemExit", "content/a.md": "x"}, ("pelican", "content")),
        ({"content/2021/a.md": "Title: x\n", "content/2021/b.rst": "x\n=\n\n:date: y\n"}, ("pelican", "content")),
        ({"content/a.md": "+++\n+++\n"}, ("plain", "content")),
        ({".eleventy.js": "", "src/posts/a.md": "x"}, ("eleventy", "src/posts")),
        ({"eleventy.config.mjs": "", "posts/a.md": "x"}, ("eleventy", "posts")),
    ],
)
def test_the_layout_is_detected_by_the_files_around(
    tmp_path: Path, files: dict[str, str], expected: tuple[str, str]
) -> None:
    posts = load(tmp_path, files).posts
    assert (posts.layout, posts.directory) == expected


def test_the_layout_is_looked_for_above_the_posts(tmp_path: Path) -> None:
    text = CONFIG + "posts: {directory: ../site/content/posts}\n"
    lay(tmp_path, {"site/hugo.toml": "", "site/content/posts/a.md": "x"})
    assert load(tmp_path / "feeds", {"config.yaml": text}).posts.layout == "hugo"


def test_files_above_the_config_do_not_concern_posts_beside_it(tmp_path: Path) -> None:
    lay(tmp_path, {"hugo.toml": ""})
    assert load(tmp_path / "letters", {"config.yaml": CONFIG + "posts: {directory: .}\n"}).posts.layout == "plain"
    assert load(tmp_path / "letters", {"posts/a.md": "x"}).posts.layout == "plain"


def test_config_yaml_takes_precedence(tmp_path: Path) -> None:
    text = CONFIG + "posts: {directory: _posts, layout: plain, permalink: '/:name/'}\n"
    posts = load(tmp_path, {"config.yaml": text, "_config.yml": JEKYLL, "_posts/a.md": "x"}).posts
    assert (posts.layout, posts.permalink) == ("plain", "/:name/")


def test_jekyll_s_own_file_supplies_settings_that_config_yaml_omits(tmp_path: Path) -> None:
    files = {"config.yaml": "", "_config.yml": JEKYLL, "_posts/2026-01-05-a.md": "x"}
    site = load(tmp_path, files).site
    assert (site.title, site.url, site.description) == (
        "Harbour Notes",
        "https://harbour.example/notes/",
        "Ferries and birds.",
    )
    assert (site.timezone, site.language, site.authors[0].name) == ("Europe/Berlin", "en-GB", "Ada Brand")
    own = load(tmp_path, {**files, "config.yaml": "site: {title: Mine}\n"}).site
    assert (own.title, own.timezone) == ("Mine", "Europe/Berlin")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("/art/logo.svg", "/art/logo.svg"),
        ("https://static.example/logo.png?v=2", "https://static.example/logo.png?v=2"),
        ("fa-ship", ""),
        ("'data:image/png;base64,AAAA'", ""),
        ("{src: /logo.png}", ""),
    ],
)
def test_the_logo_in_jekyll_s_file_is_taken_if_it_is_a_picture(tmp_path: Path, value: str, expected: str) -> None:
    files = {"config.yaml": "", "_config.yml": f"{JEKYLL}logo: {value}\n", "_posts/2026-01-05-a.md": "x"}
    assert load(tmp_path, files).site.logo == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("title: x\n", ["config.yaml:1:1: site.url is missing (add it)"]),
        (
            "url: x.example\n",
            ["config.yaml:1:1: site.title is missing", "_config.yml:1:1: site.url: 'x.example' is not a web address"],
        ),
        (
            "title: x\nurl: https://x.example\ntimezone: Mars\n",
            ["_config.yml:3:1: site.timezone: 'Mars' is not a known time zone"],
        ),
        ("title: [\n", ["_config.yml:2:1: is not valid YAML"]),
        ("a: &a [*a]\n", ["_config.yml: is not valid YAML"]),
    ],
)
def test_mistakes_in_jekyll_s_file_are_reported(tmp_path: Path, text: str, expected: list[str]) -> None:
    with pytest.raises(ConfigError) as caught:
        load(tmp_path, {"config.yaml": "", "_config.yml": text, "_posts/2026-01-05-a.md": "x"})
    for line, begin in zip(str(caught.value).splitlines(), expected, strict=True):
        assert line.startswith(begin)


@pytest.mark.parametrize(
    ("permalink", "front", "expected"),
    [
        ("", "", "2026/01/05/Terns-are-back.html"),
        ("", "categories: Birds News", "birds/news/2026/01/05/Terns-are-back.html"),
        ("", "categories: [Birds, Good News]", "birds/good%20news/2026/01/05/Terns-are-back.html"),
        ("", "category: Good News", "good%20news/2026/01/05/Terns-are-back.html"),
        ("", "date: 2026-02-03 10:00:00", "2026/02/03/Terns-are-back.html"),
        ("pretty", "", "2026/01/05/Terns-are-back/"),
        ("ordinal", "", "2026/005/Terns-are-back.html"),
        ("none", "", "Terns-are-back.html"),
        ("/:categories/:title/", "", "Terns-are-back/"),
        ("/n/:year-:i_month-:i_day/:slug", "slug: terns", "n/2026-1-5/terns"),
        ("/:short_year/:title:output_ext", "", "26/Terns-are-back.html"),
        ("pretty", "permalink: /terns/", "terns/"),
        ("pretty", "permalink: /notes/terns/", "terns/"),  # the folder of the site is said already
        ("pretty", "permalink: /:year/:title/", "2026/Terns-are-back/"),
        ("date", "permalink: pretty", "pretty"),  # its styles are for _config.yml alone
    ],
)
def test_addresses_are_those_that_jekyll_makes(tmp_path: Path, permalink: str, front: str, expected: str) -> None:
    post = f"---\ntitle: Terns\n{front}\n---\nBody.\n"
    files = {"config.yaml": "", "_posts/2026-01-05-Terns-are-back.md": post}
    config = load(tmp_path, {**files, "_config.yml": f"{JEKYLL}permalink: {permalink}\n"})
    issue = issue_of(tmp_path, config, "2026-01-05-Terns-are-back.md")
    assert issue.page == f"https://harbour.example/notes/{expected}"


def test_tags_of_jekyll_are_divided_at_spaces_and_folders_are_categories(tmp_path: Path) -> None:
    post = "---\ntags: birds quay\ncategories: Good News\n---\nBody.\n"
    config = load(
        tmp_path, {"config.yaml": "", "_config.yml": JEKYLL, "news/_posts/26-1-5-a.md": post, "_posts/x.md": ""}
    )
    other = replace(config, posts=replace(config.posts, directory="."))
    issue = issue_of(tmp_path, other, "news/_posts/26-1-5-a.md")
    assert issue.tags == ("birds", "quay", "Good", "News")
    assert issue.page == "https://harbour.example/notes/good/news/2026/01/05/a.html"


def test_jekyll_s_defaults_apply_to_posts_without_the_value(tmp_path: Path) -> None:
    defaults = """\
defaults:
  - scope: {path: _posts/2019}
    values: {author: Bo, lang: de}
  - scope: {path: "", type: posts}
    values: {author: Cy, categories: [letters]}
  - scope: {path: "", type: pages}
    values: {author: Nobody}
  - scope: {path: pages}
    values: {author: Nobody}
  - broken
"""
    config = load(
        tmp_path,
        {
            "config.yaml": "",
            "_config.yml": JEKYLL + defaults,
            "_posts/2019/2019-01-05-a.md": "---\ncategories: news\n---\nx",
            "_posts/2020-01-05-b.md": "---\nauthor: Ada\n---\nx",
        },
    )
    first, second = (issue_of(tmp_path, config, path) for path in ("2019/2019-01-05-a.md", "2020-01-05-b.md"))
    assert ([a.name for a in first.authors], first.language, first.tags) == (["Bo"], "de", ("letters", "news"))
    assert ([a.name for a in second.authors], second.language, second.tags) == (["Ada"], "en-GB", ("letters",))


def test_files_that_jekyll_excludes_are_ignored(tmp_path: Path) -> None:
    text = JEKYLL + "exclude: [README.md, _posts/old, _posts/2026-01-05-a.md, '_posts/*.txt', _posts]\n"
    posts = load(tmp_path, {"config.yaml": "", "_config.yml": text, "_posts/2026-01-05-a.md": "x"}).posts
    assert posts.ignore == ("old/*", "2026-01-05-a.md", "*.txt")


@pytest.mark.parametrize("directory", ["x" * 5000, "x" * 5000 + "/posts", "/", "..", ".", "../../../..", "posts/"])
def test_the_layout_of_a_strange_directory_is_detected(tmp_path: Path, directory: str) -> None:
    text = CONFIG + f"posts: {{directory: {directory!r}}}\n"
    assert load(tmp_path, {"config.yaml": text}).posts.layout == "plain"


def test_folders_above_the_posts_are_categories_in_jekyll(tmp_path: Path) -> None:
    text = "posts: {directory: site/news/_posts}\n"
    lay(tmp_path, {"site/_config.yml": JEKYLL, "site/_posts/x.md": "", "site/news/_posts/2026-01-05-a.md": "x"})
    config = load(tmp_path, {"config.yaml": text})
    assert issue_of(tmp_path, config, "2026-01-05-a.md").page.endswith("/notes/news/2026/01/05/a.html")


@pytest.mark.parametrize(
    ("marker", "path", "front", "expected"),
    [
        ("hugo.toml", "content/posts/one/index.md", "", "posts/one/"),
        ("hugo.toml", "content/posts/2026-01-05-one.md", "", "posts/2026-01-05-one/"),
        ("hugo.toml", "content/posts/2026/one.fr.md", "", "fr/posts/2026/one/"),
        ("hugo.toml", "content/posts/one.md", "slug: uno", "posts/uno/"),
        ("hugo.toml", "content/posts/one.md", "url: /uno.html", "uno.html"),
        ("pelicanconf.py", "content/one.md", "", "the-tern-c.html"),
        (".eleventy.js", "src/posts/2026-01-05-one.md", "slug: mine", "posts/2026-01-05-one/"),
        (".eleventy.js", "src/posts/one.md", 'permalink: "/x/{{ page.fileSlug }}/"', "x/one/"),
        (".eleventy.js", "src/posts/one.md", "permalink: '/x/{{ title | slugify }}/index.html'", "x/the-tern-and-c/"),
        (".eleventy.js", "src/posts/one.md", 'permalink: "/x/{{ mine }}/"', "posts/one/"),
    ],
)
def test_addresses_are_those_of_the_layout(tmp_path: Path, marker: str, path: str, front: str, expected: str) -> None:
    config = load(tmp_path, {marker: "", path: f"---\ntitle: The tern & C\n{front}\n---\nx"})
    below = os.path.relpath(path, config.posts.directory)
    assert issue_of(tmp_path, config, below).page == f"https://weekly.example/{expected}"


def test_a_change_of_jekyll_s_file_causes_a_build(tmp_path: Path) -> None:
    path = lay(tmp_path, {"config.yaml": "", "_config.yml": JEKYLL, "_posts/2026-01-05-a.md": "x"})
    assert build(open_site(path), NOW).read == 1
    assert recall(str(path), NOW.timestamp()).report is not None
    watcher = Watcher(path)
    (tmp_path / "_config.yml").write_text(JEKYLL + "permalink: pretty\n", encoding="utf-8")
    assert recall(str(path), NOW.timestamp()).report is None
    watcher._reload()
    assert watcher._site.config.posts.permalink == "pretty"
    assert build(open_site(path), NOW).read == 1
    assert recall(str(path), NOW.timestamp()).report is not None
    lay(tmp_path, {"_config.yaml": ""})  # one that was not there before
    assert recall(str(path), NOW.timestamp()).report is None


def test_explain_shows_layout_number_and_source_of_the_date(tmp_path: Path) -> None:
    path = lay(tmp_path, {"config.yaml": "", "_config.yml": JEKYLL, "_posts/2026-01-05-issue-7.md": "x"})
    site = open_site(path)
    with look(site, NOW) as seen:
        lines = list(explain(site, seen, "2026-01-05-issue-7.md"))
    assert "  number     7" in lines
    assert "  date       2026-01-04 23:00:00+00:00, from the file name" in lines
    assert "  layout     jekyll" in lines
