"""Markdown and HTML made clean."""

from __future__ import annotations

import time
from html import escape
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from feeds.markup import (
    Context,
    canonical,
    clean,
    find_anchors,
    find_dropped,
    one_line,
    render_body,
    sanitise,
    to_html,
    to_text,
)
from feeds.markup.characters import DroppedCharacter, may_bring_back
from feeds.markup.html.components import PLAIN
from feeds.markup.markdown.references import has_late_definitions, names_labels, since_definitions
from feeds.markup.markdown.signs import Seen, look_at, signs_of
from feeds.markup.nodes import BLOCKS
from feeds.model import Markup
from feeds.text.words import BETWEEN, apart, lines_of, on_one_line, rare_characters, together

BASE = "https://weekly.example/issues/7/"
CONTEXT = Context(site_url="https://weekly.example/")


def markdown(text: str) -> str:
    return to_html(render_body(text, markup="markdown", base=BASE, context=CONTEXT))


def html(text: str) -> str:
    return to_html(render_body(text, markup="html", base=BASE))


@pytest.mark.parametrize(
    "address", ["https://r.example/été", "https://r.example/?a&amp;b=1", "<https://r.example/a b>"]
)
def test_labels_stay_with_their_links_in_any_notation(address: str) -> None:
    assert 'data-label="ref">it</a>' in markdown(f"See [it][ref].\n\n[ref]: {address}\n")


def test_notations_of_wikis_and_pandoc_stay_as_written_as_site_generators_show_them() -> None:
    found = markdown("See [[Page]] and [[1]](https://r.example/).^[A [note](https://n.example/).]\n")
    assert to_text(found) == "See [[Page]] and [1].^[A note.]"
    assert [address for address, _ in find_anchors(found)] == ["https://r.example/", "https://n.example/"]


def test_brackets_that_an_author_escapes_are_no_reference() -> None:
    assert to_text(markdown(r"See \[it\]\[ref\], and array\[i\]\[j\].")) == "See [it][ref], and array[i][j]."
    assert to_text(markdown("See [it][ref].")) == "See it."


def test_reference_links_tables_and_footnotes_are_rendered() -> None:
    found = markdown(
        "See [it][ref].[^1]\n\n| a |\n|---|\n| 1 |\n\n[ref]: https://r.example/\n[^1]: A [note](https://n.example/).\n"
    )
    assert '<a href="https://r.example/" data-label="ref">it</a>' in found
    assert "<td>1</td>" in found
    assert find_anchors(found) == [("https://r.example/", "it"), ("https://n.example/", "note")]


def test_a_footnote_appears_below_the_block_that_cites_it() -> None:
    found = markdown("One.[^a]\n\nTwo.\n\n[^a]: Note.\n")
    assert to_text(found) == "One.[1]\n[1] Note.\nTwo."


def test_links_are_absolute_and_dangerous_ones_are_removed() -> None:
    found = markdown("[a](/x) [b](../6/) [c](#top) [d](javascript:alert%281%29) [e](//cdn.example/y) ![i](pic.png)")
    assert find_anchors(found) == [
        ("https://weekly.example/x", "a"),
        ("https://weekly.example/issues/6/", "b"),
        ("https://weekly.example/issues/7/#top", "c"),
        ("https://cdn.example/y", "e"),
    ]
    assert 'src="https://weekly.example/issues/7/pic.png"' in found
    assert "javascript" not in found


@pytest.mark.parametrize(
    ("written", "src"),
    [
        ('<img src="" data-original="/a.jpg">', "a.jpg"),
        ('<img src="/i/wait.svg" data-lazy-src="/a.jpg">', "a.jpg"),
        ('<img src="/i/loading.gif" data-src="/loading-dock.jpg">', "loading-dock.jpg"),
        ('<img srcset="/s.jpg 300w, /a.jpg 900w, /m.jpg 600w">', "a.jpg"),
        ('<img src="data:image/gif;base64,R0l" data-srcset="/s.jpg, /a.jpg 2x">', "a.jpg"),
        ('<img src="/i/spacer.gif" srcset="/a.jpg 2x">', "a.jpg"),
        ('<picture><source data-srcset="/b.avif"><source srcset="/a.jpg"><img></picture>', "a.jpg"),
        ('<img src="/b.jpg" srcset="/a.jpg 2x">', "b.jpg"),
        ('<img src="/img/loading.gif">', "img/loading.gif"),
    ],
)
def test_a_picture_has_the_address_that_its_page_shows(written: str, src: str) -> None:
    assert f' src="https://weekly.example/{src}"' in html(f"<p>{written}</p>")


def test_a_picture_without_an_address_is_its_words() -> None:
    assert to_text(html(f'<p><img src="" alt="a boat"> <img src="{BASE}#x" alt="a pier"></p>')) == "a boat a pier"
    assert "video" not in html('<p><video src="" poster=""></video></p>').replace("<video></video>", "")


