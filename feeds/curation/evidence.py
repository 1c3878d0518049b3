"""The evidence for suggestions: the texts, headings and links of an archive, and its present topics."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from feeds.config import TopicRule
from feeds.curation.families import Family
from feeds.curation.headings import RecurringHeading
from feeds.curation.judging import is_boilerplate, is_seasonal
from feeds.curation.recurring import recurring_headings
from feeds.curation.terms import lines_of, repeated_lines
from feeds.markup import to_text
from feeds.model import Entry
from feeds.regex import regex
from feeds.topics.rules import TopicRules
from feeds.topics.targets import labels_of
from feeds.topics.words import fold
from feeds.urls import free_name, host, is_nameless, slugify

_TENTHS = 3  # of the time of an archive, in which a subject has to appear
_LONG = 30  # issues; fewer have no tenths
_DOMAIN = regex(r"([\w-]+)\.[\w-]+")  # names that a rule may have; addresses hold more

Places = dict[str, set[int]]  # how something is written, and the numbers of the sections that have it


class Evidence:
    """The sections and topics of an archive, and facts about them that are needed more than once."""

    def __init__(self, sections: Sequence[Entry], rules: Sequence[TopicRule]) -> None:
        self.sections, self.rules = sections, rules
        self.unmapped = [section for section in sections if not section.topics]
        self.repeated = repeated_lines(sections)
        lines = ((line for line in lines_of(section) if line not in self.repeated) for section in sections)
        self.texts = [fold("\n".join(own)) for own in lines]
        self.headings = recurring_headings(sections, least=2)
        self.labels: defaultdict[str, Places] = defaultdict(dict)
        self.domains: defaultdict[str, Places] = defaultdict(dict)
        for number, section in enumerate(sections):
            self._note_links(number, section)
        self._compiled = TopicRules(rules)
        self._names = {fold(name).strip() for rule in rules for name in (rule.name, rule.slug, *rule.aliases)}
        self._taken = {slug for rule in rules for slug in (rule.slug, *rule.aliases)}
        self._dates = [section.published for section in sections]
        order = list(dict.fromkeys(section.issue_id for section in sections))
        self._tenth = {issue: 10 * number // len(order) for number, issue in enumerate(order)}
        self._is_long = len(order) >= _LONG

    def knows(self, family: Family) -> bool:
        """Return whether a rule looks for a word of *family* already, or a topic has its name."""
        forms = (form.rstrip("*") for form in family.written)
        return any(fold(form).strip() in self._names or self._compiled.knows(form) for form in forms)

    def is_boilerplate(self, heading: RecurringHeading) -> bool:
        """Return whether the text under *heading* is always the same."""
        return is_boilerplate([to_text(section.content).split("\n") for section in heading.sections])

    def is_seasonal(self, sections: Sequence[Entry]) -> bool:
        """Return whether *sections* are all of one season, unlike the archive."""
        return is_seasonal([section.published for section in sections], self._dates)

    def is_steady(self, sections: Sequence[Entry]) -> bool:
        """Return whether *sections* extend over more than a short time, and more than one season."""
        tenths = {self._tenth[section.issue_id] for section in sections}
        return (not self._is_long or len(tenths) >= _TENTHS) and not self.is_seasonal(sections)

    def free_slug(self, title: str) -> str:
        """Return a slug for *title* that no other topic has, and take it."""
        slug = free_name(_latin_slug(title)[:50].strip("-") or "topic", self._taken)
        self._taken.add(slug)
        return slug

    def _note_links(self, number: int, section: Entry) -> None:
        """Note domains, and labels by their name, with and without a word before it (`[topic robots]`)."""
        for label in labels_of(section):
            words = fold(label).strip()
            for name in {words, words.partition(" ")[2]}:
                self.labels[name].setdefault(f"[{label}]", set()).add(number)
        for name in {host(link.leads_to) for link in section.links}:
            if found := _DOMAIN.fullmatch(".".join(name.rstrip(".").split(".")[-2:])):
                self.domains[found[1]].setdefault(found[0], set()).add(number)


def _latin_slug(title: str) -> str:
    """Return a slug for *title*, in Latin letters whatever its script: nobody has it yet, so it may be any.

    >>> _latin_slug("工具"), _latin_slug("📦 코드와 도구")
    ('gongju', 'kodeuwa-dogu')
    """
    slug = slugify(title)
    if not is_nameless(slug):
        return slug
    from anyascii import anyascii  # few titles need it

    return slugify(anyascii("".join(c for c in title if c.isalnum() or c.isspace())).lower())
