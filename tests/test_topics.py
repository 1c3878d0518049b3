"""Topics by rule, and why."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.config import TopicRule
from feeds.model import Entry, Link
from feeds.topics import TopicRules
from tests.test_sections import cut

(ENTRY,) = cut("---\ntitle: x\n---\ntext")


def rule(slug: str = "t", **rules: Any) -> TopicRule:
    return TopicRule.model_validate({"slug": slug, "not": rules.pop("exclude", []), **rules})


def topics(
    *rules: TopicRule, title: str = "A title", text: str = "", tags: tuple[str, ...] = (), link: str = ""
) -> tuple[str, ...]:
    links = (Link(href=link, text=""),) if link else ()
    entry = replace(ENTRY, title=title, content=f"<p>{text}</p>", tags=tags, links=links)
    return TopicRules(rules).assign(entry).topics


@pytest.mark.parametrize(
    ("word", "text", "fits"),
    [
        ("robot", "the Robot stood", True),
        ("robot", "robots stood", False),
        ("robot*", "two robots stood", True),
        ("go", "google and Django", False),
        ("self-driving car*", "Self driving cars", True),
        ("self driving", "self-driving", True),
        ("C++", "written in c++, not C", True),
        ("straße", "die STRASSE", True),
        ("机器人", "小机器人的故事", True),
        (".NET", "on .net today", True),
        ("R&D", "in R&D now", True),
    ],
)
def test_words_are_whole_words_of_any_case(word: str, text: str, fits: bool) -> None:
    assert topics(rule(words=[word]), title=text) == (("t",) if fits else ())


def test_a_word_in_passing_makes_no_topic_but_two_do() -> None:
    words = rule(words=["robot*", "drone*"])
    assert topics(words, text="One robot.") == ()
    assert topics(words, text="One robot, two robots.") == ("t",)
    assert topics(words, text="A robot and a drone.") == ("t",)
    assert topics(words, title="A robot") == ("t",)


def test_headings_tags_and_links_are_enough() -> None:
    assert topics(rule(headings=["News and *"]), title="News and community") == ("t",)
    assert topics(rule(headings=["News"]), title="Old news") == ()
    assert topics(rule(tags=["Robots"]), tags=("robots",)) == ("t",)
    assert topics(rule(links=["ros.org"]), link="https://www.ros.org/x") == ("t",)
    assert topics(rule(links=["ros.org"]), link="https://wiki.ros.org/x") == ()
    assert topics(rule(links=["*.ros.org"]), link="https://wiki.ros.org/x") == ("t",)
    assert topics(rule(links=["/topics/ros/"]), link="https://a.example/topics/ros/1") == ("t",)


def test_not_vetoes_wherever_it_stands() -> None:
    words = rule(words=["robot*"], exclude=["robots.txt"])
    assert topics(words, title="Robots", text="about robots.txt") == ()
    assert topics(words, title="Robots", text="about arms") == ("t",)


def test_an_address_is_not_a_word() -> None:
    assert topics(rule(words=["robots"]), text='<a href="https://robots.example/robots">here</a>') == ()


def test_the_reasons_are_told() -> None:
    rules = TopicRules([rule(words=["robot*"], headings=["Machines"])])
    hits = rules.explain(replace(ENTRY, title="Machines", content="<p>A robot.</p>"))
    assert [(hit.place, hit.rule, hit.found, hit.points) for hit in hits] == [
        ("heading", "Machines", "Machines", 2),
        ("text", "robot*", "robot", 1),
    ]


WORDS = st.lists(st.sampled_from(["robot*", "chip", "fish and chips", "机器人", "drone"]), max_size=4)
TEXTS = st.lists(
    st.sampled_from(["robots", "chip", "fish", "and", "chips", "机器人", "the", "drone"]), max_size=12
).map(" ".join)


@given(WORDS.filter(bool), WORDS, TEXTS, TEXTS)
def test_adding_a_not_never_adds_an_entry(words: list[str], against: list[str], title: str, text: str) -> None:
    entry = replace(ENTRY, title=title, content=f"<p>{text}</p>")
    without = TopicRules([rule(words=words)]).assign(entry).topics
    with_not = TopicRules([rule(words=words, exclude=against)]).assign(entry).topics
    assert set(with_not) <= set(without)


@given(WORDS.filter(bool), WORDS.filter(bool), TEXTS)
def test_the_order_of_topics_changes_nothing(one: list[str], two: list[str], text: str) -> None:
    entry: Entry = replace(ENTRY, content=f"<p>{text}</p>")
    rules = [rule("a", words=one), rule("b", words=two)]
    assert TopicRules(rules).assign(entry) == TopicRules(rules[::-1]).assign(entry)
