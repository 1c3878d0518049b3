"""Cutting an issue into the sections that its author meant."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree

from feeds import posts
from feeds.config import SectionRules
from feeds.issues.parsing import parse_issue
from feeds.markup import find_anchors, to_text
from feeds.model import Answer, Section
from feeds.sections import (
    Habits,
    blocks_of,
    cut_issue,
    farewells,
    first_words,
    headlines,
    summaries,
    traits_of,
    whole_issue,
)
from feeds.sections.blocks import letters_of
from feeds.sections.farewells import says_farewell
from tests.parsing import BODIES, RUN, cut, parse
from tests.parsing import CONFIG as SITE
from tests.settings import read_section_rules


def titles(text: str, path: str = "2026-05-01-issue.md", **rules: object) -> list[str]:
    return [section.title for section in cut(text, path, **rules) if section.role == "content"]


@given(st.lists(st.text("aB ß’İ̇1-_ǅ\u0345²Ⅳ①") | st.text(), max_size=4))
def test_the_letters_of_words_are_those_of_each(words: list[str]) -> None:
    assert letters_of("".join(words)) == "".join(map(letters_of, words))
    assert [letters_of(word) for word in words] == [re.sub(r"[\W_]+", "", word.casefold()) for word in words]


def test_headings_of_the_level_that_appears_more_than_once_divide() -> None:
    text = "# The title\n\nHello.\n\n## One\n\na\n\n### Below\n\nb\n\n## Two:\n\nc\n\n## 3. Three – 4. times\n\nd\n"
    assert titles(text) == ["One", "Two", "Three – 4. times"]
    assert to_text(cut(text)[1].content) == "a\nBelow\nb"


def test_a_heading_that_repeats_the_title_does_not_count() -> None:
    (only,) = cut("---\ntitle: One good paper\n---\n### One good paper\n\nText, with a [link](https://a.example/).\n")
    assert only.title == "One good paper"
    assert to_text(only.content) == "Text, with a link."


def test_a_post_without_sections_stays_whole() -> None:
    for body in (
        "Some text.\n\n- a\n- b\n\n**Bold:** words…and more.\n",
        "1. one\n2. two\n\nThe end: really…Done.\n",
        "A.\n\n***\n\nB.\n",
    ):
        assert len(cut(f"---\ntitle: x\n---\n{body}")) == 1


def test_text_before_the_first_heading_is_the_intro() -> None:
    intro, *rest = cut("Hello.\n\n## One\n\na\n\n## Two\n\nb\n")
    assert (intro.role, to_text(intro.content)) == ("intro", "Hello.")
    assert [section.role for section in rest] == ["content", "content"]


def test_a_sign_off_below_the_last_rule_is_the_outro() -> None:
    sections = cut("## One\n\na\n\n## Two\n\nb\n\n---\n\nThat's all, folks.\n")
    assert [(section.role, to_text(section.content)) for section in sections] == [
        ("content", "a"),
        ("content", "b"),
        ("outro", "That's all, folks."),
    ]


@pytest.mark.parametrize(
    ("text", "title", "teaser"),
    [
        ("Robots learn manners:…Four days, no dents…The depot has", "Robots learn manners", "Four days, no dents"),
        ("Can a robot fold?…Eleven teams…It cannot.", "Can a robot fold?", "Eleven teams"),
        ("Stickers fill a park ..Only the camera believes!…A car", "Stickers fill a park", "Only the camera believes!"),
        ("Machines that make… chairs?…The future sits…A lab has", "Machines that make… chairs?", "The future sits"),
        ("Plain words without a headline. More of them.", "Plain words without a headline.", ""),
    ],
)  # fmt: skip
def test_headlines_glued_to_the_text_are_found(text: str, title: str, teaser: str) -> None:
    first, second = cut(f"---\ntitle: x\n---\n{text}\n\n{RUN}\n\nAnother one:…Teaser…Text.\n")
    assert first.title == title
    assert second.title == "Another one"
    if teaser:
        assert first.summary == teaser
        assert to_text(first.content).startswith(teaser)


def test_delimiters_glued_to_words_divide_too() -> None:
    text = (
        f"---\ntitle: x\n---\nOne:…t…a (Twitter).{RUN}\n\n\n\nTwo:…t…b. {RUN}Three:…t…c\n\n"
        f"{RUN}Tales:\n\nThe Understudy[Gdynia, 2044]\n\nIt was…"
    )
    assert titles(text) == ["One", "Two", "Three", "Tales: The Understudy"]
    assert to_text(cut(text)[3].content) == "[Gdynia, 2044]\nIt was…"


def test_words_between_a_bold_headline_and_an_ellipsis_in_italics_stay() -> None:
    story = "**{}:**<br>\nIt hums _…and hums…_ on.\n"
    body = "\n---\n\n".join(story.format(name) for name in ("One", "Two", "Three"))
    for section in cut(f"---\ntitle: x\n---\n{body}"):
        assert to_text(section.content) == "It hums …and hums… on."


def test_bold_headlines_above_teasers_are_found_and_the_intro_is_kept_apart() -> None:
    text = (
        "---\ntitle: x\n---\n_Good morning._\n\n**One:  \n**_…first teaser…  \n_ Text one.  \n"
        f"**Why this matters:** it does.\n\n{RUN}\n\n**Two:**  \n_…second teaser…_  \nText two.\n"
    )
    intro, one, two = cut(text)
    assert (intro.role, one.title, one.summary, two.title, two.summary) == (
        "intro",
        "One",
        "first teaser",
        "Two",
        "second teaser",
    )
    assert to_text(one.content) == "first teaser\nText one.\nWhy this matters: it does."


def test_wrappers_of_html_posts_are_removed_and_their_loose_text_stays() -> None:
    body = "<div><section>Loose <h2 id='a'>One</h2><p>a</p></section><article><h2>Two</h2>b</article></div>"
    sections = cut(f"---\ntitle: x\n---\n{body}", "x.html")
    assert [(s.title, s.anchor, to_text(s.content)) for s in sections] == [
        ("Loose", "", "Loose"),
        ("One", "a", "a"),
        ("Two", "", "b"),
    ]


def test_config_can_set_the_level_a_pattern_or_nothing() -> None:
    text = "# A\n\na\n\n## B\n\nb\n\n## C\n\nc\n\n# D\n\nd\n"
    assert titles(text) == ["A", "D"]
    assert titles(text, split=2) == ["B", "C"]
    assert titles(text, split="none") == ["Issue"]
    assert titles(text, pattern="^[BD]") == ["B", "D"]


@pytest.mark.parametrize(
    ("drop", "left"),
    [
        ([], ["intro", "One", "Rope", "outro"]),
        (["intro"], ["One", "Rope", "outro"]),
        (["outro", "ro*"], ["intro", "One"]),
        (["intro", "outro", "*ope"], ["One"]),
    ],
)
def test_a_dropped_section_has_no_entry_and_stays_in_the_issue(drop: list[str], left: list[str]) -> None:
    text = "Hello.\n\n## One\n\na\n\n## Rope\n\nb\n\n---\n\nBye.\n"
    sections = cut(text, drop=drop)
    names = [
        section.title if section.role == "content" else section.role for section in sections if not section.dropped
    ]
    assert names == left
    issue = parse(text)
    assert to_text(whole_issue(issue, sections).content) == "Hello.\nOne\na\nRope\nb\nBye."


def test_a_section_is_read_at_its_own_anchor_where_the_author_gave_one() -> None:
    one, two = cut("---\ntitle: x\npermalink: /7/\n---\n## One {#first}\n\na\n\n## Two\n\nb\n")
    assert one.permalink == "https://weekly.example/7/#first"
    assert two.permalink == "https://weekly.example/7/"
    first, again = cut("---\ntitle: x\npermalink: /7/\n---\n## One {#a}\n\na\n\n## Two {#a}\n\nb\n")
    assert (first.permalink, again.permalink) == ("https://weekly.example/7/#a", "https://weekly.example/7/")
    elsewhere = cut("---\ntitle: x\nlink: https://short.example/7\n---\n## One {#first}\n\na\n\n## Two\n\nb\n")
    assert elsewhere[0].permalink == "https://short.example/7"


def test_a_summary_ends_before_the_next_heading() -> None:
    _, two = cut("## One\n\na\n\n## Two\n\nA lead, in\ntwo lines.\n\n### Below\n\nMore.\n")
    assert two.summary == "A lead, in two lines."


def test_the_summary_of_an_issue_is_its_intro_or_its_description() -> None:
    def summary(text: str) -> str:
        issue = parse(text, "issue.md")
        return whole_issue(issue, cut_issue(issue, SectionRules()).sections).summary

    assert summary("Hello there.\n\n## One\n\na\n\n## Two\n\nb\n") == "Hello there."
    assert summary("## One\n\na\n\n## Two\n\nb\n") == "One; Two"
    assert summary("---\nexcerpt: In short\n---\n## One\n\na\n\n## Two\n\nb\n") == "In short"


def test_a_section_without_words_has_a_title() -> None:
    sections = cut("---\ntitle: Pictures\n---\n## One\n\na\n\n## \n\n![](https://a.example/x.png)\n")
    assert sections[1].title == "Pictures (2)"
    picture = "![](https://a.example/x.png)\n\n"
    intro, *_ = cut(f"---\ntitle: Pictures\n---\n{picture}{picture}## One\n\na\n\n## Two\n\nb\n")
    assert (intro.role, intro.title) == ("intro", "Pictures (1)")


@given(BODIES, st.sampled_from(["auto", "auto", "auto", "none", "bold", "rules", 1, 2, 3]))
def test_cutting_loses_no_text_repeats_none_and_keeps_the_order(body: str, split: str | int) -> None:
    issue = parse(f"---\ntitle: A title of its own\n---\n{body}")
    before = letters(" ".join(issue.body.itertext()))
    links = [anchor.get("href") for anchor in issue.body.iter("a")]
    sections = cut_issue(issue, read_section_rules({"split": split})).sections
    assert [section.position for section in sections] == list(range(len(sections)))
    assert letters(to_text(whole_issue(issue, sections).content)) == before
    assert [href for section in sections for href, _ in find_anchors(section.heading + section.content)] == links


@given(BODIES)
def test_items_are_parts_of_their_sections_and_each_is_in_only_one(body: str) -> None:
    cut = cut_issue(parse(f"---\ntitle: A title of its own\n---\n{body}"), SectionRules(), items=True)
    for section in cut.sections:
        own = [item for item in cut.items if item.section == section.position]
        assert section.has_items == bool(own)
        rest = letters(to_text(section.content))
        for item in own:
            words = letters(to_text(item.content))
            assert words in rest
            rest = rest.partition(words)[2] if words else rest


@given(BODIES, st.booleans())
def test_cutting_twice_gives_the_same_and_leaves_the_tree_as_it_is(body: str, habitual: bool) -> None:
    issue = parse(f"---\ntitle: A title of its own\n---\n{body}")
    before = etree.tostring(issue.body)
    habits = Habits(lambda trait: 9 if habitual else 0)
    first = cut_issue(issue, SectionRules(), habits, items=True)
    assert etree.tostring(issue.body) == before
    assert cut_issue(issue, SectionRules(), habits, items=True) == first


@given(body=BODIES, change=st.sampled_from([("\n", "\r\n"), (r"\A", "\ufeff"), ("\n\n", "\n\n\n")]))
def test_line_ends_and_a_byte_order_mark_change_nothing(tmp_path: Path, body: str, change: tuple[str, str]) -> None:
    text = f"---\ntitle: A title of its own\n---\n{body}"
    cuts = []
    for number, written in enumerate((text, re.sub(*change, text))):
        (tmp_path / f"{number}.md").write_bytes(written.encode())
        issue, _ = parse_issue(posts.read(str(tmp_path), f"{number}.md", "posts"), SITE)
        cuts.append([shown(section) for section in cut_issue(issue, SectionRules()).sections])
    assert cuts[0] == cuts[1]


def shown(section: Section) -> tuple[str, str, str, str]:
    return section.role, section.title, section.heading, section.content


def letters(text: str) -> str:
    return re.sub(r"[\W_]", "", text)


def roles(text: str) -> list[tuple[str, str]]:
    return [(section.role, section.title) for section in cut(text)]


def test_labels_below_a_heading_open_sections_and_heads_within_a_story_do_not() -> None:
    text = (
        "## Community\n\n### Official\n\n- [a](https://a.example/)\n\n### Tools\n\n- [b](https://b.example/)\n\n"
        "## Core\n\nMuch happened.\n\n### Triage\n\n- [c](https://c.example/)\n- [d](https://d.example/)\n"
    )
    assert titles(text) == ["Official", "Tools", "Core", "Triage"]
    assert cut(text)[0].heading == "<h2>Community</h2>\n<h3>Official</h3>"
    story = "## A long walk\n\nWe set out.\n\n### The road\n\nIt was wet.\n\n## A short walk\n\nIt was dry.\n"
    assert titles(story) == ["A long walk", "A short walk"]


def chaptered(length: int) -> str:
    story = "The council counts its trees. " * length
    chapters = {"Open Data": ("Trees", "Water"), "Culture": ("Films", "Books")}
    return "".join(
        f"## {chapter}\n\n" + "".join(f"### {title} of {length}\n\n{story}\n\n" for title in titles)
        for chapter, titles in chapters.items()
    )


def test_all_issues_divide_a_chapter_or_none_does() -> None:
    short, long = chaptered(5), chaptered(60)
    assert (len(titles(short)), len(titles(long))) == (2, 4)
    for texts in ([short, short, long], [short, long, long]):
        traits = [traits_of(blocks_of(parse(text).body)) for text in texts]
        habits = Habits(lambda trait, traits=traits: sum(trait in one for one in traits))  # type: ignore[misc]
        cuts = [len(cut_issue(parse(text), SectionRules(), habits).sections) for text in texts]
        assert len(set(cuts)) == 1


def test_sections_with_the_same_title_are_told_apart_by_their_chapters() -> None:
    lists = "### Releases\n\n- [a](https://a.example/)\n\n### {0}\n\n- [b](https://b.example/)\n\n"
    text = f"## Firefox\n\n{lists.format('Talks')}## Safari\n\n{lists.format('Papers')}"
    assert titles(text) == ["Firefox: Releases", "Talks", "Safari: Releases", "Papers"]
    assert [section.dropped for section in cut(text, drop=["Releases"])] == [True, False, True, False]
    assert titles(text.replace("### Talks", "### C").replace("### Papers", "### C++"))[1::2] == ["C", "C++"]


def test_a_heading_that_appears_in_every_story_opens_no_section() -> None:
    text = "".join(f"## Story {n}\n\nText.\n\n### Why it matters\n\n- [x](https://x.example/{n})\n\n" for n in "abc")
    assert titles(text) == ["Story a", "Story b", "Story c"]


def test_headings_above_the_level_of_the_first_are_its_siblings() -> None:
    text = (
        "## One\n\n### Below\n\n- [a](https://a.example/)\n\n### Also\n\n- [b](https://b.example/)\n\n"
        "## Two\n\nb\n\n# Jobs\n\nc\n\n# Quote\n\nd\n"
    )
    assert titles(text) == ["Below", "Also", "Two", "Quote"]
    assert ("jobs", "Jobs") in roles(text)


def test_only_a_heading_with_nothing_below_it_is_marked() -> None:
    assert roles("## One\n\na\n\n## Two\n\n## Three\n\nc\n") == [
        ("content", "One"),
        ("empty", "Two"),
        ("content", "Three"),
    ]


def test_the_parts_around_the_stories_are_recognised() -> None:
    text = (
        "## Contents\n\n- [One](#one)\n- [Two](#two)\n\n## One\n\nThe Internet Archive won.\n\n---\n\n"
        "*Sponsored by Rope & Sons.* [Buy rope](https://rope.example/).\n\n---\n\nAnd more of one.\n\n"
        "## From the archives\n\n- [12](/12/)\n\n## Who is hiring\n\n- [Us](https://us.example/)\n\n## Two\n\nb\n\n"
        "That's all for today, and it is a lot.\n\n## Subscribe\n\nHere.\n"
    )
    assert [role for role, _ in roles(text)] == [
        "contents", "content", "sponsor", "content", "archive", "jobs", "content", "outro", "outro",
    ]  # fmt: skip
    assert roles("## Ads that work\n\na\n\n## Internet Archive wins\n\nb\n")[0][0] == "content"


@pytest.mark.parametrize(
    "heading",
    [
        "This newsletter is made possible thanks to Quay Rope!",
        "Today’s issue is brought to you by Quay Rope",
        "Sponsored by Quay Rope",
        "❤️ A word from our sponsor",
        "This week's sponsor: Quay Rope",
        "Anzeige: Seile vom Kai",
    ],
)
def test_a_heading_may_name_the_sponsor(heading: str) -> None:
    assert ("sponsor", heading) in roles(f"## One\n\na\n\n## {heading}\n\nRope.\n\n## Two\n\nb\n")


@pytest.mark.parametrize("heading", ["Sponsors of the ferry leave", "Supported by a rope", "A word from the crew"])
def test_a_story_about_sponsors_is_a_story(heading: str) -> None:
    assert ("content", heading) in roles(f"## One\n\na\n\n## {heading}\n\nRope.\n\n## Two\n\nb\n")


@pytest.mark.parametrize(
    "body",
    [
        "**One**\n\na\n\n**Two:**\n\nb\n",
        "Hi.\n\n🚀 **One**\n\na\n\n💸 [**Two**](https://b.example/)\n\nb\n",
        "ONE\n\na\n\nTWO\n\nb\n",
        "■One\n\na\n\n■Two\n\nb\n",
        "* * *\n\n**One**  \na\n\n* * *\n\n**Two**  \nb\n\n* * *\n\nBye to you all, my dear readers.\n",
        "\\* \\* \\*\n\n**One**\n\na\n\n━━━━━━\n\n**Two**\n\nb\n\n\\~\\~\\~\n\n**Three**\n\nc\n",
    ],
)
def test_lines_that_replace_headings_divide(body: str) -> None:
    found = [title.strip("■ ").casefold() for title in titles(f"---\ntitle: x\n---\n{body}")]
    assert [title.lstrip("🚀💸 ") for title in found[:2]] == ["one", "two"]


def test_bold_words_that_lead_into_stories_divide_and_parts_of_a_story_do_not() -> None:
    told = "It is told here, at some length, because it matters to all of us. " * 5
    leads = "".join(f"**{lead}** {told}\n\n" for lead in ("A chart.", "A map.", "A list?"))
    assert titles(f"---\ntitle: x\n---\n{leads}") == ["A chart", "A map", "A list?"]
    parts = f"{told}\n\n**Why it matters:** a\n\n{told}\n\n**Why it matters:** b\n\n**Why it matters:** c\n"
    assert len(cut(f"---\ntitle: x\n---\n{parts}")) == 1


LINKED_TITLES = (
    "[**Go 1.27 is out**](https://a.example/1) (5 minute read)\n\nIt has methods.\n\n"
    "[**The outage**](https://a.example/2) (4 minute read)\n\nIt took seven hours.\n\n"
    "[**owner/tool**](https://a.example/3) - MIT - A tool.\n"
)


@pytest.mark.parametrize("rule", [("split", "auto"), ("split", "bold"), ("pattern", "read|MIT")])
def test_linked_titles_divide_an_issue_without_headings(rule: tuple[str, str]) -> None:
    sections = cut(f"---\ntitle: One\n---\n{LINKED_TITLES}", "2026-05-01-one.md", **dict([rule]))
    assert [section.title for section in sections] == ["Go 1.27 is out", "The outage", "owner/tool"]
    assert sections[0].content == "<p>(5 minute read)</p>\n<p>It has methods.</p>"
    assert [href for section in sections for href, _ in find_anchors(section.html)] == [
        f"https://a.example/{number}" for number in (1, 2, 3)
    ]
    assert sections[2].content == "<p>MIT - A tool.</p>"


def test_a_linked_title_that_begins_a_sentence_stays_in_it() -> None:
    lines = "".join(f"[**Summit {n}**](https://a.example/{n}) is in May.\n\n" for n in "abc")
    first = cut(f"---\ntitle: One\n---\n{lines}")[0]
    assert (first.title, to_text(first.content)) == ("Summit a", "Summit a is in May.")


def test_text_above_the_first_linked_title_is_the_intro() -> None:
    lines = "".join(f"[News {n}](https://a.example/{n}) - It happened.\n\n" for n in "abc")
    assert roles(f"The launch failed.\n\n{lines}") == [
        ("intro", "The launch failed."),
        ("content", "News a"),
        ("content", "News b"),
        ("content", "News c"),
    ]


def test_references_below_a_long_text_do_not_divide_it() -> None:
    lines = "".join(f"[Source {n}](https://a.example/{n})\n\n" for n in "abc")
    assert len(cut(f"---\ntitle: One\n---\n{'A long text about swans. ' * 20}\n\n{lines}")) == 1


def test_bold_lead_ins_can_be_asked_for() -> None:
    text = "---\ntitle: One\n---\n**Ferries.** They hum.\n\nA lot.\n\n**Swans.** They swim.\n"
    assert len(cut(text)) == 1
    assert titles(text, split="bold") == titles(text, pattern="^(Ferries|Swans)") == ["Ferries", "Swans"]


def picture(number: int) -> str:
    return f"[![]({number}.png)](https://a.example/{number})\n\n"


def test_a_picture_above_a_heading_belongs_to_it_where_all_are_there() -> None:
    above = "".join(f"{picture(n)}## Story {n}\n\nWords.\n\n" for n in range(3))
    sections = cut(f"---\ntitle: One\n---\n{above}")
    assert [section.title for section in sections] == ["Story 0", "Story 1", "Story 2"]
    assert all(f"/{n}.png" in section.content for n, section in enumerate(sections))
    below = "".join(f"## Story {n}\n\nWords.\n\n{picture(n)}" for n in range(3))
    assert all(f"/{n}.png" in section.content for n, section in enumerate(cut(f"---\ntitle: One\n---\n{below}")))


@pytest.mark.parametrize(
    ("last", "role"),
    [
        ("## Nous contacter\n\n<https://a.example/>\n", "outro"),
        ("## Follow us on Mastodon\n\nHere.\n", "outro"),
        ("## Contribute\n\nWrite to [us](https://a.example/).\n", "outro"),
        ("## Get Involved!\n\n" + "".join(f"- [Task](https://a.example/{n})\n" for n in range(3)), "content"),
        ("## About the new lock\n\nIt is deep.\n", "content"),
        ("## Thanks to the ferry, he swam\n\nTwice.\n", "content"),
        ("## Job hunting?\n\nRead on.\n", "content"),
        ("## That's it for May!\n\nForward it to [friends](https://a.example/).\n", "outro"),
        ("## Join us?\n\nWe are in [the chat](https://a.example/).\n", "outro"),
        ("## Join us on 5 May at the quay\n\nBring [cake](https://a.example/).\n", "content"),
        ("## Zum Schluss\n\nVielen Dank fürs Lesen, und bis bald!\n", "outro"),
        ("## ¡Gracias por leer!\n\nAna\n", "outro"),
        ("C’est tout pour cette semaine. Merci de votre lecture !\n\nAnna\n", "outro"),
        ("## Até a próxima!\n\nAna\n", "outro"),
        ("오늘도 읽어주셔서 감사합니다. 다음 주에 만나요!\n", "outro"),
        ("## شكرا لقراءتكم\n\nإلى اللقاء.\n", "outro"),
        ("## Finally\n\nThat's all the ferry can carry.\n", "outro"),
        ("## Finally\n\nThe ferry can carry all that's in the harbour. That's all.\n", "content"),
        ("## Hasta la vista, robots\n\nThe film is back.\n", "content"),
        ("## Follow us\n\n[Here](https://a.example/).\n\n## Legend\n\nA star is good.\n", "outro"),
        ("## Follow us\n\n[Here](https://a.example/).\n\n## Late news\n\nA [tern](https://a.example/).\n", "content"),
    ],
)
def test_the_last_section_is_a_sign_off_only_if_it_says_so(last: str, role: str) -> None:
    assert cut(f"## One\n\na\n\n## Two\n\nb\n\n{last}")[-1].role == role


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("In partnership with Quay Rope", "sponsor"),
        ("Presented by Quay Rope", "sponsor"),
        ("Ad: better bells", "sponsor"),
        ("[Sponsor] Better bells", "sponsor"),
        ("Better bells (sponsored)", "sponsor"),
        ("From our partners", "sponsor"),
        ("Sponsored content", "sponsor"),
        ("Ad-hoc networks at sea", "content"),
        ("Partners in crime", "content"),
        ("Why boats are sponsored (again)", "content"),
    ],
)
def test_a_section_of_a_sponsor_says_so_in_its_heading(heading: str, role: str) -> None:
    assert [section.role for section in cut(f"## One\n\na\n\n## {heading}\n\nb\n\n## Two\n\nc\n")][1] == role


def test_a_welcome_to_the_newsletter_is_its_introduction() -> None:
    body = "## Welcome to {}\n\nHere we are.\n\n## One\n\na\n\n## Two\n\nb\n"
    assert cut(body.format("the Harbour Weekly 👋"))[0].role == "intro"
    assert cut(body.format("Arran, where terns live"))[0].role == "content"


@pytest.mark.parametrize("address", ["/2026/05/01/issue#", "https://weekly.example/2026/05/01/issue/#"])
def test_a_list_of_links_into_the_issue_is_its_contents_with_or_without_a_slash(address: str) -> None:
    listed = "".join(f"- [{n}]({address}{n})\n" for n in ("One", "Two"))
    sections = cut(f"## You can read\n\n{listed}\n## One\n\na\n\n## Two\n\nb\n", "2026-05-01-issue.md")
    assert sections[0].role == "contents"


@pytest.mark.parametrize("words", ["Seen : a – tern at the [quay](https://a.example/).", "Seen: a tern at sea."])
def test_words_and_not_colons_tell_whether_a_paragraph_recurs(words: str) -> None:
    assert "closing:seenaternat" in traits_of(blocks_of(parse(f"## One\n\nx\n\n{words}\n").body))


def test_a_lower_heading_above_all_others_does_not_raise_those_of_its_level() -> None:
    stories = "".join(f"### Story {n}\n\nIt is told.\n\n" for n in range(4))
    text = f"# Notes 7\n\n### In short\n\nx\n\n## News\n\n{stories}## Tools\n\ny\n\n## Jobs board\n\nz\n"
    assert titles(text) == ["In short", "News", "Tools"]
    assert cut(text.replace("In short", "本期概要"))[0].role == "contents"


def test_a_heading_below_a_linked_headline_is_inside_the_story() -> None:
    """So are its lists, which say more about what the headline leads to."""
    inside = "### {}\n\n- Row to [the quay](https://b.example/).\n- Row [back](https://b.example/2).\n\n"
    below = f"It is long.\n\n{inside.format('Rules')}{inside.format('Prizes')}## Terns\n\nThey fly.\n"
    assert titles(f"## [A race is held](https://a.example/)\n\n{below}") == ["A race is held", "Terns"]
    assert titles(f"## Races\n\n{below}") == ["Races", "Rules", "Prizes", "Terns"]


def test_links_alone_are_a_list_and_no_sections() -> None:
    bare = "".join(f"[Story {n}](https://a.example/{n})\n\n" for n in range(5))
    (whole,) = cut(f"---\ntitle: x\n---\n{bare}")
    assert len(find_anchors(whole.content)) == 5
    told = "".join(f"[Story {n}](https://a.example/{n})\n\nIt is told.\n\n" for n in range(5))
    assert titles(f"---\ntitle: x\n---\n{told}") == [f"Story {n}" for n in range(5)]


def test_labels_above_lists_divide_an_issue_without_headings() -> None:
    groups = "".join(
        f"* {label}\n    - A [{n}](https://a.example/{n}) of {label}\n    - More\n\n"
        for n, label in enumerate(("Boats", "*Terns*", "Tides"))
    )
    intro, *sections = cut(f"---\ntitle: x\n---\nThis week:\n\n{groups}")
    assert (intro.role, [section.title for section in sections]) == ("intro", ["Boats", "Terns", "Tides"])
    assert to_text(sections[1].content) == "A 1 of Terns\nMore"
    assert len(cut(f"---\ntitle: x\n---\n* One [a](https://a.example/)\n* Two\n{groups[:60]}")) == 1


def test_list_entries_that_are_stories_divide_an_issue_without_headings() -> None:
    story = "It was said at the lock that this takes more than a year. Nobody there objected to it. " * 3
    entries = "".join(f"<li><p><b>Story {n}</b></p><p>{story}</p></li>" for n in "abc")
    assert titles(f"Hello.\n\n<ul>{entries}</ul>\n") == ["Story a", "Story b", "Story c"]
    for words in ("is short.", f"\n\n    > {story}"):
        assert len(cut("".join(f"-   [Note {n}](https://a.example/{n}) {words}\n\n" for n in "abc"))) == 1


def test_a_mail_laid_out_with_tables_is_cut_at_emphasised_lines() -> None:
    kicker = '<tr><td><div style="text-transform:uppercase">{}</div></td></tr>'
    story = "<tr><td><p>{}</p><p>More.</p></td></tr>"
    body = f"<table>{kicker.format('News')}{story.format('a')}{kicker.format('Events')}{story.format('b')}</table>"
    assert titles(f"---\ntitle: x\n---\n{body}", "x.html") == ["News", "Events"]


def test_a_line_in_bold_is_a_heading_where_other_issues_have_it_as_one() -> None:
    text = "## One\n\na\n\n**Tools**\n\nb\n\n## Two\n\nc\n"
    assert titles(text) == ["One", "Two"]
    habits = Habits(lambda trait: 3 if trait == "heading:tools" else 0)
    found = cut_issue(parse(text, "2026-05-01-issue.md"), SectionRules(), habits)
    assert [section.title for section in found.sections] == ["One", "Tools", "Two"]
    assert Answer(trait="heading:tools", enough=3, holds=True) in found.asked


def test_a_sign_off_is_recognised_by_its_repetition() -> None:
    text = "## One\n\na\n\n## Two\n\nb\n\nWritten with love in a lighthouse, as ever.\n"
    assert len(cut(text)) == 2
    issue = parse(text, "2026-05-01-issue.md")
    traits = traits_of(blocks_of(issue.body))
    habits = Habits(lambda trait: 5 if trait in traits and trait.startswith("closing:") else 0)
    sections = cut_issue(issue, SectionRules(), habits).sections
    assert [section.role for section in sections] == ["content", "content", "outro"]


@pytest.mark.parametrize(
    "body",
    [
        'Three:\n\n**1. Waves**\nThey come in sevens.\n\n**2. A quote**\n"It is full."\n\n**3. Salt**\nIt stays.\n',
        '1. Waves\n\nThey come in sevens.\n\n2. A quote\n\n"It is full."\n\n3. Salt\n\nIt stays.\n',
        "<u>**Waves**</u>\n\nThey come in sevens.\n\n<u>**A quote**</u>\n\nIt is full.\n\n<u>**Salt**</u>\n\nOf old.\n",
    ],
)
def test_short_stories_have_numbered_or_underlined_headlines(body: str) -> None:
    assert [section.title for section in cut(body) if section.role == "content"] == ["Waves", "A quote", "Salt"]


@pytest.mark.parametrize(
    "body",
    [
        "**1. Waves**\nThey come in sevens.\n\n**3. A quote**\nIt is full.\n\n**4. Salt**\nIt stays.\n",
        "1. Waves\n2. Salt\n\nBoth are wet.\n\n1. Tides\n\nThey come twice.\n",
        "1. Waves\n\n2. A quote\n\n3. Salt\n\nThey are wet.\n",
    ],
)
def test_other_numbers_divide_no_short_issue(body: str) -> None:
    assert len(cut(body)) == 1


def test_a_headline_in_bold_keeps_its_links() -> None:
    first = "**[One](https://one.example/):**  \nb\n"
    second = "**Two:**  \n_…see [it](https://two.example/)…_  \nc\n"
    text = f"---\ntitle: x\n---\na\n\n{RUN}\n\n{first}\n{RUN}\n\n{second}"
    _, one, two = cut(text)
    assert (one.title, two.title) == ("One", "Two")
    assert find_anchors(one.heading) == [("https://one.example/", "One")]
    assert find_anchors(two.content) == [("https://two.example/", "it")]


def test_a_headline_below_blocks_without_words_stays_in_the_issue() -> None:
    text = f"---\ntitle: x\n---\n<p id=top></p>\n\nFirst:…teaser…Text\n\n{RUN}\n\nSecond:…teaser…Text\n"
    assert [section.heading.count("<h2>") for section in cut(text)] == [1, 1]


def test_bold_words_in_a_line_of_their_own_divide_short_stories() -> None:
    lines = [f"<p><b>{n}. Mill {n}</b><br>It <a href='https://a.example/{n}'>turns</a>.</p>" for n in (1, 2, 3)]
    assert titles("\n".join(lines)) == ["Mill 1", "Mill 2", "Mill 3"]
    assert titles("".join(lines).replace("</p><p>", "<br><br>")) == ["Mill 1", "Mill 2", "Mill 3"]


def test_bold_words_before_short_texts_divide_them_if_these_have_links() -> None:
    story = "**{}:** " + "It turns and turns in the wind of the sea. " * 3 + "{}"
    linked = [story.format(name, "See [it](https://a.example/).") for name in ("Mill", "Sluice", "Weir")]
    assert titles("\n\n".join(linked)) == ["Mill", "Sluice", "Weir"]
    assert len(titles("\n\n".join(story.format(name, "") for name in ("Mill", "Sluice", "Weir")))) == 1


@pytest.mark.parametrize("title", ["**[{t}](https://a.example/):** It", "→ [{t}](https://a.example/)\nIt"])
def test_a_linked_title_may_hold_its_colon_and_follow_an_arrow(title: str) -> None:
    text = "\n\n".join(f"{title.format(t=t)} turns." for t in ("Mill", "Sluice", "Weir"))
    assert [(section.title, to_text(section.content)) for section in cut(f"---\ntitle: x\n---\n{text}\n")] == [
        (t, "It turns.") for t in ("Mill", "Sluice", "Weir")
    ]


def test_a_picture_above_a_linked_title_belongs_to_its_story() -> None:
    text = "\n\n".join(f"![](/{t}.png)\n\n[{t}](https://a.example/) - It turns." for t in ("mill", "sluice", "weir"))
    found = cut(f"---\ntitle: x\n---\n{text}\n")
    assert [section.title for section in found] == ["mill", "sluice", "weir"]
    assert all(f"/{section.title}.png" in section.content for section in found)


@pytest.mark.parametrize("heading", ["Folgt uns", "Restons en contact", "Iscriviti", "フォロー", "关注我们"])
def test_a_page_to_follow_the_newsletter_is_no_story(heading: str) -> None:
    found = cut(f"---\ntitle: x\n---\n## Mill\n\nIt turns.\n\n## Weir\n\nIt holds.\n\n## {heading}\n\n[@a](/a)\n")
    assert [section.role for section in found] == ["content", "content", "outro"]


SCRAPS = [
    "a",
    "One tide.",
    "12、",
    "（3）．",
    "七台小机器在走路。",
    " ",
    "\n",
    ":",
    ":tada:",
    "x" * 30,
    "thanks for",
    "bis bald",
    ",",
]


@given(st.lists(st.sampled_from(SCRAPS), max_size=120).map(" ".join) | st.text(max_size=40))
@example("a " * 60 + "1、" + "b. " * 60)
def test_the_beginning_of_a_text_is_enough_for_its_first_words(text: str) -> None:
    plain = summaries._NUMBER.sub("", " ".join(text.split()), count=1)
    sentence = summaries._SENTENCE.match(plain)
    assert first_words(text) == (sentence[0] if sentence else summaries.shorten(plain, 80))


@given(st.lists(st.sampled_from(SCRAPS), max_size=4).map("".join))
def test_a_colon_is_taken_off_unless_it_closes_the_code_of_an_emoji(words: str) -> None:
    code = headlines._EMOJI_CODE.search(words)
    assert headlines.without_colon(words) == (words if code else words.rstrip(":：").rstrip())


@given(st.sampled_from(farewells._BEGINNINGS), st.text(max_size=3), st.integers(0, 4))
def test_a_farewell_is_known_by_its_first_characters(phrase: str, rest: str, end: int) -> None:
    assert says_farewell(f"*{phrase.capitalize()}{rest}")
    assert says_farewell(phrase[:end]) == phrase[:end].startswith(farewells._BEGINNINGS)
