"""Hostile or badly broken input: nothing crashes, hangs, leaks or escapes."""

from __future__ import annotations

import os
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import feedparser
import pytest
from lxml import etree

from feeds.cli import main
from feeds.config import SectionRules
from feeds.errors import FeedsError, PublishError
from feeds.pipeline.run import Leave
from feeds.sections import cut_issue
from feeds.site import open_site
from feeds.store import open_store
from tests.folder import CONFIG, NOW, Folder
from tests.parsing import parse
from tests.waiting import is_inside, wait_for

BOMB = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 9)
)


@pytest.mark.parametrize(
    "front",
    [
        *(
            f"{BOMB}{key}: {value}"
            for key in ("date", "draft", "published", "status", "title", "id")
            for value in ("*a8",)
        ),
        f"{BOMB}author: {{name: *a8, url: *a8}}",
        "a: " + "[" * 40_000 + "]" * 40_000,
        "a: " + "- " * 40_000,
        "{a: " * 100_000,
        'tags: "a' + " " * 60_000 + 'b"',
        "date: 9999-12-31T23:59:59Z",
        "date: 0001-01-01T00:00:00Z",
    ],
    ids=lambda front: front[-30:].strip(),
)
def test_front_matter_of_any_kind_ends_soon_and_stops_no_other_post(site: Folder, front: str) -> None:
    site.configure(CONFIG.replace("site:", "site:\n  timezone: Asia/Tokyo"))
    site.issue("a.md", "A", "2026-05-01")
    site.write("b.md", f"---\n{front}\n---\n## One\n\nx\n\n## Two\n\ny\n")
    start = time.process_time()
    report = site.build()
    assert time.process_time() - start < 5
    assert "A" in site.titles("feed.json")
    assert not any("please tell us" in problem.hint for problem in report.problems)


@pytest.mark.parametrize(
    "front",
    ["date = 9999-12-31T23:59:59-14:00", "date = 0001-01-01", f"weight = {'5' * 5000}"],
)
def test_toml_of_any_kind_stops_no_other_post(site: Folder, front: str) -> None:
    site.write("b.md", f"+++\ntitle = 'B'\n{front}\n+++\nx\n")
    (problem,) = site.build().problems
    assert problem.where is not None
    assert problem.where.line
    assert "please tell us" not in problem.hint


@pytest.mark.parametrize(
    "body",
    [
        "a &#8; b",
        "<p>x <input>a&#8;b y</p>",
        "<details><summary>a&#8;</summary>x</details>",
        '<iframe src="https://a.example/" title="a&#8;b"></iframe>',
        "x<p>##########<p>Label:<p>abc" + "<br>" * 5_000 + "[x",
        "<p>" * 2_000,
        "<h2>S</h2><p>b</p>" * 3_000,
    ],
    ids=lambda body: body[:30],
)
def test_a_body_of_any_kind_is_published(site: Folder, body: str) -> None:
    site.write("a.html", f"---\ntitle: A\ndate: 2026-05-01\n---\n{body}")
    start = time.process_time()
    assert site.build().problems == ()
    assert time.process_time() - start < 8
    assert not feedparser.parse((site.public / "rss.xml").read_bytes()).bozo


HEAD = "---\ntitle: A\ndate: 2026-05-02\n---\n"
TWO = "## One\n\nx\n\n## Two\n\ny\n"
DEEP = "cannot be parsed: its HTML is nested too deeply (simplify it)"
OUT = "{}, a character that feeds cannot contain, was removed (delete it)"


