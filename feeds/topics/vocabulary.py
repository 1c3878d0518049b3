"""Which words and phrases of a text may tell what it is about."""

from __future__ import annotations

from collections.abc import Iterator

from feeds.topics.words import fold

_LONGEST = 3  # words of a phrase

#: Words that tell nothing by themselves, and that no phrase begins or ends with.
COMMON = frozenset(
    "a about above after again all also an and another any are as at back be because been before being below between "
    "both but by can could did do does doing done down during each either even every few first for from further get "
    "gets getting go goes going got had has have having he her here him his how i if in into is it its itself just "
    "last least less let like made make makes making many may me might more most much must my need needs neither new "
    "next no nor not now of off often on once one only onto or other others our out over own per put rather read s "
    "same see seen several she should since so some something still such t take takes than that the their them then "
    "there these they thing things this those though three through to together too two under until up upon us use "
    "used uses using very via want was way ways we well were what when where whether which while who whom whose why "
    "will with within without would yet you your "
    "ve re ll d m don doesn didn isn aren wasn won week weeks today year years "
    "der die das den dem des ein eine einen einem einer und oder ist sind war mit von zu im in auf für nicht auch "
    "le la les un une des du de et ou est sont dans pour par sur avec que qui ne pas plus au aux ce cette "
    "el los las una unos y o es son en por para con del al se su sus lo como pero".split()
)


def phrases_of(text: str) -> Iterator[str]:
    """Yield the phrases of one to three words of *text*, folded, that neither begin nor end with a common word.

    >>> list(phrases_of("The cost of a robot"))
    ['cost', 'robot']
    """
    for line in text.split("\n"):
        words = fold(line).split()
        for start, first in enumerate(words):
            if first in COMMON or first.isdigit():
                continue
            for end in range(start + 1, min(start + _LONGEST, len(words)) + 1):
                if words[end - 1] not in COMMON and not words[end - 1].isdigit():
                    yield " ".join(words[start:end])


def is_telling(phrase: str) -> bool:
    """Return whether *phrase* may stand in a rule: a word is more than a letter or two."""
    return len(phrase) > 2 or not phrase.isascii()
