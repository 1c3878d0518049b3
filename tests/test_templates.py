"""Syntax of site generators is resolved, shown or removed, and never published."""

from __future__ import annotations

import time

import pytest

from feeds.markup import Context, find_anchors, render_body, to_html, to_text
from feeds.model import Markup

CONTEXT = Context(
    site_url="https://weekly.example/blog/",
    page={
        "title": "Seven",
        "tags": ["a", "b"],
        "links": [{"title": "One", "url": "https://one.example/"}, {"title": "Two", "url": "https://two.example/"}],
        "praise": "so {% good %} {{ page.title }}",
        "date": "2026-05-04 08:00",
    },
    address_of=lambda path: f"https://weekly.example/p/{path}",
)


def rendered(text: str, markup: Markup = "markdown", mdx: bool = False) -> str:
    return to_html(render_body(text, markup=markup, base="https://weekly.example/blog/7/", context=CONTEXT, mdx=mdx))


def words(text: str, markup: Markup = "markdown", mdx: bool = False) -> str:
    return to_text(rendered(text, markup, mdx))


def hrefs(text: str, markup: Markup = "markdown", mdx: bool = False) -> list[tuple[str, str]]:
    return find_anchors(rendered(text, markup, mdx))


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ('{% assign b = "https://b.example/a/" %}[x]({{b}}1)', "https://b.example/a/1"),
        ('{% assign b = "https://b.example/" | append: "a/" %}[x][1]\n\n[1]: {{ b }}2\n', "https://b.example/a/2"),
        ('{%- assign b="https://b.example/" -%}\n[x]({{-b-}}3)', "https://b.example/3"),
        ("{% capture b %}https://b.example/{% endcapture %}[x]({{ b }}4)", "https://b.example/4"),
        ('{% set b = "https://b.example/" %}[x]({{ b }}5)', "https://b.example/5"),
        ("[x]({{ site.url }}{{ site.baseurl }}/6/)", "https://weekly.example/blog/6/"),
        ("[x]({{ site.baseurl }}/6/)", "https://weekly.example/blog/6/"),
        ("[x]({{ '/6/' | relative_url }})", "https://weekly.example/6/"),
        ("[x]({% link _posts/2026-01-01-a.md %})", "https://weekly.example/p/_posts/2026-01-01-a.md"),
        ("[x]({% post_url 2026-01-01-a %})", "https://weekly.example/p/2026-01-01-a"),
        ('[x]({{< ref "a.md#b" >}})', "https://weekly.example/p/a.md#b"),
        ('[x]({{% relref "a.md" %}})', "https://weekly.example/p/a.md"),
        ("[x](@/blog/a.md)", "https://weekly.example/p/blog/a.md"),
        ("[x]({filename}/a.md)", "https://weekly.example/p/a.md"),
        ("[x]\n\n[x]: {filename}a.md\n", "https://weekly.example/p/a.md"),
        ('[x]({{ get_url(path="@/a.md") }})', "https://weekly.example/p/@/a.md"),
    ],
)
def test_templates_in_addresses_are_resolved(text: str, address: str) -> None:
    assert hrefs(text) == [(address, "x")]


