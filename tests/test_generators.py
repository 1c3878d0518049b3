"""The settings of site generators are read where config.yaml has none, and no code of the site is run."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import pytest

from feeds.config import Config
from feeds.config.reading import load_config
from feeds.issues.parsing import parse_issue
from feeds.model import ParsedIssue
from feeds.posts import read
from feeds.site import open_site
from tests.folder import Folder

POST = "---\ntitle: The tern & C\ndate: 2026-01-05\n---\nx"
SAID = {"title": "Boats", "url": "https://boats.example/b/", "language": "de", "timezone": "Etc/GMT"}


def load(root: Path, files: dict[str, str]) -> Config:
    for name, text in {"config.yaml": "", **files}.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return load_config(root / "config.yaml").config


def issue_of(root: Path, config: Config, file: str) -> ParsedIssue:
    directory = config.posts.directory
    return parse_issue(read(str(root / directory), os.path.relpath(file, directory), directory), config)[0]


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (
            {
                "hugo.toml": "baseURL = 'https://boats.example/b'\ntitle = 'Boats'\nlanguageCode = 'de'\n"
                "[params]\nauthor = 'Ada'\ndescription = 'Ferries'\n",
                "content/posts/a.md": POST,
            },
            SAID,
        ),
        (
            {
                "hugo.yaml": "baseURL: https://boats.example/b\ntitle: Boats\nlocale: de\nparams: {"
                "author: {name: Ada}, description: Ferries}\n",
                "content/posts/a.md": POST,
            },
            SAID,
        ),
        (
            {
                "hugo.json": '{"baseurl": "https://boats.example/b", "defaultContentLanguage": "de", "languages": '
                '{"de": {"title": "Boats"}}, "params": {"author": "Ada", "description": "Ferries"}}',
                "content/posts/a.md": POST,
            },
            SAID,
        ),
        (
            {
                "config/_default/hugo.toml": "baseURL = 'https://boats.example/b'\ntitle = 'Boats'\n",
                "config/_default/params.toml": "author = 'Ada'\ndescription = 'Ferries'\n",
                "config/_default/languages.toml": "",
                "content/posts/a.md": POST,
            },
            {**SAID, "language": "en"},
        ),
        (
            {
                "config.toml": "base_url = 'https://boats.example/b'\ntitle = 'Boats'\ndefault_language = 'de'\n"
                "description = 'Ferries'\nauthor = 'Ada'\n",
                "content/a.md": POST,
            },
            SAID,
        ),
        (
            {
                "pelicanconf.py": "import os\nSITENAME = 'Boats'\nSITEURL = ''\nDEFAULT_LANG = 'de'\nAUTHOR = 'Ada'\n"
                "TIMEZONE = 'Europe/Paris'\nSITESUBTITLE = 'Ferries'\nX = os.environ['X']\n",
                "publishconf.py": "from pelicanconf import *\nSITEURL = 'https://boats.example/b'\n",
                "content/a.md": POST,
            },
            {**SAID, "timezone": "Europe/Paris"},
        ),
        (
            {
                "conf.py": "BLOG_TITLE = {'de': 'Boats'}\nSITE_URL = 'https://boats.example/b/'\nDEFAULT_LANG = 'de'\n"
                "BLOG_DESCRIPTION = 'Ferries'\nBLOG_AUTHOR = 'Ada'\nPOSTS = (('posts/*.md', 'news', 'post.tmpl'),)\n",
                "posts/a.md": POST,
            },
            SAID,
        ),
        (
            {
                ".eleventy.js": "throw 1",
                "src/_data/metadata.json": '{"title": "Boats", "url": "https://boats.example/b", "language": "de", '
                '"description": "Ferries", "author": {"name": "Ada"}}',
                "src/posts/a.md": POST,
            },
            SAID,
        ),
        (
            {
                "eleventy.config.js": "throw 1",
                "_data/metadata.js": "export default {\n  title: 'Boats', // title: 'Old'\n"
                "  url: \"https://boats.example/b/\",\n  language: 'de', description: `Ferries`,\n"
                "  author: {\n    name: 'Ada',\n    url: 'https://ada.example/',\n  },\n};\n",
                "content/blog/a.md": POST,
            },
            SAID,
        ),
        (
            {
                "mkdocs.yml": "site_name: Boats\nsite_url: https://boats.example/b/\nsite_description: Ferries\n"
                "site_author: Ada\ntheme: {name: material, language: de}\nmarkdown_extensions:\n"
                "  - x: {y: !!python/name:x.y ''}\n",
                "docs/blog/posts/a.md": POST,
            },
            SAID,
        ),
        (
            {
                "astro.config.mjs": "export default defineConfig({ site: 'https://boats.example', base: '/b' });\n",
                "src/consts.ts": "export const SITE_TITLE = 'Boats';\nexport const SITE_DESCRIPTION = `Ferries`;\n"
                "export const LOCALE = { lang: 'de' };\nexport const author = \"Ada\"; // author: 'Bo'\n",
                "src/content/blog/a.md": POST,
            },
            SAID,
        ),
        (
            {
                "hugo.toml": "baseURL = 'https://boats.test/'\ntitle = 'Boats'\nlanguageCode = 'de'\n"
                "[params]\nauthor = 'Ada'\ndescription = 'Ferries'\n",
                "config/production/hugo.toml": "baseURL = 'https://boats.example/b'\n",
                "content/posts/a.md": POST,
            },
            SAID,
        ),
    ],
    ids=[
        *("hugo.toml", "hugo.yaml", "hugo.json", "hugo-folder", "zola", "pelican", "nikola", "eleventy"),
        *("eleventy-script", "mkdocs"),
        *("astro", "hugo-production"),
    ],
)
def test_the_newsletter_is_called_as_its_site_is(
    tmp_path: Path, files: dict[str, str], expected: dict[str, str]
) -> None:
    site = load(tmp_path, files).site
    assert {name: getattr(site, name) for name in expected} == expected
    assert (site.description, site.authors[0].name) == ("Ferries", "Ada")
    own = load(tmp_path, {**files, "config.yaml": "site: {title: Mine}\n"}).site
    assert (own.title, own.url) == ("Mine", expected["url"])


BASE: dict[str, str] = {
    "config.toml": "base_url = 'https://boats.example/'\ntitle = 'Boats'\n",
    "mkdocs.yml": "site_name: Boats\nsite_url: https://boats.example/\n",
    "astro.config.ts": "export default { site: 'https://boats.example/',\n",
    "docusaurus.config.js": "export default { url: 'https://boats.example', baseUrl: '/', title: 'Boats',\n",
    "_config.yml": "title: Boats\nurl: https://boats.example\n",
    "hugo.toml": "baseURL = 'https://boats.example/'\ntitle = 'Boats'\n",
    "pelicanconf.py": "SITENAME = 'Boats'\nSITEURL = 'https://boats.example'\n",
    "conf.py": "BLOG_TITLE = 'Boats'\nSITE_URL = 'https://boats.example/'\n",
    ".eleventy.js": "",
    ".vitepress/config.mts": "export default { title: 'Boats', sitemap: { hostname: 'https://boats.example/' },\n",
}


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ("", "the-tern-c-fr.html"),
        ("ARTICLE_LANG_URL = '{lang}/{slug}/'\n", "fr/the-tern-c/"),
        ("I18N_SUBSITES = {'fr': {}}\nARTICLE_URL = 'n/{slug}/'\n", "fr/n/the-tern-c/"),
    ],
)
def test_translations_of_pelican_have_addresses_of_their_own(tmp_path: Path, settings: str, expected: str) -> None:
    post = "Title: The tern & C\nDate: 2026-01-05\nLang: {}\n\nx"
    files = {"content/one.md": post.format("fr"), "content/two.md": post.format("en")}
    config = load(tmp_path, {"pelicanconf.py": BASE["pelicanconf.py"] + settings, **files})
    addresses = [issue_of(tmp_path, config, name).page for name in files]
    assert addresses[0] == f"https://boats.example/{expected}"
    assert "fr" not in addresses[1]


@pytest.mark.parametrize("path", ["own/a", "/own/a/"])
def test_the_path_that_a_post_of_zola_names_is_its_address(tmp_path: Path, path: str) -> None:
    post = f"+++\ntitle = 'T'\ndate = 2026-01-05\npath = '{path}'\n+++\nx"
    config = load(tmp_path, {"config.toml": BASE["config.toml"], "content/blog/a.md": post})
    assert issue_of(tmp_path, config, "content/blog/a.md").page == "https://boats.example/own/a/"


def test_eleventy_s_words_for_computed_dates_are_no_dates_and_no_faults(tmp_path: Path) -> None:
    files = {
        f"posts/{n}.md": f"---\ntitle: T\ndate: {word}\n---\nx"
        for n, word in enumerate(("git Created", "Last Modified"))
    }
    config = load(
        tmp_path, {".eleventy.js": "", "_data/site.json": '{"title": "x", "url": "https://boats.example"}', **files}
    )
    for name in files:
        problems = parse_issue(read(str(tmp_path / "posts"), os.path.basename(name), "posts"), config)[1]
        assert (issue_of(tmp_path, config, name).published, problems) == (None, ())


@pytest.mark.parametrize(
    ("marker", "more", "file", "expected"),
    [
        ("hugo.toml", "[permalinks]\nposts = '/:year/:month/:slug/'\n", "content/posts/one.md", "2026/01/the-tern-c/"),
        ("hugo.toml", "[permalinks]\nposts = '/:year/:title/'\n", "content/posts/one.md", "2026/the-tern-c/"),
        ("hugo.toml", "[permalinks]\nposts = '/:filename/'\n", "content/posts/one.md", "one/"),
        ("hugo.toml", "[permalinks]\nposts = '/n/:slugorcontentbasename/'\n", "content/posts/one.md", "n/one/"),
        (
            "hugo.toml",
            "[permalinks.page]\nposts = '/:section/:monthname/:slug'\n",
            "content/posts/one.md",
            "posts/january/the-tern-c/",
        ),
        ("hugo.toml", "[permalinks]\nother = '/:slug/'\n", "content/posts/one.md", "posts/one/"),
        ("hugo.toml", "uglyURLs = true\n", "content/posts/one.md", "posts/one.html"),
        (
            "hugo.toml",
            "[frontmatter]\ndate = [':filename', ':default']\n",
            "content/posts/2026-02-03-one.md",
            "posts/one/",
        ),
        ("pelicanconf.py", "ARTICLE_URL = '{date:%Y}/{date:%m}/{slug}/'\n", "content/one.md", "2026/01/the-tern-c/"),
        ("pelicanconf.py", "ARTICLE_SAVE_AS = '{slug}/index.html'\n", "content/one.md", "the-tern-c/"),
        ("pelicanconf.py", "SLUGIFY_SOURCE = 'basename'\n", "content/one.md", "one.html"),
        ("pelicanconf.py", "ARTICLE_URL = '{mine}/'\n", "content/one.md", "the-tern-c.html"),
        ("pelicanconf.py", "ARTICLE_URL = '{category}/{slug}/'\n", "content/big/one.md", "big/the-tern-c/"),
        (
            "pelicanconf.py",
            "DEFAULT_LANG = 'de'\nARTICLE_LANG_URL = '{lang}/{slug}/'\n",
            "content/one.md",
            "the-tern-c.html",
        ),
        ("_config.yml", "default_layout: post\n", "source/_posts/sub/My One.md", "2026/01/05/sub/My%20One/"),
        (
            "_config.yml",
            "permalink: :title/\nnew_post_name: :year-:month-:day-:title.md\n",
            "source/_posts/2026-01-05-a.md",
            "a/",
        ),
        (
            "_config.yml",
            "permalink: n/:number.html\npretty_urls: {trailing_html: false}\n",
            "source/_posts/7.md",
            "n/7",
        ),
        (
            "_config.yml",
            "permalink: :lang/:name\npermalink_defaults: {lang: en}\npost_asset_folder: true\n",
            "source/_posts/a/b.md",
            "en/b/",
        ),
        (".vitepress/config.mts", "", "letters/a/One.md", "letters/a/One.html"),
        (".vitepress/config.mts", "cleanUrls: true }", "letters/a/One.md", "letters/a/One"),
        (".vitepress/config.mts", "cleanUrls: true }", "letters/a/index.md", "letters/a/"),
        (".vitepress/config.mts", "srcDir: './src' }", "src/letters/One.md", "letters/One.html"),
        ("conf.py", "POSTS = (('posts/*.md', 'news', 'post.tmpl'),)\n", "posts/one.md", "news/one/"),
        ("conf.py", "PRETTY_URLS = False\n", "posts/one.md", "posts/one.html"),
        ("conf.py", "USE_SLUGIFY = False\n", "posts/My One.md", "posts/My%20One/"),
        ("conf.py", "", "posts/My One.md", "posts/my-one/"),
        ("hugo.toml", "", "content/posts/My Größe.md", "posts/my-gr%C3%B6%C3%9Fe/"),
        ("hugo.toml", "disablePathToLower = true\n", "content/posts/My One.md", "posts/My-One/"),
        (
            "hugo.toml",
            "[permalinks]\nposts = '/:sections[last]/:slug/'\n",
            "content/posts/a/one.md",
            "posts/the-tern-c/",
        ),
        ("hugo.toml", "uglyURLs = true\n", "content/posts/a/one.md", "posts/a/one.html"),
        ("hugo.toml", "[permalinks]\nposts = '/:Mon/:002/:slug/'\n", "content/posts/one.md", "mon/005/the-tern-c/"),
        ("config.toml", "", "content/blog/2026-01-05-My Größe.md", "blog/my-grosse/"),
        (
            "config.toml",
            "[slugify]\npaths_keep_dates = true\n",
            "content/blog/2026-01-05-My One.md",
            "blog/2026-01-05-my-one/",
        ),
        ("config.toml", "[slugify]\npaths = 'safe'\n", "content/blog/My One?.md", "blog/My_One/"),
        ("mkdocs.yml", "plugins: [search, blog]\n", "docs/blog/posts/one.md", "blog/2026/01/05/the-tern--c/"),
        ("mkdocs.yml", "plugins: [material/blog]\n", "docs/blog/posts/one.md", "blog/2026/01/05/the-tern--c/"),
        ("mkdocs.yml", "", "docs/news/My One.md", "news/My%20One/"),
        ("mkdocs.yml", "docs_dir: content\n", "content/news/index.md", "news/"),
        ("astro.config.ts", "}\n", "src/content/news/My One.md", "news/my-one/"),
        ("astro.config.ts", "trailingSlash: 'never' }\n", "src/pages/news/My One.md", "news/My%20One"),
        ("docusaurus.config.js", "}\n", "blog/2026-01-05-one/index.md", "blog/2026/01/05/one"),
        ("docusaurus.config.js", "trailingSlash: true }\n", "blog/one.md", "blog/one/"),
        (
            "docusaurus.config.js",
            "plugins: [['x', { id: 'n', path: './newsletter', routeBasePath: 'letters' }]] }\n",
            "newsletter/42/index.mdx",
            "letters/42",
        ),
        ("_config.yml", "collections: [letters]\n", "_letters/2026-01-05-one.md", "letters/2026-01-05-one.html"),
        ("_config.yml", "collections:\n  letters: {permalink: '/l/:name/'}\n", "_letters/My One.md", "l/my-one/"),
    ],
)
def test_addresses_are_those_of_the_settings(tmp_path: Path, marker: str, more: str, file: str, expected: str) -> None:
    text = more + BASE[marker] if marker == "hugo.toml" and "=" in more.split("[")[0] else BASE[marker] + more
    usual = ("source/_posts", "content/posts", "content", "posts", "docs/blog/posts", "blog")
    own = "/".join(file.split("/")[: -2 if "/index." in file else -1])
    directory = next((one for one in usual if file.startswith(f"{one}/")), own)
    directory = own if marker in ("config.toml", "mkdocs.yml") else directory
    config = load(
        tmp_path,
        {marker: text, file: POST, "config.yaml": f"posts: {{directory: {directory}}}\nsite: {{title: Boats}}\n"},
    )
    assert issue_of(tmp_path, config, file).page == f"https://boats.example/{expected}"


def test_a_pattern_for_a_section_of_hugo_counts_in_that_section_alone(tmp_path: Path) -> None:
    hugo = BASE["hugo.toml"] + "[permalinks]\nposts = '/p/:slug/'\n'/' = '/top/:slug/'\n"
    files = {"content/posts/one.md": POST, "content/news/two.md": POST, "content/three.md": POST}
    config = load(tmp_path, {"hugo.toml": hugo, "config.yaml": "posts: {directory: content}\n", **files})
    pages = [issue_of(tmp_path, config, file).page.removeprefix("https://boats.example/") for file in files]
    assert pages == ["p/the-tern-c/", "news/two/", "top/the-tern-c/"]


def test_folders_of_languages_of_hugo_are_known(tmp_path: Path) -> None:
    hugo = BASE["hugo.toml"] + "".join(f"[languages.{one}]\ncontentDir = 'content/{one}'\n" for one in ("en", "de"))
    files = {"content/en/posts/one.md": POST, "content/de/posts/two.md": POST}
    whole = load(tmp_path / "a", {"hugo.toml": hugo, "config.yaml": "posts: {directory: content}\n", **files})
    issues = [issue_of(tmp_path / "a", whole, file) for file in files]
    assert [issue.page for issue in issues] == [
        "https://boats.example/posts/one/",
        "https://boats.example/de/posts/two/",
    ]
    assert [issue.language for issue in issues] == ["en", "de"]
    german = load(tmp_path / "b", {"hugo.toml": hugo, "config.yaml": "posts: {directory: content/de/posts}\n", **files})
    assert german.site.language == "de"
    assert issue_of(tmp_path / "b", german, "content/de/posts/two.md").page == "https://boats.example/de/posts/two/"


def test_what_hugo_hands_down_is_front_matter(tmp_path: Path) -> None:
    lists = "---\ncascade:\n  - target: {path: '/posts/old/**'}\n    draft: true\n  - params: {tags: [ferries]}\n---\n"
    hugo = BASE["hugo.toml"] + "[cascade]\nauthor = 'Ada'\ndate = 2020-01-01\n"
    files = {"hugo.toml": hugo, "content/posts/_index.md": lists, "content/posts/old/a.md": POST}
    config = load(tmp_path, {**files, "content/posts/b.md": POST})
    old, new = (issue_of(tmp_path, config, f"content/posts/{name}") for name in ("old/a.md", "b.md"))
    assert (old.draft, new.draft, new.tags, new.authors[0].name) == (True, False, ("ferries",), "Ada")
    assert open_site(tmp_path / "config.yaml").config == config


def test_the_day_in_an_address_is_that_of_the_time_zone_that_the_post_names(tmp_path: Path) -> None:
    hugo = BASE["hugo.toml"] + "[permalinks]\nposts = '/:day/:filename/'\n"
    post = "---\ntitle: x\ndate: 2026-01-05T23:30:00-05:00\n---\n"
    config = load(tmp_path, {"hugo.toml": hugo, "content/posts/one.md": post})
    assert issue_of(tmp_path, config, "content/posts/one.md").page == "https://boats.example/05/one/"


def test_pelican_reads_front_matter_from_paths_and_excludes_pages(site: Folder) -> None:
    post = "Title: {}\nDate: 2026-01-05\n\nx\n"
    for name in ("news/2026_one.md", "pages/about-boats.md", "other/three.md"):
        (site.path / "content" / name).parent.mkdir(parents=True, exist_ok=True)
        (site.path / "content" / name).write_text(post.format(name))
    site.posts.rmdir()
    settings = "ARTICLE_PATHS = ['news', 'pages']\nPATH_METADATA = r'(?P<tags>[^/]+)/[0-9]+_(?P<slug>[^.]+)'\n"
    (site.path / "pelicanconf.py").write_text(BASE["pelicanconf.py"] + settings)
    site.configure("")
    built = Folder.at(site.path)
    built.build()
    assert [item["url"] for item in built.items("feed.json")] == ["https://boats.example/one.html"]


def test_the_config_may_name_a_folder_inside_that_of_pelican(tmp_path: Path) -> None:
    settings = "PATH = 'content'\nARTICLE_PATHS = ['news', 'notes']\nARTICLE_EXCLUDES = ['news/old', 'notes/x']\n"
    files = {
        "pelicanconf.py": BASE["pelicanconf.py"] + settings + "ARTICLE_URL = '{category}/{slug}/'\n",
        "content/news/one.md": POST,
        "config.yaml": "posts: {directory: content/news}\n",
    }
    config = load(tmp_path, files)
    assert issue_of(tmp_path, config, "content/news/one.md").page == "https://boats.example/news/the-tern-c/"
    held = [
        name
        for name in ("/one.md", "/old/two.md", "/x/three.md")
        if any(re.search(one, name) for one in config.posts.held)
    ]
    assert held == ["/old/two.md"]


def test_a_post_of_material_for_mkdocs_is_dated_and_titled_as_there(tmp_path: Path) -> None:
    post = "---\ndate:\n  created: 2026-01-05\n  updated: 2026-02-02\n---\n\n# Terns & gulls {#t}\n\nText.\n"
    files = {"mkdocs.yml": BASE["mkdocs.yml"] + "plugins: [blog]\n", "docs/blog/posts/one.md": post}
    issue = issue_of(tmp_path, load(tmp_path, files), "docs/blog/posts/one.md")
    assert f"{issue.published:%Y-%m-%d} {issue.updated:%Y-%m-%d}" == "2026-01-05 2026-02-02"
    assert issue.page == "https://boats.example/blog/2026/01/05/terns--gulls/"


def test_the_template_that_names_a_collection_of_astro_is_where_its_posts_are(tmp_path: Path) -> None:
    files = {
        "astro.config.ts": BASE["astro.config.ts"] + "}",
        "src/pages/blog/[...slug].astro": 'getCollection("blog")',
        "src/pages/letters/[id]/index.astro": 'getCollection("news")',
        "src/pages/a/[year].astro": "getCollection('news')",
        "src/pages/paper/[...path].astro": "getCollection('news') <Content />",
        "src/data/news/one.md": POST,
        "config.yaml": "site: {title: x}\nposts: {directory: src/data/news}\n",
    }
    assert issue_of(tmp_path, load(tmp_path, files), "src/data/news/one.md").page == "https://boats.example/paper/one/"


@pytest.mark.parametrize(
    ("marker", "file", "date", "expected"),
    [
        ("docusaurus.config.js", "blog/one.md", "07-08-2026", "2026-07-08"),
        ("docusaurus.config.js", "blog/one.md", "29-07-2026", "2026-07-29"),
        ("hugo.toml", "content/posts/one.md", "07/29/2026 10:00", "2026-07-29"),
        ("hugo.toml", "content/posts/one.md", "07-08-2026", ""),
    ],
)
def test_days_and_months_in_either_order(tmp_path: Path, marker: str, file: str, date: str, expected: str) -> None:
    ending = "}\n" if "docusaurus" in marker else ""
    config = load(tmp_path, {marker: BASE[marker] + ending, file: f"---\ntitle: x\ndate: {date}\n---\nx"})
    published = issue_of(tmp_path, config, file).published
    assert (f"{published:%Y-%m-%d}" if published else "") == expected


def test_documentation_in_mkdocs_does_not_concern_posts_elsewhere(tmp_path: Path) -> None:
    files = {"mkdocs.yml": BASE["mkdocs.yml"], "letters/one.md": POST}
    config = load(tmp_path, {**files, "config.yaml": f"{SITE}posts: {{directory: letters}}\n"})
    assert config.posts.layout == "plain"


def test_directory_data_of_eleventy_is_front_matter(tmp_path: Path) -> None:
    data = '{"permalink": "/n/{{ page.date | date: \'%Y\' }}/{{ page.fileSlug }}/", "tags": "boats", "layout": "x"}'
    config = load(
        tmp_path, {".eleventy.js": "", "config.yaml": SITE, "src/posts/posts.json": data, "src/posts/one.md": POST}
    )
    issue = issue_of(tmp_path, config, "src/posts/one.md")
    assert (issue.page, issue.tags) == ("https://boats.example/n/2026/one/", ("boats",))


SITE = "site: {title: Boats, url: https://boats.example/}\n"


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("[':filename', ':default']", "2026-02-03"),
        ("['published', 'date']", "2026-03-04"),
        ("[':git', 'date']", "2026-01-05"),
        ("[':default', ':filename']", "2026-01-05"),
    ],
)
def test_hugo_s_order_of_dates_counts(tmp_path: Path, order: str, expected: str) -> None:
    post = "---\ntitle: x\ndate: 2026-01-05\npublished: 2026-03-04\n---\n"
    toml = BASE["hugo.toml"] + f"[frontmatter]\ndate = {order}\n"
    config = load(tmp_path, {"hugo.toml": toml, "content/posts/2026-02-03-one.md": post})
    assert f"{issue_of(tmp_path, config, 'content/posts/2026-02-03-one.md').published:%Y-%m-%d}" == expected


@pytest.mark.parametrize(
    ("marker", "more"),
    [
        ("hugo.toml", "[taxonomies]\ntag = 'tags'\nseries = 'series'\n"),
        (
            "config.toml",
            "taxonomies = [{name = 'series'}, {name = 'tags'}]\n",
        ),
    ],
)
def test_taxonomies_of_hugo_and_zola_are_tags(tmp_path: Path, marker: str, more: str) -> None:
    post = "---\ntitle: x\ntags: [a]\nseries: [Ferries]\n---\n"
    config = load(tmp_path, {marker: BASE.get(marker, "") + more, "content/posts/one.md": post})
    assert issue_of(tmp_path, config, "content/posts/one.md").tags == ("a", "Ferries")


@pytest.mark.parametrize("pattern", ["'notes\\.md$'", "'/drafts/'", "'notes.md', '('", "'notes.md', '[[:alpha:]]x'"])
def test_what_hugo_ignores_is_held_back_and_what_is_published_stays(site: Folder, pattern: str) -> None:
    content = site.path / "content/posts"
    for name in ("one.md", "drafts/notes.md"):
        (content / name).parent.mkdir(parents=True, exist_ok=True)
        (content / name).write_text(POST.replace("The tern & C", name))
    hugo = site.path / "hugo.yaml"
    site.posts.rmdir()
    site.configure("")
    hugo.write_text("baseURL: https://boats.example/\ntitle: Boats\n")
    held = Folder.at(site.path)
    assert len(held.build().feeds) == 2
    assert {item["title"] for item in held.items("feed.json")} == {"one.md", "drafts/notes.md"}
    hugo.write_text(f"baseURL: https://boats.example/\ntitle: Boats\nignoreFiles: [{pattern}]\n")
    assert not held.build().problems
    assert {item["title"] for item in held.items("feed.json")} == {"one.md", "drafts/notes.md"}
    (content / "drafts/again.notes.md").write_text(POST)
    assert "the site generator excludes them" in str(held.build().notices)


@pytest.mark.parametrize(
    ("marker", "text"),
    [
        ("hugo.toml", "baseURL = ["),
        ("hugo.yaml", "a: &a [*a]"),
        ("hugo.json", "[1]"),
        ("config.toml", "base_url = 'x'\nbad"),
        ("pelicanconf.py", "def"),
        ("pelicanconf.py", "SITENAME = " + "[" * 500),
        ("conf.py", "POSTS = 3\nBLOG_TITLE = 5\n"),
        ("conf.py", "POSTS = ((1,), 2)\n"),
        ("hugo.toml", "baseURL = '/'\nlanguageCode = '!'\ntimeZone = 'Mars'\ntitle = 3\n"),
        ("pelicanconf.py", "SITENAME = 'x'\nraise SystemExit\n"),
    ],
)
def test_files_that_cannot_be_read_or_used_are_no_obstacle(tmp_path: Path, marker: str, text: str) -> None:
    directory = "posts" if marker == "conf.py" else "content/posts"
    config = load(tmp_path, {"config.yaml": SITE, marker: text, f"{directory}/one.md": POST})
    assert issue_of(tmp_path, config, f"{directory}/one.md").title == "The tern & C"


def test_a_change_of_a_generator_s_file_is_a_change(tmp_path: Path) -> None:
    files: dict[str, Any] = {"hugo.toml": BASE["hugo.toml"], "content/posts/one.md": POST}
    load(tmp_path, files)
    before = open_site(tmp_path / "config.yaml").config_bytes
    (tmp_path / "config/_default").mkdir(parents=True)
    (tmp_path / "config/_default/permalinks.toml").write_text("posts = '/:slug/'\n")
    site = open_site(tmp_path / "config.yaml")
    assert site.config_bytes != before
    assert site.config.posts.permalink == "/:slug_or_title/"


@pytest.mark.parametrize(
    ("builds", "address"),
    [("", "news/one.html"), ("sphinx: {builder: dirhtml, configuration: conf.py}\n", "news/one/")],
)
def test_ablog_has_the_addresses_of_sphinx(tmp_path: Path, builds: str, address: str) -> None:
    conf = (
        "import ablog\nextensions = ['ablog']\nblog_title = 'Boats'\nblog_baseurl = 'https://boats.example'\n"
        "language = 'de'\nhtml_title = ablog.title\n"
    )
    post = ".. post:: Jan 5, 2026\n   :tags: sea\n\nTerns\n=====\n\nText.\n"
    files = {
        "conf.py": conf,
        ".readthedocs.yml": builds,
        "news/one.rst": post,
        "config.yaml": "posts: {directory: news}",
    }
    config = load(tmp_path, {name: text for name, text in files.items() if text})
    assert (config.posts.layout, config.site.title, config.site.language) == ("ablog", "Boats", "de")
    issue = issue_of(tmp_path, config, "news/one.rst")
    assert (issue.page, issue.title, issue.tags) == (f"https://boats.example/{address}", "Terns", ("sea",))