@pytest.mark.parametrize(
    "attributes",
    [
        'width="1px" height="1px"',
        'width="1"',
        'width="0" height="0"',
        'style="width:1pt"',
        'style="WIDTH: .5px !important; height:0"',
        'style="display: none"',
        'style="max-height:0em"',
        'style="width:0.05em"',
        'style="height: .2mm"',
        'width="0.01in"',
        "hidden",
        'width="2" height="2"',
        'src="https://a.example/track/open.php?u=7"',
    ],
)
def test_pictures_that_nobody_sees_are_removed(attributes: str) -> None:
    assert "img" not in html(f'<p><img {attributes} src="/o?r=7"> Word.</p>')


@pytest.mark.parametrize(
    "attributes",
    [
        'width="16px"',
        'width="100%"',
        'style="border-width:1px;width:1em"',
        'width="10" style="line-height:0"',
        'width=""',
    ],
)
def test_small_pictures_stay(attributes: str) -> None:
    assert "img" in html(f'<p><img src="/flag.png" {attributes}> Word.</p>')


@pytest.mark.parametrize(
    "heading",
    [
        'A tide<a href="#t">¶</a>',
        'A tide <a href="#t">#</a>',
        'A tide <a href="https://weekly.example/old/7.html#t">#</a>',
        '<a href="#t"><svg><title>Link</title></svg></a> A tide',
        '<a href="#t">🔗</a>A tide',
        'A tide<a href="#t"><span>Section titled “A tide”</span></a>',
        f'A tide<a href="{BASE}#t" title="Direct link to A tide">\u200b</a>',
        'A tide <a href="#t">Permalink to “A tide”</a>',
        '<a href="#t">A tide</a>',
        'A tide [<a href="#contents">toc</a>]',
        'A tide (<a href="#">back to top</a>)',
        'A tide <a href="#top">⬆️</a>',
        '<em>A tide</em> <a href="#top">Back to the contents</a>',
    ],
)
def test_a_heading_loses_the_link_to_itself(heading: str) -> None:
    found = html(f"<h2>{heading}</h2><p>Word.</p>")
    assert to_text(found) == "A tide\nWord."
    assert find_anchors(found) == []


@pytest.mark.parametrize(
    "heading",
    [
        "<h2>C#</h2>",
        "<h2>[x] (top)</h2>",
        '<h2><a href="#t">§</a></h2>',
        '<h2><a href="#t">Contents</a></h2>',
        '<h2>The <a href="#t">top</a> ten</h2>',
        '<h2>On <a href="https://a.example/#t">#</a></h2>',
    ],
)
def test_other_signs_in_headings_stay(heading: str) -> None:
    assert to_text(html(heading)) == to_text(heading)


def test_the_anchor_of_a_removed_link_becomes_that_of_its_heading() -> None:
    assert '<h2 id="t">A tide' in html('<h2>A tide<a id="t" href="#t">#</a></h2>')


@pytest.mark.parametrize(
    "written",
    [
        "<p><ruby>漁<rp>(</rp><rt>りょう</rt><rp>)</rp></ruby></p>",
        '<p dir="rtl">שלום <bdi>Ada</bdi> <bdo dir="ltr">abc</bdo></p>',
        '<p><span dir="rtl">שלום</span> <a href="https://a.example/" dir="auto">b</a></p>',
    ],
)
def test_readings_and_directions_of_words_stay(written: str) -> None:
    assert sanitise(html(written)) == written.replace("span", "bdi")


def test_the_direction_of_a_wrapper_stays_with_its_blocks() -> None:
    found = sanitise(html('<div dir="rtl"><section><p>אחת</p><p dir="ltr">one</p></section></div>'))
    assert found == '<p dir="rtl">אחת</p>\n<p dir="ltr">one</p>'


@pytest.mark.parametrize(
    "tag",
    "title textarea style xmp iframe noembed noframes script plaintext template select svg object noscript".split(),
)
@pytest.mark.parametrize(
    "prose", ["The <{}> tag.", "- a <{}>\n- b", "<{}> is\nold", "old\n<{}> is", "a `</{0}>` <{0}> b"]
)
def test_a_tag_named_in_prose_does_not_swallow_the_rest(tag: str, prose: str) -> None:
    found = markdown(f"{prose.format(tag)}\n\n## Two\n\nWord.\n")
    assert f"&lt;{tag}&gt;" in found
    assert "<h2>Two</h2>\n<p>Word.</p>" in found


@pytest.mark.parametrize("tag", ["li", "td", "frameset", "body", "option", "slot"])
def test_a_part_of_a_list_or_a_page_that_is_named_in_prose_opens_none(tag: str) -> None:
    found = markdown(f"The <{tag}> element. And more.\n\n## Two\n\nWord.\n")
    assert f"<p>The &lt;{tag}&gt; element. And more.</p>\n<h2>Two</h2>" in found
    assert to_text(markdown("<ul> <li>a</li> <li>b</li> </ul>")) == "a\nb"


