"""`feeds init`: what it finds in the folder of a site, what it writes, and that a build then needs no more."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

import pytest
import yaml

from feeds.cli import main
from feeds.config.describing import schema
from feeds.config.reading import load_config
from feeds.setup import find_post_folders
from feeds.setup.addresses import find_address
from feeds.setup.languages import find_language
from feeds.setup.samples import Sample
from tests.command import run
from tests.folder import NOW, Folder

POST = """\
---
title: "Harbour Notes {n}"
date: 2026-0{n}-01
---
Welcome to the quay.

## Boats

The [{0}](https://boats.example/{n}) of the week carries {1}, and sails to {2}.

## Tides

On [{2}](https://tides.example/{n}) water rose over {0}; a keeper of {1} watched it.

## Birds

Terns ate {1} at [{2}](https://birds.example/{n}), which the {0} has not forgiven.
"""
WORDS = ("barge salt Arran", "ketch wool Bute", "sloop coal Cara", "yawl tea Danna", "punt rope Eigg")


@dataclass
class Newsletter:
    """A folder with a newsletter and no config."""

    path: Path

    def write(self, name: str, text: str) -> None:
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def posts(self, folder: str, count: int = 5, *, name: str = "2026-0{n}-01-issue-{n}.md") -> None:
        for n, words in enumerate(WORDS[:count], start=1):
            self.write(f"{folder}/{name.format(n=n)}", POST.format(*words.split(), n=n))

    def init(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return run(Folder.at(self.path), "init", "--yes", *arguments)

    def build(self) -> subprocess.CompletedProcess[str]:
        return run(Folder.at(self.path), "build")

    def items(self, path: str) -> list[dict[str, str]]:
        items: list[dict[str, str]] = json.loads((self.path / path).read_text())["items"]
        return items


@pytest.fixture
def letter(tmp_path: Path) -> Newsletter:
    path = tmp_path / "harbour-notes"
    path.mkdir()
    return Newsletter(path)


JEKYLL = "title: Harbour Notes\nurl: https://harbour.example\nlang: en\ntimezone: Europe/Oslo\nplugins: [jekyll-feed]\n"
HUGO = 'baseURL = "https://harbour.example/"\ntitle = "Harbour Notes"\nlanguageCode = "en"\n'
ZOLA = 'base_url = "https://harbour.example"\ntitle = "Harbour Notes"\ngenerate_feeds = true\n'
ELEVENTY = 'export default function (c) {\n  c.addPassthroughCopy({ "./public/": "/" });\n}\n'
SITE = '{"title": "Harbour Notes", "url": "https://harbour.example/"}'
ASTRO = (
    "import { defineConfig } from 'astro/config';\nexport default defineConfig({ site: 'https://harbour.example' });\n"
)
PELICAN = "SITENAME = 'Harbour Notes'\nSITEURL = 'https://harbour.example'\nTIMEZONE = 'Europe/Oslo'\n"
MKDOCS = "site_name: Harbour Notes\nsite_url: https://harbour.example/\n"
ABLOG = (
    "extensions = ['ablog']\nblog_title = 'Harbour Notes'\nblog_baseurl = 'https://harbour.example/'\n"
    "html_extra_path = ['static']\n"
)
NIKOLA = 'BLOG_TITLE = "Harbour Notes"\nSITE_URL = "https://harbour.example/"\n'


@pytest.mark.parametrize(
    ("files", "posts", "output", "present"),
    [
        ({"_config.yml": JEKYLL}, "_posts", "feeds", "feed.xml"),
        ({"hugo.toml": HUGO}, "content/issues", "static/feeds", "index.xml"),
        ({"config.toml": ZOLA}, "content/news", "static/feeds", "atom.xml"),
        ({"eleventy.config.js": ELEVENTY, "_data/site.json": SITE}, "content/blog", "public/feeds", ""),
        ({"astro.config.mjs": ASTRO}, "src/content/blog", "public/feeds", ""),
        ({"pelicanconf.py": PELICAN}, "content", "output/feeds", "feeds/all.atom.xml"),
        ({"conf.py": NIKOLA}, "posts", "files/feeds", "rss.xml"),
        ({"mkdocs.yml": MKDOCS}, "docs", "docs/feeds", ""),
        ({"conf.py": ABLOG}, "news", "static/feeds", "blog/atom.xml"),
    ],
    ids=["jekyll", "hugo", "zola", "eleventy", "astro", "pelican", "nikola", "mkdocs", "ablog"],
)
def test_feeds_go_where_the_generator_copies_them_from(
    letter: Newsletter, files: dict[str, str], posts: str, output: str, present: str
) -> None:
    for name, text in files.items():
        letter.write(name, text)
    letter.posts(posts)
    done = letter.init()
    assert (done.returncode, done.stderr.count("\n")) == (0, 1)  # the summary of the dry run
    assert done.stdout.splitlines()[-1] == "Next: feeds build"
    assert 'title="Harbour Notes" href="https://harbour.example/feeds/atom.xml">' in done.stdout
    assert (f"feeds adopt https://harbour.example/{present}" in done.stdout) == bool(present)
    built = letter.build()
    assert (built.returncode, built.stderr) == (0, "")
    items = letter.items(f"{output}/feed.json")
    assert [item["url"].startswith("https://harbour.example/") for item in items] == [True] * 5
    config = load_config(letter.path / "feeds.yaml").config
    assert (config.site.title, config.posts.directory, config.publish.directory) == ("Harbour Notes", posts, output)
    assert config.root == "https://harbour.example/feeds/"
    assert [topic.title for topic in config.topics] == ["Birds", "Boats", "Tides"]
    assert not (letter.path / output / "_headers").exists()


@pytest.mark.parametrize(
    ("files", "posts", "output"),
    [
        ({"hugo.toml": HUGO + 'staticDir = "assets/still"\n'}, "content/issues", "assets/still/feeds"),
        ({"hugo.toml": HUGO + 'staticDir = ["one", "two"]\n'}, "content/issues", "one/feeds"),
        ({"_config.yml": JEKYLL + "source: ./site\n"}, "site/_posts", "site/feeds"),
        ({"astro.config.mjs": ASTRO.replace("site:", "publicDir: './open', site:")}, "src/content/blog", "open/feeds"),
        ({"pelicanconf.py": PELICAN + "OUTPUT_PATH = 'built/'\n"}, "content", "built/feeds"),
        ({"conf.py": NIKOLA + "FILES_FOLDERS = {'pictures': 'img', 'still': ''}\n"}, "posts", "still/feeds"),
        ({"mkdocs.yml": MKDOCS + "docs_dir: pages\n"}, "pages/news", "pages/feeds"),
        ({"hugo.toml": HUGO + 'staticDir = "../still"\n'}, "content/issues", "static/feeds"),
    ],
    ids=["hugo", "hugo-list", "jekyll", "astro", "pelican", "nikola", "mkdocs", "outside"],
)
def test_the_folder_that_is_copied_may_have_another_name(
    letter: Newsletter, files: dict[str, str], posts: str, output: str
) -> None:
    for name, text in files.items():
        letter.write(name, text)
    letter.posts(posts)
    assert letter.init("--no-topics").returncode == 0
    config = load_config(letter.path / "feeds.yaml").config
    assert (config.publish.directory, config.root) == (output, "https://harbour.example/feeds/")


def test_the_config_is_short_commented_and_names_a_schema_that_is_there(letter: Newsletter) -> None:
    letter.write("_config.yml", JEKYLL)
    letter.posts("_posts")
    letter.init()
    text = (letter.path / "feeds.yaml").read_text()
    first = text.splitlines()[0]
    assert first == "# yaml-language-server: $schema=.feeds/schema.json"
    assert json.loads((letter.path / first.partition("=")[2]).read_text()) == schema()
    assert "# From _config.yml: title, url, language, timezone." in text
    assert set(yaml.safe_load(text)) == {"posts", "publish", "topics"}
    assert yaml.safe_load(text)["topics"][0] == {
        "slug": "birds",
        "title": "Birds",
        "description": "Sections headed “Birds” in Harbour Notes.",
        "headings": ["Birds"],
    }
    assert all(len(line) <= 90 for line in text.splitlines())


def test_the_table_of_a_dry_run_is_shown_and_nothing_is_built(letter: Newsletter) -> None:
    letter.posts("posts")
    done = letter.init("--url", "https://harbour.example/")
    assert "Whole issues" in done.stdout
    assert "5 of 5 posts read" in done.stderr
    assert sorted(path.name for path in letter.path.iterdir()) == [".feeds", "feeds.yaml", "posts"]
    assert [path.name for path in (letter.path / ".feeds").iterdir()] == ["schema.json"]


def test_a_config_that_is_there_is_kept(letter: Newsletter) -> None:
    letter.posts("posts")
    for name in ("feeds.yaml", "config.yaml"):
        letter.write(name, "site: {title: Mine}\n")
        done = letter.init()
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.startswith(f"{name}: is there already (edit it")
        (letter.path / name).unlink()
    letter.write("config.yaml", "baseURL: https://harbour.example/\ntitle: Harbour Notes\n")
    letter.posts("content/issues")
    assert letter.init("--posts", "content/issues").returncode == 0
    assert (letter.path / "feeds.yaml").exists()
    assert letter.build().returncode == 0


def test_a_dry_run_prints_the_config_and_writes_nothing(letter: Newsletter) -> None:
    letter.posts("posts")
    done = run(Folder.at(letter.path), "init", "--dry-run", "--url", "https://harbour.example/", "--title", "Quay: x")
    assert yaml.safe_load(done.stdout)["site"]["title"] == "Quay: x"
    assert [path.name for path in letter.path.iterdir()] == ["posts"]


def test_the_likeliest_of_several_folders_is_taken_and_the_others_are_named(letter: Newsletter) -> None:
    letter.posts("newsletters", 4)
    letter.posts("blog", 5)
    done = letter.init()
    assert "posts      newsletters (4 posts, no site generator)" in done.stdout
    assert "the likeliest folder; not blog (5 posts) (--posts chooses another)" in done.stdout
    (letter.path / "feeds.yaml").unlink()
    assert "posts      blog (5 posts" in letter.init("--posts", "blog").stdout


def test_pages_themes_and_built_sites_are_not_taken_for_posts(letter: Newsletter) -> None:
    letter.posts("archive", 3, name="{n}/index.md")
    letter.posts("node_modules/letters")
    letter.posts("themes/news")
    letter.posts("public/old")
    letter.write("public/index.html", "x")
    letter.write("public/sitemap.xml", "x")
    letter.write("docs/manual.md", "# How to write")
    letter.write("README.md", "# 2026-01-01")
    assert [(one.directory, one.posts) for one in find_post_folders(letter.path)] == [("archive", 3)]


def test_a_page_above_posts_does_not_make_them_one_post(letter: Newsletter) -> None:
    letter.posts("src/issues")
    letter.write("src/index.md", "# Home")
    letter.write("src/issues/special/index.md", "# Special")
    assert [(one.directory, one.posts) for one in find_post_folders(letter.path)] == [("src/issues", 6)]


def test_what_no_file_says_is_found_in_the_posts(letter: Newsletter) -> None:
    letter.posts("issues")
    link = "\nLast time: [issue {n}](https://harbour.example/2026/0{n}/issue-{n}.html)\n"
    for n in (2, 3, 4):
        name = f"issues/2026-0{n}-01-issue-{n}.md"
        letter.write(name, (letter.path / name).read_text() + link.format(n=n - 1))
    letter.init()
    values = yaml.safe_load((letter.path / "feeds.yaml").read_text())
    assert values["site"] == {"title": "Harbour Notes", "url": "https://harbour.example/", "language": "en"}
    assert values["posts"]["permalink"] == "/:year/:month/:slug.html"
    letter.build()
    assert letter.items("public/feed.json")[0]["url"] == "https://harbour.example/2026/05/issue-5.html"


def test_a_letter_before_a_number_is_no_name(letter: Newsletter) -> None:
    letter.posts("issues")
    for path in (letter.path / "issues").iterdir():
        path.write_text(path.read_text().replace("Harbour Notes", "N"))
    assert "title      Harbour Notes (the name of the folder)" in letter.init("--no-topics").stdout


def test_a_readme_that_lists_the_issues_says_where_they_are_read(letter: Newsletter) -> None:
    letter.posts("issues", name="0{n}-港灣筆記.md")
    links = [f"* [{n}](https://weekly.quay.example/posts/0{n}-港灣筆記)" for n in range(1, 6)]
    letter.write("README.md", "\n".join(["# Harbour Notes", "[host](https://pages.example/)", *links]))
    assert "https://weekly.quay.example/ (README.md)" in letter.init().stdout
    letter.build()
    url = letter.items("public/feed.json")[0]["url"]
    assert unquote(url).rstrip("/") == "https://weekly.quay.example/posts/05-港灣筆記"


def test_a_readme_that_names_the_site_of_the_newsletter_is_believed(letter: Newsletter) -> None:
    letter.posts("issues")
    about = "Read it at https://harbournotes.example/, made with [a tool](https://tool.example/).\n"
    letter.write("README.md", about)
    letter.init()
    config = (letter.path / "feeds.yaml").read_text()
    assert "url: https://harbournotes.example/  # from README.md" in config


@pytest.mark.parametrize(
    ("file", "text", "name"),
    [
        ("README.md", "```sh\n# Install it for yourself\n```\n\n# The Quay #\n", "The Quay"),
        (
            "README.md",
            "<!-- made by hand -->\n[The Quay](https://harbour.example/)\n======\n",
            "The Quay",
        ),
        (
            "README.rst",
            "\n***\n`The Quay <https://harbour.example/>`__\n***\n\nAbout\n=====\n",
            "The Quay",
        ),
        ("README.md", "Letters of the quay, as files.\n\n# To do\n\n- Tides\n", "Harbour Notes"),
        ("README.md", "![A boat](boat.png)\n\n## Commands\n\n```\n# Run the tests\n```\n", "Harbour Notes"),
    ],
)
def test_the_first_heading_of_the_readme_names_the_newsletter(
    letter: Newsletter, file: str, text: str, name: str
) -> None:
    for n in range(1, 4):
        letter.write(f"letters/2026-05-0{n}.md", f"# Week {n}\n\nTwo boats.\n")
    letter.write(file, text)
    letter.init()
    assert yaml.safe_load((letter.path / "feeds.yaml").read_text())["site"]["title"] == name


def test_the_name_of_the_newsletter_is_no_topic(letter: Newsletter) -> None:
    letter.posts("issues")
    for path in (letter.path / "issues").iterdir():
        path.write_text(path.read_text().replace("Welcome", "## Harbour Notes\n\nWelcome"))
    letter.init()
    topics = yaml.safe_load((letter.path / "feeds.yaml").read_text())["topics"]
    assert [topic["title"] for topic in topics] == ["Birds", "Boats", "Tides"]


def test_a_repository_without_a_site_is_read_where_it_is_hosted(letter: Newsletter) -> None:
    letter.posts("issues", name="0{n}.md")
    letter.write(".git/config", '[remote "origin"]\n\turl = git@github.com:Quay/harbour-notes.git\n')
    letter.write(".git/HEAD", "ref: refs/heads/trunk\n")
    assert letter.init().returncode == 0
    letter.build()
    item = letter.items("public/feed.json")[0]
    assert item["url"] == "https://github.com/Quay/harbour-notes/blob/trunk/issues/05.md"
    assert load_config(letter.path / "feeds.yaml").config.root == "https://quay.github.io/harbour-notes/"


def test_pages_that_a_generator_makes_are_not_read_in_the_repository(letter: Newsletter) -> None:
    letter.write("eleventy.config.js", ELEVENTY)
    letter.posts("content/blog")
    letter.write(".git/config", '[remote "origin"]\n\turl = git@github.com:ada/harbour.git\n')
    assert "not known, so links lead nowhere yet" in letter.init("--no-topics").stdout


def test_numbered_first_headings_name_the_newsletter(letter: Newsletter) -> None:
    for n in range(1, 6):
        letter.write(f"posts/{n}.md", f"# 港口 Notes（第 {n} 期）\n\n## Boats\n\nA boat.\n\n## Terns\n\nA tern.\n")
    assert letter.init("--no-topics").returncode == 0
    assert load_config(letter.path / "feeds.yaml").config.site.title == "港口 Notes"


def test_an_address_that_is_not_known_is_said_and_cannot_be_anybodys(letter: Newsletter) -> None:
    letter.posts("issues")
    done = letter.init()
    assert "address    https://harbour-notes.example/ (not known" in done.stdout
    assert "write the address of the newsletter into site.url before you publish" in done.stdout
    assert (
        "url: https://harbour-notes.example/  # not known: write the address here"
        in (letter.path / "feeds.yaml").read_text()
    )
    assert letter.build().returncode == 0


def test_an_owner_sees_at_once_whether_the_addresses_are_right(letter: Newsletter) -> None:
    letter.posts("posts")
    guess = "a guess: compare it with your site, and set posts.permalink if it has other addresses"
    done = letter.init("--url", "https://harbour.example/", "--no-topics")
    assert "issues     such as https://harbour.example/2026/05/01/issue-5/" in done.stdout
    assert guess in done.stdout
    text = (letter.path / "posts/2026-05-01-issue-5.md").read_text()
    letter.write("posts/2026-05-01-issue-5.md", text.replace("---\n", "---\npermalink: /notes/5/\n", 1))
    letter.write("posts/2026-05-02-draft.md", text.replace("---\n", "---\ndraft: true\n", 1))
    letter.write("posts/later.md", text.replace("date: 2026-05", "date: 2099-05"))
    (letter.path / "feeds.yaml").unlink()
    done = letter.init("--url", "https://harbour.example/", "--no-topics")
    assert "issues     such as https://harbour.example/notes/5/" in done.stdout
    assert guess not in done.stdout
    (letter.path / "feeds.yaml").unlink()
    letter.write("_config.yml", JEKYLL)
    letter.posts("_posts")
    done = letter.init("--posts", "_posts", "--no-topics")
    assert "issues     such as https://harbour.example/2026/05/01/issue-5.html" in done.stdout
    assert guess not in done.stdout


def test_tags_become_topics_where_headings_do_not_recur(letter: Newsletter) -> None:
    for n in range(1, 10):
        tags = ["letter", ("boats", "tides", "birds")[n % 3]]
        text = f"---\ntitle: Story {n} of a quay\ndate: 2026-05-0{n}\ntags: {tags}\n---\nThe text of number {n}.\n"
        letter.write(f"posts/2026-05-0{n}-{n}.md", text)
    letter.init("--url", "https://harbour.example/")
    values = yaml.safe_load((letter.path / "feeds.yaml").read_text())
    assert values["topics"] == "from-tags"
    assert values["from_tags"] == {"least": 3, "ignore": ["letter"]}
    letter.build()
    assert sorted(path.name for path in (letter.path / "public/topics").iterdir()) == ["birds", "boats", "tides"]


def test_no_posts_is_an_error_with_a_remedy(letter: Newsletter) -> None:
    done = letter.init()
    assert done.returncode == 2
    assert "no folder with dated posts was found here (go to the folder of your site, or name" in done.stderr
    assert letter.init("--posts", "nowhere").stderr.startswith("nowhere: there is no such folder")


@pytest.mark.parametrize("command", ["build", "entries", "diff", "watch", "topics", "config", "links"])
def test_every_command_without_a_config_names_init_and_the_posts(letter: Newsletter, command: str) -> None:
    letter.posts("docs")
    done = run(Folder.at(letter.path), command)
    expected = "feeds.yaml: there is no config here (run feeds init, which writes it for the posts in docs (5 posts))\n"
    assert (done.returncode, done.stderr) == (2, expected)
    named = run(Folder.at(letter.path), command, "--config", "other.yaml")
    assert named.stderr == "other.yaml: there is no such file (create it, or name another file with --config)\n"


def test_an_empty_config_is_enough_where_the_site_says_the_rest(letter: Newsletter) -> None:
    letter.write("_config.yml", JEKYLL)
    letter.posts("_posts")
    letter.write("feeds.yaml", "")
    assert (letter.build().returncode, len(letter.items("public/feed.json"))) == (0, 5)


def answer(letter: Newsletter, *answers: str) -> str:
    """Run `feeds init` on a terminal, type *answers*, and return what is seen."""
    main_end, other_end = pty.openpty()
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(int(NOW.timestamp())), "COLUMNS": "100"}
    command = [sys.executable, "-m", "feeds", "init"]
    streams = {"stdin": other_end, "stdout": other_end, "stderr": other_end}
    process = subprocess.Popen(command, cwd=letter.path, env=environment, **streams)  # type: ignore[call-overload]
    os.close(other_end)
    os.write(main_end, "".join(f"{one}\n" for one in answers).encode())
    seen = b""
    try:
        while part := os.read(main_end, 65536):
            seen += part
    except OSError:  # the other end is closed
        pass
    assert process.wait() == 0
    os.close(main_end)
    return seen.decode()


def test_on_a_terminal_it_asks_what_is_not_certain(letter: Newsletter) -> None:
    letter.posts("newsletters")
    letter.posts("blog")
    seen = answer(letter, "2", "The Quay", "https://quay.example", "y", "y")
    for question in ("Which folder has the posts?", "Title [", "Address of the site [", "Make topics of 3", "Write "):
        assert question in seen
    config = load_config(letter.path / "feeds.yaml").config
    assert (config.site.title, config.site.url, config.posts.directory) == ("The Quay", "https://quay.example/", "blog")
    assert len(config.topics) == 3


def test_on_a_terminal_a_no_writes_nothing(letter: Newsletter) -> None:
    letter.write("_config.yml", JEKYLL)
    letter.posts("_posts")
    answer(letter, "n", "n")
    assert not (letter.path / "feeds.yaml").exists()


def sample(name: str, text: str) -> Sample:
    return Sample(file=name, text=text, date={"year": "2026", "month": "05", "day": "01"})


def test_links_to_others_are_no_address_of_the_newsletter() -> None:
    text = "[a](https://other.example/2026/05/01/news/) [b](https://github.com/them/tool/pull/4)"
    assert find_address([sample(f"2026-05-01-issue-{n}.md", text) for n in range(9)], "Harbour Notes") is None


def test_a_host_that_is_called_like_the_newsletter_is_its_address() -> None:
    samples = [sample(f"{n}.md", "see https://www.harbournotes.example/subscribe") for n in range(4)]
    found = find_address(samples, "Harbour Notes")
    assert found is not None
    assert found.url == "https://www.harbournotes.example/"


def test_a_link_to_the_path_that_a_post_gives_itself_names_the_host() -> None:
    text = "---\npermalink: /notes/2026/{n}/\n---\nSee [tides](https://{host}/notes/2026/4/#tides) and boats."
    hosts = ("quay.example", "quay.example", "copy.example")
    samples = [sample(f"{n}.md", text.format(n=n, host=host)) for n, host in enumerate(hosts, 3)]
    found = find_address(samples, "Harbour Notes")
    assert found is not None
    assert found.url == "https://quay.example/"


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("www.harbour-notes.org", "https://www.harbour-notes.org/"),
        ("harbournotesnewsletter.org", "https://harbournotesnewsletter.org/"),
        ("harbour-notes-daily.org", None),  # another newsletter
        ("harbour-notes.us11.list-manage.com", None),  # who sends it
    ],
)
def test_one_post_is_enough_for_a_host_with_the_whole_name_of_the_newsletter(host: str, expected: str | None) -> None:
    texts = [f"It is at https://{host}/about now.", *["Nothing of that kind."] * 8]
    found = find_address([sample(f"2026-05-0{n}-issue.md", text) for n, text in enumerate(texts, 1)], "Harbour Notes")
    assert (found.url if found else None) == expected


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Der Leuchtturm und die Fähre, von der wir auch nicht mehr wissen, ist ein Rätsel für das Dorf. " * 4, "de"),
        ("The ferry and the lighthouse are not what this is for, that was with the tide. " * 4, "en"),
        ("Le bateau et la marée, que nous avons pour une semaine dans les ports, est sur le quai. " * 4, "fr"),
        ("El barco y la marea, que los vecinos tienen para una semana, son como las gaviotas del puerto. " * 4, "es"),
        ("항구의 배와 갈매기", "ko"),
        ("港の船とカモメの話です。", "ja"),
        ("港口的船和海鸥", "zh"),
        ("Лодка у причала", "ru"),
        ("1 2 3", ""),
    ],
)
def test_the_language_of_posts_is_recognised(text: str, language: str) -> None:
    assert find_language([sample("a.md", text)]) == language


def test_folders_of_years_at_the_top_are_posts_beside_the_config(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("2025/one-1.md", "2025/one-2.md", "2026/one-3.md", "2026/one-4.md", "code/notes.md"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(f"# Letter {name}\n\nText.\n")
    monkeypatch.chdir(tmp_path)
    assert main(["init", "--yes"]) == 0
    text = Path("feeds.yaml").read_text(encoding="utf-8")
    assert '  directory: "."\n  include: ["20*/*"]  # the folders of years\n' in text
    assert main(["build"]) == 0
    assert main(["build"]) == 0  # its own pages are no posts
    items = json.loads(Path("public/feed.json").read_text(encoding="utf-8"))["items"]
    names = ("2025/one-1.md", "2025/one-2.md", "2026/one-3.md", "2026/one-4.md")
    assert sorted(item["title"] for item in items) == [f"Letter {name}" for name in names]
    capsys.readouterr()


@pytest.mark.parametrize("heading", ["1e3", "No", "Null"])
def test_a_topic_whose_slug_is_no_text_to_yaml_is_quoted(letter: Newsletter, heading: str) -> None:
    letter.posts("issues")
    for path in (letter.path / "issues").iterdir():
        path.write_text(path.read_text().replace("## Tides", f"## {heading}"))
    letter.init()
    slugs = [topic["slug"] for topic in yaml.safe_load((letter.path / "feeds.yaml").read_text())["topics"]]
    assert heading.lower() in slugs
    assert letter.build().returncode == 0


def test_a_folder_with_a_number_as_its_name_is_quoted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "2026").mkdir()
    (tmp_path / "2026/one-1.md").write_text("# One\n\nText.\n")
    monkeypatch.chdir(tmp_path)
    assert main(["init", "--yes", "--posts", "2026"]) == 0
    assert '  directory: "2026"\n' in Path("feeds.yaml").read_text(encoding="utf-8")
    capsys.readouterr()


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (["issues/week-9.md", "issues/week-8.md", *(f"issues/archive/week-{n}.md" for n in range(1, 9))], "issues"),
        (["_posts/2026-01-05-a.md", *(f"_events/2026-01-{n:02}-x.md" for n in range(1, 3))], "_posts"),
        (["published/007-2026-March-13.md", "published/008-2026-April-3.md", "recipes/tea.md"], "published"),
        (["letters/the-harbour-may-2026.html", "recipes/tea.html"], "letters"),
        ([f"letters/{a}/week-{n}.md" for a, n in (("1-50", 1), ("1-50", 2), ("51-100", 51))], "letters"),
        ([f"letters/2026/{month}/{name}.md" for month in ("May", "Juni") for name in ("en", "de")], "letters"),
        (
            [*(f"TheHarbourEveryWeek/TheHarbourEveryWeek_{n}.md" for n in (1, 2)), "talks/talk-1.md"],
            "TheHarbourEveryWeek",
        ),
        (["2026-01-05_Boats/README.md", "2026-01-12_Terns/README.md", "_DRAFT/2026-02_Tea.md"], "."),
        (["letters/2026/README.md", *(f"letters/2026/{n}-mai.md" for n in (5, 6)), "tea/2026-01-05.md"], "letters"),
    ],
)
def test_the_likeliest_folder_is_that_of_the_newsletter(tmp_path: Path, files: list[str], expected: str) -> None:
    for name in files:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("# x\n\nText.\n")
    assert find_post_folders(tmp_path)[0].directory == expected


def test_a_readme_among_the_issues_of_a_year_is_no_post(tmp_path: Path) -> None:
    (tmp_path / "letters/2026").mkdir(parents=True)
    for name in ("README", "01-january", "02-february"):
        (tmp_path / f"letters/2026/{name}.md").write_text("# x\n\nText.\n")
    assert [(one.directory, one.posts) for one in find_post_folders(tmp_path)] == [("letters", 2)]
