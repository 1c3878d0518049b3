"""Moving here from another program: ids and dates that subscribers know are adopted."""

from __future__ import annotations

import html
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import feedparser
import pytest
from lxml import etree

from feeds.adoption import Adoption, adopt
from feeds.cli import main
from feeds.errors import FeedsError
from feeds.past import Match, Ours, PastEntry, match, parse_feed, parse_foreign
from feeds.site import open_site
from tests.folder import CONFIG, LATER, NOW, Folder, lose_memory
from tests.servers import served

DAYS = [datetime(2026, 4, 7 * n, 8, 30, tzinfo=UTC) for n in range(1, 5)]
NAMES = ["spring-tide", "the-long-pier", "fog-horns", "a-box-of-maps"]


def title_of(name: str) -> str:
    return name.replace("-", " ").capitalize() + " & more"


def body_of(name: str) -> str:
    words = name.replace("-", " ")
    return (
        f"## News\n\nAll there is to say of {words} in one long sentence.\n\n"
        f"## Tools\n\nA [tool](https://tools.example/{name}) for those who like {words} and what comes after it.\n"
    )


@pytest.fixture
def jekyll(site: Folder) -> Folder:
    """A site of four issues, its posts named as Jekyll has it, its dates without an hour."""
    for name, day in zip(NAMES, DAYS, strict=True):
        site.write(f"{day:%Y-%m-%d}-{name}.md", f"---\ntitle: {title_of(name)!r}\ndate: {day:%F}\n---\n{body_of(name)}")
    site.configure(CONFIG + "posts: {permalink: '/:year/:month/:day/:slug.html'}\n")
    return site


@pytest.mark.slow
def test_a_feed_that_takes_too_long_to_parse_is_reported(jekyll: Folder) -> None:
    old = jekyll.path / "old.xml"
    author = f"<managingEditor>{'a' * 200_000}</managingEditor>"
    old.write_text(f"<rss version='2.0'><channel><title>A</title>{author}</channel></rss>", encoding="utf-8")
    with pytest.raises(FeedsError, match=r"old\.xml: takes more than 5 s of processor time to read"):
        adopt(open_site(jekyll.config), [str(old)], NOW)


Row = dict[str, Any]


def rows(make: Callable[[int, str, datetime], Row]) -> list[Row]:
    """Return what the old program knew of the three newest issues, newest first."""
    made = [make(n, name, day) for n, (name, day) in enumerate(zip(NAMES, DAYS, strict=True))]
    return [dict(row, name=name) for row, name in zip(made, NAMES, strict=True)][:0:-1]


def atom(entries: list[Row]) -> str:
    parts = "".join(
        f"<entry><title type='html'>{html.escape(html.escape(title_of(row['name'])))}</title>"
        f"<link href='{row['link']}' rel='alternate' type='text/html' />"
        + (f"<published>{row['published']}</published>" if "published" in row else "")
        + f"<updated>{row['updated']}</updated><id>{row['id']}</id>"
        f"<content type='html'>{html.escape(body_of(row['name']))}</content></entry>"
        for row in entries
    )
    return (
        "<?xml version='1.0' encoding='utf-8'?><feed xmlns='http://www.w3.org/2005/Atom'>"
        "<generator uri='https://jekyllrb.com/' version='4.3'>Jekyll</generator>"
        "<link href='https://weekly.example/feed.xml' rel='self' type='application/atom+xml' />"
        f"<id>https://weekly.example/feed.xml</id><title>The Weekly</title>"
        f"<updated>2026-05-01T00:00:00Z</updated>{parts}</feed>"
    )


def rss(entries: list[Row]) -> str:
    parts = "".join(
        f"<item><title>{html.escape(title_of(row['name']))}</title><link>{html.escape(row['link'])}</link>"
        + (f"<pubDate>{format_datetime(row['date'])}</pubDate>" if "date" in row else "")
        + row.get("guid", "")
        + f"<description>All there is to say of {row['name'].replace('-', ' ')}</description></item>"
        for row in entries
    )
    return (
        "<?xml version='1.0' encoding='utf-8' standalone='yes'?><rss version='2.0'><channel><title>The Weekly</title>"
        f"<link>https://weekly.example/</link><description>Recent content</description>{parts}</channel></rss>"
    )