@pytest.mark.parametrize(
    ("name", "text", "titles", "problem"),
    [
        ("crlf.md", f"\ufeff{HEAD}{TWO}".replace("\n", "\r\n"), "One|Two", ""),
        ("dots.md", f"---\ntitle: A\ndate: 2026-05-02\n...\n{TWO}", "One|Two", ""),
        ("json.md", '{"title": "A\\ud800", "date": "2026-05-02"}\nx\n', "A", ""),
        ("toml.md", '+++\ntitle = "A\\ud800"\n+++\nx\n', "", "2: the front matter is not valid TOML"),
        (
            "deep.md",
            f"+++\na = {'[' * 9000}\n+++\nx\n",
            "",
            "1: the front matter is not valid TOML: it is nested too deeply",
        ),
        ("bytes.md", HEAD.encode() + b"x \xed\xa0\x80\n", "", "5: is not UTF-8: byte 0xED (save it as UTF-8, or"),
        ("wide.md", f"{HEAD}x\n".encode("utf-16")[:-1], "", "5: is not utf-16: byte 0x0A (save it as UTF-8, or"),
        ("control.md", f"{HEAD}## One\a\n\nx\n\n## Two\n\ny\x1b[31m\n", "One|Two", f"5: {OUT.format('U+0007')}"),
        ("nul.md", f"{HEAD}{TWO}\0", "One|Two", f"12: {OUT.format('U+0000')}"),
        ("cdata.md", f"{HEAD}## One ]]>\n\nx ]]> <![CDATA[ y\n\n## Two\n\ny\n", "One ]]>|Two", ""),
        ("bidi.md", f"{HEAD}## One \u202ex\n\nx\n\n## Two\n\ny\n", "One x|Two", ""),
        ("empty.md", "", "", " is empty"),
        ("blank.md", "\n \n", "", " is empty"),
        ("head.md", HEAD, "", ""),
        ("open.md", f"---\ntitle: A\n\n{TWO}", "", "1: the front matter is not closed (close it with a line '---')"),
        ("list.md", f"---\n- a\n---\n{TWO}", "", "2: the front matter is not a list of 'key: value' lines"),
        ("rule.md", "---\n\nSome text.\n\n---\n\nMore.\n", "Rule", ""),
        ("colon.md", "---\ntitle: Foo: bar\ndate: 2026-05-02\n---\nx\n", "Foo: bar", ""),
        ("twice.md", f"---\ntitle: A\n{HEAD[4:]}{TWO}", "One|Two", "3: 'title' appears twice; the last one is used"),
        ("tag.md", "---\ntitle: !!python/object/apply:os.system ['x']\ndate: 2026-05-02\n---\nx\n", "x", ""),
        *(
            (f"{title[:2]}.md", f"---\ntitle: {title}\ndate: 2026-05-02\n---\nx\n", title, "")
            for title in ("NO", "3.10", "12:30:45", "010")
        ),
        ("date.md", "---\ntitle: A\ndate: 01/02/2026\n---\nx\n", "A", "3: '01/02/2026' is not a date"),
        (
            "code.md",
            f"{HEAD}## One\n\n```\n## No\n```\n\n    ## No\n\n<!-- ## No -->\n\nsee\n#123 x\n\nTwo\n---\n\ny\n",
            "One|Two",
            "",
        ),
        ("fence.md", f"{HEAD}## One\n\n```\n## Two\n\ny\n", "One", ""),
        ("note.md", f"{HEAD}## One\n\nx\n\n<!--\n\n{TWO}", "One", "9: a comment that is never closed hides the rest"),
        ("amp.md", f"{HEAD}## One &amp;amp; `Vec<T>`\n\nx\n\n## Two\n\ny\n", "One &amp; Vec<T>|Two", ""),
        ("mdx.mdx", f"{HEAD}import X from 'x'\n\n{TWO}\n<X />\n", "One|Two", ""),
        ("picture.md", f"{HEAD}## One\n\n![](https://a.example/x.png)\n\n## Two\n\ny\n", "One|Two", ""),
        ("addresses.md", f"---\nlink: 'http://[::1'\n{HEAD[4:]}[a](http://[::1) <http://[::2>\n", "A", ""),
        ("number.md", f"---\nnumber: {'5' * 5000}\n{HEAD[4:]}x\n", "A", ""),
        ("frames.html", f"{HEAD}<frameset><frame src=x></frameset>", "A", ""),
        ("divs.md", HEAD + "<div>" * 5000 + "x", "", f"5: {DEEP}"),
        ("parts.md", HEAD + "## A\n\nb\n\n" * 10_001, "", " has more than 10,000 sections and items (divide it"),
        ("quotes.md", HEAD + ">" * 5000 + "x", "", f"5: {DEEP}"),
        ("em.md", HEAD + "<em>" * 1500 + "x", "A", ""),
        ("lists.md", HEAD + "<ul><li>" * 1000 + "<a href='https://a.example/'>x</a>", "A", ""),
        ("deep.rst", "A\n=\n\n:date: 2026-05-02\n\n" + "- " * 1500 + "x\n", "", "1: cannot be parsed: it is nested"),
        ("raw.rst", f"{HEAD}x\n\n.. raw:: html\n\n   <script>\n", "A", '7: the reStructuredText has an error: "raw"'),
    ],
    ids=lambda value: value if isinstance(value, str) and len(value) < 14 else "",
)
def test_a_hostile_post_ends_in_a_good_entry_or_a_clear_message(
    site: Folder, name: str, text: str | bytes, titles: str, problem: str
) -> None:
    site.configure(CONFIG + "feeds: {extra: [{slug: bits, grain: item}]}\n")
    site.issue("good.md", "Good", "2026-05-01")
    site.write(name, text)
    problems = [str(problem) for problem in site.build().problems]
    assert len(problems) == bool(problem)
    assert all(one.startswith(f"posts/{name}:{problem}") for one in problems)
    found = site.titles()
    assert {"Robots", "Chips"} <= set(found)
    assert [title for title in found if title not in ("Robots", "Chips")] == [t for t in titles.split("|") if t]
    for path in site.public.rglob("*.xml"):
        etree.parse(path)