def test_a_link_whose_address_only_the_site_knows_is_shown_as_words() -> None:
    assert words("[x]({{ site.data.a }}) [y]({{ page.none }})") == "x y"
    assert hrefs("[x]({{ site.data.a }}) [y]({{ page.none }})") == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("{{ page.title }} {{ page.tags | join: ', ' | upcase }}", "Seven A, B"),
        ("{{ page.date | date: '%d.%m.' }} {{ 'now' | date: '%Y' }}", "04.05."),
        ("{{ page.praise }}", "so  Seven"),
        ("{{ nothing | default: 'words' }} {{ 'a b' | replace: 'a', 'c' | capitalize }}", "words C b"),
        ("{{ 'x' | replace('x', 'y') }}", "y"),
        ('{% if page.title == "Seven" %}yes{% else %}no{% endif %}', "yes"),
        ("{% if page.none %}yes{% elsif page.title contains 'Sev' %}maybe{% else %}no{% endif %}", "maybe"),
        ("{% unless page.none %}yes{% endunless %}", "yes"),
        ("{% if site.ads %}first{% else %}second{% endif %}", "first"),
        ("{% if site.ads %}{% include x.html %}{% else %}second{% endif %}", "second"),
        ("{% case page.title %}{% when 'Six' %}six{% when 'Seven' %}seven{% else %}no{% endcase %}", "seven"),
        ("{% for tag in page.tags %}<{{ tag }}>{% endfor %}".replace("<", "(").replace(">", ")"), "(a)(b)"),
        ("{% for p in site.posts %}[{{ p.title }}]({{ p.url }}){% endfor %} x", "x"),
        ("{% for p in site.posts %}plain words{% endfor %}", "plain words"),
        ("{% for p in page.none %}x{% else %}none{% endfor %}", "none"),
        ("{% comment %}no {{ x }}{% endcomment %}a {# note #}b", "a b"),
        ("{% if page.title %}never closed", "never closed"),
        ("{% endif %}{% endfor %}x{% else %}", "x"),
        ("{% capture x %}kept", "kept"),
        ("{% raw %}{{ x }} `{% y %}`{% endraw %}", "{{ x }} {% y %}"),
        ("`{% raw %}{{ x }}{% endraw %}`", "{{ x }}"),
        ("100{% off, {{ broken", "100 off,  broken"),
        ("{{</* figure */>}} is a shortcode", "{{< figure >}} is a shortcode"),
    ],
)
def test_liquid_is_resolved_from_the_post_alone(text: str, shown: str) -> None:
    assert words(text) == shown


def test_lists_of_the_front_matter_are_looped_over() -> None:
    text = "{% for link in page.links %}\n- [{{ link.title }}]({{ link.url }})\n{%- endfor %}\n"
    assert hrefs(text) == [("https://one.example/", "One"), ("https://two.example/", "Two")]


def test_arguments_of_includes_that_are_words_or_links_are_shown_and_parameters_are_not() -> None:
    text = (
        "- entry\n"
        "  {% include functions/list.md\n"
        '    q0="What does *it* do,\n'
        '        all in all?"\n'
        '    a0="It shows `{{ code }}` and a [link](https://l.example/)."\n'
        "    a0link='https://r.example/1#l-2'\n\n"
        '    q1="Why?" class="wide box" width="300" file="a b.md"\n'
        "  %}\n"
        "- next\n\n"
        '{% include box.html title="Sponsors" url="https://s.example/" id="3" open=true %}\n\n'
        'In a line {% include tip.html text="two words" %}, {% include issues.md issues="1, 2" %}on.\n\n'
        "{% capture long %}Captured **words**{% endcapture %}{% include box.html text=long %}\n"
    )
    assert words(text) == (
        "entry\nWhat does it do,\nall in all?\nIt shows {{ code }} and a link. r.example\nnext\nSponsors\n"
        "In a line two words, on.\nCaptured words"
    )
    assert hrefs(text) == [
        ("https://l.example/", "link"),
        ("https://r.example/1#l-2", "r.example"),
        ("https://s.example/", "Sponsors"),
    ]


