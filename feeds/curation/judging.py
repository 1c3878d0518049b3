"""Judge headings: which frame an issue, are dates or sentences, are of one season, or have boilerplate below them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise

from feeds.curation.vocabulary import STRUCTURAL
from feeds.issues.months import month_of
from feeds.regex import regex
from feeds.topics.words import fold_line

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
_SEASONS = [{(first + more) % 12 + 1 for more in range(3)} for first in range(12)]  # any three months
_SEASONAL = 0.8  # of the days of a seasonal heading are in its season
_GAP = 180  # days; the shortest pause of a seasonal heading
_MANY = 0.2  # of the texts under a heading have a line that is boilerplate
_BOILERPLATE = 0.6  # of a text is in lines that the others under its heading have too


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
