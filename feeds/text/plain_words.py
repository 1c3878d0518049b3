"""Words without case and punctuation, by which two texts say the same."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from ahocorasick_rs import BytesAhoCorasick

from feeds.regex import regex
from feeds.text.words import BETWEEN, Texts, single_blanks, single_few_blanks

# A point inside a number is kept. All begins with a sign: `re` looks for one sooner than it tries what may begin so.
_MARK = regex(r"[^\w\s](?:(?<![.,])|(?<!\d[.,])|(?!\d))")
# The same points where `_KINDS` shows them, and the controls that keep their places while signs are left out.
_POINT = regex(rb"0\.(?=0)")
_KEPT = {ord("."): 1, ord(","): 2}
# ASCII letters become lower case, whitespace becomes a blank, and signs are left out.
_LETTERS = bytes(ord(" ") if chr(code).isspace() else code for code in range(128)).lower().ljust(256)
_SIGNS = bytes(
    code for code in range(256) if code > 127 or not (chr(code).isalnum() or chr(code).isspace() or chr(code) == "\x7f")
)  # in UTF-8: letters beyond ASCII are not looked for with these tables
_LETTERS_AND_POINTS = _LETTERS.translate(bytes.maketrans(b"\1\2", b".,"))
_OTHER_SIGNS = _SIGNS.translate(None, b"\1\2")
_KINDS = bytes(ord("0" if chr(code).isdigit() else "." if chr(code) in ".," else " ") for code in range(128)).ljust(256)
# What may be such a point: the library compares many bytes at once with the two signs, but not with ten digits.
_BEFORE_DIGITS = BytesAhoCorasick([b"%c%d" % (point, digit) for digit in range(10) for point in b".,"])
_TYPOGRAPHY = {"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "...", "\u00a0": " "}
_UNTYPED = regex(f"[^\0-\x7f{''.join(_TYPOGRAPHY)}]")
_NO_BREAK = "\u00a0".encode()


def plain_words(text: str) -> str:
    """Return the words of *text* in order, one blank between them, without case and punctuation.

    >>> plain_words("Don't panic, it is 3.5\\n GHz!")
    'dont panic it is 3.5 ghz'
    """
    text = _as_typed(text.replace(BETWEEN[0], ""))
    return _plain_ascii(text) if text.isascii() else _plain_lines(text)


def plain_words_of(texts: Texts) -> list[str]:
    """Return the `plain_words` of each of *texts*: of all of them at once if they are plain.

    >>> from feeds.text.words import together
    >>> plain_words_of(together(["Don't panic!", "", "It's 3.5 GHz\u2026"]))
    ['dont panic', '', 'its 3.5 ghz']
    """
    if _UNTYPED.search(texts.rare):
        typed = _as_typed(texts.joined).split(BETWEEN)
        plain = iter(_plain_texts(BETWEEN.join(filter(str.isascii, typed)).encode()))
        return [next(plain) if text.isascii() else _plain_lines(text) for text in typed]
    return _plain_texts(texts.encoded.replace(_NO_BREAK, b" ") if "\u00a0" in texts.rare else texts.encoded)


def words_behind(words: str, beginning: str) -> str | None:
    """Return the plain *words* of a text without its *beginning*, which ends in an ellipsis; None if they may differ.

    Words in ASCII do not: none of their characters has changed another one beyond the ellipsis.

    >>> words_behind(plain_words("Tides:…it rises…On Tuesday"), "Tides:…it rises…")
    'on tuesday'
    """
    return words[len(plain_words(beginning)) :].strip() if words.isascii() else None


def _plain_texts(encoded: bytes) -> list[str]:
    """Return the plain words of each of many plain texts that are *encoded* together."""
    points = [start for _, start, _ in _BEFORE_DIGITS.find_matches_as_indexes(encoded)]
    words = _without_signs(encoded, [place for place in points if encoded[place - 1 : place].isdigit()])
    return [own.strip() for own in single_few_blanks(words).decode().split(BETWEEN)]


def _as_typed(text: str) -> str:
    """Return *text* with the typography of editors as one types it."""
    if not text.isascii():
        for mark, plain in _TYPOGRAPHY.items():
            text = text.replace(mark, plain)
    return text


def _plain_lines(text: str) -> str:
    lines = (_plain_ascii(line) if line.isascii() else _plain(line) for line in text.split("\n"))
    return " ".join(line for line in lines if line)


def _plain(text: str) -> str:
    return " ".join(_MARK.sub("", unicodedata.normalize("NFKC", text).casefold()).replace("_", "").split())


def _plain_ascii(text: str) -> str:
    """Return what `_plain` does of ASCII; tables of bytes take a tenth of the time."""
    return single_blanks(_with_blanks(text.encode())).decode()


def _with_blanks(line: bytes) -> bytes:
    """Return plain *line* in lower case and without signs, with a blank in place of any other whitespace.

    It is ASCII with marks of typography, in UTF-8: these are signs, whatever one types for them.
    """
    kinds = line.translate(_KINDS)
    return _without_signs(line, [found.start() + 1 for found in _POINT.finditer(kinds)] if b"0.0" in kinds else [])


def _without_signs(line: bytes, points: Sequence[int]) -> bytes:
    """Return the same of such a line that has *points* in numbers."""
    if not points:
        return line.translate(_LETTERS, _SIGNS)
    marked = bytearray(line.replace(b"\1", b"\3").replace(b"\2", b"\3"))
    for place in points:
        marked[place] = _KEPT[marked[place]]
    return bytes(marked.translate(_LETTERS_AND_POINTS, _OTHER_SIGNS))
