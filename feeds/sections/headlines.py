"""Recognise headlines that are not headings, glued to the text or in bold above it, and take marks off their words.

They are written as in archives that have lost their markup: `HEADLINE:…teaser…Text`, `HEADLINE?…teaser…Text`,
`HEADLINE ..teaser!…Text`, and `**HEADLINE:**` above `_…teaser…_`. An ellipsis followed by a blank is part of a
headline; one glued to the next word ends it.
"""

from __future__ import annotations

import re

from feeds.markup import Element, one_line
from feeds.regex import regex
from feeds.sections.blocks import Block, letters_of, line_of

_GLUE = regex(r"…(?=[^\s.…])|\.\.(?=[^\s.…])")  # the end of an ellipsis
_FEWEST = 3  # characters of a headline or teaser
_LONGEST_GLUED, LONGEST_TEASER = 200, 300
_EMOJI_CODE = regex(r"(?<![\w:]):[a-z][a-z0-9_+-]{1,40}:\Z")
_NUMBERING = regex(r"\A(?:[IVX]{1,5}[.)]\s+|\d{1,3}(?:[.)]\s+|、\s*)|[-–—•·→➜➤►▸»›]\s+)")


def title_of_heading(heading: Block) -> str:
    """Return the words of *heading* without numbering and colon."""
    words = one_line(heading.line)
    return without_colon(without_numbering(words)) or words


def without_colon(words: str) -> str:
    """Return *words* without a colon at their end, unless that closes the code of an emoji.

    >>> without_colon("The tide:"), without_colon("The bell is back :tada:")
    ('The tide', 'The bell is back :tada:')
    """
    return words if words.endswith(":") and _EMOJI_CODE.search(words) else words.rstrip(":：").rstrip()


def without_numbering(words: str) -> str:
    """Return *words* without a number or a mark before them."""
    numbering = _NUMBERING.match(words)
    return words[numbering.end() if numbering else 0 :]


def is_glued_headline(block: Block) -> bool:
    """Return whether *block* is a paragraph that begins with a headline and a teaser, glued to its text."""
    title, _, rest = glued_headline(block)
    return bool(title and divided(rest, LONGEST_TEASER)[0])


def glued_headline(block: Block) -> tuple[str, str, str]:
    """Return the headline of *block*, the text that this begins with, and the rest of that, to which it is glued."""
    beginning = (block.element.text or "") if block.tag == "p" else ""
    if "…" not in beginning and ".." not in beginning:
        return "", "", ""  # as in most paragraphs
    title, rest = divided(beginning.lstrip(), _LONGEST_GLUED, end=" \n:")
    return one_line(title).rstrip(":").rstrip(), beginning, rest


def divided(text: str, most: int, end: str = "") -> tuple[str, str]:
    """Return the line of at *most* so many characters that *text* begins with, and the words that it is glued to.

    Signs of *end* may be between them. Both are "" if there are none.

    >>> divided("The tide…comes in…And goes", 200), divided("The tide… comes in", 200)
    (('The tide', 'comes in…And goes'), ('', ''))
    """
    glue = _GLUE.search(text, _FEWEST)
    if not glue:
        return "", ""
    line = text[: glue.start()].rstrip("." if glue[0] == ".." else "").rstrip(end)
    return (line, text[glue.end() :]) if len(line) <= most and "\n" not in line else ("", "")


def lead_in_of(block: Block) -> str:
    """Return the letters of the bold words that lead into the paragraph *block*, or ""."""
    if not block.opens_in_bold:
        return ""
    first = block.element[0]
    bold, rest = line_of(first), (first.tail or "").lstrip(" ")
    ends = bold.rstrip("”’\"')»」")[-1:] in (":", "：", ".", "?", "!")
    leads = ends or rest[:1] in (":", "：", "–", "—", "-") or ends_line(first)
    return letters_of(bold) if leads and 3 <= len(bold) <= 200 else ""


def ends_line(bold: Element) -> bool:
    """Return whether a line of its paragraph ends right behind *bold*, and another one follows."""
    tail, behind = bold.tail or "", bold.getnext()
    return tail.lstrip(" ").startswith("\n") or (not tail.strip() and behind is not None and behind.tag == "br")


def bare_headline(words: str) -> str:
    """Return a headline in bold without the marks that lead into its text.

    >>> bare_headline("The bell is back.")
    'The bell is back'
    """
    return re.sub(r"(?<=\w{2})\.\Z", "", without_colon(words.strip("*_ ")))
