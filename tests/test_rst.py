"""reStructuredText becomes the same tree as Markdown."""

from __future__ import annotations

import contextlib
import time

import pytest

from feeds.markup import find_anchors, render_body, sanitise, to_html, to_text
from feeds.markup.rst import render_rst
from feeds.markup.warning import ignore_warning

BASE = "https://weekly.example/issues/7/"


def rst(text: str) -> str:
    return to_html(render_body(text, markup="rst", base=BASE))


def reported(text: str) -> list[tuple[int, str]]:
    problems: list[tuple[int, str]] = []
    render_body(text, markup="rst", base=BASE, warn=lambda line, message, hint: problems.append((line, message)))
    return problems


def test_links_of_every_kind_are_found_in_order() -> None:
    found = rst(
        "`Named one`_, `embedded <https://b.example/>`_, `anonymous`__, simple_, https://e.example/ and `own </x>`__.\n"
        "\n"
        ".. _`named one`: https://a.example/\n"
        "__ https://c.example/\n"
        ".. _simple: https://d.example/\n"
    )
    assert find_anchors(found) == [
        ("https://a.example/", "Named one"),
        ("https://b.example/", "embedded"),
        ("https://c.example/", "anonymous"),
        ("https://d.example/", "simple"),
        ("https://e.example/", "https://e.example/"),
        ("https://weekly.example/x", "own"),
    ]


def test_sections_are_headings_by_depth_and_keep_only_the_ids_an_author_gave() -> None:
    found = rst("One\n###\n\n.. _the-two:\n\nTwo\n===\n\nx\n\nThree\n-----\n\ny\n\nFour\n====\n\nz\n")
    assert found == (
        '<h1>One</h1>\n<h2 id="the-two">Two</h2>\n<p>x</p>\n<h3>Three</h3>\n<p>y</p>\n<h2>Four</h2>\n<p>z</p>'
    )


def test_a_heading_longer_than_its_rule_is_a_heading() -> None:
    assert rst("Long title\n====\n\nx\n") == "<h1>Long title</h1>\n<p>x</p>"
    assert reported("Long title\n====\n\nx\n") == []


def test_footnotes_and_citations_appear_below_the_text_that_cites_them() -> None:
    found = rst("One [1]_ and [#a]_.\n\nTwo [Knuth]_.\n\n.. [1] First.\n.. [#a] Second.\n.. [Knuth] Third.\n")
    assert to_text(found) == "One [1] and [2].\n[1] First.\n[2] Second.\nTwo [Knuth].\n[Knuth] Third."


def test_comments_and_contents_are_removed_and_math_stays_the_same() -> None:
    text = "One\n===\n\n.. - a template\n   **more**\n\n.. contents::\n\nx :math:`a^2`\n\n.. math:: b^2\n"
    assert to_text(rst(text)) == "One\nx $a^2$\n$$b^2$$"


def test_directives_are_replaced_by_elements_that_readers_show() -> None:
    found = rst(
        ".. note:: Mind *this*.\n\n.. image:: a.png\n   :alt: words\n\n.. code-block:: python\n\n   x = {1}\n\n"
        ".. figure:: /b.png\n\n   A caption\n"
    )
    assert to_text(found) == "Note\nMind this.\nx = {1}\nA caption"
    assert 'src="https://weekly.example/issues/7/a.png"' in found
    assert "class" not in sanitise(found)


def test_directives_and_roles_of_other_programs_keep_their_words_and_links() -> None:
    found = rst(
        ".. tip-jar:: https://j.example/\n\n.. quoted:: Said by *all*\n   :width: 3\n   :caption: Two words\n\n"
        "   Inner **words**\n\n.. youtube:: dQw4\n\n"
        "See :doc:`the page <x/y>`, :link:`it <https://l.example/>`, :abbr:`A B`.\n"
    )
    assert to_text(found) == "▶ j.example\nSaid by all\nTwo words\nInner words\nSee the page, it, A B."
    assert [href for href, _ in find_anchors(found)] == ["https://j.example/", "https://l.example/"]


def test_broken_references_are_shown_as_their_words_and_reported() -> None:
    text = "One\n\nA `lost target`_, |lost|, :math lost_ and `anonymous`__ one.\n"
    assert to_text(rst(text)) == "One\nA lost target, lost, :math lost and anonymous one."
    assert (3, 'the reStructuredText has an error: Unknown target name: "lost target"') in reported(text)


def test_a_directive_with_a_fault_keeps_its_words() -> None:
    text = "One\n\n.. figure:: x.png\n   :width: wide\n\n   Caption words\n"
    assert to_text(rst(text)) == "One\nCaption words"
    ((line, told),) = reported(text)
    assert line == 3
    assert told.startswith('the reStructuredText has an error: Error in "figure" directive: invalid option value')


