"""Find the mark with which an author ends the teaser of a post."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from msgspec import Struct

from feeds.markup import Element, all_text, code_places, one_line
from feeds.regex import regex

# Each word is followed by what its generator allows behind it.
_WORDS = (
    r"(?:more|read[ -]?more|truncate|excerpt|end[ -]?excerpt|excerpt[ -]end|end[ -]of[ -]excerpt|teaser_end|teaser|"
    r"pelican_end_summary|end[ -]?summary|summary[ -]end|break|fold|jump|cut)"
)
# All begin with a plain character, because `re` searches for that first.
_COMMENT = regex(rf"<!--[ \t]*(?:{_WORDS}[ \t]*|(?:more|teaser_end)\b(?:(?!-->)[^\n]){{0,200}})-->", re.IGNORECASE)
_LINE = regex(  # below its indent
    r"(?:\{%-?[ \t]*more[ \t]*-?%\}|\{\{[<%]?[ \t]*more[ \t]*[%>]?\}\}|\[\[more\]\]|\[more\]"
    rf"|\{{/\*[ \t]*{_WORDS}[ \t]*\*/\}}|\\more|<more[ ]?/>)[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
_ENDED = regex(rb"more[ \t]*+(?:[-%>}\]/]|$)", re.MULTILINE)  # in all with `more`, in lower case
_AROUND = ("{", "[[", "[]\n", "\\", "</>", "<>")  # the signs of such a line
_DIRECTIVE = regex(
    r"\.\.[ \t]+(?:teaser_end|more)\b[^\n]{0,200}[ \t]*$", re.IGNORECASE | re.MULTILINE
)  # of reStructuredText; likewise
_VANISHING = ("<!--", "{%", "{{", "..", "{/*")  # marks that are removed when the body is read
_DEFINITION = regex(r"^ {0,3}\[(?!\^)[^\[\]\n]{1,300}\]:[^\n]*", re.MULTILINE)
_CITATION = regex(r"\[\^[^\[\]\s]{1,100}\]")
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "pre", "table"))


class Teased(Struct, frozen=True):
    """A body without a mark that would be shown, and the source of its teaser, "" if it has none."""

    body: str
    teaser: str


def split_teaser(body: str, separator: str, signs: str) -> Teased:
    """Return *body*, which has these *signs*, and the part above the mark that ends its teaser.

    *separator* is a mark of the author's own, or "".

    >>> split_teaser("Short.\\n\\n[[more]]\\n\\nLong.", "", ".\\n\\n[[]]\\n\\n.")
    Teased(body='Short.\\n\\n\\n\\nLong.', teaser='Short.')
    """
    begin, end = _find(body, separator, signs)
    if begin < 0:
        return Teased(body, "")
    mark = body[begin:end].strip()
    shown = mark == separator or not mark.startswith(_VANISHING)
    above, below = body[:begin], body[end:]
    definitions = "\n".join(_DEFINITION.findall(below)) if "]:" in below else ""
    teaser = _CITATION.sub("", above).rstrip()
    return Teased(above + below if shown else body, f"{teaser}\n\n{definitions}".rstrip() if teaser else "")


def words_of(teaser: Element) -> str:
    """Return the words of the parsed *teaser* on one line; headings, code and tables only if there is nothing else."""
    blocks = [block for block in teaser if block.tag not in _HEADINGS]
    return one_line(" ".join(all_text(block) for block in blocks)) or one_line(all_text(teaser))


def _find(body: str, separator: str, signs: str) -> tuple[int, int]:
    """Return where the first mark outside code begins and ends, or -1 and -1."""
    if separator and separator.strip() and (at := body.find(separator)) >= 0:
        return at, at + len(separator)
    comments = _COMMENT.finditer(body) if "<!--" in signs else ()
    marks = sorted([*(found.span() for found in comments), *_lines(body, f"{signs}\n")])
    code = code_places(body) if marks else []
    return next((mark for mark in marks if not _is_within(mark, code)), (-1, -1))


def _lines(body: str, signs: str) -> Iterator[tuple[int, int]]:
    """Yield where the lines of *body* that are nothing but a mark begin and end; *signs* are all that it has."""
    may_be = any(sign in signs for sign in _AROUND) and ("{/*" in signs or _may_end(body))
    directives = _DIRECTIVE.finditer(body) if "\n.." in signs or signs.startswith("..") else ()
    for found in (*(_LINE.finditer(body) if may_be else ()), *directives):
        start = body.rfind("\n", 0, found.start()) + 1
        if not body[start : found.start()].strip(" \t"):
            yield start, found.end()


def _may_end(body: str) -> bool:
    """Return whether "more" is before what ends a mark: bytes become lower case in a tenth of the time of text."""
    lower = body.encode(errors="ignore").lower()
    return b"more" in lower and _ENDED.search(lower) is not None


def _is_within(mark: tuple[int, int], code: list[tuple[int, int]]) -> bool:
    place = bisect_right(code, (mark[0], mark[0])) - 1
    return place >= 0 and code[place][1] >= mark[1]
