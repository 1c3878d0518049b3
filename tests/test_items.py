"""Items: the things that a section lists."""

from __future__ import annotations

import pytest
from hypothesis import given

from feeds.config import SectionRules
from feeds.markup import find_anchors, to_text
from feeds.model import Item
from feeds.sections import cut_issue
from tests.folder import CONFIG, NOW, Folder
from tests.parsing import BODIES, cut, parse

ITEMS = CONFIG + "feeds: {extra: [{slug: items, grain: item}, {slug: fresh, grain: item, once: true}]}\n"


def items(body: str) -> list[tuple[str, str]]:
    """Return title and text of each item."""
    return [(item.title, to_text(item.content)) for item in cut_items(body)]


def cut_items(body: str) -> tuple[Item, ...]:
    return cut_issue(parse(f"---\ntitle: x\n---\n{body}"), SectionRules(), items=True).items


def hrefs(item: Item) -> list[str]:
    return [href for href, _ in find_anchors(item.html)]


def test_entries_of_lists_are_items_with_what_follows_them() -> None:
    body = (
        "## News\n\nThis came in.\n\n- [A ferry](https://a.example/) by Ada\n\n  > It hums.\n\n"
        "* **A swan.** It swims, with [links](https://b.example/).\n\nTell us more!\n"
    )
    assert items(body) == [
        ("A ferry", "A ferry by Ada\nIt hums."),
        ("A swan", "A swan. It swims, with links.\nTell us more!"),
    ]


@pytest.mark.parametrize(
    "written",
    [
        "[State of ](https://a.example/)[**ferries**](https://a.example/)[ 2026](https://a.example/) (Ada)",
        "**[State of ](https://a.example/)**[ferries 2026](https://a.example/) (Ada)",
        "[State of ferries 2026](https://a.example/)[ (PDF)](https://a.example/x.pdf) (Ada)",
    ],
)
def test_a_link_that_an_editor_wrote_in_parts_is_one_title(written: str) -> None:
    assert [title for title, _ in items(f"## Boats\n\n- {written}\n- [Terns](https://b.example/)\n")] == [
        *("State of ferries 2026", "Terns")
    ]


def test_the_code_of_an_emoji_stays_whole_at_the_end_of_a_title() -> None:
    body = "## Boats :tada:\n\n- [A ferry :boat:](https://a.example/)\n- [Terns:](https://b.example/)\n\n## Sea\n\nx\n"
    assert [title for title, _ in items(body)] == ["A ferry :boat:", "Terns"]
    assert [section.title for section in cut(body)] == ["Boats :tada:", "Sea"]


def test_blocks_after_the_last_paragraph_of_an_entry_are_in_its_item() -> None:
    body = (
        "## News\n\n<ul><li><p><a href='https://a.example/'>A ferry</a> hums.</p>"
        "<img src='https://a.example/a.png' alt=''></li><li>It swims.<p>Far.</p> To <em>the</em> sea.</li></ul>\n\n"
        "## Other\n\nx\n"
    )
    ferry, swan = cut_items(body)
    assert ferry.content.endswith('hums.</p>\n<p><img src="https://a.example/a.png" alt=""/></p>')
    assert to_text(swan.content) == "It swims.\nFar.\nTo the sea."


def test_blocks_in_a_definition_stay_blocks() -> None:
    body = (
        "## News\n\n<dl><dt><a href='https://a.example/'>A ferry</a></dt><dd>Hums.<ul><li>low</li></ul></dd></dl>\n\n"
        "## Other\n\nx\n"
    )
    (item,) = cut_items(body)
    heading = '<p><strong><a href="https://a.example/">A ferry</a></strong></p>'
    assert item.content == f"{heading}\n<p>Hums.</p>\n<ul><li>low</li>\n</ul>"


def test_an_empty_entry_of_a_list_is_not_an_item() -> None:
    body = "## News\n\n-\n- [a](https://a.example/)\n- [b](https://b.example/)\n-\n\nLast.\n\n## Other\n\nx\n"
    assert items(body) == [("a", "a"), ("b", "b\nLast.")]


def test_names_and_catchwords_are_not_items() -> None:
    assert items("## Thanks\n\n- Ada\n- Bo\n\n## More\n\ntext\n") == []