@pytest.mark.slow
@pytest.mark.parametrize(
    "body",
    [
        "## x\n" * 30_000,
        "## A\n\n" + "para\n\n- [i](https://a.example/)\n\n" * 8_000 + "## B\n\nx\n",
        "- group\n  - [i](https://a.example/)\n" * 8_000,
        "".join("  " * depth + "- x\n" for depth in range(600)),
        "{::comment} " * 50_000,
    ],
    ids=lambda body: body[:20],
)
def test_a_long_body_is_cut_quickly(body: str) -> None:
    start = time.process_time()
    cut_issue(parse(HEAD + body), SectionRules(), items=True)
    assert time.process_time() - start < 6


@pytest.mark.slow
def test_many_sections_rewritten_at_once_end_soon(site: Folder) -> None:
    words = [f"word{number}" for number in range(2000)]
    for turn in range(2):
        sections = "\n\n".join(f"## {turn} {n}\n\n{' '.join(words[n + turn : n + 60])}" for n in range(400))
        site.write("a.md", f"---\ntitle: A\ndate: 2026-05-01\n---\n{sections}\n")
        start = time.process_time()
        site.build(NOW + timedelta(days=turn))
        assert time.process_time() - start < 8


@pytest.mark.parametrize(
    "name", ["---.md", "!!!.md", "\x7f.md", "\x01.md", "Re: hello.md", "mailto:bob.md", "c#? 100%.md", "日本.md"]
)
def test_a_post_of_any_name_has_an_id_and_an_address_of_its_own(site: Folder, name: str) -> None:
    for number in range(3):
        site.write(name, f"---\ndate: 2026-05-01\n---\nx{'!' * number}\n")
        site.build()
        (item,) = site.items("feed.json")
        assert item["id"] != "tag:weekly.example,2026-01-01:"
        assert item["url"].startswith("https://weekly.example/")
        assert not {"#", "?"} & set(item["url"].removeprefix("https://"))
    assert not feedparser.parse((site.public / "atom.xml").read_bytes()).bozo


@pytest.mark.parametrize("id", ["tag:weekly.example,2026-01-01:a", "tag:weekly.example,2026-01-01:a/robots"])
def test_an_id_that_another_post_got_by_itself_stops_only_one_of_them(site: Folder, id: str) -> None:
    site.write("0.md", f'---\ntitle: Thief\nid: "{id}"\ndate: 2026-05-01\n---\nx\n')
    site.issue("a.md", "A", "2026-05-02")
    (problem,) = site.build().problems
    assert str(problem) == f"posts/a.md: has the same id as posts/0.md: {id} (give one of them another id)"
    assert site.titles("feed.json") == ["Thief"]


def test_a_post_refused_for_its_id_is_published_when_the_id_is_free(site: Folder) -> None:
    site.issue("always.md", "Always", "2026-04-01")
    for name in "ab":
        site.write(f"{name}.md", f"---\ntitle: {name}\nid: k\ndate: 2026-05-01\n---\nx {name}\n")
    assert len(site.build().problems) == 1
    site.write("a.md", "---\ntitle: a\nid: other\ndate: 2026-05-01\n---\nx a\n")
    site.build()
    site.build()
    (site.posts / "a.md").unlink()
    assert site.build().problems == ()
    assert site.titles("feed.json") == ["b", "Always"]