def test_text_indented_below_an_entry_or_a_note_is_not_code() -> None:
    text = (
        "Head[^n]\n\n    {% capture a-b %}one<br>two{% endcapture %}\n\n[^n]:\n    A note.\n\n"
        "    | a |\n    |---|\n    | {{a-b}} |\n\n- entry\n\n    {{ page.title }}\n"
    )
    assert words(text) == "Head[1]\n[1] A note.\na\none\ntwo\nentry\nSeven"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("{% youtube dQw4w9WgXcQ %}", [("https://www.youtube.com/watch?v=dQw4w9WgXcQ", "▶ youtube.com")]),
        ('{{ youtube(id="dQw4w9WgXcQ") }}', [("https://www.youtube.com/watch?v=dQw4w9WgXcQ", "▶ youtube.com")]),
        (
            '{% include embeds/youtube.html id="dQw4w9WgXcQ" %}',
            [("https://www.youtube.com/watch?v=dQw4w9WgXcQ", "▶ youtube.com")],
        ),
        ("{{< vimeo 12345678 >}}", [("https://vimeo.com/12345678", "▶ vimeo.com")]),
        ("{% tweet https://t.example/1?a=b %}", [("https://t.example/1?a=b", "▶ t.example")]),
        ('{{< button href="https://t.example/" text="Go on" >}}', [("https://t.example/", "Go on")]),
        ("{% gist 123456 %} {{< toc >}}", [("https://gist.github.com/123456", "▶ gist.github.com")]),
        ('{{< gist ada 0123abcd "x.go" >}}', [("https://gist.github.com/ada/0123abcd", "▶ gist.github.com")]),
        ("{% gist ada/0123abcd x.go %}", [("https://gist.github.com/ada/0123abcd", "▶ gist.github.com")]),
        ('{{< x user="ada" id="1037832137" >}}', [("https://x.com/ada/status/1037832137", "▶ x.com")]),
        ("{{< tweet 1037832137905524737 >}}", [("https://x.com/i/status/1037832137905524737", "▶ x.com")]),
        (
            '{{< youtube id="dQw4w9WgXcQ" title="A lock" >}}',
            [("https://www.youtube.com/watch?v=dQw4w9WgXcQ", "▶ A lock")],
        ),
        ('{{< youtubeLite id="dQw4w9WgXcQ" >}}', [("https://www.youtube.com/watch?v=dQw4w9WgXcQ", "▶ youtube.com")]),
        (
            '<lite-youtube videoid="dQw4w9WgXcQ" playlabel="Play: A lock"></lite-youtube>',
            [("https://www.youtube.com/watch?v=dQw4w9WgXcQ", "▶ A lock")],
        ),
        (
            'Code: <script src="https://gist.github.com/ada/0123abcd.js"></script>',
            [("https://gist.github.com/ada/0123abcd", "▶ gist.github.com")],
        ),
        ("{{< toc >}} {{ page.url }} {{< x >}} {{< youtube >}} {{< tweet a >}}", []),
    ],
)
def test_embedded_media_become_links(text: str, found: list[tuple[str, str]]) -> None:
    assert hrefs(text) == found


def test_shortcodes_keep_their_content() -> None:
    text = (
        '{{< figure src="/a.png" caption="A *cap* here" link="https://f.example/" alt="Alt" >}}\n\n'
        "{{% notice tip %}}\nInner **words**.\n{{% /notice %}}\n\n"
        '{% quote(author="A B") %}\nbody words\n{% end %}\n\n'
        '{{< highlight go "linenos=table" >}}\nx := {{ 1 }}\n{{< /highlight >}}\n'
    )
    assert words(text) == "A cap here\nTip\nInner words.\nA B\nbody words\nx := {{ 1 }}"
    assert hrefs(text) == [("https://f.example/", "Alt")]
    assert 'src="https://weekly.example/a.png"' in rendered(text)
    assert '<code class="language-go">' in rendered(text)


def test_tags_in_code_stay_but_for_those_that_are_for_liquid() -> None:
    text = "```\n{% raw %}{{ x }}{% endraw %}\n{% y %}{% comment %}z{% endcomment %}\n```\n"
    assert words(text) == "{{ x }}\n{% y %}"
    assert words("- a\n\n      {{ code }}\n\n  ```\n  {% more %}\n  ```\n") == "a\n\n{% more %}".replace("\n\n", "\n")


def test_templates_in_html_are_resolved_too() -> None:
    text = (
        '<p>{{ page.title }} <a href="{{ site.baseurl }}/x">y</a> {% include a.html text="two words" %}</p>\n'
        '{% include b.html title="Go on" url="https://g.example/?a=1&b=2" %}<pre>{{ code }}</pre><!-- {% if %} -->'
    )
    assert words(text, "html") == "Seven y two words\nGo on\n{{ code }}"
    assert hrefs(text, "html") == [("https://weekly.example/blog/x", "y"), ("https://g.example/?a=1&b=2", "Go on")]


