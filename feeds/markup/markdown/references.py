"""Resolve references of Markdown: definitions anywhere, and words if there is no definition."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from html import escape, unescape
from urllib.parse import unquote

from feeds.regex import regex

# These patterns begin with a plain character, because `re` then searches for it first.
_LINE = regex(r"\n[ \t]*\[(?!\^)[^\[\]\n]+\]:[ \t]*\S[^\n]*")
_DEFINITION = regex(
    r"[ \t]*\[(?P<label>(?!\^)[^\[\]\n]+)\]:[ \t]*(?:<(?P<pointed>[^<>\n]*)>|(?P<href>[^\s<]\S*))"
    r"(?:[ \t]+(?:\"[^\"\n]*\"|'[^'\n]*'|\([^()\n]*\)))?[ \t]*\Z"
)
# Behind a label that is neither a short number nor that of a note.
_NAMED = regex(r"\](?=:)" + "".join(rf"(?<!\[{digits}\])(?<!\[\^{digits}\])" for digits in (r"\d", r"\d\d", r"\d\d\d")))
_CODE = regex(r"<(pre|code)\b")
_INLINE = regex(r"(?:[^\[\]<]++|</?(?:em|strong|del|code)>)++\Z")
_LINK = regex(r'<a href="([^"]*)"')
_WORD = regex(r"[A-Za-z0-9_\])]")
_LONGEST_LABEL = 300
_MOST_LABELS = 5  # labels of one address


def find_code(html: str) -> list[tuple[int, int]]:
    """Return where each element of code in rendered *html* begins and ends; one that is never closed is none."""
    found: list[tuple[int, int]] = []
    unclosed: set[str] = set()
    end = 0
    while opened := _CODE.search(html, end):
        name, end = opened[1], opened.end()
        close = -1 if name in unclosed else html.find(f"</{name}>", end)
        if close < 0:
            unclosed.add(name)
        else:
            end = close + len(f"</{name}>")
            found.append((opened.start(), end))
    return found


def since_definitions(text: str) -> str:
    """Return Markdown from above its first definition on: what is asked of definitions need not be asked of the rest.

    >>> since_definitions("One [tide][1],\\nand two.\\n\\n[1]: /a")
    '\\n\\n[1]: /a'
    """
    first = text.find("]:")  # the notations of definitions begin with a sign that texts have more often
    return text[max(text.rfind("\n", 0, first) - 1, 0) :] if first >= 0 else ""


def has_late_definitions(text: str) -> bool:
    """Return whether a definition is directly below other text, where CommonMark does not allow one."""
    end = -1  # end of the previous definition
    for line in _LINE.finditer(text):
        if line.start() != end and text[line.start() - 1 : line.start()] not in ("", "\n"):
            return True
        end = line.end()
    return False


def free_definitions(text: str) -> str:
    """Return Markdown with used definitions that are directly below other text moved to its end.

    CommonMark treats them as text between the items of a list or at the end of a paragraph;
    the generators of newsletters accept them anywhere.
    """
    uses = _uses(text)
    kept: list[str] = []
    freed: list[str] = []
    for line in text.split("\n"):
        found = _DEFINITION.match(line) if "]:" in line else None
        if found and kept and kept[-1].strip() and not _DEFINITION.match(kept[-1]) and uses.get(_key(found["label"])):
            freed.append(line.strip())
        else:
            kept.append(line)
    return "\n".join([*kept, "", *freed, ""]) if freed else text


_BRACKETED = regex(r"\[([^\[\]]{1,300})\](?!:)")


def _uses(text: str) -> dict[str, bool]:
    return {_key(label): True for label in _BRACKETED.findall(text)}


def _key(label: str) -> str:
    return " ".join(label.split()).casefold()


def unwrap_references(html: str) -> str:
    """Return rendered *html* with references without a definition as their words.

    They are defined in an include of the site. Their labels are kept as `data-label`,
    because rules of topics may name them; sanitising removes the attribute. Other brackets
    stay: `[video]`, `array[i][j]`, `[1][2]`.
    """
    parts: list[str] = []
    done = 0
    code = find_code(html)
    middle = html.find("][")
    while middle >= 0:
        begin, end = html.rfind("[", done, middle), html.find("]", middle + 2, middle + 2 + _LONGEST_LABEL) + 1
        if begin >= 0 and end and _is_reference(html, begin, middle, end, code):
            before = begin - (html[max(begin - 1, 0)] == "!" and begin > done)  # `!` of an image without an address
            parts += [html[done:before], _labelled(html[begin + 1 : middle], html[middle + 2 : end - 1])]
            done = end
        middle = html.find("][", max(middle + 1, done))
    return "".join([*parts, html[done:]])


def names_labels(text: str) -> bool:
    """Return whether Markdown may define labels that are not numbers.

    >>> names_labels("[1]: /a"), names_labels("[a]: /a")
    (False, True)
    """
    return _NAMED.search(text) is not None


def label_links(html: str, text: str) -> str:
    """Return rendered *html* whose links carry the labels of their definitions in the Markdown *text*.

    Rules of topics may name these labels, wherever they are defined. Numbers do not count as
    labels.
    """
    labels: dict[str, list[str]] = {}
    for line in _lines_with("]:", text):
        found = _DEFINITION.match(line)
        if found and not found["label"].isdigit():
            own = labels.setdefault(_as_meant(found["href"] or found["pointed"]), [])
            label = " ".join(found["label"].split())
            if len(own) < _MOST_LABELS and label not in own:
                own.append(label)
    joined = {href: escape("][".join(own)) for href, own in labels.items()}

    def label_link(link: re.Match[str]) -> str:
        label = joined.get(_as_meant(link[1]))
        return f'{link[0]} data-label="{label}"' if label else link[0]

    return _LINK.sub(label_link, html) if joined else html


def _lines_with(sign: str, text: str) -> Iterator[str]:
    """Yield the lines of *text* that have *sign*: to part it into all of its lines takes longer than to look for it."""
    place = text.find(sign)
    while place >= 0:
        end = text.find("\n", place)
        end = len(text) if end < 0 else end
        yield text[text.rfind("\n", 0, place) + 1 : end]
        place = text.find(sign, end)


def _as_meant(address: str) -> str:
    """Return *address* in one notation, because rendering encodes some of its characters.

    >>> _as_meant("https://a.example/été?a&b") == _as_meant("https://a.example/%C3%A9t%C3%A9?a&amp;b")
    True
    """
    return unquote(unescape(address))


def _labelled(words: str, label: str) -> str:
    label = " ".join(label.split()).replace('"', "&quot;")
    return f'<span data-label="{label}">{words}</span>' if label else words


def _is_reference(html: str, begin: int, middle: int, end: int, code: list[tuple[int, int]]) -> bool:
    text, label = html[begin + 1 : middle], html[middle + 2 : end - 1]
    if not text.strip() or not _INLINE.match(text) or "[" in label or "<" in label:
        return False
    if (text.isdigit() and label.isdigit()) or (begin and _WORD.match(html, begin - 1)):
        return False  # a citation or an index
    place = bisect_right(code, (middle, len(html))) - 1
    return place < 0 or code[place][1] <= middle
