"""Directives of MyST between fences: "```{figure} tide.png", "```{code-block} python", "```{note}"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from feeds.regex import regex

_BOXES = frozenset(
    "note tip hint important warning caution danger attention error seealso admonition todo dropdown margin sidebar "
    "epigraph pull-quote highlights topic card versionadded versionchanged deprecated example proof theorem lemma "
    "definition exercise solution aside details compound container".split()
)
_LAYOUT = frozenset("grid grid-item tab-set tab-item card-carousel div epigraph pull-quote container compound".split())
_CODE = frozenset("code code-block code-cell sourcecode prompt parsed-literal highlight doctest".split())
_PICTURES = frozenset("figure image".split())
_OF_THE_SITE = frozenset(
    "toctree contents tableofcontents include literalinclude bibliography index only meta eval-rst glue".split()
)
_OPTION = regex(r"\s*+:(?P<name>[A-Za-z][\w-]*+):(?P<value>.*)", re.DOTALL)
_ADMONITIONS = frozenset(("admonition", "dropdown", "card", "topic", "margin", "sidebar", "details", "aside"))


def is_directive(kind: str) -> bool:
    """Return whether *kind* is the name of a directive that is shown, and not a language (`{python}`)."""
    return kind in _BOXES or kind in _LAYOUT or kind in _CODE or kind in _PICTURES or kind in _OF_THE_SITE | {"math"}


def shown(kind: str, argument: str, lines: Sequence[str]) -> tuple[str, list[str]] | list[str]:
    """Return how the directive *kind* is shown: as the label and the lines of a box, or as lines of Markdown."""
    options, body = _split(lines)
    if kind in _CODE:
        fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", "\n".join(body))), default=0))
        return [f"{fence}{argument.split(' ')[0]}", *body, fence]
    if kind == "math":
        return ["$$" + " ".join([argument, *body]).strip() + "$$"]
    if kind in _PICTURES:
        picture = f"![{options.get('alt', '')}](<{argument}>)" if argument else ""
        target = options.get("target", "")
        return [f"[{picture}](<{target}>)" if target.startswith("http") else picture, "", *body]
    if kind in _OF_THE_SITE:
        return [""]
    if kind in _LAYOUT:
        return (argument if kind == "tab-item" else ""), body
    return argument or ("" if kind in _ADMONITIONS else kind), body


def _split(lines: Sequence[str]) -> tuple[dict[str, str], list[str]]:
    """Return the options at the beginning of the *lines* of a directive, and the lines below them."""
    if lines and lines[0].strip() == "---":
        end = next((number for number, line in enumerate(lines[1:], 1) if line.strip() == "---"), 0)
        return {}, list(lines[end + 1 :]) if end else list(lines)
    options: dict[str, str] = {}
    for number, line in enumerate(lines):
        found = _OPTION.match(line)
        if not found:
            return options, list(lines[number + (not line.strip()) :])
        options[found["name"].lower()] = found["value"].strip()
    return options, []
