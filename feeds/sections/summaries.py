"""Short texts: first words, summaries and shortened titles."""

from __future__ import annotations

from collections.abc import Sequence

from feeds.markup import one_line, to_text
from feeds.model import Section
from feeds.regex import regex
from feeds.sections.blocks import Block, letters_of
from feeds.text.words import rare_characters, with_single_blanks

_SENTENCE = regex(r".{6,100}?(?:[.!?](?=\s)|[。！？])")
_NUMBER = regex(r"[（(]?\d{1,3}[)）]?[、．]\s*")  # as Chinese authors number paragraphs
_FOOTNOTE_MARK = regex(r"\[\d+\]")
_JOINTS = ",;:–—- "  # removed before an ellipsis
_LONGEST_SUMMARY = 300
_BEGINNING = 200  # characters of an excerpt, of which
_COMPARED = 60  # letters are compared
_LONGEST_BEGINNING = 80  # characters of a text whose first sentence is longer
_MOST_WORDS = 80  # that are looked at: with their blanks, these have more characters than the longest sentence


def shorten(text: str, most: int) -> str:
    """Return *text*, or its beginning if it is longer than *most* characters; it ends between two words if it can.

    >>> shorten("seven small machines", 12), shorten("七台 小机器在走路", 7)
    ('seven small…', '七台 小机器…')
    """
    if len(text) <= most:
        return text
    head = text[:most]
    return (head.rsplit(" ", 1)[0] if " " in head[most // 2 :] else head[:-1]).rstrip(_JOINTS) + "…"


def first_words(text: str) -> str:
    """Return the beginning of *text* on one line: its first sentence, or as many words as make a title.

    >>> first_words("One robot.\\nTwo robots."), first_words("2、 七台小机器在走路。还有一台。")
    ('One robot.', '七台小机器在走路。')
    """
    text = " ".join(text.split(None, _MOST_WORDS)[:_MOST_WORDS])
    if "、" in text or "．" in text:
        text = _NUMBER.sub("", text, count=1)
    sentence = _SENTENCE.match(text)
    return sentence[0] if sentence else shorten(text, _LONGEST_BEGINNING)


def summarise(text: str) -> str:
    """Return *text* on one line, shortened to the length of a summary."""
    return shorten(one_line(text[: 4 * _LONGEST_SUMMARY]), _LONGEST_SUMMARY)


def summaries_of(texts: Sequence[str], rare: str) -> list[str]:
    """Return `summarise` of each of *texts*, which are on one line: few have characters that it leaves out.

    They have no `rare_characters` but those in *rare*.

    >>> summaries_of(["Seven robots.", "The \u202etide."], "\u202e")
    ['Seven robots.', 'The tide.']
    """
    beginnings = [text[: _LONGEST_SUMMARY + 1] for text in texts]
    if not rare.isprintable() and not rare_characters("".join(beginnings)).isprintable():
        return list(map(summarise, texts))
    return [shorten(beginning, _LONGEST_SUMMARY) for beginning in beginnings]


def lead_of(blocks: Sequence[Block]) -> str:
    """Return the first words below a heading, up to the next heading, on one line."""
    words = ""
    for block in blocks:
        if block.tag in ("pre", "table") or block.note:
            continue
        if block.level:
            if words:
                break
            words = f"{block.line}:"
        else:
            words = f"{words} {_without_marks(block.line)}".strip()
        if len(words) > _LONGEST_SUMMARY:
            break
    return words


def _without_marks(line: str) -> str:
    """Return *line* without the marks of footnotes."""
    return with_single_blanks(_FOOTNOTE_MARK.sub("", line)) if "[" in line else line


def opening_of(sections: Sequence[Section]) -> str:
    """Return a summary of the whole issue: its introduction, else the titles of its *sections*."""
    if sections and (len(sections) == 1 or sections[0].role == "intro"):
        return sections[0].summary
    return "; ".join(section.title for section in sections)


def only_begins(excerpt: str, content: str) -> bool:
    """Return whether *excerpt* only repeats the beginning of *content*, without regard to blanks."""
    return _first_letters(to_text(content[:2000])).startswith(_first_letters(excerpt))


def _first_letters(text: str) -> str:
    """Return the first letters and digits of *text*, which may be a whole issue without its markup."""
    letters = letters_of(text[:_BEGINNING])
    return (letters if len(letters) >= _COMPARED else letters_of(text))[:_COMPARED]
