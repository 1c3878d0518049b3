"""Formulas: each is shown once, and its words make sense without its layout."""

from __future__ import annotations

import pytest

from feeds.markup import render_body, sanitise, to_html, to_text
from feeds.model import Markup

SQUARE = "<math><msup><mi>x</mi><mn>2</mn></msup></math>"


def safe(text: str, markup: Markup = "html") -> str:
    return sanitise(to_html(render_body(text, markup=markup, base="https://weekly.example/issues/7/")))


def words(text: str, markup: Markup = "html") -> str:
    return to_text(safe(text, markup))


@pytest.mark.parametrize(
    "drawn",
    [
        f'<span class="katex"><span class="katex-mathml">{SQUARE}</span>'
        '<span class="katex-html" aria-hidden="true"><span class="mord">x2</span></span></span>',
        f'<span class="katex-display"><span class="katex"><span class="katex-mathml">{SQUARE}</span>'
        '<span class="katex-html">x2</span></span></span>',
        '<span class="MathJax_Preview">x2</span><span class="MathJax" id="M1"><nobr>x2</nobr>'
        f'<span class="MJX_Assistive_MathML">{SQUARE}</span></span><script type="math/tex">x^2</script>',
        '<span class="MathJax_SVG" data-mathml="&lt;math&gt;&lt;msup&gt;&lt;mi&gt;x&lt;/mi&gt;&lt;mn&gt;2&lt;/mn&gt;'
        '&lt;/msup&gt;&lt;/math&gt;"><svg><text>x2</text></svg></span><script type="math/tex">x^2</script>',
        '<mjx-container class="MathJax" jax="SVG"><svg><text>x2</text></svg>'
        f"<mjx-assistive-mml>{SQUARE}</mjx-assistive-mml></mjx-container>",
        f'<span class="mwe-math-element"><span style="display: none;">{SQUARE}</span>'
        '<img src="https://a.example/x.svg" alt="{x^2}"></span>',
    ],
)
def test_a_drawn_formula_is_shown_once_as_mathml(drawn: str) -> None:
    found = safe(f"<p>An area of {drawn} metres.</p>")
    assert "<msup><mi>x</mi>" in found
    assert "<img" not in found
    assert to_text(found) == "An area of x^2 metres."


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ('<p>Of <script type="math/tex">x^2 < 3</script> metres.</p>', "Of $x^2 < 3$ metres."),
        ('<script type="math/tex; mode=display">% <![CDATA[\ny=2 %]]></script>', "$$y=2$$"),
        (
            '<div class="latex-rendered" data-attrs="{&quot;persistentExpression&quot;:&quot;E=m&quot;}"></div>',
            "$$E=m$$",
        ),
        ('<p>Of <mjx-container><mjx-math data-latex="x^2"></mjx-math></mjx-container>.</p>', "Of $x^2$."),
        ('<div class="latex-rendered" data-attrs="{"></div><p>End.</p>', "End."),
    ],
)
def test_a_formula_without_mathml_is_shown_as_tex(written: str, shown: str) -> None:
    assert words(written) == shown


@pytest.mark.parametrize(
    ("mathml", "shown"),
    [
        ("<mfrac><mi>haul</mi><mi>hours</mi></mfrac>", "haul/hours"),
        ("<mfrac><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><mrow><mn>2</mn><mi>c</mi></mrow></mfrac>", "(a+b)/(2c)"),
        ("<msub><mi>x</mi><mn>1</mn></msub><msubsup><mi>y</mi><mi>i</mi><mn>2</mn></msubsup>", "x_1y_i^2"),
        ("<msqrt><mn>2</mn></msqrt><msqrt><mi>a</mi><mo>+</mo><mi>b</mi></msqrt>", "√2√(a+b)"),
        ("<msup><mi>f</mi><mo>′</mo></msup>", "f′"),
        ("<mfenced open='['><mi>a</mi><mi>b</mi></mfenced>", "[a,b)"),
        ("<mrow>\n  <mi>x</mi>\n  <mo>=</mo>\n  <mn>2</mn>\n</mrow>", "x=2"),
        ("<mfrac><mi>a</mi></mfrac>", "a"),
        (
            "<semantics><mi>x</mi><annotation encoding='application/x-tex'>x</annotation>"
            "<annotation-xml encoding='MathML-Content'><ci>x</ci></annotation-xml></semantics>",
            "x",
        ),
    ],
)
@pytest.mark.parametrize("markup", ["html", "markdown"])
def test_the_words_of_mathml_say_what_the_formula_says(mathml: str, shown: str, markup: Markup) -> None:
    assert words(f"<p>So <math>{mathml}</math> it is.</p>", markup) == f"So {shown} it is."


def test_signs_that_words_need_are_not_drawn() -> None:
    fraction = safe("<p><math display='block'><mfrac><mi>a</mi><mi>b</mi></mfrac></math></p>")
    sign = '<mpadded width="0px"><mphantom><mtext>/</mtext></mphantom></mpadded>'
    assert fraction == (f'<p><math display="block"><mfrac><mi>a</mi><mrow>{sign}<mi>b</mi></mrow></mfrac></math></p>')


def test_a_tag_named_in_prose_is_no_formula() -> None:
    assert words("The <math> element. And more.\n\nThe <svg> tag.", "markdown") == (
        "The <math> element. And more.\nThe <svg> tag."
    )
    assert words("<p>The <math>element</math> is new.</p>") == "The element is new."


@pytest.mark.parametrize(
    "hostile",
    [
        "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
        "<math><annotation-xml encoding='text/html'><script>alert(1)</script></annotation-xml><mi>x</mi></math>",
        "<math><maction actiontype='statusline' xlink:href='javascript:alert(1)'><mi>x</mi></maction></math>",
        "<math href='javascript:alert(1)'><mi onclick='alert(1)' style='position:fixed'>x</mi></math>",
    ],
)
def test_mathml_runs_nothing(hostile: str) -> None:
    found = safe(f"<p>a {hostile}</p><p>end</p>")
    for danger in ("alert", "script", "style", "xlink", "href", "<img", "<table", "actiontype"):
        assert danger not in found


def test_mathml_nested_very_deeply_is_read_in_linear_time() -> None:
    deep = "<mrow>" * 900 + "<mi>x</mi>" + "</mrow>" * 900
    assert words(f"<p><math><msup>{deep}<mn>2</mn></msup></math></p>") == "x2"
