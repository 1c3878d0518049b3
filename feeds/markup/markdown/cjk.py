"""Read Markdown as authors in Chinese and Japanese write it, and addresses with blanks as kramdown reads them."""

from __future__ import annotations

import re
from collections.abc import Callable
from unicodedata import category

from feeds.markup.characters import has_cjk
from feeds.markup.markdown.code import Code
from feeds.markup.nodes import Element, all_text
from feeds.regex import regex

_BLANKS = regex(
    r"\]\([ ]?(?P<address>(?=[^\s<>()\"']{1,500} )[^\n<>()\"']{1,500})(?P<title>(?<= )\"[^\"\n]{0,300}\")?\)"
)
# An address; it begins with one plain sign, which `re` finds soonest, and ends before the next address.
_HOLDS_BLANK = regex(r"\((?<=\]\()(?:[^)\] ]++|\](?!\())*+ ")
# It begins plainly, because `re` searches for the stars first.
_STRONG = regex(r"\*\*(?<![\\*]\*\*)(?![\s*])(?P<words>[^*\n`]{1,500})(?<!\s)\*\*(?!\*)")
_NO_BLANKS = "\u3001-\u30ff\u3400-\u9fff\uff01-\uff0f\uff1a-\uff1f"  # scripts without blanks, and their punctuation
# It begins plainly, because `re` searches for the line break first.
_SOFT_BREAK = regex(rf"\n(?<=[{_NO_BLANKS}]\n)[ ]{{0,20}}(?=[{_NO_BLANKS}])")


_INLINE = "a abbr b code del em i ins kbd mark q s small span strong sub sup u".split()
_NEAR = 30  # characters


def _beside_tag(one: str) -> str:
    """Return a pattern for a line break between two of *one* character, or beside a tag."""
    return rf"\n(?<=(?:{one}|>)\n)[ ]{{0,20}}(?:<(?:{'|'.join(_INLINE)})(?:\s[^<>]{{0,400}})?>)?{one}"


_BESIDE_TAG = regex(_beside_tag(f"[{_NO_BLANKS}]"))
# What characters of these scripts begin with in UTF-8, and few others.
_BEGINNINGS = bytes([*range(0xE3, 0xEA), 0xEF])
# Where it may be: few other posts have such a place, and it takes a twentieth of the time to compile.
_PERHAPS_BESIDE_TAG = regex(_beside_tag("[^\x00-\u02ff]"))


def widen_markdown(text: str, signs: str, rare: str) -> str:
    """Return Markdown with addresses that hold blanks, and bold beside CJK punctuation, as CommonMark reads them.

    It has these *signs*; all letters of CJK in it are among the *rare* characters.

    >>> widen_markdown("[a](/b c.pdf) **注意：**時間", "[](/.)****", "注意：時間")
    '[a](</b c.pdf>) <strong>注意：</strong>時間'
    """
    if "**" in signs and has_cjk(rare):
        text = _outside_code(_STRONG, _strong, text)
    return _outside_code(_BLANKS, _pointed, text) if "](" in signs and _HOLDS_BLANK.search(text) else text


def _outside_code(pattern: re.Pattern[str], change: Callable[[re.Match[str]], str], text: str) -> str:
    """Return *text* with the change of each place of *pattern* that is not in code."""
    code = Code(text)

    def changed(found: re.Match[str]) -> str:
        written = change(found)
        return found[0] if written == found[0] or code.covers(found.start()) else written

    return pattern.sub(changed, text)


def _pointed(link: re.Match[str]) -> str:
    address = link["address"].strip()
    title = f" {link['title']}" if link["title"] else ""
    return f"](<{address}>{title})" if " " in address and ("/" in address or "." in address) else link[0]


def _strong(found: re.Match[str]) -> str:
    """Return *found* as an element if CommonMark would not see where it begins or ends."""
    words, text = found["words"], found.string
    before, after = text[found.start() - 1 : found.start()], text[found.end() : found.end() + 1]
    hidden = (_is_sign(words[0]) and has_cjk(before)) or (_is_sign(words[-1]) and has_cjk(after))
    return f"<strong>{words}</strong>" if hidden else found[0]


def _is_sign(character: str) -> bool:
    return category(character)[0] in "PS"


def join_lines(body: Element) -> None:
    """Remove line breaks between characters of scripts without blanks, which readers would show as blanks."""
    for element in body.iter():
        if element.text and element.tag not in ("pre", "code", "textarea"):
            element.text = _SOFT_BREAK.sub("", element.text)
        if element.tail and _SOFT_BREAK.search(element.tail) and not _is_in_code(element):
            element.tail = _SOFT_BREAK.sub("", element.tail)
    for element in body.iter(*_INLINE):
        _join_around(element)


def _join_around(element: Element) -> None:
    """Remove the line break before the inline *element*, and the one behind it, likewise."""
    previous, parent, behind = element.getprevious(), element.getparent(), element.getnext()
    before = (previous.tail if previous is not None else "" if parent is None else parent.text) or ""
    tail, words = element.tail or "", ""
    if before.rstrip(" ").endswith("\n") or tail.startswith("\n"):
        words = "" if _is_in_code(element) else all_text(element)
    if not words:
        return
    if _SOFT_BREAK.search(before[-_NEAR:].rstrip(" ") + words[0]) and before.rstrip(" ").endswith("\n"):
        joined = before.rstrip(" \n")
        if previous is not None:
            previous.tail = joined
        elif parent is not None:
            parent.text = joined
    if previous is None and not before.strip():
        return  # it is a title, and what follows is about it
    inline = behind is not None and behind.tag in _INLINE
    follows = tail.lstrip(" \n") or (all_text(behind) if inline and behind is not None else "")
    if tail.startswith("\n") and _SOFT_BREAK.search(f"{words[-1]}\n{follows[:1]}"):
        element.tail = tail.lstrip(" \n")


def _is_in_code(element: Element) -> bool:
    return next(element.iterancestors("pre"), None) is not None


def has_soft_breaks(source: bytes) -> bool:
    """Return whether HTML has a line break between characters of scripts without blanks, or beside a tag."""
    if source.isascii() or not any(beginning in source for beginning in _BEGINNINGS):
        return False
    text = source.decode()
    return _PERHAPS_BESIDE_TAG.search(text) is not None and _BESIDE_TAG.search(text) is not None