@pytest.mark.parametrize(
    "text",
    [
        ".. include:: /etc/passwd",
        ".. raw:: html\n\n   <script>root:</script>",
        ".. raw:: html\n   :file: /etc/passwd",
        ".. csv-table::\n   :file: /etc/passwd",
        ".. csv-table::\n   :url: http://127.0.0.1/",
        ".. code-block:: text\n   :include: /etc/passwd",
        ".. role:: r(raw)\n   :format: html\n\n:r:`<script>root:</script>`",
        "`x <javascript:alert(1)>`_",
    ],
)
def test_nothing_of_the_machine_is_included_and_no_script_is_published(text: str) -> None:
    found = sanitise(rst(f"before\n\n{text}\n\nafter\n"))
    assert "root:" not in found.replace("&lt;script&gt;root:", "")
    assert "<script" not in found
    assert "javascript:" not in found.partition("x")[0]
    assert "before" in found
    assert "after" in found


def test_one_post_does_not_shape_the_next() -> None:
    use = ":mine:`some words`"
    before = rst(use)
    rst(".. role:: mine(strong)\n\n:mine:`x`\n")
    assert rst(use) == before == "<p>some words</p>"
    assert rst(".. |today| date::\n\nIt is |today|.\n") == "<p>It is today.</p>"


def test_a_field_list_at_the_top_harms_nothing() -> None:
    assert "Body." in rst("Title\n=====\n\n:date: 2026-05-04\n:tags: a, b\n\nBody.\n")


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        "".join(f"{'  ' * depth}- x\n\n" for depth in range(300)),
        "".join(f"{' ' * depth}x\n\n" for depth in range(600)),
        "*" * 50_000,
        "`" * 50_000,
        "|" * 50_000,
        "x_ " * 4_000,
        ".. _a: b\n" * 3_000,
        "`a <b>`_ " * 3_000,
        "+-+\n" * 3_000,
        "=== ===\n" + "a   b\n" * 3_000 + "=== ===\n",
        "+---+---+\n" + "| a | b |\n+---+---+\n" * 100,
        "[1]_ " * 3_000,
        ".. [#] x\n" * 2_000,
        ":a:`" * 10_000,
        "a\n=\n" * 3_000,
        "x" * 3_000_000,
    ],
    ids=lambda text: text[:12].strip(),
)
def test_hostile_text_ends_soon_in_a_tree_or_a_value_error(text: str) -> None:
    start = time.process_time()
    try:
        rst(text)
    except ValueError as error:
        assert str(error)
    assert time.process_time() - start < 8


SPHINX = """
One
===

.. toctree::
   :maxdepth: 2

   other

.. code-block:: python
   :linenos:
   :caption: x.py

   x = 1

.. figure:: quay.png
   :alt: A quay
   :lightbox:

   The quay, by :ref:`Ada <ada>`.

.. admonition:: Bring a lamp
   :collapsible: open

   It is dark.

.. math::
   :label: tide

   a^2

.. literalinclude:: x.py
   :lines: 1-3

.. index:: single: tide

.. versionadded:: 1.2

.. youtube:: AbCdEf12345

.. default-role:: any

Version |release|, :doc:`/guide`, `plain`.
"""


def test_ordinary_directives_of_sphinx_are_no_fault_of_the_post() -> None:
    told: list[str] = []
    found = to_html(render_body(SPHINX, markup="rst", base=BASE, warn=lambda line, message, hint: told.append(message)))
    assert told == []
    assert to_text(found).split("\n") == [
        *("One", "x = 1", "The quay, by Ada.", "Bring a lamp", "It is dark.", "$$a^2$$", "▶ youtube.com"),
        "Version release, /guide, plain.",
    ]
    assert "<pre" in found
    assert 'alt="A quay"' in found
    assert find_anchors(found) == [("https://www.youtube.com/watch?v=AbCdEf12345", "▶ youtube.com")]


@pytest.mark.parametrize("mark", [":a", "*a ", "**a ", "`a ", "``a ", "|a ", ":a:`", "*a* ", "|a| "])
@pytest.mark.parametrize("size", [8_000, 40_000])
def test_marks_of_any_kind_end_soon_or_are_refused(mark: str, size: int) -> None:
    start = time.process_time()
    with contextlib.suppress(ValueError):
        render_rst(mark * (size // len(mark)), ignore_warning)
    assert time.process_time() - start < 3


def test_a_substitution_bomb_is_refused() -> None:
    bomb = ".. |a0| replace:: x\n" + "".join(f".. |a{n}| replace:: " + f"|a{n - 1}| " * 9 + "\n" for n in range(1, 9))
    with pytest.raises(ValueError, match="uses of substitutions"):
        render_rst(f"{bomb}\n|a8|\n", ignore_warning)
    assert "x x" in render_rst(".. |a| replace:: x\n.. |b| replace:: |a| |a|\n\n|b|\n", ignore_warning)


def test_a_text_of_thousands_of_errors_is_given_up() -> None:
    with pytest.raises(ValueError, match="it has more than 5,000 errors"):
        render_rst(("`" * 500 + "a\n\n") * 100, ignore_warning)
