"""A dropped entry never returns to its feed, and is kept in an archive that never changes (RFC 5005)."""

from __future__ import annotations

import itertools
import json
import shutil
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import feedparser
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree
from msgspec.structs import replace

from feeds.model import Candidate, Cut, Loose
from feeds.pipeline.carried.carrying import apply_carrying, carry_feeds
from feeds.pipeline.looking import look
from feeds.pipeline.run import Leave
from feeds.selection import Bounds, bind, select
from feeds.site import open_site
from tests.archives import ALL, DEFAULT, FIVE, is_volume, write_issues
from tests.candidates import candidate, plan
from tests.folder import CONFIG, NOW, Folder
from tests.searching import search

HISTORY = "{http://purl.org/syndication/history/1.0}"


def numbers(candidates: Iterable[Candidate | Loose]) -> list[int]:
    return [int(one.id) for one in candidates]


def volumes(site: Folder, feed: str = "") -> list[tuple[str, dict[str, Any]]]:
    """Return the folders and JSON documents of the archive, followed from the feed, the newest first."""
    found = []
    root = "https://weekly.example/"
    address = site.json(feed + "feed.json").get("next_url", "")
    while address:
        path = address.removeprefix(root)
        found.append((path.removesuffix("feed.json"), site.json(path)))
        address = found[-1][1].get("next_url", "")
    return found


def archived(site: Folder, feed: str = "") -> set[str]:
    return {item["id"] for _, volume in volumes(site, feed) for item in volume["items"]}


# -- what a feed carries


def test_a_feed_carries_recent_entries_beyond_its_limit_but_no_more_than_fit() -> None:
    candidates = [candidate(number) for number in range(20)]  # a day apart
    selected = select(plan("sections"), candidates, Bounds(3, timedelta(days=7), 10**6))
    chosen = selected.entries
    cut = selected.cut
    assert numbers(chosen) == list(range(7))
    assert cut == Cut(published=candidates[7].published, left=frozenset({"7"}))
    selected = select(plan("sections"), candidates, Bounds(3, timedelta(days=7), 250))
    chosen = selected.entries
    assert numbers(chosen) == [0, 1]


def test_entries_past_the_cut_never_return() -> None:
    candidates = [candidate(number) for number in range(20)]
    selected = select(plan("sections"), candidates, Bounds(5, timedelta(), 10**6))
    cut = selected.cut
    selected = select(plan("sections"), candidates[2:], Bounds(50, timedelta(days=99), 10**6), cut)
    chosen = selected.entries
    later = selected.cut
    assert numbers(chosen) == [2, 3, 4]
    assert later == cut


def test_the_cut_names_the_dropped_entries_of_its_second() -> None:
    when = datetime(2026, 5, 1, tzinfo=UTC)
    same = [replace(candidate(number), published=when) for number in range(5)]
    selected = select(plan("sections"), same, Bounds(3, timedelta(), 10**6))
    cut = selected.cut
    assert cut == Cut(published=when, left=frozenset({"3", "4"}))
    selected = select(plan("sections"), [same[4], *same[1:4]], Bounds(2, timedelta(), 10**6), cut)
    chosen = selected.entries
    cut = selected.cut
    assert numbers(chosen) == [1, 2]
    assert cut == Cut(published=when, left=frozenset({"3", "4"}))


# -- how volumes are bound


def test_volumes_are_of_one_period_and_no_bigger_than_a_feed() -> None:
    loose = [candidate(number, size=40) for number in range(400, 100, -10)]  # from March 2025 to January 2026
    found = list(bind(loose, [], "year", 1000))
    assert [(one.period, len(one.entries)) for one in found] == [("2025", 25), ("2025", 3), ("2026", 2)]
    assert [number for one in reversed(found) for number in numbers(one.entries)] == list(range(110, 401, 10))


def test_the_last_volume_takes_the_settled_entries_of_its_period() -> None:
    loose = [candidate(130), candidate(100)]  # December, January
    settled = [candidate(90), candidate(80), candidate(1)]
    assert [(one.period, numbers(one.entries)) for one in bind(loose, settled, "year", 250)] == [
        ("2025", [130]), ("2026", [90, 100])
    ]  # fmt: skip
    assert list(bind([], settled, "year", 250)) == []


# -- runs