def test_a_list_of_groups_gives_the_entries_of_the_groups() -> None:
    body = (
        "## Links\n\n"
        "- Ferries\n  - [a](https://a.example/)\n  - [b](https://b.example/)\n- Swans\n  - [c](https://c.example/)\n"
    )
    assert [title for title, _ in items(body + "\n## Other\n\nx\n")] == ["a", "b", "c"]
    body = "## Links\n\n- Ferries\n  - [a](https://a.example/)\n\n  All of them late.\n\n## Other\n\nx\n"
    assert [words for _, words in items(body)] == ["Ferries\na\nAll of them late."]


def test_pieces_numbered_by_hand_are_items() -> None:
    body = (
        "## 工具\n\n1、[甲](https://a.example/)（英文）\n\n一个工具。\n\n2、乙\n\n另一个。\n\n"
        "- 细节 [x](https://x.example/)\n\n## 文章\n\n无。\n"
    )
    assert items(body) == [("甲（英文）", "1、甲（英文）\n一个工具。"), ("乙", "2、乙\n另一个。\n细节 x")]


def test_stories_under_subheads_are_items() -> None:
    body = "## Featured\n\n### [One](https://a.example/)\n\nText one.\n\n### Two\n\nText two.\n\n## Rest\n\nr\n"
    assert items(body) == [("One", "Text one."), ("Two", "Text two.")]


def test_an_item_under_a_linked_subhead_has_that_link_first() -> None:
    body = (
        "# Reading\n\n## [Illustrated](https://a.example/)\n\nIt explains.\n\n"
        "## [Free](https://b.example/)\n\nSuch as [one](https://b.example/1).\n\n# Tools\n\n## [fx](https://c.example/)\n\nJSON.\n"
    )
    assert [hrefs(item) for item in cut_items(body)] == [
        ["https://a.example/"],
        ["https://b.example/", "https://b.example/1"],
        ["https://c.example/"],
    ]


def test_a_story_under_a_subhead_keeps_its_list_where_most_subheads_have_none() -> None:
    talks = "## [A summit](https://a.example/)\n\nAll of it is online.\n\n- [Talks](https://a.example/1)\n- [Photos](https://a.example/2)\n\n"
    others = "".join(f"## [Story {n}](https://b.example/{n})\n\nWords.\n\n" for n in range(3))
    found = cut_items(f"# Reading\n\n{talks}{others}# Tools\n\n## [fx](https://c.example/)\n\nJSON.\n")
    assert [item.title for item in found] == ["A summit", "Story 0", "Story 1", "Story 2", "fx"]
    assert hrefs(found[0]) == ["https://a.example/", "https://a.example/1", "https://a.example/2"]


def test_a_headline_with_a_list_below_it_is_one_item() -> None:
    long = "It was said at the meeting that this takes longer than a year, and nobody there objected."
    body = (
        "## Languages\n\nTrivago moves [https://a.example/1](https://a.example/1)\n\n"
        f"- {long}\n- {long} See [this](https://a.example/2).\n- {long}\n\n"
        f"A policy - <https://a.example/3>\n\n- {long}\n- Two risks\n\n"
        "Nobody wrote more <https://a.example/4>\n\n"
        f"## Cloud\n\nFiles <https://a.example/5>\n\n- {long}\n"
    )
    found = cut_items(body)
    assert [item.title for item in found] == ["Trivago moves", "A policy", "Nobody wrote more", "Files"]
    assert [len(hrefs(item)) for item in found] == [2, 1, 1, 1]
    assert to_text(found[1].content) == f"A policy - https://a.example/3\n{long}\nTwo risks"


def test_a_line_that_ends_with_a_colon_leads_into_a_list_of_items() -> None:
    pair = "Ferries <https://a.example/{0}>\n\n- They are late\n- They hum\n\n"
    body = (
        f"## News\n\n{pair.format(1)}{pair.format(2)}"
        "## Events\n\nFrom [the list](https://b.example/) of Ada:\n\n- [Ropes](https://b.example/1)\n- [Knots](https://b.example/2)\n"
    )
    assert [title for title, _ in items(body)] == ["Ferries", "Ferries", "Ropes", "Knots"]


def test_paragraphs_that_open_with_a_linked_title_are_items() -> None:
    listed = "## Insights\n\n" + "".join(f"- [Thing {n}](https://a.example/{n})\n" for n in range(9))
    lines = "[Dengue](https://b.example/1)\n\n[A model](https://b.example/2) - It is quarterly.\n\n"
    alone = "## Connect\n\n*[Join the club](https://c.example/)*\n"
    assert [title for title, _ in items(f"{listed}\n## World\n\n{lines}{alone}")][9:] == [
        "Dengue",
        "A model",
        "Join the club",
    ]


