"""Properties of any body: no words lost, no markup leaked, no exception but ValueError.

`FEEDS_TEST_SEARCH=1000 pytest tests/test_bodies.py` searches for longer; `docs/markup.md` has the result.
"""

from __future__ import annotations

import re
import textwrap

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree

from feeds.markup import (
    Context,
    clean,
    find_anchors,
    find_dropped,
    render_body,
    sanitise,
    sanitise_part,
    to_html,
    to_text,
)
from feeds.markup.apart import write_apart
from feeds.markup.sanitising import _CLEANER, is_plain
from feeds.model import Markup
from feeds.text.words import BETWEEN
from tests.searching import search

MANY = search(150)
CONTEXT = Context(site_url="https://weekly.example/blog/", page={"title": "T", "list": ["a", "b"]})

# Constructs of all kinds, whole and in parts, which a body is put together from ("¦" is a bar).
PARTS = """
word|two words|*em*|**bold**|`code`|`{{ x }}`|[a](https://a.example/)|[r][]|[r][l]
\\n[l]: https://l.example/\\n|![i](i.png)|{% include a.html text="b c" %}|{% if x %}|{% else %}|{% endif %}
{% for a in page.list %}|{% endfor %}|{% raw %}|{% endraw %}|{% highlight x %}|{% endhighlight %}
{% comment %}|{% endcomment %}|{% capture a %}|{% endcapture %}|{% assign a = 'b c' %}|{{ a }}
{{ page.title ¦ upcase }}|{{< fig src="a.png" caption="b c" >}}|{{% n %}}|{{% /n %}}|{%|%}|{{|}}|{#|#}
{/* x */}|{x}|{:|{: #id}|{:.c}|{::comment}|{:/}|<!--|-->|<!-- x -->|```|~~~|`|    |\\n|\\n\\n|- |1. |> |#\\x20
## |\\n¦ a ¦ b ¦\\n¦---¦---¦\\n|[^1]|\\n[^1]: n\\n|<div>|</div>|<p>|<b|<script>|<table>|</td>|]]>|&#8;|&lt;
<Callout a="b c">|</Callout>|\\nimport x\\n|\\ufdd0|\\ufdd01\\ufdd2|\\u2028|\\r\\n|\\t|############|'|"|_|__
`_|`__|.. |::|\\n\\n   |\\n.. _a: b\\n|\\n.. note:: x\\n|\\n.. image:: x\\n|:role:`x`|¦s¦|[1]_
\\n.. [1] n\\n|\\n====\\n|\\n----\\n|+--+|=== ===\\n|\\n.. foo:: bar baz\\n|https://x.example/
hhttps://y.example/|<http://z.example/¦w>|*[A]: b\\n|\\n: d\\n|(@/a.md)
""".strip().replace("\n", "|")
constructs = st.sampled_from(
    [part.replace("¦", "|").encode("latin-1").decode("unicode_escape") for part in PARTS.split("|")]
).flatmap(lambda part: st.sampled_from([part, part + " ", part + "\n"]))
bodies = st.lists(st.one_of(constructs, constructs, constructs, st.text(max_size=4)), max_size=40).map("".join)
markups: st.SearchStrategy[Markup] = st.sampled_from(["markdown", "markdown", "markdown", "html", "rst"])

NAMES = (
    "a b i em code small div p ul li dl dt table tr td caption blockquote pre h2 hr br img script style textarea title "
    "plaintext xmp iframe noscript select option form button svg math mi mtext annotation-xml foreignObject desc video "
    "source figure details ruby rt template frameset body html head meta center font nobr marquee object embed"
).split()
ATTRIBUTES = st.sampled_from(["", "/", " href=https://x.example/", " src=a.png", ' class="x"'])
tags = st.builds("<{}{}{}>".format, st.sampled_from(["", "/"]), st.sampled_from(NAMES), ATTRIBUTES)

plain_words = st.from_regex(r"[a-zäßж][a-z0-9äßж]{0,8}", fullmatch=True)
lines = st.lists(plain_words, min_size=1, max_size=8).map(" ".join)
blocks = st.one_of(
    lines,
    lines.map(lambda line: f"## {line}"),
    st.lists(lines, min_size=1, max_size=4).map(lambda entries: "\n".join(f"- {entry}" for entry in entries)),
    st.lists(lines, min_size=1, max_size=4).map("\n".join),
    lines.map(lambda line: f"> {line}"),
    lines.map(lambda line: f"[{line}](https://a{len(line)}.example/x)"),
)
marks = st.sampled_from(
    [
        "{% include a.html %}",
        "{% assign x = 1 %}",
        "{% if site.x %}{% endif %}",
        "{{ nothing }}",
        "{{< toc >}}",
        "{: .wide}",
        "<!-- a\n\nb -->",
        "{# note #}",
        "{% comment %}\n# x\n{% endcomment %}",
    ]
)


def tree_of(text: str, markup: Markup = "markdown", mdx: bool = False) -> str:
    body = render_body(text, markup=markup, base="https://weekly.example/7/", context=CONTEXT, mdx=mdx)
    return to_html(body)


