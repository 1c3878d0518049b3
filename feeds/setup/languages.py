"""Find the language of posts: by their script, or by words that every text of a language has."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from feeds.regex import regex
from feeds.setup.samples import Sample

_MOST = 60_000  # characters that are looked at
_MOST_OF_ONE = 3000
_WORD = regex(r"[^\W\d_]+")
#: A script that one language, or hardly another one, is written in.
_SCRIPTS: Mapping[str, str] = {
    "ko": "\uac00-\ud7a3",
    "ja": "\u3040-\u30ff",
    "zh": "\u4e00-\u9fff",
    "ru": "\u0400-\u04ff",
    "ar": "\u0600-\u06ff",
    "he": "\u0590-\u05ff",
    "el": "\u0370-\u03ff",
    "hi": "\u0900-\u097f",
    "th": "\u0e00-\u0e7f",
}
_SHARE = {"ja": 0.05, "zh": 0.2}  # of all letters; Japanese has kana among many Chinese characters
_USUAL_SHARE = 0.3
#: Words that are frequent in one language and rare in the others.
_WORDS: Mapping[str, frozenset[str]] = {
    "en": frozenset("the and of to is that for with this are from have not was".split()),
    "de": frozenset("der die und das nicht ist ein eine mit auf für von dem wir auch".split()),
    "fr": frozenset("le la les des et une est pour dans que qui sur pas avec nous".split()),
    "es": frozenset("el los las una por para con que del más como pero está son muy".split()),
    "pt": frozenset("os não uma para com que dos mais como são também você pelo mas das".split()),
    "it": frozenset("il che di una per con non sono della gli anche più questo nel come".split()),
    "nl": frozenset("het een van en niet dat voor met zijn aan ook deze naar maar wij".split()),
    "sv": frozenset("och att det som inte för med den har till är från vi också men".split()),
    "pl": frozenset("się nie jest na że do to jak dla przez oraz ale który już są".split()),
    "tr": frozenset("ve bir bu için ile da çok olarak daha gibi ne kadar ama değil sonra".split()),
}
_LEAST = 20  # such words; fewer decide nothing


def find_language(samples: Sequence[Sample]) -> str:
    """Return the BCP 47 tag of the language that most of *samples* are in, or "" if it is not certain."""
    text = "".join(sample.text[:_MOST_OF_ONE] for sample in samples)[:_MOST]
    words = _WORD.findall(re.sub(r"https?://\S+|<[^<>]*+>", " ", text).lower())
    letters = sum(map(len, words)) or 1
    for language, script in _SCRIPTS.items():
        own = sum(len(re.findall(f"[{script}]", word)) for word in words)
        if own >= _SHARE.get(language, _USUAL_SHARE) * letters:
            return language
    counts = Counter(language for word in words for language, own in _WORDS.items() if word in own)
    ((best, most), (_, second)) = (*counts.most_common(2), ("", 0), ("", 0))[:2]
    return best if most >= _LEAST and most > 1.3 * second else ""
