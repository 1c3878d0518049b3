"""Posts, and settings of site generators, that are hard to parse.

Every mark of each markup is repeated, nested, left open, and alternated with others.

A mark is written as the text that opens something and the text that closes it. The forms below are the shapes in
which parsers take quadratic time: what is opened many times, what is closed many times, what is opened and followed
by a long run, and two things in turn.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

_LF = "\n"
_RUNS = " \t\n.,-_*=#>a0é日&<[({\\/'\"`~|:;!?%$@^+\u0301\u200b\u00a0"
_WORDS = "the ferry left at noon "

#: Marks of Markdown and of what newsletters write in it: kramdown, MyST, Liquid, Hugo, MDX, Slack.
MARKDOWN = """\
*|* **|** _|_ __|__ ***|*** ~~|~~ ~|~ `|` ``|`` [|] ![|] [a](|) [a](<|>) [|](b) [a][|] [a](b "|") [^|] $|$ $$|$$
\\(|\\) \\[|\\] <|> <https://|> https://a.example/| www.a| a@b.|c <!--|--> <![CDATA[|]]> <?|?> <!A|> &|; &#|; \\|
{:|} {:#|} {:.a| } {%|%} {{|}} {#|#} {%raw%}|{%endraw%} {{<a|>}} {{%a|%}} {{<a>}}|{{</a>}} {<X>}| <X>|</X> <X| /> {"|"}
{%if·x%}|{%endif%} {%unless·x%}|{%endunless%} {%for·a·in·page.tags%}|{%endfor%} {%capture·a%}|{%endcapture%}
{%case·a%}|{%endcase%} {%case·a%}{%when·1%}|{%endcase%} {%highlight·x%}|{%endhighlight%} {%comment%}|{%endcomment%}
{%assign·a=|%} {%include·a|%} {%include·a·b="|"%} {{page.|}} {{a·¦·|}} {{a(b="|")}} {%if·a·==|%} {%if·a·and|%}
{{::|}} {::comment}|{:/comment} {::nomarkdown}|{:/} <https://a.example/¦|> <b>|</b> <div>|</div> <a·href="|">x</a>
<img·srcset="|"> <p·style="|"> <span>|</span> <code>|</code> <pre>|</pre> <script>|</script> <details>|</details>
<td>|</td> <table>|</table> :smile|: ==|== ^|^ [[|]] [^a]:| [a]:| <a| |> |--> |]]> |%} |}} |) |] |` |{% |$ {#|} import|
export| [x]| :|: {note}`|` {ref}`|` https://urldefense.proofpoint.com/v2/url?u=https-3A__|
https://urldefense.com/v3/__https://|__;!! https://a.safelinks.protection.outlook.com/?url=|&data=x ![a](b|) <|@a.b>
{{<·ref·"a.md|"·>}} {{<·relref·"a|.md"·>}} {{<·ref·"posts/|"·>}} {%link·a.md|%} {%link·_posts/|%} {%post_url·|%}
[a](a.md|)
""".split()

#: Marks that mean something at the beginning of a line or a block.
LINES = """\
#| ##·|·## >| >·>| -| -·| *·| +·| 1.·| 1)·| -·[·]·| #·a| === --- *** ¦·a·¦·|·¦ :·| a:| [a]:·| [a]:·b·"| [^a]:·|
[^a]:····| *[a]:·| ```|``` ```{note}|``` ```{figure}|``` ~~~|~~~ :::|::: :::{note}·|::: :::tip·|::: !!!·note|
!!!·note·"|" ???·note| >·[!NOTE]| $$|$$ <div>| <!--| import·|·from·'a' export·const·a=| {%if·x%}|{%endif%} {:.a}
*·TOC {:toc} ····| ¦-|-¦ <h2>|</h2> <li>| <p>| <pre>|</pre> <table><tr><td>| 1.| (1)| a.·| Title: *| **|** [|]( ---|
""".split()

HTML = """\
<p>|</p> <div>|</div> <b>|</b> <i>|</i> <em>|</em> <a·href=b>|</a> <a·href="https://a.example/|">x</a> <span>|</span>
<font>|</font> <table>|</table> <table><tr><td>|</table> <tr>|</tr> <td>|</td> <ul>|</ul> <ul><li>|</ul> <ol>|</ol>
<li>|</li> <dl>|</dl> <dt>|<dd> <h1>|</h1> <h2>|</h2> <h3>|</h3> <pre>|</pre> <code>|</code> <script>|</script>
<style>|</style> <svg>|</svg> <math>|</math> <math><mi>|</mi></math> <mfrac>|</mfrac> <math><msup>|</msup></math>
<template>|</template> <select>|</select> <option>|</option> <textarea>|</textarea> <noscript>|</noscript> <br>| <hr>|
<iframe·src=|>x</iframe> <details>|</details> <summary>|</summary> <blockquote>|</blockquote> <img·src=b>|
<img·srcset="|"> <img·alt="|"> <img·src="data:|"> <p·style="|">x</p> <p·style="a:|;">x</p> <p·class="|">x</p>
<p·id=|>x</p> <form>|</form> <button>|</button> <input>| <ruby>|</ruby> <rt>|</rt> <frameset>|</frameset>
<!--[if·mso]>|<![endif]--> <!--|--> <o:p>|</o:p> <center>|</center> <sup·id=fnref1><a·href=#fn1>|</a></sup>
<li·id=fn1><p>|</p></li> <section·class=footnotes>|</section> <figure>|</figure> <figcaption>|</figcaption>
<video·src=b>|</video> <audio>|</audio> <source·src=|> <object>|</object> <embed·src=|> <span·class=katex>|</span>
<annotation·encoding="application/x-tex">|</annotation> <div·class="footnote">|</div> <article>|</article>
<main>|</main> <body>|</body> <html>|</html> <head>|</head> <title>|</title> <meta·name=|> <link·href=|> <base·href=|>
<p| <a·href="| <a·| </| </p|> &|; &#|; &amp;| *|¦*| %%|%% <td·width=|>x</td> <p·style="white-space:pre-wrap">|</p>
<p·style="font-size:30px">|</p> <div·style="display:none">|</div> <a·name=|></a> <nobr>|</nobr> <marquee>|</marquee>
<lite-youtube·videoid=|> <x-y>|</x-y> <table·role=presentation><tr><td>|</td></tr></table> {%|%} {{|}}
{%if·x%}|{%endif%} <a·href="https://urldefense.proofpoint.com/v2/url?u=https-3A··|">x</a> <ins>|</ins> <q>|</q>
<abbr>|</abbr> <|>
<a·href="https://a.safelinks.protection.outlook.com/?url=|">x</a> <p·a| <p·a="| <p·a='| <p·| /> <![CDATA[|]]>
<?|?> |</p> |</div> |</b> |</table> |</li> |</a>
""".split()

RST = """\
*|* **|** ``|`` `|` `|`_ `|`__ `a·<|>`_ `a·<|>`__ ¦|¦ ¦|¦_ :a:`|` `|`:a: [|]_ [1]_| [#]_| [*]_| |_ |__ _`|`
https://a.example/|_ a@|.b \\|· *| **| `| ``| :a:| "|" (|) '|' a_| a__| __| ¦·a·|
""".split()

RST_LINES = """\
..·a::·| ..·note::·| ..·note::¶·| ..·figure::·b¶·| ..·image::·| ..·code::·| ..·code-block::·a¶¶···|
..·raw::·html¶¶···| ..·math::·| ..·include::·| ..·csv-table::¶¶···| ..·list-table::¶¶···*·-·|
..·container::·a¶¶···| ..·toctree::¶¶···| ..·role::·a| ..·default-role::·| ..·contents::| ..·sectnum::|
..·¦a¦·replace::·| ..·¦a¦·image::·| ..·¦a¦·date::| ..·_a| ..·_a:·| ..·[1]·| ..·[#]·| ..·[a]·| ..·_| ..¶·|
__·| __·a:·| -·| *·| 1.·| #.·| a)·| :a:·| :a| >>>·| ¦·| ¦·a¶| ::¶¶····| a¶=== === ---¶a¶---
+-+| +-+-+¶¦|¦¶+-+-+ ===·===¶a|···b¶===·=== a¶··| --a··| -a·| "a"·| ..·class::·|
..·topic::·a¶¶···| ..·admonition::·a¶¶···| ..·epigraph::¶¶···| ..·rubric::·| ..·unicode::·|
..·meta::¶···a:·| ..·table::·| ..·parsed-literal::¶¶···| ..·unknown::·a¶¶···| ..·only::·a¶¶···|
""".split()

YAML = """\
a:·| -·| a:¶·| [|] {|} {a:|} "|" '|' &a|·*a *a| !!|·a !| ?·| #| a.b.| <<:·| ¦¶·| >¶·| a:·"| a:·'| a:·[|
title:·"|" title:·| date:·| date:·2026-| tags:·[|] tags:·| tags:¶·-·| author:·| authors:·[{name:·| %| @| `| ---·| ...
-·-·-·| ?·a| a:·[b:·c,|] a:·&a·[*a|] a:·{b:·|
permalink:·/:|/ slug:·| aliases:·[|] categories:·| link:·https://| number:·| summary:·| image:·| enclosure:·|
""".split()

TOML = """\
a·=·| a·=·"| a·=·'| a·=·\"\"\"| a·=·'''| a·=·[| a·=·{a=| a.| [a.| [[a.| [a]| [[a]]| a·=·0| a·=·0x| a·=·1.| a·=·1e|
a·=·"\\u| a·=·2026-| "a".| 'a'.| #| a·=·[[| a·=·{a.
""".split()

PYTHON = """\
A·=·(|) A·=·[|] A·=·{|} A·=·'|' A·=·f'{|}' A·=·-| A·=·not·| A·=·a.| A·=·f(|) A·=·a+| A·=·1| if·1:| A@| #| \\| lambda:|
ARTICLE_URL·=·'{|}' ARTICLE_URL·=·'{slug|}' IGNORE_FILES·=·['*|'] FILENAME_METADATA·=·'(|)' ARTICLE_PATHS·=·['a|',]
""".split()

JSON = """\
{"a":·| [| {"a":·[| {"a":·"| "| {"title":·"| {"a":·"\\u00| {"a":·0| {"a":·1e| {"tags":·["a",·|
""".split()

HEADERS = """\
Title:·| Date:·| Tags:·| :title:·| ..··title:·| A:·| a| Title:·a¶··|
""".split()


@dataclass(frozen=True, slots=True, kw_only=True)
class Attack:
    """A post, or a file of a site generator, of about the size that was asked for."""

    name: str  # markup, form and mark
    file: str  # relative to the folder of the site
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What opens something, and what closes it."""

    opening: str
    closing: str

    @classmethod
    def of(cls, written: str) -> Mark:
        opening, _, closing = written.partition("|")
        return cls(opening=_plain(opening), closing=_plain(closing))


def _plain(written: str) -> str:
    """Return a mark as it is in a post: in the tables, blanks, line breaks and bars are written as other signs."""
    return written.translate({ord("·"): " ", ord("¶"): _LF, ord("¦"): "|"})


Form = Callable[[Mark, int], str]

#: How a mark becomes a text of so many characters.
FORMS: dict[str, Form] = {
    "opened": lambda mark, size: _fill(mark.opening, size),
    "opened, words": lambda mark, size: _fill(mark.opening + _WORDS, size),
    "opened, spaced": lambda mark, size: _fill(mark.opening + " ", size),
    "opened, letter": lambda mark, size: _fill(mark.opening + "a", size),
    "opened, lines": lambda mark, size: _fill(mark.opening + _LF, size),
    "opened, blocks": lambda mark, size: _fill(f"{mark.opening}a{_LF}{_LF}", size),
    "closed": lambda mark, size: _fill(mark.closing, size),
    "opened once, closed": lambda mark, size: mark.opening + _fill(mark.closing + " ", size),
    "nested": lambda mark, size: _nest(mark, size, 1 << 30),
    "nested 500 deep": lambda mark, size: _fill(_nest(mark, size, 500) + _LF + _LF, size),
    "pairs": lambda mark, size: _fill(f"{mark.opening}a{mark.closing}", size),
    "pairs, words": lambda mark, size: _fill(f"{mark.opening}a{mark.closing} {_WORDS}", size),
    "pairs, lines": lambda mark, size: _fill(f"{mark.opening}a{mark.closing}{_LF}", size),
    "pairs, blocks": lambda mark, size: _fill(f"{mark.opening}a{mark.closing}{_LF}{_LF}", size),
    "pairs, numbered": lambda mark, size: _number(mark, size),
    "half opened, half closed": lambda mark, size: _fill(mark.opening, size // 2) + _fill(mark.closing, size // 2),
    "deeper": lambda mark, size: _stairs(mark, size),
    "a long one": lambda mark, size: mark.opening + _fill(_WORDS, size) + mark.closing,
    "a long word": lambda mark, size: mark.opening + "a" * size + mark.closing,
}


def _fill(unit: str, size: int) -> str:
    return unit * (size // len(unit)) if unit else ""


def _nest(mark: Mark, size: int, depth: int) -> str:
    depth = min(depth, size // max(1, len(mark.opening + mark.closing)))
    return f"{mark.opening * depth}a{mark.closing * depth}"


def _number(mark: Mark, size: int) -> str:
    count = size // (len(mark.opening + mark.closing) + 6)
    return "".join(f"{mark.opening}{number}{mark.closing}{_LF}" for number in range(count))


def _stairs(mark: Mark, size: int) -> str:
    """Return lines that are each indented deeper, and begin again after a hundred."""
    steps = "".join(f"{'  ' * depth}{mark.opening}a{mark.closing}{_LF}" for depth in range(100))
    return _fill(steps, size)


def bodies(markup: str, marks: list[str], size: int) -> Iterator[tuple[str, str]]:
    """Yield a name and a body of *size* for each form of each mark, and for each run of one character after it."""
    for written in marks:
        mark = Mark.of(written)
        for name, form in FORMS.items():
            if text := form(mark, size):
                yield f"{markup}: {name}: {written}", text
        for character in _RUNS:
            yield f"{markup}: a run of {character!r}: {written}", mark.opening + character * size + mark.closing


def runs(markup: str, size: int) -> Iterator[tuple[str, str]]:
    """Yield runs of one character, and of each two in turn."""
    for one, other in itertools.product(_RUNS, repeat=2):
        yield f"{markup}: {one!r} and {other!r} in turn", _fill(one + other, size)


def pairs(markup: str, marks: list[str], size: int, seed: int, count: int) -> Iterator[tuple[str, str]]:
    """Yield bodies of two or three marks in turn, chosen at random."""
    chance = random.Random(seed)
    joints = ("", " ", "a", _LF, _LF + _LF, "a" + _LF, " a ")
    for _ in range(count):
        chosen = [Mark.of(chance.choice(marks)) for _mark in range(chance.choice((2, 2, 3)))]
        parts = [chance.choice((mark.opening, mark.closing, f"{mark.opening}a{mark.closing}")) for mark in chosen]
        unit = chance.choice(joints).join(parts) + chance.choice(joints)
        yield f"{markup}: {unit!r}", _fill(unit, size)


def attacks(size: int, seed: int = 1, count: int = 300) -> Iterator[Attack]:
    """Yield all attacks, of *size* characters each, and *count* random ones of each markup."""
    for markup, extension, marks in _MARKUPS:
        found = (bodies(markup, marks, size), runs(markup, size), pairs(markup, marks, size, seed, count))
        for name, text in itertools.chain(*found):
            yield Attack(name=name, file=f"posts/a.{extension}", text=_HEAD + text)
    for markup, around, marks in _HEADS:
        for name, text in itertools.chain(bodies(markup, marks, size), pairs(markup, marks, size, seed, count)):
            yield Attack(name=name, file="posts/a.md", text=around.format(text) if "{}" in around else text + around)
    for file, marks in _SETTINGS:
        for name, text in itertools.chain(bodies(file, marks, size), pairs(file, marks, size, seed, count)):
            yield Attack(name=name, file=file, text=text)


_HEAD = "---\ntitle: A\ndate: 2026-05-02\n---\n"
_MARKUPS = (
    ("markdown", "md", MARKDOWN + LINES),
    ("mdx", "mdx", MARKDOWN),
    ("html", "html", HTML),
    ("rst", "rst", RST + RST_LINES),
)
_HEADS = (
    ("yaml", "---\n{}\n---\n\nx\n", YAML),
    ("toml", "+++\n{}\n+++\n\nx\n", TOML),
    ("json", "\n\nx\n", JSON),
    ("headers", "\n\nx\n", HEADERS),
)
_SETTINGS = (("hugo.toml", TOML), ("_config.yml", YAML), ("pelicanconf.py", PYTHON), ("package.json", JSON))
