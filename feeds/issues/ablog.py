"""Read what ABlog, which makes a blog of Sphinx, has instead of front matter: `.. post:: 5 Jan 2026` with options."""

from __future__ import annotations

import re

from feeds.issues.headers import Headers
from feeds.regex import regex

_BLOCK = regex(
    r"^\.\. (?P<name>post|meta)::[ \t]*+(?P<argument>[^\n]*+)\n?+(?P<below>(?:[ \t]++\S[^\n]*+\n?+)*+)", re.MULTILINE
)
_OPTION = regex(
    r"^[ \t]++:(?P<name>[a-z_]++)[^:\n]*+:[ \t]*+(?P<value>[^\n]*+(?:\n[ \t]++[^:\s][^\n]*+)*+)", re.MULTILINE
)
_CONTENT = regex(r"\n[ \t]++\S")
_ADORNMENT = regex(r"[!-/:-@\[-`{-~]{3}")
_BEFORE = regex(rf"\.\.|[ \t]|{_ADORNMENT.pattern}")  # of directives, or above or below a title
_NAMES = {
    **{name: name for name in ("tags", "category", "author", "language", "title")},
    "canonical_link": "canonical_url",
    "external_link": "link",
}
_LARGEST = 5000  # characters, in which the directive begins


def read_ablog(text: str) -> Headers | None:
    """Read the directive `post` and a description in `meta` above the text of a post; without a date it is a draft."""
    if ".. post::" not in text[:_LARGEST]:
        return None
    blocks = {found["name"]: found for found in _BLOCK.finditer(text[:_LARGEST])}
    post = blocks.get("post")
    if post is None or not _is_above(text[: post.start()]):
        return None
    date = post["argument"].strip()
    values = [("date", date) if date else ("draft", "true")]
    values += [(_NAMES[name], value) for name, value in _options(post["below"]) if name in _NAMES]
    for name, value in _options(blocks["meta"]["below"]) if "meta" in blocks else ():
        values += [("description", value)] * (name == "description")
    is_first = not text[: post.start()].strip() and not _CONTENT.match(text, post.end())
    return Headers(values, post.end() if is_first else 0)


def _options(below: str) -> list[tuple[str, str]]:
    """Return the options in the lines *below* a directive."""
    return [(found["name"], " ".join(found["value"].split())) for found in _OPTION.finditer(below)]


def _is_above(text: str) -> bool:
    """Return whether *text* has nothing but directives and a title."""
    lines = text.split("\n")
    return all(
        not line.strip() or _BEFORE.match(line) or _ADORNMENT.match(below)
        for line, below in zip(lines, [*lines[1:], ""], strict=True)
    )