def test_a_run_that_had_to_wait_sees_what_was_published_meanwhile(site: Folder) -> None:
    site.issue("a.md", "A", "2026-05-01")
    site.build()
    waiting = threading.Thread(target=site.build)
    with open_store(site.path / ".feeds/state.sqlite3"):
        waiting.start()
        wait_for(lambda: is_inside(waiting, "store"))
        site.issue("b.md", "B", "2026-05-02")
    waiting.join()
    assert site.titles("feed.json") == ["B", "A"]


def test_a_date_moved_to_the_future_withdraws_nothing(site: Folder) -> None:
    site.issue("a.md", "A", "2026-05-01")
    site.build()
    before = site.items()
    site.write("a.md", (site.posts / "a.md").read_text().replace("2026-05-01", "2026-06-20") + "\n## Three\n\nNew.\n")
    site.build()
    after = site.items()
    assert [item["date_published"] for item in after[1:]] == [item["date_published"] for item in before]
    assert after[0]["title"] == "Three"
    site.build(NOW + timedelta(days=5), fresh=True)
    assert site.items() == after


def test_new_topics_reach_entries_whose_post_is_broken(site: Folder) -> None:
    site.configure(CONFIG + "topics: [{slug: t, words: [chip]}]\n")
    site.issue()
    site.build()
    site.write("2026-05-01-one.md", b"\xff")
    site.build()
    site.configure(CONFIG.replace("The Weekly", "The Monthly") + "topics: [{slug: t, words: [robots]}]\n")
    site.build()
    assert site.titles("topics/t/feed.json") == ["Robots"]


def test_pages_name_a_topic_as_soon_as_it_has_a_page(site: Folder) -> None:
    site.configure(CONFIG + "feeds: {limit: 1}\ntopics: [{slug: robot, words: [robot]}]\n")
    site.write("a.md", "---\ntitle: A\ndate: 2026-05-03\n---\nrobot robot\n\n## One\n\nx\n\n## Two\n\ny\n")
    site.build()
    site.write("b.md", "---\ntitle: B\ndate: 2026-05-02\n---\n## Robot\n\nx robot robot\n\n## Two\n\ny\n")
    site.build()
    once = site.tree()
    site.build(fresh=True)
    assert site.tree() == once


def test_cutting_differently_does_not_announce_the_issue(site: Folder) -> None:
    site.write("a.md", "---\ntitle: A\nlink: https://a.example/\ndate: 2026-05-01\n---\n## One\n\nx\n\n## Two\n\ny\n")
    site.build()
    before = site.items("feed.json")[0]["date_modified"]
    site.configure(CONFIG + "sections: {split: none}\n")
    site.build(NOW + timedelta(days=3), leave=Leave(resurface=True, shrink=True))
    assert site.items("feed.json")[0]["date_modified"] == before


def test_an_anchor_pins_a_section_whatever_its_letters(site: Folder) -> None:
    site.write("a.md", "---\ntitle: A\ndate: 2026-05-01\n---\n## One {#Part_One}\n\nx\n\n## Two\n\ny\n")
    site.build()
    before = site.ids()["One"]
    site.write("a.md", "---\ntitle: A\ndate: 2026-05-01\n---\n## Other words {#Part_One}\n\nall new\n\n## Two\n\ny\n")
    site.build()
    assert site.ids()["Other words"] == before


def test_addresses_in_odd_places_are_absolute_or_gone(site: Folder) -> None:
    site.write(
        "a.html",
        '---\ntitle: A\ndate: 2026-05-01\n---\n<p><sup class="footnote-reference"><a href="rel/x">t</a></sup>'
        '<img src="HTTPS://I.example/i.png" srcset="a.png 1x,b.png 2x"><img src="javascript:x" alt="none">'
        '<q cite="javascript:x">q</q><a href="HTTPS://Other.example/x">o</a></p>',
    )
    site.build()
    content = site.items("feed.json")[0]["content_html"]
    page = "https://weekly.example/2026/05/01/a"
    assert f'href="{page}/rel/x"' in content
    assert f'srcset="{page}/a.png 1x, {page}/b.png 2x"' in content
    assert 'src="https://I.example/i.png"' in content
    assert "cite" not in content
    assert site.items("feed.json")[0]["external_url"] == "https://Other.example/x"