def test_mdx_loses_its_code_and_keeps_its_words() -> None:
    text = (
        "import X from './x'\nexport const meta = {\n  a: 1\n}\n\n# T {#tid}\n\n"
        '<Callout type="x" title="Two words" style={{ a: 1 }}>\nwords **bold**\n</Callout>\n\n'
        "{/* note */}In <Badge>b</Badge> {props.x}{'str'} `{code}` <Tweet url=\"https://t.example/\" />\n\n"
        "```js\nimport Y from 'y'\n```\n"
    )
    assert words(text, mdx=True) == "T\nTwo words\nwords bold\nIn b str {code} ▶ t.example\nimport Y from 'y'"
    assert 'id="tid"' in rendered(text, mdx=True)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("**<!-- x -->Words:** text", "Words: text"),
        ("a\n<!-- # no\n\n- no -->\nb", "a\nb"),
        ("- a\n<!-- no -->\n- b", "a\nb"),
        ("<!-- no --> **bold** [x](https://x.example/)", "bold x"),
        ("- a\n\n  <!-- no\nno -->\n- b", "a\nb"),
        ("`<!-- code -->`\n\n    <!-- code -->\n", "<!-- code -->\n<!-- code -->"),
        ("a <!-- a slip", "a  a slip"),
    ],
)
def test_comments_are_removed_and_the_markdown_around_them_stays(text: str, shown: str) -> None:
    assert words(text) == shown


def test_a_comment_that_never_ends_is_reported() -> None:
    reported: list[tuple[int, str, str]] = []
    body = render_body(
        "a\n\n<!-- open\n\nb",
        markup="markdown",
        base="",
        warn=lambda line, what, hint: reported.append((line, what, hint)),
    )
    assert to_text(to_html(body)) == "a"
    assert reported == [(3, "a comment that is never closed hides the rest of the post", "close it with -->")]


def test_ids_that_an_author_gave_stay_with_their_block() -> None:
    found = rendered(
        "{:#one}\nPara *one*\nwrapped.\n\n## Head\n{: #two .c}\n\n{: #three}\n### Third\n\nLast\n{: .lead #four}\n\n"
        "{:.center}\n[x](https://x.example/){:target='_blank'} *e*{:.c}\n\n- a\n{:#list}\n"
    )
    assert '<p id="one">Para' in found
    assert '<h2 id="two">Head' in found
    assert '<h3 id="three">Third' in found
    assert '<p id="four">Last' in found
    assert "{:" not in found
    assert "data-anchor" not in found
    assert "<p><a" in found


def test_other_syntax_of_kramdown_is_shown_or_removed() -> None:
    text = (
        "* TOC\n{:toc}\n\n## H\n{:.no_toc}\n\nterm\n: *definition*\n\n*[HTML]: Hyper\n\n"
        "{::comment}\ngone\n{:/comment}\n\n{::nomarkdown}stay{:/}\n"
    )
    assert words(text) == "H\nterm\ndefinition\nstay"
    assert "<dt>term</dt>" in rendered(text)


def test_references_without_a_definition_are_shown_as_words() -> None:
    text = (
        "[Project #1][] and [`code` *em*][label\nx], but a[i][j], `[x][y]`, [video], [1][2] "
        "and [In] [link](/x) ![img][no]"
    )
    assert words(text) == "Project #1 and code em, but a[i][j], [x][y], [video], [1][2] and [In] link img"
    assert words("```\n[x][y]\n```") == "[x][y]"


def test_definitions_are_found_anywhere() -> None:
    text = (
        "- a [one]\n[one]: https://one.example/\n- b [two][]\n  [two]: <https://two.example/> 'T'\n\n"
        "Text [three]\n[three]: https://three.example/\nmore.\n\n"
        "```\n[one]: code\nx\n[one]: code\n```\n\n[Not used]: x\n"
    )
    assert [href for href, _ in hrefs(text)] == [
        "https://one.example/",
        "https://two.example/",
        "https://three.example/",
    ]
    assert words(text) == "a one\nb two\nText three\nmore.\n[one]: code\nx\n[one]: code"


