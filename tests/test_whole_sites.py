"""Whole small sites: `feeds init --yes && feeds build`, and each entry is a page that the site's generator has built.

Each site has what owners change: addresses, a folder for the site, languages, drafts, posts of next year.
"""

from __future__ import annotations

import html
import json
import os
import re
import subprocess
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote
from zoneinfo import ZoneInfo

import pytest
from msgspec import Struct

from feeds.config.reading import load_config
from tests.command import run
from tests.folder import Folder
from tests.generators import ASTRO, ELEVENTY, HEXO, HUGO, JEKYLL, MKDOCS, NIKOLA, PELICAN, Program

_WORDS = "barge ketch sloop yawl punt skiff dory cutter junk".split()
_BODY = """
Welcome to number {n}. mark{n}ed

## Boats

A [boat](https://boats.example/{n}) sails with {word} to the {word} isle.

## Tides

The [tide](https://tides.example/{n}) rose {n} feet; a keeper of the {word} noted it.
"""
_PAGE = "<!doctype html><html><body>{}</body></html>"
_MARK, _HEADING = re.compile(r"mark(\d+)ed"), re.compile(r"<h1[^>]*>(.*?)</h1>", re.DOTALL)
_TIME = re.compile(r"<time[^>]*?(?:datetime=\"([^\"]+)\"[^>]*)?>([^<]*)")


class Page(Struct, frozen=True):
    """A page of a post, as the generator made it, or an entry."""

    address: str  # below the site, without `index.html`
    title: str
    published: datetime


class Site(Struct, frozen=True, kw_only=True):
    """The site of a newsletter."""

    program: Program
    url: str
    name: str
    files: Mapping[str, str]
    output: str  # where the feeds are
    posts: str  # where the posts are
    missing: frozenset[str] = frozenset()  # pages of posts that are not entries


def body(n: int) -> str:
    return _BODY.format(n=n, word=_WORDS[n % len(_WORDS)])


def post(n: int, head: str, fence: str = "---") -> str:
    return f"{fence}\n{head}\n{fence}\n{body(n)}"


def plain(n: int, head: str) -> str:
    return f"{head}\n\n{body(n)}"


