"""Recurring headings: which are one heading in several wordings, and which are not a subject.

Two headings may be wordings of one only if no issue has both, as with "Events" and
"Upcoming events".
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import pairwise

from msgspec import Struct, field

from feeds.curation.vocabulary import COMMON, STRUCTURAL
from feeds.issues.months import month_of
from feeds.model import Entry
from feeds.regex import regex
from feeds.topics.words import fold, fold_line, is_unspaced

_BLANKS = regex(r"\s+")
_POINTING = regex(  # folded words before a heading that only point at it
    r"\A(?:(?:this|the|our|my|your|some|a few|last) )?+(?:(?:issue|edition|week|month|day)(?: s|s)? )?+"
)
_ITSELF = regex(
    r"\A(?:thanks|thank you|danke|merci|gracias|obrigad[oa])\b|"
    r"\b(?:this|our|diese[nrs]?|unser\w{0,2}|cette|notre|nuestr[oa]|est[ae]|nossa?) "
    r"(?:newsletter|issue|edition|e ?mail|mailing|headline)\b"
)
_DAYS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun "
    "montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag "
    "lundi mardi mercredi jeudi vendredi samedi dimanche lunes martes miércoles jueves viernes sábado domingo "
    "segunda terça quarta quinta sexta feira понедельник вторник среда четверг пятница суббота воскресенье".split()
)
_DAY = regex(r"\d{1,4}(?:st|nd|rd|th|er|[eº日月年])?\Z")
_LONGEST_NAME = 8  # words of a heading that names a subject
_DIGITS = regex(r"\d+(?:[.,:]\d+)*")
#: What is counted, with its number, at the end of a heading: "Boats in week *", "Changes in *".
_COUNTED = regex(
    r"(?:\s(?:in|of|for|from|the|this|der|de|du|del|da)){0,3}[\s,:–—-]{1,3}+(?:week|month|day|issue|edition|episode|part|vol"
    r"|woche|ausgabe|semaine|numéro|semana|número|edición|edição)\.?\s?#?\*\s?\Z"
    r"|(?:\s(?:in|of|for|from|the|der|de|du|del|da)){1,3}\s\*\s?\Z",
    re.IGNORECASE,
)
_ENDING = 3  # letters in which inflections of a word may differ
_STEM = 4  # letters that inflections have in common at least
_SHARED = 0.62  # of all letters that inflections have in common at least
_ALIKE = 0.88  # of the letters of two headings that differ only in spelling
_LONG = 6  # letters; shorter headings are not compared by letters
_TOGETHER = 0.05  # of the issues of the rarer heading may have both
_MOST_COMPARED = 300  # groups, and words with one beginning; rarer ones only join them
_MOST_LETTERS = 200  # of a heading that are compared
_SEASONS = [{(first + more) % 12 + 1 for more in range(3)} for first in range(12)]  # any three months
_SEASONAL = 0.8  # of the days of a seasonal heading are in its season
_GAP = 180  # days; the shortest pause of a seasonal heading
_MANY = 0.2  # of the texts under a heading have a line that is boilerplate
_BOILERPLATE = 0.6  # of a text is in lines that the others under its heading have too


class Heading(Struct):
    """A section title in all its wordings, and the sections that have it."""

    title: str  # in the most frequent wording
    sections: list[Entry] = field(default_factory=list)
    wordings: dict[str, str] = field(default_factory=dict)  # folded: as it was written last; the usual one first

    @property
    def issues(self) -> int:
        """How many issues have it."""
        return len({section.issue_id for section in self.sections})

    @property
    def patterns(self) -> list[str]:
        """The entries for `headings` of a topic: each wording, with `*` for numbers that change."""
        numbered = Counter(without_numbers(title) for title in self.wordings.values())
        written = (
            _DIGITS.sub("*", title) if numbered[without_numbers(title)] > 1 else title
            for title in self.wordings.values()
        )
        return list(dict.fromkeys(written))

    @property
    def name(self) -> str:
        """The name for a topic: the title, without numbers that change."""
        return _without_stars(_COUNTED.sub("", self.patterns[0])) or self.title

    @property
    def long_name(self) -> str:
        """The same with what is counted ("Boats in week"), where another topic has the name."""
        return _without_stars(self.patterns[0]) or self.title


def _without_stars(pattern: str) -> str:
    return _BLANKS.sub(" ", pattern.replace("*", "")).strip(" :–—-.#")


def issues_of(sections: Sequence[Entry]) -> list[str]:
    """Return the ids of the issues that *sections* are from, in their order."""
    return list(dict.fromkeys(section.issue_id for section in sections))


def recurring_headings(sections: Iterable[Entry], least: int = 3) -> list[Heading]:
    """Return the headings that at least *least* issues have, the most frequent first.

    *sections* are given newest first. A title of a whole issue is not a heading.
    """
    wordings: dict[str, Heading] = {}
    for section in sections:
        folded = fold_line(section.title)
        if section.of_an_issue and folded:
            found = wordings.setdefault(folded, Heading(section.title, wordings={folded: section.title}))
            found.sections.append(section)
    groups = _joined(sorted(wordings.values(), key=lambda one: (-one.issues, one.title)))
    return sorted((one for one in groups if one.issues >= least), key=lambda one: (-one.issues, one.title))


def without_numbers(title: str) -> str:
    """Return *title* folded, with numbers made equal.

    >>> without_numbers("Summary 2025: Boats") == without_numbers("2026 summary: boats")
    False
    >>> without_numbers("Summary 2025: Boats") == without_numbers("Summary 2026: boats")
    True
    """
    return fold_line(_DIGITS.sub("0", title))


def is_structural(title: str) -> bool:
    """Return whether *title* only marks the position of a section in its issue.

    >>> is_structural("Conclusion"), is_structural("This week's notes"), is_structural("In conclusion, ducks")
    (True, True, False)
    """
    words = fold_line(title)
    return words in STRUCTURAL or _POINTING.sub("", words) in STRUCTURAL


def is_subject(title: str) -> bool:
    """Return whether *title* may name a subject: it is neither a date nor a sentence, nor about the newsletter itself.

    >>> is_subject("Changes to Blender"), is_subject("Friday, 01/29/16"), is_subject("If you like this newsletter")
    (True, False, False)
    """
    words = fold_line(title).split()
    is_date = any(word[0].isdigit() for word in words) and all(_is_of_date(word) for word in words)
    return len(words) <= _LONGEST_NAME and not is_date and not _ITSELF.search(" ".join(words))


def _is_of_date(word: str) -> bool:
    return _DAY.match(word) is not None or word in _DAYS or month_of(word, "en") > 0


def is_seasonal(dates: Sequence[datetime], all_dates: Sequence[datetime]) -> bool:
    """Return whether *dates* are in one season only, as with the name of a month, unlike *all_dates*."""
    days = sorted(dates)
    if not any((after - before).days > _GAP for before, after in pairwise(days)):
        return False
    months, usual = Counter(day.month for day in days), Counter(day.month for day in all_dates)
    season = max(_SEASONS, key=lambda season: sum(months[month] for month in season))
    inside, expected = sum(months[month] for month in season), sum(usual[month] for month in season)
    return inside >= _SEASONAL * len(days) and expected <= len(all_dates) / 2


def is_boilerplate(texts: Sequence[Sequence[str]]) -> bool:
    """Return whether most of *texts*, each in lines, consists of lines that many of them have.

    A fifth has the same lines if somebody rewrites a request every few months.
    """
    counts = Counter(line for lines in texts for line in set(lines))
    usual = {line for line, count in counts.items() if count > max(2, _MANY * len(texts))}
    said = sum(len(line) for lines in texts for line in lines)
    return sum(len(line) for lines in texts for line in lines if line in usual) > _BOILERPLATE * said


def _joined(headings: Sequence[Heading]) -> list[Heading]:
    """Return *headings*, given the most frequent first, with variants merged into the earlier one."""
    index = _Index(headings)
    groups: list[Heading] = []
    for heading in headings:
        issues = {section.issue_id for section in heading.sections}
        owner = next((one for one in index.alike(heading) if _apart(issues, index.issues[id(one)])), None)
        if owner is None:
            groups.append(heading)
            index.add(heading, issues)
        else:
            owner.sections += heading.sections
            owner.wordings |= heading.wordings
            index.issues[id(owner)] |= issues
    return groups


class _Index:
    """An index of headings by words and letters, to find variants."""

    def __init__(self, headings: Iterable[Heading]) -> None:
        self.issues: dict[int, set[str]] = {}
        self._groups: list[tuple[Heading, frozenset[str], str]] = []  # with its words and its letters
        self._stems: dict[str, list[str]] = {}
        self._recurring = {self._words_of(heading.title) for heading in headings if heading.issues > 1}

    def add(self, heading: Heading, issues: set[str]) -> None:
        """Add *heading* as one of its own."""
        self.issues[id(heading)] = set(issues)
        if len(self._groups) < _MOST_COMPARED:
            self._groups.append((heading, self._words_of(heading.title), _letters_of(heading.title)))

    def alike(self, heading: Heading) -> Iterator[Heading]:
        """Yield the headings of which *heading* may be a variant, the likeliest first."""
        words, letters = self._words_of(heading.title), _letters_of(heading.title)
        yield from (other for other, theirs, _ in self._groups if theirs == words)
        if len(letters) >= _LONG:
            yield from (
                other
                for other, _, theirs in self._groups
                if len(self.issues[id(other)]) > 1 and _is_alike(letters, theirs)
            )
        if heading.issues > 1:
            yield from self._wider(heading, words)

    def _wider(self, heading: Heading, words: frozenset[str]) -> Iterator[Heading]:
        """Yield headings that have one word more than *heading*, or one less: "Upcoming events"."""
        for other, theirs, _ in self._groups:
            short, long = sorted((words, theirs), key=len)
            near = short < long and (len(long) - len(short) == 1 or _leads(heading.title, other.title))
            if near and not any(
                short < one != long for one in self._recurring
            ):  # otherwise it may be a variant of that one
                yield other

    def _words_of(self, title: str) -> frozenset[str]:
        """Return the meaningful words of *title*, each in the inflection that was seen first."""
        words = fold(_DIGITS.sub(" ", title)).split() or fold_line(title).split()
        telling = [word for word in words if word not in COMMON]
        if len(telling) < 2:  # "Using it" and "Why use it?" have a word in common, but are different
            telling = words
        return frozenset(map(self._stem, telling))

    def _stem(self, word: str) -> str:
        beginning = word[:_STEM]
        if len(beginning) < _STEM or is_unspaced(word):
            return word
        known = self._stems.setdefault(beginning, [])
        found = next((one for one in known if _is_inflection(one, word)), "")
        if not found and len(known) < _MOST_COMPARED:
            known.append(word)
        return found or word


def _is_inflection(one: str, other: str) -> bool:
    shared = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    longer = max(len(one), len(other))
    return longer - shared <= _ENDING and shared >= _SHARED * longer


def _letters_of(title: str) -> str:
    return "".join(filter(str.isalpha, unicodedata.normalize("NFKC", title).casefold()))[:_MOST_LETTERS]


def _is_alike(one: str, other: str) -> bool:
    most = (1 - _ALIKE) * (len(one) + len(other))  # letters that only one of them has
    if abs(len(one) - len(other)) > min(_ENDING, most) or len(set(one) ^ set(other)) > most:
        return False  # decides most pairs, and costs less than a matcher
    matcher = difflib.SequenceMatcher(None, one, other, autojunk=False)
    return matcher.quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE


def _leads(one: str, other: str) -> bool:
    """Return whether one title continues the other: "News", "News from the harbour"."""
    short, long = sorted((fold(one).split(), fold(other).split()), key=len)
    return len(long) > len(short) and long[: len(short)] == short and long[len(short)] in COMMON


def _apart(one: set[str], other: set[str]) -> bool:
    """Return whether almost no issue has both."""
    return len(one & other) <= _TOGETHER * min(len(one), len(other))
