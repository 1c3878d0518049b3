"""Find many words and phrases in a text at once: an automaton over folded text.

Text and terms are folded alike: letters without case, and one space for everything between
words. A term is then a plain string with a space at both ends, and Aho and Corasick's
automaton finds any number of them in one pass.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from ahocorasick_rs import AhoCorasick

# Scripts written without spaces between words: a term may appear anywhere in a run of them.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_RUN = re.compile(f"([{_UNSPACED}]+)")
_GAP = re.compile(r"[\W_]+")
_BLANK = re.compile(r"[\s_-]+")
# Optional characters: soft hyphens, joiners, variation selectors, Hebrew and Arabic vowel points.
_UNSEEN = re.compile(
    "[\u00ad\u034f\u200c\u200d\u2060\ufe00-\ufe0f\ufeff"
    "\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0640\u064b-\u065f\u0670]+"
)
# Signs that are part of a name (`C++`, `C#`, `.NET`) are replaced by letters that are not used otherwise.
_PLUS, _SHARP, _DOT = "ꝑ", "ꞡ", "ꝺ"
_SUFFIX = re.compile(r"(?<=\w)[+#]+")
_PREFIX = re.compile(r"(?<![\w.])\.(?=[^\W\d_])")
# Most texts have none of these, and skip two replacements.
_MARKED = re.compile(
    "[\u00ad\u0300-\u036f\u0483-\u0489\u0591-\u1dff\u200c\u200d\u2060\u20d0-\u20f0"
    "\u302a-\u302f\u3099\u309a\ua66f-\uabff\ufe00-\ufe0f\ufeff]"
)
# A table folds plain text in a fifth of the time. Most other text is plain except for these, which separate words.
_TYPOGRAPHIC = "’‘“”–—…\u00a0·•"
_OF_NAMES = ("+", "#", " .", "(.")
_TABLE = "".join(chr(code).lower() if chr(code).isalnum() else " " for code in range(128))
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
    if not text.isascii():
        for mark in _TYPOGRAPHIC:
            text = text.replace(mark, " ")
    if text.isascii() and not cased and not text.startswith(".") and not any(mark in text for mark in _OF_NAMES):
        return f" {' '.join(text.translate(_TABLE).split())} "
    gap = _GAP
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    if not cased:
        text = text.casefold().replace("i\u0307", "i")  # "İ" in lower case
    if not text.isascii():
        if _MARKED.search(text):
            text, gap = _UNSEEN.sub("", text), _gap_beside_marks()
        text = _RUN.sub(_in_blanks, text)
    if "+" in text or "#" in text:
        text = _SUFFIX.sub(lambda mark: mark[0].replace("+", _PLUS).replace("#", _SHARP) + " ", text)
    if " ." in text or "(." in text or text.startswith("."):
        text = _PREFIX.sub(f" {_DOT}", text)
    return f" {gap.sub(' ', text)} ".replace("  ", " ")


@cache
def _gap_beside_marks() -> re.Pattern[str]:
    """Return the pattern that separates words: all but letters, digits and the marks that belong to letters.

    Without marks `राम` would equal "रोम", and `ป่า` "ป้า"; `\\w` does not include them.
    """
    marks = "".join(chr(code) for code in range(0x300, 0xAC00) if _is_mark(chr(code)))
    return re.compile(rf"(?:[^\w{marks}]|_)+")


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


@dataclass(frozen=True, slots=True)
class Place:
    """The place of a term in a folded text."""

    term: int  # which of the terms
    start: int
    end: int
    found: str


class Lexicon:
    """Words and phrases, compiled for a search; `*` at the end of a word matches its inflections."""

    def __init__(self, terms: Iterable[str], *, cased: bool = False) -> None:
        self._cased = cased
        self._plain: dict[str, list[int]] = {}  # the strings to find, and the terms of each
        self._patterns: list[tuple[int, str, re.Pattern[str]]] = []  # those with `*` inside: term, and its pattern
        for number, term in enumerate(terms):
            self._add(number, term)
        self._needles = list(self._plain)
        self._automaton = AhoCorasick(self._needles) if self._needles else None

    def __bool__(self) -> bool:
        return bool(self._plain or self._patterns)

    def find(self, text: str) -> Iterator[Place]:
        """Yield each place of each term in *text*."""
        folded = _fold_once(text, self._cased)
        found = self._automaton.find_matches_as_indexes(folded, overlapping=True) if self._automaton else ()
        for needle, start, end in found:
            if end < len(folded) and not folded[end].isascii() and _is_mark(folded[end]):
                continue  # it ends within a letter
            stop = end if folded[end - 1] == " " else folded.find(" ", end)
            whole = stop if self._is_open(needle) else end
            for term in self._plain[self._needles[needle]]:
                yield Place(term, start, whole, unfold(folded[start:whole]))
        for term, sure, pattern in self._patterns:
            if sure in folded:
                for match in pattern.finditer(folded):
                    yield Place(term, match.start(), match.end(), unfold(match[0]))

    def _is_open(self, needle: int) -> bool:
        """Return whether the word may continue after the needle, because it was written with `*`."""
        text = self._needles[needle]
        return text[-1] != " " and not _RUN.match(text[-1])

    def _add(self, number: int, term: str) -> None:
        parts = [fold(part, cased=self._cased) for part in term.split("*")]
        if not any(part.strip() for part in parts):
            return
        first, last = term[:1] != "*", term[-1:] != "*"
        if len(parts) == 1 or (len(parts) == 2 and first and not last):
            self._plain.setdefault(_needle(parts[0], open_end=len(parts) == 2), []).append(number)
            return
        self._patterns.append((number, max((part.strip() for part in parts), key=len), _pattern(term, self._cased)))


def _needle(folded: str, *, open_end: bool) -> str:
    """Return the strings to find: with a space where a word begins or ends, unless its script has none."""
    words = folded.strip()
    start = "" if _RUN.match(words[0]) else " "
    end = "" if open_end or _RUN.match(words[-1]) else " "
    return start + words + end


def _pattern(term: str, cased: bool) -> re.Pattern[str]:
    """Return the pattern of a term with `*` before its end: `*coin`, `language* model`."""
    words = [
        r"\S*".join(re.escape(fold(piece, cased=cased).strip()) for piece in word.split("*"))
        for word in re.split(r"[\s-]+", term)
        if word
    ]
    return re.compile("(?<= )" + " ".join(words) + "(?= )")


@lru_cache(maxsize=16)
def _fold_once(text: str, cased: bool) -> str:
    """Return *text* folded; it is cached, because several lexicons search the same text."""
    return fold(text, cased=cased)