@pytest.mark.parametrize(
    "settings",
    [
        'posts: {directory: "a\\0b"}',
        'publish: {directory: "a\\0b"}',
        "publish: {directory: .git}",
        "publish: {directory: ../x/.GIT/y}",
        "publish: {directory: .feeds/}",
        "schedule: {every: 99999999999999999999d}",
        f"sections: {{pattern: '{'(' * 20_000}'}}",
        "sections: {pattern: 'a{99999999999999999999}'}",
        "feeds: {extra: [{slug: a, topics: 5}]}",
        "a: " + "[" * 100_000,
    ],
    ids=lambda settings: settings[:40],
)
def test_a_config_of_any_kind_is_reported(site: Folder, settings: str, capsys: pytest.CaptureFixture[str]) -> None:
    site.configure(CONFIG + settings + "\n")
    assert main(["build", "--config", str(site.config)]) == 2
    assert capsys.readouterr().err.startswith("config.yaml:")


def test_titles_of_the_config_are_clean_too(site: Folder) -> None:
    title, attribution = '"The\\b \\ufdd0W\\0eekly"', '"\\0From {issue}"'
    site.configure(f"site: {{title: {title}, url: 'https://weekly.example/'}}\nfeeds: {{attribution: {attribution}}}\n")
    site.issue()
    site.build()
    assert site.json("feed.json")["title"] == "The Weekly"
    assert "<title>The Weekly</title>" in (site.public / "rss.xml").read_text()


@pytest.mark.parametrize("epoch", ["²", "99999999999999999", "-1", "1.5"])
def test_an_absurd_clock_is_reported(site: Folder, monkeypatch: pytest.MonkeyPatch, epoch: str) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    assert main(["build", "--config", str(site.config)]) == 2


def test_links_that_lead_to_themselves_are_reported(site: Folder) -> None:
    site.public.symlink_to("public")
    with pytest.raises(FeedsError, match="remove the link that leads to itself"):
        open_site(site.config)


def test_a_note_that_cannot_be_written_does_no_harm(site: Folder) -> None:
    site.issue()
    (site.path / ".feeds/still.tmp").mkdir(parents=True)
    site.build()
    assert site.build().written == ()


def test_nothing_is_ever_written_outside_whatever_a_post_says(site: Folder) -> None:
    before = {path for path in site.path.parent.rglob("*") if site.path not in path.parents}
    for number, text in enumerate(("../../../x", "/tmp/x", "..%2f..%2fx", "a\\..\\b")):
        front = "\n".join(f"{key}: '{text}'" for key in ("title", "slug", "id", "permalink", "link", "image"))
        head = f"{front}\ntags: ['{text}']\ndate: 2026-05-0{number + 1}"
        site.write(f"{number}.md", f"---\n{head}\n---\n## {text} {{#{text}}}\n\nx\n")
    site.build()
    after = {path for path in site.path.parent.rglob("*") if site.path not in path.parents}
    assert after - before <= {site.path}
    assert {path.name for path in site.path.iterdir()} == {"config.yaml", "posts", "public", ".feeds"}


def test_the_machine_s_time_zone_and_folder_order_do_not_matter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trees = []
    for zone in ("America/Los_Angeles", "Asia/Kolkata"):
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        site = Folder(tmp_path / zone.replace("/", "-"))
        site.issue("a.md", "A", "2026-05-01")
        site.issue("b.md", "B", "2026-05-02 23:30")
        site.build(datetime(2026, 6, 1, tzinfo=UTC))
        trees.append(site.tree())
    monkeypatch.undo()
    time.tzset()
    assert trees[0] == trees[1]


