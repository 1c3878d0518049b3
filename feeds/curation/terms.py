"""Which words and phrases of an archive are subjects, by what the archive itself does with them.

A subject is said again where it is said at all, so that fewer sections have it than chance
would give it; words of every day are spread as evenly as chance does, in any language. No
list of words is needed for that, but length counts: chance gives more to a long section.
And since some sections have a language of their own ("merged", in a list of commits),
chance is reckoned among those under the same heading.

Only what is said in titles or with links is looked at. (The measure is that of Church and
Gale, "Inverse document frequency: a measure of deviations from Poisson", 1995.)
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick

from feeds.curation.vocabulary import LONGEST, may_bound
from feeds.markup import to_text
from feeds.model import Entry
from feeds.topics.words import fold, is_unspaced

_CLAUSE = re.compile(
    r"[.,;:!?…)\]\"”»|](?=\s|$)|(?:^|(?<=\s))[(\[\"“«]|\s[–—/|-]\s|[。，、；：！？（）「」『』《》【】]"
)
# Each begins where a word does, and goes back over nothing: a long run of letters takes linear time.
_ADDRESS = re.compile(r"\b\w++://\S+|(?<![\w-])[\w-]++(?:\.[\w-]++){2,}\S*|(?<![\w.-])\.*[\w-]++\.[\w.-]++/\S*")
_PIECES = re.compile("[\u3400-\u9fff\uf900-\ufaff]+|[\u30a0-\u30ff]+|[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]+")
_KATAKANA = re.compile("[\u30a0-\u30ff]")
_LONGEST_UNSPACED = 6  # characters of a word in a script without blanks,
_LONGEST_KATAKANA = 20  # of a foreign one in Japanese
_SHORTEST = 3  # letters of a word that stands alone
_REPEATED = 3  # a line in so many sections says nothing of any

_LEAST = 3  # issues
_TITLED = 2  # of them with it in a title or a link
_RARE = 0.01  # or this share of them
_USUAL = 0.3  # the share of sections beyond which nothing is told apart
_EVEN = 0.8  # of what chance would give: beyond, a word is one of every day
_SILENT = 0.35  # of the usual share of what is said in titles and with links
_LIKELY = 1.0  # times the usual error: so few by chance would be one in six
_SURE = 3.0  # one in a thousand
_NOTHING = 0.0001
_PART = 0.6  # a word is a part of a phrase if so often it is said in it,
_HALF = 0.9  # and half of one if so often another word follows, whichever ("San", "Saint")
_PART_UNSPACED = 0.5  # or, where there are no blanks, of a longer word
_OWN_GROUP = 10  # sections under one heading, to be reckoned by themselves
_GRID = (1, 2, 3, 5, 8, 12, 18, 27, 40, 60, 90, 140, 200, 300, 450, 700, 1000, 2000, 4000, 8000, 20_000, 100_000, 10**7)


@dataclass(frozen=True, slots=True)
class Term:
    """A word or a phrase that may be a subject."""

    words: str  # folded
    sections: frozenset[int]  # by their number
    issues: int
    evenness: float  # the sections that have it, as a share of those that chance would give it
    surprise: float  # how many times the usual error they are fewer

    @property
    def telling(self) -> float:
        """How far it is from what chance gives; little counts as far as it can be believed."""
        return max(abs(math.log(self.evenness)) ** 3 * min(1.0, self.surprise / _SURE), _NOTHING)


@dataclass(slots=True)
class _Use:
    """How often a candidate is said, and where."""

    count: int
    sections: dict[int, int]  # number to how often


def lines_of(section: Entry) -> list[str]:
    """Return the title of *section*, and the lines of its text."""
    return [section.title, *to_text(section.content).split("\n")]


def repeated_lines(sections: Iterable[Entry]) -> frozenset[str]:
    """Return the lines that so many of *sections* have word for word that they say nothing of any."""
    counts = Counter(line for section in sections for line in set(lines_of(section)))
    return frozenset(line for line, count in counts.items() if count >= _REPEATED)


def find_terms(sections: Sequence[Entry], texts: Sequence[str], repeated: Container[str]) -> list[Term]:
    """Return what tells *sections* apart, what tells most first.

    *texts* are theirs, folded, without the lines that are *repeated*.
    """
    titled = _titled(sections, repeated)
    uses = _uses(titled, texts)
    expected = _Chance(sections, texts)
    issues = [section.issue_id for section in sections]
    least = max(_LEAST, _RARE * len(set(issues)))
    usual = _SILENT * sum(titled.values()) / max(1, sum(use.count for use in uses.values()))
    terms = []
    for words, use in uses.items():
        count = len({issues[number] for number in use.sections})
        common = count < least or len(use.sections) > _USUAL * len(sections)
        if common or not _is_word(words) or titled[words] < usual * use.count:
            continue
        chance = expected.sections(use.sections)
        evenness, surprise = len(use.sections) / chance, (chance - len(use.sections)) / math.sqrt(chance)
        if " " in words or (evenness <= _EVEN and surprise >= _LIKELY):
            terms.append(Term(words, frozenset(use.sections), count, min(1.0, evenness), max(0.0, surprise)))
    return sorted(_whole(terms, uses), key=lambda term: (-term.telling * term.issues, term.words))


def _titled(sections: Sequence[Entry], repeated: Container[str]) -> Counter[str]:
    """Return how often each phrase is said in titles and with links, of those that several issues have."""
    counts: Counter[str] = Counter()
    issues: defaultdict[str, set[str]] = defaultdict(set)
    linked = 2 * sum(bool(section.links) for section in sections) > len(sections)  # else links tell too little
    for section in sections:
        said = [section.title, *(link.text for link in section.links)] if linked else lines_of(section)
        for line in said:
            for phrase in _phrases(line) if line not in repeated else ():
                counts[phrase] += 1
                issues[phrase].add(section.issue_id)
    return Counter({phrase: count for phrase, count in counts.items() if len(issues[phrase]) >= _TITLED})


def _phrases(line: str) -> Iterator[str]:
    """Yield what may be a subject in *line*: up to three words, or some characters where there are no blanks."""
    for clause in _CLAUSE.split(_ADDRESS.sub(" . ", line)):
        words = fold(clause).split()
        for start, first in enumerate(words):
            if is_unspaced(first):
                yield from _parts(first)
            elif may_bound(first):
                for end in range(start + 1, min(start + LONGEST, len(words)) + 1):
                    if is_unspaced(words[end - 1]):
                        break
                    if may_bound(words[end - 1]):
                        yield " ".join(words[start:end])


def _parts(run: str) -> Iterator[str]:
    """Yield the words that a *run* of characters may hold; kana that inflect are none."""
    for piece in _PIECES.findall(run):
        if _KATAKANA.match(piece):
            yield piece[:_LONGEST_KATAKANA]
        else:
            for start in range(len(piece)):
                for end in range(start + 1, min(start + _LONGEST_UNSPACED, len(piece)) + 1):
                    yield piece[start:end]


def _uses(phrases: Iterable[str], texts: Sequence[str]) -> dict[str, _Use]:
    """Return where and how often *phrases* are said in folded *texts*."""
    found = {phrase: _Use(0, {}) for phrase in phrases}
    uses = list(found.values())
    automaton = AhoCorasick([phrase if is_unspaced(phrase) else f" {phrase} " for phrase in found] or ["\0"])
    for number, text in enumerate(texts):
        matches = automaton.find_matches_as_indexes(text, overlapping=True)
        for which, count in Counter(match[0] for match in matches).items():
            uses[which].count += count
            uses[which].sections[number] = count
    return {phrase: use for phrase, use in found.items() if use.count}


class _Chance:
    """How many sections would have a word, were it strewn over all that is said under a heading."""

    def __init__(self, sections: Sequence[Entry], texts: Sequence[str]) -> None:
        headings = [fold(section.title) for section in sections]
        counts = Counter(headings)
        self._group = [heading if counts[heading] >= _OWN_GROUP else "" for heading in headings]
        lengths: defaultdict[str, list[int]] = defaultdict(list)
        for group, text in zip(self._group, texts, strict=True):
            lengths[group].append(1 + len(text))
        self._tables = {group: _table(own) for group, own in lengths.items()}

    def sections(self, said: Mapping[int, int]) -> float:
        """Return how many would have what is *said* so often."""
        counts: Counter[str] = Counter()
        for number, count in said.items():
            counts[self._group[number]] += count
        return sum(_between(self._tables[group], count) for group, count in counts.items())


def _table(lengths: Sequence[int]) -> list[float]:
    """Return how many of the texts of *lengths* would have a word, for each count of the grid."""
    total = sum(lengths)
    rests = Counter(round(1 - length / total, 6) for length in lengths)
    return [sum(many * (1 - rest**count) for rest, many in rests.items()) for count in _GRID]


def _between(table: Sequence[float], count: int) -> float:
    above = bisect_left(_GRID, count)
    if _GRID[above] == count:
        return table[above]
    share = math.log(count / _GRID[above - 1]) / math.log(_GRID[above] / _GRID[above - 1])
    return float(table[above - 1] * (table[above] / table[above - 1]) ** share)


def _is_word(words: str) -> bool:
    return len(words) > 1 if is_unspaced(words) else len(words) >= _SHORTEST


def _whole(terms: Sequence[Term], uses: Mapping[str, _Use]) -> list[Term]:
    """Return *terms* without those that are nearly always said within a longer one."""
    parts: defaultdict[str, int] = defaultdict(int)
    before, after = Counter[str](), Counter[str]()
    for words, use in uses.items():
        for part in _within(words):
            parts[part] = max(parts[part], use.count)
        if words.count(" ") == 1:
            first, last = words.split(" ")
            before[first] += use.count
            after[last] += use.count
    halves = {words for words in uses if max(before[words], after[words]) >= _HALF * uses[words].count}
    return [
        term
        for term in terms
        if term.words not in halves
        and parts[term.words] < (_PART_UNSPACED if is_unspaced(term.words) else _PART) * uses[term.words].count
    ]


def _within(words: str) -> Iterator[str]:
    """Yield the parts of a phrase, or of a word in a script without blanks."""
    if is_unspaced(words):
        pieces = [words[start:end] for start in range(len(words)) for end in range(start + 2, len(words) + 1)]
    else:
        split = words.split()
        pieces = [" ".join(split[start:end]) for start in range(len(split)) for end in range(start + 1, len(split) + 1)]
    yield from (piece for piece in pieces if piece != words)