@pytest.mark.parametrize("tag", ["link", "meta", "img", "input"])
def test_an_empty_tag_without_attributes_is_named_and_not_used(tag: str) -> None:
    assert to_text(markdown(f'Use <{tag}>, <template> and <svg>. <img src="/a.png">')) == (
        f"Use <{tag}>, <template> and <svg>."
    )


@pytest.mark.parametrize(
    "written", ["<script>\nlet a = '</p>'\n\nlet b\n</script>", "a <script async></script>", "<style>\np {}\n</style>"]
)
def test_tags_with_their_end_are_removed(written: str) -> None:
    assert to_text(markdown(f"{written}\n\nWord.")) in ("Word.", "a\nWord.")


def test_an_object_shows_what_its_author_wrote_for_readers_without_frames() -> None:
    fallback = '<p>Get the <a href="/doc/t.pdf">tides</a>.</p>'
    found = markdown(f'<object data="/doc/t.pdf" type="application/pdf">{fallback}</object>\n\nWord.')
    assert to_text(found) == "Get the tides.\nWord."
    assert find_anchors(found) == [("https://weekly.example/doc/t.pdf", "tides")]


def test_tags_in_code_stay_as_written() -> None:
    assert to_text(markdown("```\n<script>\n```\n\nWord.")) == "<script>\nWord."


CARDS = {
    "markdown": "<X>\n\n## A heron\n\nIt waits.\n\n<Y>\n\n<X>\n\n## A gull\n\nIt flies.\n\n<Y>\n",
    "html": "<X><h2>A heron</h2><p>It waits.</p><Y>\n<X>\n<h2>A gull</h2>\n<p>It flies.</p>\n<Y>",
}


@pytest.mark.parametrize("markup", ["markdown", "html"])
@pytest.mark.parametrize("tag", ["my-card on", "marquee", "Card", "my-list>\n<my-card", "section>\n<my-card"])
def test_blocks_in_components_are_blocks_of_the_issue(markup: Markup, tag: str) -> None:
    end = ">\n</".join(one.split(" ")[0] for one in reversed(tag.split(">\n<")))
    source = CARDS[markup].replace("<X>", f"<{tag}>").replace("<Y>", f"</{end}>")
    shown = sanitise(to_html(render_body(source, markup=markup, base=BASE)))
    assert shown.replace("\n", "") == "<h2>A heron</h2><p>It waits.</p><h2>A gull</h2><p>It flies.</p>"
    assert sanitise(shown) == shown


@pytest.mark.parametrize("tag", ["my-card", "span", "big"])
def test_a_component_within_a_line_hides_no_heading(tag: str) -> None:
    body = render_body(f"<{tag}><h2>A heron</h2><p>It waits.</p></{tag}>\n", markup="markdown", base=BASE)
    assert not body.xpath("//p//h2")


@pytest.mark.parametrize("tag", sorted(BLOCKS & PLAIN))
def test_no_block_of_plain_html_is_left_in_a_paragraph(tag: str) -> None:
    for source in (f"<p>a<{tag}>b</{tag}>c</p>", f"<p><a>b</a><{tag}>c", f"<p><b>c</p><{tag}>d</b>"):
        body = etree.HTML(f"<html><body>{source}</body></html>").find("body")
        assert body is not None
        assert not any(child.tag in BLOCKS for block in body.iter("p") for child in block)


def test_components_in_a_sentence_are_words() -> None:
    assert sanitise(html("<p>See <my-word>this</my-word> heron.</p>")) == "<p>See this heron.</p>"


@pytest.mark.parametrize("before", ["<span>", "<div><span>", "Word <span> word."])
def test_a_span_that_is_never_closed_hides_no_heading(before: str) -> None:
    body = render_body(f"{before}\n\n## Two\n\nWord.", markup="markdown", base=BASE)
    assert not body.xpath("//span//h2 | //p//h2")


@pytest.mark.parametrize(
    "written",
    [
        '<table class="highlighttable"><tr><td class="linenos"><div><pre>1\n2</pre></div></td>'
        "<td><div><pre><i>a</i>\n  b\n</pre></div></td></tr></table>",
        '<pre><code><table class="rouge-table"><tr><td class="gutter gl"><pre>1\n2\n</pre></td>'
        "<td><pre>a\n  b\n</pre></td></tr></table></code></pre>",
        '<pre><code><table class="hljs-ln"><tr><td class="hljs-ln-numbers" data-n="1"></td><td>a</td></tr>'
        '<tr><td class="hljs-ln-numbers" data-n="2"></td><td>  b</td></tr></table></code></pre>',
        '<figure class="highlight"><table><tr><td class="gutter"><pre><span>1</span><br><span>2</span><br></pre></td>'
        '<td class="code"><pre><span class="line">a</span><br><span class="line">  b</span><br></pre></td></tr></table>'
        "</figure>",
        '<pre><code><span class="ln">1</span>a\n<span class="ln">2</span>  b\n</code></pre>',
    ],
)
def test_code_with_line_numbers_is_its_lines(written: str) -> None:
    found = html(written)
    assert "a\n  b" in found.replace("<i>", "").replace("</i>", "")
    assert found.count("<pre") == 1
    assert not any(character in found for character in "12")


