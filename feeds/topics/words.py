"""Fold text, so that words are found however they are written.

Text and terms are folded alike: letters without case, one blank for whatever else is
between words. A term then is a plain string with a blank at either end.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

from feeds.regex import regex
from feeds.text.words import rare_characters, single_blanks

# Scripts written without spaces between words: a term may appear anywhere in a run of them.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_RUN = regex(f"([{_UNSPACED}]+)")
_GAP = regex(r"[^\x00-\x7f\w]+")  # what is plain is parted by a table
_BLANK = regex(r"[\s_-]+")
# Optional characters: soft hyphens, joiners, variation selectors, Hebrew and Arabic vowel points.
_UNSEEN = regex(
    "[\u00ad\u034f\u200c\u200d\u2060\ufe00-\ufe0f\ufeff"
    "\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0640\u064b-\u065f\u0670]+"
)
# Signs that are part of a name (`C++`, `C#`, `.NET`) are replaced by letters that are not used otherwise.
_PLUS, _SHARP, _DOT = "ꝑ", "ꞡ", "ꝺ"
_SUFFIX = regex(r"[+#](?<=\w[+#])[+#]*")
_PREFIX = regex(r"\.(?<![\w.]\.)(?=[^\W\d_])")
# Where such may be: a text without any, such as most, is spared the two.
_MARKED = regex(
    "[\u00ad\u0300-\u036f\u0483-\u0489\u0591-\u1dff\u200c\u200d\u2060\u20d0-\u20f0"
    "\u302a-\u302f\u3099\u309a\ua66f-\uabff\ufe00-\ufe0f\ufeff]"
)
# Plain text takes a quarter of the time by a table; most of the rest is plain but for these, which part words.
_TYPOGRAPHIC = "’‘“”–—…\u00a0·•"
_SIGNS = "\x01\x02\x03"  # the three letters, while a text is still ASCII
_LONGEST_CHARACTER = 4  # bytes in UTF-8
_BETWEEN = "\x04"  # what is between texts that are folded together


def _table_with(kept: str) -> bytes:
    """Return a table of what becomes of each byte: a blank, but of letters, digits and what is *kept*."""
    return bytes(code if chr(code).isalnum() or chr(code) in kept else ord(" ") for code in range(128)).ljust(256)


_CASED_TABLE, _TABLE_OF_MANY = _table_with(_SIGNS), _table_with(_SIGNS + _BETWEEN)
_TABLE = _CASED_TABLE.lower()
_PARTED = _table_with("")[:128] + bytes(range(128, 256))  # other letters than plain ones stay
_UNFOLD = str.maketrans({_PLUS: "+", _SHARP: "#", _DOT: "."})


def _in_blanks(run: re.Match[str]) -> str:
    return f" {run[0]} "  # half the time of a template


def fold(text: str, *, cased: bool = False) -> str:
    """Return *text* as words with one space before, between and after them; with *cased* in its own case.

    >>> fold("Self-driving Straßen, in C++!")
    ' self driving strassen in cꝑꝑ '
    >>> fold("用AI画画")
    ' 用 ai 画画 '
    """
    text = _without_typography(text)
    if text.isascii():
        return _fold_ascii(text, _CASED_TABLE if cased else _TABLE)
    gap = _GAP
    text = unicodedata.normalize("NFKC", text)
    if not cased:
        text = text.casefold().replace("i\u0307", "i")  # "İ" in lower case
    rare = rare_characters(text)  # of which there are few: what is not among them is not in the text
    if _MARKED.search(rare):
        text, gap = _UNSEEN.sub("", text), _gap_beside_marks()
    if _RUN.search(rare):
        text = _RUN.sub(_in_blanks, text)
    named = _mark_beginnings(_mark_ends(text, _PLUS, _SHARP), _DOT)
    parted = gap.sub(" ", named).encode("utf-8", "surrogatepass").translate(_PARTED)
    return f" {single_blanks(parted).decode('utf-8', 'surrogatepass')} "


def fold_all(texts: Sequence[str], *, with_case: bool) -> tuple[list[str], list[str]]:
    """Return *texts* as `fold` does without their case, and *with_case* with it, too (else nothing).

    They are folded at once if all are plain and none may have a name such as `.NET`.

    >>> fold_all(["Modern Go", "It is here."], with_case=True)
    ([' modern go ', ' it is here '], [' Modern Go ', ' It is here '])
    """
    joined = _without_typography(f" {_BETWEEN} ".join(texts))
    if not joined.isascii() or joined.count(_BETWEEN) >= len(texts) or _PREFIX.search(joined):
        return list(map(fold, texts)), [fold(text, cased=True) for text in texts if with_case]
    if not with_case:
        return _fold_ascii(joined, _TABLE_OF_MANY.lower(), may_begin=False).split(_BETWEEN), []
    cased = _fold_ascii(joined, _TABLE_OF_MANY, may_begin=False)
    return cased.lower().split(_BETWEEN), cased.split(_BETWEEN)


def _without_typography(text: str) -> str:
    if not text.isascii():
        for mark in _TYPOGRAPHIC:
            text = text.replace(mark, " ")
    return text


def _fold_ascii(text: str, table: bytes, *, may_begin: bool = True) -> str:
    """Return plain *text* folded by a *table* of what becomes of each byte: a quarter of the time of patterns.

    With *may_begin*, a name in it may begin with a sign, such as `.NET`.
    """
    for sign in _SIGNS:
        text = text.replace(sign, " ")
    named = _mark_ends(text, *_SIGNS[:2])
    named = _mark_beginnings(named, _SIGNS[2]) if may_begin else named
    folded = f" {single_blanks(named.encode().translate(table)).decode()} "
    if named is not text:
        for sign, letter in zip(_SIGNS, (_PLUS, _SHARP, _DOT), strict=True):
            folded = folded.replace(sign, letter)
    return folded


def _mark_ends(text: str, plus: str, sharp: str) -> str:
    """Return *text* with the given signs in place of those that end a name, such as `C++`."""
    if "+" in text or "#" in text:
        text = _SUFFIX.sub(lambda found: found[0].replace("+", plus).replace("#", sharp) + " ", text)
    return text


def _mark_beginnings(text: str, dot: str) -> str:
    """Return *text* with *dot* in place of each point that begins a name, such as `.NET`."""
    if _PREFIX.search(text) and (" ." in text or "(." in text or text.startswith(".")):
        text = _PREFIX.sub(f" {dot}", text)
    return text


@cache
def _gap_beside_marks() -> re.Pattern[str]:
    """Return the pattern of what parts words and is not plain: no letter, digit or mark that belongs to a letter.

    Without marks `राम` would equal "रोम", and `ป่า` "ป้า"; `\\w` does not include them.
    """
    marks = "".join(chr(code) for code in range(0x300, 0xAC00) if _is_mark(chr(code)))
    return re.compile(rf"[^\x00-\x7f\w{marks}]+")


def _is_mark(character: str) -> bool:
    return unicodedata.category(character) in ("Mn", "Mc")


def fold_line(line: str) -> str:
    """Return a heading folded, or as written if it has no letter or digit.

    >>> fold_line("🤖 ROBOTS:"), fold_line("🎉")
    ('robots', '🎉')
    """
    return fold(line).strip() or as_seen(line)


def as_seen(line: str) -> str:
    """Return *line* without invisible characters: spaces around it, joiners, variants of emoji."""
    return _UNSEEN.sub("", line).strip()


def is_unspaced(word: str) -> bool:
    """Return whether folded *word* is in a script without spaces, so that it may be several words."""
    return not word.isascii() and bool(_RUN.match(word))


def key_of(tag: str) -> str:
    """Return a key that is the same for all spellings of a *tag*.

    >>> key_of("Machine-Learning"), key_of("machine learning"), key_of("C++")
    ('machine learning', 'machine learning', 'c++')
    """
    return _BLANK.sub(" ", unicodedata.normalize("NFKC", tag).casefold()).strip()


def unfold(words: str) -> str:
    """Return folded *words* as people read them."""
    return words.translate(_UNFOLD).strip()


def ends_within_letter(folded: bytes, end: int) -> bool:
    """Return whether a mark that belongs to the letter before *end* follows there in *folded* text in UTF-8."""
    following = folded[end : end + _LONGEST_CHARACTER]
    return not following.isascii() and _is_mark(following.decode(errors="ignore")[0])
