"""Find template marks, code and comments in a body, in one pass.

The one that begins first wins: a tag with a backtick in an argument is a tag, a code span with a
tag in it is code. Every search for an end is remembered (`ends`), so the time is linear.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from feeds.markup.templates.code_blocks import code_blocks
from feeds.markup.templates.ends import Ends
from feeds.regex import regex

Kind = Literal["words", "code", "block", "raw", "highlight", "comment", "tag", "output", "shortcode", "unclosed"]

# Each alternative begins with a plain character (so "``*" and not "`+"), because `re` searches for these first.
_MARKDOWN = regex(r"``*|\{%|\{\{|<!--|\{#(?=[\s-])")
_HTML = regex(r"\{%|\{\{|<!--|\{#(?=[\s-])|<(?:pre|code|script|style|textarea)\b", re.IGNORECASE)
_RAW = regex(r"\{%-?\s*+(?P<end>end)?raw\s*+-?%\}")
_WIDEST = 100  # characters of indentation
_NOTE = regex(r"\{%-?\s*+(?P<end>end)?comment\s*+-?%\}")
_LISTED = regex(r"[ \t>]*(?:[-*+]|\d+[.)])\s")
# Tags that own everything up to their end tag, including other tags.
_TAKING = regex(r"(raw|comment|highlight|verbatim)\b\s*+([^%]*+)\Z")


class Token(Struct, frozen=True):
    """A part of a body; *text* is its content without the marks."""

    kind: Kind
    text: str
    detail: str = ""  # the language of a highlight
    alone: bool = False  # whether it is alone on its line
    indent: str = ""  # the indent of its line
    trims: tuple[bool, bool] = (False, False)  # whether `{%-` and `-%}` remove the space before and after it
    position: int = 0


def scan(text: str, *, markdown: bool = True) -> Iterator[Token]:
    """Yield all parts of *text* in order: words, code, comments and template marks."""
    marks, ends = (_MARKDOWN if markdown else _HTML), Ends(text)
    mark = marks.search(text)
    blocks = iter(code_blocks(text) if markdown else ())
    block = next(blocks, None)
    start = position = 0
    while True:
        while block and block[0] < position:  # the block is inside the last token
            block = next(blocks, None)
        if mark and mark.start() < position:
            mark = marks.search(text, position)
        at = mark.start() if mark else len(text)
        if block and block[0] <= at:
            yield Token("words", text[start : block[0]])
            yield Token("block", without_raw(text[block[0] : block[1]]))
            start = position = block[1]
            continue
        if not mark:
            break
        taken = _take(mark, ends, markdown)
        if taken is None:
            position = mark.end()
            mark = marks.search(text, position)
            continue
        token, begin, position = taken
        yield Token("words", text[start : max(begin, start)])
        yield token
        start = position
    yield Token("words", text[start:])


def without_raw(code: str) -> str:
    """Return *code* without `raw` tags and without comments of Liquid.

    Other tags in code stay as written, because newsletters about templates show them in code.
    """
    code = _without_tags(code, _RAW, keep=True) if "endraw" in code else code
    return _without_tags(code, _NOTE, keep=False) if "endcomment" in code else code


def _without_tags(code: str, tags: re.Pattern[str], *, keep: bool) -> str:
    """Return *code* without pairs of *tags*, and with *keep* what is between them."""
    parts: list[str] = []
    done = 0
    opened: re.Match[str] | None = None
    for tag in tags.finditer(code):
        if opened is None and not tag["end"]:
            opened = tag
        elif opened and tag["end"]:
            parts += [code[done : opened.start()], code[opened.end() : tag.start()] if keep else ""]
            opened, done = None, tag.end()
    return "".join([*parts, code[done:]])


_Taken = tuple[Token, int, int]  # the token, and the begin and end of the text that it replaces


def _take(mark: re.Match[str], ends: Ends, markdown: bool) -> _Taken | None:
    opening = mark[0].lower()
    reader = _READERS.get(opening)
    if reader:
        return reader(mark, ends, markdown)
    return _take_ticks(mark, ends) if opening[0] == "`" else _take_element(mark, ends)


def _take_ticks(mark: re.Match[str], ends: Ends) -> _Taken | None:
    if mark.string[mark.start() - 1 : mark.start()] == "\\":
        return None
    end = ends.find_ticks(len(mark[0]), mark.end())
    if end < 0:
        return None
    return Token("code", without_raw(ends.text[mark.start() : end])), mark.start(), end


def _take_element(mark: re.Match[str], ends: Ends) -> _Taken | None:
    end = ends.find(f"</{mark[0][1:]}", mark.end())
    return None if end < 0 else (Token("code", without_raw(ends.text[mark.start() : end])), mark.start(), end)


def _take_comment(mark: re.Match[str], ends: Ends, markdown: bool) -> _Taken | None:
    text, at = ends.text, mark.start()
    if text.startswith(("<!-->", "<!--->"), at):
        end = text.index(">", at) + 1
    elif (found := ends.find("-->", mark.end())) >= 0:
        end = found + 3
    else:
        return _take_unclosed(text, at, markdown)
    if not markdown:
        return Token("code", text[at:end]), at, end  # the parser removes it
    if not text[at + 4 : end - 3].strip():
        return None  # `<!-- -->` separates two lists
    line = _line_around(text, at, end)
    if line is None:
        return Token("comment", ""), at, end
    begin, line_end = line
    below = text[line_end + 1 : line_end + 100]
    parts = text[max(begin - 2, 0) : begin].strip() != "" and below[:1].strip() != "" and not _LISTED.match(below)
    return Token("comment", "", alone=parts), begin, min(line_end + 1, len(text))


def _take_unclosed(text: str, at: int, markdown: bool) -> _Taken:
    """Take a comment that is never closed: at the start of a line it hides the rest, elsewhere only its mark goes."""
    opens_line = _line_start(text, at) is not None
    end = len(text) if opens_line or not markdown else at + 4
    return Token("unclosed" if end > at + 4 else "comment", "", position=at), at, end


def _take_tag(mark: re.Match[str], ends: Ends, markdown: bool) -> _Taken | None:
    inner, end = _inside(mark, ends, "%}", "{%")
    if end < 0:
        return Token("comment", ""), mark.start(), mark.end()
    inner, trims = _without_trims(inner)
    taking = _TAKING.match(inner)
    if taking and (last := ends.find_end_tag(taking[1], end)):
        kind: Kind = "comment"
        if taking[1] != "comment":
            kind = "highlight" if taking[1] == "highlight" else "raw"
        content = ends.text[end : last.start()]
        return _placed(Token(kind, content, taking[2].strip(), trims=trims), ends.text, mark.start(), last.end())
    return _placed(Token("tag", inner, trims=trims), ends.text, mark.start(), end)


def _take_output(mark: re.Match[str], ends: Ends, markdown: bool) -> _Taken | None:
    text, at = ends.text, mark.start()
    for opening, closing in (("{{<", ">}}"), ("{{%", "%}}")):
        if text.startswith(opening, at):
            inner, end = _inside(mark, ends, closing, opening)
            if end >= 0:
                inner = inner[1:].strip()
                last = ends.find_shortcode_end(end) if inner.startswith("highlight ") else None
                if last:
                    detail = inner.partition(" ")[2].strip()
                    return _placed(Token("highlight", text[end : last.start()], detail), text, at, last.end())
                return _placed(Token("shortcode", inner), text, at, end)
    inner, end = _inside(mark, ends, "}}", "{{")
    if end < 0:
        return Token("comment", ""), at, mark.end()
    if inner.startswith("{") and text.startswith("}", end):  # `{{{ x }}}` of Handlebars
        inner, end = inner[1:], end + 1
    inner, trims = _without_trims(inner)
    return _placed(Token("output", inner, trims=trims, position=at), text, at, end)


def _without_trims(inner: str) -> tuple[str, tuple[bool, bool]]:
    """Return the content of a mark without `-` at its ends, and which ends had one."""
    trims = inner.startswith("-"), inner.endswith("-")
    return inner[trims[0] : len(inner) - trims[1]].strip(), trims


def _take_note(mark: re.Match[str], ends: Ends, markdown: bool) -> _Taken | None:
    """Take `{# … #}`, a comment of Nunjucks and Tera."""
    end = ends.find("#}", mark.end())
    return None if end < 0 else (Token("comment", ""), mark.start(), end + 2)


def _inside(mark: re.Match[str], ends: Ends, closing: str, opening: str) -> tuple[str, int]:
    """Return the text between *mark* and *closing*, and its end, or -1 if it is never closed."""
    end = ends.find(closing, mark.end())
    if end < 0 or 0 <= ends.find(opening, mark.end()) < end:
        return "", -1
    return ends.text[mark.end() : end], end + len(closing)


def _placed(token: Token, text: str, begin: int, end: int) -> _Taken:
    line = _line_around(text, begin, end)
    if line is None:
        return token, begin, end
    return replace(token, alone=True, indent=text[line[0] : begin]), begin, end


def _line_around(text: str, begin: int, end: int) -> tuple[int, int] | None:
    """Return the begin and end of the lines from *begin* to *end* if there is nothing else on them, or None."""
    line, far = _line_start(text, begin), min(end + _WIDEST, len(text))
    line_end = text.find("\n", end, far)
    if line is None or (line_end < 0 and far < len(text)):
        return None
    line_end = len(text) if line_end < 0 else line_end
    return None if text[end:line_end].strip() else (line, line_end)


def _line_start(text: str, at: int) -> int | None:
    """Return where the line of *at* begins if nothing is before it, or None; long lines are not searched each time."""
    near = max(at - _WIDEST, 0)
    line = text.rfind("\n", near, at) + 1
    return None if (line == 0 and near > 0) or text[line:at].strip() else line


_READERS: dict[str, Callable[[re.Match[str], Ends, bool], _Taken | None]] = {
    "{%": _take_tag,
    "{{": _take_output,
    "<!--": _take_comment,
    "{#": _take_note,
}
