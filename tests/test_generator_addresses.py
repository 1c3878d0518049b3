"""Small sites of many shapes, built by the generators themselves: our addresses are those of the pages they wrote."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote

import pytest

from feeds.config.reading import load_config
from feeds.issues.parsing import parse_issue
from feeds.posts import read, scan
from tests.generators import ASTRO, ELEVENTY, HUGO, JEKYLL, MKDOCS, NIKOLA, PELICAN, Program

ROOT = "https://harbour.example/"
_MARK = re.compile(r"mark(\d+)ed")


def addresses_made(root: Path, files: Mapping[str, str], program: Program) -> dict[str, set[str]]:
    """Return the addresses of each of *files* that have a body, below *root*, as *program* makes them.

    A list of one post is among them, too.
    """
    written = {**program.files, **files}
    for number, (name, text) in enumerate(written.items()):
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.replace("BODY", f"mark{number}ed"), encoding="utf-8")
    environment = {
        **os.environ,
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
        "NO_MKDOCS_2_WARNING": "1",
        "ASTRO_TELEMETRY_DISABLED": "1",
    }
    command = program.command()
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr + done.stdout
    made: dict[str, set[str]] = {}
    for page in sorted((root / program.output).rglob("*.html")):
        marks = set(_MARK.findall(page.read_text(encoding="utf-8")))
        if len(marks) == 1:
            address = page.relative_to(root / program.output).as_posix()
            made.setdefault(list(written)[int(marks.pop())], set()).add(re.sub(r"(\A|/)index\.html\Z", r"\1", address))
    assert made
    return made


def addresses_of(root: Path, directory: str) -> dict[str, str]:
    """Return the address of each post in *directory*, as we make it; drafts have none."""
    config = load_config(root / "feeds.yaml").config
    found = {}
    for path in scan(str(root / directory)):
        issue = parse_issue(read(str(root / directory), path, directory), config)[0]
        if not issue.draft:
            found[f"{directory}/{path}"] = unquote(issue.page.removeprefix(ROOT))
    return found


def check(root: Path, program: Program, directory: str, files: Mapping[str, str], *, bare: bool = False) -> None:
    """Hold our addresses against those of *program*; with *bare*, they are without endings."""
    settings = f"site: {{title: x, url: {ROOT}}}\nposts: {{directory: {directory}}}\n"
    made = addresses_made(root, {**files, "feeds.yaml": settings}, program)
    if bare:
        made = {name: {one.removesuffix(".html").rstrip("/") for one in found} for name, found in made.items()}
    ours = addresses_of(root, directory)
    assert {name: (ours[name], made[name]) for name in made if name in ours and ours[name] not in made[name]} == {}
    assert len(ours) > 2


def posts(directory: str, shapes: Mapping[str, str], form: str) -> dict[str, str]:
    """Return a post for each of *shapes*: name of the file to more front matter. Each has a title of its own."""
    return {
        f"{directory}/{name}": form.format(title=f"The tern & C v1.{number} größer", more=more)
        for number, (name, more) in enumerate(shapes.items())
    }


YAML = "---\ntitle: '{title}'\ndate: 2026-01-05T10:00:00Z\n{more}\n---\n\nBODY\n"
SHAPES = {
    "one.md": "",
    "2026-01-05-two.md": "",
    "My First Letter.md": "",
    "größe.md": "",
    "v1.2 notes.md": "",
    "UPPER_case.md": "",
    "it's.md": "",
    "bundle/index.md": "",
    "slugged.md": "slug: Uno Dos",
    "hidden.md": "draft: true",
}
HUGO_SHAPES = {
    **SHAPES,
    "2026/deep.md": "",
    "named.md": "url: /uno.html",
    "made.md": "url: '/x/:year/:slug/'",
    "embargo.md": "publishDate: 2026-02-01",
}


@pytest.mark.slow
@pytest.mark.parametrize(
    "more",
    [
        "",
        "[permalinks]\nposts = '/n/:year/:month/:day/:slug/'\n",
        "[permalinks]\nposts = '/:monthname/:weekday-:weekdayname/:yearday/:title'\n",
        "[permalinks.page]\nposts = '/p/:slugorcontentbasename/'\n",
        "[permalinks.page]\nposts = '/:section/:contentbasename/'\n",
        "[permalinks]\nposts = '/:06/:1/:Jan/:2/:filename/'\n",
        "[permalinks]\nposts = '/:sections[0]/:slugorfilename/'\n",
        "[[permalinks]]\npattern = '/s/:slug/'\n[permalinks.target]\npath = '/posts/**'\nkind = 'page'\n",
        "uglyURLs = true\n[permalinks]\nposts = '/n/:slug/'\n",
        "disablePathToLower = true\n[permalinks]\nposts = '/n/:slug/'\n",
    ],
)
def test_hugo_s_pages_are_where_we_say(tmp_path: Path, more: str) -> None:
    files = posts("content/posts", HUGO_SHAPES, YAML)
    check(tmp_path, HUGO, "content/posts", {"hugo.toml": f"baseURL = '{ROOT}'\ntitle = 'x'\n{more}", **files})


@pytest.mark.slow
@pytest.mark.parametrize("directory", ["content", "content/de/letters", "stuff/letters", "content/letters"])
def test_hugo_s_languages_sections_and_folders_are_followed(tmp_path: Path, directory: str) -> None:
    folder = directory if "/" in directory else f"{directory}/letters"
    settings = f"baseURL = '{ROOT}'\ntitle = 'x'\n[permalinks]\nletters = '/l/:slug/'\n"
    if "de" in directory or directory == "content":
        settings += "[languages.en]\ncontentDir = 'content/en'\n[languages.de]\ncontentDir = 'content/de'\n"
        folder = "content/de/letters"
    if "stuff" in directory:
        settings = "contentDir = 'stuff'\n" + settings
    lists = {f"{folder}/_index.md": "---\ncascade:\n  author: Ada\n---\n"}
    check(tmp_path, HUGO, directory, {"hugo.toml": settings, **lists, **posts(folder, HUGO_SHAPES, YAML)})


@pytest.mark.slow
def test_what_hugo_s_list_pages_hand_down_is_followed(tmp_path: Path) -> None:
    lists = {"content/posts/_index.md": "+++\n[cascade]\nurl = '/c/:year/:slug/'\n+++\n"}
    settings = {"hugo.toml": f"baseURL = '{ROOT}'\ntitle = 'x'\n"}
    check(tmp_path, HUGO, "content/posts", {**settings, **lists, **posts("content/posts", SHAPES, YAML)})


JEKYLL_SHAPES = {
    "2026-01-05-One-Two.md": "",
    "2026-01-06-größe & maß.md": "",
    "2026-01-07-slug.md": "slug: My Slug",
    "2026-01-08-cat.md": "categories: Big News",
    "2026-01-09-cats.md": "categories: [Big, Other News]",
    "2026-01-10-own.md": "permalink: /own/:title/",
    "2026-01-11-date.md": "date: 2026-02-03 23:30:00 -0500",
    "sub/2026-01-12-v1.2.md": "",
    "2026-1-6-it's, ok!.md": "",
    "2026-01-13-unpublished.md": "published: false",
}


@pytest.mark.slow
@pytest.mark.parametrize(
    "more",
    [
        "",
        *(f"permalink: {style}\n" for style in ("date", "pretty", "ordinal", "weekdate", "none")),
        "permalink: /:short_year/:i_month/:i_day/:y_day/:hour:minute:second/:slug:output_ext\n",
        "permalink: /:slugified_categories/:long_month/:short_month/:w_year/:w_day/:title/index.html\n",
        "collections: {posts: {permalink: '/c/:name/'}}\n",
        "defaults: [{scope: {path: _posts/sub}, values: {permalink: '/d/:title/'}}]\n",
    ],
)
def test_jekyll_s_pages_are_where_we_say(tmp_path: Path, more: str) -> None:
    form = YAML.replace("date: 2026-01-05T10:00:00Z\n", "")
    settings = {"_config.yml": f"title: x\nurl: {ROOT[:-1]}\ntimezone: Europe/Berlin\n{more}"}
    check(tmp_path, JEKYLL, "_posts", {**settings, **posts("_posts", JEKYLL_SHAPES, form)})


@pytest.mark.slow
@pytest.mark.parametrize(
    "more",
    [
        "collections: {letters: {output: true}}\n",
        "collections:\n  letters:\n    output: true\n    permalink: /l/:year/:title/\n",
        "permalink: pretty\ncollections: {letters: {output: true}}\n",
    ],
)
def test_a_collection_of_jekyll_is_followed(tmp_path: Path, more: str) -> None:
    shapes = {"2026-01-05-one.md": "", "042.md": "", "sub/My Name.md": "", "s.md": "slug: Own Slug"}
    settings = {"_config.yml": f"title: x\nurl: {ROOT[:-1]}\n{more}"}
    check(tmp_path, JEKYLL, "_letters", {**settings, **posts("_letters", shapes, YAML)})


ELEVENTY_SHAPES = {
    **{name: more for name, more in SHAPES.items() if "draft" not in more},
    "slugs.md": 'permalink: "/x/{{ page.fileSlug }}/"',
    "stem.md": "permalink: '{{ page.filePathStem }}.html'",
    "title.md": "permalink: '/{{ title | slugify }}/index.html'",
    "dated.md": "permalink: \"/{{ page.date | date: '%Y/%m/%d' }}/{{ page.fileSlug }}/\"",
    "number.md": "permalink: '/n/{{ number }}/'\nnumber: 42",
    "tag.md": "permalink: '/{{ tags[0] }}/{{ slug | slugify }}/'\ntags: [boats]\nslug: Own Slug",
    "none.md": "permalink: false",
}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("none", ""),
        ("posts.json", '{"permalink": "/n/{{ page.fileSlug }}/"}'),
        ("posts.11tydata.json", '{"permalink": "/{{ page.date | date: \'%Y\' }}/{{ title | slugify }}/"}'),
        ("posts.11tydata.js", 'export default {author: "Ada", permalink: "/j/{{ page.fileSlug }}/"};'),
        ("posts.11tydata.js", "export default {permalink: (data) => `/f/${data.page.fileSlug}/`};"),
    ],
)
def test_eleventy_s_pages_are_where_we_say(tmp_path: Path, name: str, data: str) -> None:
    check(tmp_path, ELEVENTY, "posts", {f"posts/{name}": data, **posts("posts", ELEVENTY_SHAPES, YAML)})


PELICAN_SHAPES = {
    **{name: more.replace("slug:", "Slug:") for name, more in SHAPES.items() if not name.startswith("bundle")},
    "hidden.md": "Status: hidden",
    "boats/three.md": "",
    "boats/four.md": "Category: Big News",
    "2026-01-07_five.md": "",
}


@pytest.mark.slow
@pytest.mark.parametrize(
    "more",
    [
        "",
        "ARTICLE_URL = ARTICLE_SAVE_AS = '{date:%Y}/{date:%b}/{slug}.html'\n",
        "ARTICLE_URL = ARTICLE_SAVE_AS = '{category}/{author}/{slug}.html'\nUSE_FOLDER_AS_CATEGORY = True\n",
        "ARTICLE_URL = ARTICLE_SAVE_AS = '{category}/{slug}.html'\nDEFAULT_CATEGORY = 'news'\n",
        "SLUGIFY_SOURCE = 'basename'\n",
        "SLUGIFY_USE_UNICODE = True\n",
        "FILENAME_METADATA = r'(?P<date>\\d{4}-\\d{2}-\\d{2})_(?P<slug>.*)'\n",
        "PATH_METADATA = r'(?P<category>[^/]+)/(?P<slug>.*)\\..*'\n",
    ],
)
def test_pelican_s_pages_are_where_we_say(tmp_path: Path, more: str) -> None:
    form = "Title: {title}\nDate: 2026-01-05 10:00\n{more}\n\nBODY\n"
    settings = (
        f"SITENAME = 'x'\nSITEURL = '{ROOT[:-1]}'\nTHEME = 'theme'\nTIMEZONE = 'Europe/Paris'\nPATH = 'content'\n"
        "AUTHOR = 'Bo'\nDIRECT_TEMPLATES = []\nFEED_ALL_ATOM = CATEGORY_FEED_ATOM = None\n"
        "TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None\n"
    )
    check(tmp_path, PELICAN, "content", {"pelicanconf.py": settings + more, **posts("content", PELICAN_SHAPES, form)})


NIKOLA_SHAPES = {
    **dict.fromkeys(("one.md", "2026-01-05-two.md", "größe.md", "bundle/index.md", "UPPER_case.md"), ""),
    "slugged.md": ".. slug: own-slug",
    "hidden.md": ".. status: private",
    "Sub Dir/three.md": "",
    "one.de.md": "",
}


@pytest.mark.slow
@pytest.mark.parametrize(
    "more",
    [
        "POSTS = (('posts/*.md', 'news', 'post.tmpl'), ('posts/*.rst', 'other', 'post.tmpl'))\n",
        "POSTS = (('posts/*.md', {'en': 'news', 'de': 'neues'}, 'post.tmpl'),)\n",
        "POSTS = (('posts/*.md', '', 'post.tmpl'),)\nUSE_SLUGIFY = False\n",
    ],
)
def test_nikola_s_pages_are_where_we_say(tmp_path: Path, more: str) -> None:
    form = ".. title: {title}\n.. date: 2026-01-05 10:00:00 UTC\n{more}\n\nBODY\n"
    settings = (
        f"BLOG_TITLE = BLOG_DESCRIPTION = 'x'\nSITE_URL = '{ROOT}'\nBLOG_AUTHOR = 'Ada'\nBLOG_EMAIL = 'a@b.example'\n"
        "DEFAULT_LANG = 'en'\nTRANSLATIONS = {'en': '', 'de': './de'}\nNAVIGATION_LINKS = {'en': ()}\n"
        "COMPILERS = {'rest': ['.rst'], 'markdown': ['.md']}\n"
    )
    other = (
        {"posts/other.rst": ".. title: Other\n.. slug: other\n.. date: 2026-01-05\n\nBODY\n"} if "rst" in more else {}
    )
    check(tmp_path, NIKOLA, "posts", {"conf.py": settings + more, **other, **posts("posts", NIKOLA_SHAPES, form)})


MATERIAL = f"site_name: x\nsite_url: {ROOT}\ntheme: {{name: material}}\n"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("directory", "more"),
    [
        ("docs/blog/posts", "plugins: [blog]\n"),
        ("docs", "plugins: [blog]\n"),
        ("docs/blog/posts", "plugins:\n  - blog:\n      post_url_format: '{slug}'\n"),
        (
            "docs/blog/posts",
            "plugins:\n  - blog: {post_url_date_format: yyyy/MMM/d, post_url_format: '{date}/{slug}'}\n",
        ),
        ("docs/blog/posts", "plugins:\n  blog: {post_url_format: '{categories}/{slug}'}\n"),
        ("docs/news/posts", "plugins:\n  - blog: {blog_dir: news}\n"),
        ("docs/letters", "plugins:\n  - blog: {blog_dir: ., post_dir: letters}\n"),
        ("docs/blog/posts", "use_directory_urls: false\nplugins: [blog]\n"),
    ],
)
def test_the_pages_of_a_blog_of_material_are_where_we_say(tmp_path: Path, directory: str, more: str) -> None:
    folder = directory if directory != "docs" else "docs/blog/posts"
    form = "---\ndate: 2026-01-05T23:30:00-05:00\n{more}\n---\n\n# {title}\n\nBODY\n"
    shapes = {**SHAPES, "cat.md": "categories: [Big News, Other]", "titled.md": "title: 'Own: title'"}
    blog = {f"{folder.rpartition('/')[0]}/index.md": "# Blog\n"} if folder != "docs/letters" else {}
    check(tmp_path, MKDOCS, directory, {"mkdocs.yml": MATERIAL + more, **blog, **posts(folder, shapes, form)})


@pytest.mark.slow
@pytest.mark.parametrize("directory", ["docs", "docs/news"])
def test_pages_of_mkdocs_are_where_we_say(tmp_path: Path, directory: str) -> None:
    settings = {"mkdocs.yml": f"site_name: x\nsite_url: {ROOT}\nplugins: []\n"}
    shapes = {**SHAPES, "README.md": "", "sub/Big One.md": ""}
    check(tmp_path, MKDOCS, directory, {**settings, **posts("docs/news", shapes, YAML)})


ASTRO_PAGE = """\
---
import { getCollection, render } from "astro:content";
export async function getStaticPaths() {
  return (await getCollection("NAME")).map((post) => ({ params: { PARAM: post.id }, props: post }));
}
const { Content } = await render(Astro.props);
---
<html><body><Content /></body></html>
"""
ASTRO_COLLECTION = """\
import { defineCollection } from "astro:content";
import { glob } from "astro/loaders";
export const collections = { NAME: defineCollection({ loader: glob({ pattern: "**/*.md", base: "./BASE" }) }) };
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("directory", "route", "more"),
    [
        ("src/content/letters", "letters/[...slug].astro", ""),
        ("src/data/letters", "posts/[...id]/index.astro", "trailingSlash: 'never'"),
        ("src/content/letters", "[...slug].astro", "build: { format: 'file' }"),
        ("src/pages/letters", "", ""),
    ],
)
def test_astro_s_pages_are_where_we_say(tmp_path: Path, directory: str, route: str, more: str) -> None:
    program = ASTRO.command()[0]
    modules = Path(os.path.realpath(program)).parents[1]
    (tmp_path / "node_modules").symlink_to(modules)
    files = {
        "package.json": '{"type": "module"}',
        "astro.config.mjs": f"export default {{ site: '{ROOT}', cacheDir: './cache', "
        f"vite: {{ cacheDir: './cache/vite' }}, {more} }};\n",  # its own, because tests share the modules
        "src/pages/index.astro": "<p>Home</p>\n",
        **posts(directory, {name: text for name, text in SHAPES.items() if "draft" not in text}, YAML),
    }
    if route:
        param = route.partition("]")[0].rpartition("[")[2].lstrip(".")
        files[f"src/pages/{route}"] = ASTRO_PAGE.replace("NAME", "letters").replace("PARAM", param)
        files["src/content.config.ts"] = ASTRO_COLLECTION.replace("NAME", "letters").replace("BASE", directory)
    check(tmp_path, ASTRO, directory, files, bare=bool(more))
