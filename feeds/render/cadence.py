"""How often entries of a feed are published."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from feeds.languages import Phrases, phrases_for

_PERIODS = (
    ("about {n} a day", 1.0),
    ("about {n} a week", 7.0),
    ("about {n} a month", 30.4),
    ("about {n} a year", 365.25),
)


def cadence(published: Sequence[datetime], phrases: Phrases | None = None) -> str:
    """Return how often entries are published, in English without *phrases*.

    "" for fewer than three entries, or for entries of one day.

    >>> cadence([datetime(2026, 1, day) for day in (1, 8, 15, 22)])
    'about 1 a week'
    """
    days = (max(published) - min(published)).total_seconds() / 86400 if len(published) > 2 else 0
    if days < 1:
        return ""
    phrases = phrases or phrases_for("en")
    for text, length in _PERIODS:
        number = round((len(published) - 1) / days * length)
        if number >= 1:
            return phrases.plural(text, text, number)
    return phrases.say("less than 1 a year")