def test_a_reference_below_a_story_is_not_an_item() -> None:
    story = "It was a long day at the lock.\n\n[The lock keeper](https://a.example/)\n"
    quote = "> It was.\n\n[Ada](https://b.example/)\n"
    assert items(f"## Story\n\n{story}\n## Quote\n\n{quote}") == []


def test_of_nested_lists_with_bare_addresses_the_outer_entries_are_items() -> None:
    body = (
        "## Firefox\n\n- Firefox 54\n  - https://a.example/54\n  - https://b.example/54\n"
        "- Firefox 55\n  - https://a.example/55\n  - Async\n\n## Other\n\nx\n"
    )
    found = cut_items(body)
    assert [item.title for item in found] == ["Firefox 54", "Firefox 55"]
    assert [len(hrefs(item)) for item in found] == [2, 1]


def test_a_sign_that_links_to_its_own_entry_is_not_the_title() -> None:
    knots = "- [●](#reef) **Reef knot** holds, see [it](https://a.example/).\n- [●](#b) **Bend**\n"
    body = f"## Notable\n\n{knots}\n## End\n\nx\n"
    assert [title for title, _ in items(body)] == ["Reef knot", "Bend"]


@pytest.mark.parametrize(
    ("entry", "title"),
    [
        ("28 May: [Dev](https://a.example/): A.I. & Vibe Coding! - Paris", "28 May: Dev: A.I. & Vibe Coding! - Paris"),
        ("https://a.example/1 The swans are back", "The swans are back"),
        ("The swans are back (https://a.example/1)", "The swans are back"),
        ("https://a.example/1", "https://a.example/1"),
        ("甲在走路。乙也在走路 <https://a.example/1>", "甲在走路。"),
        (
            "It is told that Josh and Dr. Ada of the A.I. lab met, in a hall near the old lock. Then they left again.",
            "It is told that Josh and Dr. Ada of the A.I. lab met, in a hall near the old lock.",
        ),
    ],
)
def test_the_title_of_an_item_is_whole_and_has_no_bare_address(entry: str, title: str) -> None:
    assert [title for title, _ in items(f"## News\n\n- {entry}\n\n## Other\n\nx\n")] == [title]


def test_lines_of_a_paragraph_are_items_if_each_has_a_link_in_the_same_place() -> None:
    opening = "## JVM\n\n[Ferries](https://a.example/1)  \n[Swans](https://a.example/2) swim  \nA line without\n\n"
    opening = opening.replace("without\n", "without  \n[Locks](https://a.example/3)\n")
    ending = "## Web\n\nFerries <https://b.example/1>  \nSwans  \n<https://b.example/2>\n"
    assert items(opening + ending) == [
        ("Ferries", "Ferries"),
        ("Swans", "Swans swim"),
        ("A line without", "A line without"),
        ("Locks", "Locks"),
        ("Ferries", "Ferries https://b.example/1"),
        ("Swans", "Swans\nhttps://b.example/2"),
    ]


def test_lines_below_a_headline_that_was_taken_off_are_in_its_item() -> None:
    body = "## News\n\n[One](https://a.example/1)\n\n[**Two**](https://a.example/2)\n\n"
    found = cut_items(f"{body}[Three](https://a.example/3)  \n[and more](https://a.example/4)\n")
    assert "Three" not in to_text(found[-1].content)


def test_a_title_above_a_line_that_describes_it_is_one_item() -> None:
    body = "[Ferries](https://a.example/{0})  \nThey hum, says [Ada](https://b.example/{0}) today.\n\n"
    found = cut_items(f"## Events\n\n{body.format(1)}{body.format(2)}\n## Other\n\nx\n")
    assert [(item.title, len(hrefs(item))) for item in found] == [("Ferries", 2), ("Ferries", 2)]


def test_a_link_in_the_contents_that_leads_elsewhere_is_no_title() -> None:
    contents = "## Contents\n\n- [Click](https://elsewhere.example/)\n\n"
    body = f"{contents}## Tools\n\n1、[甲](https://a.example/)：一个工具。\n\n2、[乙](https://b.example/)：另一个。\n"
    assert [title for title, _ in items(body)] == ["甲", "乙"]


