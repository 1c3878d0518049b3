"""Fold text, so that words are found however they are written.

Text and terms are folded alike: letters without case, one blank for whatever else is
between words. A term then is a plain string with a blank at either end.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

from ahocorasick_rs import BytesAhoCorasick
from msgspec import Struct

from feeds.regex import regex
from feeds.text.words import rare_characters, single_blanks

# Scripts written without spaces between words: a term may appear anywhere in a run of them.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_RUN = regex(f"([{_UNSPACED}]+)")
_GAP = regex(r"[^\x00-\x7f\w]+")  # signs of ASCII are parted by a table
_BLANK = regex(r"[\s_-]+")
# Optional characters: soft hyphens, joiners, variation selectors, Hebrew and Arabic vowel points.
_UNSEEN = regex(
    "[\u00ad\u034f\u200c\u200d\u2060\ufe00-\ufe0f\ufeff"
    "\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0640\u064b-\u065f\u0670]+"
)
# Signs that are part of a name (`C++`, `C#`, `.NET`) are replaced by letters that are not used otherwise.
_PLUS, _SHARP, _DOT = "ꝑ", "ꞡ", "ꝺ"
_PLUSES = regex(r"\+(?<=\w\+)[+#]*+")  # `re` skips to one sign, and looks for two at every character
_SHARPS = regex(r"#(?<=\w#)[+#]*+")
_PREFIX = regex(r"\.(?<![\w.]\.)(?=[^\W\d_])")
_MAYBE_PREFIX = BytesAhoCorasick([b" .", b"(."])  # the library compares many bytes at once
# Where such may be: a text without any, such as most, is spared the two.
_MARKED = regex(
    "[\u00ad\u0300-\u036f\u0483-\u0489\u0591-\u1dff\u200c\u200d\u2060\u20d0-\u20f0"
    "\u302a-\u302f\u3099\u309a\ua66f-\uabff\ufe00-\ufe0f\ufeff]"
)
# Most texts have no others beyond ASCII; these part words.
_TYPOGRAPHIC = "’‘“”–—…\u00a0·•"
# Characters that others do not change, such as signs and Latin letters: of these each kind is folded once. To look at
# every character of a text takes several times as long.
_NOT_ALONE = regex("[^\0-\u02ff\u2000-\u2060\u2070-\u20cf\u2100-\u2bff\ufe00-\ufe0f\ufeff\U0001f000-\U0001faff]")
_LONGEST_CHARACTER = 4  # bytes in UTF-8
_UTF8 = ("utf-8", "surrogatepass")
#: What is between texts that are folded together.
BETWEEN = b"\x04"
_BETWEEN = BETWEEN.decode()
# What becomes of each byte: signs are blanks, letters beyond ASCII stay.
_CASED_TABLE = bytes(
    code if code > 127 or chr(code).isalnum() or chr(code) == _BETWEEN else ord(" ") for code in range(256)
)
_TABLE = _CASED_TABLE.lower()
_UNFOLD = str.maketrans({_PLUS: "+", _SHARP: "#", _DOT: "."})


def _in_blanks(run: re.Match[str]) -> str:
    return f" {run[0]} "  # half the time of a template


def _as_letters(signs: re.Match[str]) -> str:
    return signs[0].replace("+", _PLUS).replace("#", _SHARP) + " "


def fold(text: str, *, cased: bool = False) -> str:
    """Return *text* as words with one space before, between and after them; with *cased* in its own case.

    >>> fold("Self-driving Straßen, in C++!")
    ' self driving strassen in cꝑꝑ '
    >>> fold("用AI画画")
    ' 用 ai 画画 '
    """
    text = _without_typography(text.replace(_BETWEEN, " "))
    return f" {_folded(text, _beyond_ascii(text), cased=cased).decode(*_UTF8)} "


class FoldedTexts(Struct, frozen=True):
    """Texts that are folded together."""

    line: bytes  # in UTF-8, with `BETWEEN` between them
    ends: list[int]  # of each, with the sign behind it


def fold_all(texts: Sequence[str], *, cased: bool = False, loose: bool = False) -> FoldedTexts:
    """Return each of *texts* as `fold` does: all of them are folded at once if they have only usual characters.

    If *loose*, there may be more blanks than one between words of ASCII.

    >>> fold_all(["Modern Go", "It’s here."])
    FoldedTexts(line=b' modern go \\x04 it s here ', ends=[12, 23])
    """
    joined = _without_typography(f" {_BETWEEN} ".join(texts))
    rare = _beyond_ascii(joined)
    if not rare or not _NOT_ALONE.search(rare):
        line = b" %b " % _folded(joined, rare, cased=cased, loose=loose)
        ends = _ends_in(line)
        if len(ends) == len(texts):  # none has the sign that is between them
            return FoldedTexts(line, ends)
    line = BETWEEN.join([fold(text, cased=cased).encode(*_UTF8) for text in texts])
    return FoldedTexts(line, _ends_in(line))


def _ends_in(line: bytes) -> list[int]:
    ends, at = list[int](), 0
    while at := line.find(BETWEEN, at) + 1:
        ends.append(at)
    return [*ends, len(line)]


def _without_typography(text: str) -> str:
    if not text.isascii():
        for mark in _TYPOGRAPHIC:
            text = text.replace(mark, " ")
    return text


def _beyond_ascii(text: str) -> str:
    """Return the characters of *text* that are not in ASCII, and some that are, or "" where there are none."""
    return "" if text.isascii() else rare_characters(text)


def _folded(text: str, rare: str, *, cased: bool, loose: bool = False) -> bytes:
    """Return *text*, of which *rare* are the characters beyond ASCII, as words in UTF-8 with one blank between them.

    If *loose*, there may be more in ASCII.
    """
    if rare:
        are_alone = not _NOT_ALONE.search(rare)
        text = _fold_each_character(text, rare, cased=cased) if are_alone else _fold_characters(text, cased=cased)
    if "+" in text or "#" in text:
        text = _SHARPS.sub(_as_letters, _PLUSES.sub(_as_letters, text))
    encoded = text.encode(*_UTF8)
    if encoded.startswith(b".") or _MAYBE_PREFIX.find_matches_as_indexes(encoded):
        text = _BETWEEN.join(map(_mark_beginnings, text.split(_BETWEEN)))
        encoded = text.encode(*_UTF8)
    words = encoded.translate(_CASED_TABLE if cased else _TABLE)
    return words if loose and text.isascii() else single_blanks(words)


def _mark_beginnings(text: str) -> str:
    """Return *text* with a letter in place of each point that begins a name, such as `.NET`, if one follows a blank."""
    if " ." in text or "(." in text or text.startswith("."):
        text = _PREFIX.sub(f" {_DOT}", text)
    return text


def _fold_each_character(text: str, rare: str, *, cased: bool) -> str:
    kinds = [kind for kind in set(rare) if not kind.isascii()]
    for kind, folded in zip(kinds, _fold_characters(_BETWEEN.join(kinds), cased=cased).split(_BETWEEN), strict=True):
        text = text.replace(kind, folded)
    return text


def _fold_characters(text: str, *, cased: bool) -> str:
    """Return *text* with its characters beyond ASCII folded: letters without variants and case, blanks for signs."""
    text = unicodedata.normalize("NFKC", text)
    if not cased:
        text = text.casefold().replace("i\u0307", "i")  # "İ" in lower case
    rare, gap = rare_characters(text), _GAP  # of which there are few: what is not among them is not in the text
    if _MARKED.search(rare):
        text, gap = _UNSEEN.sub("", text), _gap_beside_marks()
    if _RUN.search(rare):
        text = _RUN.sub(_in_blanks, text)
    return gap.sub(" ", text)


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