def jekyll_feed() -> str:
    return atom(
        rows(lambda n, name, day: {
            "id": f"https://weekly.example/{day:%Y/%m/%d}/{name}",
            "link": f"https://weekly.example/{day:%Y/%m/%d}/{name}.html",
            "published": f"{day:%F}T00:00:00+02:00",
            "updated": f"{day + timedelta(days=n):%F}T10:30:00+02:00",
        })
    )  # fmt: skip


def pelican_atom() -> str:
    return atom(
        rows(lambda n, name, day: {
            "id": f"tag:weekly.example,{day:%F}:/{name}.html",
            "link": f"https://weekly.example/{name}.html",
            "published": f"{day:%F}T08:30:00+00:00",
            "updated": f"{day:%F}T08:30:00+00:00",
        })
    )  # fmt: skip


def hugo_rss() -> str:
    return rss(
        rows(lambda n, name, day: {
            "link": f"https://weekly.example/posts/{name}/",
            "guid": f"<guid>https://weekly.example/posts/{name}/</guid>",
            "date": day,
        })
    )  # fmt: skip


def wordpress_rss() -> str:
    return rss(
        rows(lambda n, name, day: {
            "link": f"https://old.example/{day:%Y/%m/%d}/{name}/",
            "guid": f'<guid isPermaLink="false">https://old.example/?p={100 + n}</guid>',
            "date": day,
        })
    )  # fmt: skip


def handwritten_rss() -> str:
    return rss(rows(lambda n, name, day: {"link": f"http://weekly.example/archive/{n}.htm?x=1", "date": day}))


def numbered_rss() -> str:
    return rss(
        rows(lambda n, name, day: {
            "link": "https://weekly.example/",
            "guid": f'<guid isPermaLink="false">issue no. {n}</guid>',
            "date": day,
        })
    )  # fmt: skip


def json_feed() -> str:
    items = rows(lambda n, name, day: {
        "id": n,
        "url": f"https://weekly.example/{day:%Y/%m/%d}/{name}.html",
        "title": title_of(name),
        "date_published": f"{day:%F}T08:30:00.123-01:00",
        "content_text": body_of(name),
    })  # fmt: skip
    return json.dumps({"version": "https://jsonfeed.org/version/1", "title": "The Weekly", "items": items})


OLD = [jekyll_feed, pelican_atom, hugo_rss, wordpress_rss, handwritten_rss, numbered_rss, json_feed]


def take_over(site: Folder, content: str, **how: bool) -> Adoption:
    path = site.path / "old.xml"
    path.write_text(content, encoding="utf-8")
    return adopt(open_site(site.config), [str(path)], NOW, **how)


def dates_of(content: bytes) -> dict[str, tuple[object, object]]:
    """Return the dates in a feed by id, as other programs read it."""
    if content.startswith(b"{"):
        feed = parse_feed(content, "", parse_foreign)
        return {entry.id: (entry.published, None) for entry in feed.entries}
    found = feedparser.parse(content).entries
    return {
        entry.get("id") or entry.link: (
            entry.get("published_parsed"),
            entry["updated_parsed"] if "rss" not in str(content[:200]) else None,
        )
        for entry in found
    }


@pytest.mark.parametrize("old", OLD, ids=lambda old: old.__name__)
def test_after_the_move_no_subscriber_sees_anything_twice(jekyll: Folder, old: Callable[[], str]) -> None:
    adoption = take_over(jekyll, old())
    assert (len(adoption.adopted), adoption.unknown, adoption.new) == (3, (), ())
    report = jekyll.build(LATER)
    assert report.problems == ()
    content = old().encode()
    name = "feed.json" if old is json_feed else "atom.xml" if b"Atom" in content else "rss.xml"
    now = dates_of((jekyll.public / name).read_bytes())
    assert list(now.items()) == list(dates_of(content).items())  # no other entry, and in the same order
    first = jekyll.tree()
    assert jekyll.build(LATER + timedelta(days=1), fresh=True).written == ()
    lose_memory(jekyll)
    assert jekyll.build(LATER + timedelta(days=2)).written == ()
    assert jekyll.tree() == first
    jekyll.issue("2026-05-05-new.md", "A new one", "2026-05-05")
    jekyll.build(LATER + timedelta(days=2))
    assert set(dates_of((jekyll.public / name).read_bytes())) > set(now)
    assert len(jekyll.items("feed.json")) == 4  # what is older than the old feed stays out


