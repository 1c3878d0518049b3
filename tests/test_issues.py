"""Front matter and body, under all their names."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import to_builtins
from msgspec.structs import replace

from feeds.config import Config
from feeds.errors import PostError, Where
from feeds.issues.parsing import parse_issue
from feeds.issues.values import plain_beginning, plain_title
from feeds.markup import find_dropped
from feeds.model import Post
from tests.folder import NOW, Folder
from tests.parsing import CONFIG, parse, parse_with_problems
from tests.settings import read_config


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: One\ndate: 2026-01-05\ntags: [a, b]\n---\nBody.\n",
        "---\n\ntitle: 'One'\ndate: 2026-01-05\ntags:\n  - a\n  - b\n...\nBody.\n",
        '+++\ntitle = "One"\ndate = 2026-01-05\ntags = ["a", "b"]\n+++\nBody.\n',
        "Title: One\nDate: 2026-01-05\nTags: a, b\n\nBody.\n",
        "Title: One\nDate: 2026-01-05\nTags: a;\n    b\n\nBody.\n",
        '---json\n{"title": "One", "date": "2026-01-05", "tags": ["a", "b"]}\n---\nBody.\n',
        '---toml\ntitle = "One"\ndate = 2026-01-05\ntags = ["a", "b"]\n---\nBody.\n',
        "--- yaml\ntitle: One\ndate: 2026-01-05\ntags: a, b\n---\nBody.\n",
        '{\n  "title": "One",\n  "date": "2026-01-05",\n  "tags": ["a", "b"]\n}\n\nBody.\n',
        ".. title: One\n.. date: 2026-01-05\n.. tags: a, b\n\nBody.\n",
        "<!--\n.. title: One\n.. date: 2026-01-05 00:00:00 UTC+01:00\n.. tags: a, b\n-->\n\nBody.\n",
        "title: One\ndate: 2026-01-05\ntags: a, b\n---\nBody.\n",
        "<!-- \n\n.. title: One\n.. date: 2026-01-05\n.. tags: a, b\n\n-->\n\nBody.\n",
    ],
)
def test_every_kind_of_front_matter_gives_the_same_values(text: str) -> None:
    issue = parse(text, "x.md")
    assert (issue.title, issue.tags) == ("One", ("a", "b"))
    assert issue.published == datetime(2026, 1, 4, 23, 0, tzinfo=UTC)
    assert "".join(issue.body.itertext()).strip() == "Body."


def test_a_post_without_front_matter_is_known_by_heading_and_file_name() -> None:
    issue = parse("# The first one\n\nBody.\n", "2026/2026-02-03-first.md")
    assert issue.title == "The first one"
    assert issue.published == datetime(2026, 2, 2, 23, 0, tzinfo=UTC)
    assert issue.date_source == "the file name"
    assert parse("Body.", "notes/some-thoughts.md").title == "Some thoughts"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2026-01-05 09:30:00", "2026-01-05T08:30:00+00:00"),  # the zone of the site
        ("2026-01-05 09:30:00 +0200", "2026-01-05T07:30:00+00:00"),
        ("2026-01-05T09:30:00Z", "2026-01-05T09:30:00+00:00"),
        ("2026-01-05 09:30 UTC", "2026-01-05T09:30:00+00:00"),
        ("2026-07-05", "2026-07-04T22:00:00+00:00"),  # summer time
        ("5 January 2026", "2026-01-04T23:00:00+00:00"),
        ("Jan 5th, 2026", "2026-01-04T23:00:00+00:00"),
        ("Mon, 05 Jan 2026 09:30:00 -0500", "2026-01-05T14:30:00+00:00"),
        ("2026-1-5", "2026-01-04T23:00:00+00:00"),
        ("2026/01/05 9:30", "2026-01-05T08:30:00+00:00"),
        ("2026-01-05 09:30:00 PM", "2026-01-05T20:30:00+00:00"),
        ("2026-01-05 12:15 a.m.", "2026-01-04T23:15:00+00:00"),
        ("2026-01-05 09:30:00 EST", "2026-01-05T14:30:00+00:00"),
        ("2026-01-05 09:30:00 UTC-03:00", "2026-01-05T12:30:00+00:00"),
        ("2026-01-05T09:30:00.123456+01:00", "2026-01-05T08:30:00+00:00"),
        ("20260105T093000Z", "2026-01-05T09:30:00+00:00"),
        ("05.01.2026", "2026-01-04T23:00:00+00:00"),
        ("Monday, January 5, 2026 at 9:30 AM", "2026-01-05T08:30:00+00:00"),
        ("Mon. January 5, 2026 @ 9:30 am", "2026-01-05T08:30:00+00:00"),
        ("2026年1月5日", "2026-01-04T23:00:00+00:00"),
        ("2026-01-05 12:00 America/New_York", "2026-01-05T17:00:00+00:00"),
        ("2026-07-05 12:00:00 America/Argentina/Buenos_Aires", "2026-07-05T15:00:00+00:00"),
        ("2026-01-05T24:00:00Z", "2026-01-06T00:00:00+00:00"),
    ],
)
def test_dates_are_read_as_people_write_them(written: str, expected: str) -> None:
    issue = parse(f"---\ntitle: x\ndate: {written}\n---\n")
    assert issue.published is not None
    assert issue.published.isoformat() == expected


@pytest.mark.parametrize(
    "written", ["2026-01-05 at noon", "2026-01-05 25:61", "2026-01-05 12:00 Mars/Olympus", "2026-01-05T12"]
)
def test_of_a_date_with_a_strange_time_the_day_is_used(written: str) -> None:
    issue, (problem,) = parse_with_problems(f'---\ndate: "{written}"\n---\n', "2025-05-05-x.md")
    assert issue.published == datetime(2026, 1, 4, 23, 0, tzinfo=UTC)
    assert "is not a date; only its day is used" in problem.message


@pytest.mark.parametrize(
    ("name", "title", "language", "expected"),
    [
        ("2020-02", "x", "en", ("2020-01-31", "2020-02-29")),
        ("2020-02/index", "x", "en", ("2020-01-31", "2020-02-29")),
        ("202002", "x", "en", ("2020-01-31", "2020-02-29")),
        ("news-02-2020", "x", "en", ("2020-01-31", "2020-02-29")),
        ("2026-W05", "x", "en", ("2026-01-25", "2026-02-01")),
        ("2026-kw5", "x", "de", ("2026-01-25", "2026-02-01")),
        ("14825115_our-newsletter-may-2026", "Our May Newsletter!", "en", ("2026-04-30", "2026-05-31")),
        ("2021-jan", "x", "en", ("2020-12-31", "2021-01-31")),
        ("x", "May 2026 Newsletter", "en", ("2026-04-30", "2026-05-31")),
        ("x", "Rundbrief März 2026", "de", ("2026-02-28", "2026-03-31")),
        ("rundbrief-marz-2026", "x", "de", ("2026-02-28", "2026-03-31")),
        ("x", "Boletín de mayo de 2026", "es", ("2026-04-30", "2026-05-31")),
        ("x", "Boletín de mayo de 2026", "en", ("2026-04-30", "2026-05-31")),  # no other language disagrees
        ("listopad-2026", "x", "pl", ("2026-10-31", "2026-11-30")),
        ("listopad-2026", "x", "hr", ("2026-09-30", "2026-10-31")),
        ("x", "Выпуск за март 2026", "ru", ("2026-02-28", "2026-03-31")),
        ("x", "2026年5月号", "ja", ("2026-04-30", "2026-05-31")),
        ("x", "Issue 7 May 2026", "en", ("2026-04-30", "2026-05-31")),
        ("2026/05-boats", "June 2026", "en", ("2026-05-31", "2026-06-30")),
        ("x", "The 2026 robots", "en", None),
        ("x", "May the boats be with you", "en", None),
    ],
)
def test_a_month_or_a_week_in_a_name_or_a_title_bounds_the_date(
    name: str, title: str, language: str, expected: tuple[str, str] | None
) -> None:
    for text in (f"---\ntitle: {title}\nlang: {language}\n---\n", f"---\nlang: {language}\n---\n# {title}\n"):
        issue = parse(text, f"{name}.md")
        assert issue.published is None
        found = issue.within and tuple(f"{moment:%Y-%m-%d}" for moment in issue.within)
        assert found == expected


@pytest.mark.parametrize(
    ("name", "title", "source"),
    [
        ("119-2021-jan-20", "x", "the file name"),
        ("2021-Jan-20th", "x", "the file name"),
        ("20-january-2021", "x", "the file name"),
        ("x", "Boats, January 20, 2021", "the title"),
        ("x", "Boats of 20 January 2021", "the title"),
        ("x", "Barcos, 20 de enero de 2021", "the title"),
    ],
)
def test_a_day_with_the_name_of_its_month_is_a_date(name: str, title: str, source: str) -> None:
    for text in (f"---\ntitle: {title}\n---\n", f"# {title}\n"):
        issue = parse(text, f"{name}.md")
        assert (issue.published, issue.date_source) == (datetime(2021, 1, 19, 23, 0, tzinfo=UTC), source)


@pytest.mark.parametrize("written", ["9999-99-9", "2021-(TODO: MM-DD)", "soon", "9999-12-31T23:59:59-14:00", "10"])
def test_an_invalid_date_is_reported_and_the_file_name_counts(written: str) -> None:
    issue, (problem,) = parse_with_problems(f"Title: x\nDate: {written}\n\nBody.\n")
    assert str(problem).startswith("posts/2026-05-01-one.md:2: ")
    assert "is not a date (write it as" in str(problem)
    assert issue.date_source == "the file name"
    issue, (problem,) = parse_with_problems(f"Title: x\nDate: {written}\n\nBody.\n", "undated.md")
    assert "is not a date; an estimated date is used (write it as" in str(problem)
    assert (issue.published, issue.date_source) == (None, "the day it was first seen")


@pytest.mark.parametrize(
    ("written", "path", "expected"),
    [
        ("2021-(TODO: MM-DD)", "2022/01.md", ("2020-12-31", "2021-12-31")),  # what is written beats the folder
        ("2021-03", "01.md", ("2021-02-28", "2021-03-31")),
        ("2021-02-30", "01.md", ("2021-01-31", "2021-02-28")),
        ("2021", "01.md", ("2020-12-31", "2021-12-31")),
        ("soon", "2022/01.md", ("2021-12-31", "2022-12-31")),
        ("", "2022/03/robots.md", ("2022-02-28", "2022-03-31")),
        ("", "archive/2022-03/01.md", ("2022-02-28", "2022-03-31")),
        ("", "the-robots-of-2022.md", ("2021-12-31", "2022-12-31")),
        ("9999-99-9", "01.md", None),
        ("", "2022-or-2023.md", None),
    ],
)
def test_an_incomplete_date_bounds_the_estimate(written: str, path: str, expected: tuple[str, str] | None) -> None:
    issue = parse(f'---\ntitle: x\ndate: "{written}"\n---\n', path)
    assert issue.published is None
    assert (issue.within and tuple(f"{end:%Y-%m-%d}" for end in issue.within)) == expected  # in UTC: the eve


def test_an_embargo_holds_an_issue_back_and_dates_it() -> None:
    issue = parse("---\ndate: 2026-01-05\npublishDate: 2026-02-01\n---\n")
    assert issue.published == datetime(2026, 1, 31, 23, 0, tzinfo=UTC)
    assert issue.date_source == "'publishDate' in the front matter, before which it is not published"
    assert parse("---\ndate: 2026-01-05\npublishDate: 2025-02-01\n---\n").date_source.startswith("'date'")


def test_an_empty_date_is_not_a_mistake() -> None:
    issue, problems = parse_with_problems('---\ntitle: x\ndate: ""\n---\n', "one.md")
    assert (issue.published, problems) == (None, ())


def test_quotes_inside_quotes_are_repaired_if_the_intent_is_obvious() -> None:
    issue = parse('---\ntitle: "She said "soon-ish." and left"\ndate: 2026-01-05\n---\n')
    assert issue.title == 'She said "soon-ish." and left'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("---\ntitle: One\nlist: [a\n---\n", "posts/2026-05-01-one.md:4: the front matter is not valid YAML"),
        (
            '{"title": "One"\nBody',
            "posts/2026-05-01-one.md:2: the front matter is not valid JSON: Expecting ',' delimiter",
        ),
        (
            '---json\n{"title": One}\n---\n',
            "posts/2026-05-01-one.md:2: the front matter is not valid JSON: Expecting value",
        ),
        ('---json\n["a"]\n---\n', "posts/2026-05-01-one.md: the front matter is not a JSON object"),
        (f'{{"a": {"[" * 100_000}', "posts/2026-05-01-one.md"),
        ('---\ntitle: "One\nx: y\n---\n', "posts/2026-05-01-one.md:"),  # which of the quotes is missing?
        ("---\ntitle: One\n\nBody without end", "posts/2026-05-01-one.md:1: the front matter is not closed"),
        ("---\n- a\n- b\n---\n", "posts/2026-05-01-one.md:2: the front matter is not a list of 'key: value' lines"),
        ("+++\ntitle = One\n+++\n", "posts/2026-05-01-one.md:2: the front matter is not valid TOML"),
        (f"---\nx: {'[' * 10_000}\n---\n", "posts/2026-05-01-one.md"),
        ("<div>" * 3000, "posts/2026-05-01-one.md:1: cannot be parsed: its HTML is nested too deeply (simplify it)"),
    ],
)
def test_a_fault_is_reported_with_its_place(text: str, expected: str) -> None:
    with pytest.raises(PostError) as caught:
        parse(text)
    assert str(caught.value).startswith(expected)


@pytest.mark.parametrize(
    "value",
    ["&a [*a]", "5" * 5000, '"\\ud83d"', '"\\x08"', "!!python/object:os.system x", "{a: {b: c}}", "[[], {}]", "~"],
)
@pytest.mark.parametrize("key", ["title", "date", "tags", "author", "link", "lang", "id", "draft", "excerpt"])
def test_strange_values_do_no_harm(key: str, value: str) -> None:
    try:
        issue = parse(f"---\n{key}: {value}\n---\nBody.\n")
    except PostError as error:
        assert "is not valid YAML" in str(error)
        return
    for text in (issue.title, issue.summary, issue.link, issue.language, issue.pinned_id, *issue.tags):
        assert find_dropped(text) is None
        text.encode()


@pytest.mark.parametrize("key", ["title", "date", "tags", "author", "link", "lang", "id", "slug", "permalink", "image"])
@pytest.mark.parametrize("value", ["\ud83d", 5, 1e99, [["\udc00"]], {"name": "\ud83d"}, float("nan"), 10**4000, None])
def test_strange_values_of_json_do_no_harm(key: str, value: object) -> None:
    issue = parse(f"{json.dumps({key: value})}\nBody.\n")
    names = [author.name for author in issue.authors]
    for text in (issue.title, issue.summary, issue.link, issue.page, issue.image, issue.pinned_id, *issue.tags, *names):
        assert find_dropped(text) is None
        text.encode()


def test_alias_bomb_ends_soon() -> None:
    bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
    bomb += "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 9))
    assert parse(f"---\n{bomb}tags: *a8\ntitle: x\n---\n").title == "x"


def test_the_address_comes_from_the_original_the_page_or_the_pattern() -> None:
    assert parse("---\nlink: https://s.example/1\n---\n").permalink == "https://s.example/1"
    assert parse("---\npermalink: /letters/7/\n---\n").permalink == "https://weekly.example/letters/7/"
    assert parse("---\ntitle: x\n---\n").permalink == "https://weekly.example/2026/05/01/one/"
    other = replace_permalink("/posts/:name.html")
    assert parse("---\ntitle: x\n---\n", config=other).permalink == "https://weekly.example/posts/2026-05-01-one.html"
    assert parse("x", "undated.md").permalink == "https://weekly.example/undated/"


def test_a_placeholder_ends_where_the_longest_name_does() -> None:
    other = replace_permalink("/:yearly/:i_months/:my_slug/:slug_or_titles/")
    assert parse("---\ntitle: x\n---\n", config=other).permalink == "https://weekly.example/2026ly/5s/:my_slug/xs/"


def test_a_long_slug_in_many_places_makes_no_gigabytes() -> None:
    post = f"---\ntitle: x\nslug: {'a' * 50_000}\npermalink: /{':slug/' * 100_000}\n---\n"
    assert len(parse(post).permalink) < 300_000


def replace_permalink(pattern: str) -> Config:
    values: dict[str, Any] = {"site": to_builtins(CONFIG.site), "posts": {"permalink": pattern}}
    return read_config(values)


def test_templates_in_a_body_see_the_front_matter_and_other_posts() -> None:
    issue = parse(
        "---\ntitle: Seven\nfirst_source: https://s.example/\n---\n"
        "{{ page.title }} [a]({{ page.first_source }}) [b]({% post_url 2026-04-01-six %}) "
        "[c]({% link _posts/2026-04-01-six.md %}#x) [d]({{ site.url }}/e/)\n"
    )
    assert "".join(issue.body.itertext()).strip() == "Seven a b c d"
    assert [anchor.get("href") for anchor in issue.body.iter("a")] == [
        "https://s.example/",
        "https://weekly.example/2026/04/01/six/",
        "https://weekly.example/2026/04/01/six/#x",
        "https://weekly.example/e/",
    ]


def test_a_fault_in_a_body_is_reported_with_its_line_in_the_file() -> None:
    _, (problem,) = parse_with_problems("---\ntitle: x\n---\nfine\n\n<!-- never closed\n")
    assert str(problem) == (
        "posts/2026-05-01-one.md:6: a comment that is never closed hides the rest of the post (close it with -->)"
    )
    beside = Post(path="x.md", text="<!-- never closed\n", digest="", where=Where("x.md"), sidecar=".. title: x\n")
    _, (problem,) = parse_issue(beside, CONFIG)
    assert str(problem).startswith("x.md:1: a comment that is never closed")


@pytest.mark.parametrize(
    "line",
    [
        *("draft: true", "published: false", "status: draft", "Draft: yes", "status: hidden", "status: skip"),
        *("headless: true", "permalink: false", "eleventyExcludeFromCollections: true", "unlisted: true"),
        *("_build: {list: never}", "build: {render: 'never'}", "params: {draft: true}"),
    ],
)
def test_drafts_are_known_by_any_name(line: str) -> None:
    assert parse(f"---\ntitle: x\n{line}\n---\n").draft


def test_drafts_are_known_by_their_folder_and_by_the_tags_of_nikola() -> None:
    assert parse("x", "_drafts/one.md").draft
    assert parse(".. title: x\n.. tags: a, private\n\nBody.").draft
    assert parse(".. title: x\n.. tags: a, private\n\nBody.", "x.rst").draft
    assert not parse("---\ntitle: x\ntags: [private]\n---\n").draft
    assert not parse("---\ntitle: x\npublished: true\ndraft: false\n---\n").draft


@pytest.mark.parametrize(
    ("front", "expected"),
    [
        ("---\nauthor: Bo\n---\n", ["Bo"]),
        ("---\nauthors: [Bo, {name: Cy, url: 'https://cy.example'}]\n---\n", ["Bo", "Cy"]),
        ("---\nauthor: {name: Bo}\n---\n", ["Bo"]),
        ("---\nauthor: Bo <bo@x.example>\n---\n", ["Bo"]),
        ("---\nname: MIT News\n---\n", ["MIT News"]),
        ("---\nname: 2018-06-08-newsletter\n---\n", ["Ada"]),  # that of the post
        ("---\ntitle: x\n---\n", ["Ada"]),
        ("Title: x\nAuthors: Bo, Cy\n\nBody.", ["Bo", "Cy"]),
        ("Title: x\nAuthor: Roe, Bo; Doe, Cy\n\nBody.", ["Roe, Bo", "Doe, Cy"]),
        ('+++\ntitle = "x"\n[params]\nauthor = "Bo"\n+++\n', ["Bo"]),
    ],
)
def test_authors_are_names_lists_or_blocks(front: str, expected: list[str]) -> None:
    assert [author.name for author in parse(front).authors] == expected


@pytest.mark.parametrize(
    "line",
    [
        *("image: /a.png", "image: {path: /a.png, alt: x}", "cover: {image: /a.png}", "heroImage: /a.png"),
        *("images: [/a.png, /b.png]", "header: {teaser: /a.png}", "extra: {image: /a.png}", "featured_image: /a.png"),
    ],
)
def test_an_image_is_found_where_themes_put_it(line: str) -> None:
    assert parse(f"---\ntitle: x\n{line}\n---\n").image == "https://weekly.example/a.png"


@pytest.mark.parametrize(
    "name", ["updated", "lastmod", "last_modified_at", "updatedDate", "Modified", "last-modified-at"]
)
def test_the_author_s_date_of_a_change_has_many_names(name: str) -> None:
    assert parse(f"---\ntitle: x\n{name}: 2026-01-05\n---\n").updated is not None


@pytest.mark.parametrize("value", ["2026-01-05", "[2026-01-05]", "{date: 2026-01-05, author: Bo}"])
def test_every_date_may_be_in_a_block_or_in_a_list_of_one(value: str) -> None:
    day = datetime(2026, 1, 4, 23, tzinfo=UTC)
    issue = parse(f"---\ntitle: x\ndate: {value}\nupdated: {value}\nexpires: {value}\n---\n")
    assert (issue.published, issue.updated, issue.expires) == (day, day, day)
    assert parse(f"---\ndate: 2025-12-01\npublishDate: {value}\n---\n").published == day


def test_a_translation_is_known_by_the_suffix_of_its_file() -> None:
    assert parse("x", "2026-01-05-robots.pt-BR.md").language == "pt-BR"
    assert parse("x", "2026-01-05-robots.js.md").language == "en"


def test_a_translation_may_be_a_file_in_the_folder_of_its_issue() -> None:
    issue = parse("# News\n\nx\n\n# Boats\n\ny\n", "2026/May/de.md")
    assert (issue.title, issue.language) == ("May", "de")


@pytest.mark.parametrize(
    ("title", "name", "expected"),
    [
        ("Issue #42", "x", 42),
        ("#06 - The weekly", "01", 6),
        ("Issue 42: 7 robots", "x", 42),
        ("The weekly, No. 42", "x", 42),
        ("Vol. 3 No. 7", "x", 7),
        ("HelloWorld Vol.90", "x", 90),
        ("Volume 12: Terns", "x", 12),
        ("Harbour Nr. 42", "x", 42),
        ("每周分享第 42 期", "x", 42),
        ("This week in boats 255", "x", 255),
        ("The Weekly 42: robots", "x", 42),  # its own name
        ("Boats and tides 338: the quay", "boats-and-tides-338", 338),
        ("The Newsletter - 5", "2018-05-15-newsletter-5", 5),
        ("The robots of 2026", "x", None),
        ("Windows 11: what now", "x", None),
        ("Week Ending November 11, 2018", "update", None),
        ("Robots", "issue-150", 150),
        ("Robots", "01", 1),
        ("Robots", "042-robots", 42),
        ("Robots", "03-weekly-2021-03", 3),
        ("Robots", "2019", None),
        ("Robots", "2026-01-05-robots", None),
        ("Robots", "20260105", None),
        ("C&#39; and #hashtag", "x", None),
        ("Our April Newsletter - Guest Speaker April 7", "13910839_our-newsletter-april-2025", None),
        ("Newsletter 7 April 2026", "x", None),
        ("The Weekly 7 May", "x", None),
        ("#5 May 2026", "x", 5),
        ("Newsletter 5 - May", "x", 5),
        ("Issue 3/2026", "x", None),
        ("Issue 7 May 2026", "x", 7),
        ("Robots", "2021-jan-20", None),
        ("Robots", "119-2021-jan-20", 119),
        ("Robots", "2026-w05", None),
        ("Robots", "copy-03", None),
        ("Robots", "newsletter-may-2026-copy-03", None),
        ("Robots", "42-copy-2", 42),
        ("Robots", "robots-part-2", None),
    ],
)
def test_the_number_of_an_issue_is_in_its_title_or_its_name(title: str, name: str, expected: int | None) -> None:
    assert parse(f"# {title}\n", f"{name}.md").number == expected


@pytest.mark.parametrize("line", ["number: 7", "issue: '#7'", "issue_number: 007", "edition: No. 7", "Number: 7"])
def test_the_number_of_an_issue_is_that_of_its_front_matter(line: str) -> None:
    assert parse(f"---\ntitle: Issue 8\n{line}\n---\n", "9.md").number == 7


def test_zola_s_taxonomies_are_tags() -> None:
    assert parse('+++\ntitle = "x"\n[taxonomies]\ntags = ["a", "b"]\n+++\n').tags == ("a", "b")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Vec<T> & friends", "Vec<T> & friends"),
        ("R&amp;D", "R&D"),
        ("An <em>old</em> `tool`", "An old tool"),
        ("VR\u00a0prison\n", "VR prison"),
        ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
        ("to <http://a.example/x|the words> now", "to the words now"),
        ("\u202edesrever", "desrever"),
    ],
)
def test_titles_are_plain_text(written: str, expected: str) -> None:
    assert plain_title(written) == expected


@pytest.mark.parametrize("word", ["tide ", "<em>tide</em> ", '<a href="https://a.example/">tide</a>&hellip;', "a < b "])
def test_of_an_excerpt_as_long_as_an_issue_only_the_beginning_is_made_plain(word: str) -> None:
    long = word * 2000
    assert plain_title(long).startswith(plain_beginning(long)[:1200])
    assert len(plain_beginning(long)) >= 1200
    assert plain_beginning(word * 3) == plain_title(word * 3)


def test_a_character_that_feeds_cannot_hold_is_reported_with_its_line() -> None:
    _, (problem,) = parse_with_problems("---\ntitle: x\n---\nfine\nbad\x08\n")
    assert str(problem) == (
        "posts/2026-05-01-one.md:5: U+0008, a character that feeds cannot contain, was removed (delete it)"
    )


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=300))
def test_any_text_is_an_issue_or_a_post_error(text: str) -> None:
    for form in (text, f"---\n{text}\n---\n{text}", f"+++\n{text}\n+++\n", f"---\ntitle: {text}\ndate: {text}\n---\n"):
        try:
            issue = parse(form)
        except PostError as error:
            assert error.problem.hint
        else:
            assert issue.title
            assert find_dropped(issue.title) is None
            assert replace(issue) == issue


@pytest.mark.parametrize(
    "mark",
    [
        "<!--more-->",
        "<!-- more -->",
        "<!-- truncate -->",
        "<!-- TEASER_END: On -->",
        "{% more %}",
        "[[more]]",
        "<!--X-->",
    ],
)
def test_a_mark_ends_the_teaser_and_is_not_shown(mark: str) -> None:
    front = "---\ndate: 2026-01-05\nexcerpt_separator: <!--X-->\n---\n"
    issue = parse(
        f"{front}## One\n\nThe `<!--more-->` [end][a].[^1]\n\n{mark}\n\nLong.\n\n[a]: https://a.example/\n[^1]: N.\n"
    )
    assert issue.teaser == "The <!--more--> end."
    words = " ".join("".join(issue.body.itertext()).split())
    assert words.startswith("One The <!--more--> end.[1]")
    assert words.endswith("Long.")
    assert mark not in words.replace("The <!--more-->", "")


@pytest.mark.parametrize("body", ["```\n[[more]]\n```\n\nLong.", "<!--more-->\n\nLong.", "Much more\n\nmore."])
def test_without_a_mark_below_words_there_is_no_teaser(body: str) -> None:
    assert parse(f"---\ndate: 2026-01-05\n---\n{body}\n").teaser == ""


@pytest.mark.parametrize("text", ["", " \n\n", "\ufeff"])
def test_an_empty_post_is_reported_and_held_back(site: Folder, text: str) -> None:
    site.issue("2026-05-01-one.md")
    site.issue("2026-05-08-two.md")
    site.build()
    before = site.titles("feed.json")
    site.write("2026-05-08-two.md", text)
    site.write("2026-05-15-three.md", text)
    report = site.build(NOW + timedelta(hours=1))
    assert [str(problem) for problem in report.problems] == [
        f"posts/2026-05-{name}.md: is empty (write the issue, or add a title)" for name in ("08-two", "15-three")
    ]
    assert site.titles("feed.json") == before


@pytest.mark.parametrize(
    ("slug", "end"), [("../../x", "/2026/05/01/x"), ("a/./b", "/2026/05/01/a/b"), ("..", "/2026/05/01")]
)
def test_a_slug_does_not_lead_to_another_folder(slug: str, end: str) -> None:
    settings = {"site": {"title": "T", "url": "https://weekly.example/"}}
    config = read_config(settings | {"posts": {"permalink": "/:year/:month/:day/:slug"}})
    issue = parse(f"---\ntitle: One\ndate: 2026-05-01\nslug: {slug}\n---\nwords\n", config=config)
    assert issue.page == f"https://weekly.example{end}"


@pytest.mark.parametrize(
    ("directory", "path", "site", "expected"),
    [
        ("posts", "de/2026-01-05-a.md", "en", "de"),
        ("posts", "pt_BR/a.md", "en", "pt-BR"),
        ("posts", "ml/a.md", "en", "en"),
        ("posts", "news/de/a.md", "en", "en"),
        ("content/fr/posts", "a.md", "en", "fr"),
        ("content/fr/posts", "a.md", "it", "it"),
        ("posts", "de/a.fr.md", "en", "fr"),
    ],
)
def test_a_folder_of_a_language_says_the_language(directory: str, path: str, site: str, expected: str) -> None:
    about = {"title": "x", "url": "https://x.example/", "language": site}
    config = read_config({"site": about, "posts": {"directory": directory}})
    assert parse("# x\n\ny\n", path, config).language == expected


def test_a_sign_that_was_written_twice_is_no_part_of_the_title() -> None:
    assert parse("# # Welcome to Issue 7\n\nx\n").title == "Welcome to Issue 7"


@pytest.mark.parametrize(
    ("body", "title"),
    [
        ("# The Weekly 7\n\nx\n\n# Boats\n\ny\n", "The Weekly 7"),
        ("# May 2026\n\nx\n\n# Boats\n\ny\n\n# Terns\n\nz\n", "May 2026"),
        ("# 2026-05-04 #7 Boats\n\nx\n\n# Terns\n\ny\n", "2026-05-04 #7 Boats"),
        ("# 4 May 2026\n\nx\n\n# 5 May 2026\n\ny\n", "Some thoughts"),
        ("# Boats of May 2026\n\nx\n\n# Terns\n\ny\n", "Some thoughts"),
        ("# Seven boats\n\nx\n\n# Issue 7\n\ny\n", "Some thoughts"),
    ],
)
def test_a_heading_that_is_the_name_of_an_issue_is_its_title_whatever_its_level(body: str, title: str) -> None:
    assert parse(body, "some-thoughts.md").title == title


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("030-2019-feb-19.md", "The Weekly 30"),
        ("042.md", "The Weekly 42"),
        ("issue-7.md", "Issue 7"),
        ("w05.md", "W05"),
    ],
)
def test_a_file_named_by_its_number_alone_is_titled_like_the_newsletter(name: str, title: str) -> None:
    issue = parse("## One\n\nx\n\n## Two\n\ny\n", name)
    assert issue.title == title


@pytest.mark.parametrize("path", ["2026/10-october.md", "2026/October/en.md", "2026/10-11-octobre-novembre.md"])
def test_a_month_below_the_folder_of_a_year_bounds_the_date(path: str) -> None:
    issue = parse("x\n", path, read_config({"site": {"title": "x", "url": "https://x.example/"}}))
    assert (issue.within and f"{issue.within[0]:%Y-%m}", issue.number) == ("2026-10", None)


@pytest.mark.parametrize("path", ["2026/Jan/05.md", "2026/jan/05/index.md", "2026/january/05/news.md"])
def test_folders_with_the_name_of_a_month_date_a_post(path: str) -> None:
    issue = parse("x\n", path, read_config({"site": {"title": "x", "url": "https://x.example/"}}))
    assert (f"{issue.published:%Y-%m-%d}", issue.number) == ("2026-01-05", None)


@pytest.mark.parametrize(
    ("path", "expected"),
    [("Week101.md", 101), ("old/week-7.md", 7), ("2026-week-7.md", None)],
)
def test_a_week_is_a_number_if_there_is_no_year(path: str, expected: int | None) -> None:
    assert parse("Text.\n", path).number == expected
