"""Read what kramdown accepts and CommonMark does not: an address over two lines, text directly below HTML."""

from __future__ import annotations

import re

from feeds.markup.markdown.code import Code
from feeds.regex import regex

# Browsers leave out a line break in an address, so nobody notices it on the page.
_BROKEN = regex(r"\]\((?P<first>https?://[^\s<>()\"']{1,500}+)\n(?P<rest>[^\s<>()\"']{1,500}+\))")
_MAYBE_BROKEN = regex(r"\]\(://[^<>()\"'\n]*+\n")  # the same in the signs of a text
# A line that only closes an element, and below it a paragraph with a link, which CommonMark takes for HTML.
_BELOW_HTML = regex(r"^ {0,3}</(?:p|div|center|figure|table|details)>[ \t]*+\n(?=[^\s<][^\n]*+\n)", re.MULTILINE)


def accept_as_kramdown(text: str, signs: str) -> str:
    """Return Markdown, which has these *signs*, with links that CommonMark sees as kramdown does.

    >>> accept_as_kramdown("[a](https://a.example/?q=1\\n+2)", "[](://./?=\\n+)")
    '[a](https://a.example/?q=1+2)'
    >>> accept_as_kramdown("<p>\\n</p>\\nSee [a](/a).\\n", "<>\\n</>\\n[](/).\\n")
    '<p>\\n</p>\\n\\nSee [a](/a).\\n'
    """
    if "](" not in signs:
        return text
    joins = _MAYBE_BROKEN.search(signs) and _BROKEN.search(text)
    parts = "\n</" in signs and "\n</" in text and _BELOW_HTML.search(text)
    if not joins and not parts:
        return text
    code = Code(text)
    if joins:
        text = _BROKEN.sub(lambda m: m[0] if code.covers(m.start()) else f"]({m['first']}{m['rest']}", text)
        code = Code(text)
    return _BELOW_HTML.sub(lambda m: m[0] + "\n" if _has_link(m) and not code.covers(m.start()) else m[0], text)


def _has_link(found: re.Match[str]) -> bool:
    """Return whether the line below *found* has a link in Markdown."""
    return "](" in found.string[found.end() : found.string.find("\n", found.end())]