@pytest.mark.parametrize("formats", ["[atom]", "[rss]"])
def test_adopted_ids_are_recovered_without_json_feeds_too(jekyll: Folder, formats: str) -> None:
    jekyll.configure(jekyll.config.read_text() + f"feeds: {{formats: {formats}}}\n")
    take_over(jekyll, jekyll_feed())
    jekyll.build(LATER)
    before = jekyll.tree()
    lose_memory(jekyll)
    assert jekyll.build(LATER + timedelta(days=2)).written == ()
    assert jekyll.tree() == before


def test_an_atom_feed_never_has_an_id_that_is_not_a_uri(jekyll: Folder) -> None:
    take_over(jekyll, numbered_rss())
    jekyll.build()
    ids = [entry.id for entry in feedparser.parse((jekyll.public / "atom.xml").read_bytes()).entries]
    assert ids[0] == "tag:weekly.example,2026-01-01:2026-04-28-a-box-of-maps"
    assert jekyll.items("feed.json")[0]["id"] == "issue no. 3"
    assert jekyll.items("feed.json")[0]["_republisher"]["key"] == "2026-04-28-a-box-of-maps"


def test_atom_has_tombstones_of_entries_it_carried(jekyll: Folder) -> None:
    take_over(jekyll, numbered_rss())
    jekyll.build()
    next(jekyll.posts.glob("*maps.md")).unlink()
    jekyll.build(LATER)
    root = etree.fromstring((jekyll.public / "atom.xml").read_bytes())
    deleted = [element.get("ref") for element in root.iter("{http://purl.org/atompub/tombstones/1.0}deleted-entry")]
    assert deleted == ["tag:weekly.example,2026-01-01:2026-04-28-a-box-of-maps"]
    assert deleted[0] in [entry.id for entry in feedparser.parse((jekyll.public / "atom.xml").read_bytes()).entries]


def test_entries_older_than_the_old_feed_are_in_the_archive(jekyll: Folder) -> None:
    jekyll.configure(jekyll.config.read_text() + "feeds: {archive: {formats: [json]}}\n")
    take_over(jekyll, jekyll_feed())
    jekyll.build()
    assert title_of(NAMES[0]) not in jekyll.titles("feed.json")
    assert title_of(NAMES[0]) in jekyll.titles("archive/2026/feed.json")


def test_with_other_ids_windows_and_archives_start_again(jekyll: Folder) -> None:
    jekyll.configure(jekyll.config.read_text() + "feeds: {limit: 2, days: 0, archive: {formats: [json]}}\n")
    jekyll.build()
    take_over(jekyll, jekyll_feed(), again=True)
    assert jekyll.build(LATER).problems == ()
    carried = [item["id"] for item in jekyll.items("feed.json")]
    archived = [item["id"] for item in jekyll.items("archive/2026/feed.json")]
    assert len(carried) == 2
    assert all(id.startswith("https://") for id in carried)
    assert len(set(carried + archived)) == 4
    assert [id for id in archived if id.startswith("tag:")] == [archived[-1]]  # older than the old feed


def test_archives_of_topics_made_from_tags_start_again_too(jekyll: Folder) -> None:
    for path in jekyll.posts.iterdir():
        path.write_text(path.read_text().replace("---\n", "---\ntags: [sea]\n", 1))
    jekyll.configure(
        jekyll.config.read_text() + "topics: from-tags\nfeeds: {limit: 3, days: 0, archive: {formats: [json]}}\n"
    )
    jekyll.build()
    old = jekyll.json()
    assert "topics/sea/archive/2026/feed.json" in jekyll.tree()
    archived = jekyll.items("sections/archive/2026/feed.json")
    known = {item["id"]: f"https://weekly.example/{number}" for number, item in enumerate([*old["items"], *archived])}
    items = [{**item, "id": known[item["id"]]} for item in (*old["items"], *archived)]
    take_over(jekyll, json.dumps({**old, "items": items}), again=True)
    assert jekyll.build(LATER).problems == ()
    topic = [*jekyll.items("topics/sea/feed.json"), *jekyll.items("topics/sea/archive/2026/feed.json")]
    assert {item["id"] for item in topic} == set(known.values())