def test_tables_with_numbers_stay() -> None:
    assert "<table" in html("<table><tr><td>1</td><td>a</td></tr><tr><td>2</td><td>b</td></tr></table><pre>x</pre>")


def test_addresses_in_the_text_become_links_but_not_in_code() -> None:
    found = markdown("See https://a.example/x_(y), or (https://b.example/). `https://c.example/`")
    assert [href for href, _ in find_anchors(found)] == ["https://a.example/x_(y)", "https://b.example/"]
    assert to_text(found) == "See https://a.example/x_(y), or (https://b.example/). https://c.example/"


def test_an_address_that_a_lost_picture_leaves_becomes_a_link() -> None:
    assert find_anchors(html('<p><img src="data:," alt="https://a.example/"></p>')) == [("https://a.example/",) * 2]


def test_liquid_and_attribute_lists_are_never_leaked() -> None:
    found = markdown(
        "Hello {% include sponsor.html %}[x]({{ site.url }}/y)\n{: .lead}\n\n"
        "{% highlight ruby %}\n# not {% a heading %}\n{% endhighlight %}\n\n```\n{% raw %}\n```\n"
    )
    assert find_anchors(found) == [("https://weekly.example/y", "x")]
    assert "lead" not in found
    assert "sponsor" not in found
    assert "# not {% a heading %}" in found
    assert "{% raw %}" in found


@pytest.mark.parametrize(
    "code",
    ["`{:ok, value}` or `{:error, reason}`", "`{{ name }}`", "`` a ` {% x %} ``"],
)
def test_template_marks_in_code_spans_stay(code: str) -> None:
    words = code.strip("` ").replace("` or `", " or ")
    assert to_text(markdown(f"See {code} and {{% include x.html %}}on.")) == f"See {words} and on."


@given(st.text("[]:^a1\n ", max_size=30) | st.lists(st.sampled_from(["[a]: x", "[^1]: x", "a", "\n"])).map("".join))
def test_nothing_above_the_first_definition_matters_to_what_is_asked_of_definitions(text: str) -> None:
    below = since_definitions(text)
    assert text.endswith(below)
    assert (has_late_definitions(below), names_labels(below)) == (has_late_definitions(text), names_labels(text))


def test_template_marks_stay_in_indented_code_and_are_removed_from_lists() -> None:
    assert "{{ name }}" in markdown("Code:\n\n    {{ name }}\n")
    assert "{%" not in markdown("- item\n\n    {% include x.html %}\n")
    assert "{%" not in markdown("```x``` is code\n\n{% include x.html %}\n")
    assert to_text(markdown("A set {:a, :b} in Ruby")) == "A set {:a, :b} in Ruby"


def test_emphasis_that_closes_on_the_next_line_is_emphasis() -> None:
    found = markdown("**A headline:  \n**_…a teaser…  \n_ Text.")
    assert "<strong>A headline:</strong>" in found
    assert "<em>…a teaser…</em>" in found


def test_slack_marks_are_links() -> None:
    assert find_anchors(markdown("to <http://a.example/x|the words> now")) == [("http://a.example/x", "the words")]


def test_runs_of_number_signs_become_rules_anywhere() -> None:
    run = "#" * 51
    found = html(f"<p>One.{run}</p><p>{run}</p><p>Two. {run}Three <em>x</em></p>")
    assert found.count('<hr class="run"/>') == 3
    assert to_text(found) == "One.\nTwo.\nThree x"


def test_frames_forms_and_scripts_are_replaced_by_elements_that_readers_show() -> None:
    found = html(
        '<iframe src="//v.example/1" title="A film"></iframe><script>bad()</script><style>p{}</style>'
        "<details><summary>More</summary><p>Inside</p></details><ul><li><input type=checkbox checked> done</li></ul>"
        '<img src="t.gif" width="1" height="1"><svg><title>no</title></svg>'
    )
    assert find_anchors(found) == [("https://v.example/1", "▶ A film")]
    assert to_text(found) == "▶ A film\nMore\nInside\n☑ done"


def test_plaintext_swallows_no_other_part_of_an_issue() -> None:
    part = html("<p>a</p><plaintext>b")
    assert sanitise(f"{part}\n<p>c</p>") == f"{sanitise(part)}\n<p>c</p>"


def test_a_frame_within_a_frame_is_part_of_its_link() -> None:
    written = '<object data="https://v.example/1" title="A film"><embed src="https://v.example/old"></object>'
    assert find_anchors(html(written)) == [("https://v.example/1", "▶ A film")]