def test_what_a_link_out_of_the_posts_leads_to_is_not_published(site: Folder) -> None:
    secret = site.path.parent / "secret"
    secret.mkdir()
    (secret / "key.md").write_text("---\ntitle: A secret\ndate: 2026-05-01\n---\nx\n")
    site.issue()
    (site.posts / "a.md").symlink_to(secret / "key.md")
    (site.posts / "b").symlink_to(secret)
    (site.posts / "up").symlink_to("..")
    for _ in range(2):
        problems = [str(problem) for problem in site.build().problems]
        assert [problem.partition(": ")[0] for problem in problems] == ["posts/a.md", "posts/b", "posts/up"]
        assert site.titles("feed.json") == ["Issue 1"]
    site.configure(CONFIG + "posts: {follow: [../secret]}\n")
    report = site.build()
    assert [str(problem).partition(": ")[0] for problem in report.problems] == ["posts/up"]
    assert "A secret" in site.titles("feed.json")


@pytest.mark.parametrize("setting", ["posts", "public"])
def test_a_directory_that_is_a_link_to_elsewhere_is_refused(site: Folder, setting: str) -> None:
    elsewhere = site.path.parent / "elsewhere"
    elsewhere.mkdir()
    (site.path / setting).rmdir() if setting == "posts" else None
    (site.path / setting).symlink_to(elsewhere)
    with pytest.raises(FeedsError, match=rf"{setting}: is a link that leads out of the folder of config.yaml \(set"):
        open_site(site.config)


def test_a_topic_file_that_is_a_link_to_elsewhere_is_refused(site: Folder) -> None:
    (site.path.parent / "topics.yaml").write_text("topics: [{slug: a, words: [b]}]\n")
    (site.path / "mine.yaml").symlink_to("../topics.yaml")
    site.configure(CONFIG + "topics:\n  - include: mine.yaml\n")
    with pytest.raises(FeedsError, match=r"'mine.yaml' is a link that leads out of the folder of config.yaml"):
        open_site(site.config)
    site.configure(CONFIG + "topics:\n  - include: ../topics.yaml\n")
    assert open_site(site.config).config.topics[0].slug == "a"


