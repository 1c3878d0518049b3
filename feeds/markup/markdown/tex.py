"""Keep TeX between its delimiters from Markdown, which would read emphasis, escapes and tags in it.

Dollars enclose TeX by Pandoc's rule: the first is followed and the last preceded by something
other than a blank, and no digit follows the last. So prices stay text.
"""

from __future__ import annotations

import re
from html import escape

from feeds.markup.markdown.code import Code
from feeds.regex import regex

_BEGIN, _END = "\ufdd6", "\ufdd7"  # noncharacters, which `clean` has removed from the text
_PLACE = regex(f"{_BEGIN}(\\d++){_END}")
_LINE = r"\n(?![ \t>]*+\n)"  # a line break within a paragraph
# An address or an escape is passed over; after these, whatever begins first wins.
_TEX = regex(
    r"https?://[^\s<>()]++|\]\([^\s()]++|(?P<display>\$\$(?P<displayed>(?:[^$\\\n]|\\.|" + _LINE + r")++)\$\$)"
    r"|(?P<inline>\$(?=[^\s$])(?P<inlined>(?:[^$\\\n]|\\.|" + _LINE + r")++)(?<!\s)\$(?![\d$]))"
    r"|(?P<round>\\\((?P<rounded>(?:[^\\\n]|\\[^()\n]|" + _LINE + r")++)\\\))"
    r"|(?P<square>\\\[(?P<squared>(?:[^\\\n]|\\[^\[\]\n]|" + _LINE + r")++)\\\])"
    r"|\\."
)
_QUOTED = regex(r"\n[ \t]*+>[ \t]?")
_MARKUP = regex(r"</|<(?:a|b|br|code|em|hr|i|img|p|span|strong|td)\b|://|\]\(|\{%|\{\{[<% ]|`")
_OPERATOR = regex(r"\\[A-Za-z{},;]|\^|(?<!\\)_|[=≤≥]|[\w)] ?[+<>/] ?[\w(]")
_WORDS = regex(r"(?<![^\W\d_])[^\W\d_]{2,}+[ *_,;.:]{1,10}[^\W\d_]{2}")
_SINGLE = regex(r"\s*+[^\W\d_]\s*+\Z")


class KeptTeX:
    """TeX that was replaced by marks while the text around it becomes HTML."""

    def __init__(self) -> None:
        self._written: list[str] = []

    def keep(self, text: str) -> str:
        """Return *text* with a mark in the place of each formula outside code."""
        if not may_have_tex(text):
            return text
        code = Code(text)

        def kept(found: re.Match[str]) -> str:
            if not _is_tex(found) or code.covers(found.start()):
                return found[0]
            start = text.rfind("\n", 0, found.start()) + 1 if "\n" in found[0] else -1
            quoted = start >= 0 and text[start : start + 4].lstrip().startswith(">")
            self._written.append(_QUOTED.sub("\n", found[0]) if quoted else found[0])
            return f"{_BEGIN}{len(self._written) - 1}{_END}"

        return _TEX.sub(kept, text)

    @property
    def has_kept(self) -> bool:
        """Whether there is a formula."""
        return bool(self._written)

    def restore(self, html: str) -> str:
        """Return *html* with all formulas as they were written."""
        return _PLACE.sub(lambda mark: escape(self._written[int(mark[1])]), html)


def may_have_tex(text: str) -> bool:
    """Return whether *text* may have a formula; if its signs cannot, it cannot."""
    return "$" in text or "\\(" in text or "\\[" in text


def _is_tex(found: re.Match[str]) -> bool:
    """Return whether *found* is a formula, and not an escape, an address or text between two prices."""
    tex = found["displayed"] or found["inlined"] or found["rounded"] or found["squared"]
    if not tex or (_MARKUP.search(tex) and not found["display"]):
        return False
    if found["display"]:
        return True
    if _OPERATOR.search(tex):
        return "\\" in tex or not _WORDS.search(tex)
    if found["inline"]:
        return not _WORDS.search(tex)
    return bool(found["round"] and _SINGLE.match(tex))  # other escaped brackets are brackets