@pytest.mark.parametrize(
    ("frame", "address"),
    [
        ('<iframe data-src="https://player.example/7"></iframe>', "https://player.example/7"),
        ('<Tweet id="1037832137905524737" />', "https://x.com/i/status/1037832137905524737"),
        ('<YouTube id="dQw4w9WgXcQ" />', "https://www.youtube.com/watch?v=dQw4w9WgXcQ"),
    ],
)
def test_a_frame_or_component_is_a_link_to_what_it_shows(frame: str, address: str) -> None:
    assert [href for href, _ in find_anchors(markdown(f"Word {frame} word."))] == [address]


def test_a_frame_without_an_address_leaves_nothing() -> None:
    assert find_anchors(html('<iframe srcdoc="x"></iframe><iframe src="about:blank"></iframe>')) == []


def test_a_picture_of_amp_is_a_picture() -> None:
    assert 'src="https://weekly.example/a.png"' in html('<p><amp-img src="/a.png" width="3" height="4"></amp-img></p>')


def test_loose_text_gets_a_paragraph() -> None:
    assert html("one <b>two</b><h2>T</h2>three") == "<p>one <b>two</b></p>\n<h2>T</h2>\n<p>three</p>"


def test_characters_that_xml_cannot_hold_are_removed_in_any_notation() -> None:
    found = markdown("a\x08b &#8; &#x1F; \ufffe \ud800c &#65534;")
    assert to_text(found).replace(" ", "") == "abc"
    assert find_dropped("fine\nbad\x0b") == DroppedCharacter(2, "U+000B")
    assert find_dropped("\ufefffine") is None


def test_half_a_character_from_front_matter_takes_nothing_with_it() -> None:
    body = render_body("A {{ page.name }} is here.", markup="html", base="", context=Context(page={"name": "b\ud800c"}))
    assert to_text(to_html(body)) == "A bc is here."


@pytest.mark.parametrize("between", [" ", "/", "\n<", "='>'", '=">"<', '="\'" <p '])
def test_too_many_attributes_are_refused_however_they_are_written(between: str) -> None:
    attributes = "".join(f"number-{number}{between}" for number in range(6000))
    with pytest.raises(ValueError, match="more than 5,000 attributes"):
        html(f"<p {attributes}>x</p>")


@pytest.mark.parametrize("signs", ["<p ", "<p a='>' ", '<p a=">" ', "<p a='"])
def test_too_many_attributes_of_a_tag_that_is_never_closed_are_refused(signs: str) -> None:
    with pytest.raises(ValueError, match="more than 5,000 attributes"):
        html(signs * 20_000)


@pytest.mark.parametrize(
    "source",
    [
        "a < b " * 10_000,
        f"<!-- <p {'a ' * 40_000} -->x",
        f"<script a='>'>i<a {'a ' * 40_000}</script>x",
        "<p a>x" * 9000,
    ],
)
def test_texts_comments_and_scripts_have_no_attributes(source: str) -> None:
    assert to_text(html(source))


@given(st.text("aé \n#*[]{}<!-:|_", max_size=60))
def test_signs_that_do_not_follow_each_other_in_the_signs_do_not_do_so_in_the_text(text: str) -> None:
    signs = signs_of(text)
    pairs = {first + second for first, second in pairwise(text)}
    assert all(pair in signs for pair in pairs if not any(one.isalnum() or one == " " for one in pair))


@given(st.integers(0, 0x110000), st.sampled_from(["&#{};", "&#x{:x};", "&#X{:X};", "&#{:09}"]))
def test_references_to_characters_that_stay_bring_nothing_back(code: int, form: str) -> None:
    reference = f"a{form.format(code)} b"
    assert (
        may_bring_back(reference) or html(f"<p>{reference}</p>") == f"<p>{escape(f'a{chr(code)} b', quote=False)}</p>"
    )


@given(st.text("aé \t\n#*]:\ud800\u200d", max_size=40) | st.text(max_size=40))
def test_one_look_shows_what_two_do(text: str) -> None:
    assert look_at(text) == Seen(rare_characters(text), signs_of(text))


