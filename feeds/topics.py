"""Assign topics by rule, and tell why.

A rule gives points: a heading, tag or link that fits is enough by itself, and so is a
word in the title; words in the text must come up in two places. What `not` names vetoes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from feeds.config import TopicRule
from feeds.markup import to_text
from feeds.model import Entry
from feeds.patterns import link_test, wildcard

ENOUGH = 2  # points that make a topic
_POINTS = {"heading": 2, "tag": 2, "link": 2, "title": 2, "text": 1}
_TOKEN = re.compile(r"\w+")
_WORD_CHARACTER = re.compile(r"\w")
# Scripts written without blanks between words: a word may stand anywhere.
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_MOST_TOKENS_KNOWN = 200_000


@dataclass(frozen=True, slots=True)
class Hit:
    """One reason for or against a topic."""

    topic: str
    rule: str  # as written in config.yaml
    place: str  # heading, tag, link, title, text or not
    found: str
    points: int


@dataclass(frozen=True, slots=True)
class _Term:
    """A word or phrase of one topic."""

    topic: str
    written: str
    pattern: re.Pattern[str]
    against: bool
    opening: str = ""  # the word, or the start of one, that it begins with; "" if it may stand within words


class TopicRules:
    """The rules of all topics, compiled once; the order of topics in the config means nothing."""

    def __init__(self, rules: Sequence[TopicRule]) -> None:
        self._words: dict[str, list[_Term]] = {}  # by first token
        self._stems: dict[str, list[_Term]] = {}  # by the letters before "*"
        self._anywhere: list[_Term] = []
        self._known: set[str] = set()  # tokens that were looked up
        self._openers: dict[str, tuple[_Term, ...]] = {}  # those that may begin a term, and which
        self._headings: list[tuple[str, str, re.Pattern[str]]] = []
        self._tags: dict[str, list[tuple[str, str]]] = {}
        self._links: list[tuple[str, str, Callable[[str], bool]]] = []
        for rule in rules:
            self._add(rule)
        self._stem_lengths = sorted({len(stem) for stem in self._stems})

    def assign(self, entry: Entry) -> Entry:
        """Return *entry* with its topics, by slug."""
        return replace(entry, topics=self.topics_of(self.explain(entry)))

    def topics_of(self, hits: Sequence[Hit]) -> tuple[str, ...]:
        """Return the topics that *hits* are enough for."""
        points: dict[str, int] = {}
        for hit in hits:
            points[hit.topic] = points.get(hit.topic, 0) + hit.points
        against = {hit.topic for hit in hits if hit.place == "not"}
        return tuple(sorted(topic for topic, sum_ in points.items() if sum_ >= ENOUGH and topic not in against))

    def explain(self, entry: Entry) -> list[Hit]:
        """Return every hit of every rule in *entry*, also those that are not enough."""
        title = entry.title.casefold()
        text = to_text(entry.content).casefold()
        hits = [
            Hit(topic, written, "heading", heading, _POINTS["heading"])
            for topic, written, pattern in self._headings
            for heading in filter(None, (entry.title, entry.section_title))
            if pattern.fullmatch(heading)
        ]
        for tag in entry.tags:
            hits += [
                Hit(topic, written, "tag", tag, _POINTS["tag"]) for topic, written in self._tags.get(tag.casefold(), ())
            ]
        for topic, written, fits in self._links:
            if link := next((link for link in entry.links if fits(link.leads_to)), None):
                hits.append(Hit(topic, written, "link", link.leads_to, _POINTS["link"]))
        for term in self._terms_in(title):
            hits += self._hits(term, title, "title")
        for term in self._terms_in(text):
            hits += self._hits(term, text, "text")
        return hits

    def _add(self, rule: TopicRule) -> None:
        self._headings += [(rule.slug, written, wildcard(written)) for written in rule.headings]
        for tag in rule.tags:
            self._tags.setdefault(tag.casefold(), []).append((rule.slug, tag))
        self._links += [(rule.slug, written, link_test(written)) for written in rule.links]
        for written, against in [*((w, False) for w in rule.words), *((w, True) for w in rule.exclude)]:
            self._add_term(_Term(rule.slug, written, _phrase(written), against))

    def _add_term(self, term: _Term) -> None:
        folded = term.written.casefold()
        first = _TOKEN.match(folded)
        if first is None or _UNSPACED.search(folded):
            self._anywhere.append(term)
        elif folded[first.end() : first.end() + 1] == "*":
            self._stems.setdefault(first[0], []).append(replace(term, opening=first[0]))
        else:
            self._words.setdefault(first[0], []).append(replace(term, opening=first[0]))

    def _terms_in(self, text: str) -> list[_Term]:
        """Return the terms that may stand in *text*: those whose first token does.

        Each token of the newsletter is looked up once; after that, two set operations tell
        which of a section's tokens matter.
        """
        tokens = set(_TOKEN.findall(text))
        for token in tokens - self._known:
            self._look_up(token)
        terms = list(self._anywhere)
        for token in sorted(tokens & self._openers.keys()):
            terms += self._openers[token]
        return terms

    def _look_up(self, token: str) -> None:
        if len(self._known) > _MOST_TOKENS_KNOWN:
            self._known.clear()
        self._known.add(token)
        found = list(self._words.get(token, ()))
        for length in self._stem_lengths:
            found += self._stems.get(token[:length], ()) if len(token) >= length else ()
        if found:
            self._openers[token] = tuple(found)

    @staticmethod
    def _hits(term: _Term, text: str, place: str) -> list[Hit]:
        found = islice(_find(term, text), 1 if term.against else ENOUGH)
        if term.against:
            return [Hit(term.topic, term.written, "not", words, 0) for words in found]
        return [Hit(term.topic, term.written, place, words, _POINTS[place]) for words in found]


def _find(term: _Term, text: str) -> Iterator[str]:
    """Yield each place of *term* in *text*.

    Looking for its first word and matching there is thirteen times as fast as letting the
    pattern search, which must look behind every letter for the start of a word.
    """
    if not term.opening:
        yield from (found[0] for found in term.pattern.finditer(text))
        return
    position = text.find(term.opening)
    while position >= 0:
        end = position + len(term.opening)
        begins = position == 0 or not _WORD_CHARACTER.match(text, position - 1)
        if begins and (found := term.pattern.match(text, position)):
            yield found[0]
            end = found.end()
        position = text.find(term.opening, end)


def _phrase(written: str) -> re.Pattern[str]:
    """Return the pattern of a word or phrase: whole words, any blank or hyphen between them.

    >>> _phrase("self-driving car*").match("self driving cars!")[0]
    'self driving cars'
    >>> _phrase("go").match("google") is None
    True
    """
    folded = written.casefold()
    parts = [re.escape(part).replace(r"\*", r"\w*") for part in re.split(r"[\s-]+", folded.strip()) if part]
    body = r"[\s-]+".join(parts)
    if _UNSPACED.search(folded):
        return re.compile(body)
    after = r"(?!\w)" if folded[-1:].isalnum() or folded.endswith("*") else ""
    return re.compile(body + after)
