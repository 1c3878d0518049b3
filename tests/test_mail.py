"""The structure of mails, in the one tree."""

from __future__ import annotations

import pytest

from feeds.markup import render_body, sanitise, to_html, to_text
from feeds.sections.blocks import blocks_of, html_of

BASE = "https://weekly.example/1/"


def html(body: str) -> str:
    return sanitise(html_of(blocks_of(render_body(body, markup="html", base=BASE))))


def test_layout_tables_are_unwrapped_and_data_tables_stay() -> None:
    laid_out = "<table><tr><td><table><tr><td><p>a</p></td></tr></table></td><td>b</td></tr></table>"
    assert html(laid_out) == "<p>a</p>\n<p>b</p>"
    assert html(f"<table role=presentation><tr><td>{'long ' * 3}</td></tr></table>") == "<p>long long long </p>"
    data = "<table><tr><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr></table>"
    assert "<table>" in html(data)
    assert "<table>" in html(f"<table><tr><th>x</th></tr><tr><td>{'long ' * 50}</td></tr></table>")


@pytest.mark.parametrize(
    ("written", "made"),
    [
        ('<div style="font-size: 24px">News</div><p>a</p>', "<h2>News</h2>\n<p>a</p>"),
        ('<p><span style="font-size:16pt">News</span><br>a</p>', "<h2>News</h2>"),
        ('<p style="font-size:24px">News</p><p>a</p>', "<h2>News</h2>\n<p>a</p>"),
        ('<p>Not <span style="font-size:24px">large</span> enough</p>', "<p>Not large enough</p>"),
        ('<div style="font-size: 24px">It is a sentence.</div>', "<p>It is a sentence.</p>"),
        ('<div style="text-transform: uppercase">News</div>', "<h2>News</h2>"),
        ('<div style="font-weight: 700">News</div>', "<p><strong>News</strong></p>"),
        ('<div style="display:none">Preview</div><p>a</p>', "<p>a</p>"),
    ],
)
def test_styles_with_a_meaning_are_kept_as_elements(written: str, made: str) -> None:
    assert html(written).startswith(made)


@pytest.mark.parametrize("table", ["table", "table role=presentation", "table role=none"])
def test_tables_of_one_column_are_unwrapped_and_large_print_in_them_is_a_heading(table: str) -> None:
    story = (
        "<tr><td></td></tr><tr><td><span style='font-size:24px'>The {0}</span></td></tr><tr><td>It is {0}.</td></tr>"
    )
    stories = "".join(f"<{table}>{story.format(name)}</table>" for name in ("mill", "eels"))
    found = html(f"<{table}><tr><td>{stories}</td></tr></table>")
    assert "<table" not in found
    assert to_text(found) == "The mill\nIt is mill.\nThe eels\nIt is eels."
    assert found.count("<h2>") == 2


def test_large_print_within_a_heading_is_no_heading_of_its_own() -> None:
    assert html('<h1><span style="font-size:28px">News</span></h1>') == "<h1>News</h1>"


@pytest.mark.parametrize("style", ["white-space: pre-wrap", "white-space:pre-line; color: red"])
def test_text_that_is_shown_as_written_keeps_its_paragraphs_and_lines(style: str) -> None:
    text = '\nHello!\n\nOne <a href="https://a.example/">mill</a>\nturns,\nand another.\n\n-Ada\n'
    link = '<a href="https://a.example/">mill</a>'
    paragraphs = ["<p>Hello!</p>", f"<p>One {link}<br>turns,<br>and another.</p>", "<p>-Ada</p>"]
    assert html(f'<div style="{style}">{text}</div>').replace("\n", "") == "".join(paragraphs)
    assert html(f'<p style="{style}">{text}</p>').replace("\n", "") == "".join(paragraphs)
    assert html(f'<div style="{style}"><p>a\nb</p><p>c</p></div>').replace("\n", "") == "<p>a<br>b</p><p>c</p>"
    assert html(f'<p>a <span style="{style}">b\nc</span> d</p>').replace("\n", "") == "<p>a b<br>c d</p>"
    assert html(f'<p style="{style}">one line</p>') == "<p>one line</p>"


@pytest.mark.parametrize("marks", ["\\* \\* \\*", "━━━━━━━━", "※※※", "~ ~ ~", "• • •"])
def test_a_line_of_marks_is_a_rule(marks: str) -> None:
    body = render_body(f"a\n\n{marks}\n\nb\n", markup="markdown", base=BASE)
    assert [block.tag for block in body] == ["p", "hr", "p"]


@pytest.mark.parametrize("words", ["...", "a ~ b", "C++", "-1"])
def test_words_are_not_a_rule(words: str) -> None:
    assert to_text(to_html(render_body(f"a\n\n{words}\n", markup="markdown", base=BASE))) == f"a\n{words}"