@pytest.mark.parametrize(
    "nasty",
    [
        "<script>alert(1)</script>",
        '<img src=x onerror="alert(1)">',
        '<a href="javascript:alert(1)">x</a>',
        '<a href="java&#10;script:alert(1)">x</a>',
        "<!--><img src=x onerror=alert(1)>-->",
        '<svg><a xlink:href="javascript:alert(1)"><text>x</text></a></svg>',
        '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
        '<form action="javascript:alert(1)"><button>x</button></form>',
        '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
        '<p style="background:url(javascript:alert(1))">x</p>',
        '<base href="https://evil.example/">',
        '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    ],
)
def test_nothing_that_runs_survives(nasty: str) -> None:
    found = sanitise(html(f"<p>before</p>{nasty}<p>after</p>")).lower()
    assert "before" in found
    for danger in ("<script", "onerror", "javascript:", "<iframe", "<svg", "<style", "style=", "<base", "<form"):
        assert danger not in found


MANY = "<p>" + "&amp;\u00a0°" * 8_000 + "</p>"


@given(
    st.lists(
        st.sampled_from(
            [
                *("&amp;", "&amp;lt;", "&lt;", "\u00a0", "°", "日", "a ", "\ufdd0", "<b>", "</b>", "&#xFFFE;"),
                *('<a href="https://a.example/?b&amp;c=°">', "</a>", '<img alt="&amp;\u00a0" src="/x?&amp;a">'),
                *('<a href="javascript&amp;colon;b">', "<script>", "</script>", "<!--", "-->"),
            ]
        ),
        max_size=20,
    )
)
def test_among_many_ampersands_and_blanks_content_is_sanitised_alike(parts: list[str]) -> None:
    content = html(f"<p>{''.join(parts)}</p>")
    assert sanitise(MANY + content) == MANY.replace("\u00a0", "&nbsp;") + sanitise(content)


def test_a_deep_tree_does_not_end_the_run() -> None:
    assert "deep" in to_text(sanitise(html("<div>" * 2000 + "deep" + "</div>" * 2000)))


def test_a_tree_too_deep_for_the_parser_is_reported_and_not_cut() -> None:
    with pytest.raises(ValueError, match="nested too deeply"):
        html("<div>" * 3000 + "deep" + "</div>" * 3000)
    assert html("<div>flat</div>") == "<p>flat</p>"  # by the same parser


@pytest.mark.parametrize(
    "text",
    ["[" * 50_000, "*" * 50_000, "_a\n" * 20_000, "**a\n" * 20_000, "{%" * 50_000, "`" * 50_000,
     " " * 200_000 + "#" * 9, "<http://a" * 20_000, "#" * 9 + " " * 100_000, "https://" * 20_000],
)  # fmt: skip
def test_every_text_is_read_quickly(text: str) -> None:
    start = time.process_time()
    to_text(markdown(text))
    assert time.process_time() - start < 5


@given(st.lists(st.text("a \x08\x85\x93\r\n\u0301\u2028", max_size=40), min_size=3, max_size=3), st.text(max_size=40))
def test_a_part_is_cleaned_by_what_is_rare_in_the_whole_as_alone(parts: list[str], other: str) -> None:
    rare = rare_characters(other.join(parts))
    assert [clean(part, rare) for part in parts] == [clean(part) for part in parts]


@given(st.text(max_size=200))
def test_cleaned_text_is_clean_and_stays_so(text: str) -> None:
    once = clean(text)
    assert find_dropped(once.removeprefix("\ufeff")) is None
    assert clean(once) == once
    assert one_line(text) == " ".join(one_line(text).split())


@given(st.text(max_size=300))
def test_any_text_becomes_html_that_reads_back_the_same(text: str) -> None:
    once = markdown(text)
    again = to_html(render_body(once, markup="html", base=BASE))
    assert to_text(again) == to_text(once)
    assert find_anchors(again) == find_anchors(once)


def test_a_heading_without_a_space_after_its_hashes_is_a_heading() -> None:
    body = render_body("###One\n\na\n\n##Two ##\nb\n\n#tag\n\n##1\n", markup="markdown", base="https://a.example/")
    assert [(block.tag, "".join(block.itertext())) for block in body] == [
        ("h3", "One"),
        ("p", "a"),
        ("p", "##Two ##\nb"),
        ("p", "#tag"),
        ("p", "##1"),
    ]


def test_tags_that_are_never_closed_leave_no_marks_in_names() -> None:
    assert html('<h x <a="" href="/x/5">w</h>') == '<p><h x="" href="/x/5">w</h></p>'
    assert html('<h {#a}<="" href="/x/5">w</h>') == '<p><h href="/x/5">w</h></p>'
    assert find_anchors(html('<a: href="https://a.example/">x</a:> <a ]href="https://a.example/">y</a>')) == []
    assert find_anchors(html('<a title=" href=" x="https://a.example/">y</a>')) == []


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("> [!WARNING]\n> The [gate](https://a.example/) is shut.", "Warning"),
        ("> [!tip]- Before you go\n> The [gate](https://a.example/) is shut.", "Before you go"),
        ("::: info\nThe [gate](https://a.example/) is shut.\n:::", "Info"),
        (":::danger[Mind it]\n\nThe [gate](https://a.example/) is shut.\n\n:::", "Mind it"),
        (":::{caution}\n:class: wide\nThe [gate](https://a.example/) is shut.\n:::", "Caution"),
        ("::: {.callout-note title='Mind it'}\nThe [gate](https://a.example/) is shut.\n:::", "Mind it"),
        ('!!! note "Mind it"\n\n    The [gate](https://a.example/) is shut.', "Mind it"),
        ("???+ note\n    The [gate](https://a.example/) is shut.", "Note"),
        ("{{< notice warning >}}\nThe [gate](https://a.example/) is shut.\n{{< /notice >}}", "Warning"),
        ("{{% tip %}}The [gate](https://a.example/) is shut.{{% /tip %}}", "Tip"),
        (
            '{{< hint type="note" title="Mind it" >}}\nThe [gate](https://a.example/) is shut.\n{{</ hint >}}',
            "Mind it",
        ),
    ],
)
def test_boxes_are_quotations_with_a_bold_label(written: str, shown: str) -> None:
    found = markdown(f"Above.\n\n{written}\n\nBelow.")
    assert f"<strong>{shown}</strong>" in found
    assert to_text(found).split() == ["Above.", *shown.split(), "The", "gate", "is", "shut.", "Below."]
    assert "<pre" not in found
    assert "<blockquote>" in found


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("1. One\n\n    !!! note\n        Wet.\n\n    After.\n", "One Note Wet. After."),
        ("- One\n\n    :::tip Bring a lamp\n    Wet.\n    :::\n\n    After.\n", "One Bring a lamp Wet. After."),
        ("Text.\n\n    !!! note\n        Wet.\n", "Text. !!! note Wet."),
        ("```{note}\n:class: wide\nWet.\n```\n", "Note Wet."),
        ("````{admonition} Bring a lamp\nWet.\n```{tip}\nDry.\n```\n````\n", "Bring a lamp Wet. Tip Dry."),
        ("- One\n\n  ~~~{warning}\n  Wet.\n  ~~~\n", "One Warning Wet."),
        ("```{code-block} python\n:linenos:\n\nx = 1\n```\n", "x = 1"),
        ("```{python}\nx = 1\n```\n", "x = 1"),
        ("```{r, echo=FALSE}\nx\n```\n", "x"),
        ("```{math}\na^2 +\nb_2\n```\n", "$$a^2 + b_2$$"),
        ("```{toctree}\n:maxdepth: 2\none\ntwo\n```\nAfter.\n", "After."),
        ("````{grid} 2\nWet.\n````\n", "Wet."),
        ("````md\n```{note}\nx\n```\n````\n", "```{note} x ```"),
    ],
)
def test_boxes_in_lists_and_directives_of_myst_are_opened(written: str, shown: str) -> None:
    assert " ".join(to_text(markdown(written)).split()) == shown


