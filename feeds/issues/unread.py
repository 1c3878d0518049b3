"""Find front matter that its author wrote and no reader has understood.

Such a post must not be published: the line that was not read may be `draft: true`.
"""

from __future__ import annotations

import re
from itertools import islice

from feeds.errors import PostError, Where
from feeds.markup import folded
from feeds.regex import regex

#: Lines that may be above front matter: blank ones, comments, invisible characters.
_LEAD = regex(
    r"(?:[ \t\ufeff\u200b]*\n"
    r"|[ \t\ufeff\u200b]*<!--(?!\s*(?:more|\.\. ))(?:(?!-->).)*-->[ \t]*(?:\n|\Z)"
    r"|[ \t]*\{#(?:(?!#\}).)*#\}[ \t]*(?:\n|\Z)"
    r"|[ \t]*\{%-?[ \t]*comment\b(?:(?!%\}).)*%\}(?:(?!\{%).)*\{%-?[ \t]*endcomment[ \t]*-?%\}[ \t]*(?:\n|\Z)"
    r"|\[(?://|comment)\]:[ \t]*[#<][^\n]*(?:\n|\Z))*[\ufeff\u200b]*",
    re.DOTALL,
)
_LONGEST_LEAD = 20_000  # characters
_CUSTOMARY = frozenset(
    "title date draft published layout tags categories category author authors slug permalink status description "
    "summary excerpt lang language type template image aliases weight".split()
)
_OTHERS = frozenset("url id number issue updated lastmod toc comments series keywords cover featured pinned".split())
_DECISIVE = frozenset("title date draft published layout status permalink".split())
_LINE = regex(r"[ \t]*[\"']?(?P<name>[A-Za-z][A-Za-z_-]{2,20})[\"']?[ \t]*[:=](?![:=/])")
_FENCE = regex(r"[ \t]*(?:([-+=*_;–—])\1{0,9}|(?:[-*_][ \t]){2,9}[-*_]|<!--|-->|[{}])[ \t]*\Z")
_CODE = regex(r"(?:```+|~~~+)[ \t]*+[a-z]{0,8}+[ \t]*+\Z")
_MOST_LINES = 40  # of front matter that begins further down only its first lines are looked at
_MOST_ABOVE = 2  # lines with text, such as a fence and a title


def lead_of(text: str) -> int:
    """Return how many characters of *text* may be above front matter.

    >>> lead_of("\\n\\n---\\n"), lead_of("<!-- vim: set tw=80 -->\\n---\\n"), lead_of("Dear readers,\\n")
    (2, 24, 0)
    """
    found = _LEAD.match(text[:_LONGEST_LEAD])
    return found.end() if found else 0


def reject_unread(text: str, where: Where) -> None:
    """Check that *text*, in which no front matter was found, does not begin with any.

    Raises:
        PostError: it does.
    """
    if found := _find(text, 0) or _find(text, lead_of(text)):
        name, line = found
        raise PostError(
            f"what looks like front matter is not read: {name!r} is part of the text",
            Where(where.path, line),
            "begin the file with a line '---', and end the front matter with another one",
        )


def _find(text: str, start: int) -> tuple[str, int] | None:
    """Return the first name in what looks like front matter near *start*, and its line."""
    above, fenced = 0, False
    lines = text[start : start + _LONGEST_LEAD].split("\n")[:_MOST_LINES]
    for number, line in enumerate(lines):
        if (name := _name_in(line)) and _are_front_matter(lines[number:], name, fenced=fenced):
            return name, text.count("\n", 0, start) + number + 1
        if line.strip():
            fenced = bool(_FENCE.match(line) or (not above and _CODE.match(line)))
            above += 1
        if above > _MOST_ABOVE or (not fenced and _CODE.match(line)):
            break
    return None


def _are_front_matter(lines: list[str], first: str, *, fenced: bool) -> bool:
    """Return whether *lines*, of which the first has the name *first*, are front matter.

    Without a fence above, only names in lower case count: `Date: 5 May` may be a line of the letter.
    """
    names = [name for line in islice(lines, _MOST_LINES) if (name := _name_in(line)) and (fenced or name.islower())]
    if not names or names[0] != first:
        return False
    run = next((number for number, line in enumerate(lines) if not _name_in(line)), len(lines))
    customary = {folded(name) for name in map(_name_in, lines[:run]) if fenced or name.islower()} & _CUSTOMARY
    if not customary & _DECISIVE:
        return False
    closed = run < len(lines) and bool(_FENCE.match(lines[run]) or _CODE.match(lines[run]))
    return len(customary) > 1 or (fenced and closed)


def _name_in(line: str) -> str:
    found = _LINE.match(line[:200])
    return found["name"] if found and folded(found["name"]) in _CUSTOMARY | _OTHERS else ""
