"""The original links of a section, in order."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.links import find_links, find_references, fragments, lead_to_sections
from feeds.links.references import FORMS, matches_in
from feeds.model import Entry
from feeds.render.content import finish_entry
from tests.entries import entries_of
from tests.parsing import cut


def linked(text: str, original: str = "") -> Entry:
    head = f"title: x\nlink: {original or 'https://weekly.example/7/'}"
    (entry,) = entries_of(f"---\n{head}\n---\n{text}", original=original)
    return entry


def test_brackets_in_an_address_are_encoded_where_validators_ask_for_it() -> None:
    """A link that is not closed ends in its own address, and many queries have brackets."""
    entry = linked("[A list](https://b.example/list?sort[]=date)", original="https://a.example/[a]")
    finished = finish_entry(entry, b"", "https://feeds.example/issues/7/")
    assert (finished.via, finished.related) == ("https://a.example/%5Ba%5D", "https://a.example/%5Ba%5D")
    assert finish_entry(linked("[A list](https://b.example/list?sort[]=date)"), b"").related == (
        "https://b.example/list?sort%5B%5D=date"
    )


def test_links_come_in_order_with_their_words() -> None:
    entry = linked("A [one](https://a.example/1), [two][2] and <https://c.example/>.\n\n[2]: https://b.example/2\n")
    assert [(link.href, link.text) for link in entry.links] == [
        ("https://a.example/1", "one"),
        ("https://b.example/2", "two"),
        ("https://c.example/", "https://c.example/"),
    ]
    assert finish_entry(entry, b"").related == "https://a.example/1"


def test_own_pages_images_and_mail_are_not_originals() -> None:
    entry = linked(
        "[a](/6/) [b](https://www.weekly.example/x) ![i](https://i.example/i.png) [m](mailto:a@b.example) [s](#a)"
    )
    assert entry.links == ()
    assert finish_entry(entry, b"").related == ""


@pytest.mark.parametrize(
    ("href", "is_original"),
    [
        ("https://github.com/terns/song", True),
        ("https://github.com/terns/weekly-tools", True),
        ("https://GitHub.com/Terns/Weekly/issues/5", False),
        ("https://github.com/terns/weekly", False),
    ],
)
def test_only_the_folder_of_a_site_is_its_own_on_a_host_of_many_sites(href: str, is_original: bool) -> None:
    (section,) = cut(f"A [song]({href}).\n")
    found = find_links(section, permalink=section.permalink, site_url="https://github.com/terns/weekly/")
    assert [link.href for link in found.links] == [href] * is_original


def test_the_subject_of_a_link_post_comes_first_and_is_not_related_to_itself() -> None:
    entry = linked("About [it](https://b.example/).", original="https://a.example/article")
    assert [link.href for link in entry.links] == ["https://a.example/article", "https://b.example/"]
    assert finish_entry(entry, b"").related == ""


def test_a_link_in_the_heading_is_the_first() -> None:
    one, _ = entries_of("## [One](https://a.example/)\n\n[b](https://b.example/)\n\n## Two\n\nx\n")
    assert [link.href for link in one.links] == [
        "https://a.example/",
        "https://b.example/",
    ]


def test_a_linked_image_is_known_by_its_alternative_text() -> None:
    (link,) = linked("[![A chart](https://i.example/i.png)](https://a.example/)").links
    assert (link.href, link.text) == ("https://a.example/", "A chart")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It ends. Read more: The Tide: A Study (Quay Press).Get the code here:Tide (Ada, Hub).Via Bo (Post).",
         [("Read more", "The Tide: A Study", "Quay Press"), ("Get the code here", "Tide", "Ada, Hub"),
          ("Via", "Bo", "Post")]),
        ("It ends. Get the code for Tide here (Hub).", [("Get the code", "Tide", "Hub")]),
        ("Why this matters: Tides are late (and high).", []),
        ("Read more: [The Tide](https://tide.example/) (Quay).", []),
        ("Read more: The Tid…", []),
    ],
)  # fmt: skip
def test_references_are_kept_where_a_text_has_lost_its_links(text: str, found: list[tuple[str, str, str]]) -> None:
    assert [(one.label, one.title, one.source) for one in find_references(linked(text))] == found


def led(text: str) -> dict[str, str]:
    """Return the text fragment of each section of an issue that is read elsewhere, by its title."""
    sections = lead_to_sections(cut(f"---\ntitle: x\nlink: https://original.example/7\n---\n{text}"))
    assert len({section.permalink for section in sections}) == len(sections)
    return {section.title: section.permalink.partition("#:~:text=")[2] for section in sections}


def test_a_text_fragment_has_the_heading_or_enough_words_to_be_unique() -> None:
    assert led("## Robots & co, walk-on\n\nThey walk.\n\n## Chips\n\nThey sleep.\n") == {
        "Robots & co, walk-on": "Robots%20%26%20co%2C%20walk%2Don",
        "Chips": "Chips",
    }


def test_the_first_section_is_linked_at_its_own_heading_and_not_at_those_above_it() -> None:
    assert led("# The Post, letter eight\n\n## Driftwood\n\nFound.\n\n## Flotsam\n\nLost.\n") == {
        "Driftwood": "Driftwood",
        "Flotsam": "Flotsam",
    }


def test_repeated_headings_are_distinguished_by_the_next_words() -> None:
    text = "## Jobs\n\nAda looks for a cook.\n\n## News\n\nMany jobs.\n\n## Jobs\n\nBo looks for a keeper of locks.\n"
    fragments = [
        section.permalink.partition("#:~:text=")[2]
        for section in lead_to_sections(cut(f"---\ntitle: x\nlink: https://original.example/7\n---\n{text}"))
    ]
    assert fragments == ["Jobs,-Ada%20looks%20for%20a%20cook.", "News", "Jobs,-Bo%20looks%20for%20a%20keeper"]


def test_text_glued_to_a_headline_is_not_part_of_its_words() -> None:
    run = "#" * 30
    text = (
        f"The tide:&hellip;It rises&hellip;On Tuesday it rose. {run} The lock:&hellip;It opens&hellip;On Friday it did."
    )
    assert led(text) == {"The tide": "The%20tide", "The lock": "The%20lock"}


@given(st.text(st.sampled_from("aZ0 .-~_%é²潮"), max_size=8))
def test_words_to_be_found_on_a_page_have_no_signs(words: str) -> None:
    plain = re.sub("[^A-Za-z0-9_.~ ]", lambda sign: quote(sign[0], safe="").replace("-", "%2D"), words)
    assert fragments._quoted(words) == plain.replace(" ", "%20")


SCRAPS = [
    "Read more",
    "Get it",
    "Via",
    "原文",
    " ",
    "\n",
    ".",
    "…",
    ")",
    "*",
    ":",
    "The Tide",
    " (Quay).",
    " for it here",
]


@given(st.lists(st.sampled_from(SCRAPS), max_size=20).map("".join))
def test_references_are_found_wherever_their_patterns_match(text: str) -> None:
    expected = [match.span() for form in FORMS for match in form.finditer(text)]
    assert [match.span() for match in matches_in(text)] == expected
