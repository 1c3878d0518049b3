"""The marks of each markup and notation: the text that opens something, a bar, and the text that closes it.

Blanks, line breaks and bars of a mark are written as `·`, `¶` and `¦`.
"""

from __future__ import annotations

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
[a](a.md|) ](|
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
<abbr>|</abbr> <|> <a>|</a>
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
