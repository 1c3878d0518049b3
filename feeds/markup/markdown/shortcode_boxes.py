"""Boxes that themes of Hugo make by shortcodes, written as boxes between colons."""

from __future__ import annotations

import re
from collections import Counter

from feeds.regex import regex

_KINDS = frozenset("note tip hint info warning caution danger important success error question example".split())
_GENERAL = frozenset("notice admonition callout alert hint message".split())  # their kind is an argument
_TAG = regex(
    r"\{\{[<%][ \t]*+(?P<end>/?)[ \t]*+(?P<name>[a-z]{3,12})\b(?P<arguments>[^<>{}\n%]*+)[>%]\}\}(?:[ \t]*+\n)?"
)
_NAMED = regex(r"\b(?P<name>[a-z]+)[ ]?=[ ]?(?:\"(?P<quoted>[^\"]*)\"|(?P<bare>[\w-]+))")
_BARE = regex(r"\"(?P<quoted>[^\"]*)\"|(?P<bare>[\w-]+)")


def colons_for_shortcodes(text: str) -> str:
    """Return Markdown with such shortcodes as boxes between colons, if all of a name that are opened are closed.

    >>> colons_for_shortcodes('{{< notice warning "Wet" >}}\\nRopes.\\n{{< /notice >}}\\n')
    '\\n:::warning Wet\\nRopes.\\n\\n:::\\n'
    """
    tags = [tag for tag in _TAG.finditer(text) if tag["name"] in _KINDS | _GENERAL]
    opened, closed = (Counter(tag["name"] for tag in tags if bool(tag["end"]) == end) for end in (False, True))
    paired = {name for name, times in opened.items() if times == closed[name]}
    return _TAG.sub(lambda tag: _colons(tag) if tag["name"] in paired else tag[0], text) if paired else text


def _colons(tag: re.Match[str]) -> str:
    if tag["end"]:
        return "\n:::\n"
    named = {one["name"]: one["quoted"] or one["bare"] for one in _NAMED.finditer(tag["arguments"])}
    given = [one["quoted"] or one["bare"] for one in _BARE.finditer(_NAMED.sub("", tag["arguments"]))]
    kind = tag["name"]
    if kind in _GENERAL:
        kind = named.get("type") or named.get("kind") or named.get("color") or (given.pop(0) if given else kind)
    title = named.get("title") or " ".join(word for word in given if word)
    kind = kind if kind.replace("-", "").isalpha() else tag["name"]
    return f"\n:::{kind} {title.replace(':', '')}".rstrip() + "\n"