SITES = {
    "hugo": Site(
        program=HUGO,
        url="https://quay.example/paper/",
        name="The Quay Paper",
        posts="content/letters",
        output="static/feeds",
        files={
            "config/_default/hugo.toml": 'baseURL = "https://quay.example/paper/"\ntitle = "Not this"\n'
            'defaultContentLanguage = "en"\ndefaultContentLanguageInSubdir = true\ntimeZone = "Europe/Berlin"\n'
            '[permalinks.page]\nletters = "/archive/:sections[1:]/:year/:month/:slug/"\n',
            "config/_default/languages.toml": '[en]\ntitle = "The Quay Paper"\nweight = 1\n'
            '[de]\ntitle = "Das Kaiblatt"\nweight = 2\n',
            "layouts/_default/single.html": _PAGE.format(
                '<time>{{ .PublishDate.Format "2006-01-02T15:04:05Z07:00" | safeHTML }}</time>'
                "<h1>{{ .Title }}</h1>{{ .Content }}"
            ),
            "content/about.md": "---\ntitle: About\n---\nAbout us.\n",
            "content/letters/_index.md": "---\ntitle: Letters\n---\n",
            "content/letters/2026-01-05-one.md": post(1, "title: 'One: Größe'\ndate: 2026-01-05T23:30:00-05:00"),
            "content/letters/two/index.md": post(2, "title: Letter 2\ndate: 2026-02-05\nslug: second"),
            "content/letters/two/notes.md": "A resource of its page.\n",
            "content/letters/three/index.en.md": post(3, "title: Letter 3\ndate: 2026-03-05"),
            "content/letters/three/index.de.md": post(3, "title: Brief 3\ndate: 2026-03-05"),
            "content/letters/four.md": post(4, "title: Letter 4\ndate: 2026-04-05\nurl: /special/four/"),
            "content/letters/five.md": post(5, "title: Letter 5\ndate: 2026-05-05\ndraft: true"),
            "content/letters/six.md": post(6, "title: Letter 6\ndate: 2099-06-05"),
            "content/letters/seven.md": post(7, "title: Letter 7\ndate: 2026-02-05\nexpiryDate: 2026-03-01"),
            "content/letters/eight.md": post(8, "title: Letter 8\ndate: 2026-03-07\npublishDate: 2026-04-01"),
            "content/letters/2026/_index.md": "---\ntitle: This year\n---\n",
            "content/letters/2026/notes/ten.md": post(10, "title: Letter 10\ndate: 2026-05-06"),
            "content/letters/nine.md": post(9, 'title = "Letter 9"\ndate = 2026-05-05T08:00:00+02:00', "+++"),
        },
    ),
    "jekyll": Site(
        program=JEKYLL,
        url="https://quay.example/notes/",
        name="Quay Notes",
        posts="_posts",
        output="feeds",
        files={
            "_config.yml": "title: Quay Notes\nurl: https://quay.example\nbaseurl: /notes\nlang: en\n"
            "timezone: America/New_York\npermalink: /:categories/:year-:month-:day/:title/\nexclude: [feeds.yaml]\n"
            "defaults:\n- scope: {path: '', type: posts}\n  values: {layout: default, categories: [letters]}\n",
            "_layouts/default.html": _PAGE.format(
                "<time>{{ page.date | date_to_xmlschema }}</time><h1>{{ page.title }}</h1>{{ content }}"
            ),
            "index.html": "---\n---\nHome.\n",
            "_posts/2026-01-05-one.md": post(1, "title: Notes 1\ndate: 2026-01-05 23:30:00 -0500"),
            "_posts/2026-02-05-Two-Things.md": post(2, "title: Notes 2\ndate: 2026-02-05 01:00:00 +0900"),
            "_posts/2026-03-05-three.md": post(3, "title: Notes 3\ncategories: [special, Big Ones]"),
            "_posts/2026-04-05-four.md": post(4, "title: Notes 4\npermalink: /four.html"),
            "_posts/2026-05-05-five.md": post(5, "title: Notes 5\npublished: false"),
            "_posts/2099-06-05-six.md": post(6, "title: Notes 6"),
            "_posts/2026-05-06-seven.markdown": post(7, "title: Notes 7"),
            "_drafts/eight.md": post(8, "title: Notes 8"),
        },
    ),
    "hexo": Site(
        program=HEXO,
        url="https://quay.example/b/",
        name="Quay Papers",
        posts="source/_posts",
        output="source/feeds",
        files={
            "_config.yml": "title: Quay Papers\nurl: https://quay.example/b\nroot: /b/\nlanguage: en\n"
            "timezone: Etc/UTC\npermalink: :category/:year/:i_month/:title/:post_title/:hash/\n"
            "default_category: uncategorized\nnew_post_name: :title.md\ntheme: plain\nskip_render: feeds/**\n",
            "themes/plain/layout/post.ejs": _PAGE.format(
                "<time><%= page.date.toDate().toISOString() %></time><h1><%= page.title %></h1><%- page.content %>"
            ),
            "source/_posts/one.md": post(
                1, "title: 'Papers 1: Größe'\ndate: 2026-01-05 23:30:00\ncategories: [Big, sea]"
            ),
            "source/_posts/Two Things.md": post(2, "title: Papers 2\ndate: 2026-02-05 01:00:00"),
            "source/_posts/sub/three.md": post(3, "title: 纸 3\ndate: 2026-03-05 12:00:00\nslug: not-this"),
            "source/_posts/five.md": post(5, "title: Papers 5\ndate: 2026-05-05\npermalink: own/five.html"),
            "source/_posts/six.md": post(6, "title: Papers 6\ndate: 2026-05-06\npublished: false"),
            "source/_drafts/seven.md": post(7, "title: Papers 7"),
        },
    ),
    "eleventy": Site(
        program=ELEVENTY,
        url="https://quay.example/log/",
        name="Quay Log",
        posts="src/issues",
        output="feeds",
        files={
            "eleventy.config.js": "export default function (c) {\n"
            '  c.addPreprocessor("drafts", "*", (data) => { if (data.draft) return false; });\n'
            '  return { pathPrefix: "/log/", dir: { input: "src", output: "_site" } };\n}\n',
            "src/_data/site.json": '{"title": "Quay Log", "url": "https://quay.example/log", "language": "en"}',
            "src/_includes/post.njk": _PAGE.format(
                "<time>{{ page.date.toISOString() }}</time><h1>{{ title }}</h1>{{ content | safe }}"
            ),
            "src/index.md": "---\ntitle: Home\n---\nHome.\n",
            "src/issues/issues.json": '{"layout": "post.njk", '
            '"permalink": "/issue/{{ page.date | date: \'%Y\' }}/{{ page.fileSlug }}/"}',
            "src/issues/2026-01-05-one.md": post(1, "title: Log 1"),
            "src/issues/2026-02-05-two.md": post(2, "title: Log 2\ndate: 2026-02-06"),
            "src/issues/three.md": post(3, "title: Log 3\ndate: 2026-03-05\npermalink: /three/"),
            "src/issues/four.md": post(4, "title: Log 4\ndate: 2026-04-05\ndraft: true"),
            "src/issues/five/index.md": post(5, "title: Log 5\ndate: 2026-05-05"),
            "src/issues/computed/computed.11tydata.js": "export default { eleventyComputed: { permalink: (data) => "
            "`/n/${data.page.date.getUTCFullYear()}/${data.page.fileSlug}/` } };\n",
            "src/issues/six.md": post(6, "title: Log 6\ndate: 2026-05-06\npermalink: false"),
        },
    ),
    "pelican": Site(
        program=PELICAN,
        url="https://quay.example/w/",
        name="Quay Weekly",
        posts="content/weekly",
        output="output/feeds",
        files={
            "pelicanconf.py": "SITENAME = 'Quay Weekly'\nSITEURL = 'https://quay.example/w'\nAUTHOR = 'Ada'\n"
            "PATH = 'content'\nARTICLE_PATHS = ['weekly']\nTIMEZONE = 'Europe/Rome'\nDEFAULT_LANG = 'en'\n"
            "THEME = 'theme'\nDIRECT_TEMPLATES = []\nDRAFT_SAVE_AS = ''\nWITH_FUTURE_DATES = False\n"
            "FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None\n"
            "ARTICLE_URL = '{category}/{date:%Y}/{slug}/'\n"
            "ARTICLE_SAVE_AS = '{category}/{date:%Y}/{slug}/index.html'\n",
            "theme/templates/article.html": _PAGE.format(
                "<time>{{ article.date.isoformat() }}</time><h1>{{ article.title }}</h1>{{ article.content }}"
            ),
            "theme/templates/page.html": "{{ page.content }}",
            "content/weekly/zwei.md": plain(7, "Title: Zwei\nDate: 2026-02-05\nSlug: second\nLang: de"),
            "content/pages/about.md": "Title: About\n\nAbout us.\n",
            "content/weekly/one.md": plain(1, "Title: One: Größe\nDate: 2026-01-05 10:00"),
            "content/weekly/two.md": plain(2, "Title: Weekly 2\nDate: 2026-02-05\nSlug: second\nCategory: Big News"),
            "content/weekly/four.md": plain(4, "Title: Weekly 4\nDate: 2026-04-05\nStatus: draft"),
            "content/weekly/five.md": plain(5, "Title: Weekly 5\nDate: 2099-05-05"),
            "content/weekly/six.md": plain(6, "Title: Weekly 6\nDate: 2026-05-05\nURL: six/\nsave_as: six/index.html"),
        },
    ),
    "nikola": Site(
        program=NIKOLA,
        url="https://quay.example/j/",
        name="Quay Journal",
        posts="posts",
        output="files/feeds",
        missing=frozenset(  # not translated, or private
            {"news/four.html", *(f"de/news/{name}.html" for name in ("one", "the-second", "sub/three", "four"))}
        ),
        files={
            "conf.py": "BLOG_TITLE = 'Quay Journal'\nBLOG_AUTHOR = 'Ada'\nBLOG_EMAIL = 'a@quay.example'\n"
            "SITE_URL = 'https://quay.example/j/'\nBLOG_DESCRIPTION = 'A journal'\nDEFAULT_LANG = 'en'\n"
            "TRANSLATIONS = {'en': '', 'de': './de'}\nNAVIGATION_LINKS = {'en': ()}\nTIMEZONE = 'Europe/Berlin'\n"
            "POSTS = (('posts/*.md', 'news', 'post.tmpl'),)\nPAGES = ()\nPRETTY_URLS = False\n"
            "COMPILERS = {'markdown': ['.md']}\n",
            "posts/one.md": plain(1, ".. title: Journal 1\n.. slug: one\n.. date: 2026-01-05 23:30:00 UTC-05:00"),
            "posts/two.md": plain(2, ".. title: Journal 2\n.. slug: the-second\n.. date: 2026-02-05 10:00:00"),
            "posts/sub/three.md": plain(3, ".. title: Journal 3\n.. slug: three\n.. date: 2026-03-05 10:00:00"),
            "posts/four.md": plain(
                4, ".. title: Journal 4\n.. slug: four\n.. date: 2026-04-05 10:00:00\n.. status: private"
            ),
            "posts/eight.de.md": plain(8, ".. title: Blatt 8\n.. slug: eight\n.. date: 2026-05-05 10:00:00"),
            "posts/eight.md": plain(8, ".. title: Journal 8\n.. slug: eight\n.. date: 2026-05-05 10:00:00"),
        },
    ),
    "mkdocs": Site(
        program=MKDOCS,
        url="https://quay.example/d/",
        name="Quay Docs",
        posts="docs/letters/posts",
        output="docs/feeds",
        files={
            "mkdocs.yml": "site_name: Quay Docs\nsite_url: https://quay.example/d/\n"
            "theme: {name: material, language: en}\nplugins:\n- search\n- blog:\n    blog_dir: letters\n"
            "    post_url_format: '{date}/{slug}'\n    post_url_date_format: yyyy/MM\n    post_readtime: false\n"
            "    archive: false\n",
            "docs/guide.md": "# Guide\n\nNot a post.\n",
            "docs/letters/index.md": "# Letters\n",
            "docs/letters/posts/one.md": f"---\ndate: 2026-01-05\n---\n\n# One: The Größe\n\n{body(1)}",
            "docs/letters/posts/two.md": f"---\ndate: 2026-02-05\nslug: second\n---\n\n# Docs 2\n\n{body(2)}",
            "docs/letters/posts/three.md": "---\ndate:\n  created: 2026-03-05\n  updated: 2026-03-09\n---\n\n"
            f"# Docs 3\n\n{body(3)}",
            "docs/letters/posts/four.md": f"---\ndate: 2026-04-05\ndraft: true\n---\n\n# Docs 4\n\n{body(4)}",
            "docs/letters/posts/2026/six.md": f"---\ndate: 2026-05-05 12:00:00\n---\n\n# Docs 6\n\n{body(6)}",
        },
    ),
    "mkdocs-pages": Site(
        program=MKDOCS,
        url="https://quay.example/d/",
        name="Quay Docs",
        posts="docs",
        output="docs/feeds",
        files={
            "mkdocs.yml": "site_name: Quay Docs\nsite_url: https://quay.example/d/\nplugins: []\n"
            "theme: {name: null, custom_dir: theme}\n",
            "theme/main.html": _PAGE.format(
                "<time>{{ page.meta.date }}</time><h1>{{ page.title }}</h1>{{ page.content }}"
            ),
            **{f"docs/2026-0{n}-05.md": post(n, f"title: Docs {n}\ndate: 2026-0{n}-05 12:00:00") for n in range(1, 6)},
        },
    ),
    "astro": Site(
        program=ASTRO,
        url="https://quay.example/a/",
        name="Quay Star",
        posts="src/content/letters",
        output="public/feeds",
        files={
            "package.json": '{"type": "module"}',
            "astro.config.mjs": "export default { site: 'https://quay.example', base: '/a', trailingSlash: 'always', "
            "cacheDir: './cache', vite: { cacheDir: './cache/vite' } };\n",
            "src/consts.ts": "export const SITE_TITLE = 'Quay Star';\n",
            "src/content.config.ts": 'import { defineCollection } from "astro:content";\n'
            'import { glob } from "astro/loaders";\nexport const collections = { letters: defineCollection('
            '{ loader: glob({ pattern: "**/*.md", base: "./src/content/letters" }) }) };\n',
            "src/pages/index.astro": "<p>Home</p>\n",
            "src/pages/archive/[year].astro": '---\nimport { getCollection } from "astro:content";\n'
            'export const getStaticPaths = () => [{ params: { year: "2026" } }];\n'
            'const posts = await getCollection("letters");\n---\n<p>{posts.length}</p>\n',
            "src/pages/news/[...slug].astro": '---\nimport { getCollection, render } from "astro:content";\n'
            "export async function getStaticPaths() {\n"
            '  const posts = await getCollection("letters", ({ data }) => !data.draft);\n'
            "  return posts.map((post) => ({ params: { slug: post.id }, props: post }));\n}\n"
            "const { Content } = await render(Astro.props);\nconst { title, pubDate } = Astro.props.data;\n---\n"
            "<html><body><time>{new Date(pubDate).toISOString()}</time><h1>{title}</h1><Content /></body></html>\n",
            "src/content/letters/one.md": post(1, "title: Star 1\npubDate: 2026-01-05"),
            "src/content/letters/Two Things.md": post(2, "title: Star 2\npubDate: 'Feb 05 2026'"),
            "src/content/letters/2026/three.md": post(3, "title: Star 3\npubDate: 2026-03-05T10:00:00Z"),
            "src/content/letters/four.md": post(4, "title: Star 4\npubDate: 2026-04-05\ndraft: true"),
            "src/content/letters/six.md": post(6, "title: Star 6\npubDate: 2026-05-05\nslug: sixth-own"),
        },
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", SITES)
def test_two_commands_put_feeds_into_a_site_that_lead_to_its_pages(tmp_path: Path, name: str) -> None:
    site, command = SITES[name], SITES[name].program.command()
    write(tmp_path, site, command)
    folder = Folder.at(tmp_path)
    done = run(folder, "init", "--yes")
    assert (done.returncode, "Next: feeds build" in done.stdout) == (0, True), done.stderr
    assert run(folder, "build").returncode == 0
    config = load_config(tmp_path / "feeds.yaml").config
    assert (config.site.title, config.posts.directory, config.publish.directory) == (site.name, site.posts, site.output)
    assert [topic.title for topic in config.topics] == ["Boats", "Tides"]
    generate(tmp_path, command)
    pages = pages_in(tmp_path / site.program.output, ZoneInfo(config.site.timezone))
    entries = entries_in(tmp_path / site.output / "feed.json", site.url)
    assert entries == {page for page in pages if page.address not in site.missing}
    assert len(entries) > 2


def write(root: Path, site: Site, command: list[str]) -> None:
    """Write the files of *site*; those of Astro and Hexo need its modules beside them."""
    shared = {name: text for name, text in site.program.files.items() if not name.startswith("eleventy")}
    for name, text in {**shared, **site.files}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    if site.program in (ASTRO, HEXO):
        found = Path(os.path.realpath(command[0])).parents
        (root / "node_modules").symlink_to(next(folder for folder in found if folder.name == "node_modules"))


def generate(root: Path, command: list[str]) -> None:
    more = {"LC_ALL": "C.UTF-8", "TZ": "UTC", "NO_MKDOCS_2_WARNING": "1", "ASTRO_TELEMETRY_DISABLED": "1"}
    done = subprocess.run(command, cwd=root, env=os.environ | more, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr + done.stdout


def pages_in(built: Path, zone: ZoneInfo) -> set[Page]:
    """Return the pages of single posts in a *built* site; dates without a time zone are in *zone*."""
    texts = {path: path.read_text(encoding="utf-8") for path in built.rglob("*.html") if "feeds" not in path.parts}
    return {
        Page(_address(path.relative_to(built).as_posix()), _heading(text), _time(text, zone))
        for path, text in texts.items()
        if len(set(_MARK.findall(text))) == 1
    }


def _address(path: str) -> str:
    return re.sub(r"(\A|/)index\.html\Z", r"\1", path)


def _heading(text: str) -> str:
    found = _HEADING.search(text)
    assert found
    return html.unescape(re.sub("<[^>]*>", "", found[1]).replace("¶", "")).strip()


def _time(text: str, zone: ZoneInfo) -> datetime:
    found = _TIME.search(text)
    assert found
    moment = datetime.fromisoformat(html.unescape(found[1] or found[2]))
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)


def entries_in(feed: Path, url: str) -> set[Page]:
    """Return the entries of a JSON feed, with their addresses below *url*."""
    return {
        Page(
            unquote(item["url"]).removeprefix(url),
            item["title"],
            datetime.fromisoformat(item["date_published"]),
        )
        for item in json.loads(feed.read_text(encoding="utf-8"))["items"]
    }
