"""Remove characters that XML 1.0 does not allow, before anything else sees them.

A single control character makes a feed unreadable for 11 of 24 feed readers, so every text is
cleaned after it is decoded, including YAML escapes and `&#8;`.
"""

from __future__ import annotations

import re
import sys
from unicodedata import combining

from msgspec import Struct

from feeds.regex import regex
from feeds.text.words import on_one_line, rare_characters, with_single_blanks

# Not in XML 1.0's Char production, or a noncharacter, or a byte order mark inside text.
# U+FDD0-FDEF would be legal, but render/_feedgen uses three of them as placeholders.
_UNFIT = regex("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff]")
_C1 = regex("[\x80-\x9f]")
_LINE_BREAKS = regex("\r\n?|\u2028|\u2029")
# It includes combining marks, and signs that are distinguished afterwards.
_SIGNS = regex(r"[^\w\s\x00-\x7f]{31,}")
_MOST_MARKS = 30  # in a row: Unicode's limit for text that can be normalised in a stream (UAX 15, 13)
# Where so many marks may be: neither they nor letters are among the signs that are left out here.
_MAYBE_MARK = r"[^\w\s\x00-\x7f\u00a0-\u00bf\u2010-\u205e\u3001-\u3029\uff01-\uffee]"
_MAYBE_MARKS = regex(_MAYBE_MARK + _MAYBE_MARK + "{30}")  # `re` skips to a first sign alone, but not to 31 of them
_REFERENCE = regex(r"&#([0-9]++|[xX][0-9A-Fa-f]++)")
_LONGEST_CODE = 7
_BIDI = regex("[\u202a-\u202e\u2066-\u2069]")
#: Kana, Chinese characters and Hangul, for a character class of a regular expression.
CJK = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"

_CJK = regex(f"[{CJK}]")
# Bytes of UTF-8 with which they begin. To compile a class of 30,000 characters takes 1.5 ms, and the range from there
# to U+206F, which no text with an arrow or an emoji keeps within, 0.4 ms.
_MAYBE_CJK = regex(rb"[\xe3-\xed]")


def has_cjk(text: str) -> bool:
    """Return whether *text* has kana, Chinese characters or Hangul.

    >>> has_cjk("“船”"), has_cjk("“boats”")
    (True, False)
    """
    if text.isascii():
        return False
    in_utf8 = text.encode("utf-8", "surrogatepass")
    return _MAYBE_CJK.search(in_utf8) is not None and _CJK.search(text) is not None


def clean(text: str, rare: str | None = None) -> str:
    """Return *text* with line breaks as LF and without characters that feeds cannot contain.

    C1 controls come from quotes and dashes of Windows that were read as Latin-1. They are
    converted back, as browsers do (WHATWG, numeric character references). If they are known, *rare* are the
    `rare_characters` of *text*, or of a longer one that it is a part of.

    >>> clean("it\\x92s a\\x08 test\\r\\n")
    'it’s a test\\n'
    """
    rare = rare_characters(text) if rare is None else rare
    if not _is_printable(rare) and (_C1.search(rare) or _UNFIT.search(rare)):
        text = text.replace("\x85", "…")
        text = _C1.sub(lambda m: m[0].encode("latin-1").decode("cp1252", "ignore"), text)
        text = _UNFIT.sub("", text)
        rare = rare_characters(text)
    if len(rare) > _MOST_MARKS and _MAYBE_MARKS.search(rare):
        text = _SIGNS.sub(_with_few_marks, text)
    return _LINE_BREAKS.sub("\n", text) if "\r" in rare or "\u2028" in rare or "\u2029" in rare else text


def _is_printable(rare: str) -> bool:
    """Return whether *rare* characters are printable, but for line breaks, as in most texts; then XML allows them."""
    return rare.replace("\n", "").isprintable()


def may_bring_back(text: str) -> bool:
    """Return whether numeric references in *text* may be characters that `clean` removes or changes; most are not.

    >>> may_bring_back("it&#8217;s&#xA0;a"), may_bring_back("a&#8;"), may_bring_back("a&#x92;s")
    (False, True, True)
    """
    codes = {found[1].lower() for found in _REFERENCE.finditer(text)}
    return not all(map(_is_harmless, codes))


def _is_harmless(code: str) -> bool:
    """Return whether the character with *code*, such as "8217" or "x2019", stays as it is.

    Of marks there may be too many in a row, and U+FFFD is also what parsers write for a character that is none.
    """
    if len(code) > _LONGEST_CODE:
        return False
    number = int(code[1:], 16) if code[0] == "x" else int(code)
    character = chr(number) if 0 < number <= sys.maxunicode else ""
    return character not in ("", "\ufffd") and not combining(character) and clean(character) == character


class DroppedCharacter(Struct, frozen=True):
    """A character that feeds cannot contain."""

    line: int  # 1-based
    name: str  # such as "U+0008"


def _with_few_marks(signs: re.Match[str]) -> str:
    """Return *signs* with at most 30 combining marks in a row; to put more in order takes quadratic time."""
    kept: list[str] = []
    marks = 0
    for sign in signs[0]:
        marks = marks + 1 if combining(sign) else 0
        if marks <= _MOST_MARKS:
            kept.append(sign)
    return "".join(kept)


def find_dropped(text: str, rare: str | None = None) -> DroppedCharacter | None:
    """Return the first character that `clean` removes, or None; *rare* is as there.

    A byte order mark at the very start is not a fault.

    >>> find_dropped("one\\ntwo\\x08")
    DroppedCharacter(line=2, name='U+0008')
    """
    start = 1 if text.startswith("\ufeff") else 0
    rare = rare_characters(text) if rare is None else rare
    if _is_printable(rare) or not _UNFIT.search(rare, start) or not (found := _UNFIT.search(text, start)):
        return None
    return DroppedCharacter(text.count("\n", 0, found.start()) + 1, f"U+{ord(found[0]):04X}")


def one_line(text: str) -> str:
    """Return *text* as a title: clean, on one line, with single spaces and without bidi overrides.

    >>> one_line("  VR\\u00a0prison\\n opens ")
    'VR prison opens'
    """
    if text.isascii() and text.isprintable():  # as most
        return with_single_blanks(text)
    rare = rare_characters(text)
    is_plain = rare.isprintable()  # it has no controls, overrides and blanks of other kinds
    if len(rare) > _MOST_MARKS or not is_plain:
        text = clean(text, rare)
    if is_plain:
        return with_single_blanks(text)
    return on_one_line(_BIDI.sub("", text) if _BIDI.search(rare) else text, rare)
