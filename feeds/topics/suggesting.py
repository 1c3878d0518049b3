"""Suggest topics, and words for those there are, from what an archive says.

Two kinds of topics are suggested: headings that come back, and subjects. Each is a rule as
a person would write it, and is applied before it is suggested: what counts is the sections
that it would get.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from feeds.config import Clue, TopicRule
from feeds.markup import to_text
from feeds.model import Entry
from feeds.topics.families import Families, Family
from feeds.topics.headings import Heading, is_boilerplate, is_seasonal, is_structural, recurring_headings
from feeds.topics.rules import TopicRules
from feeds.topics.targets import labels_of
from feeds.topics.terms import find_terms, lines_of, repeated_lines
from feeds.topics.words import fold
from feeds.urls import host, slugify

_MOST = 16  # suggestions of a kind
_TRIED = 80  # subjects that are looked at more closely
_OFTEN = 3  # issues that a topic has to be in
_USUAL = 0.2  # the share of sections beyond which it would tell nothing apart
_SAME = 0.5  # of the sections of two topics are in both: one of them will do
_TENTHS = 3  # of the time of an archive, that a subject has to be in
_LONG = 30  # issues; the time of less has no tenths
_LIFT = 4.0  # how much more frequent a word must be within a topic than elsewhere
_PART = 0.2  # of the sections of a topic, that a word worth adding is in
_MOSTLY = 0.6  # of what has a heading or a word and has topics is in one of them
_MOST_ADDED = 5  # to a topic


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A topic worth adding, and the sections without a topic that it would get, newest first."""

    rule: TopicRule
    sections: tuple[Entry, ...]

    @property
    def issues(self) -> int:
        """How many issues they are in."""
        return len({section.issue_id for section in self.sections})


