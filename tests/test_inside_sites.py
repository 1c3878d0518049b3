"""The recipes of docs/deploy, run with the real generators: the feeds are in the site, and lead to its pages."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.conftest import REPOSITORY, need
from tests.folder import NOW

DEPLOY = REPOSITORY / "docs/deploy"
_BLOCK = re.compile(r"^```(?P<kind>\w+)(?: (?P<path>\S+))?\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
SECTIONS = (
    "Welcome.\n\n## Boats\n\nA [boat](https://boats.example/{n}).\n\n## Tides\n\nA [tide](https://tides.example/{n}).\n"
)
YAML_POST = "---\ntitle: Issue {n}\ndate: 2026-05-0{n}\n---\n" + SECTIONS
TOML_POST = '+++\ntitle = "Issue {n}"\ndate = 2026-05-0{n}\n+++\n' + SECTIONS
PAGE = "<!doctype html><html><head>{head}</head><body>{body}</body></html>\n"


@dataclass(frozen=True)
class Generator:
    """A small site of a generator, as its owner has it before the recipe."""

    program: str
    posts: str  # the path of a post
    post: str
    output: str  # where the site is built
    is_packaged: bool = True  # so that CI can install it at little cost
    home: str = "index.html"  # the page that has the line for the head
    files: Mapping[str, str] = field(default_factory=dict)

    def command(self) -> list[str] | None:
        """Return how it is called, or None if it is not installed."""
        if importlib.util.find_spec(self.program):
            return [sys.executable, "-m", self.program]
        found = shutil.which(self.program)
        return [found] if found else None


HUGO = Generator(
    program="hugo",
    posts="content/issues/2026-05-0{n}-issue-{n}.md",
    post=YAML_POST,
    output="public",
    files={
        "hugo.toml": 'baseURL = "https://harbour.example/"\ntitle = "Harbour Notes"\nlanguageCode = "en"\n'
        '[permalinks]\nissues = "/:year/:slug/"\n',
        "layouts/index.html": PAGE.format(head='{{ partial "feeds.html" . }}', body="{{ .Title }}"),
        "layouts/_default/single.html": PAGE.format(head="", body="{{ .Content }}"),
        "layouts/_default/list.html": PAGE.format(head="", body="{{ .Title }}"),
    },
)
ZOLA = Generator(
    program="zola",
    is_packaged=False,
    posts="content/issues/2026-05-0{n}-issue-{n}.md",
    post=TOML_POST,
    output="public",
    files={
        "config.toml": 'base_url = "https://harbour.example"\ntitle = "Harbour Notes"\n',
        "content/issues/_index.md": '+++\ntitle = "Issues"\n+++\n',
        "templates/index.html": PAGE.format(head='{% include "feeds.html" %}', body=""),
        "templates/section.html": PAGE.format(head="", body=""),
        "templates/page.html": PAGE.format(head="", body="{{ page.content | safe }}"),
    },
)
JEKYLL = Generator(
    program="jekyll",
    posts="_posts/2026-05-0{n}-issue-{n}.md",
    post=YAML_POST,
    output="_site",
    files={
        "_config.yml": "title: Harbour Notes\nurl: https://harbour.example\npermalink: /:year/:title/\n",
        "index.html": "---\n---\n" + PAGE.format(head="{% include feeds.html %}", body=""),
    },
)
ELEVENTY = Generator(
    program="eleventy",
    is_packaged=False,
    posts="posts/2026-05-0{n}-issue-{n}.md",
    post=YAML_POST,
    output="_site",
    files={
        "package.json": '{"type": "module"}',
        "_data/site.json": '{"title": "Harbour Notes", "url": "https://harbour.example"}',
        "index.html": PAGE.format(head='{% include "feeds.html" %}', body=""),
    },
)
PELICAN = Generator(
    program="pelican",
    posts="content/2026-05-0{n}-issue-{n}.md",
    post="Title: Issue {n}\nDate: 2026-05-0{n}\nCategory: issues\n\n" + SECTIONS,
    output="output",
    files={
        "pelicanconf.py": "SITENAME = 'Harbour Notes'\nSITEURL = 'https://harbour.example'\nTHEME = 'theme'\n"
        "TIMEZONE = 'Etc/GMT'\nPATH = 'content'\nDIRECT_TEMPLATES = ['index']\nARTICLE_URL = '{slug}/'\n"
        "ARTICLE_SAVE_AS = '{slug}/index.html'\nAUTHOR_SAVE_AS = CATEGORY_SAVE_AS = TAG_SAVE_AS = ''\n"
        "FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None\n",
        "theme/templates/index.html": PAGE.format(head='{% include "feeds.html" %}', body=""),
        "theme/templates/article.html": PAGE.format(head="", body="{{ article.content }}"),
        "theme/static/.keep": "",
    },
)


@pytest.mark.parametrize("generator", [HUGO, ZOLA, JEKYLL, ELEVENTY, PELICAN], ids=lambda one: one.program)
def test_the_recipe_puts_feeds_into_the_site_that_lead_to_its_pages(tmp_path: Path, generator: Generator) -> None:
    program = generator.command()
    if program is None and generator.is_packaged:
        need(generator.program)
    if program is None:
        pytest.skip(f"{generator.program} is not installed")
    recipe = list(_BLOCK.finditer((DEPLOY / f"{generator.program}.md").read_text(encoding="utf-8")))
    issues = {generator.posts.format(n=n): generator.post.format(n=n) for n in range(1, 5)}
    changes = {block["path"]: block["body"] for block in recipe if block["path"]}
    for name, text in {**generator.files, **issues, **changes}.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    commands = [line for block in recipe if block["kind"] == "console" for line in block["body"].splitlines()]
    assert len(commands) == 3
    for line in commands:
        run(tmp_path, line.removeprefix("$ "), program)
    built = tmp_path / generator.output
    root = "https://harbour.example/"
    for feed in ("feed.json", "sections/feed.json"):
        items = json.loads((built / "feeds" / feed).read_text(encoding="utf-8"))["items"]
        assert len(items) in (4, 8)
        assert [item["url"] for item in items if not is_page(item["url"].removeprefix(root), built)] == []
    head = (built / generator.home).read_text(encoding="utf-8")
    assert f'title="Harbour Notes" href="{root}feeds/atom.xml">' in head
    assert "<h2" in (built / "feeds/index.html").read_text(encoding="utf-8")


def run(site: Path, line: str, program: list[str]) -> None:
    """Run the command in *line* of a recipe in the folder *site*."""
    called, *arguments = shlex.split(line)
    if called == "npx":
        arguments = arguments[1:]
    command = [sys.executable, "-m", "feeds", *arguments] if called == "feeds" else [*program, *arguments]
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(int(NOW.timestamp())), "LC_ALL": "C.UTF-8"}
    done = subprocess.run(command, cwd=site, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr + done.stdout


def is_page(address: str, built: Path) -> bool:
    """Return whether the page at *address*, relative to the site, was *built*."""
    path = urlsplit(address).path
    return (built / path / "index.html").is_file() or (built / path).is_file()


def test_every_recipe_is_run() -> None:
    tested = {one.program for one in (HUGO, ZOLA, JEKYLL, ELEVENTY, PELICAN)}
    elsewhere = {"copying", "servers"}  # test_copying.py, test_servers.py
    assert {path.stem for path in DEPLOY.glob("*.md")} - {"README"} - elsewhere == tested
