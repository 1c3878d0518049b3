"""Topics made from the tags of posts."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from feeds.model import TagTopic
from feeds.pipeline.run import Leave
from feeds.topics import mint_tag_topics
from feeds.topics.words import key_of
from tests.folder import CONFIG, Folder

POST = "---\ntitle: {title}\ndate: {date}\ntags: [{tags}]\n---\n\n## One\n\nText.\n\n## Two\n\nText.\n"


def tagged(site: Folder, name: str, *tags: str) -> None:
    site.write(f"2026-05-0{name}-post.md", POST.format(title=name, date=f"2026-05-0{name}", tags=", ".join(tags)))


def slugs(site: Folder) -> dict[str, str]:
    """Return the slugs of the topics by their titles."""
    rows = site.build(leave=Leave(shrink=True)).feeds  # the end of a topic has tests of its own
    return {row.title: row.path.split("/")[1] for row in rows if row.path.startswith("topics/")}


def test_tags_of_any_name_make_topics(site: Folder) -> None:
    site.configure(CONFIG + "topics: from-tags\n")
    tagged(site, "1", "C++", "C", "'C#'", "Q&A", "日本語", "🦀", "F*", "Foo")
    tagged(site, "2", "c++", "machine learning", "Machine-Learning")
    made = slugs(site)
    assert made == {
        "C": "c",
        "C#": "c-sharp",
        "C++": "c-plus-plus",
        "F*": "f-star",
        "Foo": "foo",
        "Machine-Learning": "machine-learning",
        "Q&A": "q-and-a",
        "日本語": "x-77710aed",
        "🦀": "x-7224c588",
    }
    assert site.headings("topics/c-plus-plus/feed.json") == ["One", "Two", "One", "Two"]
    assert site.titles("topics/f-star/feed.json") == ["One", "Two"]


def test_a_slug_stays_when_tags_are_added_and_removed(site: Folder) -> None:
    site.configure(CONFIG + "topics: from-tags\n")
    tagged(site, "1", "Q&A")
    assert slugs(site) == {"Q&A": "q-and-a"}
    tagged(site, "2", "Q and A")  # would have the better claim
    assert slugs(site)["Q&A"] == "q-and-a"
    assert len(set(slugs(site).values())) == 2
    site.build(fresh=True)
    assert slugs(site)["Q&A"] == "q-and-a"


def test_a_topic_of_the_config_takes_up_the_tag_that_is_its_name(site: Folder) -> None:
    tagged(site, "1", "Robots", "chips", "weekly")
    site.configure(
        CONFIG
        + "from_tags: {ignore: [week*]}\n"
        + "topics:\n  - from-tags\n  - {slug: robots, words: [robot*]}\n  - {slug: hardware, tags: [chips]}\n"
    )
    assert slugs(site) == {"Robots": "robots", "Hardware": "hardware"}


def test_a_tag_is_the_topic_whose_slug_it_would_have_and_keeps_its_address_without_it(site: Folder) -> None:
    tagged(site, "1", "C++", "Robots")
    topics = CONFIG + "topics:\n  - from-tags\n"
    site.configure(
        topics + "  - {slug: c-plus-plus, words: [cpp]}\n  - {slug: machines, aliases: [robots], words: [x]}\n"
    )
    assert slugs(site) == {"C plus plus": "c-plus-plus", "Machines": "robots"}  # and "machines", which comes before
    ids = site.ids("topics/robots/feed.json")
    assert len(ids) == 2
    site.configure(topics)
    assert slugs(site)["C++"] == "c-plus-plus"
    assert slugs(site)["Robots"] == "robots"
    assert site.ids("topics/robots/feed.json") == ids


def test_a_renamed_tag_continues_by_an_alias(site: Folder) -> None:
    tagged(site, "1", "ML")
    site.configure(CONFIG + "topics: from-tags\n")
    assert slugs(site) == {"ML": "ml"}
    ids = site.ids("topics/ml/feed.json")
    tagged(site, "1", "Machine Learning")
    site.configure(CONFIG + "topics: [from-tags, {slug: machine-learning, aliases: [ml]}]\n")
    site.build()
    assert site.ids("topics/ml/feed.json") == site.ids("topics/machine-learning/feed.json") == ids


def test_slugs_of_tags_are_recovered_with_a_lost_memory(site: Folder) -> None:
    site.configure(CONFIG + "topics: from-tags\n")
    tagged(site, "1", "Q&A")
    site.build()
    tagged(site, "2", "Q and A")  # would have the better claim
    before = slugs(site)
    (site.path / ".feeds/state.sqlite3").unlink()
    assert slugs(site) == before


def test_a_rare_tag_becomes_a_topic_when_enough_issues_have_it(site: Folder) -> None:
    site.configure(CONFIG + "from_tags: {enabled: true, least: 2}\n")
    tagged(site, "1", "a", "b")
    tagged(site, "2", "a")
    assert slugs(site) == {"a": "a"}
    tagged(site, "3", "b")
    assert slugs(site) == {"a": "a", "b": "b"}
    (site.posts / "2026-05-03-post.md").unlink()
    assert slugs(site) == {"a": "a", "b": "b"}


def test_a_name_that_is_neither_topic_nor_tag_is_reported_with_its_place(site: Folder) -> None:
    site.configure(CONFIG + "topics: from-tags\nfeeds: {extra: [{slug: calm, exclude: [jobs, sponsers]}]}\n")
    tagged(site, "1", "Sponsors", "Jobs")
    report = site.build()
    expected = "config.yaml:5:46: exclude: there is no topic 'sponsers' (did you mean 'sponsors'?)"
    assert [str(notice) for notice in report.notices] == [expected]
    assert report.exit_code(strict=True) == 0


def test_without_tags_nothing_is_made(site: Folder) -> None:
    tagged(site, "1", "a")
    assert slugs(site) == {}


NAMES = st.lists(st.text(st.sampled_from("ab+#&-_ .日é🦀"), min_size=1, max_size=4), min_size=1, max_size=8)


@given(NAMES, NAMES)
def test_slugs_never_collide_and_never_change(first: list[str], then: list[str]) -> None:
    before = mint_tag_topics(dict.fromkeys(first, 1), [], 1, ())
    after = mint_tag_topics(dict.fromkeys([*first, *then], 1), before, 1, ())
    assert mint_tag_topics(dict.fromkeys(reversed(first), 1), [], 1, ()) == before
    assert set(before) <= set(after)
    assert len({topic.slug for topic in after}) == len(after)
    assert {topic.key for topic in after} == {key_of(tag) for tag in [*first, *then]} - {""}
    assert TagTopic(key="", slug="", title="") not in after
