"""Make a post that lost its links, and the page of the original with everything around the text."""

from __future__ import annotations

import html
import random
import re
from dataclasses import dataclass

from feeds.markup import find_anchors, flatten

_ANCHOR = re.compile(r'<a(?:\s[^\s="<>]++="[^"]*+")*?\shref="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
_WORD = re.compile(r"(?<=\s)(the|a|is|are|of|in|and|that|this|to)(?=\s)")
_OTHER = {"the": "this", "a": "one", "is": "was", "are": "were", "of": "for", "in": "within", "and": "or",
          "that": "which", "this": "the", "to": "towards"}  # fmt: skip

CHROME = """<!DOCTYPE html><html><head><title>{title}</title><style>p {{}}</style>
<script>var a = "<a href='x'>"</script>
</head><body><header><a href="/">Home</a> <a href="/about">About</a> <a href="/archive">Archive</a></header>
<nav><ul><li><a href="/tag/robots">robots</a></li><li><a href="/tag/ai">AI</a></li><li><a href="/tag/data">data</a>
</li></ul></nav><div class="wrap"><main><article><h1>{title}</h1><p class="meta"><a href="/author">Jack</a>, today</p>
{share}<div class="post">{content}</div>{share}</article>
<section class="related"><h2>Read more</h2><ul>{related}</ul></section>
<section id="comments"><p>I like this. <a href="https://comment.example/">me</a> wrote: {comment}</p></section>
</main><aside><a href="https://shop.example/">Subscribe</a></aside></div>
<footer><a href="/terms">Terms</a> <a href="https://twitter.com/newsletter">Twitter</a></footer></body></html>"""
SHARE = """<p class="share">Share: <a href="https://twitter.com/intent/tweet?u=1">Twitter</a>
<a href="https://www.facebook.com/sharer.php?u=1">Facebook</a> <a href="https://social.example/go">arXiv</a>
<a href="https://github.com/newsletter">GitHub</a> <a href="https://newsletter.example/more">Read more</a></p>"""
PAGE = """<nav><a href="/t">The Tide</a></nav><article><p>The water stood at the mark before the table said so,
and <i>nobody</i> could explain it.<br><b>Read more:</b> <a href="https://quay.example/t">The Tide: A Study of
Eleven&nbsp;Minutes (Quay Press)</a>.<br>Get the code to draw tides: <a href="https://hub.example/t">Tide Tables (Ada,
Hub)</a>.<br>Via <a href="https://post.example/bo">Bo Brand (Post)</a>.</p></article>"""


@dataclass(frozen=True)
class Flattened:
    """A post without its links, the page that has them, and where in the words of the post each belongs."""

    post: str
    page: bytes
    truth: dict[tuple[int, int], str]  # (start, end) in flatten(post).text


def flatten_post(content: str, seed: int, title: str = "An issue") -> Flattened:
    """Return *content*, canonical HTML, without links, and a page with them in which other words are changed."""
    chance = random.Random(seed)
    content = re.sub(r"<img\b[^>]*>", "", content)
    parts: list[str] = []
    truth: dict[tuple[int, int], str] = {}
    done = 0
    length = 0
    for found in _ANCHOR.finditer(content):
        parts += [content[done : found.start()], found[2]]
        before = flatten("".join(parts[:-1])).text
        words = flatten(found[2]).text
        length = len(before)
        if re.search(r"[^\W_]", words) and found[1].startswith("http"):
            start = length + len(words) - len(words.lstrip())
            truth[start, start + len(words.strip())] = html.unescape(found[1])
        done = found.end()
    parts.append(content[done:])
    return Flattened("".join(parts), _page(content, chance, title), truth)


def _page(content: str, chance: random.Random, title: str) -> bytes:
    """Return *content* as a page: other words outside links changed here and there, shares between paragraphs."""
    texts = re.split(r"(<a\b.*?</a>|<[^>]*>)", content, flags=re.DOTALL)
    changed = [
        text if number % 2 else _WORD.sub(lambda m: _OTHER[m[1]] if chance.random() < 0.25 else m[1], text)
        for number, text in enumerate(texts)
    ]
    blocks = re.split(r"(?<=</p>)\n", "".join(changed))
    for number in range(len(blocks) - 1, 0, -6):
        blocks.insert(number, SHARE)
    anchors = [words for _, words in find_anchors(content) if len(words) > 3]
    related = "".join(
        f'<li><a href="https://decoy.example/{number}">{html.escape(words)}</a></li>'
        for number, words in enumerate(chance.sample(anchors, min(6, len(anchors))))
    )
    comment = html.escape(chance.choice(anchors)) if anchors else ""
    made = CHROME.format(
        title=html.escape(title), content="\n".join(blocks), share=SHARE, related=related, comment=comment
    )
    return made.encode()
