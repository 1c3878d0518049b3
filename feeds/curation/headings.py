"""A heading that recurs, in all its wordings: its name as a topic, and the clues that find it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from msgspec import Struct, field

from feeds.model import Entry
from feeds.regex import regex
from feeds.topics.words import fold_line

_BLANKS = regex(r"\s+")
DIGITS = regex(r"\d+(?:[.,:]\d+)*")  # a number, perhaps with a fraction or the minutes of a time
#: What is counted, with its number, at the end of a heading: "Boats in week *", "Changes in *".
_COUNTED = regex(
    r"(?:\s(?:in|of|for|from|the|this|der|de|du|del|da)){0,3}[\s,:–—-]{1,3}+(?:week|month|day|issue|edition|episode|part|vol"
    r"|woche|ausgabe|semaine|numéro|semana|número|edición|edição)\.?\s?#?\*\s?\Z"
    r"|(?:\s(?:in|of|for|from|the|der|de|du|del|da)){1,3}\s\*\s?\Z",
    re.IGNORECASE,
)


class RecurringHeading(Struct):
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
            DIGITS.sub("*", title) if numbered[without_numbers(title)] > 1 else title
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


def without_numbers(title: str) -> str:
    """Return *title* folded, with numbers made equal.

    >>> without_numbers("Summary 2025: Boats") == without_numbers("2026 summary: boats")
    False
    >>> without_numbers("Summary 2025: Boats") == without_numbers("Summary 2026: boats")
    True
    """
    return fold_line(DIGITS.sub("0", title))