@dataclass(frozen=True, slots=True)
class Addition:
    """A heading or a word worth adding to a topic that there is."""

    slug: str
    kind: str  # `headings` or `words`
    written: str
    within: int  # sections of the topic that have it
    without: int  # sections without a topic that have it


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What is worth a look."""

    headings: tuple[Suggestion, ...]
    subjects: tuple[Suggestion, ...]
    additions: tuple[Addition, ...]
    passed_over: tuple[str, ...]  # headings that come back, but only frame an issue
    unmapped: int  # sections without a topic
    covered: int  # of these, by what is suggested


def suggest(sections: Sequence[Entry], rules: Sequence[TopicRule]) -> Suggestions:
    """Return what *rules* lack for *sections*, which are given newest first."""
    archive = _Archive(sections, rules)
    headings, passed_over = _headings(archive)
    families = Families(sections, archive.texts, find_terms(sections, archive.texts, archive.repeated))
    unknown = [family for family in families if not archive.knows(family)]
    added = dict(_belonging(archive, unknown))
    free = [family for number, family in enumerate(unknown) if number not in added]
    tried = [
        (_rule_of(archive, family, families.title_of(family), headings), family.telling) for family in free[:_TRIED]
    ]
    subjects = _subjects(archive, tried, headings)
    named = {clue.written for one in subjects for clue in one.rule.headings}
    headings = [one for one in headings if not any(clue.written in named for clue in one.rule.headings)][:_MOST]
    return Suggestions(
        headings=tuple(map(archive.with_slug, headings)),
        subjects=tuple(map(archive.with_slug, subjects)),
        additions=(*_more_headings(archive), *(one for own in added.values() for one in own)),
        passed_over=tuple(passed_over),
        unmapped=len(archive.unmapped),
        covered=len({section.id for one in (*headings, *subjects) for section in one.sections}),
    )


class _Archive:
    """The sections and the topics that there are, and what is asked of them more than once."""

    def __init__(self, sections: Sequence[Entry], rules: Sequence[TopicRule]) -> None:
        self.sections, self.rules = sections, rules
        self.unmapped = [section for section in sections if not section.topics]
        self.repeated = repeated_lines(sections)
        lines = ((line for line in lines_of(section) if line not in self.repeated) for section in sections)
        self.texts = [fold("\n".join(own)) for own in lines]
        self.headings = recurring_headings(sections, least=2)
        self.labels: dict[str, tuple[str, set[int]]] = {}  # by the last words: as written, and the sections
        self.domains: dict[str, tuple[str, set[int]]] = {}  # by the name in it
        for number, section in enumerate(sections):
            self._note_links(number, section)
        self._compiled = TopicRules(rules)
        self._names = {fold(name).strip() for rule in rules for name in (rule.name, rule.slug, *rule.aliases)}
        self._taken = {slug for rule in rules for slug in (rule.slug, *rule.aliases)}
        self._dates = [section.published for section in sections]
        order = list(dict.fromkeys(section.issue_id for section in sections))
        self._tenth = {issue: 10 * number // len(order) for number, issue in enumerate(order)}
        self._is_long = len(order) >= _LONG

    def _note_links(self, number: int, section: Entry) -> None:
        for label in labels_of(section):
            words = fold(label).split()
            for start in range(1 if len(words) > 1 else 0, len(words)):  # "topic taproot" is about taproot
                self.labels.setdefault(" ".join(words[start:]), (f"[{label}]", set()))[1].add(number)
        for name in {host(link.leads_to) for link in section.links}:
            if name.count("."):
                domain = ".".join(name.split(".")[-2:])
                self.domains.setdefault(domain.partition(".")[0], (domain, set()))[1].add(number)

    def knows(self, family: Family) -> bool:
        """Return whether a rule looks for a word of *family* already, or a topic is called so."""
        forms = (form.rstrip("*") for form in family.written)
        return any(fold(form).strip() in self._names or self._compiled.knows(form) for form in forms)

    def is_boilerplate(self, heading: Heading) -> bool:
        """Return whether what stands under *heading* is always the same."""
        return is_boilerplate([to_text(section.content).split("\n") for section in heading.sections])

    def is_seasonal(self, sections: Sequence[Entry]) -> bool:
        """Return whether *sections* are of one season, which the archive is not."""
        return is_seasonal([section.published for section in sections], self._dates)

    def is_steady(self, sections: Sequence[Entry]) -> bool:
        """Return whether *sections* are of more than a short time, and of more than a season."""
        tenths = {self._tenth[section.issue_id] for section in sections}
        return (not self._is_long or len(tenths) >= _TENTHS) and not self.is_seasonal(sections)

    def with_slug(self, one: Suggestion) -> Suggestion:
        """Return *one* with a slug that no other topic has."""
        slug = base = slugify(one.rule.title)[:50].strip("-") or "topic"
        number = 2
        while slug in self._taken:
            slug, number = f"{base}-{number}", number + 1
        self._taken.add(slug)
        return Suggestion(one.rule.model_copy(update={"slug": slug}), one.sections)


def _headings(archive: _Archive) -> tuple[list[Suggestion], list[str]]:
    """Return topics of headings, those that would get most first, and the titles that were passed over."""
    found, passed_over = [], []
    for heading in archive.headings:
        own = tuple(section for section in heading.sections if not section.topics)
        if len({section.issue_id for section in own}) < _OFTEN or _owner(heading.sections):
            continue
        if is_structural(heading.title) or archive.is_boilerplate(heading):
            passed_over.append(heading.name)
        elif not archive.is_seasonal(own):
            clues = tuple(Clue(pattern) for pattern in heading.patterns)
            found.append(Suggestion(TopicRule(slug="x", title=heading.name, headings=clues), own))
    return sorted(found, key=lambda one: -one.issues), passed_over


def _subjects(
    archive: _Archive, tried: Sequence[tuple[TopicRule, float]], headings: Sequence[Suggestion]
) -> list[Suggestion]:
    """Return those of the topics of words that were *tried* (with how telling they are) that are worth adding."""
    rules = [rule.model_copy(update={"slug": f"t{number}"}) for number, (rule, _) in enumerate(tried)]
    got = _applied(rules, archive.unmapped)
    candidates = [
        (Suggestion(rule, tuple(got[rule.slug])), telling) for rule, (_, telling) in zip(rules, tried, strict=True)
    ]
    candidates.sort(key=lambda one: (-one[0].issues * one[1], one[0].rule.title))
    chosen: list[Suggestion] = []
    for one, _ in candidates:
        rivals = [other for other in (*headings, *chosen) if not {*other.rule.headings} & {*one.rule.headings}]
        small = len(one.sections) <= max(_OFTEN, _USUAL * len(archive.sections))
        worth = one.issues >= _OFTEN and small and archive.is_steady(one.sections)
        if worth and all(_shared(one, other) < _SAME for other in rivals):
            chosen.append(one)
        if len(chosen) == _MOST:
            break
    return sorted(chosen, key=lambda one: (-one.issues, -len(one.sections), one.rule.title))


def _rule_of(archive: _Archive, family: Family, title: str, headings: Sequence[Suggestion]) -> TopicRule:
    """Return a rule for *family*; a heading, a reference label or a domain that is called so speaks for it, too."""
    clues = (one.rule.headings for one in headings if fold(one.rule.title).strip() in family.forms)
    return TopicRule(
        slug="x",
        title=title,
        headings=tuple(clue for own in clues for clue in own),
        words=tuple(map(Clue, family.written)),
        links=tuple(map(Clue, sorted(_called(family, archive.labels)))),
        domains=tuple(map(Clue, sorted(_called(family, archive.domains)))),
    )


def _called(family: Family, places: Mapping[str, tuple[str, set[int]]]) -> Iterator[str]:
    """Yield what of *places* (by name: how it is written, and the sections) is called as *family*, and goes with it."""
    for form in family.forms:
        written, own = places.get(form, ("", set()))
        if len(own) >= _OFTEN and len(own & family.sections) >= _MOSTLY * len(own):
            yield written


def _applied(rules: Sequence[TopicRule], sections: Iterable[Entry]) -> defaultdict[str, list[Entry]]:
    """Return the sections that each of *rules* would get."""
    compiled = TopicRules(rules)
    got: defaultdict[str, list[Entry]] = defaultdict(list)
    for section in sections:
        for slug in compiled.assign(section).topics:
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


def _more_headings(archive: _Archive) -> Iterator[Addition]:
    """Yield the wordings that no topic claims of headings that are those of a topic."""
    for heading in archive.headings:
        if slug := _owner(heading.sections):
            mapped = [section for section in heading.sections if section.topics]
            by_wording = Counter(fold(section.title) for section in heading.sections if not section.topics)
            known = {fold(section.title) for section in mapped if slug in section.topics}
            for folded, count in sorted(by_wording.items(), key=lambda pair: (-pair[1], pair[0])):
                if folded not in known:
                    within = sum(slug in section.topics for section in mapped)
                    yield Addition(slug, "headings", heading.wordings[folded], within, count)


def _belonging(archive: _Archive, families: Sequence[Family]) -> Iterator[tuple[int, list[Addition]]]:
    """Yield, by their number, the words that come with a topic much more often than elsewhere, and without it, too."""
    sizes = Counter(topic for section in archive.sections for topic in section.topics)
    told: Counter[str] = Counter()
    for number, family in enumerate(families):
        own = [archive.sections[one] for one in family.sections]
        without = sum(not section.topics for section in own)
        slug = _owner(own)
        within = sum(slug in section.topics for section in own)
        elsewhere = (len(own) - within + 0.5) / (len(archive.sections) - sizes[slug] + 1)
        often = within >= _PART * sizes[slug] and within >= _LIFT * elsewhere * sizes[slug]
        if slug and without and often and told[slug] < _MOST_ADDED:
            told[slug] += 1
            yield number, [Addition(slug, "words", form, within, without) for form in family.written]