@given(BODIES)
def test_each_link_of_a_section_is_in_one_item_or_in_its_lead(body: str) -> None:
    cut = cut_issue(parse(f"---\ntitle: A title of its own\n---\n{body}"), SectionRules(), items=True)
    for section in cut.sections:
        own = [item for item in cut.items if item.section == section.position]
        everything = iter([href for href, _ in find_anchors(section.html)])
        assert all(href in everything for item in own for href in hrefs(item))  # in this order, and each only once


def test_paragraphs_with_links_are_items_where_the_author_writes_so() -> None:
    body = (
        "## News\n\nAda [wrote](https://a.example/) it.\n\n> A quotation.\n\nBo [read](https://b.example/) it.\n\n"
        "As [Ada](https://a.example/) says.\n\n## Finally\n\nOne [link](https://c.example/).\n"
    )
    assert [text for _, text in items(body)] == [
        "Ada wrote it.\nA quotation.",
        "Bo read it.\nAs Ada says.",
    ]
    listed = body + "\n## Lists\n\n" + "".join(f"- [x](https://x.example/{n})\n" for n in range(9))
    assert len(items(listed)) == 9


def test_marks_before_a_title_are_not_part_of_it() -> None:
    body = (
        "## Videos\n\n"
        "- [video] [Ferries](https://a.example/)\n- 🎈 [Swans swim](https://b.example/). 🎈\n\n"
        "## End\n\nx\n"
    )
    assert [title for title, _ in items(body)] == ["Ferries", "Swans swim"]


def test_lists_within_a_story_are_parts_of_it() -> None:
    story = "It is a long story, and it is told here. " * 20
    assert items(f"## One\n\n{story}\n\n- [a](https://a.example/)\n- [b](https://b.example/)\n\n## Two\n\nx\n") == []


def test_a_feed_of_items_carries_items_and_sections_without_any(site: Folder) -> None:
    site.configure(ITEMS)
    site.write(
        "2026-05-01-one.md",
        "# One\n\n## News\n\n- [a](https://a.example/)\n- [b](https://b.example/)\n\n## Essay\n\nWords.\n",
    )
    site.build()
    assert site.titles("feeds/items/feed.json") == ["a", "b", "Essay"]
    assert site.titles() == ["News", "Essay"]
    ids = site.ids("feeds/items/feed.json")
    assert ids["a"].endswith("one/news/a")
    assert ids["Essay"] == site.ids()["Essay"]


def test_items_keep_their_ids_when_they_are_moved_and_reworded(site: Folder) -> None:
    site.configure(ITEMS)
    post = (
        "# One\n\n## News\n\n"
        "- [Ferry](https://a.example/) hums\n- [Swan](https://b.example/) swims\n\n"
        "## Tools\n\n- [Rope](https://c.example/)\n"
    )
    site.write("2026-05-01-one.md", post)
    site.build()
    before = site.ids("feeds/items/feed.json")
    moved = (
        "# One\n\n## News\n\n- [Swan](https://b.example/) swims\n\n## Tools\n\n"
        "- [Rope](https://c.example/)\n- [Ferries](https://a.example/) hum\n"
    )
    site.write("2026-05-01-one.md", moved)
    site.build(NOW)
    after = site.ids("feeds/items/feed.json")
    assert (after["Ferries"], after["Swan"], after["Rope"]) == (before["Ferry"], before["Swan"], before["Rope"])


def test_items_that_an_earlier_issue_had_can_be_left_out(site: Folder) -> None:
    site.configure(ITEMS)
    job = "- [Ferry pilot](https://jobs.example/1)\n"
    site.write("2026-05-01-one.md", f"# One\n\n## Work\n\n{job}\n## Text\n\nx\n")
    site.write("2026-05-08-two.md", f"# Two\n\n## Work\n\n{job}- [Keeper](https://jobs.example/2)\n\n## Text\n\ny\n")
    site.build()
    assert site.headings("feeds/items/feed.json").count("Ferry pilot") == 2
    assert site.headings("feeds/fresh/feed.json") == ["Keeper", "Text", "Ferry pilot", "Text"]


def test_items_and_sections_without_any_are_dated_in_reading_order(site: Folder) -> None:
    site.configure(ITEMS)
    site.write(
        "2026-05-01-one.md",
        "# One\n\n## Essay\n\nWords.\n\n## News\n\n- [a](https://a.example/)\n- [b](https://b.example/)\n",
    )
    site.build()
    assert site.titles("feeds/items/feed.json") == ["Essay", "a", "b"]
    dates = [entry["date_published"] for entry in site.items("feeds/items/feed.json")]
    assert len(set(dates)) == 3
