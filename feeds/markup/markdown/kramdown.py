"""Resolve kramdown's additions to Markdown: attribute lists, contents lists, comments, abbreviations.

The id that an author gave a block becomes its anchor; classes and styles are removed. The
code in the text has been replaced by marks before.
"""

from __future__ import annotations

import re

from feeds.markup.nodes import BLOCKS, Element, replace_all
from feeds.markup.templates.keeping import BLOCK
from feeds.regex import regex

_COMMENT_END = regex(r"\{:/(?:comment)?\}\n?")
_CONTENTS = regex(
    r"^[ ]{0,3}(?:[*+-]|\d+[.)])[ \t][^\n]*\n(?:[ \t]*\n)?[ ]{0,3}"
    r"\{:(?=[^{}\n]*+\}[ \t]*+$)[^{}\n]*\btoc\b[^{}\n]*\}[ \t]*$",
    re.MULTILINE,
)
_ALONE = regex(r"[ \t>]*\{:(?P<list>[^{}\n,]*)\}[ \t]*\Z")
_ANYWHERE = regex(r"\{:(?:\s*(?:[.#][\w-]|[\w-]+\s*=|toc\b)|[:/])[^{}\n]*+\}")
_ID = regex(r"#([A-Za-z][\w.:-]*)|\bid\s*=\s*[\"']?([A-Za-z][\w.:-]*)")
_ABBREVIATION = regex(r"^ {0,3}\*\[[^\]\n]+\]:[^\n]*\n?", re.MULTILINE)
_HEADING = regex(r" {0,3}#{1,6}[ \t]+")
# Lines that do not begin a paragraph: lists, tables, HTML, code.
_NO_PARAGRAPH = regex(rf"\s*(?:[-*+]\s|\d+[.)]\s|[|<>{BLOCK}]|={{3,}}\s*\Z|-{{3,}}\s*\Z|\Z)")
_MARKER = "data-anchor"


def resolve_kramdown(text: str) -> str:
    """Return Markdown with ids as markers for `place_anchors`, and without kramdown's other additions."""
    if "{:" in text:
        text = _without_comments(text)
        text = _CONTENTS.sub("", text) if "toc" in text else text
        text = _ANYWHERE.sub("", _with_markers(text))
    return _ABBREVIATION.sub("", text) if "*[" in text else text


def _without_comments(text: str) -> str:
    """Return *text* without its comments; a comment that is never closed is text."""
    parts, done = [], 0
    begin = text.find("{::comment}")
    while begin >= 0 and (end := _COMMENT_END.search(text, begin)):
        parts.append(text[done:begin])
        done = end.end()
        begin = text.find("{::comment}", done)
    return "".join([*parts, text[done:]])


def _with_markers(text: str) -> str:
    """Remove attribute lists on lines of their own; their ids go to the block above or below."""
    lines = text.split("\n")
    for number, line in enumerate(lines):
        found = _ALONE.match(line) if "{:" in line else None
        if not found or found["list"].startswith((":", "/")):
            continue
        lines[number] = ""
        if id := _ID.search(found["list"]):
            above, below = lines[number - 1] if number else "", lines[number + 1] if number + 1 < len(lines) else ""
            marker = f'<span {_MARKER}="{id[1] or id[2]}"></span>'
            if above.strip():
                lines[number - 1] = _marked_at_end(above, marker)
            else:
                lines[number + 1 : number + 2] = [_marked(below, marker)] if below.strip() else [below]
    return "\n".join(lines)


def _marked(line: str, marker: str) -> str:
    if heading := _HEADING.match(line):
        return f"{heading[0]}{marker}{line[heading.end() :]}"
    indent = len(line) - len(line.lstrip())
    return line if _NO_PARAGRAPH.match(line) else f"{line[:indent]}{marker}{line[indent:]}"


def _marked_at_end(line: str, marker: str) -> str:
    if _HEADING.match(line):
        return _marked(line, marker)
    return line if _NO_PARAGRAPH.match(line) else f"{line.rstrip()}{marker}"


def place_anchors(body: Element) -> None:
    """Set the ids of the markers on the blocks around them."""
    markers = [span for span in body.iter("span") if span.get(_MARKER) is not None]
    for marker in markers:
        block = next((element for element in marker.iterancestors() if element.tag in BLOCKS), None)
        if block is not None and block.get("id") is None:
            block.set("id", marker.get(_MARKER, ""))
    replace_all(body, [(marker, "") for marker in markers])
