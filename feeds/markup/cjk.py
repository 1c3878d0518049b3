"""Read Markdown as authors in Chinese and Japanese write it, and addresses with blanks as kramdown reads them."""

from __future__ import annotations

import re
from bisect import bisect_right
from unicodedata import category

from feeds.markup.characters import CJK
from feeds.markup.code import code_places
from feeds.markup.nodes import Element

_BLANKS = re.compile(r"\]\([ ]?(?P<address>(?=[^\s<>()\"']{1,500} )[^\n<>()\"']{1,500})\)")
_STRONG = re.compile(r"(?<![\\*])\*\*(?![\s*])(?P<words>[^*\n`]{1,500})(?<!\s)\*\*(?!\*)")
_LETTER = re.compile(f"[{CJK}]")
_NO_BLANKS = "\u3001-\u30ff\u3400-\u9fff\uff01-\uff0f\uff1a-\uff1f"  # scripts without blanks, and their punctuation
_SOFT_BREAK = re.compile(rf"(?<=[{_NO_BLANKS}])\n[ ]{{0,20}}(?=[{_NO_BLANKS}])")


def widen_markdown(text: str) -> str:
    """Return Markdown with addresses that hold blanks, and bold beside CJK punctuation, as CommonMark reads them.

    >>> widen_markdown("[a](/b c.pdf) **注意：**時間")
    '[a](</b c.pdf>) <strong>注意：</strong>時間'
    """
    code = code_places(text)

    def outside(found: re.Match[str], written: str) -> str:
        place = bisect_right(code, (found.start(), len(text))) - 1
        return found[0] if place >= 0 and code[place][1] > found.start() else written

    if "**" in text and not text.isascii():
        text = _STRONG.sub(lambda found: outside(found, _strong(found)), text)
        code = code_places(text) if "](" in text else []
    return _BLANKS.sub(lambda found: outside(found, _pointed(found)), text) if "](" in text else text


def _pointed(link: re.Match[str]) -> str:
    address = link["address"].strip()
    return f"](<{address}>)" if " " in address and ("/" in address or "." in address) else link[0]


def _strong(found: re.Match[str]) -> str:
    """Return *found* as an element if CommonMark would not see where it begins or ends."""
    words, text = found["words"], found.string
    before, after = text[found.start() - 1 : found.start()], text[found.end() : found.end() + 1]
    hidden = (_is_sign(words[0]) and _LETTER.match(before)) or (_is_sign(words[-1]) and _LETTER.match(after))
    return f"<strong>{words}</strong>" if hidden else found[0]


def _is_sign(character: str) -> bool:
    return category(character)[0] in "PS"


def join_lines(body: Element) -> None:
    """Remove line breaks between characters of scripts without blanks, which readers would show as blanks."""
    for element in body.iter():
        if element.text and element.tag not in ("pre", "code", "textarea"):
            element.text = _SOFT_BREAK.sub("", element.text)
        if element.tail and _SOFT_BREAK.search(element.tail) and next(element.iterancestors("pre"), None) is None:
            element.tail = _SOFT_BREAK.sub("", element.tail)


def has_soft_breaks(source: str) -> bool:
    """Return whether *source* has a line break between characters of scripts without blanks."""
    return not source.isascii() and _SOFT_BREAK.search(source) is not None