def test_an_entry_with_another_id_in_atom_is_bound_into_one_volume_even_if_the_memory_is_lost(jekyll: Folder) -> None:
    jekyll.configure(jekyll.config.read_text() + "feeds: {limit: 2, days: 0}\n")
    take_over(jekyll, numbered_rss())
    jekyll.build(LATER)
    lose_memory(jekyll)
    assert jekyll.build(LATER).written == ()
    assert b"issue no. 2</dc:identifier>" in jekyll.tree()["archive/2026/atom.xml"]
    assert b"dc:identifier" not in jekyll.tree()["atom.xml"]
    for month in (5, 6, 7):
        jekyll.issue(f"2026-0{month}-05-new.md", f"News of month {month}", f"2026-0{month}-05")
    jekyll.build(LATER + timedelta(days=60))
    volumes = [path for path in jekyll.tree() if path.startswith("archive/") and path.endswith(".xml")]
    assert sorted(volumes) == ["archive/2026-part-2/atom.xml", "archive/2026/atom.xml"]
    ids = [entry.id for path in volumes for entry in feedparser.parse(jekyll.tree()[path]).entries]
    assert len(ids) == len(set(ids)) == 6


def test_sections_stay_where_they_are_and_have_ids_of_ours(jekyll: Folder) -> None:
    take_over(jekyll, jekyll_feed())
    jekyll.build(LATER)
    assert len(jekyll.items()) == 8
    assert all(item["id"].startswith("tag:weekly.example,2026-01-01:2026-04-") for item in jekyll.items())
    assert {item["date_published"][:10] for item in jekyll.items()} == {f"{day:%F}" for day in DAYS}
    assert jekyll.items()[0]["_republisher"]["issue"] == "https://weekly.example/2026/04/28/a-box-of-maps"


def test_a_feed_of_sections_gives_its_ids_to_sections(jekyll: Folder) -> None:
    parts = [
        f"<item><title>Tools</title><link>https://weekly.example/{day:%Y/%m/%d}/{name}.html</link>"
        f"<guid isPermaLink='false'>{name}/tools</guid><pubDate>{format_datetime(day)}</pubDate><description>"
        f"A tool for those who like {name.replace('-', ' ')} and what comes after it.</description></item>"
        for name, day in zip(NAMES, DAYS, strict=True)
    ]
    content = (
        f"<rss version='2.0'><channel><title>x</title><link>https://x.example/</link>{''.join(parts)}</channel></rss>"
    )
    adoption = take_over(jekyll, content)
    assert [one.ours.key.partition("/")[2] for one in adoption.adopted] == ["tools"] * 4
    jekyll.build()
    tools = {item["id"] for item in jekyll.items() if item["title"] == "Tools"}
    assert tools == {f"{name}/tools" for name in NAMES}


def test_adopting_twice_changes_nothing_and_a_dry_run_keeps_nothing(jekyll: Folder) -> None:
    assert len(take_over(jekyll, jekyll_feed(), dry=True).adopted) == 3
    assert not (jekyll.path / ".feeds").exists()
    take_over(jekyll, jekyll_feed())
    jekyll.build()
    before = jekyll.tree()
    again = take_over(jekyll, jekyll_feed())
    assert (len(again.adopted), len(again.already)) == (0, 3)
    jekyll.build(LATER)
    assert jekyll.tree() == before


def test_entries_published_under_our_ids_are_changed_only_on_request(jekyll: Folder) -> None:
    jekyll.build()
    before = jekyll.ids("feed.json")
    with pytest.raises(FeedsError, match="3 entries are published under ids of ours already, such as"):
        take_over(jekyll, jekyll_feed())
    assert len(take_over(jekyll, jekyll_feed(), dry=True).refused) == 3
    jekyll.build()
    assert jekyll.ids("feed.json") == before
    take_over(jekyll, jekyll_feed(), again=True)
    jekyll.build(LATER)
    assert jekyll.items("feed.json")[0]["id"] == "https://weekly.example/2026/04/28/a-box-of-maps"


