"""Items: the things that a section lists."""

from __future__ import annotations

from feeds.config import SectionRules
from feeds.markup import to_text
from feeds.model import Item
from feeds.sections import cut_issue
from tests.folder import CONFIG, NOW, Folder
from tests.parsing import parse

ITEMS = CONFIG + "feeds: {extra: [{slug: items, grain: item}, {slug: fresh, grain: item, once: true}]}\n"


def items(body: str) -> list[tuple[str, str]]:
    """Return title and text of each item."""
    return [(item.title, to_text(item.content)) for item in cut_items(body)]


def cut_items(body: str) -> tuple[Item, ...]:
    return cut_issue(parse(f"---\ntitle: x\n---\n{body}"), SectionRules(), items=True).items


def test_entries_of_lists_are_items_with_what_follows_them() -> None:
    body = (
        "## News\n\nThis came in.\n\n- [A ferry](https://a.example/) by Ada\n\n  > It hums.\n\n"
        "* **A swan.** It swims, with [links](https://b.example/).\n\nTell us more!\n"
    )
    assert items(body) == [
        ("A ferry", "A ferry by Ada\nIt hums."),
        ("A swan", "A swan. It swims, with links.\nTell us more!"),
    ]


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
    assert site.titles("feeds/items/feed.json").count("Ferry pilot") == 2
    assert site.titles("feeds/fresh/feed.json") == ["Keeper", "Text", "Ferry pilot", "Text"]