def test_a_first_run_over_an_old_directory_fills_window_and_archive(site: Folder) -> None:
    site.configure(FIVE)
    write_issues(site, 40)
    site.build()
    assert site.titles("feed.json") == [f"Issue {number}" for number in range(40, 35, -1)]
    found = volumes(site)
    assert [path for path, _ in found] == ["archive/2025/", "archive/2024/"]
    assert [item["title"] for _, volume in found for item in volume["items"]] == [
        f"Issue {number}"
        for number in range(37, 0, -1)  # the two oldest of the feed have settled
    ]
    assert all(volume["_republisher"]["id"] == site.json("feed.json")["_republisher"]["id"] for _, volume in found)
    item = found[1][1]["items"][0]
    assert item["_republisher"]["source"] == "posts/27.md"
    assert item["date_published"] == "2024-12-30T00:00:00Z"


def test_the_entries_of_volumes_are_not_kept_once_they_are_in_the_store(site: Folder) -> None:
    site.configure(FIVE)
    write_issues(site, 40)
    with look(open_site(site.config), NOW) as seen:
        decided = carry_feeds(seen.config, seen.store, NOW, seen.update.effect)
        applied = apply_carrying(seen.config, seen.store, decided, NOW)
        new = decided.all[""].new_volumes
        stored = [seen.store.archives.entries_of("", one.volume.number, NOW) for one in new]
    assert [[one.id for one in entries] for entries in stored] == [[*one.ids] for one in new]
    assert len(new) == 2
    assert not any(one.new_volumes for one in (*applied.all.values(), *applied.shown))
    assert [one.volumes for one in applied.shown] == [one.volumes for one in decided.shown]


@pytest.mark.parametrize(("slug", "topic"), [("sections", ""), ("topics/chips", "chips")])
def test_a_feed_that_takes_all_finds_what_it_would_choose(site: Folder, slug: str, topic: str) -> None:
    site.configure(CONFIG + "topics: [{slug: chips, words: [chip*]}]\nfeeds: {archive: none}\n")
    write_issues(site, 9)
    site.build()
    wanted = plan(slug)
    assert wanted.takes_all(topic)
    assert not wanted.takes_all("jobs")
    with look(open_site(site.config), NOW) as seen:
        known, place = seen.store.archives, ("", wanted.grain, NOW, NOW, topic)
        chosen = [one for one in known.loose(*place, once=False) if wanted.wants(one)]
        found = list(known.all_loose(*place, once=False))
    assert found
    assert found == [Loose(one.id, one.published, one.size) for one in chosen]


@pytest.mark.parametrize("file", ["atom.xml", "rss.xml"])
def test_feeds_lead_to_their_archives_and_back(site: Folder, file: str) -> None:
    site.configure(FIVE)
    write_issues(site, 60)
    site.build()
    seen: list[str] = []
    address, id = "https://weekly.example/sections/" + file, None
    while address:
        content = (site.public / address.removeprefix("https://weekly.example/")).read_bytes()
        found = feedparser.parse(content)
        assert not found.bozo
        links = {link.rel: link for link in found.feed.links}
        assert links["self"].href == address
        assert {link.type for rel, link in links.items() if rel != "alternate"} == {links["self"].type}
        assert id is None or id == found.feed.get("id")
        id = found.feed.get("id")
        if seen:
            assert links["current"].href == "https://weekly.example/sections/" + file
            assert etree.fromstring(content).find(f".//{HISTORY}archive") is not None
            following = links["next-archive"].href if "next-archive" in links else None
            assert following == (seen[-1] if len(seen) > 1 else None)
        else:
            assert "next-archive" not in links
            assert etree.fromstring(content).find(f".//{HISTORY}*") is None
        seen.append(address)
        address = links["prev-archive"].href if "prev-archive" in links else ""
    assert [address.split("/")[-2] for address in seen] == ["sections", "2026", "2025", "2024"]


def test_a_feed_that_never_dropped_an_entry_is_marked_as_complete(site: Folder) -> None:
    site.configure(FIVE)
    write_issues(site, 2)
    site.build()
    for path in ("atom.xml", "rss.xml", "sections/atom.xml"):
        assert etree.fromstring((site.public / path).read_bytes()).find(f".//{HISTORY}complete") is not None
    assert not any(map(is_volume, site.tree()))
    write_issues(site, 4, first=3)
    site.build()
    assert b"complete" not in (site.public / "atom.xml").read_bytes()
    assert b"prev-archive" in (site.public / "atom.xml").read_bytes()