def test_a_figure_of_myst_has_its_picture_and_its_caption() -> None:
    found = markdown("```{figure} /img/a.png\n:alt: A quay\n:width: 50%\nAt [low tide](https://a.example/).\n```\n")
    assert '<img src="https://weekly.example/img/a.png" alt="A quay"/>' in found
    assert find_anchors(found) == [("https://a.example/", "low tide")]


def test_boxes_in_boxes_are_opened_and_their_code_stays() -> None:
    found = markdown("::::tip\nOne.\n\n:::note\nTwo.\n\n```\n:::warning\nx\n:::\n```\n:::\nThree.\n::::\nFour.")
    assert to_text(found).split() == "Tip One. Note Two. :::warning x ::: Three. Four.".split()
    assert found.endswith("<p>Four.</p>")


@pytest.mark.parametrize(
    "written",
    [
        "    :::tip\n    x\n    :::",
        "```\n> [!NOTE]\n> x\n```",
        "<pre>\n!!! note\n    x\n</pre>",
        "!!! note\nx",
        ":::tip\nx",
    ],
)
def test_marks_of_boxes_in_code_or_without_a_box_stay(written: str) -> None:
    assert any(mark in markdown(written) for mark in (":::tip", "[!NOTE]", "!!! note"))


def test_headings_in_a_box_stay_headings() -> None:
    found = markdown(":::tip\n## First\n\nOne.\n:::")
    assert "<h2>First</h2>" in found
    assert "<blockquote>" not in found


@pytest.mark.parametrize(
    "tex",
    [
        "$a*b*c$",
        "$x_{i}_y_{j}$",
        r"$\{z\}$",
        r"$p\,q$",
        "$<n>$",
        r"$u \\ v$",
        r"$\frac{{a}}{b}$",
        r"\(m_1 * n_1 * k\)",
        r"\[ x^2 \\ y^2 \]",
        "$$\n\\begin{aligned}\na &= b \\\\\nc &= d * e * f\n\\end{aligned}\n$$",
        "$x$",
        "$[a][b]$",
    ],
)
def test_tex_stays_as_it_is_written(tex: str) -> None:
    found = markdown(f"It is {tex}, *so* `$x$`.")
    assert to_text(found).split() == f"It is {tex}, so $x$.".split()
    assert found.count("<em>") == 1


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("$7 and $8 *each*", "<p>$7 and $8 <em>each</em></p>"),
        ("From $5 *a day* to 9$", "<p>From $5 <em>a day</em> to 9$</p>"),
        (r"$5, \(see *below*\), \[sic\]", "<p>$5, (see <em>below</em>), [sic]</p>"),
        (r"\$a*b*c\$", "<p>$a<em>b</em>c$</p>"),
        ("`$a$` and $ b *c* $", "<p><code>$a$</code> and $ b <em>c</em> $</p>"),
        ("[x](https://a.example/$a/$b) $c", '<p><a href="https://a.example/$a/$b">x</a> $c</p>'),
        ("US$5 or *C*$6", "<p>US$5 or <em>C</em>$6</p>"),
    ],
)
def test_dollars_that_enclose_no_tex_are_text(written: str, expected: str) -> None:
    assert markdown(written) == expected


