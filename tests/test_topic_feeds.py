"""Feeds of topics: renamed, removed, empty; unions and exclusions at either grain."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from feeds.commands.diff_lines import diff_lines, refusal_of
from feeds.config import TopicRule
from feeds.errors import HarmError
from feeds.pipeline.run import Leave
from feeds.topics import TopicRules
from tests.command import run
from tests.folder import CONFIG, NOW, Folder, lose_memory
from tests.topic_rules import ENTRY, rule

ROBOTS = "  - {slug: robots, words: [robot*]}\n"
CHIPS = "  - {slug: chips, words: [chip*]}\n"
ENDING = Leave(shrink=True)


@pytest.fixture
def topical(site: Folder) -> Folder:
    """A site of two issues, each about robots and chips, with these topics, built."""
    site.configure(CONFIG + "topics:\n" + ROBOTS + CHIPS)
    site.issue()
    site.issue("2026-05-08-two.md", "Issue 2", "2026-05-08")
    site.build()
    return site


def test_renaming_a_topic_resurfaces_nothing_and_the_old_address_continues(topical: Folder) -> None:
    before = topical.json("topics/robots/feed.json")
    topical.configure(CONFIG + "topics:\n  - {slug: machines, aliases: [robots], words: [robot*]}\n" + CHIPS)
    changes = topical.diff()
    assert {change.kind for feed in changes.feeds for change in feed.changes} == {"touched"}
    topical.build()
    after = topical.json("topics/robots/feed.json")
    assert [item["id"] for item in after["items"]] == [item["id"] for item in before["items"]]
    assert [item["date_modified"] for item in after["items"]] == [item["date_modified"] for item in before["items"]]
    assert after["feed_url"] == before["feed_url"]
    assert topical.ids("topics/machines/feed.json") == topical.ids("topics/robots/feed.json")
    topical.issue("2026-05-15-three.md", "Issue 3", "2026-05-15")
    topical.build()
    assert len(topical.items("topics/robots/feed.json")) == len(topical.items("topics/machines/feed.json")) == 3


def test_an_old_slug_is_not_on_the_index_and_still_a_name(topical: Folder) -> None:
    extra = "feeds: {extra: [{slug: quiet, exclude: [robots]}]}\n"
    topical.configure(CONFIG + "topics:\n  - {slug: machines, aliases: [robots], words: [robot*]}\n" + CHIPS + extra)
    topical.build()
    index = (topical.public / "index.html").read_text(encoding="utf-8")
    assert "topics/machines/" in index
    assert "topics/robots/" not in index
    assert topical.headings("feeds/quiet/feed.json") == ["Chips", "Chips"]


def test_the_page_of_a_renamed_topic_sends_new_subscribers_to_the_new_address(topical: Folder) -> None:
    topical.configure(CONFIG + "topics:\n  - {slug: machines, aliases: [robots], words: [robot*]}\n" + CHIPS)
    topical.build()
    page = (topical.public / "topics/robots/index.html").read_text(encoding="utf-8")
    assert '<a href="../../topics/machines/">a new address</a>' in page
    assert "topics/robots/atom.xml" not in page
    assert 'href="https://weekly.example/topics/machines/atom.xml"' in page  # autodiscovery
    assert 'class="topics"' not in page  # its own topic goes without saying


def test_the_page_of_an_ended_feed_does_not_offer_to_subscribe(topical: Folder) -> None:
    topical.configure(CONFIG + "topics:\n" + CHIPS)
    topical.build(leave=ENDING)
    page = (topical.public / "topics/robots/index.html").read_text(encoding="utf-8")
    assert "topics/robots/atom.xml" not in page
    assert "Subscribe" not in page
    assert 'This feed ended on <time datetime="2026-06-01T12:00:00+00:00">1 June 2026</time>.' in page
    assert "<li>2 entries</li>" in page
    assert page.count("<article") == 2


def test_an_index_of_many_topics_lists_their_names_first(topical: Folder) -> None:
    names = [f"  - {{slug: robots-{number}, title: 'R&D {number}', words: [robot*]}}\n" for number in range(9)]
    for number, lists in ((8, False), (9, True)):
        topical.configure(CONFIG + "topics:\n" + "".join(names[:number]))
        topical.build(leave=ENDING)
        index = (topical.public / "index.html").read_text(encoding="utf-8")
        assert ('<a href="#topics-robots-0">R&amp;D 0</a>' in index) is lists
        assert '<li id="topics-robots-0">' in index


def test_a_removed_topic_gets_a_last_entry(topical: Folder) -> None:
    topical.configure(CONFIG + "topics:\n" + CHIPS)
    report = topical.build(leave=ENDING)
    assert report.notices == ()
    feed = topical.json("topics/robots/feed.json")
    assert [item["title"] for item in feed["items"]] == ["Robots: this feed has ended", "Robots (Issue 2)", "Robots"]
    assert feed["items"][0]["date_published"] == NOW.strftime("%Y-%m-%dT%H:%M:%SZ")
    assert "topics/robots/" not in (topical.public / "index.html").read_text(encoding="utf-8")
    assert topical.build(NOW + timedelta(days=9)).written == ()
    topical.issue("2026-05-15-three.md", "Issue 3", "2026-05-15")
    topical.build(NOW + timedelta(days=10))
    assert len(topical.items("topics/robots/feed.json")) == 3


@pytest.mark.parametrize("others", ["", "  extra: [{slug: links, topics: [robots]}]\n"])
def test_a_feed_of_items_may_end_or_take_another_grain(site: Folder, others: str) -> None:
    site.write(
        "2026-05-01-a.md", "## Robots\n\n- [One](https://a.example/1) walks.\n- [Two](https://a.example/2) runs.\n"
    )
    topics = CONFIG + "topics:\n" + ROBOTS
    site.configure(topics + "feeds:\n  extra: [{slug: links, topics: [robots], grain: item}]\n")
    site.build()
    items = site.items("feeds/links/feed.json")
    site.configure(topics + ("feeds:\n" + others if others else ""))
    site.build(leave=Leave(shrink=True))
    titles = site.titles("feeds/links/feed.json")
    assert titles == (["Robots"] if others else ["Links: this feed has ended", "One walks.", "Two runs."])
    site.build(NOW + timedelta(days=1))
    site.build(NOW + timedelta(days=91))
    site.configure(topics + "feeds:\n  extra: [{slug: links, topics: [robots], grain: item}]\n")
    site.build(NOW + timedelta(days=92), leave=Leave(resurface=True))
    assert {item["id"] for item in site.items("feeds/links/feed.json")} >= {item["id"] for item in items}


def test_an_ended_feed_survives_other_ways_of_cutting(topical: Folder) -> None:
    topical.configure(CONFIG + "topics:\n" + ROBOTS)
    topical.build(leave=ENDING)
    assert topical.headings("topics/chips/feed.json") == ["Chips: this feed has ended", "Chips", "Chips"]
    topical.configure(CONFIG + "topics:\n" + ROBOTS + "sections: {split: none}\n")
    topical.build(NOW + timedelta(days=1), leave=Leave(resurface=True, shrink=True))
    assert topical.titles("topics/chips/feed.json") == ["Chips: this feed has ended"]


def refusal(site: Folder) -> str:
    before = site.state()
    with pytest.raises(HarmError) as refused:
        site.build()
    assert site.state() == before
    return str(refused.value)


def test_a_topic_that_vanishes_is_not_told_goodbye_by_mistake(topical: Folder) -> None:
    topical.configure(CONFIG + "topics:\n" + CHIPS)
    assert refusal(topical) == (
        "subscribers would be told that a feed has ended, because the config no longer has it; nothing was written\n"
        "  topics/robots/: 'Robots'\n"
        "(if its slug has changed, give the topic with the new slug `aliases: [robots]`; "
        "to end it, type `feeds retire robots`)"
    )


def test_a_topic_that_changes_its_slug_is_guarded_with_the_remedy(topical: Folder) -> None:
    renamed = "  - {slug: machines, words: [robot*]}\n"
    topical.configure(CONFIG + "topics:\n" + CHIPS + renamed)
    assert "give the topic 'machines' `aliases: [robots]`; to end it" in refusal(topical)
    assert "aliases: [robots]" in refusal_of(topical.diff())
    topical.configure(CONFIG + "topics:\n" + CHIPS + renamed.replace("words", "aliases: [robots], words"))
    topical.build()
    assert topical.headings("topics/robots/feed.json") == ["Robots", "Robots"]


def test_a_feed_is_retired_on_purpose(topical: Folder) -> None:
    assert run(topical, "retire", "robots").stderr == (
        "config.yaml: topics/robots/ is still in the config (remove it there first)\n"
    )
    topical.configure(CONFIG + "topics:\n" + CHIPS)
    assert run(topical, "retire", "ducks").stderr == (
        "no feed 'ducks' was published (name one of these: topics/chips, topics/robots)\n"
    )
    done = run(topical, "retire", "robots")
    assert done.stdout == "Robots (topics/robots/) ends with the next build, which adds a last entry that says so.\n"
    assert run(topical, "retire", "topics/robots").stderr == "topics/robots/ ended on 2026-06-01 already\n"
    topical.build()
    assert topical.titles("topics/robots/feed.json")[0] == "Robots: this feed has ended"


def test_a_selection_that_vanishes_is_guarded_too(topical: Folder) -> None:
    topical.configure(CONFIG + "topics:\n" + CHIPS + ROBOTS + "feeds: {extra: [{slug: some, topics: [chips]}]}\n")
    topical.build()
    topical.configure(CONFIG + "topics:\n" + CHIPS + ROBOTS)
    assert "put the feed 'some' back into feeds.extra; to end it, type `feeds retire some`" in refusal(topical)


def test_a_diff_reports_that_a_topic_ends_and_only_once(topical: Folder) -> None:
    topical.configure(CONFIG + "topics:\n" + CHIPS)
    assert "Robots (topics/robots/): ends, with a last entry that says so" in diff_lines(topical.diff())
    topical.build(leave=ENDING)
    assert not topical.diff(NOW + timedelta(days=1)).ended


def test_a_feed_that_ended_long_ago_stops_no_build_after_the_memory_is_lost(topical: Folder) -> None:
    topical.configure(CONFIG + "topics:\n" + CHIPS)
    topical.build(leave=ENDING)
    topical.build(NOW + timedelta(days=91))
    lose_memory(topical)
    assert topical.build(NOW + timedelta(days=120)).problems == ()


def test_an_ended_feed_is_no_longer_written_after_a_time_and_may_return(topical: Folder) -> None:
    topical.configure(CONFIG + "topics:\n" + CHIPS)
    topical.build(leave=ENDING)
    report = topical.build(NOW + timedelta(days=91), fresh=True)
    assert {str(notice.where) for notice in report.notices} == {
        f"public/topics/robots/{name}" for name in ("atom.xml", "rss.xml", "feed.json", "index.html")
    }
    assert topical.titles("topics/robots/feed.json")[0] == "Robots: this feed has ended"
    topical.configure(CONFIG + "topics:\n" + ROBOTS + CHIPS)
    topical.build(NOW + timedelta(days=92))
    assert topical.headings("topics/robots/feed.json") == ["Robots", "Robots"]


def test_a_topic_that_returns_at_once_has_no_last_entry(topical: Folder) -> None:
    before = topical.ids("topics/robots/feed.json")
    topical.configure(CONFIG + "topics:\n" + CHIPS)
    topical.build(leave=ENDING)
    topical.configure(CONFIG + "topics:\n" + ROBOTS + CHIPS)
    topical.build(NOW + timedelta(days=1))
    assert topical.ids("topics/robots/feed.json") == before


def test_an_empty_topic_is_only_on_the_index_by_default(site: Folder) -> None:
    topics = CONFIG + "topics:\n" + CHIPS + "  - {slug: whales, words: [whale*]}\n"
    site.configure(topics)
    site.issue()
    site.build()
    assert not (site.public / "topics/whales").exists()
    assert "Whales" in (site.public / "index.html").read_text(encoding="utf-8")
    site.configure(topics + "feeds: {empty_topics: true}\n")
    site.build()
    assert site.items("topics/whales/feed.json") == []


def test_all_but_a_topic_at_either_grain(topical: Folder) -> None:
    extra = "".join(
        f"    - {{slug: {slug}, exclude: [chips], {more}}}\n"
        for slug, more in (("s", ""), ("i", "grain: issue"), ("a", "grain: issue, abridged: true"))
    )
    topical.configure(CONFIG + "topics:\n" + ROBOTS + CHIPS + "feeds:\n  extra:\n" + extra)
    topical.build()
    assert topical.headings("feeds/s/feed.json") == ["Robots", "Robots"]
    whole = topical.ids("feed.json")
    assert topical.ids("feeds/i/feed.json") == topical.ids("feeds/a/feed.json") == whole
    assert all("chips.example" in item["content_html"] for item in topical.items("feeds/i/feed.json"))
    assert not any("chips.example" in item["content_html"] for item in topical.items("feeds/a/feed.json"))
    assert all("robots.example" in item["content_html"] for item in topical.items("feeds/a/feed.json"))


def test_an_abridged_issue_follows_its_rules(topical: Folder) -> None:
    extra = "feeds: {extra: [{slug: a, exclude: [chips], grain: issue, abridged: true}]}\n"
    topical.configure(CONFIG + "topics:\n" + ROBOTS + CHIPS + extra)
    topical.build()
    swapped = ROBOTS.replace("robot*", "chip*") + CHIPS.replace("chip*", "robot*")
    topical.configure(CONFIG + "topics:\n" + swapped + extra)
    topical.build()
    contents = [item["content_html"] for item in topical.items("feeds/a/feed.json")]
    assert contents
    assert not any("robots.example" in content for content in contents)


def test_changed_rules_are_applied_without_reading_a_post(topical: Folder) -> None:
    topical.configure(CONFIG + "topics:\n  - {slug: robots, words: [chip*]}\n")
    assert topical.build(leave=ENDING).read == 0
    assert topical.headings("topics/robots/feed.json") == ["Chips", "Chips"]


WORDS = st.lists(st.sampled_from(["robot*", "chip*", "sleeps", "walks"]), min_size=1, max_size=3)


def test_the_heading_of_a_section_counts_for_its_items(site: Folder) -> None:
    jobs = "## Jobs\n\n- [A keeper](https://a.example/1) is sought.\n- [A cook](https://a.example/2) is sought.\n"
    news = "## News\n\n- [A chip](https://a.example/3) sleeps.\n- [A job](https://a.example/4): all jobs, old jobs.\n"
    site.write("2026-05-01-a.md", f"---\ntitle: A\n---\n{jobs}\n{news}")
    site.configure(
        CONFIG
        + "topics: [{slug: jobs, words: [jobs]}]\nfeeds:\n  extra:\n"
        + "    - {slug: calm, grain: item, exclude: [jobs]}\n    - {slug: work, grain: item, topics: [jobs]}\n"
    )
    site.build()
    assert site.titles("feeds/calm/feed.json") == ["A chip"]
    assert site.titles("feeds/work/feed.json") == ["A keeper", "A cook", "A job"]


SELECTIONS = {
    "union": "topics: [t, u]",
    "digest": "topics: [t], grain: issue, abridged: true",
    "u-without-t": "topics: [u], exclude: [t]",
    "all-but-t": "exclude: [t]",
    "all-but-u": "exclude: [u]",
    "issues-but-t": "exclude: [t], grain: issue",
}


def everywhere(site: Folder) -> dict[str, set[str]]:
    """Return the ids in each feed of topics and of one's own, with its archive, by its folder."""
    found: dict[str, set[str]] = {}
    for path in site.tree():
        if path.endswith("feed.json") and path.startswith(("topics/", "feeds/")):
            found.setdefault("/".join(path.split("/")[:2]), set()).update(item["id"] for item in site.items(path))
    return found


