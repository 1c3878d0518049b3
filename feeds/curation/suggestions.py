"""Suggest topics for an archive, and words for its present topics.

Two kinds of topics are suggested: recurring headings, and subjects. Each is a rule as a
person would write it, and is applied before it is suggested: the sections that it would
get decide.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from feeds.config import Clue, TopicRule
from feeds.curation.evidence import Evidence, Places
from feeds.curation.families import Families, Family
from feeds.curation.headings import RecurringHeading
from feeds.curation.judging import is_structural, is_subject
from feeds.curation.terms import find_terms
from feeds.model import Entry
from feeds.topics.rules import TopicRules
from feeds.topics.words import fold, fold_line

_MOST = 16  # suggestions of a kind
_TRIED = 80  # subjects that are examined closely
_OFTEN = 3  # issues that a topic needs
_USUAL = 0.2  # the share of sections beyond which a topic does not distinguish any
_SAME = 0.5  # of the sections of two topics are in both: one of the topics is enough
_LIFT = 4.0  # how much more frequent a word must be within a topic than elsewhere
_PART = 0.2  # of the sections of a topic have to have a word worth adding
_MOSTLY = 0.6  # of the sections with a heading or a word, among those with topics, are in one topic
_MOST_ADDED = 5  # to a topic


class Suggestion(Struct, frozen=True):
    """A topic worth adding, and the sections without a topic that it would get, newest first."""

    rule: TopicRule
    sections: tuple[Entry, ...]

    @property
    def issues(self) -> int:
        """How many issues they are in."""
        return len({section.issue_id for section in self.sections})


class Addition(Struct, frozen=True):
    """A heading or a word worth adding to an existing topic."""

    slug: str
    kind: str  # `headings` or `words`
    written: str
    within: int  # sections of the topic that have it
    without: int  # sections without a topic that have it


class Suggestions(Struct, frozen=True):
    """Topics, and additions to topics, that are worth considering."""

    headings: tuple[Suggestion, ...]
    subjects: tuple[Suggestion, ...]
    additions: tuple[Addition, ...]
    passed_over: tuple[str, ...]  # recurring headings that only frame an issue
    unmapped: int  # sections without a topic
    covered: int  # of these, by the suggested topics


def suggest(sections: Sequence[Entry], rules: Sequence[TopicRule]) -> Suggestions:
    """Return topics and clues that *rules* lack for *sections*, which are given newest first."""
    evidence = Evidence(sections, rules)
    headings, passed_over = _headings(evidence)
    families = Families(sections, evidence.texts, find_terms(sections, evidence.texts, evidence.repeated))
    unknown = [family for family in families if not evidence.knows(family)]
    added = dict(_belonging(evidence, unknown))
    free = [family for number, family in enumerate(unknown) if number not in added]
    tried = [
        (_rule_of(evidence, family, families.title_of(family), headings), family.weight) for family in free[:_TRIED]
    ]
    subjects = _subjects(evidence, tried, headings)
    named = {clue.written for one in subjects for clue in one.rule.headings}
    headings = [one for one in headings if not any(clue.written in named for clue in one.rule.headings)][:_MOST]
    return Suggestions(
        headings=tuple(_with_slug(evidence, one) for one in headings),
        subjects=tuple(_with_slug(evidence, one) for one in subjects),
        additions=(*_more_headings(evidence), *(one for own in added.values() for one in own)),
        passed_over=tuple(passed_over),
        unmapped=len(evidence.unmapped),
        covered=len({section.id for one in (*headings, *subjects) for section in one.sections}),
    )


def _headings(evidence: Evidence) -> tuple[list[Suggestion], list[str]]:
    """Return topics made of headings, the biggest first, and the titles that were passed over."""
    found, passed_over = [], []
    names: set[str] = set()
    for heading in evidence.headings:
        own = tuple(section for section in heading.sections if not section.topics)
        if len({section.issue_id for section in own}) < _OFTEN or _owner_of(heading):
            continue
        if is_structural(heading.title) or not is_subject(heading.title) or evidence.is_boilerplate(heading):
            passed_over.append(heading.name)
        elif not evidence.is_seasonal(own):
            clues = tuple(Clue(pattern) for pattern in heading.patterns)
            name = heading.name if heading.name not in names else heading.long_name
            names.add(name)
            found.append(Suggestion(TopicRule(slug="x", title=name, headings=clues), own))
    return sorted(found, key=lambda one: -one.issues), passed_over


def _subjects(
    evidence: Evidence, tried: Sequence[tuple[TopicRule, float]], headings: Sequence[Suggestion]
) -> list[Suggestion]:
    """Return those of the topics of words that were *tried* (with their weights) that are worth adding."""
    rules = [replace(rule, slug=f"t{number}") for number, (rule, _) in enumerate(tried)]
    got = _applied(rules, evidence.unmapped)
    candidates = [
        (Suggestion(rule, tuple(got[rule.slug])), weight) for rule, (_, weight) in zip(rules, tried, strict=True)
    ]
    candidates.sort(key=lambda one: (-one[0].issues * one[1], one[0].rule.title))
    chosen: list[Suggestion] = []
    for one, _ in candidates:
        rivals = [other for other in (*headings, *chosen) if not {*other.rule.headings} & {*one.rule.headings}]
        small = len(one.sections) <= max(_OFTEN, _USUAL * len(evidence.sections))
        worth = one.issues >= _OFTEN and small and evidence.is_steady(one.sections)
        if worth and all(_shared(one, other) < _SAME for other in rivals):
            chosen.append(one)
        if len(chosen) == _MOST:
            break
    return sorted(chosen, key=lambda one: (-one.issues, -len(one.sections), one.rule.title))


def _rule_of(evidence: Evidence, family: Family, title: str, headings: Sequence[Suggestion]) -> TopicRule:
    """Return a rule for *family*; a heading, a reference label or a domain of its name is a clue too."""
    clues = (one.rule.headings for one in headings if fold(one.rule.title).strip() in family.forms)
    return TopicRule(
        slug="x",
        title=title,
        headings=tuple(clue for own in clues for clue in own),
        words=tuple(map(Clue, family.written)),
        links=tuple(map(Clue, sorted(_called(family, evidence.labels)))),
        domains=tuple(map(Clue, sorted(_called(family, evidence.domains)))),
    )


def _called(family: Family, places: Mapping[str, Places]) -> Iterator[str]:
    """Yield those of *places* that have the name of *family* and appear with it."""
    for form in family.forms:
        for written, own in places.get(form, {}).items():
            if len(own) >= _OFTEN and len(own & family.sections) >= _MOSTLY * len(own):
                yield written


def _with_slug(evidence: Evidence, one: Suggestion) -> Suggestion:
    return replace(one, rule=replace(one.rule, slug=evidence.free_slug(one.rule.title)))


def _applied(rules: Sequence[TopicRule], sections: Iterable[Entry]) -> defaultdict[str, list[Entry]]:
    """Return the sections that each of *rules* would get."""
    compiled = TopicRules(rules)
    got: defaultdict[str, list[Entry]] = defaultdict(list)
    for section in sections:
        for slug in compiled.topics_of(section, section.origin):
            got[slug].append(section)
    return got


def _shared(one: Suggestion, other: Suggestion) -> float:
    own, theirs = ({section.id for section in each.sections} for each in (one, other))
    return len(own & theirs) / len(own | theirs)


def _owner(sections: Iterable[Entry]) -> str:
    """Return the topic of most of those of *sections* that have any; "" if there is none."""
    mapped = [section.topics for section in sections if section.topics]
    counts = Counter(topic for topics in mapped for topic in topics)
    topic, count = min(counts.items(), key=lambda pair: (-pair[1], pair[0]), default=("", 0))
    return topic if len(mapped) >= _OFTEN and count >= _MOSTLY * len(mapped) else ""


def _owner_of(heading: RecurringHeading) -> str:
    """Return the topic that has all sections under one of the wordings of *heading*; "" if none has."""
    for folded in heading.wordings:
        own = [section for section in heading.sections if fold_line(section.title) == folded]
        common = set.intersection(*(set(section.topics) for section in own))
        if len(own) >= _OFTEN and common:
            return min(common)
    return ""


def _more_headings(evidence: Evidence) -> Iterator[Addition]:
    """Yield the wordings without a topic of headings that belong to a topic."""
    for heading in evidence.headings:
        if slug := _owner_of(heading):
            mapped = [section for section in heading.sections if section.topics]
            by_wording = Counter(fold_line(section.title) for section in heading.sections if not section.topics)
            known = {fold_line(section.title) for section in mapped if slug in section.topics}
            for folded, count in sorted(by_wording.items(), key=lambda pair: (-pair[1], pair[0])):
                if folded not in known:
                    within = sum(slug in section.topics for section in mapped)
                    yield Addition(slug, "headings", heading.wordings[folded], within, count)


def _belonging(evidence: Evidence, families: Sequence[Family]) -> Iterator[tuple[int, list[Addition]]]:
    """Yield, by number, families that appear with a topic much more often than elsewhere, but also without one."""
    sizes = Counter(topic for section in evidence.sections for topic in section.topics)
    counts: Counter[str] = Counter()
    for number, family in enumerate(families):
        own = [evidence.sections[one] for one in family.sections]
        without = sum(not section.topics for section in own)
        slug = _owner(own)
        within = sum(slug in section.topics for section in own)
        elsewhere = (len(own) - within + 0.5) / (len(evidence.sections) - sizes[slug] + 1)
        often = 2 * within >= len(own) and within >= max(_PART, _LIFT * elsewhere) * sizes[slug]
        if slug and without and often and counts[slug] < _MOST_ADDED:
            counts[slug] += 1
            yield number, [Addition(slug, "words", form, within, without) for form in family.written]