def test_a_config_that_is_not_a_file_is_reported_at_once(site: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    site.config.unlink()
    os.mkfifo(site.config)
    assert main(["build", "--config", str(site.config)]) == 2
    assert "it is not a regular file" in capsys.readouterr().err
    assert main(["build", "--config", "/dev/zero"]) == 2


def test_fifos_among_markers_posts_and_sidecars_hold_nobody_up(site: Folder) -> None:
    site.issue()
    os.mkfifo(site.posts / "2026-05-01-one.meta")
    for name in ("config.toml", "_config.yml", "hugo.toml", "pelicanconf.py", "mkdocs.yml", "posts/b.md"):
        os.mkfifo(site.path / name)
    problems = [str(problem) for problem in site.build().problems]
    assert [problem.partition(" (")[0] for problem in problems] == [
        "posts/2026-05-01-one.meta: is not a regular file",
        "posts/b.md: is not a regular file",
    ]


@pytest.mark.parametrize(
    "command",
    [
        ["adopt", "pipe"],
        ["check", "pipe"],
        ["links", "--import", "pipe"],
        ["links", "--export", "pipe"],
        ["topics", "learn", "pipe"],
        ["topics", "suggest", "--output", "pipe"],
        ["diff"],
    ],
)
def test_no_command_waits_for_a_fifo_in_place_of_a_file(
    site: Folder, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    site.issue()
    site.build()
    for name in ("pipe", "kept"):
        os.mkfifo(site.path / name)
    if command == ["diff"]:  # its config was noted, and is now a FIFO
        os.replace(site.path / "kept", site.config)
    options = [] if command[0] == "check" else ["--config", str(site.config)]
    named = [str(site.path / one) if one == "pipe" else one for one in command]
    assert main([*named, *options]) == 2
    assert "it is not a regular file" in capsys.readouterr().err or command[1] in ("--export", "suggest")


def test_a_fifo_in_the_place_of_the_memory_is_set_aside(site: Folder) -> None:
    site.issue()
    site.build()
    ids = [item["id"] for item in site.items()]
    memory = site.path / ".feeds/state.sqlite3"
    memory.unlink()
    os.mkfifo(memory)
    site.issue("b.md", "B", "2026-05-09")
    assert "is damaged" in str(site.build().notices[0])
    assert {item["id"] for item in site.items()} > set(ids)


def _filled(unit: str, before: str = "", after: str = "") -> str:
    return HEAD + before + unit * (1_000_000 // len(unit)) + after


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        _filled(" ", "{% if a", "== b %}x{% endif %}"),
        _filled("''", "{% assign x = ", " %}{{ x }}"),
        _filled("/v3/__", "[a](https://urldefense.com", ")"),
        _filled("a", '<img src="https://a.example/a.png" srcset="', ' x x">'),
        _filled("a ", '{% include a.html text="', '" %}'),
        _filled('a\\"', '{% include a.html x "', " %}"),
        _filled("https://a.example/x ", "*", "*"),
        _filled("https://a.example/x\\ "),
        _filled("https://a.example/x<br>"),
        _filled("aHR0cHM6", "[a](https://a.example/?u=", ")"),
        _filled("<code>a ", "a][b "),
        _filled("<pre>a ", "a][b "),
        _filled("{% comment %}", "```\n{% endcomment %}", "\n```\n"),
        _filled("x<!-- "),
        _filled("{% if a %}"),
        _filled("a\u0301\u0323\u0301", "## ", "\n\nx\n\n## b\n\ny"),
        _filled("\u0301\u0323", "a"),
        _filled("## A\n\nb\n\n"),
        _filled("a\n\n    b\n\n"),
        _filled("[a](https://a.example/)\n"),
        _filled("a<input>", "<p>"),
        _filled("a ", "<p ", ">x</p>"),
        _filled("Read: abc (de\n\n"),
        _filled("&"),
        _filled("\u00a0"),
        _filled("°", '[a](https://a.example/ "', '")'),
        _filled("日", "[a](https://a.example/", ")"),
        HEAD + "## a\n\nb\n\n" * 12_000,
        HEAD + "".join(f"<h2>{number}</h2>\n\n" for number in range(30_000)),
        HEAD + ("<math><mi>" * 900 + "a" + "</mi></math>" * 900 + "\n\n") * 20,
        f"+++\ntitle = 'T'\n{'a.' * 500_000}b = 1\n+++\nx",
        _filled('{{< ref "bad.md" >}}'),
        _filled("{% link _posts/bad.md %}"),
        _filled("posts/", '{{< ref "', 'a" >}}'),
        f"---\ntitle: T\na:\n{(' - ' + '- ' * 90 + 'a' + chr(10)) * 5_000}---\nx",
        f"---\ntitle: T\na: [{'b: c, ' * 160_000}d]\n---\nx",
        f"---\ntitle: T\n{'? a' * 300_000}\n---\nx",
    ],
    ids=lambda text: repr(text[len(HEAD) : len(HEAD) + 24]),
)  # fmt: skip
def test_a_post_of_a_megabyte_ends_soon_whatever_it_holds(site: Folder, text: str) -> None:
    site.issue("good.md", "Good", "2026-05-03")
    site.write("bad.md", text)
    start = time.process_time()
    site.build()
    assert time.process_time() - start < 5
    assert "Good" in site.titles("feed.json")


@pytest.mark.parametrize("written", [f"{'a.' * 500_000}b = 1", f"[{'a.' * 500_000}b]", f"a = {'[' * 100_000}"])
def test_the_settings_of_a_generator_end_soon_whatever_they_hold(site: Folder, written: str) -> None:
    site.issue()
    (site.path / "hugo.toml").write_text(f"title = 'T'\n{written}\n", encoding="utf-8")
    start = time.process_time()
    site.build()
    assert time.process_time() - start < 5
    assert site.titles("feed.json") == ["Issue 1"]


def test_a_file_name_forges_no_message(site: Folder) -> None:
    site.write("a\nb.md: forged\x1b[31m\u202e.md", "---\ntitle: [\n---\n## A\n\nwords\n")
    site.issue()
    report = site.build()
    lines = [str(problem) for problem in (*report.problems, *report.notices)]
    assert any(line.startswith("posts/a\\nb.md: forged\\x1b[31m\\u202e.md:") for line in lines)
    assert all(line.isprintable() for line in lines)


@pytest.mark.parametrize("folder", [".git", ".feeds"])
def test_nothing_is_published_into_the_files_of_git_or_the_memory(site: Folder, folder: str) -> None:
    site.issue()
    (site.path / folder).mkdir(exist_ok=True)
    site.public.symlink_to(folder)
    with pytest.raises(PublishError, match="remove the link"):
        site.build()
    assert list((site.path / folder).iterdir()) == []
