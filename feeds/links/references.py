"""Find references: the words of links in a text that has lost its markup.

`Read more: TITLE (SOURCE).` names a page and its site, but has no address. The page of the
original is searched for it. Words that are a link are not a reference.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from feeds.markup import one_line, to_text
from feeds.model import Passage, Reference
from feeds.regex import regex

# The words that introduce a reference. They begin a sentence, perhaps without a space before it.
_FIRST_WORDS = (
    r"Read|Get|See|Watch|Listen|Check out|Find out|Try|Play|Visit|Download|View|Access|Learn|More|Code|Source|"
    r"Mehr|Weiterlesen|Lire|En savoir|Leer|Ver|Ler|Saiba|Leggi"
)
_ALONE = "阅读更多|原文|查看"
_LABEL = rf"(?:{_FIRST_WORDS})\b[^:：.!?\n()]{{0,60}}?|{_ALONE}"
_SOURCE = r"\s*\((?P<source>[^()\n]{2,60})\)(?=\s*(?:[.…。]|\n|\Z))"
_ENDS = r"\n.!?…。)”’\""  # what ends a sentence
_MARKS = r"(?:[*_]|[^\S\n])*+"  # a line break ends a sentence itself
_START = rf"(?:\A|(?<=[{_ENDS}])){_MARKS}"
_LABELLED = regex(rf"{_START}(?P<label>{_LABEL})\s*+[:：]\s*+(?P<title>[^\n]{{3,250}}?){_SOURCE}")
_VIA = regex(rf"{_START}(?P<label>Via)\s++(?P<title>[^\n.:()]{{2,80}}?){_SOURCE}")
_HERE = regex(rf"{_START}(?P<label>{_LABEL})\s+for\s++(?P<title>[^\n.:()]{{2,80}}?)\s+here{_SOURCE}")
FORMS = (_LABELLED, _VIA, _HERE)
_OPENING = regex(rf"[{_ENDS}]{_MARKS}(?:{_FIRST_WORDS}|Via|{_ALONE})")


def find_references(passage: Passage) -> tuple[Reference, ...]:
    """Return the references in the text of *passage* that are not links, in order.

    >>> from feeds.links.references import references_in
    >>> [reference.title for reference in references_in("It is. Read more: The Tide (Quay).Via Ada (Post).", ())]
    ['The Tide', 'Ada']
    """
    return tuple(references_in(to_text(passage.content), [link.text for link in passage.links]))


def references_in(text: str, linked: tuple[str, ...] | list[str]) -> Iterator[Reference]:
    """Yield the references in *text* whose words are not among *linked*, the texts of its links."""
    for match in sorted(matches_in(text), key=lambda match: match.start("title")):
        title = one_line(match["title"]).strip("“”\"'")
        if not any(title in words or (words and words in match[0]) for words in linked):
            yield Reference(label=one_line(match["label"]), title=title, source=one_line(match["source"]))


def may_have_references(text: str) -> bool:
    """Return whether *text* has the signs of which whatever a form matches has one, and the bracket before a source."""
    if "(" not in text:
        return False
    # One sign is found in a fiftieth of the time of several.
    return ":" in text or "：" in text or ("V" in text and "Via" in text) or "here" in text


def matches_in(text: str) -> Iterator[re.Match[str]]:
    """Yield the matches of each of `FORMS` that its `finditer` finds.

    They can only begin where a sentence begins with a label: tried at every character, the
    forms take 0.44 ms for a post of 13 KB; tried at these, 0.10 ms.
    """
    if not may_have_references(text):
        return
    starts = [opening.start() for opening in _OPENING.finditer("\n" + text)]
    for form in FORMS:
        end = 0
        for start in starts:
            if start >= end and (match := form.match(text, start)):
                yield match
                end = match.end()