def test_time_alone_removes_nothing(site: Folder) -> None:
    site.configure(CONFIG + "feeds: {limit: 1}\n")
    write_issues(site, 6, start=NOW - timedelta(weeks=11))
    site.build()
    assert site.titles("feed.json") == ["Issue 6", "Issue 5", "Issue 4", "Issue 3"]  # 42 days
    before = site.marks()
    for later in (NOW + timedelta(days=1), NOW + timedelta(days=300)):
        assert site.build(later, fresh=True).written == ()
    assert site.marks() == before


def test_one_new_issue_writes_one_volume_at_most(site: Folder) -> None:
    site.configure(FIVE)
    write_issues(site, 60)
    site.build()
    before = site.tree()
    written: Counter[int] = Counter()
    for number in range(61, 71):
        write_issues(site, 1, first=number)
        report = site.build(NOW + timedelta(weeks=2 * (number - 60)))
        written[sum(is_volume(path) and path.endswith(".json") for path in report.written)] += 1
    assert written == {0: 3, 1: 6, 2: 1}  # of two feeds: every third run, and every second
    assert {path: text for path, text in site.tree().items() if path in before and is_volume(path)} == {
        path: text for path, text in before.items() if is_volume(path)
    }
    assert len(archived(site) | set(site.ids("feed.json").values())) == 70


def test_an_old_issue_that_is_added_late_gets_a_volume_of_its_own(site: Folder) -> None:
    site.configure(FIVE)
    write_issues(site, 40)
    site.build()
    before = site.tree()
    site.issue("late.md", "Late", "2024-03-05")
    site.build()
    assert "Late" not in site.titles("feed.json")
    assert [path for path, _ in volumes(site)] == ["archive/2024-part-2/", "archive/2025/", "archive/2024/"]
    assert [item["title"] for item in volumes(site)[0][1]["items"]] == ["Late"]
    assert all(site.tree()[path] == text for path, text in before.items() if is_volume(path))


def test_what_came_while_a_feed_had_ended_goes_into_its_archive(site: Folder) -> None:
    extra = FIVE.replace("limit: 5", "limit: 5, extra: [{slug: all, title: All, grain: issue}]")
    assert extra != FIVE
    site.configure(extra)
    write_issues(site, 40)
    site.build()
    site.configure(FIVE)
    site.build(leave=Leave(shrink=True))
    site.issue("late.md", "Late", "2024-03-05")
    site.build()
    site.configure(extra)
    site.build()
    assert [item["title"] for item in volumes(site, "feeds/all/")[0][1]["items"]] == ["Late"]


def test_a_topic_given_to_old_sections_fills_its_feed_and_its_archive(site: Folder) -> None:
    topic = "topics: [{slug: robots, words: [robot*]}]\n"
    site.configure(FIVE + topic.replace("robot*", "unknown"))
    write_issues(site, 40)
    site.build()
    site.configure(FIVE + topic)
    site.build()
    assert len(site.titles("topics/robots/feed.json")) == 5
    assert len(archived(site, "topics/robots/") | set(site.ids("topics/robots/feed.json").values())) >= 36
    site.configure(FIVE + topic.replace("robot*", "chip*"))
    before = {item["id"] for item in site.items("topics/robots/feed.json")}
    site.build(NOW + timedelta(days=1))
    carried = site.items("topics/robots/feed.json")
    assert len(carried) == 5
    assert before.isdisjoint(item["id"] for item in carried)
    assert all("chips" in item["id"] for item in carried)
    assert len(archived(site, "topics/robots/")) == 80 - 5 - 5 + 2 * 2


def test_a_withdrawn_entry_is_removed_from_the_archive_too(site: Folder) -> None:
    site.configure(FIVE)
    write_issues(site, 60)
    site.build()
    before = site.tree()
    (site.posts / "3.md").unlink()
    later = NOW + timedelta(days=1)
    report = site.build(later)
    changed = [path for path, text in site.tree().items() if before.get(path) != text]
    assert sorted(changed) == sorted(report.written)
    changed.remove("withdrawn.json")
    changed = [path for path in changed if not path.endswith(".html")]  # pages show how much there was
    assert {path.rpartition("/")[0] for path in changed} == {"archive/2024", "sections/archive/2024"}
    assert "Issue 3" not in [item["title"] for item in site.items("archive/2024/feed.json")]
    found = feedparser.parse((site.public / "archive/2024/atom.xml").read_bytes())
    assert found.feed.updated == "2026-06-02T12:00:00Z"
    write_issues(site, 1, first=3)
    site.build(later)
    assert "Issue 3" not in site.titles("feed.json")
    assert [item["title"] for item in volumes(site)[0][1]["items"]] == ["Issue 3"]


