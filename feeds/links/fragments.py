"""Link to words on a page with text fragments (WICG, scroll-to-text-fragment).

`https://a.example/7/#:~:text=The%20tide` opens the page where it says "The tide". Browsers
that do not support it, or do not find the words, open the page at its top, so nothing is
lost if the original says something else.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from feeds.markup import to_text
from feeds.model import Item, Section
from feeds.regex import regex
from feeds.text.words import fold_case, rare_in, single_few_blanks

_LEAST, _MOST = 5, 12  # words
_LONGEST = 120  # characters of an opening
_MOST_COMPARED = 1_000_000_000  # characters; each section is searched for in the whole issue
_SIGNS = regex(r"[^A-Za-z0-9_.~ ]++")
_UTF8 = ("utf-8", "surrogatepass")
_GLUED = regex(r"[.!?…:;](?=[^\W\d_])")


def lead_to_sections(sections: Sequence[Section], rare: str | None = None) -> tuple[Section, ...]:
    """Return *sections* of an issue, those without an anchor with a permalink that leads to their first words.

    Each leads to as many words as it takes to be found only once in the issue; a section
    that shares its words with others leads to the issue. If they are known, *rare* are the `rare_characters` of
    the issue, in any order.
    """
    if len(sections) < 2:
        return tuple(sections)
    joined = "\0".join(map(_text_of, sections)).encode(*_UTF8)
    rare = rare_in(joined) if rare is None else rare
    for blank in set(filter(str.isspace, rare)) - {"\n"}:
        joined = joined.replace(blank.encode(), b" ")
    joined = single_few_blanks(joined)  # nor is there a blank where a line begins or ends
    whole = fold_case(joined.replace(b"\0", b"\n"), rare)
    if len(whole) * len(sections) > _MOST_COMPARED:
        return tuple(sections)
    taken: set[str] = set()
    led, start = [], 0
    for section in sections:
        end = joined.find(b"\0", start)  # to split them all would take as long as to fold them
        beginning = _beginning(joined[start : end if end >= 0 else None], _lines_above(section))
        if "#" not in section.permalink and (words := _opening(beginning, whole)) and words not in taken:
            taken.add(words)
            section = replace(section, permalink=f"{section.permalink}#:~:text={words}")
        led.append(section)
        start = end + 1
    return tuple(led)


def _beginning(text: bytes, above: int) -> str:
    """Return the first line of *text* below so many *above* it, and the first words of the next."""
    for _ in range(above):
        text = text[text.find(b"\n") + 1 :]
    line, between, rest = text.partition(b"\n")
    words = b" ".join(rest.split(b" ", _LEAST)[:_LEAST]).partition(b"\n")[0]
    return (line + between + words).decode(*_UTF8)


def lead_to_items(items: Sequence[Item], sections: Sequence[Section], permalink: str) -> tuple[Item, ...]:
    """Return *items*, those that lead to the *permalink* of their issue with that of their section."""
    places = {section.position: section for section in sections}
    return tuple(
        replace(item, permalink=places[item.section].permalink)
        if item.permalink == permalink and item.section in places
        else item
        for item in items
    )


def _folded(words: str) -> bytes:
    return words.casefold().encode(*_UTF8)


def _is_once_in(whole: bytes, words: str) -> bool:
    folded = _folded(words)
    first = whole.find(folded)
    return first >= 0 and whole.find(folded, first + 1) < 0


def _lines_above(section: Section) -> int:
    """Return how many lines come before the heading of *section*: those of the groups that begin with it."""
    return to_text(section.heading).count("\n") if "\n" in section.heading else 0


def _text_of(section: Section) -> str:
    """Return the text of *section* under its heading."""
    heading = to_text(section.heading) if section.heading else ""
    return f"{heading}\n{section.text}" if heading and section.text else heading + section.text


def _opening(beginning: str, whole: bytes) -> str:
    """Return the directive for the first words of a text, of which *beginning* has a line, and words of the next.

    It is "" if they do not appear once in *whole*, which is folded.
    """
    line, between, rest = beginning.partition("\n")
    words = line.split(" ", _MOST)  # the last one is the rest of a long line, in which nothing is looked for
    end = len(line) if len(words) <= _MOST else len(line) - len(words[-1])
    if glued := _GLUED.search(line, 0, end):  # the rest was a line of its own
        line, between, rest = line[: glued.start() + 1], "", line[glued.start() + 1 :]
        words = line.split(" ", _MOST)
    first = len(words) if len(words) <= _MOST else _LEAST  # a heading in full, else as few words as possible
    for count in range(first, min(len(words), _MOST) + 1):
        opening = " ".join(words[:count])
        if 4 <= len(opening) <= _LONGEST and _is_once_in(whole, opening):
            return _quoted(opening)
    behind = " ".join(rest.split(" ", _LEAST)[:_LEAST])
    said = f"{line}{between}{behind}"
    if behind and len(words) <= _MOST and len(said) <= 2 * _LONGEST and whole.count(_folded(said)) == 1:
        return f"{_quoted(line)},-{_quoted(behind)}"
    return ""


def _quoted(words: str) -> str:
    if not (words.isascii() and words.replace(" ", "").isalnum()):
        words = _SIGNS.sub(_percents, words)  # `quote` takes three times as long
    return words.replace(" ", "%20")


def _percents(signs: re.Match[str]) -> str:
    return "".join([f"%{byte:02X}" for byte in signs[0].encode()])
