"""The first words of sign-offs, and of headings of sponsors' sections.

What follows each of these words is a pattern of its own. One pattern of all takes as long to compile as a post takes to
be read, and nearly all texts begin otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from feeds.regex import regex


def _by_first_word(*forms: tuple[str, str]) -> Mapping[str, re.Pattern[str]]:
    """Return patterns of what follows the first word of a text, by that word; *forms* are words and what follows."""
    rests: dict[str, list[str]] = {}
    for words, rest in forms:
        for word in words.split():
            rests.setdefault(word, []).append(rest)
    return {word: regex("|".join(those), re.IGNORECASE) for word, those in rests.items()}


_FIRST_WORD = regex(r"[^\W_]++")
_SIGN_OFFS = _by_first_word(
    (
        "view read open see",
        r"(?: (?:this|it|the))?(?: e?-?(?:mail|newsletter|issue))?"
        r"(?: in (?:your|a|the) (?:web ?)?browser\b| online(?=\W*(?:\||\Z)))",
    ),
    ("voir", r" (?:cet? e?-?mail )?dans le navigateur"),
    ("that", r"(?:['’]s| is) (?:it|all)\b"),
    ("as", r" always, thank(?:s| you) (?:so much )?for reading"),
    ("thank", r" you (?:so much )?for reading"),
    ("thanks", r" (?:so much )?for reading"),
    ("see", r" you (?:next|in|soon)"),
    ("until", r" (?:next|then)"),
    ("till", r" next"),
    ("have", r" a (?:great|good|nice|lovely) (?:week|weekend|day)"),
    ("did if", r" you (?:like|enjoy)(?:ed)? (?:this|the|reading)"),
    ("enjoying", r" [^.!?\n]{1,40}\?"),
    ("subscribe", r"\b(?: now| today| for free| here)?\W*\Z"),
    ("this", r" (?:is|was) the \w+ (?:issue|edition|newsletter)\b"),
    ("our", r" (?:mailing|postal) address\b"),
    ("more less", r" like this\W{0,3}\Z"),
    ("upgrade", r" to paid\b"),
    ("donate", r" now\b"),
    ("become", r" an? (?:\w{1,20} ){0,2}(?:supporter|member|patron)\b"),
    ("support", r" (?:us|our work|this newsletter)\b"),
    (
        "you",
        r"(?:['’]re| are)(?: currently)? (?:receiving|getting|subscribed|an? (?:free|paid) subscriber)\b|"
        r" (?:received|get|receive) this (?:e?-?mail|message|newsletter|because)\b| just read (?:issue|an issue)\b",
    ),
    ("want", r" to (?:change|update) how you receive\b"),
    ("if", r" you no longer (?:want|wish) to (?:receive|get)\b"),
    ("no", r" longer (?:want|wish) to (?:receive|get)\b"),
    ("to", r" unsubscribe\b"),
    ("unsubscribe", r"\b(?=\W*\Z)| from "),
    ("update", r" your (?:e?-?mail )?preferences\b"),
    ("forwarded", r" this (?:e?-?mail|newsletter|message)\b"),
    ("sie", r" (?:erhalten|bekommen) dies"),
    ("vous", r" recevez ce"),
    ("recibes", r" este"),
    ("recebeu", r" este"),
    ("ricevi", r" questa"),
    ("bis", r" (?:zum )?nächste"),
    ("à", r" la semaine"),
    ("hasta", r" la próxima"),
    ("до", r" (?:встречи|следующ)"),
)
_CJK_SIGN_OFFS = ("下期再见", "また来週")
_IS_PAID = (
    r" (?:issue|week|newsletter|edition|episode)(?:['’]s (?:issue|newsletter|edition))? is "
    r"(?:sponsored|brought to you|presented|supported|made possible) (?:by|thanks to)\b"
)
_SPONSORS = (
    "sponsor sponsored ad advertisement anzeige werbung publicité publicidad реклама "
    "赞助 赞助商 贊助 贊助商 广告 廣告 広告 スポンサー 광고"
)
_SPONSOR = rf" (?:{'|'.join(_SPONSORS.split())}) ?[:：–—|\])】］）]"
#: The heading of a sponsor's section, which may name the sponsor.
_PAID_FOR = _by_first_word(
    ("this", rf"{_IS_PAID}| week['’]s{_SPONSOR}"),
    ("today", rf"['’]s(?:{_IS_PAID}|{_SPONSOR})"),
    ("our", rf"{_IS_PAID}|{_SPONSOR}"),
    (_SPONSORS, r" ?[:：–—|\])】］）]"),
    ("sponsored", r" (?:by|thanks to)\b"),
    ("brought", r" to you (?:by|thanks to)\b"),
    ("in", r" partnership with\b"),
    ("presented", r" by\b"),
    ("made", r" possible (?:by|thanks to)\b"),
    ("a an", r" (?:word|message|note) from (?:our|the|this week['’]s) (?:sponsor|partner)s?\b"),
    ("thank", r" you to (?:our|this week['’]s|today['’]s) sponsors?\b"),
    ("thanks", r" to (?:our|this week['’]s|today['’]s) sponsors?\b"),
    ("gesponsert", r" von"),
    ("sponsorisé", r" par"),
    ("patrocinado patrocinada", r" por"),
    ("offerto", r" da"),
)


def opens_sign_off(text: str) -> bool:
    """Return whether *text* begins, after signs, as sign-offs do.

    >>> opens_sign_off("*That's all, folks!*"), opens_sign_off("That is allowed")
    (True, False)
    """
    return _begins(text, _SIGN_OFFS, _CJK_SIGN_OFFS)


def names_sponsor(heading: str) -> bool:
    """Return whether *heading* begins, after signs, as those of what is paid for.

    >>> names_sponsor("Sponsor: Quay Rope"), names_sponsor("Sponsors of the regatta")
    (True, False)
    """
    return _begins(heading, _PAID_FOR)


def _begins(text: str, forms: Mapping[str, re.Pattern[str]], words: tuple[str, ...] = ()) -> bool:
    """Return whether *text* begins, after signs, with one of *forms*, or its first word with one of *words*."""
    first = _FIRST_WORD.search(text)
    if first is None:
        return False
    form = forms.get(first[0].lower())
    return form.match(text, first.end()) is not None if form else first[0].startswith(words)
