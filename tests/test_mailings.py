"""What a mail says to one reader is not published."""

from __future__ import annotations

import pytest

from feeds.markup import find_anchors, render_body, to_html, to_text
from feeds.model import Markup

BASE = "https://weekly.example/issues/7/"


def html(text: str, markup: Markup = "html") -> str:
    return to_html(render_body(text, markup=markup, base=BASE))


@pytest.mark.parametrize("markup", ["html", "markdown"])
@pytest.mark.parametrize(
    "mark", ["*|FNAME|*", "*|IF:FNAME|*", "%%first_name%%", "[[FIRST_NAME]]", "#FIRSTNAME#", "%EMAIL%", "[[data:name]]"]
)
def test_marks_that_a_mail_program_fills_in_are_removed(mark: str, markup: Markup) -> None:
    text = f"Hello {mark}, good day, {mark}." if markup == "markdown" else f"<p>Hello {mark}, good day, {mark}.</p>"
    assert to_text(html(text, markup)) == "Hello, good day."


@pytest.mark.parametrize("words", ["50%% of 60%%", "see [[Tides]]", "C#, F#", "<code>*|FNAME|*</code>", "#AI# and #7"])
def test_other_signs_stay(words: str) -> None:
    assert to_text(html(f"<p>{words}</p>")) == to_text(words)


def test_an_address_loses_the_parameter_with_a_mark() -> None:
    found = html('<p><a href="https://a.example/1?m=*|ID|*&amp;n=2#x">b</a> <a href="*|UPDATE|*">c</a></p>')
    assert find_anchors(found) == [("https://a.example/1?n=2#x", "b")]


@pytest.mark.parametrize(
    "link",
    [
        '<a href="https://m.example/unsub/Q7X">leave</a>',
        '<a href="https://m.example/c/Q7XAB">Unsubscribe</a>',
        '<a href="https://m.example/?u=Q7X">Manage your preferences</a>',
        '<a href="https://m.example/view/Q7XAB">View this email in your browser</a>',
        'To unsubscribe, <a href="https://m.example/c?u=Q7X">click here</a>',
        '<a href="mailto:unsubscribe-Q7X@m.example">Unsubscribe</a>',
        "https://m.example/unsubscribe?u=Q7X",
    ],
)
def test_an_address_with_the_token_of_a_reader_is_not_published(link: str) -> None:
    assert "Q7X" not in html(f"<p>{link}</p>")


@pytest.mark.parametrize(
    "link",
    [
        '<a href="https://a.example/unsubscribe/">Unsubscribe</a>',
        '<a href="https://a.example/how-to-unsubscribe?p=12345">a guide</a>',
        '<a href="https://a.example/Q7XAB?p=1">here</a>',
    ],
)
def test_links_without_a_token_or_to_something_else_stay(link: str) -> None:
    assert len(find_anchors(html(f"<p>{link}</p>"))) == 1
