"""Front matter of all kinds, also broken."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from feeds.errors import PostError, Where
from feeds.issues.front_matter import FrontMatter, split_front_matter
from feeds.issues.parsing import parse_issue
from feeds.issues.plain_yaml import read_plain
from feeds.issues.yaml_block import read_yaml
from feeds.markup import all_text, find_dropped
from feeds.model import Post
from feeds.posts import read, scan
from feeds.text.yaml import load_texts
from tests.parsing import CONFIG, parse, parse_with_problems
from tests.searching import search


def split(text: str, path: str = "x.md", sidecar: str = "") -> FrontMatter:
    return split_front_matter(Post(path=path, text=text, digest="", where=Where(f"posts/{path}"), sidecar=sidecar))


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('"plays the "Moonlight" sonata"', 'plays the "Moonlight" sonata'),
        ('"on the shelf "soon-ish.""', 'on the shelf "soon-ish."'),
        ("'It's here'", "It's here"),
        ('"Moonlight" and other tunes', '"Moonlight" and other tunes'),
        ('"Moon" and "light"', '"Moon" and "light"'),
        ("Issue 13: The otter", "Issue 13: The otter"),
        ("What now:", "What now:"),
        ("@harbour speaks", "@harbour speaks"),
        ("`feeds` explained", "feeds explained"),
        ("% of the quay", "% of the quay"),
        ("*All* the boats", "*All* the boats"),
        ("& other boats", "& other boats"),
        ("&c and so on", "&c and so on"),
        ("[Draft] The quay", "[Draft] The quay"),
        ("{Boats} and quays", "{Boats} and quays"),
        ("| and other marks", None),
        ("! 'Issue #89'", "Issue #89"),
        (r'"C:\boats and "quays""', r'C:\boats and "quays"'),
        ("Boats\t: quays", "Boats : quays"),
    ],
)
def test_a_title_that_is_not_valid_yaml_is_read_if_its_meaning_is_obvious(line: str, expected: str | None) -> None:
    text = f"---\nlayout: post\ntitle: {line}\nx: y\n---\nBody.\n"
    if expected is None:
        with pytest.raises(PostError, match="is not valid YAML"):
            parse(text)
    else:
        assert parse(text).title == expected


def test_repairing_one_line_does_not_change_the_others() -> None:
    front = split(
        "---\ntitle: One: two\nsummary: |\n  a: b: c\n  'quoted\ntags:\n- @one\n- two\nauthor:\n\tname: Bo: Cy\n"
        'text: "goes\n  on"\n---\n'
    )
    assert front.values == {
        "title": "One: two",
        "summary": "a: b: c\n'quoted\n",
        "tags": ["@one", "two"],
        "author": {"name": "Bo: Cy"},
        "text": "goes on",
    }


def test_a_key_that_appears_twice_is_reported_and_the_last_one_counts() -> None:
    issue, (problem,) = parse_with_problems("---\ntitle: One\ndate: 2026-01-05\ntitle: Two\n---\n")
    assert issue.title == "Two"
    assert str(problem) == "posts/2026-05-01-one.md:4: 'title' appears twice; the last one is used (keep one of them)"
    issue, (problem,) = parse_with_problems("Title: One\nTitle: Two\n\nBody")
    assert (issue.title, problem.message) == ("Two", "'Title' appears twice; the last one is used")


@pytest.mark.parametrize(
    "text",
    [
        "---\n\nSome words first.\n\n---\n\nThen others.\n",
        "---\nSome words, and a colon: here.\n---\n",
        "---\n\n## Robots\n\nThey walk.\n",
        "----\nnote: no\n----\n",
        "We have new front matter:\n\n```yaml\ntitle: One\ndate: 2026-01-05\n```\n",
        "Date: 5 May\nStatus: hums\n",
        "\n\nWords.\n",
        "\n---\n\nSome words first.\n\n---\n",
        "---\n",
        "--- a dash ---\n",
        "+++ and so on",
        "{% include note.html %}\n\nWords.\n",
        "{: .lead}\nWords.\n",
        "{{ page.title }}\n",
        "Note: this is prose.\n\nWords.\n",
        ".. and so on.\n",
        "<!-- a comment -->\n\nWords.\n",
    ],
)
def test_text_that_only_looks_like_front_matter_stays_in_the_body(text: str) -> None:
    assert (split(text).kind, split(text).body) == ("none", text)


@pytest.mark.parametrize(
    "lead",
    [
        "\n",
        " \n\t\n\n",
        "\ufeff",
        "\n\ufeff",
        "\u200b\n",
        "<!-- vim: set tw=80 -->\n",
        "<!-- Copyright\nthe authors -->\n\n",
        "[//]: # (a comment)\n\n",
        "{# a comment #}\n",
        "{% comment %}\nto be sent\n{% endcomment %}\n",
    ],
)
@pytest.mark.parametrize(
    "front",
    [
        "---\ntitle: One\ndraft: true\n---\n",
        "+++\ntitle = 'One'\ndraft = true\n+++\n",
        '{"title": "One", "draft": "true"}\n',
        "title: One\ndraft: true\n\n",
        ".. title: One\n.. draft: true\n\n",
    ],
)
def test_blank_lines_and_comments_above_front_matter_do_not_hide_it(lead: str, front: str) -> None:
    found = split(f"{lead}{front}Body.\n")
    assert (found.values["title"], str(found.values["draft"]).lower()) == ("One", "true")
    assert found.body.strip() == "Body."


def test_a_fault_of_front_matter_below_blank_lines_has_its_own_line() -> None:
    with pytest.raises(PostError, match=r"posts/x.md:6: the front matter is not valid YAML"):
        split("\n\n---\ntitle: One\nlist: [a\n---\n")
    assert split("\n\n---\ntitle: One\ndraft: true\n---\n").line_of("draft").line == 5


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("----\ntitle: no\n----\n", 2),
        ("—\ntitle: One\ndraft: true\n—\n", 2),  # an editor has made a dash of the fence
        ("***\ntitle: One\ndraft: true\n***\n", 2),
        ("  ---\n  title: One\n  draft: true\n  ---\n", 2),
        ("# One\n\n---\ntitle: One\ndraft: true\n---\n", 4),
        ("+++\ntitle = 'One'\ndraft = true\n\nBody.\n", 2),
        ("---\ntitle = 'One'\ndraft = true\n---\n", 2),
        ("```yaml\ntitle: One\ndraft: true\n```\n", 2),
        ("draft: true\ndate: 2026-01-05\n\nBody.\n", 1),
        ("\n<!--\ntitle: One\ndraft: true\n-->\n\nBody.\n", 3),
        (";;;\n'title': 'One',\n'draft': true\n;;;\n", 2),
    ],
)
def test_front_matter_that_is_not_read_holds_the_post_back(text: str, line: int) -> None:
    with pytest.raises(PostError, match=rf"posts/x.md:{line}: what looks like front matter is not read"):
        split(text)


@pytest.mark.parametrize(
    "text",
    [
        "The ferry\n#########\n\n:date: 2026-01-05\n:tags: a, b\n:summary: It hums\n  quietly.\n\nBody.\n",
        "=====\nThe ferry\n=====\n\n:date: 2026-01-05\n:tags: a, b\n:summary: It hums\n          quietly.\n\nBody.\n",
        ":title: The ferry\n:date: 2026-01-05\n:tags: a, b\n:summary: It hums quietly.\n\nBody.\n",
        ".. title: The ferry\n.. date: 2026-01-05\n.. tags: a, b\n.. description: It hums quietly.\n\nBody.\n",
        "---\ntitle: The ferry\ndate: 2026-01-05\ntags: a, b\nsummary: It hums quietly.\n---\nBody.\n",
    ],
)
def test_restructured_text_has_its_title_and_fields(text: str) -> None:
    issue = parse(text, "x.rst")
    assert (issue.title, issue.tags, issue.summary) == ("The ferry", ("a", "b"), "It hums quietly.")
    assert issue.published is not None
    assert split(text, "x.rst").body == "Body.\n"


def test_definitions_that_lead_nowhere_are_front_matter() -> None:
    text = (
        '[_layout]: ../roundup.html\n[date]: / "2026-01-05 10:00:00"\n[//]: # (A comment.)\n[title]: # (The ferry)\n'
        '[tags]: <> (a, b)\n[“”]: / “”\n\n[quay]: https://a.example/ "Quay"\n\nBody at the [quay].\n'
    )
    issue = parse(text)
    assert (issue.title, issue.tags, issue.date_source) == ("The ferry", ("a", "b"), "'date' in the front matter")
    assert split(text).line_of("tags").line == 5
    assert all_text(issue.body).strip() == "Body at the quay."
    assert split("[//]: # (date of birth)\n\nBody.\n").kind == "none"
    assert split('[date]: /2026 "Then"\n\nBody of [date].\n').kind == "none"


@pytest.mark.parametrize(
    "text",
    [
        ".. post:: 5 Jan 2026\n   :tags: a, b\n   :author: Ada\n   :image: 2\n\n"
        ".. meta::\n   :description lang=en:\n      It hums\n      quietly.\n\n"
        "The ferry\n=========\n\nBody.\n\nTea\n---\n\nx\n",
        "The ferry\n=========\n\n.. meta::\n   :description: It hums quietly.\n\n.. _here:\n\n"
        ".. post:: January 5, 2026\n   :author: Ada\n   :tags: a,\n      b\n\n   Body.\n\nTea\n---\n\nx\n",
    ],
)
def test_ablog_dates_a_post_by_a_directive(text: str) -> None:
    issue = parse(text, "x.rst")
    assert (issue.title, issue.tags, issue.summary) == ("The ferry", ("a", "b"), "It hums quietly.")
    assert (issue.authors[0].name, issue.image, issue.draft) == ("Ada", "", False)
    assert issue.published == datetime(2026, 1, 4, 23, tzinfo=UTC)
    assert [line for line in all_text(issue.body).split("\n") if line] == ["The ferry", "Body.", "Tea", "x"]


def test_a_post_of_ablog_without_a_date_is_a_draft() -> None:
    assert parse(".. post::\n   :tags: a\n\nThe ferry\n=========\n\nBody.\n", "x.rst").draft
    assert not parse("Words.\n\n.. post::\n\nMore.\n", "x.rst").draft


def test_a_title_of_restructured_text_without_fields_needs_another_style_than_sections() -> None:
    assert split("The ferry\n=========\n\nBody.\n", "x.rst").values == {"title": "The ferry"}
    sections = "The ferry\n=========\n\nBody.\n\nThe quay\n========\n\nWords.\n"
    assert split(sections, "x.rst").body == sections
    assert split("Words :ref:`here`.\n", "x.rst").kind == "none"
    assert split(":ref:`here` it is.\n", "x.rst").kind == "none"


def test_the_head_of_a_page_is_its_front_matter() -> None:
    issue = parse(
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>The ferry &amp; the quay</title>\n'
        '<meta name="date" content="2026-01-05 08:00"><meta name="tags" content="a, b">\n'
        '<meta property="og:image" content="/a.png"><meta name="authors" content="Bo, Cy">'
        '<meta name="description" content="It hums."></head><body><p>Body.</p></body></html>',
        "x.html",
    )
    assert (issue.title, issue.tags, issue.summary) == ("The ferry & the quay", ("a", "b"), "It hums.")
    assert [author.name for author in issue.authors] == ["Bo", "Cy"]
    assert issue.image == "https://weekly.example/a.png"
    assert issue.date_source == "'date' in the front matter"
    assert "".join(issue.body.itertext()).strip() == "Body."


def test_front_matter_may_be_in_a_file_beside_the_post(tmp_path: Path) -> None:
    (tmp_path / "one.md").write_text("Body.\n")
    (tmp_path / "one.meta").write_text(".. title: One\n.. date: soon\n")
    for path in tmp_path.iterdir():
        os.utime(path, (1e9, 1e9 + 1))
    before = scan(str(tmp_path))
    assert list(before) == ["one.md"]
    issue, (problem,) = parse_issue(read(str(tmp_path), "one.md", "posts"), CONFIG)
    assert issue.title == "One"
    assert str(problem).startswith("posts/one.meta:2: 'soon' is not a date")
    digest = read(str(tmp_path), "one.md", "posts").digest
    (tmp_path / "one.meta").write_text(".. title: Two\n")
    assert scan(str(tmp_path)) != before
    assert scan(str(tmp_path))["one.md"].startswith("?")
    assert read(str(tmp_path), "one.md", "posts").digest != digest


@pytest.mark.parametrize(
    "line", [f"number = 0x{'f' * 9000}", f"tags = [0x{'f' * 9000}]", "title = inf", "date = 07:32:00"]
)
def test_strange_values_of_toml_do_no_harm(line: str) -> None:
    assert parse(f"+++\n{line}\n+++\n", "7.md").number == 7


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    ["# One\n\n---\n\ntitle: x\n", "Title: x\n{0}", "---\ntitle: x\n{0}---\n", "Words: {0}", "{0}\n---\n", "<head>{0}"],
)
@pytest.mark.parametrize(
    "long",
    [
        " " * 50_000,
        "-" * 50_000,
        "a:\n" * 50_000,
        "<head>" * 20_000,
        "--- \n" * 20_000,
        "a: &b c\n" * 50_000,
        "tags: x\n" * 50_000,
        "  more\n" * 50_000,
        "x: a: b\n" * 50_000,
    ],
)
def test_long_nonsense_is_read_quickly(text: str, long: str) -> None:
    for path in ("x.md", "x.rst", "x.html"):
        with contextlib.suppress(PostError):
            split(text.replace("{0}", long), path)


@pytest.mark.parametrize(
    "written",
    [
        "a: 1\nb: [x, {c: no, d: [y]}]",
        "a: &x {b: c}\nd: *x\ne: [*x]",
        "a: 1\na: 2",
        "? [a, b]\n: c",
        "&x a: *x",
        "a: &x [*x]",
    ],
)
def test_yaml_is_read_as_the_library_reads_it(written: str) -> None:
    def said(load: Callable[[], object]) -> object:
        try:
            return load()
        except yaml.YAMLError as error:
            return str(error)

    assert said(lambda: load_texts(written)) == said(lambda: yaml.load(written, Loader=yaml.CBaseLoader))


# Front matter as people write it, and as they break it.
_WORDS = st.text(alphabet=st.characters(codec="utf-8"), max_size=30)
_MARKS = st.sampled_from([*"\"'`@%&*!|>[]{}#:,-?\\\t\n ", ": ", " #", "---\n", "...\n", "+++\n", "-->", ".. x: y"])
_NAMES = st.sampled_from(
    "title date published publishDate lastmod tags categories author authors name image link permalink url slug id "
    "lang draft status number issue summary expires cover params extra taxonomies _build header".split()
)
_SCALARS = st.one_of(
    _WORDS,
    st.lists(st.one_of(_MARKS, _WORDS), max_size=6).map("".join),
    st.sampled_from(["2026-01-05", "2021-(TODO)", "true", "9" * 40, "Issue #3", "/:year/:title/", "null", "第 3 期"]),
)
_VALUES = st.recursive(
    _SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(_NAMES, inner, max_size=3)),
    max_leaves=6,
)
_BLOCKS = st.dictionaries(_NAMES, _VALUES, max_size=6)


def _lines(values: dict[str, object], form: str) -> str:
    return "".join(
        form.format(name, value if isinstance(value, str) else json.dumps(value)) for name, value in values.items()
    )


_FORMS: list[Callable[[dict[str, object]], str]] = [
    lambda values: f"---\n{_lines(values, '{}: {}' + chr(10))}---\nBody.\n",
    lambda values: f"---\n{json.dumps(values)}\n---\nBody.\n",
    lambda values: f"---json\n{json.dumps(values)}\n---\nBody.\n",
    lambda values: f"{json.dumps(values)}\nBody.\n",
    lambda values: (
        f"+++\n{''.join(f'{name} = {json.dumps(value)}' + chr(10) for name, value in values.items())}+++\nBody.\n"
    ),
    lambda values: f"{_lines(values, '{}: {}' + chr(10))}\nBody.\n",
    lambda values: f"<!--\n{_lines(values, '.. {}: {}' + chr(10))}-->\nBody.\n",
    lambda values: f"Title\n=====\n\n{_lines(values, ':{}: {}' + chr(10))}\nBody.\n",
    lambda values: f"<head>{_lines(values, '<meta name={} content={!r}>')}</head>Body.\n",
]


@st.composite
def _mutated(draw: st.DrawFn) -> str:
    """A text of front matter in which something was put, left out or moved."""
    text: str = draw(st.sampled_from(_FORMS))(draw(_BLOCKS))
    for _ in range(draw(st.integers(0, 3))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 5)))
        text = text[:start] + draw(_MARKS) + text[end:]
    return text


_SIGNS = [
    "a",
    "b9",
    "\u65e5",
    "\u0301",
    " ",
    ": ",
    ":",
    " #",
    "#",
    "- ",
    "-",
    ",",
    "'",
    "''",
    '"',
    "\\",
    "/",
    ".",
    "@",
    "`",
]
_SIGNS += [
    *"[]{}&*!|>%?=~_+",
    "<<",
    "---",
    "...",
    "null",
    "\t",
    "\r",
    "\x85",
    "\u2028",
    "\ufeff",
    "\x00",
    "\xa0",
    "\n",
    "\n- ",
]
_WRITTEN = st.lists(st.sampled_from(_SIGNS), max_size=5).map("".join)
_VALUES = st.one_of(_WRITTEN, *(
    _WRITTEN.map(form.format)
    for form in ['"{}"', "'{}'", "a{}", "[{}]", "[a, {}, 'b']", "\n- a{0}\n- {0}", "\n\n  - {}\n  - b\n - c"]
))  # fmt: skip
_NAMES = st.sampled_from(["title", "x-y", "_z", "<<", "1", "\xe9", "-a", "? a", "a b", "\ta", " a", "#a", "a" * 200])
_LINES = st.lists(st.tuples(_NAMES, st.sampled_from([": ", ":  ", ":", " : "]), _VALUES), min_size=1, max_size=3)


@search(400)
@given(lines=_LINES, end=st.sampled_from(["\n", "", "\n\n", " \n"]))
def test_front_matter_that_is_read_as_plain_lines_is_the_same_to_pyyaml(
    lines: list[tuple[str, str, str]], end: str
) -> None:
    source = "\n".join("".join(line) for line in lines) + end
    plain = read_plain(source)
    assert plain is None or read_yaml(source, Where("x.md")) == (plain, ())


@pytest.mark.parametrize(
    ("source", "values"),
    [
        ("title: The 3rd: no\n", None),
        ("title: The 3rd\ntitle: The 4th\n", None),
        ("title: |\n  The 3rd\n", None),
        ("title: The 3rd # draft\n", None),
        ("title: The\n  3rd\n", None),
        ("title: The\x853rd\n", None),
        ("title: *the\n", None),
        ("tags: [a, [b]]\n", None),
        ("tags:\n- a\n  - b\n", None),
        ("tags: ''\n- a\n", None),
        ('title: "The \\u2028"\n', None),
        ("\ntitle:   The 3rd#1 \n\ntags:\n\n- a b\n-  'it''s'\n", {"title": "The 3rd#1", "tags": ["a b", "it's"]}),
        ("draft: no\nurl: /a:b/\ntags: []\nnone:\n", {"draft": "no", "url": "/a:b/", "tags": [], "none": ""}),
    ],
)
def test_only_lines_that_can_mean_one_thing_are_read_as_plain(source: str, values: object) -> None:
    assert read_plain(source) == values


@pytest.mark.slow
@search(200)
@given(
    text=_mutated(),
    path=st.sampled_from(["2026-01-05-x.md", "x.rst", "x.html", "2021/07.md", "a/_posts/x.fr.md", "_drafts/x.mdx"]),
    beside=st.booleans(),
    layout=st.sampled_from(["plain", "jekyll", "hugo", "pelican"]),
)
def test_any_front_matter_gives_an_issue_or_a_post_error(text: str, path: str, beside: bool, layout: str) -> None:
    config = replace(CONFIG, posts=replace(CONFIG.posts, layout=layout))
    post = Post(
        path=path,
        text="Body." if beside else text,
        digest="",
        where=Where(f"posts/{path}"),
        sidecar=text if beside else "",
    )
    try:
        issue, problems = parse_issue(post, config)
    except PostError as error:
        assert error.problem.hint
        assert str(error).startswith("posts/")
        return
    assert all(problem.where and problem.hint for problem in problems)
    shown = (issue.title, issue.summary, issue.link, issue.page, issue.image, issue.language, issue.pinned_id)
    for one in (*shown, *issue.tags, *(author.name for author in issue.authors)):
        assert find_dropped(one) is None
        one.encode()
