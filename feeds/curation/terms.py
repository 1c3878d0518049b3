"""Find the words and phrases of an archive that are subjects, by how unevenly they are spread.

A section that mentions a subject mentions it again, so fewer sections have it than by
chance; everyday words are spread as evenly as by chance, in any language. This needs no
list of words, but the length of sections counts: by chance, a long one has more. Some
sections have a language of their own ("merged", in a list of commits), so chance is
computed among those under the same heading.

Candidates are taken from titles and linked words only. (The measure is that of Church and
Gale, "Inverse document frequency: a measure of deviations from Poisson", 1995.)
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

from ahocorasick_rs import AhoCorasick
from msgspec import Struct

from feeds.curation.vocabulary import LONGEST, may_bound
from feeds.markup import to_text
from feeds.model import Entry
from feeds.regex import regex
from feeds.topics.words import fold, is_unspaced

_CLAUSE = regex(r"[.,;:!?…)\]\"”»|](?=\s|$)|(?:^|(?<=\s))[(\[\"“«]|\s[–—/|-]\s|[。，、；：！？（）「」『』《》【】]")
# Each begins where a word does and does not backtrack: a long run of letters takes linear time.
_ADDRESS = regex(r"\b\w++://\S+|(?<![\w-])[\w-]++(?:\.[\w-]++){2,}\S*|(?<![\w.-])\.*[\w-]++\.[\w.-]++/\S*")
_PIECES = regex("[\u3400-\u9fff\uf900-\ufaff]+|[\u30a0-\u30ff]+|[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]+")
_KATAKANA = regex("[\u30a0-\u30ff]")
_LONGEST_UNSPACED = 6  # characters of a word in a script without blanks
_LONGEST_KATAKANA = 20  # characters of a foreign word in Japanese
_SHORTEST = 3  # letters of a single word
_REPEATED = 3  # sections; a line that so many have is not about any of them

_LEAST = 3  # issues
_TITLED = 2  # issues with the word in a title or a link
_RARE = 0.01  # the least share of issues
_USUAL = 0.3  # the share of sections beyond which a word does not distinguish any
_EVEN = 0.8  # of the sections that chance would give; beyond, a word is an everyday one
_SILENT = 0.35  # of the usual share of uses in titles and links
_LIKELY = 1.0  # standard errors: one word in six would have so few sections by chance
_SURE = 3.0  # standard errors: one word in a thousand
_NOTHING = 0.0001
_PART = 0.6  # of its uses; a word in one phrase so often is a part of it
_HALF = 0.9  # of its uses; a word that another follows so often is half of a name ("San", "Saint")
_PART_UNSPACED = 0.5  # as _PART, for a longer word in a script without blanks
_OWN_GROUP = 10  # sections under one heading, for which chance is computed apart
_GRID = (1, 2, 3, 5, 8, 12, 18, 27, 40, 60, 90, 140, 200, 300, 450, 700, 1000, 2000, 4000, 8000, 20_000, 100_000, 10**7)


class SubjectTerm(Struct, frozen=True):
    """A word or a phrase that may be a subject."""

    words: str  # folded
    sections: frozenset[int]  # by their number
    issues: int
    evenness: float  # the sections that have it, as a share of those expected by chance
    surprise: float  # by how many standard errors they are fewer

    @property
    def weight(self) -> float:
        """How far it is from chance, reduced where that may be an accident."""
        return max(abs(math.log(self.evenness)) ** 3 * min(1.0, self.surprise / _SURE), _NOTHING)


class _Use(Struct):
    """How often a candidate appears, and where."""

    count: int
    sections: dict[int, int]  # by number: how often it is in the section


def lines_of(section: Entry) -> list[str]:
    """Return the title of *section*, and the lines of its text."""
    return [section.title, *to_text(section.content).split("\n")]


def repeated_lines(sections: Iterable[Entry]) -> frozenset[str]:
    """Return the lines that many of *sections* have word for word, and so are not about any of them."""
    counts = Counter(line for section in sections for line in set(lines_of(section)))
    return frozenset(line for line, count in counts.items() if count >= _REPEATED)


def find_terms(sections: Sequence[Entry], texts: Sequence[str], repeated: Container[str]) -> list[SubjectTerm]:
    """Return the terms that distinguish *sections*, those of most weight first.

    *texts* are those of the sections, folded, without *repeated* lines.
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
            terms.append(SubjectTerm(words, frozenset(use.sections), count, min(1.0, evenness), max(0.0, surprise)))
    return sorted(_whole(terms, uses), key=lambda term: (-term.weight * term.issues, term.words))


def _titled(sections: Sequence[Entry], repeated: Container[str]) -> Counter[str]:
    """Return how often each phrase appears in titles and links, if several issues have it."""
    counts: Counter[str] = Counter()
    issues: defaultdict[str, set[str]] = defaultdict(set)
    linked = 2 * sum(bool(section.links) for section in sections) > len(sections)  # otherwise links are too few
    for section in sections:
        said = [section.title, *(link.text for link in section.links)] if linked else lines_of(section)
        for line in said:
            for phrase in _phrases(line) if line not in repeated else ():
                counts[phrase] += 1
                issues[phrase].add(section.issue_id)
    return Counter({phrase: count for phrase, count in counts.items() if len(issues[phrase]) >= _TITLED})


def _phrases(line: str) -> Iterator[str]:
    """Yield the candidates in *line*: up to three words, or some characters in a script without blanks."""
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
    """Yield the words that a *run* of characters may hold, but not inflecting kana."""
    for piece in _PIECES.findall(run):
        if _KATAKANA.match(piece):
            yield piece[:_LONGEST_KATAKANA]
        else:
            for start in range(len(piece)):
                for end in range(start + 1, min(start + _LONGEST_UNSPACED, len(piece)) + 1):
                    yield piece[start:end]


def _uses(phrases: Iterable[str], texts: Sequence[str]) -> dict[str, _Use]:
    """Return where and how often *phrases* appear in folded *texts*."""
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
    """How many sections would have a word if it were spread by chance among those under each heading."""

    def __init__(self, sections: Sequence[Entry], texts: Sequence[str]) -> None:
        headings = [fold(section.title) for section in sections]
        counts = Counter(headings)
        self._group = [heading if counts[heading] >= _OWN_GROUP else "" for heading in headings]
        lengths: defaultdict[str, list[int]] = defaultdict(list)
        for group, text in zip(self._group, texts, strict=True):
            lengths[group].append(1 + len(text))
        self._tables = {group: _table(own) for group, own in lengths.items()}

    def sections(self, said: Mapping[int, int]) -> float:
        """Return the expected number for a word with so many uses, by section."""
        counts: Counter[str] = Counter()
        for number, count in said.items():
            counts[self._group[number]] += count
        return sum(_between(self._tables[group], count) for group, count in counts.items())


def _table(lengths: Sequence[int]) -> list[float]:
    """Return how many texts of *lengths* would have a word by chance, for each count of the grid."""
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


def _whole(terms: Sequence[SubjectTerm], uses: Mapping[str, _Use]) -> list[SubjectTerm]:
    """Return *terms* without those that nearly always appear within a longer one."""
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