@pytest.mark.slow
@settings(max_examples=8, deadline=None)
@given(words=WORDS, against=WORDS, fresh=st.booleans(), limit=st.sampled_from([1, 50]))
@example(words=["robot*"], against=["walks"], fresh=False, limit=1)
def test_a_not_adds_entries_only_to_feeds_that_exclude_its_topic(
    tmp_path_factory: pytest.TempPathFactory, words: list[str], against: list[str], fresh: bool, limit: int
) -> None:
    site = Folder(tmp_path_factory.mktemp("not") / "site")
    site.issue()
    site.issue("2026-05-08-two.md", "Issue 2", "2026-05-08")
    topics = CONFIG + f"topics:\n  - {{slug: t, words: {words!r}, implies: [u]}}\n  - {{slug: u, words: [walks]}}\n"
    topics += f"feeds:\n  limit: {limit}\n  days: 0\n  archive: {{formats: [json]}}\n  extra:\n"
    topics += "".join(f"    - {{slug: {slug}, {rules}}}\n" for slug, rules in SELECTIONS.items())
    site.configure(topics)
    site.build()
    before = everywhere(site)
    site.configure(topics.replace("implies", f"not: {against!r}, implies"))
    site.build(fresh=fresh, leave=Leave(shrink=True))
    come = {feed: entries - before.get(feed, set()) for feed, entries in everywhere(site).items()}
    assert {feed for feed, entries in come.items() if entries} <= {
        f"feeds/{slug}" for slug, rules in SELECTIONS.items() if "exclude" in rules
    }
    assert come["feeds/u-without-t"] | come["feeds/all-but-t"] <= before.get("topics/t", set())
    assert come["feeds/all-but-u"] <= before.get("topics/u", set())


