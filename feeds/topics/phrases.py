"""Words and phrases as clues: which of their places in the titles and the text of a passage count, and how much."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import accumulate, chain

from msgspec import Struct

from feeds.topics.lexicon import Lexicon, Span
from feeds.topics.lines import Given, Hit, Term
from feeds.topics.words import fold_all, unfold

_PLACES_THAT_COUNT, _PLACES_IN_LONG_TEXTS = 2, 3  # of a word, each for its share of the points
_SHARES = (1, _PLACES_THAT_COUNT, _PLACES_IN_LONG_TEXTS)  # in a title a place has all of them
_LONG = 1_500  # characters, about 250 words

_Place = tuple[int, int, int, int]  # number of a term, share of its points, start and end in bytes


class _Bounds(Struct, frozen=True):
    """The part of a line that a passage is."""

    text_start: int  # where its text begins, after its titles
    end: int
    most: int  # how many places of a word in its text count


class FoldedPassages(Struct, frozen=True):
    """The words of passages, such as the parts of an issue, as `fold_all` has them: they are searched in one walk.

    No place goes from a title into the text, or into the next passage: there is a sign between them that none has.
    """

    line: bytes  # of each passage the titles, then the text, in UTF-8
    bounds: list[_Bounds]


def places_that_count(text: str) -> int:
    """Return how often a word has to be in *text* to give all of its points.

    A long text repeats its subject, and mentions more in passing.
    """
    return _PLACES_THAT_COUNT if len(text) < _LONG else _PLACES_IN_LONG_TEXTS


class PhraseClues:
    """Words and phrases of topics, in text without its case or, *cased*, with it."""

    def __init__(self, terms: Sequence[Term], *, cased: bool = False) -> None:
        self._terms = sorted(terms, key=lambda term: term.clue)  # of two for the same words, the first counts
        self._cased = cased
        self._lexicon = Lexicon((term.clue.written for term in self._terms), cased=cased)
        owners = {(term.topic, term.against): number for number, term in enumerate(self._terms)}
        self._owners = [owners[term.topic, term.against] for term in self._terms]
        #: What each term gives at one place, for each share of its points.
        self._given = [
            {share: (term.topic, term.against, term.clue.points / share) for share in _SHARES} for term in self._terms
        ]

    def __bool__(self) -> bool:
        return bool(self._terms)

    def fold(self, titles: Sequence[Sequence[str]], texts: Sequence[str]) -> FoldedPassages:
        """Return the passages with these *titles* and *texts* as they are searched."""
        lines = [line for own, text in zip(titles, texts, strict=True) for line in (*own, text)]
        folded = fold_all(lines, cased=self._cased, loose=self._lexicon.takes_loose)
        ends = [0, *folded.ends]
        at = accumulate([len(own) + 1 for own in titles])  # how many lines there are up to the text of each
        bounds = [
            _Bounds(ends[number - 1], ends[number], places_that_count(text))
            for number, text in zip(at, texts, strict=True)
        ]
        return FoldedPassages(folded.line, bounds)

    def fits(self, folded: str) -> bool:
        """Return whether one of them is in *folded* text."""
        return bool(self._lexicon.spans(folded.encode()))

    def points(self, passages: FoldedPassages) -> list[list[Given]]:
        """Return for each of *passages* what each term that counts in it gives, as often as it does."""
        given = self._given
        return [[given[number][share] for number, share, _, _ in places] for places in self._places(passages)]

    def hits(self, passages: FoldedPassages) -> Iterator[Hit]:
        """Yield the same as hits: in each passage those in titles, then those in the text."""
        line = passages.line
        for number, share, start, end in chain.from_iterable(self._places(passages)):
            term, found = self._terms[number], unfold(b" ".join(line[start:end].split()).decode())
            if term.against:
                yield Hit(term.topic, term.clue.written, "not", found, 0)
            else:
                place = "title" if share == 1 else "text"
                yield Hit(term.topic, term.clue.written, place, found, term.clue.points / share)

    def _places(self, passages: FoldedPassages) -> Iterator[list[_Place]]:
        """Yield the places that count in each of *passages*."""
        spans, first = self._lexicon.spans(passages.line), 0
        for bounds in passages.bounds:
            end = bisect_left(spans, (bounds.end,), first)
            yield self._counting(spans[first:end], bounds) if end > first else []
            first = end

    def _counting(self, spans: Sequence[Span], bounds: _Bounds) -> list[_Place]:
        """Return the places that count among *spans* in the passage with *bounds*: none in a longer one of its topic.

        In titles a term counts once, for all of its points, and then no more.
        """
        counts: dict[int, int] = {}  # by term
        ends: dict[int, int] = {}  # by owner
        most, owners, places = bounds.most, self._owners, []
        for start, minus_end, number in spans:
            owner = owners[number]
            if minus_end >= ends.get(owner, 1):
                continue
            ends[owner] = minus_end
            count = counts.get(number, 0)
            if start < bounds.text_start:
                if not count:
                    counts[number] = most
                    places.append((number, 1, start, -minus_end))
            elif count < most and not (count and self._terms[number].against):
                counts[number] = count + 1
                places.append((number, most, start, -minus_end))
        return places
