"""Words and phrases as clues: which of their places in the titles and the text of a passage count, and how much."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from feeds.topics.lexicon import Lexicon
from feeds.topics.lines import Given, Hit, Term
from feeds.topics.words import unfold

_PLACES_THAT_COUNT, _PLACES_IN_LONG_TEXTS = 2, 3  # of a word, each for its share of the points
_SHARES = (1, _PLACES_THAT_COUNT, _PLACES_IN_LONG_TEXTS)  # in a title a place has all of them
_LONG = 1_500  # characters, about 250 words


class FoldedPassage(Struct, frozen=True):
    """The words of a passage, as `words.fold` has them: they are searched in one walk.

    No place goes from a title into the text: there are two blanks between them, and none has that.
    """

    line: bytes  # the titles, then the text, in UTF-8
    text_start: int  # where the text begins
    most: int  # how many places of a word in the text count


def folded_passage(lines: Sequence[bytes], text: str) -> FoldedPassage:
    """Return the passage with this *text*, whose folded *lines* are its titles and then the text."""
    titles = b"".join(lines[:-1])
    return FoldedPassage(titles + lines[-1], len(titles), places_that_count(text))


def places_that_count(text: str) -> int:
    """Return how often a word has to be in *text* to give all of its points.

    A long text repeats its subject, and mentions more in passing.
    """
    return _PLACES_THAT_COUNT if len(text) < _LONG else _PLACES_IN_LONG_TEXTS


class PhraseClues:
    """Words and phrases of topics, in text without its case or, *cased*, with it."""

    def __init__(self, terms: Sequence[Term], *, cased: bool = False) -> None:
        self._terms = sorted(terms, key=lambda term: term.clue)  # of two for the same words, the first counts
        self._lexicon = Lexicon((term.clue.written for term in self._terms), cased=cased)
        owners = {(term.topic, term.against): number for number, term in enumerate(self._terms)}
        self._owners = [owners[term.topic, term.against] for term in self._terms]
        #: What each term gives at one place, for each share of its points.
        self._given = [
            {share: (term.topic, term.against, term.clue.points / share) for share in _SHARES} for term in self._terms
        ]

    def __bool__(self) -> bool:
        return bool(self._terms)

    def fits(self, folded: str) -> bool:
        """Return whether one of them is in *folded* text."""
        return bool(self._lexicon.spans(folded.encode()))

    def points(self, passage: FoldedPassage) -> list[Given]:
        """Return what each term that counts in *passage* gives, as often as it does."""
        return [self._given[number][share] for number, share, _, _ in self._places(passage)]

    def hits(self, passage: FoldedPassage) -> Iterator[Hit]:
        """Yield the same as hits: those in titles, then those in the text."""
        line = passage.line
        for number, share, start, end in self._places(passage):
            term, found = self._terms[number], unfold(line[start:end].decode())
            if term.against:
                yield Hit(term.topic, term.clue.written, "not", found, 0)
            else:
                place = "title" if share == 1 else "text"
                yield Hit(term.topic, term.clue.written, place, found, term.clue.points / share)

    def _places(self, passage: FoldedPassage) -> list[tuple[int, int, int, int]]:
        """Return (term, share, start, end) of each place that counts, of those in no longer one of the same topic.

        In titles a term counts once, for all of its points, and then no more.
        """
        most, counts, ends, owners = passage.most, dict[int, int](), dict[int, int](), self._owners
        places = []
        for start, minus_end, number in self._lexicon.spans(passage.line):
            owner = owners[number]
            if minus_end >= ends.get(owner, 1):
                continue
            ends[owner] = minus_end
            count = counts.get(number, 0)
            if start < passage.text_start:
                if not count:
                    counts[number] = most
                    places.append((number, 1, start, -minus_end))
            elif count < most and not (count and self._terms[number].against):
                counts[number] = count + 1
                places.append((number, most, start, -minus_end))
        return places
