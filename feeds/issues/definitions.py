"""Read front matter in definitions of links that lead nowhere, which no page shows: `[date]: # (2026-01-05)`."""

from __future__ import annotations

from feeds.issues.headers import Headers
from feeds.regex import regex

_LINE = regex(
    r" {0,3}\[(?P<name>[^\]\n]{1,40})\]:[ \t]*+(?P<target>\S++)(?:[ \t]++[\"'(“](?P<value>[^\n]*)[\"')”])?[ \t]*\Z"
)
_NAME = regex(r"[A-Za-z][\w-]*\Z")
_NOWHERE = frozenset(("#", "/", "<>", "-", "?"))
_TELLING = frozenset(("date", "title"))  # other names may be comments
_LARGEST = 5000  # characters


def read_definitions(text: str) -> Headers | None:
    """Read the definitions at the top of *text* that lead nowhere, and their titles, if one is a date or a title."""
    lines = text[:_LARGEST].split("\n")
    values, taken = list[tuple[str, str]](), 0
    for number, line in enumerate(lines[:-1], 1):
        found = _LINE.match(line)
        if found is None:
            if line.strip():
                break
            continue
        is_named, leads_nowhere = _NAME.match(found["name"]), found["target"] in _NOWHERE
        if is_named and not leads_nowhere:
            break  # the text may refer to it
        taken = number if leads_nowhere else taken
        if is_named and found["value"]:
            values.append((found["name"], found["value"].strip()))
    is_front = not _TELLING.isdisjoint(name.lower() for name, _ in values)
    return Headers(values, sum(len(line) + 1 for line in lines[:taken])) if is_front else None