def test_a_section_that_a_not_removes_from_jobs_is_in_all_but_jobs(site: Folder) -> None:
    site.write("2026-05-01-a.md", "---\ntitle: A\n---\n## Steve Jobs\n\nA book.\n\n## Jobs\n\nA keeper is sought.\n")
    site.configure(
        CONFIG
        + "topics: [{slug: jobs, words: [jobs], not: [steve jobs]}]\nfeeds: {extra: [{slug: calm, exclude: [jobs]}]}\n"
    )
    site.build()
    assert site.titles("feeds/calm/feed.json") == ["Steve Jobs"]
    assert site.titles("topics/jobs/feed.json") == ["Jobs"]


@given(st.permutations(["a", "b", "c"]), st.sampled_from(["Robots", "robot arms", "arms and legs"]))
def test_the_order_of_topics_in_config_changes_no_topic(order: list[str], title: str) -> None:
    entry = replace(ENTRY, title=title, content="<p>The arm of a robot has no legs.</p>")
    rules: dict[str, TopicRule] = {
        "a": rule("a", words=["robot*", {"arm": 0.1}], implies=["c"]),
        "b": rule("b", words=["robots", {"arm*": 1.9}, {"legs": 0.3}], names=["Robots"]),
        "c": rule("c", headings=["Robots"], exclude=["hands"]),
    }
    given_topics = TopicRules(list(rules.values())).topics_of(entry, entry.origin)
    assert given_topics
    assert TopicRules([rules[slug] for slug in order]).topics_of(entry, entry.origin) == given_topics


def test_a_lost_memory_is_recovered_with_an_ended_topic_and_an_abridged_feed(topical: Folder) -> None:
    extra = "feeds: {extra: [{slug: a, exclude: [chips], grain: issue, abridged: true}]}\n"
    topical.configure(CONFIG + "topics:\n" + CHIPS + extra)
    topical.build(leave=ENDING)
    ids = {path: topical.ids(path) for path in ("feed.json", "sections/feed.json", "topics/chips/feed.json")}
    (topical.path / ".feeds/state.sqlite3").unlink()
    report = topical.build(NOW + timedelta(days=1))
    assert report.problems == ()
    assert {path: topical.ids(path) for path in ids} == ids
    assert topical.headings("topics/robots/feed.json") == ["Robots: this feed has ended", "Robots", "Robots"]
