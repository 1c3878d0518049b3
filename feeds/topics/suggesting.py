"""Suggest topics, and words for those there are, from what an archive says."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from feeds.config import TopicRule
from feeds.markup import to_text
from feeds.model import Entry
from feeds.topics.rules import TopicRules
from feeds.topics.vocabulary import COMMON, is_telling, phrases_of
from feeds.topics.words import fold_line
from feeds.urls import slugify

_MOST = 12  # suggestions of a kind
_OFTEN = 3  # issues in which a heading or a term has to be
_USUAL = 0.2  # the share of sections beyond which a term tells nothing
_LIFT = 4.0  # how much more frequent a word must be within a topic than elsewhere


@dataclass(frozen=True, slots=True)
class Heading:
    """A section title, and the issues that have it."""

    title: str  # as it was written last
    issues: int


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What is worth a look."""

    headings: tuple[Heading, ...]  # that recur, and make no topic yet
    terms: tuple[tuple[str, int], ...]  # and in how many issues they are
    additions: tuple[tuple[str, tuple[str, ...]], ...]  # words for the topics there are, by slug


def recurring_headings(sections: Iterable[Entry], least: int = _OFTEN) -> list[Heading]:
    """Return the titles that sections of at least *least* issues have, the most frequent first."""
    issues: defaultdict[str, set[str]] = defaultdict(set)
    written: dict[str, str] = {}
    for section in sections:
        folded = fold_line(section.title)
        issues[folded].add(section.issue_id)
        written.setdefault(folded, section.title)
    found = [Heading(written[folded], len(own)) for folded, own in issues.items() if len(own) >= least]
    return sorted(found, key=lambda heading: (-heading.issues, heading.title))


def suggest(sections: Sequence[Entry], rules: Sequence[TopicRule]) -> Suggestions:
    """Return what *rules* lack for *sections*, which are given newest first."""
    unmapped = [section for section in sections if not section.topics]
    headings = recurring_headings(unmapped)[:_MOST]
    lines = Counter(line for section in sections for line in set(_lines(section)))
    phrases = {
        section.id: {phrase for line in _lines(section) if lines[line] < _OFTEN for phrase in phrases_of(line)}
        for section in sections
    }
    known = {fold_line(clue.written) for rule in rules for clue in (*rule.words, *rule.names, *rule.headings)}
    known |= {fold_line(heading.title) for heading in headings}
    counts = Counter(phrase for own in phrases.values() for phrase in own)
    terms = _terms(unmapped, phrases, counts, len(sections), known)
    additions = [(rule.slug, _additions(rule, sections, phrases, counts)) for rule in rules]
    return Suggestions(tuple(headings), tuple(terms), tuple(one for one in additions if one[1]))


def as_yaml(found: Suggestions) -> str:
    """Return suggestions as topics to paste into config.yaml; words for topics that are there come as comments."""
    lines = ["topics:"] if found.headings or found.terms else []
    taken: set[str] = set()
    for heading in found.headings:
        slug = _slug(heading.title, taken)
        lines += [f"  - slug: {slug}  # in {heading.issues} issues", f"    headings: [{_quoted(heading.title)}]"]
    for term, issues in found.terms:
        slug = _slug(term, taken)
        lines += [f"  - slug: {slug}  # in {issues} issues", f"    words: [{_quoted(term)}]"]
    for slug, words in found.additions:
        lines += [f"# For {slug}, perhaps: words: [{', '.join(map(_quoted, words))}]"]
    return "".join(line + "\n" for line in lines)


def _lines(section: Entry) -> list[str]:
    """Return the title and the lines of *section*; those that come back again and again say nothing of it."""
    return [section.title, *to_text(section.content).split("\n")]


def _terms(
    unmapped: Sequence[Entry],
    phrases: dict[str, set[str]],
    counts: Counter[str],
    sections: int,
    known: Collection[str],
) -> list[tuple[str, int]]:
    """Return the phrases that come back in issues, and are in few enough sections to tell something."""
    issues: defaultdict[str, set[str]] = defaultdict(set)
    for section in unmapped:
        for phrase in phrases[section.id]:
            issues[phrase].add(section.issue_id)
    scores = {}
    for phrase, own in issues.items():
        usual = counts[phrase] > max(_OFTEN, _USUAL * sections)
        plain = is_telling(phrase) and len(phrase) > 3 and COMMON.isdisjoint(phrase.split())
        if len(own) >= _OFTEN and not usual and plain and fold_line(phrase) not in known:
            scores[phrase] = len(own) * math.log(sections / counts[phrase] + 1) * (1 + 0.5 * phrase.count(" "))
    best = sorted(scores, key=lambda phrase: (-scores[phrase], phrase))
    chosen: list[str] = []
    for phrase in best:
        if not any(f" {phrase} " in f" {other} " or f" {other} " in f" {phrase} " for other in chosen):
            chosen.append(phrase)
        if len(chosen) == _MOST:
            break
    return [(phrase, len(issues[phrase])) for phrase in chosen]


def _additions(
    rule: TopicRule, sections: Sequence[Entry], phrases: dict[str, set[str]], counts: Counter[str]
) -> tuple[str, ...]:
    """Return words that come up within a topic much more often than elsewhere, and are none of its clues."""
    own = [section for section in sections if rule.slug in section.topics]
    if len(own) < _OFTEN:
        return ()
    within = Counter(phrase for section in own for phrase in phrases[section.id])
    others = len(sections) - len(own)
    scores = {}
    for phrase, count in within.items():
        outside = (counts[phrase] - count + 0.5) / (others + 1)
        if count >= max(_OFTEN, len(own) / 5) and is_telling(phrase) and count / len(own) >= _LIFT * outside:
            scores[phrase] = count / len(own) / outside
    finder = TopicRules([rule])
    new = [phrase for phrase in sorted(scores, key=lambda one: (-scores[one], one)) if not finder.knows(phrase)]
    return tuple(new[:5])


def _slug(text: str, taken: set[str]) -> str:
    slug = base = slugify(text)[:50].strip("-") or "topic"
    number = 2
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    taken.add(slug)
    return slug


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
