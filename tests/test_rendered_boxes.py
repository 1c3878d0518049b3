"""Boxes that a generator has rendered have their label in bold, like those that are written in Markdown."""

from __future__ import annotations

import pytest

from feeds.markup import render_body, sanitise, to_html
from feeds.model import Markup


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("rst", "Tide.\n\n.. warning:: High tide.\n"),
        ("html", '<div class="admonition warning"><p class="admonition-title">Warning</p><p>High tide.</p></div>'),
        (
            "html",
            '<div class="markdown-alert markdown-alert-warning"><p class="markdown-alert-title">'
            '<svg viewBox="0 0 16 16"><path d="M1"></path></svg>Warning</p><p>High tide.</p></div>',
        ),
        ("html", '<div class="callout"><div class="callout-title">Warning</div><p>High tide.</p></div>'),
        ("html", '<div class="admonition"><p class="admonition-title"><b>Warning</b></p><p>High tide.</p></div>'),
    ],
)
def test_the_label_of_a_rendered_box_is_bold(markup: Markup, text: str) -> None:
    html = sanitise(to_html(render_body(text, markup=markup, base="https://weekly.example/7/")))
    assert (
        html.replace("<b>", "<strong>")
        .replace("</b>", "</strong>")
        .replace("\n", "")
        .endswith("<blockquote><p><strong>Warning</strong></p><p>High tide.</p></blockquote>")
    )