def test_a_picture_in_a_link_is_a_link() -> None:
    assert hrefs("[![alt](a.png)](https://x.example/)") == [("https://x.example/", "alt")]


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        "{% if x %}" * 30_000,
        "{% for x in (1..99) %}" * 30 + "x" + "{% endfor %}" * 30,
        "{% for x in (1..99) %}" * 5 + "word " * 10_000 + "{% endfor %}" * 5,
        '{% assign a = "xxxxxxxxxx" %}' + "{% assign a = a | append: a %}" * 60 + "{{ a }}" * 1_000,
        "{% capture a %}{{ a }}{{ a }}x{% endcapture %}" * 5_000,
        "{% raw %}" * 30_000,
        "{% highlight x %}" * 30_000,
        "{% include x a=\"" * 30_000,
        "{% include x " + "a=\"b c\" " * 20_000 + "%}",
        "{{" * 50_000,
        "{{<" * 50_000,
        "{{ x }}" * 50_000,
        "{{ a | b " * 20_000,
        "<!--" * 50_000,
        "<!-- x -->" * 20_000,
        "{:" * 50_000,
        "{: #a}\n" * 20_000,
        "a\n{: #a}\n" * 10_000,
        "* [" * 30_000 + "{:",
        "][" * 50_000,
        "[a][b" * 30_000,
        "[a]: b\n" * 20_000,
        "x\n[a]: b\n[a]\n" * 10_000,
        "".join(f"[a{n}]: b\n\n[a{n}]\n\n" for n in range(5_000)),
        "`{{ x" * 30_000,
        "{{ x\n\n" + "``` ` `` " * 20_000,
        "- ```a\n" * 10_000 + "~~~\n" * 10_000 + "{% x %}",
        "{# " * 50_000,
        "{{ x }}\n: y\n" * 10_000,
    ],
    ids=lambda text: text[:14].strip(),
)  # fmt: skip
def test_every_template_is_read_quickly(text: str) -> None:
    start = time.process_time()
    words(text)
    assert time.process_time() - start < 5


@pytest.mark.parametrize("text", ["<A " * 30_000, "{{" * 30_000, "{ {" * 30_000, "<A b={" * 20_000, "export " * 30_000])
def test_all_mdx_is_read_quickly(text: str) -> None:
    start = time.process_time()
    words(text, mdx=True)
    assert time.process_time() - start < 5


@pytest.mark.parametrize("place", ["²", "①", "9" * 5000])
def test_what_only_looks_like_a_number_does_not_lose_the_post(place: str) -> None:
    assert words(f"before {{{{ page.tags.{place} }}}} after").split() == ["before", "after"]
    assert words(f'before {{{{ "abc" | truncate: "{place}" }}}} after') == "before abc after"


SAID = Context(site_url="https://weekly.example/", has_language=False)


def said(text: str, context: Context = SAID) -> str:
    return to_text(to_html(render_body(text, markup="markdown", base="https://weekly.example/7/", context=context)))


@pytest.mark.parametrize(
    "mark", ["{{on}}", "{{{html}}}", "{{#each items as |item|}}", "{{/each}}", '{{on "click" save}}', "{{!-- x --}}"]
)
def test_marks_are_words_where_no_template_language_is_at_work(mark: str) -> None:
    assert said(f"Write {mark}, or not.") == f"Write {mark}, or not."
    assert said(f"Write {mark}, or not.", CONTEXT) == "Write , or not."


@pytest.mark.parametrize(
    "mark", ["{{ page.title }}", "{{ first_name }}", "{{FirstName}}", "{{ x | upcase }}", "{{unsubscribe}}", "{% on %}"]
)
def test_marks_of_sites_and_mails_are_never_words(mark: str) -> None:
    assert "{" not in said(f"Write {mark}, or not.")


def test_a_mark_in_an_address_is_no_word() -> None:
    assert "{{" not in said("[a](https://a.example/{{base}}/x) and https://a.example/{{base}}")
