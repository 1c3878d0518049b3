"""How often entries of a feed are published."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from msgspec import Struct

from feeds.languages import Phrases, phrases_for

_YEAR = 365.25  # days
_PERIODS = (
    ("about {n} a day", 1.0),
    ("about {n} a week", 7.0),
    ("about {n} a month", 30.4),
    ("about {n} a year", _YEAR),
)
_DAY = 86400  # seconds
_HALF_A_DAY = timedelta(hours=12)
_FEWEST = 3  # entries, or days with some, that show a rhythm
_PAUSE = 10  # times as long as usual
_ALMOST = 0.9  # of the time from one issue to the next: a period that is shorter says little


class _Rhythm(Struct, frozen=True, kw_only=True):
    days: float  # from one issue to the next
    entries: float  # of an issue


def cadence(published: Sequence[datetime], phrases: Phrases | None = None) -> str:
    """Return how often entries are published, in English without *phrases*.

    "" for fewer than three entries, or for entries of one day. Sections of a weekly issue are so many a week.

    >>> cadence([datetime(2026, 1, day) for day in (1, 8, 15, 22)])
    'about 1 a week'
    """
    rhythm = _rhythm_of(published) if len(published) >= _FEWEST else None
    if rhythm is None:
        return ""
    phrases = phrases or phrases_for("en")
    period = min(_ALMOST * rhythm.days, _YEAR)
    for text, length in _PERIODS:
        number = round(rhythm.entries / rhythm.days * length)
        if number >= 1 and length >= period:
            return phrases.plural(text, text, number)
    return phrases.say("less than 1 a year")


def _rhythm_of(published: Sequence[datetime]) -> _Rhythm | None:
    """Return how entries follow each other now, or None if they are of one day."""
    moments = _since_pause(sorted(published))
    dates = len(set(map(datetime.date, moments)))
    days = (moments[-1] - moments[0]).total_seconds() / _DAY
    if dates < 2 or days < 1:
        return None
    return _Rhythm(days=days / (dates - 1), entries=len(moments) / dates)


def _since_pause(moments: Sequence[datetime]) -> Sequence[datetime]:
    """Return those of *moments* that are after the last long pause, if they are enough; else all."""
    gaps = [later - one for one, later in pairwise(moments)]
    turns = sorted([gap for gap in gaps if gap > _HALF_A_DAY])
    if not turns or turns[-1] <= (pause := _PAUSE * turns[len(turns) // 2]):
        return moments
    after = moments[max(place for place, gap in enumerate(gaps, 1) if gap > pause) :]
    return after if len({moment.date() for moment in after}) >= _FEWEST else moments
