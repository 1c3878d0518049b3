"""Find the number of an issue in its front matter, its title or its file name."""

from __future__ import annotations

import re

from feeds.issues.phrases import without_dates
from feeds.issues.values import NUMBER, Values, first_text
from feeds.regex import regex

_WORD = (
    r"issues?|no|nos|nr|num|number|numbers|edition|ausgabe|folge|episode|ep|newsletters?|weekly|digest|bulletin|"
    r"letter|num[eé]ro|n[°º]|№|edición|edição|wydanie|выпуск|numer"
)
_WRITTEN = regex(r"\D{0,20}?(\d{1,6})\s*\Z")
# A sign of each form, and the form, in lower case: to compare without case takes four times as long. What can, begins
# plainly, because `re` searches for that first.
_IN_TITLE = (
    ("#", regex(r"#(?<![\w&]#)\s?(\d{1,6})(?![\w-]*\d)")),
    ("第", regex(r"第\s*(\d{1,6})\s*[期回号號集話话]")),
    ("호", regex(r"(\d\d{0,5})\s*+호")),
    ("", regex(rf"(?<!\w)(?:{_WORD})[.:]?\s*+(?:[-–—]\s*+)?#?(\d{{1,6}})(?![\w/:.,-]{{0,300}}\d)(?!\w)")),
    ("", regex(rf"(\d(?<![\w.,]\d)\d{{0,5}})(?:st|nd|rd|th|\.)\s+(?:{_WORD})(?!\w)")),
    ("vol", regex(r"vol(?<!\wvol)(?:ume)?[.:]?\s?#?(\d{1,6})(?!\w)")),  # "Vol. 3 No. 7" is number 7
)
_PERIODICAL = regex(
    r"(?<!\w)(?:weekly|week|monthly|newsletter|digest|bulletin|news|daily|review|roundup|update)(?!\w)", re.I
)
_TRAILING = regex(r"(?P<words>[^\d]{2,80}?)\s(?P<number>\d{1,4})(?=\s*(?:\Z|[:：|–—]|-\s))")
_FIRST_IN_NAME = regex(r"(\d{1,4})(?:[-_. ]|\Z)")
_WORD_IN_NAME = regex(rf"(?:\A|[-_. ])(?:{_WORD})[-_. #]*(\d{{1,6}})(?:[-_. ]|\Z)")
_WEEK = regex(
    r"(?:\A|[-_. ])(?:week|woche|semaine|semana|settimana|неделя)[-_. #]*(\d{1,6})(?:[-_. ]|\Z)", re.IGNORECASE
)
_LAST_IN_NAME = regex(r"[-_ #](\d{1,4})\Z")
#: A number below one of these words is that of a copy or a part, not of an issue.
_OF_ANOTHER = regex(
    r"(?:\A|[-_. (])(?:copy|copia|copie|kopie|kopia|version|rev|revision|draft|final|v|part|parte|teil|page)[-_. (]*\Z",
    re.IGNORECASE,
)
_DIGIT, _DIGITS = regex(r"\d"), regex(r"\d+")
_DAY = regex(r"(?:19|20)(?<!\d\d\d)\d{2}[-_.]?\d{1,2}(?:[-_.]?\d{1,2})?(?!\d)")
#: A day and a slug, as Jekyll wants it.
_DAY_ALONE = regex(r"(?:19|20)\d{2}-\d{1,2}-\d{1,2}(?!\d)\D*+\Z")


def number_of(
    values: Values, title: str, name: str, site_title: str, language: str = "en", *, weeks: bool = False
) -> int | None:
    """Return the number of an issue with these front matter *values*, *title* and file *name*, or None.

    The front matter takes precedence over the title, and the title over the file name. A
    year is not a number, nor is a day in *language*. With *weeks*, a week is one: there is no year to which it belongs.

    >>> number_of({}, "Weekly #42: what 7 robots did", "2026-01-05-x", "")
    42
    >>> number_of({}, "Seven robots", "042-robots", ""), number_of({}, "Robots of 2026", "robots", "")
    (42, None)
    >>> number_of({}, "Guest Speaker April 7", "our-newsletter-april-2025", ""), number_of({}, "News", "copy-03", "")
    (None, None)
    """
    for key in NUMBER:
        if key in values and (found := _WRITTEN.match(first_text(values, (key,))[:40])):
            return int(found[1])
    number = _in_title(title[:300], name, site_title, language) or _in_name(name[:300], language)
    found = _WEEK.search(name[:300]) if weeks and number is None else None
    return int(found[1]) if found else number


def _in_title(title: str, name: str, site_title: str, language: str) -> int | None:
    if not _DIGIT.search(title):
        return None  # as most titles
    title = without_dates(title, language)
    lower = title.casefold()
    for sign, form in _IN_TITLE:
        if sign in lower and (found := form.search(lower)):
            return int(found[1])
    found = _TRAILING.match(title)
    if not found or _is_year(found["number"]):
        return None
    words, number = found["words"].strip(), found["number"]
    is_ours = words.casefold() == site_title.casefold() or _PERIODICAL.search(words)
    in_both = any(_is_padded(run, number) for run in _DIGITS.findall(name))
    return int(number) if is_ours or in_both else None


def _is_padded(run: str, number: str) -> bool:
    """Return whether *run* is *number*, perhaps with zeros before it."""
    return run.endswith(number) and not run.removesuffix(number).strip("0")


def _in_name(name: str, language: str) -> int | None:
    if _DAY_ALONE.match(name):
        return None  # as most names
    name = _DAY.sub("", without_dates(name, language)).strip("-_. ").casefold()
    for found in (_FIRST_IN_NAME.match(name), _WORD_IN_NAME.search(name), _LAST_IN_NAME.search(name)):
        if found and not _is_year(found[1]) and not _OF_ANOTHER.search(name, 0, found.start(1)):
            return int(found[1])
    return None


def _is_year(digits: str) -> bool:
    return len(digits) == 4 and digits[:2] in ("19", "20")