def test_addresses_with_blanks_and_bold_beside_cjk_punctuation_are_read_as_in_kramdown() -> None:
    found = markdown(
        '[a](/b c.pdf "A b") [d](/e "f g") [h](<i j>) [k](not one) `[a](/b c)` **注意：**時間**「本」**の `**x：**字`'
    )
    hrefs = [href for href, _ in find_anchors(found)]
    assert hrefs == [f"https://weekly.example/{path}" for path in ("b%20c.pdf", "e", "issues/7/i%20j")]
    assert "[k](not one) <code>[a](/b c)</code> <strong>注意：</strong>時間<strong>「本」</strong>の" in found
    assert found.endswith("<code>**x：**字</code></p>")


def test_an_address_over_two_lines_is_read_as_in_kramdown_and_as_browsers_do() -> None:
    found = markdown("In the [past week](https://tides.example/?q=closed%3A04-30\n+user%3Ada+),\nthe tide came.\n")
    assert found.startswith('<p>In the <a href="https://tides.example/?q=closed%3A04-30+user%3Ada+">past week</a>,')
    assert "<a " not in markdown("`[a](https://a.example/b\nc)`")
    assert find_anchors(markdown('[a](https://a.example/b\n"title")')) == [("https://a.example/b", "a")]


def test_a_paragraph_directly_below_html_has_its_links() -> None:
    image = '<p align="center">\n  <img src="https://a.example/i.png">\n</p>\n'
    assert '<p>See it <a href="https://a.example/#/">here</a>.</p>' in markdown(
        f"{image}See it [here](https://a.example/#/).\n"
    )
    assert "[here]" in markdown(f"```html\n{image}See it [here](https://a.example/).\n```\n")
    assert "<a " not in markdown("<div>\nx\n</div>\n<b>See</b> [here](/a).\n")


def test_a_line_break_between_characters_without_blanks_between_words_is_none() -> None:
    assert markdown("今日は\n晴れ、\n明日 x\n雨\n\n```\n今\n日\n```") == (
        "<p>今日は晴れ、明日 x\n雨</p>\n<pre><code>今\n日\n</code></pre>"
    )
    assert markdown("한국\n어") == "<p>한국\n어</p>"


def test_a_line_break_beside_a_link_or_bold_characters_is_none_either() -> None:
    assert to_text(markdown("見る[本](/a)\nの**頁**\n[本](/b)\nx")) == "見る本の頁本\nx"
    assert to_text(markdown("[本](/a)\nの頁")) == "本\nの頁"  # a title, and what it is about
    assert "字</span>\n<span>字" in html("<p><b>字</b></p><pre><span>字</span>\n<span>字</span></pre>")


@pytest.mark.parametrize("empty", ["<br><br>", "<br/> <BR>\n<br>", "<br> <br>"])
def test_empty_lines_divide_a_paragraph(empty: str) -> None:
    found = html(f'<p id="a">{empty}One <b>tide</b>.{empty}Two,<br>three.{empty}</p><p>Four.</p>')
    assert found.replace("\n", "") == '<p id="a">One <b>tide</b>.</p><p>Two,<br/>three.</p><p>Four.</p>'


@pytest.mark.parametrize("whole", ["<p>One<br>two.</p>", "<pre>a<br><br>b</pre>", "<p><b>One<br><br>two</b></p>"])
def test_other_line_breaks_divide_nothing(whole: str) -> None:
    assert html(whole).count("<p") == 1


_BLANKS = st.sampled_from("ab \n\t\x1f\x85\u00a0\u2003\u2028\u00ad’")


@given(
    st.lists(st.text(_BLANKS, max_size=9), min_size=1, max_size=4)
    | st.lists(st.text("ab \n\t\r\x1f", max_size=9), min_size=1, max_size=4)
)
def test_texts_have_one_blank_between_words_each_by_itself_and_all_together(texts: list[str]) -> None:
    lines = [" ".join(text.split()) for text in texts]
    assert lines_of(together(texts)) == lines == list(map(on_one_line, texts))
    assert lines_of(apart(BETWEEN.join(texts).encode())) == lines


TAGS = ['<a href="u">', '<a x="1" href="v">', '<a title="y href=" href="w">', '<a id="n">', '<area href="u">', "</a>"]
TAGS += ["<a", "<b", ">", " ", ' href="u"', 'href="v"', ' x="1"', ' title="y href="', "words", '"']


@given(st.lists(st.sampled_from(TAGS), max_size=16).map("".join))
def test_links_are_found_wherever_their_pattern_matches(content: str) -> None:
    found, end = [], 0
    while link := canonical._LINK.search(content, end):
        end = content.find("</a>", link.end())
        if end < 0:
            break
        found.append(link[1])
    assert [href for href, _ in find_anchors(content)] == found