def said(html: str) -> tuple[list[str], list[tuple[str, str]]]:
    return to_text(html).split(), find_anchors(html)


@pytest.mark.slow
@MANY
@given(bodies, markups, st.booleans())
@example("`_`\n\n{% capture a %}\n", "markdown", False)
@example("{% highlight x %}a{% endhighlight %}b", "markdown", True)
def test_any_body_becomes_html_or_a_value_error(text: str, markup: Markup, mdx: bool) -> None:
    try:
        found = tree_of(text, markup, mdx)
    except ValueError:
        return
    assert find_dropped(found) is None
    sanitise(found)
    if markup == "markdown" and "raw" not in text and "{{<" not in text:
        outside = re.sub(r"<pre\b.*?</pre>|<code\b.*?</code>", "", found, flags=re.DOTALL)
        assert "{%" not in outside
        assert "{{" not in outside


@MANY
@given(st.lists(st.one_of(tags, constructs), max_size=40).map("".join), markups, st.integers(0, 8))
@example("<table><b>x<p>y</table><plaintext>z", "html", 1)
def test_parts_of_a_body_sanitised_and_joined_are_the_body_sanitised(text: str, markup: Markup, place: int) -> None:
    try:
        elements = list(render_body(text, markup=markup, base="https://weekly.example/7/", context=CONTEXT))
    except ValueError:
        return
    parts = [to_html(some) for some in (elements[:place], elements[place:])]
    assert sanitise("\n".join(parts)) == "\n".join(map(sanitise_part, parts)).strip()


@MANY
@given(st.lists(st.one_of(tags, constructs), max_size=40).map("".join), markups)
@example("", "markdown")
@example("<div>a<hr>b</div>c", "html")
def test_blocks_are_written_together_as_each_alone(text: str, markup: Markup) -> None:
    try:
        body = render_body(text, markup=markup, base="https://weekly.example/7/", context=CONTEXT)
    except ValueError:
        return
    before = etree.tostring(body, encoding="unicode")
    written = write_apart(body, list(body))
    texts = [etree.tostring(child, method="text", encoding="unicode") for child in body]
    assert written.html == [etree.tostring(child, encoding="unicode") for child in body]
    assert written.text.decode() == BETWEEN.join(texts)
    assert etree.tostring(body, encoding="unicode") == before


SIGNS = st.sampled_from([*"a'<>& \n\x00\r\x08\x85\xa0\ufeff", "“é”", "&amp;", "&lt;", "&amp", "&#8;"])
plain_tags = st.builds(
    "<{}{}>".format, st.sampled_from(["", "/"]), st.sampled_from("p em strong code h2 h3 ul li".split())
)
plain_bodies = st.recursive(
    SIGNS,
    lambda below: st.builds(
        "<{0}>{1}</{0}>".format,
        st.sampled_from("p em strong code h2 h4".split()),
        st.lists(st.one_of(SIGNS, below), max_size=3).map("".join),
    ),
)


@search(2000)
@given(
    st.one_of(
        st.lists(plain_bodies, max_size=3).map("".join), st.lists(st.one_of(SIGNS, plain_tags), max_size=8).map("".join)
    )
)
@example("<p><p>a</p></p>")
@example("<h2><p>a</p></h2>")
@example("<p>&amp;lt; <strong><em>a <code>b</code></em></strong></p>\n<p>c</p>")
def test_what_is_plain_is_as_the_sanitiser_would_write_it(html: str) -> None:
    if is_plain(html):
        assert clean(_CLEANER.clean(html)) == clean(html) == sanitise_part(html)


@pytest.mark.slow
@MANY
@given(st.lists(blocks, min_size=1, max_size=8))
def test_no_words_are_lost_or_moved(parts: list[str]) -> None:
    text = "\n\n".join(parts)
    expected = re.sub(r"\]\([^)]*\)|^(?:##|-|>) |\[", "", text, flags=re.MULTILINE).split()
    assert said(tree_of(text))[0] == expected


@pytest.mark.slow
@MANY
@given(st.lists(blocks, min_size=1, max_size=6), st.lists(marks, min_size=1, max_size=7))
def test_marks_between_blocks_change_no_words_and_no_links(parts: list[str], between: list[str]) -> None:
    plain = "\n\n".join(parts)
    marked = "\n\n".join(f"{part}\n\n{between[number % len(between)]}" for number, part in enumerate(parts))
    assert said(tree_of(marked)) == said(tree_of(plain))


@MANY
@given(bodies)
def test_line_ends_and_a_byte_order_mark_change_nothing(text: str) -> None:
    text = text.replace("\r", "").replace("\u2028", "").replace("\u2029", "")
    once = tree_of(text)
    assert tree_of(text.replace("\n", "\r\n")) == once
    assert said(tree_of("\ufeff" + text)) == said(once)


@MANY
@given(st.lists(plain_words, min_size=1, max_size=40), st.integers(10, 80))
def test_wrapping_changes_no_words(words: list[str], width: int) -> None:
    wrapped = "\n".join(textwrap.wrap(" ".join(words), width, break_long_words=False))
    for markup in ("markdown", "rst"):
        assert said(tree_of(wrapped, markup))[0] == words
