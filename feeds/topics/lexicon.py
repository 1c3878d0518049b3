"""Find many words and phrases in a text at once: Aho and Corasick's automaton, in one walk, however many they are.

Folded text is looked at in UTF-8, with which the automaton works: to count characters takes a fifth of its time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ahocorasick_rs import BytesAhoCorasick, Implementation
from msgspec import Struct

from feeds.topics.wildcards import WildTerm
from feeds.topics.words import ends_within_letter, fold, is_unspaced, unfold

_MOST_WORDS = 9  # of a term: it has as many needles
#: Start and minus end, in bytes, and number of a term. In order, they are in reading order, of two at one place the
#: longer first.
Span = tuple[int, int, int]


class TermPlace(Struct, frozen=True):
    """A term in a text."""

    term: int  # which of the terms
    found: str


class _Tail(Struct, frozen=True):
    """The rest of a term, behind the string that is looked for: all of the term, or its first words and two blanks."""

    words: tuple[bytes, ...]  # each with the blank behind it, if there is one
    is_open: bool  # the last word goes on to its end
    term: int

    def end_in(self, folded: bytes, at: int) -> int:
        """Return where the term ends if its words are *at* that place, or -1 if others are."""
        for word in self.words:
            while folded.startswith(b" ", at):
                at += 1
            if not folded.startswith(word, at):
                return -1
            at += len(word)
        return at


class _Automaton:
    """Finds needles in folded text; from some dozen texts on it is a deterministic automaton.

    That takes half the time of another one, but longer to build, and more memory.
    """

    _FEW_TEXTS, _BYTES_A_TEXT = 10, 50  # so many, and one more for so many bytes of needles
    _MOST_BYTES = 20_000  # of needles: more take 2 MB
    #: No folded text has these. Without them the library skips from blank to blank, with which all needles begin: there
    #: are too many of them.
    _NEVER_THERE = (b"\0", b"\1", b"\2")

    def __init__(self, needles: Iterable[str]) -> None:
        self._needles = [needle.encode() for needle in needles]
        self._automaton = BytesAhoCorasick(self._needles)
        size = sum(map(len, self._needles))
        self._texts_left = self._FEW_TEXTS + size // self._BYTES_A_TEXT if size <= self._MOST_BYTES else -1

    def matches(self, folded: bytes) -> list[tuple[int, int, int]]:
        """Return which needle is where in *folded* text: its number, and its start and end."""
        self._texts_left -= 1
        if not self._texts_left:
            needles = (*self._needles, *self._NEVER_THERE)
            self._automaton = BytesAhoCorasick(needles, implementation=Implementation.DFA)
        return self._automaton.find_matches_as_indexes(folded, overlapping=True)


class Lexicon:
    """Words and phrases, ready to be looked for; `*` at the end of a word matches its inflections."""

    def __init__(self, terms: Iterable[str], *, cased: bool = False) -> None:
        self._cased = cased
        self._wild: list[tuple[int, WildTerm]] = []  # those with `*` elsewhere than at their end, by number
        #: Whether text may have more blanks than one between words: to leave them out takes as long as to search.
        self.takes_loose = True
        needles: dict[str, list[_Tail]] = {}
        for number, term in enumerate(terms):
            self._add(number, term, needles)
        self._tails = tuple(needles.values())
        self._automaton = _Automaton(needles) if needles else None

    def __bool__(self) -> bool:
        return bool(self._tails or self._wild)

    def find(self, text: str) -> Iterator[TermPlace]:
        """Yield each place of each term in *text*, in reading order."""
        folded = fold(text, cased=self._cased).encode()
        for start, end, term in self.spans(folded):
            yield TermPlace(term, unfold(folded[start:-end].decode()))

    def spans(self, folded: bytes) -> list[Span]:
        """Return each span of each term in *folded* text in UTF-8, in reading order."""
        spans: list[Span] = []
        is_plain = folded.isascii()
        for number, start, end in self._automaton.matches(folded) if self._automaton else ():
            for tail in self._tails[number]:
                last = tail.end_in(folded, end) if tail.words else end
                if last < 0 or not (is_plain or not ends_within_letter(folded, last)):
                    continue
                if tail.is_open:
                    last = folded.find(b" ", last)
                spans.append((start, -last, tail.term))
        for number, wild in self._wild:
            if wild.longest in folded:
                spans += [(start, -end, number) for start, end in wild.spans(folded)]
        spans.sort()
        return spans

    def _add(self, number: int, term: str, needles: dict[str, list[_Tail]]) -> None:
        parts = [fold(part, cased=self._cased) for part in term.split("*")]
        if not any(part.strip() for part in parts):
            return
        first, last = term[:1] != "*", term[-1:] != "*"
        if len(parts) == 1 or (len(parts) == 2 and first and not last):
            words = _words_of(parts[0], open_end=len(parts) == 2)
            is_open = len(parts) == 2 and not is_unspaced(words[-1][-1])
            needles.setdefault("".join(words), []).append(_Tail((), is_open, number))
            self.takes_loose &= len(words) <= _MOST_WORDS
            for count in range(1, len(words) if self.takes_loose else 0):
                tail = _Tail(tuple([word.encode() for word in words[count:]]), is_open, number)
                needles.setdefault("".join(words[:count]) + " ", []).append(tail)
            return
        self._wild.append((number, WildTerm(term, cased=self._cased)))
        self.takes_loose = False


def _words_of(folded: str, *, open_end: bool) -> list[str]:
    """Return the words of a term: with a blank where one begins or ends, unless its script has none."""
    words = [f"{word} " for word in folded.split()]
    if open_end or is_unspaced(words[-1][-2]):
        words[-1] = words[-1][:-1]
    if not is_unspaced(words[0]):
        words[0] = " " + words[0]
    return words
