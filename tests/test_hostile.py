"""Input that means harm, or is broken beyond what anybody expects: nothing crashes, hangs, leaks or escapes."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import feedparser
import pytest

from feeds.cli import main
from feeds.errors import FeedsError
from feeds.pipeline import Leave, open_site
from feeds.store import open_store
from tests.folder import CONFIG, NOW, Folder

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
def test_front_matter_of_any_kind_ends_soon_and_stops_nobody(site: Folder, front: str) -> None:
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
def test_toml_of_any_kind_stops_nobody(site: Folder, front: str) -> None:
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
def test_a_body_of_any_kind_goes_out(site: Folder, body: str) -> None:
    site.write("a.html", f"---\ntitle: A\ndate: 2026-05-01\n---\n{body}")
    start = time.process_time()
    assert site.build().problems == ()
    assert time.process_time() - start < 8
    assert not feedparser.parse((site.public / "rss.xml").read_bytes()).bozo


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
def test_an_id_that_another_post_has_by_itself_stops_only_one_of_them(site: Folder, id: str) -> None:
    site.write("0.md", f'---\ntitle: Thief\nid: "{id}"\ndate: 2026-05-01\n---\nx\n')
    site.issue("a.md", "A", "2026-05-02")
    (problem,) = site.build().problems
    assert str(problem) == f"posts/a.md: has the same id as posts/0.md: {id} (give one of them another id)"
    assert site.titles("feed.json") == ["Thief"]


def test_a_post_refused_for_its_id_comes_as_soon_as_the_id_is_free(site: Folder) -> None:
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
        time.sleep(0.5)
        site.issue("b.md", "B", "2026-05-02")
    waiting.join()
    assert site.titles("feed.json") == ["B", "A"]


def test_a_date_moved_to_the_future_takes_nothing_back(site: Folder) -> None:
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


def test_cutting_otherwise_is_no_news_of_the_issue(site: Folder) -> None:
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
        "schedule: {every: 99999999999999999999d}",
        f"sections: {{pattern: '{'(' * 20_000}'}}",
        "sections: {pattern: 'a{99999999999999999999}'}",
        "feeds: {extra: [{slug: a, topics: 5}]}",
        "a: " + "[" * 100_000,
    ],
    ids=lambda settings: settings[:40],
)
def test_a_config_of_any_kind_is_told(site: Folder, settings: str, capsys: pytest.CaptureFixture[str]) -> None:
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
def test_an_absurd_clock_is_told(site: Folder, monkeypatch: pytest.MonkeyPatch, epoch: str) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    assert main(["build", "--config", str(site.config)]) == 2


def test_links_that_lead_to_themselves_are_told(site: Folder) -> None:
    site.public.symlink_to("public")
    with pytest.raises(FeedsError, match="remove the link that leads to itself"):
        open_site(site.config)


def test_a_note_that_cannot_be_written_costs_nothing(site: Folder) -> None:
    site.issue()
    (site.path / ".feeds/still.json.tmp").mkdir(parents=True)
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


def test_the_machine_s_zone_and_folder_order_mean_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
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