def test_an_archived_entry_that_expires_is_removed(site: Folder) -> None:
    site.configure(FIVE)
    write_issues(site, 20)
    text = (site.posts / "2.md").read_text().replace("title:", "expires: 2026-06-03\ntitle:")
    site.write("2.md", text)
    site.build()
    assert "Issue 2" in [item["title"] for item in site.items("archive/2024/feed.json")]
    site.build(NOW + timedelta(days=2))
    assert "Issue 2" not in [item["title"] for item in site.items("archive/2024/feed.json")]


def test_an_edit_of_an_archived_entry_changes_no_volume(site: Folder) -> None:
    site.configure(FIVE)
    write_issues(site, 60)
    site.build()
    before = site.tree()
    site.write("3.md", (site.posts / "3.md").read_text().replace("walks", "runs"))
    assert site.build(NOW + timedelta(days=1)).written == ()
    assert site.build(NOW + timedelta(days=1), fresh=True).written == ()
    assert site.tree() == before


def test_a_volume_is_written_again_only_if_its_file_is_missing_or_changed(site: Folder) -> None:
    site.configure(FIVE)
    write_issues(site, 60)
    site.build()
    site.write("3.md", (site.posts / "3.md").read_text().replace("Issue 3", "Issue III"))
    site.build(NOW + timedelta(days=1))
    before = site.tree()
    for path in site.public.rglob("*.*"):
        path.touch()  # as a checkout does
    assert site.build(NOW + timedelta(days=1)).written == ()
    assert site.tree() == before
    (site.public / "archive/2025/rss.xml").unlink()
    (site.public / "archive/2024/rss.xml").write_bytes(before["archive/2024/rss.xml"] + b"\n")
    report = site.build(NOW + timedelta(days=1))
    assert sorted(report.written) == ["archive/2024/rss.xml", "archive/2025/rss.xml"]
    assert site.tree()["archive/2025/rss.xml"] == before["archive/2025/rss.xml"]


def test_an_archive_moves_with_its_site(site: Folder) -> None:
    site.configure(FIVE)
    write_issues(site, 20)
    site.build()
    site.configure(FIVE.replace("title: The Weekly", "title: The Weakly"))
    assert not any(is_volume(path) for path in site.build().written)
    site.configure(FIVE + "publish: {url: https://moved.example/}\n")
    assert "archive/2024/atom.xml" in site.build().written
    assert b"weekly.example/archive" not in (site.public / "archive/2024/atom.xml").read_bytes()


def test_without_archives_entries_are_dropped_as_well(site: Folder) -> None:
    without = DEFAULT.replace("days: 0", "days: 0, archive: none")
    site.configure(without)
    write_issues(site, 20)
    site.build()
    assert not any(map(is_volume, site.tree()))
    assert "next_url" not in site.json("feed.json")
    site.configure(without.replace("limit: 5", "limit: 50"))
    site.build()
    assert len(site.titles("feed.json")) == 5
    site.configure(FIVE)
    site.build()
    assert len(archived(site)) == 17


def test_an_archive_that_is_no_longer_made_is_reported_in_one_line(site: Folder) -> None:
    site.configure(FIVE)
    write_issues(site, 60)
    site.build()
    site.configure(DEFAULT.replace("days: 0", "days: 0, archive: none"))
    assert [str(notice).partition(":")[0] for notice in site.build().notices] == [
        "public/archive/", "public/sections/archive/"
    ]  # fmt: skip


def test_a_format_of_an_archive_that_is_no_longer_made_is_reported_in_one_line(site: Folder) -> None:
    site.configure(FIVE)
    write_issues(site, 60)
    site.build()
    site.configure(DEFAULT.replace("days: 0", "days: 0, formats: [atom, json]"))
    assert [str(notice).partition(":")[0] for notice in site.build().notices] == [
        "public/archive/*/rss.xml", "public/rss.xml", "public/sections/archive/*/rss.xml", "public/sections/rss.xml"
    ]  # fmt: skip


def test_the_date_of_a_feed_is_that_of_its_newest_change_or_removal(site: Folder) -> None:
    def updated() -> str:
        return str(feedparser.parse((site.public / "atom.xml").read_bytes()).feed.updated)

    site.configure(FIVE)
    write_issues(site, 8)
    site.build()
    newest = updated()
    assert newest == "2024-04-08T00:00:00Z"
    write_issues(site, 1, first=9)
    site.build(NOW + timedelta(days=1))
    assert updated() == "2024-04-22T00:00:00Z"  # issue 4 was dropped, which is not a change
    (site.posts / "9.md").unlink()
    site.build(NOW + timedelta(days=2))
    assert updated() == "2026-06-03T12:00:00Z"
    site.build(NOW + timedelta(days=3), fresh=True)
    assert updated() == "2026-06-03T12:00:00Z"


