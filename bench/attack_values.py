"""Single values that are hard to read: of front matter, of the settings of generators, and of config.yaml.

Every name that the program reads gets every value: long ones of each kind, and lists and blocks of many.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping
from functools import partial

from msgspec import Struct

_LF = "\n"

#: Names in the front matter of posts; of those with many synonyms (files, pictures) a few.
NAMES = """\
title headline date published created publishdate lastmod updated expirydate id guid link canonical_url external_url
permalink url slug aliases author authors byline lang language summary description excerpt text tags tag categories
category keywords number issue episode draft hidden status build _build name params extra taxonomies excerpt_separator
enclosure podcast audio audio_length duration mp3 file video image images cover header og encoding layout type
cascade weight series
""".split()

#: What a value repeats; each is put into quotes, in which a backslash means what it does in YAML and JSON.
UNITS = (
    *"a0é日&<>[](){}/'`~|:;!?%$@^+*#=-_.,  ",
    *("a ", "a,", "a;", ", ", " ;", "\\n", "\\t", "\\\\", "\\u0301", "\\u200b", "\\ud83d\\udc68\\u200d", "\\u0000"),
    *("<b>", "</b>", "<b ", "<a href=x>", "<!--", "&amp;", "&#", "&#x1F600;", "&amp", "[a](b)", "[a](", "![", "`a"),
    *("**a", "__", "a@b.c ", "<a@b.c>", "a <a@b.c>, ", "https://a.example/", "https://a.example/?a=", "//", "../"),
    *("/:slug", "/:year", ":a", "{a}", "{{ a }}", "{{", "{%", "%41", "?a&", "#a", "2026-01-02 ", "2026-", "12:30:"),
    *("1.5e9", "-1", "1,000", "#12 ", "No. 7 ", "Vol. 3 ", "(1/2) ", "第1期", "Jan 2, 2026 ", "and ", " und ", "by "),
    *("A. ", "en-", "en_US.", "mp3 ", ".mp3", ".png?", "image/", "1:02:", "a-b_", "A.B", "İ", "ß", "ﬁ", "﷽", "ǆ", "à "),
    *("a\\u0327\\u0301", "a*", "(a+)+", "a|", "(?:", "\\\\d+", "[^a]*"),
)

#: Lists and blocks of many items, as JSON: `?` is the number of the item.
LISTS = (
    *('"a"', '"a,b"', "[]", '["a"]', '{"name": "a"}', '{"url": "a.mp3", "type": "audio/mpeg"}', "null", "1", '"a?"'),
    *('{"name": "a?", "url": "https://a.example/?", "email": "a@b.c"}', '"https://a.example/?.mp3"', '"2026-01-02"'),
    *('["*?", "a*"]', '{"target": {"path": "/posts/**"}, "a?": "b"}', '"*a*b*c*?"', '"(a?)*"'),
)
BLOCKS = ('"a?": 1', '"a?": {"a": 1}', '"?": "?"', '"a?": ["a"]', '"posts?": "/:year/:slug/"')
NESTED = (("[", "]"), ('{"a": ', "}"), ('[{"a": ', "}]"))

#: Settings of generators by file, and what a file of theirs needs beside it.
SETTINGS: Mapping[str, str] = {
    "_config.yml": "title url baseurl description lang timezone logo author permalink collections defaults exclude",
    "hugo.yaml": "title baseURL languageCode params languages permalinks taxonomies cascade ignoreFiles frontmatter "
    "contentDir uglyURLs author defaultContentLanguage",
    "mkdocs.yml": "site_name site_url theme plugins site_author use_directory_urls",
    "pelicanconf.py": "SITENAME SITEURL ARTICLE_URL IGNORE_FILES ARTICLE_EXCLUDES ARTICLE_PATHS FILENAME_METADATA "
    "PATH_METADATA DEFAULT_METADATA PATH DEFAULT_CATEGORY TIMEZONE DEFAULT_LANG AUTHOR PAGE_PATHS",
    "conf.py": "BLOG_TITLE POSTS DEFAULT_LANG SITE_URL BLOG_DESCRIPTION TIMEZONE BLOG_AUTHOR",
    "posts/posts.json": "permalink tags layout title date author",
    "_data/site.json": "title url description language author name",
    "posts/_index.md": "cascade title",
}
_NEEDED = {
    "conf.py": "POSTS = []\n",
    "mkdocs.yml": "docs_dir: posts\n",
    "pelicanconf.py": "",
    "hugo.yaml": "theme: a\n",
}
_BESIDE = {
    "posts/posts.json": {".eleventy.js": "x"},
    "_data/site.json": {".eleventy.js": "x"},
    "posts/_index.md": {"hugo.toml": "theme = 'a'"},
    "pelicanconf.py": {"posts/content/a.md": "Title: A\nDate: 2026-05-02\n\nText.\n"},
    "_config.yml": {"_posts/2026-05-01-b.md": "---\ntitle: B\n---\n\nText.\n"},
}


class Value(Struct, frozen=True):
    """A value of any size, as JSON, which is also YAML and nearly Python."""

    name: str
    text: Callable[[int], str]


def values() -> Iterator[Value]:
    """Yield all values."""
    for unit in UNITS:
        yield Value(f"{unit!r}", partial(_quoted, unit, ""))
        yield Value(f"a, {unit!r}, a", partial(_quoted, unit, "a"))
    for one in LISTS:
        yield Value(f"[{one}]", partial(_several, one, "[]"))
    for one in BLOCKS:
        yield Value(f"{{{one}}}", partial(_several, one, "{}"))
    for opening, closing in NESTED:
        yield Value(f"nested {opening}", partial(_nested, opening, closing))


def _quoted(unit: str, ends: str, size: int) -> str:
    return f'"{ends}{unit * (size // len(unit))}{ends}"'


def _several(item: str, marks: str, size: int) -> str:
    count = size // (len(item) + 5)
    return marks[0] + ", ".join(item.replace("?", str(number)) for number in range(count)) + marks[1]


def _nested(opening: str, closing: str, size: int) -> str:
    depth = min(90, size // len(opening))
    return opening * depth + "1" + closing * depth


def front_matter() -> Iterator[tuple[str, Callable[[int], str]]]:
    """Yield a name and a post for each value of each name; the post has a title and a date besides."""
    for value, name in itertools.product(values(), NAMES):
        yield f"value: {name}: {value.name}", partial(_post, name, value)


def _post(name: str, value: Value, size: int) -> str:
    rest = "".join(f"{one}: {given}{_LF}" for one, given in (("title", "A"), ("date", "2026-05-02")) if one != name)
    return f"---\n{rest}{name}: {value.text(size)}\n---\n\nRead [this](https://a.example/) and that.\n"


class Setting(Struct, frozen=True, kw_only=True):
    """A file of a generator that has one setting of any size, and the files that it needs."""

    name: str
    file: str
    body: Callable[[int], str]
    beside: Mapping[str, str]


def settings() -> Iterator[Setting]:
    """Yield each value of each setting of a generator."""
    for file, names in SETTINGS.items():
        for name, value in itertools.product(names.split(), values()):
            body = partial(_file, file, name, value)
            yield Setting(name=f"{file}: {name}: {value.name}", file=file, body=body, beside=_BESIDE.get(file, {}))


def _file(file: str, name: str, value: Value, size: int) -> str:
    text, needed = value.text(size), _NEEDED.get(file, "")
    if file.endswith(".json"):
        return f'{{"{name}": {text}}}'
    if file.endswith(".py"):
        return f"{needed}{name} = {text.replace('null', 'None')}\n"
    return f"---\n{name}: {text}\n---\n" if file.endswith(".md") else f"{needed}{name}: {text}\n"
