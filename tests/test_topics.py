"""Topics by rule, and why."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import pytest
from ahocorasick_rs import BytesAhoCorasick, Implementation
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec.structs import replace

from feeds.config import TopicRule
from feeds.model import Author, Entry, Link, Section
from feeds.topics import TopicRules, lexicon
from feeds.topics.lexicon import Lexicon
from feeds.topics.words import BETWEEN, fold, fold_all
from tests.entries import cut, entries_of, stamped
from tests.folder import Folder
from tests.parsing import parse
from tests.settings import read_topic
from tests.topic_rules import ENTRY, rule


def topics(
    *rules: TopicRule, title: str = "A title", text: str = "", tags: tuple[str, ...] = (), link: str = ""
) -> tuple[str, ...]:
    links = (Link(href=link, text=""),) if link else ()
    entry = replace(ENTRY, title=title, content=f"<p>{text}</p>", links=links)
    return TopicRules(rules).topics_of(entry, replace(entry.origin, tags=tags))


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
        ("C", "in C++ and C#", False),
        ("C++", "from C++17 on", True),
        ("NET", "on .NET today", False),
        ("AI", "用AI画画", True),
        ("AI安全", "谈AI安全性", True),
        ("ＡＩ", "an AI", True),
        ("ΟΔΟΣ", "η οδος", True),
        ("snake case", "snake_case", True),
        ("x*", "the letter", False),
        ("राम", "राम आए", True),
        ("राम", "रोम नगर", False),
        ("क", "किताब", False),
        ("ป่า", "ในป่าใหญ่", True),
        ("ป่า", "ป้า", False),
        ("ก", "กี่", False),
        ("محمد", "مُحَمَّد", True),
        ("Istanbul", "İSTANBUL", True),
        ("İstanbul", "istanbul", True),
        ("ısı", "ISI", False),
        ("automobile", "auto\u00admobile", True),
        ("café", "cafe\u0301", True),
        ("ταΐζω", "το\u00adν ταΐζω", True),
        ("xy", "x\u0302y", False),
        ("*coin*", "Bitcoins fall", True),
    ],
)
def test_words_are_whole_words_of_any_case(word: str, text: str, fits: bool) -> None:
    assert topics(rule(words=[word]), title=text) == (("t",) if fits else ())


def test_one_word_in_passing_does_not_assign_a_topic_but_two_do() -> None:
    words = rule(words=["robot*", "drone*"])
    assert topics(words, text="One robot.") == ()
    assert topics(words, text="One robot, two robots.") == ("t",)
    assert topics(words, text="A robot and a drone.") == ("t",)
    assert topics(words, title="A robot") == ("t",)


def test_a_long_text_needs_a_word_more_often() -> None:
    long = " Boats go by." * 120
    robots, drones = rule(words=["robot*"]), rule(words=["robot*", "drone*"])
    assert topics(robots, text="One robot, two robots." + long) == ()
    assert topics(robots, text="One robot, two robots, no robots." + long) == ("t",)
    assert topics(drones, text="A robot and a drone." + long) == ()
    assert topics(robots, title="A robot", text=long) == ("t",)
    assert topics(rule(words=[{"robot*": 6}]), text="One robot." + long) == ("t",)


def test_headings_tags_and_links_are_enough() -> None:
    assert topics(rule(headings=["News and *"]), title="News and community") == ("t",)
    assert topics(rule(headings=["News"]), title="Old news") == ()
    assert topics(rule(tags=["Robots"]), tags=("robots",)) == ("t",)
    assert topics(rule(links=["ros.org"]), link="https://www.ros.org/x") == ("t",)
    assert topics(rule(links=["ros.org"]), link="https://wiki.ros.org/x") == ()
    assert topics(rule(links=["*.ros.org"]), link="https://wiki.ros.org/x") == ("t",)
    assert topics(rule(links=["/topics/ros/"]), link="https://a.example/topics/ros/1") == ("t",)


def test_not_excludes_wherever_it_appears() -> None:
    words = rule(words=["robot*"], exclude=["robots.txt"])
    assert topics(words, title="Robots", text="about robots.txt") == ()
    assert topics(words, title="Robots", text="about arms") == ("t",)


def test_a_word_is_worth_its_points() -> None:
    assert topics(rule(words=[{"robot*": 4}]), text="One robot.") == ("t",)
    assert topics(rule(words=[{"robot*": 1}]), title="Robots", text="Robots and robots") == ()
    assert topics(rule(words=["robot*"], needs=3), title="Robots") == ()
    assert topics(rule(words=["robot*", {"toy*": -2}]), title="Robots", text="Toys, toys.") == ()


def test_one_place_counts_once_however_many_words_match() -> None:
    assert (
        topics(rule(words=["model*", "language model*", "large language model*"]), text="large language models") == ()
    )


def test_names_are_case_sensitive() -> None:
    assert topics(rule(names=["Go"]), title="Ready to go") == ()
    assert topics(rule(names=["Go"]), title="Ready for Go") == ("t",)


def test_wildcards_match_anywhere_in_words_and_headings() -> None:
    assert topics(rule(words=["*coin"]), title="Bitcoin falls") == ("t",)
    assert topics(rule(words=["language* model*"]), title="Languages modelled") == ("t",)
    assert topics(rule(headings=["* of the week"]), title="🔥 Crate of the Week!") == ("t",)
    assert topics(rule(headings=["Robots"]), title="🤖 ROBOTS:") == ("t",)
    assert topics(rule(headings=["🎉"]), title="🎉") == ("t",)


def test_a_space_beside_a_wildcard_ends_a_word() -> None:
    news = rule(headings=["News *", "* (update)"])
    assert (
        topics(news, title="News of May") == topics(news, title="News") == topics(news, title="May: update") == ("t",)
    )
    assert topics(news, title="Newsroom") == topics(news, title="Preupdate") == ()
    assert topics(rule(headings=["हिन्दी*"]), title="हिन्दीभाषा") == ("t",)


@pytest.mark.parametrize(
    ("heading", "fits", "others"),
    [
        ("🎥 *", ["🎥 Talks", "🎥", "🎥\ufe0f Talks"], ["Talks", "🎉 Talks"]),
        ("* 🎥", ["Talks 🎥"], ["Talks", "🎥 Talks"]),
        ("& *", ["& more"], ["More"]),
        ("⚠", ["⚠️"], ["❤️", "???"]),
        ("*", ["Talks", "🎥"], []),
    ],
)
def test_a_heading_without_letters_is_compared_as_written(heading: str, fits: list[str], others: list[str]) -> None:
    signs = rule(headings=[heading])
    assert [title for title in (*fits, *others) if topics(signs, title=title)] == fits


def test_a_newsletter_s_own_pages_and_labels_of_references_are_links() -> None:
    (entry,) = entries_of("---\ntitle: x\n---\nSee [it](/topics/taproot/) and [that][topic  MuSig].")
    assert TopicRules([rule(links=["/topics/taproot/"])]).topics_of(entry, entry.origin) == ("t",)
    assert TopicRules([rule(links=["/topics/*root"])]).topics_of(entry, entry.origin) == ("t",)
    assert TopicRules([rule(links=["[topic musig]"])]).topics_of(entry, entry.origin) == ("t",)
    assert TopicRules([rule(links=["[topic *]"])]).topics_of(entry, entry.origin) == ("t",)
    assert TopicRules([rule(links=["[musig]", "/taproot/x"])]).topics_of(entry, entry.origin) == ()


DEFINED = """---
title: A
---
## One

