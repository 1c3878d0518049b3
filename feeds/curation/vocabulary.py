"""The words and phrases of a text that may be its subject."""

from __future__ import annotations

from collections.abc import Iterator

from feeds.topics.words import fold

LONGEST = 3  # words of a phrase

#: Words that are not a subject by themselves, and that do not begin or end a phrase.
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
    "ich wir ihr er sie es mich dich uns euch ihm ihn ihnen sich sein seine mein dein unser wer was wie wo "
    "wann warum wenn weil dass ob als dann also aber doch noch schon nur sehr wird werden wurde wurden kann können "
    "konnte muss müssen soll sollte haben hatte bist sind wäre bei nach aus durch gegen ohne über unter vor "
    "zwischen bis seit während diese dieser dieses jede jeder jedes alle alles viele mehr sodass zum zur am vom beim "
    "je tu il elle on nous vous ils elles me te se lui leur leurs moi toi soi son sa ses mon ma mes ton ta tes notre "
    "nos votre vos cet ces cela ça ceci si mais ou où donc ni comme quand quel quelle quels quelles dont chaque "
    "tout tous toute toutes être été était étaient avoir a ont avait peut peuvent pourrait fait faire très aussi même "
    "sans sous entre vers chez depuis pendant qu l d n s j m t "
    "le la les un une des du de et ou est sont dans pour par sur avec que qui ne pas plus au aux ce cette "
    "el los las una unos y o es son en por para con del al se su sus lo como pero".split()
)

#: Headings that mark the position or role of a section in its issue, and are not a subject.
STRUCTURAL = frozenset(
    term.strip()
    for term in (
        "conclusion, conclusions, finally, final remarks, closing, closing remarks, wrap up, wrapping up, last words, "
        "summary, overview, introduction, intro, preface, background, footnote, footnotes, notes, references, "
        "disclaimer, correction, corrections, errata, "
        "fazit, schluss, schlusswort, zusammenfassung, überblick, einleitung, einführung, fußnoten, korrektur, "
        "résumé, en conclusion, pour finir, avant propos, notes de bas de page, erratum, "
        "conclusión, conclusiones, introducción, resumen, "
        "结语, 总结, 说明, 声明, 脚注, 勘误, 前言, まとめ, はじめに, おわりに, 最後に, 脚注, 訂正, 결론, 요약, 소개"
    ).split(",")
)


def phrases_of(text: str) -> Iterator[str]:
    """Yield the phrases of one to three words of *text*, folded, that neither begin nor end with a common word.

    >>> list(phrases_of("The cost of a robot"))
    ['cost', 'robot']
    """
    for line in text.split("\n"):
        words = fold(line).split()
        for start, first in enumerate(words):
            if not may_bound(first):
                continue
            for end in range(start + 1, min(start + LONGEST, len(words)) + 1):
                if may_bound(words[end - 1]):
                    yield " ".join(words[start:end])


def may_bound(word: str) -> bool:
    """Return whether a phrase may begin or end with *word*, which is folded."""
    return word not in COMMON and not word.isdigit()


def is_telling(phrase: str) -> bool:
    """Return whether *phrase* may be in a rule: a word has more than two letters."""
    return len(phrase) > 2 or not phrase.isascii()