def test_the_page_of_a_feed_leads_to_its_archive(site: Folder) -> None:
    site.configure(FIVE)
    write_issues(site, 60)
    site.issue("late.md", "Late", "2024-03-05")
    site.build()
    site.issue("later.md", "Later", "2024-03-05")
    site.build()
    page = (site.public / "sections/index.html").read_text()
    assert '<a href="../sections/archive/2024-part-2/atom.xml" type="application/atom+xml">2024, part 2</a>' in page
    assert 'atom.xml">2024' not in (site.public / "index.html").read_text()
    assert "archive" not in (site.public / "feeds.opml").read_text()


# -- memory lost


@pytest.mark.parametrize("formats", ["[rss, atom, json]", "[rss]", "[json]"])
def test_an_archive_is_recovered_as_it_was_published(site: Folder, formats: str) -> None:
    settings = DEFAULT.replace("days: 0", f"days: 0, formats: {formats}")
    site.configure(settings)
    write_issues(site, 50)
    site.build()
    site.configure(settings.replace("limit: 5", "limit: 9"))
    for number in (51, 52, 53):
        write_issues(site, 1, first=number)
        site.build()
    site.write("3.md", (site.posts / "3.md").read_text().replace("walks", "runs"))
    site.build()
    before = site.tree()
    assert len({path.split("archive/")[1].split("/")[0] for path in before if is_volume(path)}) == 2
    shutil.rmtree(site.path / ".feeds")
    assert site.build(NOW + timedelta(days=1)).written == ()
    write_issues(site, 10, first=54)
    site.build(NOW + timedelta(days=2))
    assert all(site.tree()[path] == text for path, text in before.items() if is_volume(path))
    assert "archive/2025-part-2/" in {path.rpartition("/")[0] + "/" for path in site.tree()}


