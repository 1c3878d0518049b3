"""Assign topics by rule, with the reasons.

Each clue of a topic that matches gives points, and enough points make the topic. By default
one clue is enough. A word in the text gives half of its points each time it appears, and a
third in a long text, which mentions more in passing. The words under `not` rule a topic out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from feeds.config import Clue, TopicRule
from feeds.markup import to_text
from feeds.model import Origin, Passage
from feeds.topics.lines import Hit, LineClues, Term, key_pattern, line_pattern
from feeds.topics.targets import Targets
from feeds.topics.words import Lexicon, Place, fold_line, key_of

_PLACES_THAT_COUNT, _PLACES_IN_LONG_TEXTS = 2, 3  # of a word, each for its share of the points
_LONG = 1_500  # characters, about 250 words

State = Literal["yes", "implied", "stopped", "close"]


@dataclass(frozen=True, slots=True)
class Verdict:
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
        self._needs = {rule.slug: rule.needs for rule in rules}
        renamed = {alias: rule.slug for rule in rules for alias in rule.aliases}
        self._implies = {
            rule.slug: tuple(renamed.get(slug, slug) for slug in rule.implies) for rule in rules if rule.implies
        }
        vetoes = [Term(rule.slug, Clue(written, 0), against=True) for rule in rules for written in rule.exclude]
        words = [*_terms(rules, "words"), *vetoes]
        names = _terms(rules, "names")
        self._lexicons = [
            (Lexicon((term.clue.written for term in terms), cased=cased), terms)
            for terms, cased in ((words, False), (names, True))
            if terms
        ]
        self._targets_terms = [*_terms(rules, "links"), *_terms(rules, "domains")]
        self._targets = Targets(
            [term.clue.written for term in _terms(rules, "links")],
            [term.clue.written for term in _terms(rules, "domains")],
        )
        self._lines = {
            "heading": LineClues(_terms(rules, "headings"), fold_line, line_pattern),
            "tag": LineClues([*_terms(rules, "tags"), *_terms(rules, "categories")], key_of, key_pattern),
            "author": LineClues(_terms(rules, "authors"), key_of, key_pattern),
        }

    def __bool__(self) -> bool:
        return bool(self._needs)  # there is a topic

    def topics_of(self, passage: Passage, origin: Origin) -> tuple[str, ...]:
        """Return the topics of a *passage* that comes from *origin*, by slug."""
        return self.decide(self.explain(passage, origin))

    def decide(self, hits: Sequence[Hit]) -> tuple[str, ...]:
        """Return the topics that *hits* are enough for, and those that these imply."""
        points: dict[str, float] = {}
        for hit in hits:
            points[hit.topic] = points.get(hit.topic, 0) + hit.points
        against = {hit.topic for hit in hits if hit.place == "not"}
        enough = {topic for topic, sum_ in points.items() if self._is_enough(topic, sum_) and topic not in against}
        return tuple(sorted(self._with_implied(enough, against)))

    def verdicts(self, hits: Sequence[Hit]) -> list[Verdict]:
        """Return the decision about each topic that has *hits* or is implied, by slug."""
        given = self.decide(hits)
        implied = {topic for other in given for topic in self._implies.get(other, ())}
        verdicts = []
        for topic in sorted({*given, *implied, *(hit.topic for hit in hits)}):
            own = tuple(hit for hit in hits if hit.topic == topic)
            points = round(sum(hit.points for hit in own), 6)
            by = tuple(other for other in given if topic in self._implies.get(other, ()))
            if self._is_enough(topic, points):
                state: State = "yes" if topic in given else "stopped"
            elif by:
                state = "implied" if topic in given else "stopped"
            else:
                state = "close"
            verdicts.append(Verdict(topic, state, points, self._needs.get(topic, 0), own, by))
        return verdicts

    def explain(self, passage: Passage, origin: Origin) -> list[Hit]:
        """Return all hits of all rules in a *passage* from *origin*, including those that are not enough."""
        headings = passage.titles
        hits = [*self._lines["heading"].hits("heading", headings), *self._lines["tag"].hits("tag", origin.tags)]
        hits += self._lines["author"].hits("author", [author.name for author in origin.authors])
        for number, address in self._targets.find(passage).items() if self._targets_terms else ():
            term = self._targets_terms[number]
            hits.append(Hit(term.topic, term.clue.written, "link", address, term.clue.points))
        text = to_text(passage.content) if self._lexicons else ""
        most = places_that_count(text)
        for lexicon, terms in self._lexicons:
            in_titles = [list(lexicon.find(line)) for line in headings]
            hits += _word_hits(terms, in_titles, list(lexicon.find(text)), most)
        return hits

    def knows(self, words: str) -> bool:
        """Return whether a clue matches *words* alone."""
        return any(True for lexicon, _ in self._lexicons for _ in lexicon.find(words))

    def _is_enough(self, topic: str, points: float) -> bool:
        needs = self._needs.get(topic)  # None: it is only implied, and has no rule
        return needs is not None and round(points, 6) >= needs

    def _with_implied(self, topics: set[str], against: set[str]) -> set[str]:
        found, open_ = set(topics), list(topics)
        while open_:
            new = {other for other in self._implies.get(open_.pop(), ()) if other not in found | against}
            found |= new
            open_ += new
        return found


def places_that_count(text: str) -> int:
    """Return how often a word has to appear in *text* to give all of its points.

    A long text repeats its subject, and mentions more in passing.
    """
    return _PLACES_THAT_COUNT if len(text) < _LONG else _PLACES_IN_LONG_TEXTS


def _terms(rules: Sequence[TopicRule], kind: str) -> list[Term]:
    return [Term(rule.slug, clue) for rule in rules for clue in rule.clues[kind]]


def _word_hits(terms: Sequence[Term], in_titles: list[list[Place]], in_text: list[Place], most: int) -> Iterator[Hit]:
    """Yield the hits of words in titles (each once, for all of its points), then of those in the text.

    A word needs *most* places in the text to give all of its points.
    """
    full: set[int] = set()
    for in_title in in_titles:
        for place in _outermost(terms, in_title):
            if place.term not in full:
                full.add(place.term)
                yield _word_hit(terms[place.term], "title", place, 1)
    counts = dict.fromkeys(full, most)
    for place in _outermost(terms, in_text):
        term, count = terms[place.term], counts.get(place.term, 0)
        if count < (1 if term.against else most):
            counts[place.term] = count + 1
            yield _word_hit(term, "text", place, most)


def _word_hit(term: Term, where: str, place: Place, share: int) -> Hit:
    if term.against:
        return Hit(term.topic, term.clue.written, "not", place.found, 0)
    return Hit(term.topic, term.clue.written, where, place.found, term.clue.points / share)


def _outermost(terms: Sequence[Term], places: list[Place]) -> Iterator[Place]:
    """Yield *places* in reading order, without those inside a longer one of the same topic."""
    if len(places) > 1:
        places.sort(key=lambda place: (place.start, -place.end, terms[place.term].clue))
    ends: dict[tuple[str, bool], int] = {}
    for place in places:
        whose = (terms[place.term].topic, terms[place.term].against)
        if place.end > ends.get(whose, -1):
            ends[whose] = place.end
            yield place
