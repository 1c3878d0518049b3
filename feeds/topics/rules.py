"""Assign topics by rule, and explain them.

Each clue of a topic that matches gives points, and enough points make the topic. By default
one clue is enough. A word in the text gives half of its points each time it appears, and a
third in a long text, which mentions more in passing. The words under `not` rule a topic out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from math import inf
from typing import Literal

from msgspec import Struct

from feeds.config import Clue, TopicRule
from feeds.markup import to_text
from feeds.model import Item, Origin, Passage, Section
from feeds.topics.lines import Given, Hit, LineClues, Term, key_pattern, line_pattern
from feeds.topics.phrases import FoldedPassages, PhraseClues
from feeds.topics.targets import Targets
from feeds.topics.words import fold, fold_line, key_of

State = Literal["yes", "implied", "stopped", "close"]
_ROUNDED = 5e-7  # three thirds may be less than one
_Folded = tuple[PhraseClues, FoldedPassages]  # clues, and passages as they look at them


class Verdict(Struct, frozen=True):
    """The decision about a topic of which at least one clue matches."""

    topic: str
    state: State  # "stopped" by `not` though there was enough; "close" if there was something, but not enough
    points: float
    needs: float
    hits: tuple[Hit, ...]
    implied_by: tuple[str, ...] = ()


class TopicRules:
    """The rules of all topics, compiled once; the order of topics in the config does not matter."""

    def __init__(self, rules: Sequence[TopicRule]) -> None:
        self._rules = tuple(rules)
        self._needs = {rule.slug: rule.needs for rule in rules}
        self._enough = {rule.slug: rule.needs - _ROUNDED for rule in rules}  # what more points make the topic
        renamed = {alias: rule.slug for rule in rules for alias in rule.aliases}
        self._implies = {
            rule.slug: tuple(renamed.get(slug, slug) for slug in rule.implies) for rule in rules if rule.implies
        }
        vetoes = [Term(rule.slug, Clue(written, 0), against=True) for rule in rules for written in rule.exclude]
        self._words = PhraseClues([*_terms(rules, "words"), *vetoes])
        self._names = PhraseClues(_terms(rules, "names"), cased=True)
        self._targets_terms = [*_terms(rules, "links"), *_terms(rules, "domains")]
        self._targets = Targets(
            [term.clue.written for term in _terms(rules, "links")],
            [term.clue.written for term in _terms(rules, "domains")],
        )
        lines = (
            ("heading", LineClues(_terms(rules, "headings"), fold_line, line_pattern)),
            ("tag", LineClues([*_terms(rules, "tags"), *_terms(rules, "categories")], key_of, key_pattern)),
            ("author", LineClues(_terms(rules, "authors"), key_of, key_pattern)),
        )
        self._lines = [(place, clues) for place, clues in lines if clues]

    def __bool__(self) -> bool:
        return bool(self._needs)  # there is a topic

    def __reduce__(self) -> tuple[type[TopicRules], tuple[tuple[TopicRule, ...]]]:
        return TopicRules, (self._rules,)  # another process compiles them again: automata cannot be sent

    def topics_of(self, passage: Passage, origin: Origin) -> tuple[str, ...]:
        """Return the topics of a *passage* that comes from *origin*, by slug, as `explain` has them.

        There are no reasons: without them it takes half the time.
        """
        (topics,) = self._topics_of([passage], [to_text(passage.content)], origin)
        return topics

    def topics_of_parts(self, parts: Sequence[Section | Item], origin: Origin) -> list[tuple[str, ...]]:
        """Return what `topics_of` does of each of *parts*, all of which come from *origin*.

        A build asks this of every issue: their texts are known, and are folded and searched at once.
        """
        return self._topics_of(parts, [part.text for part in parts], origin)

    def _topics_of(self, passages: Sequence[Passage], texts: Sequence[str], origin: Origin) -> list[tuple[str, ...]]:
        given: list[list[Given]] = [[] for _ in passages]
        if self._lines or self._targets_terms:
            given = [self._given_apart(passage, origin) for passage in passages]
        for clues, folded in self._folded(passages, texts):
            for own, more in zip(given, clues.points(folded), strict=True):
                own += more
        return [self._decide(own) if own else () for own in given]

    def decide(self, hits: Iterable[Hit]) -> tuple[str, ...]:
        """Return the topics that *hits* are enough for, and those that these imply."""
        return self._decide((hit.topic, hit.place == "not", hit.points) for hit in hits)

    def verdicts(self, hits: Sequence[Hit]) -> list[Verdict]:
        """Return the decision about each topic that has *hits* or is implied, by slug."""
        given = self.decide(hits)
        implied = {topic for other in given for topic in self._implies.get(other, ())}
        verdicts = []
        for topic in sorted({*given, *implied, *(hit.topic for hit in hits)}):
            own = tuple(hit for hit in hits if hit.topic == topic)
            points = round(sum(hit.points for hit in own), 6)
            by = tuple(other for other in given if topic in self._implies.get(other, ()))
            if points > self._enough.get(topic, inf):
                state: State = "yes" if topic in given else "stopped"
            elif by:
                state = "implied" if topic in given else "stopped"
            else:
                state = "close"
            verdicts.append(Verdict(topic, state, points, self._needs.get(topic, 0), own, by))
        return verdicts

    def explain(self, passage: Passage, origin: Origin) -> list[Hit]:
        """Return every hit of every rule in a *passage* from *origin*, also those that are not enough."""
        hits = [
            Hit(term.topic, term.clue.written, place, line, term.clue.points)
            for place, clues in self._lines
            for term, line in clues.fitting(_LINES[place](passage, origin))
        ]
        for number, address in self._found_targets(passage).items():
            term = self._targets_terms[number]
            hits.append(Hit(term.topic, term.clue.written, "link", address, term.clue.points))
        for clues, folded in self._folded([passage], [to_text(passage.content)]):
            hits += clues.hits(folded)
        return hits

    def knows(self, words: str) -> bool:
        """Return whether some clue fits *words* alone."""
        return self._words.fits(fold(words)) or self._names.fits(fold(words, cased=True))

    def _given_apart(self, passage: Passage, origin: Origin) -> list[Given]:
        """Return what all hits that `explain` would return give, but for words and names in its text and titles."""
        given = [
            (term.topic, term.against, term.clue.points)
            for place, lines in self._lines
            for term, _ in lines.fitting(_LINES[place](passage, origin))
        ]
        for number in self._found_targets(passage):
            term = self._targets_terms[number]
            given.append((term.topic, term.against, term.clue.points))
        return given

    def _found_targets(self, passage: Passage) -> Mapping[int, str]:
        return self._targets.find(passage) if self._targets_terms else {}

    def _folded(self, passages: Sequence[Passage], texts: Sequence[str]) -> list[_Folded]:
        """Return the clues of words and those of names, with *passages* and their *texts* as they look at them."""
        kinds = [clues for clues in (self._words, self._names) if clues]
        titles = [passage.titles for passage in passages] if kinds else []
        return [(clues, clues.fold(titles, texts)) for clues in kinds]

    def _decide(self, given: Iterable[Given]) -> tuple[str, ...]:
        """Return the topics that have enough of what is *given*."""
        points: dict[str, float] = {}
        against: set[str] = set()
        for topic, is_against, number in given:
            points[topic] = points.get(topic, 0) + number
            if is_against:
                against.add(topic)
        enough = self._enough
        topics = {topic for topic, sum_ in points.items() if sum_ > enough[topic] and topic not in against}
        return tuple(sorted(self._with_implied(topics, against) if self._implies else topics))

    def _with_implied(self, topics: set[str], against: set[str]) -> set[str]:
        found, open_ = set(topics), list(topics)
        while open_:
            new = {other for other in self._implies.get(open_.pop(), ()) if other not in found | against}
            found |= new
            open_ += new
        return found


def _terms(rules: Sequence[TopicRule], kind: str) -> list[Term]:
    return [Term(rule.slug, clue) for rule in rules for clue in rule.clues[kind]]


#: The lines of a passage that clues may fit as a whole, by where they are.
_LINES: Mapping[str, Callable[[Passage, Origin], Sequence[str]]] = {
    "heading": lambda passage, origin: passage.titles,
    "tag": lambda passage, origin: origin.tags,
    "author": lambda passage, origin: [author.name for author in origin.authors],
}