See [that][topic musig], [C++][] and [a paper][1].

## Two

[Taproot] again.

[topic musig]: https://a.example/musig/?a=1&b=2
[taproot]: <https://a.example/taproot/>
[Topic "Taproot"]: https://a.example/taproot/
[C++]: https://a.example/cpp/
[1]: https://a.example/paper/
"""


@pytest.mark.parametrize(
    ("label", "sections"),
    [("[Topic MuSig]", [0]), ("[topic *]", [0, 1]), ("[c++]", [0]), ("[taproot]", [1]), ("[1]", []), ("[x]", [])],
)
def test_a_label_counts_wherever_it_is_defined(label: str, sections: list[int]) -> None:
    entries = entries_of(DEFINED)
    assert [
        n for n, one in enumerate(entries) if TopicRules([rule(links=[label])]).topics_of(one, one.origin)
    ] == sections


@pytest.mark.parametrize(
    ("kind", "written", "href", "fits"),
    [
        ("links", "ros.org", "https://ros.org:8080/x", True),
        ("links", "ros.org:8080", "https://www.ros.org:8080/x", True),
        ("links", "ros.org:8080", "https://ros.org/x", False),
        ("links", ".edu", "https://cs.mit.edu/", True),
        ("links", "*", "https://a.example/", True),
        ("links", "/Topics/ROS/", "https://a.example/topics/ros/1", True),
        ("links", "https://ros.org/", "http://www.ros.org/wiki", True),
        ("links", "https://ros.org/", "http://wiki.ros.org/", False),
        ("links", "ros.org/wiki", "https://a.ros.org/Wiki/x", True),
        ("links", "ros.org/wiki", "https://kairos.org/wiki", False),
        ("links", "*.ros.org/wiki", "https://ros.org/wiki", True),
        ("links", "https://*.ros.org/", "https://wiki.ros.org/", True),
        ("links", "?q=robots", "https://a.example/?q=robots&page=2", True),
        ("links", "github.com/*/issues", "https://github.com/a/issues/1", True),
        ("links", "github.com/*/issues", "https://a.example/?u=github.com/a/issues/1", False),
        ("links", "v1.0/guide", "https://a.example/v1.0/guide", True),
        ("links", "/主题/", "https://a.example/%E4%B8%BB%E9%A2%98/1", True),
        ("links", "*.büro.example", "https://www.xn--bro-hoa.example/", True),
        ("links", "büro.example/x", "https://xn--bro-hoa.example/x", True),
        ("domains", "https://www.ROS.org/", "https://wiki.ros.org/x", True),
        ("domains", "*.ros.org", "https://ros.org/x", True),
        ("domains", "büro.example", "https://x.xn--bro-hoa.example/", True),
        ("domains", "arxiv.org", "https://arxiv.org.example/", False),
    ],
)
def test_a_link_matches_in_any_notation(kind: str, written: str, href: str, fits: bool) -> None:
    assert topics(read_topic({"slug": "t", kind: [written]}), link=href) == (("t",) if fits else ())


def test_labels_of_references_are_not_published(site: Folder) -> None:
    site.write("2026-05-01-a.md", "---\ntitle: A\n---\n## One\n\nSee [that][topic musig].\n")
    site.write("2026-05-02-b.md", DEFINED)
    site.build()
    assert not any(b"data-label" in content or b"topic musig" in content for content in site.tree().values())


def test_domains_authors_and_categories() -> None:
    assert topics(rule(domains=["ros.org"]), link="https://wiki.ros.org/x") == ("t",)
    assert topics(rule(domains=["ros.org"]), link="https://kairos.org/x") == ()
    assert topics(rule(links=["*.edu*"]), link="https://cs.mit.edu/x") == ("t",)
    assert topics(rule(categories=["Machine Learning"]), tags=("machine-learning",)) == ("t",)
    assert topics(rule(tags=["rust*"]), tags=("rustlang",)) == ("t",)
    origin = replace(ENTRY.origin, authors=(Author(name="Ada Brand"),))
    assert TopicRules([rule(authors=["ada brand"])]).topics_of(ENTRY, origin) == ("t",)


def test_a_topic_within_a_topic() -> None:
    rules = [rule("eagles", words=["eagle*"], implies=["birds"]), rule("birds", exclude=["club"], implies=["animals"])]
    assert topics(*rules, title="Eagles") == ("animals", "birds", "eagles")
    assert topics(*rules, title="Eagles", text="the club") == ("eagles",)
    verdicts = TopicRules(rules).verdicts(TopicRules(rules).explain(replace(ENTRY, title="Eagles"), ENTRY.origin))
    assert [(one.topic, one.state, one.implied_by) for one in verdicts] == [
        ("animals", "implied", ("birds",)),
        ("birds", "implied", ("eagles",)),
        ("eagles", "yes", ()),
    ]


def test_topics_may_imply_each_other_and_renamed_ones() -> None:
    rules = [rule("eagles", words=["eagle*"], implies=["birds"]), rule("avians", aliases=["birds"], implies=["eagles"])]
    assert topics(*rules, title="Eagles") == ("avians", "eagles")
    assert topics(*rules, title="Sparrows") == ()


def test_an_address_is_not_a_word() -> None:
    assert topics(rule(words=["robots"]), text='<a href="https://robots.example/robots">here</a>') == ()


def test_the_reasons_are_given() -> None:
    rules = TopicRules([rule(words=["robot*"], headings=["Machines"])])
    hits = rules.explain(replace(ENTRY, title="Machines", content="<p>A robot.</p>"), ENTRY.origin)
    assert [(hit.place, hit.rule, hit.found, hit.points) for hit in hits] == [
        ("heading", "Machines", "Machines", 2),
        ("text", "robot*", "robot", 1),
    ]


def test_a_part_that_was_just_cut_has_the_topics_of_its_entry() -> None:
    issue = parse("---\ntitle: x\ntags: [quay]\n---\n## Machines\n\n- [A robot](https://a.example)\n- b\n\n## C\n\nd\n")
    rules = TopicRules([rule("m", headings=["Machines"]), rule("q", tags=["quay"]), rule("r", words=["robot*"])])
    parts = cut(issue, items=True)
    entries = stamped(issue, parts).parts.values()
    topics = rules.topics_of_parts([*parts.sections, *parts.items], issue.origin)
    assert topics == [rules.topics_of(entry, entry.origin) for entry in entries]
    assert topics == [("m", "q"), ("q",), ("m", "q", "r"), ("m", "q")]


_WORDS = st.lists(st.sampled_from(["tide", "Tide", "high", "rises", "tidal", "潮位", "."]), max_size=5).map(" ".join)


@given(st.lists(st.tuples(_WORDS, _WORDS), max_size=4))
def test_parts_are_searched_together_as_each_by_itself(passages: list[tuple[str, str]]) -> None:
    rules = TopicRules(
        [
            rule("phrase", words=["tide rises", "rises high", "潮"], exclude=["high high"]),
            rule("open", words=["tid*"], needs=3),
            rule("wild", words=["*ide * high", "* rises"]),
            rule("name", names=["Tide"]),
        ]
    )
    parts = [
        Section(position=0, title=title, permalink="", content=f"<p>{text}</p>", text=text, words="")
        for title, text in passages
    ]
    assert rules.topics_of_parts(parts, ENTRY.origin) == [rules.topics_of(part, ENTRY.origin) for part in parts]


@given(st.lists(st.sampled_from(["a", "b", "ab", ",", " - ", "\n", "潮"]), max_size=12).map(" ".join))
def test_terms_are_found_whatever_is_between_their_words(text: str) -> None:
    words = Lexicon(["a", "a b", "a b a*", "ab a", "a 潮", "b*", "潮 a", "a a a a a a a a b"])
    (one, loose), found = (fold(text).encode(), fold_all([text], loose=words.takes_loose).line), []
    for folded in (one, loose):
        spans = words.spans(folded)
        found.append([(term, folded[start:-end].split(), folded[:start].split()) for start, end, term in spans])
    assert words.takes_loose
    assert found[0] == found[1]


def test_the_automaton_of_many_texts_finds_what_the_first_one_does(monkeypatch: pytest.MonkeyPatch) -> None:
    made = []

    def make(needles: Sequence[bytes], implementation: Implementation | None = None) -> BytesAhoCorasick:
        made.append(implementation)
        return BytesAhoCorasick(needles, implementation=implementation)

    monkeypatch.setattr(lexicon, "BytesAhoCorasick", make)
    words = Lexicon(["tide", "tid*", "high tide", "潮位", "ide*", "bar " * 100])
    texts = [fold(text).encode() for text in ("High tide, tidal \0 and low tides", "\1潮位表 \2", "None\0", "")]
    found = [words.spans(text) for text in texts * 20]
    assert found == found[:4] * 20
    assert [len(spans) for spans in found[:4]] == [5, 1, 0, 0]
    assert made == [None, Implementation.DFA]


def test_a_phrase_does_not_go_from_the_title_into_the_text() -> None:
    for phrase in ("high tide", "high * tide", "high tid*", "*igh tide"):
        assert topics(rule(words=[phrase]), title="High", text="Tide, tide") == ()


_FOLDED_ALONE = "aZ9.+#-’ \n\x01éÉßİǰŉ½²´…‗→\u00ad\u200d\ufe0f🎉"


@given(
    st.lists(st.text(st.sampled_from(_FOLDED_ALONE) | st.characters(), max_size=8), max_size=4),
    st.sampled_from(["", "я", "\x04"]),  # beside others that change their neighbours, each text is folded by itself
    st.booleans(),
)
@example(["x .NET", "a", ""], "", True)
def test_texts_are_folded_together_as_each_by_itself(texts: list[str], other: str, cased: bool) -> None:
    folded = fold_all([*texts, other], cased=cased)
    parts = [folded.line[start:end] for start, end in pairwise([0, *folded.ends])]
    assert b"".join(parts) == folded.line
    assert [part.endswith(BETWEEN) for part in parts] == [True] * len(texts) + [False]
    found = [part.removesuffix(BETWEEN).decode(errors="surrogatepass").strip() for part in parts]
    assert found == [fold(text, cased=cased).strip() for text in [*texts, other]]


@given(st.text(st.sampled_from(_FOLDED_ALONE) | st.characters(max_codepoint=0x2FF), max_size=12), st.booleans())
def test_characters_are_folded_alone_as_beside_others(text: str, cased: bool) -> None:
    assert fold(text, cased=cased).split() == fold(text + " я", cased=cased).split()[:-1]


@given(st.text(st.characters(codec="ascii"), max_size=40))
def test_plain_text_is_folded_as_any_other(text: str) -> None:
    assert fold(text).split() == fold(text + " é").split()[:-1]


WORDS = st.lists(st.sampled_from(["robot*", "chip", "fish and chips", "机器人", "drone"]), max_size=4)
TEXTS = st.lists(
    st.sampled_from(["robots", "chip", "fish", "and", "chips", "机器人", "the", "drone"]), max_size=12
).map(" ".join)


@given(WORDS.filter(bool), WORDS, TEXTS, TEXTS)
def test_adding_a_not_never_adds_an_entry(words: list[str], against: list[str], title: str, text: str) -> None:
    entry = replace(ENTRY, title=title, content=f"<p>{text}</p>")
    without = TopicRules([rule(words=words)]).topics_of(entry, entry.origin)
    with_not = TopicRules([rule(words=words, exclude=against)]).topics_of(entry, entry.origin)
    assert set(with_not) <= set(without)


@given(WORDS.filter(bool), WORDS.filter(bool), TEXTS)
def test_the_order_of_topics_changes_nothing(one: list[str], two: list[str], text: str) -> None:
    entry: Entry = replace(ENTRY, content=f"<p>{text}</p>")
    rules = [rule("a", words=one), rule("b", words=two)]
    assert TopicRules(rules).topics_of(entry, entry.origin) == TopicRules(rules[::-1]).topics_of(entry, entry.origin)


CLUES = st.lists(
    st.sampled_from(
        ["robot", "robot*", "*chip*", "fish and chips", "chip", "机器", "器人*", "C++", ".net", "re mi", "राम"]
    ).flatmap(lambda word: st.sampled_from([word, {word: 0.5}, {word: -1}, {word: 1.5}])),
    max_size=4,
)
ANY_RULES: st.SearchStrategy[list[dict[str, Any]]] = st.lists(
    st.builds(
        dict,
        words=CLUES,
        names=CLUES,
        exclude=st.lists(st.sampled_from(["robots.txt", "chip*", "机器人"]), max_size=2),
        headings=st.lists(st.sampled_from(["Robot*", "chip", "🎥 *"]), max_size=2),
        tags=st.lists(st.sampled_from(["chips", "robot*"]), max_size=2),
        links=st.lists(st.sampled_from(["a.example", "/chip"]), max_size=2),
        needs=st.sampled_from([0.5, 1, 2, 3]),
    ),
    min_size=1,
    max_size=4,
)
ANY_TEXT = st.lists(
    st.sampled_from(
        [
            "Robot",
            "robots",
            "robots.txt",
            "microchips",
            "fish and chips",
            "Chip",
            "机器人",
            "C++",
            ".NET",
            "re-mi",
            "Re",
            "–",
        ]
    ),
    max_size=14,
).map(" ".join)


@given(ANY_RULES, ANY_TEXT, ANY_TEXT, st.sampled_from(["", "https://a.example/chip", "https://b.example/chips"]))
def test_topics_are_those_that_are_explained(rules: list[dict[str, Any]], title: str, text: str, link: str) -> None:
    links = (Link(href=link, text=""),) if link else ()
    entry = replace(ENTRY, title=title, content=f"<p>{text}</p>", links=links)
    origin = replace(ENTRY.origin, tags=("chips", "Robotics"))
    compiled = TopicRules([rule(f"t{number}", **one) for number, one in enumerate(rules)])
    hits = compiled.explain(entry, origin)
    assert compiled.topics_of(entry, origin) == compiled.decide(hits)
    assert {one.topic for one in compiled.verdicts(hits) if one.state in ("yes", "implied")} == set(
        compiled.topics_of(entry, origin)
    )