def test_unmatched_entries_are_reported_and_left_alone(jekyll: Folder) -> None:
    strange = "<item><title>Gone</title><link>https://weekly.example/gone/</link><description>x</description></item>"
    content = (
        hugo_rss().replace("<item>", strange + "<item>", 1).replace("Fog horns &amp; more", "Y").replace("fog", "q")
    )
    adoption = take_over(jekyll, content)
    assert [entry.title for entry in adoption.unknown] == ["Gone", "Y"]
    assert [one.title for one in adoption.new] == ["Fog horns & more"]


def test_an_edit_after_the_move_keeps_the_old_id_and_date(jekyll: Folder) -> None:
    take_over(jekyll, jekyll_feed())
    jekyll.build()
    path = next(jekyll.posts.glob("*maps.md"))
    jekyll.write(path.name, path.read_text().replace("one long sentence", "two short ones"))
    jekyll.build(LATER)
    item = jekyll.items("feed.json")[0]
    assert item["id"] == "https://weekly.example/2026/04/28/a-box-of-maps"
    assert (item["date_published"], item["date_modified"][:10]) == ("2026-04-27T22:00:00Z", f"{LATER:%F}")


def test_the_command_reads_an_address_and_prints_the_next_steps(
    jekyll: Folder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "feed.xml").write_text(jekyll_feed())
    with served(tmp_path) as address:
        command = ["adopt", "--config", str(jekyll.config), f"{address}feed.xml"]
        assert main([*command, "--dry-run"]) == 0
        said = capsys.readouterr().out
        assert main([*command, "--json"]) == 0
        values = json.loads(capsys.readouterr().out)
        assert main(["adopt", "--config", str(jekyll.config), address + "nothing.xml"]) == 2
    assert said.startswith(
        "3 ids and dates would be taken over, with the signs by which each entry was recognised:\n"
        "  2026-04-27  A box of maps"
    )
    assert said.endswith(
        "Subscribers still poll https://weekly.example/feed.xml. Make it serve atom.xml: best as a copy at that"
        " address, else by a permanent redirect to https://weekly.example/atom.xml.\n"
    )
    assert values["adopted"][0]["id"] == "https://weekly.example/2026/04/28/a-box-of-maps"
    assert "nothing.xml: nothing is there" in capsys.readouterr().err


@pytest.mark.parametrize("content", [b"", b"{}", b"<html></html>", b"[1]", b"\xff\xfe\x00", b'{"version": 1', b"<rss"])
def test_documents_that_are_not_feeds_are_refused(jekyll: Folder, content: bytes) -> None:
    (jekyll.path / "x").write_bytes(content)
    with pytest.raises(FeedsError, match=r"x: (is|carries)"):
        adopt(open_site(jekyll.config), [str(jekyll.path / "x")], NOW)


def ours(key: str, **values: Any) -> Ours:
    base: dict[str, Any] = {
        "key": key, "id": key, "kind": "issue", "title": key, "link": f"https://a.example/{key}/", "path": f"{key}.md",
        "published": NOW, "out": False, "alone": True, "text": str,
    }  # fmt: skip
    return Ours(**base | values)


def pairs(found: list[Match]) -> dict[str, str]:
    return {one.old.id: one.ours.key for one in found}


def test_doubtful_matches_are_left_alone() -> None:
    twins = [ours("a", title="News", link=""), ours("b", title="News", link="")]
    assert match([PastEntry(id="x", title="News", published=NOW)], twins) == []
    old = [PastEntry(id="x", title="News", published=NOW), PastEntry(id="y", title="News", published=NOW)]
    assert match(old, twins[:1]) == []


def test_the_best_assignment_is_that_of_all_together() -> None:
    issues = [ours(f"n{n}", title="News", published=NOW + timedelta(days=7 * n)) for n in range(3)]
    old = [PastEntry(id=str(n), title="News", published=NOW + timedelta(days=7 * n, hours=9)) for n in range(3)]
    assert pairs(match(old, issues)) == {"0": "n0", "1": "n1", "2": "n2"}
    renamed = [ours("n0", title="Another", link="https://new.example/N0.html"), ours("n1", title="News 1")]
    links = [PastEntry(id="x", title="News 1", link="http://old.example/n0/index.html?utm_source=rss")]
    assert pairs(match(links, renamed)) == {"x": "n0"}
