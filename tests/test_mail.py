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
        ('<p>Not <span style="font-size:24px">large</span> enough</p>', "<p>Not large enough</p>"),
        ('<div style="font-size: 24px">It is a sentence.</div>', "<p>It is a sentence.</p>"),
        ('<div style="text-transform: uppercase">News</div>', "<h2>News</h2>"),
        ('<div style="font-weight: 700">News</div>', "<p><strong>News</strong></p>"),
        ('<div style="display:none">Preview</div><p>a</p>', "<p>a</p>"),
    ],
)
def test_styles_with_a_meaning_are_kept_as_elements(written: str, made: str) -> None:
    assert html(written).startswith(made)


@pytest.mark.parametrize("marks", ["\\* \\* \\*", "━━━━━━━━", "※※※", "~ ~ ~", "• • •"])
def test_a_line_of_marks_is_a_rule(marks: str) -> None:
    body = render_body(f"a\n\n{marks}\n\nb\n", markup="markdown", base=BASE)
    assert [block.tag for block in body] == ["p", "hr", "p"]


@pytest.mark.parametrize("words", ["...", "a ~ b", "C++", "-1"])
def test_words_are_not_a_rule(words: str) -> None:
    assert to_text(to_html(render_body(f"a\n\n{words}\n", markup="markdown", base=BASE))) == f"a\n{words}"
