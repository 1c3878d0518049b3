"""Know the names of months: those of the newsletter's language, of English, and of others if no two disagree.

It is imported only where a post may have such a name.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from feeds.issues.month_names import MONTH_NAMES

_LATIN_END = "\u0250"  # the first character after the Latin letters with accents


def _names(language: str, *, short: bool) -> Iterator[tuple[str, int]]:
    """Yield each name of a month in *language* and its number, also as it is written without accents."""
    for number, month in enumerate(MONTH_NAMES[language].split(" "), 1):
        whole, _, abbreviated = month.partition("|")
        for name in (*whole.split("/"), *(abbreviated.split("/") if short and abbreviated else ())):
            name = name.replace("_", " ")
            yield name, number
            if not name.isascii() and name[0] < _LATIN_END:
                bare = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
                if len(bare) >= len(name) - name.count("ʼ"):  # all its letters are letters of ASCII with accents
                    yield bare, number


def _in_any_language() -> dict[str, int]:
    found: dict[str, int] = {}
    for language in MONTH_NAMES:
        for name, number in _names(language, short=False):
            found[name] = number if found.get(name, number) == number else 0
    return found


_ANY = _in_any_language()
_OF = {language: dict(_names(language, short=True)) for language in MONTH_NAMES}


def month_of(word: str, language: str) -> int:
    """Return the number of the month that *word* names, or 0.

    >>> month_of("März", "de"), month_of("sept", "en"), month_of("enero", "en"), month_of("fevrier", "fr")
    (3, 9, 1, 2)
    >>> month_of("listopad", "pl"), month_of("listopad", "hr"), month_of("listopad", "en"), month_of("notes", "en")
    (11, 10, 0, 0)
    """
    word = unicodedata.normalize("NFC", word).casefold().rstrip(".")
    own = _OF.get(language.partition("-")[0].lower(), {})
    return own.get(word) or _OF["en"].get(word) or _ANY.get(word, 0)
