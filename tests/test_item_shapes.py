"""Items that are not written as lists: rows, cards, headlines in bold, titles above addresses; lists without items."""

from __future__ import annotations

import pytest

from feeds.config import SectionRules
from feeds.markup import find_anchors, to_text
from feeds.model import ParsedIssue
from feeds.sections import cut_issue
from tests.parsing import parse

OTHER = "\n\n## Elsewhere\n\nNothing.\n"


def items(body: str) -> list[tuple[str, str]]:
    """Return title and text of each item of an issue with this *body*."""
    return [(item.title, to_text(item.content)) for item in cut_issue(_parsed(body), SectionRules(), items=True).items]


def titles(body: str) -> list[str]:
    return [title for title, _ in items(body)]


def _parsed(body: str) -> ParsedIssue:
    return parse(f"---\ntitle: x\n---\n{body}{OTHER}")


ROWS = "| [A gate](https://a.example/1) | It leaks. |\n| [A dyke](https://a.example/2) | It holds. |\n"


@pytest.mark.parametrize("head", ["| Story | What |\n|---|---|\n", "|  |  |\n|---|---|\n"])
def test_rows_of_a_table_are_items(head: str) -> None:
    assert items(f"## Stories\n\n{head}{ROWS}") == [("A gate", "A gate\nIt leaks."), ("A dyke", "A dyke\nIt holds.")]


def test_a_row_begins_with_its_title_and_names_the_other_columns() -> None:
    body = (
        "## Dates\n\n| When | What | Where |\n|---|---|---|\n"
        "| 2 May | [Locks](https://a.example/1) | Gouda |\n| 3 May | [Weirs](https://a.example/2) | Delft |\n"
    )
    assert items(body) == [("Locks", "Locks\nWhen: 2 May\nWhere: Gouda"), ("Weirs", "Weirs\nWhen: 3 May\nWhere: Delft")]


def test_a_row_is_called_by_the_words_that_tell_it_from_the_others() -> None:
    rows = "| Sluice | [buy](https://a.example/1) |\n| Weir | [buy](https://a.example/2) |\n"
    assert titles(f"## Kits\n\n|  |  |\n|---|---|\n{rows}") == ["Sluice", "Weir"]


@pytest.mark.parametrize(
    "rows",
    [
        "| Gouda | 1,200 |\n| Delft | 3.5 % |\n",  # no links
        "| [Gouda](https://a.example/1) | 12 |\n| [Delft](https://a.example/2) | 30k |\n",  # figures
        "| [Gouda](/a) | [map](/b) | [photo](/c) |\n| [Delft](/d) | [map](/e) | [photo](/f) |\n",
    ],
    ids=["without links", "with figures", "of addresses"],
)  # fmt: skip
def test_rows_of_a_table_of_data_are_not_items(rows: str) -> None:
    columns = rows.splitlines()[0].count("|") - 1
    assert items(f"## Levels\n\n{'| a ' * columns}|\n{'|---' * columns}|\n{rows}") == []


@pytest.mark.parametrize("around", ["{}{}", "<div>{}</div><div>{}</div>"])
def test_a_term_whose_definition_has_a_link_is_an_item(around: str) -> None:
    first = "<dt>A gate</dt><dd>It <a href='https://a.example/1'>leaks</a>.</dd>"
    second = "<dt>A dyke</dt><dd>It <a href='https://a.example/2'>holds</a>.</dd>"
    body = f"## Stories\n\n<dl>{around.format(first, second)}</dl>\n"
    assert items(body) == [("A gate", "A gate\nIt leaks."), ("A dyke", "A dyke\nIt holds.")]


def test_terms_of_a_glossary_are_not_items() -> None:
    assert items("## Words\n\n<dl><dt>Gate</dt><dd>A door.</dd><dt>Dyke</dt><dd>A wall.</dd></dl>\n") == []


@pytest.mark.parametrize(
    "card",
    [
        '<div class="card"><p><a href="{u}">{t}</a></p><p>{w}</p></div>',
        '<article><a href="{u}">{t}</a><p>{w}</p></article>',
        '<section><div><div><a href="{u}">{t}</a></div></div><p>{w}</p></section>',
        '<details><summary>{t}</summary><p>{w} <a href="{u}">More</a></p></details>',
        '<figure><a href="{u}"><img src="/p.png" alt=""></a><figcaption>{t}</figcaption></figure><p>{w}</p>',
    ],
    ids=["div", "article", "nested", "details", "figure"],
)
def test_a_card_for_each_story_is_an_item(card: str) -> None:
    cards = [card.format(u="https://a.example/1", t="A gate", w="It leaks.")]
    cards += [card.format(u="https://a.example/2", t="A dyke", w="It holds.")]
    found = items("## Stories\n\n" + "\n\n".join(cards))
    assert [title for title, _ in found] == ["A gate", "A dyke"]
    assert all(words.split("\n")[1].startswith(("It leaks.", "It holds.")) for _, words in found)


def test_stories_under_lines_in_bold_are_items() -> None:
    body = "## News\n\n**1. A gate**\n\nIt [leaks](https://a.example/1).\n\n**2. A dyke**\n\nIt [holds](https://a.example/2).\n"
    assert items(body) == [("A gate", "1. A gate\nIt leaks."), ("A dyke", "2. A dyke\nIt holds.")]


def test_lines_in_bold_that_come_back_in_an_issue_are_parts_of_stories() -> None:
    part = "**What it is**\n\nA [wall](https://{n}.example/).\n\n**Why it matters**\n\nIt [holds](https://{n}.example/2).\n"
    body = f"## A long wall was built by the sea\n\n{part.format(n='a')}\n## A short wall was built by the lake\n\n"
    assert items(body + part.format(n="b")) == []


