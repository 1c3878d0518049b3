"""Families of terms: the inflections of a word, which are one subject.

Inflections are learned from the archive itself: an ending that many of its words have and
lack ("s", "es", "en") is an inflection in its language.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from msgspec import Struct

from feeds.curation.terms import SubjectTerm
from feeds.markup import to_text
from feeds.model import Entry
from feeds.regex import regex
from feeds.topics.words import is_unspaced, unfold

_ENDING = 3  # letters
_STEM = 4  # letters that a word has before it
_SYLLABLES = 2  # of a word in Hangul
_COMMON_ENDING = 0.1  # of the number of words with the most frequent ending
_FEWEST = 5  # words with an ending
_ASKED = 50  # sections, to find the usual spelling
_SAFE = 0.97  # of the words with that beginning have to be inflections
_HANGUL = regex("[\uac00-\ud7a3]")


class Family(Struct, frozen=True):
    """A subject, and its spelling in a rule."""

    forms: tuple[str, ...]  # folded, the shortest first
    written: tuple[str, ...]  # as in a rule, with `*` where that is safe
    sections: frozenset[int]  # by their number
    weight: float


class Families:
    """The terms of an archive in families, those of most weight first."""

    def __init__(self, sections: Sequence[Entry], texts: Sequence[str], terms: Sequence[SubjectTerm]) -> None:
        self._sections, self._terms = sections, terms
        self._words = Counter(word for text in texts for word in text.split())
        self._by_beginning: defaultdict[str, list[str]] = defaultdict(list)
        for word in self._words:
            self._by_beginning[word[: _stem(word)]].append(word)
        self._endings = self._find_endings()

    def __iter__(self) -> Iterator[Family]:
        taken: set[str] = set()
        by_words = {term.words: term for term in self._terms}
        for term in self._terms:
            if term.words not in taken:
                forms = tuple(one for one in self._forms(term.words) if one in by_words)
                taken.update(forms)
                own = frozenset(number for one in forms for number in by_words[one].sections)
                yield Family(forms, self._written(forms), own, term.weight)

    def _find_endings(self) -> frozenset[str]:
        counts: Counter[str] = Counter()
        known = {word for word, count in self._words.items() if count >= 3 and word.isalpha()}
        for word in known:
            for size in range(1, min(_ENDING, len(word) - _stem(word)) + 1):
                if word[:-size] in known:
                    counts[word[-size:]] += 1
        most = max(counts.values(), default=0)
        return frozenset(ending for ending, count in counts.items() if count >= max(_FEWEST, _COMMON_ENDING * most))

    def _forms(self, phrase: str) -> list[str]:
        """Return the inflections of *phrase*, itself included, the shortest first."""
        *before, last = phrase.split(" ")
        if is_unspaced(last) or len(last) < _stem(last):
            return [phrase]
        roots = (last[:-size] for size in range(1, _ENDING + 1) if last[-size:] in self._endings)
        root = min((one for one in roots if len(one) >= _stem(one) and one in self._words), key=len, default=last)
        forms = {last, root, *(root + ending for ending in self._endings)}
        return [" ".join((*before, form)) for form in sorted(forms, key=lambda form: (len(form), form))]

    def _written(self, forms: Sequence[str]) -> tuple[str, ...]:
        """Return *forms* as in a rule: with `*` if no other word begins as they do."""
        root = forms[0].split(" ")[-1]
        if len(root) >= _stem(root) and not is_unspaced(root):
            begun = [word for word in self._by_beginning[root[: _stem(root)]] if word.startswith(root)]
            inflected = {root, *(root + ending for ending in self._endings)}
            safe = sum(self._words[word] for word in begun if word in inflected)
            if len(begun) > 1 and safe >= _SAFE * sum(self._words[word] for word in begun):
                return (unfold(forms[0]) + "*",)
        return tuple(map(unfold, forms))

    def title_of(self, family: Family) -> str:
        """Return the most frequent spelling of *family*."""
        words = (r"[\s_-]+".join(map(re.escape, unfold(form).split(" "))) for form in family.forms)
        pattern = re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)", re.IGNORECASE)
        found: Counter[str] = Counter()
        for number in sorted(family.sections)[:_ASKED]:
            found.update(pattern.findall(to_text(self._sections[number].content)))
        title = " ".join(max(found, key=lambda one: (found[one], one)).split()) if found else unfold(family.forms[0])
        return title if any(map(str.isupper, title)) else title[:1].upper() + title[1:]


def _stem(word: str) -> int:
    return _SYLLABLES if _HANGUL.match(word) else _STEM
