"""Read front matter without fences: lines of Pelican, Nikola and reStructuredText, the head of an HTML page.

Each reader returns None if there is no such front matter. Values of several lines keep their
line breaks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from lxml import etree

from feeds.markup import clean
from feeds.markup.html.attributes import has_many_attributes
from feeds.regex import regex


class Headers(NamedTuple):
    """Front matter without fences."""

    values: list[tuple[str, str]]  # names as written
    end: int  # where the body begins


_HEADER = regex(r"([A-Za-z][\w-]*+):(?:[ \t]++(.*+)|[ \t]*+)\Z")
_CONTINUED = regex(r"(?:  |\t)\s*\S")
_FENCE = regex(r"---[ \t]*(?:\n|\Z)")
_NIKOLA = regex(r"\.\. ([A-Za-z][\w-]*+):(?:[ \t]++(.*+)|[ \t]*+)\Z")
_COMMENT_START = regex(r"\s*+<!--\s*+(?=\.\. [A-Za-z])")
_COMMENT_END = regex(r"\s*-->[ \t]*\n?")
_FIELD = regex(r":([A-Za-z][\w -]*+):(?:[ \t]++(.*+)|[ \t]*+)\Z")
_ADORNMENT = regex(r"([!-/:-@[-`{-~])\1{2,}[ \t]*\Z")
_HEAD = regex(r"<head(?:\s[^<>]*)?>", re.IGNORECASE)
_LARGEST_HEAD = 200_000  # characters


def read_headers(text: str) -> Headers | None:
    """Read Pelican's `Key: value` lines; an indented line continues the value above it."""
    values, end = _read_lines(text, 0, _HEADER.match)
    if values and (fence := _FENCE.match(text, end)):
        end = fence.end()  # Hexo omits the first fence
    names = {name.lower() for name, _ in values}
    return Headers(values, _after_blank_lines(text, end)) if "title" in names or {"date", "slug"} <= names else None


def read_nikola(text: str) -> Headers | None:
    """Read Nikola's `.. key: value` lines, bare or inside a comment."""
    opened = _COMMENT_START.match(text[:1000])
    start = opened.end() if opened else _after_blank_lines(text, 0)
    values, end = _read_lines(text, start, _NIKOLA.match)
    if not values:
        return None
    if opened and (closed := _COMMENT_END.match(text, end)):
        end = closed.end()
    return Headers(values, _after_blank_lines(text, end))


def read_fields(text: str) -> Headers | None:
    """Read the title of a reStructuredText document and the `:key: value` fields below it."""
    start = _after_blank_lines(text, 0)
    title, end = _read_title(text, start)
    values, after = _read_lines(text, _after_blank_lines(text, end), _FIELD.match)
    if not values and (not title or _is_used_again(text, start, end)):
        return None
    titled = [("title", title)] if title else []
    return Headers(titled + values, _after_blank_lines(text, after if values else end))


def _read_title(text: str, start: int) -> tuple[str, int]:
    """Return the title at *start* and the index after it, or "" and *start*."""
    lines = text[start : start + 3000].split("\n", 3)[:3]
    if len(lines) > 2 and _ADORNMENT.match(lines[0]) and _ADORNMENT.match(lines[2]) and lines[0][0] == lines[2][0]:
        taken = 3
    elif len(lines) > 1 and _ADORNMENT.match(lines[1]) and not _ADORNMENT.match(lines[0]) and lines[0][:1].strip():
        taken = 2
    else:
        return "", start
    return lines[taken - 2].strip(), min(len(text), start + sum(len(line) + 1 for line in lines[:taken]))


def _is_used_again(text: str, start: int, end: int) -> bool:
    """Return whether another title has the same lines as that at *start*, which is then the title of a section."""
    mark = text[start:end].rstrip()[-1:]
    return re.search(rf"^{re.escape(mark)}{{3,}}[ \t]*$", text[end:], re.MULTILINE) is not None


def _read_lines(
    text: str, start: int, match: Callable[[str], re.Match[str] | None]
) -> tuple[list[tuple[str, str]], int]:
    values: list[tuple[str, list[str]]] = []
    end = start
    while end < len(text):
        stop = text.find("\n", end) + 1 or len(text)
        line = text[end:stop].rstrip("\n")
        if found := match(line):
            values.append((found[1], [(found[2] or "").strip()]))
        elif values and _CONTINUED.match(line):
            values[-1][1].append(line.strip())
        else:
            break
        end = stop
    return [(name, "\n".join(lines).strip()) for name, lines in values], end


def _after_blank_lines(text: str, start: int) -> int:
    end = start
    while (stop := text.find("\n", end) + 1) and not text[end:stop].strip():
        end = stop
    return end


def read_html_head(text: str) -> Headers | None:
    """Read the title and the `meta` elements in the head of an HTML page, as Pelican does."""
    page = text[:_LARGEST_HEAD]
    found = _HEAD.search(page)
    end = page.lower().find("</head", found.end()) if found else -1
    if found is None or end < 0:
        return None
    inner = clean(page[found.end() : end])
    if has_many_attributes(inner):
        return None
    try:
        head = etree.fromstring(f"<html><head>{inner}</head></html>", etree.HTMLParser(remove_comments=True))
    except (etree.XMLSyntaxError, ValueError):
        return None
    return Headers(list(_head_values(head)), page.find(">", end) + 1 or end)


def _head_values(head: etree._Element) -> Iterator[tuple[str, str]]:
    for element in head.iter("title", "meta", "link"):
        if element.tag == "title" and element.text:
            yield "title", element.text.strip()
        elif element.tag == "link" and element.get("rel") == "canonical":
            yield "canonical_url", element.get("href", "")
        elif content := element.get("content", ""):
            name = (element.get("name") or element.get("property") or "").lower()
            yield _PROPERTIES.get(name, name), content


_PROPERTIES = {  # Open Graph and Dublin Core
    "article:published_time": "date",
    "article:modified_time": "modified",
    "article:author": "author",
    "og:image": "image",
    "og:audio": "audio",
    "twitter:image": "image",
    "og:locale": "locale",
    "dc.date": "date",
    "dc.creator": "author",
}
