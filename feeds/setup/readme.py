"""The name of a newsletter in the first heading of its README."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from feeds.regex import regex

_FENCE = regex(r"[ \t]*(```+|~~~+)")
_ATX = regex(r"#[ \t]++(?P<words>.*)")
_UNDERLINE = regex(r"([=*#~^%-])\1{2,}[ \t]*\Z")
_LINK = regex(r"\[(?P<markdown>[^\[\]]*+)\]\([^()]*+\)|`(?P<rst>[^`<]*+)<[^`>]*+>`_{1,2}")
_SHORTEST, _LONGEST = 3, 60  # characters of a name


def find_name(text: str) -> str:
    """Return the heading that *text*, in Markdown or reStructuredText, begins with, or "" if it is not like a name.

    >>> find_name("```sh\\n# Install it\\n```\\n# [Harbour Notes](https://harbour.example/)")
    'Harbour Notes'
    >>> find_name("*************\\nHarbour Notes\\n*************\\n")
    'Harbour Notes'
    """
    fence, lines = "", [""]
    for line in text.split("\n"):
        mark = _FENCE.match(line)
        if mark and (not fence or mark[1].startswith(fence)):
            fence = "" if fence else mark[1]
        elif not fence:
            lines.append(line)
    name = _LINK.sub(lambda link: link["markdown"] or link["rst"] or "", _first_heading(lines)).strip()
    is_name = _SHORTEST <= len(name) <= _LONGEST and not any(sign in name for sign in "![]<>`")
    return name if is_name else ""


def _first_heading(lines: Sequence[str]) -> str:
    """Return the words of the heading that *lines* begin with, below pictures and comments, or ""."""
    for line, below in pairwise([*lines, ""]):
        if words := _heading_in(line, below):
            return words
        if line.strip() and not line.lstrip().startswith(("<", "!", "[!", "..")) and not _UNDERLINE.match(line):
            return ""
    return ""


def _heading_in(line: str, below: str) -> str:
    """Return the words of *line* if it is a heading of the highest level, or is underlined in the line *below*."""
    if found := _ATX.match(line):
        return found["words"].rstrip().rstrip("#").strip()
    return line.strip() if line.strip() and _UNDERLINE.match(below) and not _UNDERLINE.match(line) else ""