def test_an_unreadable_archive_is_made_again(site: Folder) -> None:
    site.configure(FIVE)
    write_issues(site, 20)
    site.build()
    before = site.tree()
    shutil.rmtree(site.path / ".feeds")
    for path in ("atom.xml", "rss.xml", "feed.json", "archive/2024/rss.xml"):
        (site.public / path).write_bytes(before[path][: len(before[path]) // 2])
    site.build()
    assert site.tree() == before


# -- properties

TOPICS = "topics:\n  - {slug: robots, words: [robot*]}\n"
EXTRA = "extra: [{slug: items, grain: item, once: true}, {slug: other, exclude: [robots]}]"
STEPS = st.one_of(
    st.tuples(st.just("new"), st.integers(0, 3)),
    st.tuples(st.just("old"), st.integers(0, 900)),
    st.tuples(st.just("edit"), st.integers(0, 30)),
    st.tuples(st.just("remove"), st.integers(0, 30)),
    st.tuples(st.just("restore"), st.integers(0, 30)),
    st.tuples(st.just("limit"), st.integers(1, 9)),
    st.tuples(st.just("days"), st.integers(0, 60)),
    st.tuples(st.just("bytes"), st.sampled_from([16384, 524288])),
    st.tuples(st.just("topic"), st.sampled_from(["robot*", "chip*"])),
    st.tuples(st.just("lose"), st.just(0)),
)


class Story:
    """A site to which things happen."""

    def __init__(self, site: Folder) -> None:
        self.site, self.names, self.removed = site, list[str](), dict[str, bytes]()
        self.limit, self.days, self.bytes, self.words = 4, 0, 524288, "robot*"
        self.count = itertools.count(1)
        self.now = NOW
        for number in range(8):
            self.add(NOW - timedelta(weeks=10 * (8 - number)))
        self.configure()

    def add(self, when: datetime) -> None:
        number = next(self.count)
        self.names.append(f"{number}.md")
        text = f"## Robots {number}\n\nrobot {'o' * 5400}\n\n- [a](https://a.example/{number})\n- [b](https://b.example/)\n"
        text += f"\n## Chips\n\nA chip, {number}.\n"
        self.site.write(f"{number}.md", f"---\ntitle: Issue {number}\ndate: {when:%Y-%m-%d}\n---\n{text}")

    def configure(self) -> None:
        bounds = f"limit: {self.limit}, days: {self.days}, max_bytes: {self.bytes}, archive: {{{ALL}}}"
        self.site.configure(CONFIG + TOPICS.replace("robot*", self.words) + f"feeds: {{{bounds}, {EXTRA}}}\n")

    def happen(self, what: str, value: Any) -> None:
        if what == "new" or what == "old":
            self.add(self.now - timedelta(days=value))
        elif what in ("limit", "days", "bytes"):
            setattr(self, what, value)
        elif what == "topic":
            self.words = value
        elif what == "lose":
            shutil.rmtree(self.site.path / ".feeds", ignore_errors=True)
        else:
            self.change(what, self.names[value % len(self.names)])
        self.configure()

    def wants(self, feed: str, id: str) -> bool:
        """Return whether the entry with *id* belongs in *feed* by its topic."""
        has_topic = f"/{self.words.removesuffix('*')}" in id
        return has_topic if feed == "topics/robots/" else not has_topic if feed == "feeds/other/" else True

    def change(self, what: str, name: str) -> None:
        path = self.site.posts / name
        if what == "remove" and path.exists() and len(list(self.site.posts.iterdir())) > 1:
            self.removed[name] = path.read_bytes()
            path.unlink()
        elif what == "restore" and name in self.removed:
            self.site.write(name, self.removed.pop(name))
        elif what == "edit" and path.exists():
            self.site.write(name, path.read_bytes() + b"\nAnd another thing.\n")


INSISTING = Leave(resurface=True, shrink=True)  # the guard has its own tests
FEEDS = ("", "sections/", "topics/robots/", "feeds/items/", "feeds/other/")


@pytest.mark.slow
@search(10)
@example(steps=[[("limit", 2)], [("topic", "chip*")], [("topic", "robot*")]])
@given(steps=st.lists(st.lists(STEPS, min_size=1, max_size=3), min_size=1, max_size=7))
def test_dropped_entries_never_return_and_nothing_is_lost(
    tmp_path_factory: pytest.TempPathFactory, steps: list[list[tuple[str, Any]]]
) -> None:
    top = tmp_path_factory.mktemp("archives")
    story = Story(Folder(top / "site"))
    site = story.site
    site.build(story.now)
    left: dict[str, set[str]] = {feed: set() for feed in FEEDS}
    for step in steps:
        before, carried = site.tree(), {feed: _carried(site, feed) for feed in FEEDS}
        story.now += timedelta(days=9)
        for what, value in step:
            story.happen(what, value)
        shutil.copytree(site.path, top / "fresh")
        fresh = Folder.at(top / "fresh")
        site.build(story.now, leave=INSISTING)
        fresh.build(story.now, fresh=True, leave=INSISTING)
        for feed in FEEDS:
            now, kept = _carried(site, feed), archived(site, feed)
            assert now.isdisjoint(left[feed])
            # what was removed may come back with its post, what lost its topic with the words of it
            left[feed] |= {id for id in (carried[feed] - now) & kept if story.wants(feed, id)}
        after = site.tree()
        assert after == fresh.tree()
        shutil.rmtree(top / "fresh")
        for path, text in before.items():
            if is_volume(path) and path.endswith(".json") and after.get(path) != text:
                old = {item["_republisher"]["source"] for item in json.loads(text)["items"]}
                assert any(source.removeprefix("posts/") in story.removed for source in old)
    live = {item["id"] for item in _live(site)}
    assert live <= _carried(site, "sections/") | archived(site, "sections/")
    shutil.rmtree(top)


def _carried(site: Folder, feed: str) -> set[str]:
    path: Path = site.public / feed / "feed.json"
    return {item["id"] for item in site.items(feed + "feed.json")} if path.exists() else set()


def _live(site: Folder) -> list[dict[str, Any]]:
    """Return the sections of all posts, as a feed without bounds has them."""
    top = site.path.parent / "live"
    shutil.copytree(site.path / "posts", top / "posts")
    shutil.copytree(site.path / ".feeds", top / ".feeds")
    live = Folder.at(top)
    extra = EXTRA.replace("[", "[{slug: live, title: x}, ", 1)
    live.configure(CONFIG + TOPICS + f"feeds: {{{extra}, limit: 1000, max_bytes: 100MB}}\n")
    live.build(NOW + timedelta(days=9999), leave=INSISTING)
    items = live.items("feeds/live/feed.json")
    shutil.rmtree(top)
    return items