def test_a_title_above_its_address_begins_an_item() -> None:
    body = "## News\n\nA gate that leaks\n\n<https://a.example/1>\n\nA dyke that holds\n\n<https://a.example/2>\n"
    assert titles(body) == ["A gate that leaks", "A dyke that holds"]


def test_a_linked_title_in_a_line_of_its_own_has_the_paragraphs_below_it() -> None:
    body = (
        "## News\n\n[A gate](https://a.example/1)\n\nIt leaks.\n\n"
        "[A dyke](https://a.example/2)\n\nIt holds, says [Ada](https://b.example/).\n"
    )
    assert items(body) == [("A gate", "A gate\nIt leaks."), ("A dyke", "A dyke\nIt holds, says Ada.")]


@pytest.mark.parametrize(
    "title", ["[{t}](https://a.example/{t})\n\nIt is new.", "### {t}\n\nIt is [new](https://a.example/)."]
)
def test_a_picture_above_a_headline_is_in_its_item(title: str) -> None:
    parts = [f"![](https://a.example/{name}.png)\n\n{title.format(t=name)}" for name in ("Gates", "Dykes")]
    found = cut_issue(_parsed("## News\n\n" + "\n\n".join(parts)), SectionRules(), items=True).items
    assert [item.title for item in found] == ["Gates", "Dykes"]
    assert all(f"/{item.title}.png" in item.content for item in found)


def test_a_label_above_a_list_is_in_no_item() -> None:
    body = "## News\n\nGates:\n\n- [A gate](https://a.example/1)\n\nDykes:\n\n- [A dyke](https://a.example/2)\n"
    assert items(body) == [("A gate", "A gate"), ("A dyke", "A dyke")]


def test_a_linked_picture_is_called_by_the_words_in_its_place() -> None:
    body = "## Seen\n\n[![A gate](/a.png)](https://a.example/1)\n\n[![A dyke](/b.png)](https://a.example/2)\n"
    assert titles(body) == ["A gate", "A dyke"]


@pytest.mark.parametrize(
    "end", ["[Read more](https://a.example/{n})", "([Ada](https://a.example/{n}))", "→ [Link](https://a.example/{n})"]
)
def test_a_link_behind_the_last_sentence_is_not_in_the_title(end: str) -> None:
    body = f"## News\n\nThe gate leaks again. {end.format(n=1)}\n\nThe dyke holds well. {end.format(n=2)}\n"
    assert titles(body) == ["The gate leaks again.", "The dyke holds well."]


@pytest.mark.parametrize(("body", "expected"), [
    ("## 水\n\n- [門](https://a.example/)が漏れる。\n- [水路](https://b.example/)は続く。\n", ["門が漏れる。", "水路"]),
    ("## 水\n\n① [門](https://a.example/1)\n\n漏れる。\n\n② [水路](https://a.example/2)\n\n続く。\n", ["門", "水路"]),
])  # fmt: skip
def test_two_chinese_characters_are_a_title_and_circled_numbers_are_not(body: str, expected: list[str]) -> None:
    assert titles(body) == expected


STORIES = (
    "## Swans return\n\nThe swans are back at [the lock](https://a.example/1).\n\nSee [the list](https://a.example/2).\n\n"
    "## Tern census\n\nForty terns, says [the census](https://a.example/3).\n\nSee [it](https://a.example/4).\n\n"
    "## Low water\n\nThe water is low, says [the office](https://a.example/5).\n\nSee [why](https://a.example/6).\n"
)


def test_paragraphs_of_stories_with_short_titles_are_not_items() -> None:
    assert items(STORIES) == []


def test_paragraphs_below_labels_are_items() -> None:
    body = "## News\n\nThe [gate](https://a.example/1) leaks.\n\nThe [dyke](https://a.example/2) holds.\n"
    assert titles(body) == ["The gate leaks.", "The dyke holds."]


def test_parts_of_a_long_story_are_not_items() -> None:
    body = (
        "## The gate in the harbour leaks again after ten years\n\nIt was [mended](https://a.example/1) twice.\n\n"
        "### What does it cost?\n\nToo [much](https://a.example/2).\n\n### What now?\n\nWe [wait](https://a.example/3).\n"
    )
    assert items(body) == []


def test_a_linked_heading_above_details_is_a_story_and_not_a_department() -> None:
    body = (
        "## News\n\n### [A gate](https://a.example/1)\n\n- old\n- wet\n\n### [A dyke](https://a.example/2)\n\n- long\n"
    )
    cut = cut_issue(_parsed(body), SectionRules(), items=True)
    assert [section.title for section in cut.sections] == ["News", "Elsewhere"]
    assert [item.title for item in cut.items] == ["A gate", "A dyke"]
    assert [href for item in cut.items for href, _ in find_anchors(item.html)] == [
        "https://a.example/1",
        "https://a.example/2",
    ]


def test_words_whose_link_leads_nowhere_are_not_an_item() -> None:
    body = "## News\n\n[A gate](https://a.example/) leaks.\n\n[Nowhere]({{ site.data.x }})\n"
    assert len(items(body)) < 2


def test_a_line_above_an_address_in_one_paragraph_is_an_item() -> None:
    body = "## Links\n\nA gate\nhttps://a.example/1\n\nA dyke<br>\n<https://a.example/2>\n"
    assert titles(body) == ["A gate", "A dyke"]
    assert titles(f"{body}\nThe gate leaks.\n\nThe dyke holds.\n\nBoth are old.\n") == []


def test_the_key_of_a_telephone_is_no_part_of_a_title() -> None:
    body = "## Links\n\n1️⃣ [A gate](https://a.example/1): it leaks.\n\n2️⃣ [A dyke](https://a.example/2): it holds.\n"
    assert titles(body) == ["A gate", "A dyke"]
