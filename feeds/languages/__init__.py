"""The sentences of pages and feeds in the language of the newsletter, from catalogues of gettext.

A language is a file, such as `de.po`, and what `pybabel compile` makes of it (docs/extending.md). A sentence
without a translation is in English. Plurals, months and dates follow CLDR, which is where they are from.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

from msgspec import Struct

from feeds.regex import regex

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_RIGHT_TO_LEFT = frozenset(("ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"))
#: Chinese in these is written with other characters than in the catalogue of `zh`.
_TRADITIONAL = regex(r"zh-(?:.*-)?(?:hant|tw|hk|mo)\b", re.ASCII | re.IGNORECASE)


class Phrases(Struct, frozen=True):
    """The sentences of one language."""

    language: str  # as BCP 47 has it; that of the newsletter, whether or not it has a catalogue
    catalogue: NullTranslations

    @property
    def direction(self) -> str:
        """How lines run: "ltr" or "rtl"."""
        return direction_of(self.language)

    def say(self, text: str, **values: object) -> str:
        """Return *text* with its *values*.

        >>> phrases_for("de").say("Every issue of {title}.", title="Ebbe und Flut")
        'Jede Ausgabe von Ebbe und Flut.'
        """
        said = self.catalogue.gettext(text)
        return said.format(**values) if values else said

    def plural(self, one: str, many: str, n: int, **values: object) -> str:
        """Return *one* or *many*, as *n* asks for.

        >>> phrases_for("de").plural("{n} entry", "{n} entries", 3)
        '3 Einträge'
        """
        return self.catalogue.ngettext(one, many, n).format(n=n, **values)

    def date(self, day: date) -> str:
        """Return a date as people write it.

        >>> phrases_for("en").date(date(2026, 3, 9)), phrases_for("ja").date(date(2026, 3, 9))
        ('9 March 2026', '2026年3月9日')
        """
        return self._fill("date", "{day} {month} {year}", day.year, day.month, day.day)

    def month(self, year: int, month: int) -> str:
        """Return a month as people write it.

        >>> phrases_for("es").month(2026, 3)
        'marzo de 2026'
        """
        return self._fill("month", "{month} {year}", year, month)

    def _fill(self, context: str, pattern: str, year: int, month: int, day: int = 0) -> str:
        name = self.catalogue.pgettext(context, _MONTHS[month - 1])
        said = self.catalogue.pgettext(context, pattern)
        return said.format(day=day, month=name, number=month, year=year)


def direction_of(language: str) -> str:
    """Return how lines of a *language* run, as BCP 47 has it.

    >>> direction_of("ar-EG"), direction_of("fr")
    ('rtl', 'ltr')
    """
    return "rtl" if language.partition("-")[0].lower() in _RIGHT_TO_LEFT else "ltr"


def phrases_for(language: str) -> Phrases:
    """Return the sentences for a newsletter in *language*, as BCP 47 has it; in English where it has no catalogue."""
    for name in _names(language):
        if (file := Path(__file__).with_name(f"{name}.mo")).is_file():
            with file.open("rb") as opened:
                return Phrases(language, GNUTranslations(opened))
    return Phrases(language, NullTranslations())


def _names(language: str) -> Iterator[str]:
    """Yield the names that the catalogue of *language* may have, the most special one first.

    >>> list(_names("pt-BR")), list(_names("zh-TW"))
    (['pt-BR', 'pt'], ['zh-TW', 'zh-Hant'])
    """
    parts = re.findall(r"[A-Za-z0-9]+", language)
    if _TRADITIONAL.match("-".join(parts)):
        yield from dict.fromkeys(("-".join(parts), "zh-Hant"))
        return
    for number in range(len(parts), 0, -1):
        yield "-".join(parts[:number])
