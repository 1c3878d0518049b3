"""Footnotes: each section that cites one has it, once."""

from __future__ import annotations

import pytest

from feeds.markup import find_anchors, render_body, sanitise, to_html, to_text
from feeds.model import Markup
from tests.parsing import cut

CITED = {
    "goldmark": (
        '<sup id="fnref:1"><a href="#fn:1" class="footnote-ref" role="doc-noteref">1</a></sup>',
        '<div class="footnotes" role="doc-endnotes"><hr><ol><li id="fn:1"><p>'
        'In <a href="https://shed.example/">a shed</a>.'
        '&#160;<a href="#fnref:1" class="footnote-backref">&#x21a9;&#xfe0e;</a></p></li></ol></div>',
    ),
    "pandoc": (
        '<a href="#fn1" class="footnote-ref" id="fnref1" role="doc-noteref"><sup>1</sup></a>',
        '<section id="footnotes" class="footnotes"><hr><ol><li id="fn1"><p>'
        'In <a href="https://shed.example/">a shed</a>.'
        '<a href="#fnref1" class="footnote-back">↩︎</a></p></li></ol></section>',
    ),
    "github": (
        '<sup><a href="#user-content-fn-1" id="user-content-fnref-1" data-footnote-ref>1</a></sup>',
        '<section data-footnotes class="footnotes"><h2 class="sr-only" id="footnote-label">Footnotes</h2><ol>'
        '<li id="user-content-fn-1"><p>In <a href="https://shed.example/">a shed</a>. '
        '<a href="#user-content-fnref-1" data-footnote-backref>↩</a></p></li></ol></section>',
    ),
    "wordpress": (
        '<sup data-fn="0a1b2c3d-1111-2222-3333-444455556666" class="fn">'
        '<a href="#0a1b2c3d-1111-2222-3333-444455556666" id="0a1b2c3d-1111-2222-3333-444455556666-link">1</a></sup>',
        '<ol class="wp-block-footnotes"><li id="0a1b2c3d-1111-2222-3333-444455556666">In a <a href="/shed">shed</a>. '
        '<a href="#0a1b2c3d-1111-2222-3333-444455556666-link" aria-label="Jump to 1">↩︎</a></li></ol>',
    ),
    "substack": (
        '<a class="footnote-anchor" id="footnote-anchor-1" href="#footnote-1" target="_self">1</a>',
        '<div class="footnote"><a id="footnote-1" href="#footnote-anchor-1" class="footnote-number">1</a>'
        '<div class="footnote-content"><p>In <a href="https://shed.example/">a shed</a>.</p></div></div>',
    ),
}


def safe(text: str, markup: Markup = "html") -> str:
    return sanitise(to_html(render_body(text, markup=markup, base="https://weekly.example/issues/7/")))


@pytest.mark.parametrize(
    "dividers", [("## Oak", "## Ash"), ("**Oak**", "**Ash**"), ("Oak\n---", "Ash\n---"), ("### Oak", "### Ash")]
)
def test_each_section_that_cites_a_footnote_has_it_once(dividers: tuple[str, str]) -> None:
    first, second = dividers
    text = f"{first}\n\nIt dries[^v], and\n\nstays dry[^v].\n\n{second}\n\nIt never[^v] does.\n\n[^v]: In [a shed](https://s.example/).\n"
    sections = cut(text)
    assert [section.title for section in sections] == ["Oak", "Ash"]
    assert [to_text(section.content).count("[1] In a shed.") for section in sections] == [1, 1]
    assert all(("https://s.example/", "a shed") in find_anchors(section.content) for section in sections)


@pytest.mark.parametrize(
    "wrapped",
    [
        '<div class="post">\n\n{}\n\n</div>\n\n',
        "<article><section>\n\n{}\n\n</section></article>\n\n",
        "<div>\n\n{}\n\n",
    ],
)
def test_sections_in_wrappers_have_the_footnotes_that_they_cite(wrapped: str) -> None:
    text = wrapped.format("## Oak\n\nIt dries[^v].\n\n## Ash\n\nIt never[^v] does.\n\n## Elm\n\nNo.")
    sections = cut(text + "[^v]: In [a shed](https://s.example/).\n")
    assert [section.title for section in sections] == ["Oak", "Ash", "Elm"]
    assert [to_text(section.content).count("[1] In a shed.") for section in sections] == [1, 1, 0]


def test_a_footnote_of_the_introduction_is_in_the_section_that_cites_it_too() -> None:
    text = "Spring[^s] is here.\n\n## Oak\n\nSince spring[^s].\n\n## Ash\n\nNo.\n\n[^s]: By the almanac.\n"
    assert [to_text(section.content).count("By the almanac") for section in cut(text)] == [1, 1, 0]


@pytest.mark.parametrize("generator", CITED)
def test_footnotes_that_a_generator_rendered_are_moved_to_the_sections_that_cite_them(generator: str) -> None:
    reference, notes = CITED[generator]
    found = safe(
        f"<h2>Oak</h2><p>It dries{reference}.</p><h2>Ash</h2><p>No.</p><h2>Elm</h2><p>So{reference}.</p>{notes}"
    )
    lines = [" ".join(line.split()) for line in to_text(found).split("\n")]
    note = "[1] In a shed."
    assert lines == ["Oak", "It dries[1].", note, "Ash", "No.", "Elm", "So[1].", note]
    assert "<ol" not in found


def test_a_long_footnote_that_is_cited_everywhere_is_not_repeated_without_end() -> None:
    text = "".join(f"## {number}\n\nSee[^n].\n\n" for number in range(2000)) + f"[^n]: {'word ' * 2000}\n"
    assert len(safe(text, "markdown")) < 500_000


def test_a_list_that_links_lead_to_is_no_footnote() -> None:
    found = safe('<p>See <a href="#fn-list">the list of functions</a>.</p><ul><li id="fn-list">One</li></ul>')
    assert "<li>One</li>" in found.replace("\n", "")
